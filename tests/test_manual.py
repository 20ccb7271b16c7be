"""The manual says what the program does: every command, form, page, message, link and picture in it exists."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.needs import NEEDS
from ozg_workflow.web.pages.registry import PAGES
from tests.cli.commands import commands
from tests.manual_pages import GERMAN, ROOT, anchors, calls, columns, said_by_the_program, targets

README = ROOT / "README.md"
ALL = sorted([README, *(p for p in (ROOT / "docs").rglob("*.md") if "decisions" not in p.parts)])
MOST_LINES_OF_THE_README = 150
KNOWN = commands()
OPTION = re.compile(r"--[a-z][a-z-]*")
LEADS_OUT = re.compile(r"[a-z]+:")


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def wrong(call: list[str]) -> str:
    """What is wrong with one call of `ozg`; empty when nothing is."""
    name = next((n for n in (" ".join(call[:2]), call[0]) if n in KNOWN), "")
    groups = {known.split()[0] for known in KNOWN if " " in known}
    if not name:
        alone = len(call) == 1 or not re.fullmatch(r"[a-z-]+", call[1])
        return "" if call[0] == "…" or call[0].startswith("--") or (call[0] in groups and alone) else f"ozg {' '.join(call)}"
    unknown = set(OPTION.findall(" ".join(call))) - KNOWN[name] - {"--home"}
    return f"ozg {name}: {', '.join(sorted(unknown))}" if unknown else ""


@pytest.mark.parametrize("page", ALL, ids=named)
def test_every_command_on_a_page_exists_with_its_options(page: Path) -> None:
    assert [fault for call in calls(page) if (fault := wrong(call))] == []


def test_a_command_that_does_not_exist_is_noticed() -> None:
    assert wrong(["mail", "vanish", "3"])
    assert wrong(["status", "--as-fo", "2020-05-04"])


@pytest.mark.parametrize("page", ALL, ids=named)
def test_every_link_leads_somewhere_and_every_picture_is_there(page: Path) -> None:
    for target in targets(page):
        path, _, anchor = unquote(target).partition("#")
        if LEADS_OUT.match(target):
            continue
        place = (page.parent / path).resolve() if path else page
        assert place.exists(), target
        assert not anchor or anchor in anchors(place), target


def test_every_message_of_the_troubleshooting_is_one_of_the_program() -> None:
    said = said_by_the_program()
    told = list(columns(ROOT / "docs/de/administration.md", "Meldung"))
    assert len(told) > 20
    assert [m for m in told if not any(m.strip("… ") in text for text in said)] == []


def test_the_coordinators_manual_has_every_form_and_every_need() -> None:
    text = (ROOT / "docs/de/koordination.md").read_text(encoding="utf-8")
    assert [form for form in Deployment if form not in text] == []
    assert [row.title for row in NEEDS.values() if f"| {row.title} |" not in text] == []


def test_a_page_of_the_reading_room_is_called_as_it_is_there() -> None:
    titles = {page.title for page in PAGES}
    told = {title for page in GERMAN for cell in columns(page, "Lesesaal") for title in cell.split(", ")}
    assert told
    assert told - titles - {"–"} == set()


def test_every_page_of_the_manual_is_in_its_index() -> None:
    index = ROOT / "docs/de/README.md"
    assert {p.name for p in GERMAN} - {"README.md"} <= set(targets(index))


def test_the_readme_is_short_and_names_the_tests() -> None:
    text = README.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES_OF_THE_README
    assert "\nmake test\n" in text


def test_the_table_of_commands_leaves_none_out() -> None:
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    groups: dict[str, set[str]] = {}
    for name in KNOWN:
        groups.setdefault(name.split()[0], set()).add(name)
    assert [group for group in groups if f"`ozg {group}" not in text and f"`{group}" not in text] == []
