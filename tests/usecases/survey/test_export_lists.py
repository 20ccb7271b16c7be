"""The lists in a folder: the same files that were sent."""

from pathlib import Path

from ozg_workflow.usecases.survey.export_lists import export_lists
from tests.usecases.town import Town


def test_the_lists_can_be_written_into_a_folder_exactly_as_they_were_sent(asked: Town, tmp_path: Path) -> None:
    result = export_lists(asked.ctx(), tmp_path)
    name, content, _ = asked.book("33")
    assert (tmp_path / "erhebung-1" / name).read_bytes() == content
    assert len(result.files) == 6
    assert not export_lists(asked.ctx(), tmp_path).changed


def test_before_the_survey_there_is_nothing_to_write(town: Town, tmp_path: Path) -> None:
    result = export_lists(town.ctx(), tmp_path)
    assert (result.changed, result.files, result.lines) == (
        False,
        [],
        ["Es gibt noch keine Listen; sie entstehen mit „ozg send-lists“."],
    )
    assert list(tmp_path.iterdir()) == []
