"""The house: no file imports another one in a circle, no folder is a hall, no function carries a train of arguments."""

import ast
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted(p for package in ("flows", "ozg_workflow") for p in (ROOT / package).rglob("*.py") if "migrations" not in p.parts)
TREES = {p.relative_to(ROOT).as_posix(): ast.parse(p.read_text(encoding="utf-8")) for p in FILES}
MOST_FILES, MOST_PARAMETERS, MANY_PARAMETERS, ALLOWED_WITH_MANY = 20, 7, 5, 8
TOP = {
    *("flows", "ozg_workflow", "templates", "config", "tests", "benchmarks", "docs", "findings"),
    *(".ci", ".gitlab", "LICENSES", "packaging"),
}
EDGES = ("flows/", "ozg_workflow/cli/")  # forms and commands: a parameter is a field or an option


def module(name: str) -> str:
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


MODULES = {module(name): name for name in TREES}


def for_types_only(tree: ast.AST) -> set[int]:
    """The nodes below `if TYPE_CHECKING:`, which nobody imports at run time."""
    blocks = (n for n in ast.walk(tree) if isinstance(n, ast.If) and "TYPE_CHECKING" in ast.unparse(n.test))
    return {id(node) for block in blocks for statement in block.body for node in ast.walk(statement)}


def imports(tree: ast.AST) -> Iterator[str]:
    """Every module that is imported at run time, in functions too."""
    skipped = for_types_only(tree)
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def graph() -> dict[str, set[str]]:
    return {name: {MODULES[m] for m in imports(tree) if m in MODULES} - {name} for name, tree in TREES.items()}


def reached(edges: dict[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    todo = [start]
    while todo:
        new = edges[todo.pop()] - found
        found |= new
        todo += new
    return found


def circles(edges: dict[str, set[str]]) -> list[str]:
    return [name for name in edges if name in reached(edges, name)]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout")
def test_nothing_lies_at_the_top_that_a_run_has_left_there() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    folders = {path.partition("/")[0] for path in tracked.split("\0") if "/" in path}
    assert folders <= TOP, folders - TOP


def test_no_file_imports_itself_by_a_detour() -> None:
    assert circles(graph()) == []


def test_a_circle_would_be_found() -> None:
    edges = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}
    assert circles(edges) == ["a", "b", "c"]


def test_no_folder_is_a_hall() -> None:
    sizes = Counter(str(Path(name).parent) for name in TREES if not name.endswith("__init__.py"))
    del sizes["flows"]  # a file per flow
    assert {folder: number for folder, number in sizes.items() if number > MOST_FILES} == {}


def parameters() -> dict[str, int]:
    return {
        f"{name}:{node.lineno} {node.name}": len(
            [a for a in (*args.posonlyargs, *args.args, *args.kwonlyargs) if a.arg != "self"]
        )
        for name, tree in TREES.items()
        if not name.startswith(EDGES)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (args := node.args)
    }


def test_no_function_carries_a_train_of_arguments() -> None:
    many = {where: number for where, number in parameters().items() if number > MANY_PARAMETERS}
    assert [where for where, number in many.items() if number > MOST_PARAMETERS] == []
    assert len(many) <= ALLOWED_WITH_MANY, many


def test_every_room_says_what_belongs_into_it() -> None:
    rooms = [p for p in FILES if p.name == "__init__.py" and p.parent.parent.name in ("usecases", "mail", "workbook", "domain")]
    assert len(rooms) >= 20
    assert [str(p) for p in rooms if "Not here:" not in (ast.get_docstring(ast.parse(p.read_text(encoding="utf-8"))) or "")] == []


# use cases (`room/name`) whose tests stand in files of other names, each with the reason; at present none
TESTED_ELSEWHERE: dict[str, str] = {}


def use_cases() -> set[str]:
    """Every file of a room, as `room/name`."""
    folder = ROOT / "ozg_workflow" / "usecases"
    return {f"{p.parent.name}/{p.stem}" for p in folder.glob("*/*.py") if p.stem != "__init__"}


def with_tests() -> set[str]:
    """Every use case that has a file of its name with at least one test, as `room/name`."""
    files = (ROOT / "tests" / "usecases").glob("*/test_*.py")
    return {f"{p.parent.name}/{p.stem.removeprefix('test_')}" for p in files if "\ndef test_" in p.read_text(encoding="utf-8")}


def test_every_use_case_has_a_test_file_of_its_name() -> None:
    assert len(use_cases()) > 50
    assert use_cases() - with_tests() == TESTED_ELSEWHERE.keys()
    assert all(TESTED_ELSEWHERE.values()), "an exception has a reason"
