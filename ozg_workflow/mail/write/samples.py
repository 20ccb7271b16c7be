"""Realistic values for every kind of mail: for golden tests and for looking at the templates without a database."""

from datetime import date, time

from ozg_workflow.domain.post.mail import MailKind

Values = dict[str, object]

DEPARTMENT = "Dezernat 2 – Schule, Bürger und Kultur"
RETURN_TO = "ozg@bielefeld.example"
DUE_ON, RESPONSIBILITY_DUE_ON = date(2020, 5, 15), date(2020, 4, 30)
TARGET = "Stufe 4 – Online-Transaktion"


def sample_values(kind: MailKind) -> Values:
    """Return the common values and those of one kind; every value a shipped template uses is among them."""
    return _common(kind) | _OF_KIND[kind]()


def _common(kind: MailKind) -> Values:
    return {
        "city": "Stadt Bielefeld",
        "rollout_title": "Umsetzung des Onlinezugangsgesetzes",
        "sender": {"name": "OZG-Koordination der Stadt Bielefeld", "email": RETURN_TO, "phone": "0521 51-0"},
        "coordinator": {"name": "Frau Kerstin Lindner", "email": "kerstin.lindner@bielefeld.example", "phone": "0521 51-1234"},
        "today": _TODAY.get(kind, date(2020, 3, 25)),
        "reference": "OZG-2020-3f2a",
    }


_TODAY = {
    MailKind.INFORMATION_HEADS: date(2020, 3, 18),
    MailKind.INFORMATION_STAFF_COUNCIL: date(2020, 3, 19),
    MailKind.INFORMATION_STAFF: date(2020, 3, 20),
    MailKind.ACKNOWLEDGEMENT: date(2020, 5, 6),
    MailKind.RETURN_WITH_ERRORS: date(2020, 5, 6),
    MailKind.RESPONSIBILITY_TAKEN_OVER: date(2020, 4, 27),
    MailKind.REMINDER: date(2020, 5, 5),
    MailKind.RESPONSIBILITY_REMINDER: date(2020, 4, 23),
    MailKind.ESCALATION: date(2020, 5, 25),
    MailKind.DEADLINE_CHANGED: date(2020, 5, 6),
    MailKind.PRESENTATION: date(2020, 7, 1),
    MailKind.IMPLEMENTATION_START: date(2020, 9, 1),
    MailKind.PROGRESS_QUERY: date(2021, 3, 1),
    MailKind.FINAL_REPORT: date(2022, 12, 30),
    MailKind.DAILY_DIGEST: date(2020, 5, 6),
    MailKind.FAILURE_NOTICE: date(2020, 5, 6),
}


def _milestones() -> list[Values]:
    return [
        {"date_label": "25.03.2020", "title": "Versendung der Amtslisten + Ausfüllhilfe an die Dezernatspostfächer"},
        {"date_label": "ab 01.04.2020", "title": "Datenerhebung mit den Organisationseinheiten"},
        {
            "date_label": "bis 30.04.2020",
            "title": "Rücklauf bei fehlerhafter Zuständigkeit der OZG-Amtsliste an das OZG-Postfach",
        },
        {"date_label": "bis 15.05.2020", "title": "Rücksendung der Amtslisten an das OZG-Postfach"},
        {"date_label": "Juli 2020", "title": "Vorstellung der Priorisierung und Planung im Verwaltungsvorstand"},
        {"date_label": "ab 01.09.2020", "title": "Beginn der Umsetzung"},
    ]


def _events() -> list[Values]:
    place = "Neues Rathaus, Raum Rochdale, 1. Etage"
    return [
        {"date": date(2020, 3, 31), "starts_at": time(10), "ends_at": time(11, 30), "place": place},
        {"date": date(2020, 4, 7), "starts_at": time(14), "ends_at": time(15, 30), "place": place},
    ]


def _list(number: str, name: str, rows: int, **more: object) -> Values:
    title, file_name = f"Amt {number} – {name}", f"OZG-Amtsliste_{number}_{name}_v1.xlsx"
    return {"office_title": title, "rows": rows, "file_name": file_name, **more}


def _open_lists(**more: object) -> list[Values]:
    sent: Values = {"version": 1, "sent_on": date(2020, 3, 25), **more}
    return [
        _list("33", "Einwohner- und Meldeamt", 214, answered=0, invalid=0, **sent),
        _list("34", "Standesamt", 58, answered=41, invalid=3, **sent),
    ]


def _information_heads() -> Values:
    return {
        "head_name": "Frau Krüger-Lenz",
        "office_title": "Amt 33 – Einwohner- und Meldeamt",
        "milestones": _milestones(),
        "send_lists_on": date(2020, 3, 25),
        "due_on": DUE_ON,
        "events": _events(),
    }


def _information_staff_council() -> Values:
    return {"name": "Personalrat der Stadt Bielefeld", "milestones": _milestones(), "due_on": DUE_ON}


