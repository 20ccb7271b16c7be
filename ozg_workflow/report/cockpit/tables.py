"""The tables of the cockpit: all lists, the missing ones, the log of the mails. One dict per row, German column titles."""

from collections.abc import Mapping
from typing import Any

from ozg_workflow.domain.post.outbox import MESSAGE_STATE_TITLES, MessageState
from ozg_workflow.domain.survey.service_list import LIST_STATE_TITLES, ListState
from ozg_workflow.report.cockpit.words import View, day, days_left, minute

Row = dict[str, object]


def list_rows(view: View) -> list[Row]:
    """Return one row per list."""
    rounds = _round_titles(view)
    return [
        {
            "Amt": row["office"],
            "Name": row["name"],
            "Dezernat": row["department"],
            "Stand": LIST_STATE_TITLES[ListState(row["state"])],
            "Frist": day(row["due_on"]),
            "Zurück": day(row["returned_at"]),
            "Beantwortet": row["answered"],
            "Zeilen": row["rows"],
            "Fehlerhaft": row["invalid"],
            "Strittig": row["disputed"],
            "Erinnerungen": row["reminders"],
            "Versandt": day(row["sent_at"]),
            "Runde": rounds.get(row["round"], row["round"]),
            "Version": row["version"],
        }
        for row in view["lists"]
    ]


def missing_rows(view: View) -> list[Row]:
    """Return one row per list that is out and not back, the longest overdue first."""
    rounds = _round_titles(view)
    return [
        {
            "Amt": row["office"],
            "Name": row["name"],
            "Dezernat": row["department"],
            "Frist": day(row["due_on"]),
            "Bis zur Frist": days_left(row["days_left"]),
            "Stand": _state(row),
            "Erinnerungen": row["reminders"],
            "Zuletzt erinnert": day(row["reminded_on"]),
            "Postfach": row["mailbox"],
            "Runde": rounds.get(row["round"], row["round"]),
            "Version": row["version"],
        }
        for row in view["missing"]
    ]


def _state(row: Mapping[str, Any]) -> str:
    title = LIST_STATE_TITLES[ListState(row["state"])]
    return f"{title} ({row['answered']} von {row['rows']})" if ListState(row["state"]) is ListState.PARTLY_RETURNED else title


def mail_rows(view: View) -> list[Row]:
    """Return one row per mail, newest first, at most as many as `overview` returns."""
    return [
        {
            "Nr.": mail["id"],
            "Erstellt": minute(mail["at"]),
            "Stand": MESSAGE_STATE_TITLES[MessageState(mail["state"])],
            "Mail": mail["kind"],
            "An": ", ".join(mail["to"]),
            "Betreff": mail["subject"],
            "Grund": mail["reason"] or "–",
            "Angenommen": minute(mail["accepted_at"]),
        }
        for mail in view["mails"]
    ]


def _round_titles(view: View) -> dict[str, str]:
    return {r["key"]: r["title"] for r in view["rounds"]}
