"""All lists, the missing ones, the log of the mails, as the cockpit shows them.

Markdown, because links inside the tables Prefect offers are shown as text. The cells of a Markdown table are not wrapped and a page has 668
pixels for them: a table has few short columns, and what is long or leads somewhere is a line of a list.
"""

from collections.abc import Sequence
from textwrap import shorten
from typing import Final

from ozg_workflow.domain.cockpit.links import NO_LINK, NO_LINKS, Links
from ozg_workflow.domain.cockpit.overview import MailLine, MissingList, Overview
from ozg_workflow.domain.cockpit.status import ListStatus
from ozg_workflow.domain.post.mails.registry import KIND_TITLES
from ozg_workflow.domain.post.outbox import MESSAGE_STATE_TITLES
from ozg_workflow.domain.survey.service_list import LIST_STATE_TITLES, ListState
from ozg_workflow.report.cockpit.words import day, linked, title, ways
from ozg_workflow.report.markdown import escape, table

LONGEST_CELL: Final = 28  # characters


def lists_markdown(view: Overview, links: Links = NO_LINKS) -> str:
    """Return all lists, round by round."""
    rounds = {r.key: r.title for r in view.rounds}
    blocks = [title("Amtslisten", view.status)]
    for key in dict.fromkeys(item.round for item in view.status.lists):
        rows = [_list_row(item, links) for item in view.status.lists if item.round == key]
        blocks += [f"## {escape(rounds.get(key, key))}", _table(("Amt", "Stand", "Zeilen", "Frist", "Erinnert"), rows)]
    return _page(blocks, "Es gibt noch keine Listen.")


def _list_row(item: ListStatus, links: Links) -> tuple[str, ...]:
    flaws = sum((item.invalid, item.disputed))
    return (
        linked(_short(_office(item)), links.offices.get(item.office, NO_LINK).page),
        LIST_STATE_TITLES[item.state],
        f"{item.answered} von {item.rows}" + (f", {flaws} offen" if flaws else ""),
        day(item.due_on),
        f"{item.reminders}×" if item.reminders else "–",
    )


def _office(item: ListStatus) -> str:
    return f"{item.office} {item.name}" + (f" v{item.version}" if item.version > 1 else "")


def missing_markdown(view: Overview, links: Links = NO_LINKS) -> str:
    """Return the lists that are out and not back, the longest overdue first."""
    lines = "\n".join(_missing_line(missing, links) for missing in view.missing)
    return _page([title("Noch nicht zurück", view.status), *([lines] if lines else [])], "Alle Listen sind zurück. ✓")


def _missing_line(missing: MissingList, links: Links) -> str:
    item, link = missing.item, links.offices.get(missing.item.office, NO_LINK)
    last = f", zuletzt am {day(missing.reminded_at)}" if missing.reminded_at else ""
    reminded = f"{item.reminders}-mal erinnert{last}" if item.reminders else "noch nicht erinnert"
    told = f"{missing.until} (Frist {day(item.due_on)}), {_state(item)}, {reminded}"
    place = f"Dezernat {item.department}, {missing.mailbox}"
    return f"- **{escape(_office(item))}**: {told}; {escape(place)}{ways(('Amt erinnern', link.form), ('ansehen', link.page))}"


def _state(item: ListStatus) -> str:
    title = LIST_STATE_TITLES[item.state]
    return f"{title} ({item.answered} von {item.rows})" if item.state is ListState.PARTLY_RETURNED else title


def mails_markdown(view: Overview, links: Links = NO_LINKS) -> str:
    """Return the newest mails, newest first, at most as many as `overview` returns; below them the reasons of those that have one."""
    rows = [_mail_row(mail, links) for mail in view.mails]
    reasons = [f"- Nr. {mail.id} „{escape(mail.subject)}“: {escape(mail.reason)}" for mail in view.mails if mail.reason]
    blocks = [title("Postausgang", view.status), _table(("Nr.", "Stand", "Mail", "An", "Erstellt"), rows)]
    why = ["## Gründe", "\n".join(reasons)] if reasons else []
    return _page([*blocks, *why] if rows else blocks[:1], "Noch ist keine Mail entstanden.")


def _mail_row(mail: MailLine, links: Links) -> tuple[str, ...]:
    return (
        linked(str(mail.id), links.mails.get(mail.id, NO_LINK).page),
        MESSAGE_STATE_TITLES[mail.state],
        KIND_TITLES[mail.kind],
        escape(_short(", ".join(mail.to))),
        day(mail.created_at),
    )


def _short(words: str) -> str:
    return shorten(words, LONGEST_CELL, placeholder=" …")


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(table(header, rows))


def _page(blocks: list[str], empty: str) -> str:
    return "\n\n".join(blocks if blocks[1:] else [*blocks, empty]) + "\n"
