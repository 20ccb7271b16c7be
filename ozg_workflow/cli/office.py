"""One office: whose it is, its lists, and everything that happened to it."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated

import typer

from ozg_workflow.cli.common import AsJson, RolloutKey, Today, context, day
from ozg_workflow.cli.german import GermanTyper
from ozg_workflow.cli.output import print_json, print_table, say
from ozg_workflow.cli.rollouts.status import AsOf
from ozg_workflow.domain.cockpit.office import OfficeView
from ozg_workflow.domain.german import count, local_time, short_date
from ozg_workflow.domain.survey.service_list import LIST_STATE_TITLES

group = GermanTyper()


@group.command("show")
def office_show(
    office: Annotated[str, typer.Argument(metavar="NR", help="Nummer oder Name des Amtes.")],
    as_of: AsOf = None,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Listen, Mails, Rückläufe, Berichtigungen, Fälle und Fristen eines Amtes zeigen, in der Reihenfolge der Zeit."""
    from ozg_workflow.usecases.cockpit.office import office_view

    found = office_view(context(rollout, today), office, as_of=day(as_of, "--as-of"))
    if as_json:
        print_json(_json(found))
        return
    for line in _head(found):
        say(line)
    lists = [
        (i.round, i.version, LIST_STATE_TITLES[i.state], i.rows, i.answered, short_date(i.due_on), i.reminders)
        for i in found.lists
    ]
    print_table(
        ("Runde", "Fassung", "Stand", "Zeilen", "beantwortet", "Frist", "Erinnerungen"), lists, empty="Noch keine Amtsliste."
    )
    entries = [(local_time(e.at), e.title, e.text, e.who) for e in found.entries]
    print_table(("Zeitpunkt", "Was", "Näheres", "Wer"), entries, empty="Zu diesem Amt ist noch nichts geschehen.")


def _head(found: OfficeView) -> Iterator[str]:
    yield f"Amt {found.number} – {found.name}" + ("" if found.active else " (besteht nicht mehr)")
    if found.department:
        yield f"Dezernat {found.department} – {found.department_name}, Postfach {found.department_mailbox}"
    else:
        yield "Das Amt gehört zu keinem Dezernat."
    yield f"Leitung: {found.head}, Postfach {found.mailbox}"
    if found.due_on:
        yield f"Offen: {count(found.open_lines, 'Zeile', 'Zeilen')}, Frist {short_date(found.due_on)}"


def _json(found: OfficeView) -> dict[str, object]:
    return asdict(found) | {
        "lists": [asdict(item) for item in found.lists],
        "entries": [asdict(entry) | {"title": entry.title} for entry in found.entries],
        "open_lines": found.open_lines,
        "due_on": found.due_on,
    }
