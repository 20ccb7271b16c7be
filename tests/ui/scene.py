"""A town in the middle of a round: what a coordinator finds on an ordinary morning."""

from datetime import date
from email.message import EmailMessage

from tests.usecases.town import Town, fill, not_ours

MORNING = date(2020, 5, 11)
REMARK = "Ab Juni führt das Bürgerbüro die Hundesteuer mit."
QUESTION = "bis wann genau brauchen Sie die Fallzahlen der Eheschließungen?"


def ordinary_morning(town: Town) -> None:
    """Lists are out; 20 and 33 have answered (a line refused, a text beside the list), 34 has asked something, 10 and 50 are silent."""
    town.day("2020-03-25", "send-lists", "deliver")
    town.day("2020-05-08")
    town.send_back("33", {3: not_ours("34/50")})
    name, content, letter = town.book("20")
    mail = town.letter({name: fill(content)}, sender="amt20@bielefeld.example", answers=letter)
    text = mail.get_body(("plain",))
    assert isinstance(text, EmailMessage)
    text.set_content(f"Anbei unsere Liste. {REMARK}\n")
    town.drop(mail)
    asked = town.letter({}, sender="amt34@bielefeld.example", subject="Frage zur Amtsliste")
    asked.set_content(f"Guten Tag,\n\n{QUESTION}\n\nViele Grüße\nPetra Sandmann\n")
    town.drop(asked)
    town.do("collect", "deliver")
    town.clock.set(MORNING)
