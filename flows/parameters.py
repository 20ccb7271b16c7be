"""The parameters all flows share, with the German titles and help texts of their forms."""

from datetime import date
from typing import Annotated

from pydantic import Field


def titled(title: str, description: str) -> object:
    """Return the pydantic field that gives a parameter its title and help text in the form."""
    return Field(json_schema_extra={"title": title, "description": description})


RolloutKey = Annotated[str, titled("Rollout", "Schlüssel des Rollouts, z. B. bielefeld-2020. Leer: der einzige.")]
Today = Annotated[date | None, titled("Stichtag", "So tun, als wäre heute dieser Tag. Leer: heute.")]
Preview = Annotated[bool, titled("Nur Vorschau", "Zeigt alle Mails, die entstünden, und ändert nichts.")]
Deliver = Annotated[bool, titled("Gleich zustellen", "Aus: Die Mails bleiben im Postausgang liegen.")]
MilestoneKey = Annotated[
    str, titled("Meilenstein", "Schlüssel des Meilensteins, z. B. info-leitungen. Leer: alles, was fällig ist.")
]
