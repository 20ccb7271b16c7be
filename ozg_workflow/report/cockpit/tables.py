"""The tables of the cockpit: all lists, the missing ones, the log of the mails. One dict per row, German column titles."""

from ozg_workflow.domain.cockpit.overview import Overview
from ozg_workflow.domain.cockpit.status import ListStatus
from ozg_workflow.domain.post.mails.registry import KIND_TITLES
from ozg_workflow.domain.post.outbox import MESSAGE_STATE_TITLES
from ozg_workflow.domain.survey.service_list import LIST_STATE_TITLES, ListState
from ozg_workflow.report.cockpit.words import day, minute

Row = dict[str, object]


def list_rows(view: Overview) -> list[Row]:
    """Return one row per list."""
    rounds = _round_titles(view)
    return [
        {
            "Amt": item.office,
            "Name": item.name,
            "Dezernat": item.department,
            "Stand": LIST_STATE_TITLES[item.state],
            "Frist": day(item.due_on),
            "Zurück": day(item.returned_at),
            "Beantwortet": item.answered,
            "Zeilen": item.rows,
            "Fehlerhaft": item.invalid,
            "Strittig": item.disputed,
            "Erinnerungen": item.reminders,
            "Versandt": day(item.sent_at),
            "Runde": rounds.get(item.round, item.round),
            "Version": item.version,
        }
        for item in view.status.lists
    ]


def missing_rows(view: Overview) -> list[Row]:
    """Return one row per list that is out and not back, the longest overdue first."""
    rounds = _round_titles(view)
    return [
        {
            "Amt": missing.item.office,
            "Name": missing.item.name,
            "Dezernat": missing.item.department,
            "Frist": day(missing.item.due_on),
            "Bis zur Frist": missing.until,
            "Stand": _state(missing.item),
            "Erinnerungen": missing.item.reminders,
            "Zuletzt erinnert": day(missing.reminded_at),
            "Postfach": missing.mailbox,
            "Runde": rounds.get(missing.item.round, missing.item.round),
            "Version": missing.item.version,
        }
        for missing in view.missing
    ]


def _state(item: ListStatus) -> str:
    title = LIST_STATE_TITLES[item.state]
    return f"{title} ({item.answered} von {item.rows})" if item.state is ListState.PARTLY_RETURNED else title


def mail_rows(view: Overview) -> list[Row]:
    """Return one row per mail, newest first, at most as many as `overview` returns."""
    return [
        {
            "Nr.": mail.id,
            "Erstellt": minute(mail.created_at),
            "Stand": MESSAGE_STATE_TITLES[mail.state],
            "Mail": KIND_TITLES[mail.kind],
            "An": ", ".join(mail.to),
            "Betreff": mail.subject,
            "Grund": mail.reason or "–",
            "Angenommen": minute(mail.accepted_at),
        }
        for mail in view.mails
    ]


def _round_titles(view: Overview) -> dict[str, str]:
    return {r.key: r.title for r in view.rounds}
