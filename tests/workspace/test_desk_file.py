"""Where the desk of a workspace stands."""

from pathlib import Path

import pytest

from ozg_workflow.domain.desk import NOWHERE, Desk
from ozg_workflow.workspace.desk_file import desk_file, read_desk, write_desk


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    desk = Desk(cockpit="http://127.0.0.1:1", reading_room="http://127.0.0.1:2", deployments={"07 Erinnern": "x"})
    write_desk(tmp_path, desk)
    assert read_desk(tmp_path) == desk
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["desk.json"]


@pytest.mark.parametrize("content", [None, "", "[]", '{"cockpit": 1, "more": 2}'])
def test_without_a_readable_file_the_desk_stands_nowhere(tmp_path: Path, content: str | None) -> None:
    (tmp_path / "var").mkdir()
    if content is not None:
        desk_file(tmp_path).write_text(content, encoding="utf-8")
    assert read_desk(tmp_path) == NOWHERE
