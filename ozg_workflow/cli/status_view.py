"""The status as tables for the terminal."""

from datetime import date
from typing import Any

from ozg_workflow.cli.output import print_table, say
from ozg_workflow.domain.german import short_date
from ozg_workflow.domain.plan.timeline import STATE_TITLES, MilestoneState
from ozg_workflow.domain.post.outbox import MESSAGE_STATE_TITLES, MessageState
from ozg_workflow.domain.survey.service_list import LIST_STATE_TITLES, ListState


def print_status(status: dict[str, Any]) -> None:
    """Print the status."""
    say(f"{status['title']} ({status['rollout']}), Stand {status['today']}")
    milestones = [(m["planned"], m["title"], STATE_TITLES[MilestoneState(m["state"])]) for m in status["milestones"]]
    print_table(("Termin", "Meilenstein", "Stand"), milestones, empty="Keine Meilensteine.")
    print_table(
        ("Dezernat", "Name", "Listen", "zurück"),
        [(d["number"], d["name"], d["lists"], d["returned"]) for d in status["departments"]],
        empty="Keine Dezernate.",
    )
    out = (ListState.QUEUED, ListState.SENT, ListState.PARTLY_RETURNED)
    missing = [item for item in status["lists"] if item["state"] in out and not item["closed"]]
    print_table(
        ("Amt", "Name", "Fassung", "Stand", "Zeilen", "beantwortet", "Frist", "Erinnerungen"),
        [
            (
                i["office"],
                i["name"],
                i["version"],
                LIST_STATE_TITLES[ListState(i["state"])],
                i["rows"],
                i["answered"],
                i["due_on"],
                i["reminders"],
            )
            for i in missing
        ],
        empty=f"Offene Listen: keine (von {len(status['lists'])}).",
    )
    mail = [f"{status['mail'][state]} {MESSAGE_STATE_TITLES[state]}" for state in MessageState if status["mail"][state]]
    inbox, cases = status["inbox"], status["cases"]
    say(f"Postausgang: {', '.join(mail) or 'leer'}")
    say(
        f"Posteingang: {inbox['returns']} Rückläufe, {inbox['automatic']} automatisch, {inbox['quarantined']} im Klärungskorb, {inbox['dismissed']} erledigt"
    )
    for bad in status["mailboxes"]:
        since = short_date(date.fromisoformat(bad["since"]))
        say(f"Postfach unzustellbar: {bad['address']} ({bad['owner']}), seit {since}, Mail Nr. {bad['message']}")
    say(f"Zuständigkeitsfälle: {cases['open']} offen, {cases['settled']} entschieden")
    if found := status["prioritisation"]:
        say(f"Priorisierung: {found['ranked']} gereiht, {found['blocked']} gesperrt, {found['incomplete']} unvollständig")
    if found := status["implementation"]:
        say(
            f"Umsetzung: {found['measures']} Maßnahmen, {found['started']} begonnen, {found['reached_target']} auf Stufe {found['target_level']}"
        )
