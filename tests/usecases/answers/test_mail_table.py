"""The table of the answers as a mail to the coordinator."""

from openpyxl import load_workbook

from ozg_workflow.usecases.answers.mail_table import mail_answers
from tests.usecases.answers.phone import exported
from tests.usecases.town import Town, read_letter

TABLE = "angaben-erhebung-1.xlsx"


def test_the_mail_brings_the_table_and_the_ranking_to_the_coordinator(answered: Town) -> None:
    answered.do("evaluate")
    result = mail_answers(answered.ctx())
    answered.do("deliver")
    letter = answered.letters()[-1]
    assert (letter.to, letter.cc) == (("kerstin.lindner@bielefeld.example",), ())
    assert letter.subject.startswith("Tabelle der Angaben: Erhebung, 4 von 5 Amtslisten zurück")
    assert list(letter.attachments) == [TABLE, "priorisierung.xlsx"]
    reports = answered.home / "var" / "reports" / "bielefeld-2020"
    assert (reports / TABLE).read_bytes() == letter.attachments[TABLE]
    assert result.files == [str(reports / TABLE)]
    assert "- davon online (ab Stufe 3 – Online-Leistung): 1\r\n" in letter.text
    assert exported(answered) == [("cli:test", f"8 Zeilen der Runde „Erhebung“ (erhebung-1): {TABLE}")]


def test_whoever_asks_again_gets_it_again(answered: Town) -> None:
    mail_answers(answered.ctx())
    mail_answers(answered.ctx())
    assert len(answered.messages("answers_export")) == 2


def test_what_is_too_large_for_a_mail_is_told_by_its_place(answered: Town) -> None:
    mail_answers(answered.ctx(), most_bytes=1000)
    answered.do("deliver")
    letter = answered.letters()[-1]
    path = answered.home / "var" / "reports" / "bielefeld-2020" / TABLE
    assert letter.attachments == {}
    for words in (letter.text, letter.html):
        assert str(path) in words.replace("\n", "")
    assert load_workbook(path)["Angaben"].max_row == 4 + 8


def test_a_preview_shows_the_mail_with_its_table_and_writes_nothing(answered: Town) -> None:
    (mail,) = mail_answers(answered.ctx(preview=True)).mails
    assert mail.attachments == (TABLE,)
    assert read_letter(mail.content).attachments[TABLE].startswith(b"PK")
    assert answered.messages("answers_export") == []
    assert exported(answered) == []
    assert not (answered.home / "var" / "reports" / "bielefeld-2020" / TABLE).exists()


def test_nobody_outside_the_allow_list_gets_it(answered: Town) -> None:
    mail_answers(answered.ctx(allow_list=("*@stadt.example",)))
    assert [m.state for m in answered.messages("answers_export")] == ["held"]
