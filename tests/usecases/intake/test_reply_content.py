"""What the answer says: what was recorded, what was passed on, and never that nothing is open where something is."""

from tests.usecases.intake.test_cover_note import BOTHERED, THANKS, send_back
from tests.usecases.town import Letter, Town, fill, not_ours


def answer(town: Town) -> Letter:
    town.do("collect", "deliver")
    (letter,) = [letter for letter in town.new_letters() if "in-reply-to" in letter.headers]
    return letter


def words(letter: Letter) -> str:
    return " ".join(letter.text.split())


def test_a_complete_list_without_anything_else_leaves_nothing_to_do(asked: Town) -> None:
    send_back(asked, "33", THANKS)
    letter = answer(asked)
    assert "Sie haben nichts weiter zu tun." in words(letter)
    assert "WEITERGEGEBEN" not in letter.text


def test_the_answer_quotes_what_was_passed_on_and_says_who_reads_it(asked: Town) -> None:
    send_back(asked, "33", BOTHERED)
    letter = answer(asked)
    assert "nichts weiter zu tun" not in words(letter) + letter.html
    assert "WEITERGEGEBEN AN DIE OZG-KOORDINATION" in letter.text
    assert f"Begleittext: „{BOTHERED}“" in words(letter)
    assert "neue Ansprechpartnerin ist Frau Wessling" in letter.html
    assert letter.attachments == {}


def test_a_text_beside_a_list_with_errors_is_passed_on_too(asked: Town) -> None:
    name, content, letter = asked.book("33")
    mail = asked.letter(
        {name: fill(content, {1: {"Fallzahl pro Jahr": "viele"}})}, sender="amt33@bielefeld.example", answers=letter
    )
    text = mail.get_body()
    assert text is not None
    text.set_content(BOTHERED)
    asked.drop(mail)
    found = answer(asked)
    assert f"Begleittext: „{BOTHERED}“" in words(found)
    assert len(found.attachments) == 1


def test_an_open_responsibility_is_not_nothing_to_do(asked: Town) -> None:
    asked.send_back("50", {1: not_ours()})
    assert "Offen ist noch, wer für 1 Leistung zuständig ist; das klärt die OZG-Koordination." in words(answer(asked))


def test_a_settled_responsibility_leaves_nothing_to_do(asked: Town) -> None:
    asked.send_back("50", {1: not_ours("34")})
    assert "Sie haben nichts weiter zu tun." in words(answer(asked))


def test_what_people_write_does_not_break_the_mail(asked: Town) -> None:
    send_back(asked, "33", "Bitte <b>nicht</b> {{ config }} & mehr ändern.")
    letter = answer(asked)
    assert "{{ config }}" in letter.text
    assert "&lt;b&gt;nicht&lt;/b&gt;" in letter.html
