"""Which lists are out, and what their files are called after their office got another number."""

from ozg_workflow.usecases.survey.open_lists import file_name_of, open_lists
from tests.usecases.changed_offices import followed, heir
from tests.usecases.town import Town


def test_only_lists_that_are_not_complete_are_open(asked: Town) -> None:
    asked.send_back("20")
    asked.send_back("33", rows=[1])
    asked.do("collect")
    with asked.ctx().reading() as work:
        assert [item.office.number for item in open_lists(work)] == ["10", "33", "34", "50"]


def test_a_file_keeps_the_name_it_was_printed_with(asked: Town) -> None:
    asked.prepare(followed(("33", "34"), heir("36", "Bürgeramt", "33", "34"), places={}))
    with asked.ctx().reading() as work:
        names = {file_name_of(work.directory, item) for item in open_lists(work) if item.office.number == "36"}
    assert names == {"OZG-Amtsliste_33_Einwohner- und Meldeamt_v1.xlsx", "OZG-Amtsliste_34_Standesamt_v1.xlsx"}