def _information_staff() -> Values:
    return {"name": "Intranet-Redaktion", "milestones": _milestones()[1:]}


def _service_lists() -> Values:
    return {
        "department_title": DEPARTMENT,
        "head_name": "Herr Brandes",
        "repeated": None,
        "lists": [
            _list("32", "Ordnungsamt", 1203),
            _list("33", "Einwohner- und Meldeamt", 214),
            _list("34", "Standesamt", 58),
            _list("52", "Sportamt", 1),
        ],
        "due_on": DUE_ON,
        "responsibility_due_on": RESPONSIBILITY_DUE_ON,
        "events": _events(),
        "return_to": RETURN_TO,
    }


def _event_invitation() -> Values:
    topics = ["Warum erheben wir das?", "Die Spalten der Amtsliste an Beispielen", "Zuständigkeit klären", "Ihre Fragen"]
    return _events()[0] | {
        "title": "Infoveranstaltung für das Ausfüllen der Amtsliste (1. Termin)",
        "instead_of": None,
        "topics": topics,
    }


def _acknowledgement() -> Values:
    return {
        "office_title": "Amt 34 – Standesamt",
        "version": 1,
        "rows": 58,
        "answered": 56,
        "disputed": [
            {"number": 12, "name": "Melderegisterauskunft", "office": "Amt 33 – Einwohner- und Meldeamt"},
            {"number": 47, "name": "Bestattungsgenehmigung Erteilung", "office": ""},
        ],
        "nil_return": False,
        "remarks": ["Die Spalte „Geplant zum“ enthielt in zwei Zeilen einen Text; er wurde als Datum gelesen."],
    }


def _return_with_errors() -> Values:
    choices = "Bitte einen Wert aus der Auswahlliste wählen: ja, nein."
    marriage: Values = {"number": 3, "service": "Eheschließung Anmeldung"}
    certificate: Values = {"number": 9, "service": "Personenstandsurkunde Ausstellung"}
    number = ("Hier wird eine Zahl erwartet.", "Bitte nur die Zahl eintragen, z. B. 1200.")
    missing = ("Die Angabe fehlt.", "Bitte so angeben: 01.10.2020.")
    return {
        "office_title": "Amt 34 – Standesamt",
        "version": 1,
        "rows": 58,
        "answered": 53,
        "issues": [
            marriage | _cell("H7", "Zuständig?", "vielleicht", ("Der Wert steht nicht in der Auswahlliste.", choices)),
            certificate | _cell("N13", "Fallzahl pro Jahr", "ca. 1.000 bis 2.000", number),
            certificate | _cell("M13", "Geplant zum", "", missing),
        ],
        "missing_rows": [
            {"number": 21, "name": "Namenserklärung Entgegennahme"},
            {"number": 22, "name": "Kirchenaustritt Beurkundung"},
        ],
        "more_issues": 2,
        "remarks": [],
        "due_on": DUE_ON,
        "annotated": True,
    }


def _cell(cell: str, heading: str, value: str, reason_and_remedy: tuple[str, str]) -> Values:
    reason, remedy = reason_and_remedy
    return {"cell": cell, "heading": heading, "value": value, "reason": reason, "remedy": remedy}


def _responsibility_taken_over() -> Values:
    services, reasons = ["Melderegisterauskunft", "Meldebescheinigung Ausstellung"], ["Von Amt 34 an Amt 33 verwiesen."]
    taken = _list("33", "Einwohner- und Meldeamt", 216, services=services, reasons=reasons)
    return {"department_title": DEPARTMENT, "head_name": "Herr Brandes", "lists": [taken], "due_on": date(2020, 5, 12)}


def _reminder() -> Values:
    step: Values = {"step_title": "Erinnerung vor der Frist", "deadline": DUE_ON, "overdue_days": 0, "days_left": 10}
    return step | {"department_title": DEPARTMENT, "lists": _open_lists(), "return_to": RETURN_TO}


def _responsibility_reminder() -> Values:
    step: Values = {"step_title": "Zuständigkeit prüfen", "deadline": RESPONSIBILITY_DUE_ON, "overdue_days": 0, "days_left": 7}
    return step | {"department_title": DEPARTMENT, "lists": _open_lists()[:1], "return_to": RETURN_TO}


def _escalation() -> Values:
    lists = _open_lists(reminders=3)
    return {
        "head_name": "Herr Brandes",
        "department_title": DEPARTMENT,
        "deadline": DUE_ON,
        "lists": lists,
        "return_to": RETURN_TO,
    }


def _deadline_changed() -> Values:
    lists = [_list("33", "Einwohner- und Meldeamt", 214, old_on=DUE_ON), _list("34", "Standesamt", 58, old_on=DUE_ON)]
    change: Values = {"old_on": DUE_ON, "new_on": date(2020, 6, 12), "own": False, "note": "Viele Ämter sind noch im Notbetrieb."}
    return change | {"department_title": DEPARTMENT, "lists": lists, "return_to": RETURN_TO}


