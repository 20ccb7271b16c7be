"""The paper and the slides for the board: sent once, and kept as they were presented."""

from tests.usecases.town import Town


def test_the_board_gets_the_paper_and_the_slides_once(answered: Town) -> None:
    answered.do("evaluate")
    answered.day("2020-07-01", "present", "deliver")
    letter = answered.letters()[-1]
    assert (letter.to, letter.cc) == (("verwaltungsvorstand@bielefeld.example",), ("kerstin.lindner@bielefeld.example",))
    assert letter.attachments["vorlage.pdf"].startswith(b"%PDF")
    assert letter.attachments["vorlage.pptx"].startswith(b"PK")
    reports = answered.home / "var" / "reports" / "bielefeld-2020"
    assert (reports / "vorlage.pdf").read_bytes() == letter.attachments["vorlage.pdf"]
    assert answered.milestone("vorstellung") == "done"
    answered.day("2020-07-02", "present")
    assert len(answered.messages("presentation")) == 1
    assert (reports / "vorlage.pdf").read_bytes() == letter.attachments["vorlage.pdf"], "what was presented stays"
