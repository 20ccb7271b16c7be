"""The parameters all flows share, with the German titles and help texts of their forms."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from ozg_workflow.usecases.cockpit.choices import Choice

# marks in the schema of a form: a drop-down that is filled from the database; a field that must be filled in; one of rehearsals only
CHOICE, REQUIRED, REHEARSAL = "ozg_choice", "ozg_required", "ozg_rehearsal"


def titled(title: str, description: str, *, choice: Choice | None = None, rehearsal: bool = False) -> Any:
    """Return the pydantic field that gives a parameter its title, its help text and, with `choice`, a drop-down of real data.

    A field of `rehearsal` stands in the form only where the cockpit was started for one.
    """
    extra: dict[str, Any] = {"title": title, "description": description}
    marks = ({CHOICE: str(choice)} if choice else {}) | ({REHEARSAL: True} if rehearsal else {})
    return Field(json_schema_extra=extra | marks)


RolloutKey = Annotated[
    str, titled("Rollout", "Um welchen Rollout es geht. Leer: der einzige in der Datenbank.", choice=Choice.ROLLOUT)
]
EveryRolloutKey = Annotated[str, titled("Rollout", "Um welchen Rollout es geht. Leer: alle.", choice=Choice.ROLLOUT)]
Today = Annotated[
    date | None,
    titled("Stichtag", "Zur Probe: so tun, als wäre heute dieser Tag. Leer: der Tag, mit dem die Probe begann.", rehearsal=True),
]
Preview = Annotated[
    bool, titled("Nur Vorschau", "An: zeigt unter „Artifacts“ jede Mail, die entstünde, und ändert nichts. Aus: führt es aus.")
]
Deliver = Annotated[bool, titled("Gleich zustellen", "Aus: Die Mails bleiben im Postausgang liegen.")]
Note = Annotated[str, titled("Grund", "Ein Satz dazu; er steht in den Mails und im Protokoll. Leer: kein Grund.")]
By = Annotated[str, titled("Bearbeitet von", "Wer das entscheidet; der Name steht im Protokoll.", choice=Choice.PERSON)]
Office = Annotated[str, titled("Amt", "Um welches Amt es geht.", choice=Choice.OFFICE)]
AnnouncementKey = Annotated[
    str, titled("Meilenstein", "Nur diesen Meilenstein ankündigen. Leer: alles, was fällig ist.", choice=Choice.ANNOUNCEMENT)
]
