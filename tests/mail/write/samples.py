"""The sample of each kind of mail with the values every mail has: what the golden files are made of."""

from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.mails.registry import MAILS

BASE = {
    "city": "Stadt Bielefeld",
    "rollout_title": "Umsetzung des Onlinezugangsgesetzes",
    "sender": {"name": "OZG-Koordination der Stadt Bielefeld", "email": "ozg@bielefeld.example", "phone": "0521 51-0"},
    "coordinator": {"name": "Frau Kerstin Lindner", "email": "kerstin.lindner@bielefeld.example", "phone": "0521 51-1234"},
    "reference": "OZG-2020-3f2a",
    "corrected": [],
}


def sample_values(kind: MailKind) -> dict[str, object]:
    """Return the base values and those of one kind, on the day its sample is written."""
    mail = MAILS[kind]
    return BASE | {"today": mail.sample_day} | mail.sample().values()