def _presentation() -> Values:
    top = [
        {"rank": 1, "name": "Meldebescheinigung Ausstellung", "office": "Amt 33", "score": 87.3},
        {"rank": 2, "name": "Bewohnerparkausweis Erteilung", "office": "Amt 32", "score": 86.1},
        {"rank": 3, "name": "Personenstandsurkunde Ausstellung", "office": "Amt 34", "score": 80.0},
    ]
    name = "Geschäftsstelle des Verwaltungsvorstands"
    return {"name": name, "ranked": 1874, "blocked": 63, "incomplete": 212, "top": top, "month_label": "Juli 2020"}


def _implementation_start() -> Values:
    first = [
        {"rank": 1, "name": "Meldebescheinigung Ausstellung", "office": "Amt 33", "target_on": date(2020, 12, 30)},
        {"rank": 3, "name": "Personenstandsurkunde Ausstellung", "office": "Amt 34", "target_on": date(2020, 12, 30)},
    ]
    second = [{"rank": 17, "name": "Sportstätte Vergabe", "office": "Amt 52", "target_on": date(2021, 12, 30)}]
    return {
        "department_title": DEPARTMENT,
        "head_name": "Herr Brandes",
        "waves": [
            {"title": "Erste Verfahren 2020", "starts_on": date(2020, 9, 1), "ends_on": date(2020, 12, 30), "measures": first},
            {"title": "Zweite Welle 2021", "starts_on": date(2021, 1, 4), "ends_on": date(2021, 12, 30), "measures": second},
        ],
        "target_level_title": TARGET,
        "target_on": date(2022, 12, 31),
    }


def _progress_query() -> Values:
    lists = [_list("33", "Einwohner- und Meldeamt", 96), _list("34", "Standesamt", 31)]
    asked: Values = {"due_on": date(2021, 3, 15), "return_to": RETURN_TO, "target_level_title": TARGET}
    return asked | {"department_title": DEPARTMENT, "lists": lists}


def _final_report() -> Values:
    by_department = [
        {"title": "Dezernat 1 – Finanzen, Personal und Digitalisierung", "measures": 310, "reached": 301},
        {"title": DEPARTMENT, "measures": 764, "reached": 702},
        {"title": "Dezernat 3 – Umwelt, Klima und Gesundheit", "measures": 412, "reached": 367},
    ]
    total: Values = {"measures": 1486, "reached": 1370, "target_level_title": TARGET}
    return total | {"name": "Geschäftsstelle des Verwaltungsvorstands", "by_department": by_department}


def _daily_digest() -> Values:
    return {
        "name": "Frau Kerstin Lindner",
        "happened": ["2 Amtslisten sind vollständig zurück: Amt 34, Amt 52.", "1 Eingangsbestätigung wurde versandt."],
        "needs_you": [
            {
                "title": "Zuständigkeit offen: Bestattungsgenehmigung Erteilung",
                "detail": "Amt 34 hat die Leistung abgelehnt und kein anderes Amt genannt.",
                "how": "ozg case decide 7 --office 33",
            },
            {
                "title": "Klärungskorb: eine Mail ohne erkennbare Liste",
                "detail": "Absender herr.mueller@verein.example, Betreff „Liste“.",
                "how": "ozg inbox list",
            },
        ],
        "progress": {"lists": 25, "returned": 9},
        "upcoming": _milestones()[3:5],
    }


def _failure_notice() -> Values:
    return {
        "name": "Frau Kerstin Lindner",
        "step_title": "Posteingang lesen",
        "message": "Das Postfach auf imap.bielefeld.example ist nicht erreichbar: Verbindung abgelehnt.",
        "outage": True,
        "since": "06.05.2020 07:10",
    }


_OF_KIND = {
    MailKind.INFORMATION_HEADS: _information_heads,
    MailKind.INFORMATION_STAFF_COUNCIL: _information_staff_council,
    MailKind.INFORMATION_STAFF: _information_staff,
    MailKind.SERVICE_LISTS: _service_lists,
    MailKind.EVENT_INVITATION: _event_invitation,
    MailKind.ACKNOWLEDGEMENT: _acknowledgement,
    MailKind.RETURN_WITH_ERRORS: _return_with_errors,
    MailKind.RESPONSIBILITY_TAKEN_OVER: _responsibility_taken_over,
    MailKind.REMINDER: _reminder,
    MailKind.RESPONSIBILITY_REMINDER: _responsibility_reminder,
    MailKind.ESCALATION: _escalation,
    MailKind.DEADLINE_CHANGED: _deadline_changed,
    MailKind.PRESENTATION: _presentation,
    MailKind.IMPLEMENTATION_START: _implementation_start,
    MailKind.PROGRESS_QUERY: _progress_query,
    MailKind.FINAL_REPORT: _final_report,
    MailKind.DAILY_DIGEST: _daily_digest,
    MailKind.FAILURE_NOTICE: _failure_notice,
}
