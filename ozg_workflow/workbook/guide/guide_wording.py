"""The German sentences of the Ausfüllhilfe and of the instruction on top of the list."""

from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.workbook.layout import GUIDE_SHEET, OPEN_SIGN


def heading(questionnaire: Questionnaire, key: str | None) -> str | None:
    """Return the heading of a column named in the questionnaire, None where there is no such column."""
    question = questionnaire.get(key) if key else None
    return question.heading if question else None


def intro(questionnaire: Questionnaire, city: str) -> str:
    """Say why the office is asked."""
    if questionnaire.responsibility:
        return (
            f"Für die Umsetzung des Onlinezugangsgesetzes erhebt die {city}, welche Leistungen Ihr Amt ausführt und wie weit "
            "sie heute online sind. Ihre Angaben sind die Grundlage dafür, welche Leistungen zuerst digitalisiert werden."
        )
    return (
        f"Für die Umsetzung des Onlinezugangsgesetzes fragt die {city}, wie weit die Leistungen Ihres Amtes inzwischen "
        "online sind. Ihre Angaben zeigen, was erreicht ist und wo noch Unterstützung gebraucht wird."
    )


def short(questionnaire: Questionnaire) -> str:
    """Return the instruction on top of a list with rows."""
    first = questionnaire.questions[0].heading if questionnaire.questions else ""
    return (
        f"Bitte füllen Sie in jeder Zeile die weißen Felder ab der Spalte „{first}“ aus. Gelbe Felder mit dunklem Rand sind "
        f"noch offen; ihre Zeile trägt „{OPEN_SIGN}“ vor der Nummer. "
        f"Beim Anklicken eines Feldes erscheint ein Hinweis; alles Weitere steht im Blatt „{GUIDE_SHEET}“."
    )


def short_empty() -> str:
    """Return the instruction on top of a list without rows."""
    return (
        "Nach jetzigem Stand führt Ihr Amt keine dieser Leistungen aus. Bitte bestätigen Sie das: Wählen Sie unten bei "
        "„Fehlanzeige“ „ja“ und senden Sie die Datei zurück. Fehlt eine Leistung, schreiben Sie es uns bitte in der E-Mail."
    )


def short_nil(questionnaire: Questionnaire) -> str:
    """Return what stands beside the field `Fehlanzeige`."""
    when = "für keine der Leistungen zuständig ist" if questionnaire.responsibility else "keine der Leistungen mehr ausführt"
    return f"← Nur wenn Ihr Amt {when}: hier „ja“ wählen und die Datei so zurücksenden."


def short_nil_empty() -> str:
    """Return what stands beside the field `Fehlanzeige` of a list without rows."""
    return "← Bitte hier „ja“ wählen und die Datei zurücksenden."


def steps(questionnaire: Questionnaire, due: str, return_to: str) -> tuple[tuple[str, str], ...]:
    """Return title and text of the steps 1–2–3."""
    return (
        ("Liste durchgehen", _check(questionnaire)),
        ("Weiße Felder ausfüllen", _fill_in()),
        ("Zurücksenden", _send_back(due, return_to)),
    )


def _fill_in() -> str:
    return (
        "Klicken Sie in ein Feld: Ein Hinweis sagt, was einzutragen ist; bei Auswahlfeldern öffnet der Pfeil rechts die Liste. "
        f"Gelbe Felder mit dunklem Rand sind Pflichtangaben, die noch fehlen; „{OPEN_SIGN}“ vor der Nummer zeigt die Zeile dazu. "
        "Beides verschwindet beim Ausfüllen. Die grauen "
        "Spalten links beschreiben die Leistung und sind gesperrt. Sie dürfen filtern und Spalten breiter ziehen. Gilt dieselbe "
        "Antwort für mehrere Zeilen, kopieren Sie die Zelle bitte: Beim Herunterziehen zählen Tabellenprogramme Zahlen weiter, "
        "aus „Amt 33“ wird „Amt 34“."
    )


def _send_back(due: str, return_to: str) -> str:
    return (
        f"Speichern Sie die Datei und senden Sie sie bis {due} an {return_to}, am einfachsten als Antwort auf unsere E-Mail. "
        "Der Dateiname ist gleichgültig. Bitte senden Sie die Excel-Datei selbst, kein PDF und keinen Ausdruck."
    )


def _check(questionnaire: Questionnaire) -> str:
    responsible = heading(questionnaire, questionnaire.responsibility)
    if responsible is None:
        return "Gehen Sie die Liste Zeile für Zeile durch. Jede Zeile ist eine Leistung, für die Ihr Amt zuständig ist."
    return (
        f"Gehen Sie die Liste Zeile für Zeile durch. Wählen Sie in der Spalte „{responsible}“ „ja“, wenn Ihr Amt die Leistung "
        "ausführt, sonst „nein“."
    )


def not_responsible(questionnaire: Questionnaire, until: str | None) -> tuple[str, ...]:
    """Return what to do with a service of another office; `until` is the day for reporting it, in words."""
    responsible = heading(questionnaire, questionnaire.responsibility)
    office = heading(questionnaire, questionnaire.proposed_office)
    naming = (
        f" Nennen Sie in der Spalte „{office}“ Nummer oder Name des Amtes, das nach Ihrer Kenntnis zuständig ist; ist es "
        "Ihnen nicht bekannt, bleibt das Feld leer."
    )
    early = f" Bitte melden Sie uns falsche Zuständigkeiten schon bis {until}." if until else ""
    return (
        f"Wählen Sie in der Spalte „{responsible}“ „nein“.{naming if office else ''} Die übrigen Spalten der Zeile bleiben leer.",
        f"Die Leistung wird dann dem richtigen Amt vorgelegt; für Sie ist nichts weiter zu tun.{early}",
    )


def nil_return(questionnaire: Questionnaire) -> str:
    """Return how an office without services answers."""
    when = (
        "Ist Ihr Amt für keine einzige Leistung der Liste zuständig"
        if questionnaire.responsibility
        else "Führt Ihr Amt keine der Leistungen mehr aus"
    )
    return (
        f"{when} oder enthält die Liste keine Zeilen, wählen Sie oben links im Feld neben „Fehlanzeige“ „ja“ und senden die "
        "Datei zurück. Auch diese Antwort ist wichtig: Nur so wissen wir, dass nichts übersehen wurde."
    )


def missing_service() -> str:
    """Return what to do about a service that is not in the list."""
    return (
        "Bitte fügen Sie keine Zeilen ein. Schreiben Sie uns die fehlende Leistung in Ihrer E-Mail; "
        "Sie erhalten dann einen Nachtrag zu Ihrer Liste."
    )


def returning(due: str, return_to: str) -> tuple[str, ...]:
    """Return until when, where to and in how many parts a list is returned."""
    in_parts = (
        "Sie können die Liste auch teilweise ausgefüllt und mehrmals zurücksenden: Richtige Zeilen werden sofort übernommen, "
        "und es gilt immer Ihre neueste gültige Angabe. Ist etwas unklar, erhalten Sie Ihre Liste mit Hinweisen an den "
        "betreffenden Feldern zurück."
    )
    return (f"Bis {due} (der Tag selbst zählt noch) per E-Mail an {return_to}.", in_parts)
