"""solutions.csv: optional, read as it is meant, every mistake with file and line, one line for each cause."""

from datetime import date
from pathlib import Path

from ozg_workflow.domain.errors import Problem, bundled
from ozg_workflow.domain.results.routes import Route
from ozg_workflow.domain.results.solutions import Solution
from ozg_workflow.workspace.places import shipped
from ozg_workflow.workspace.rollouts import load_rollout
from ozg_workflow.workspace.solutions import load_solutions

HEAD = "schluessel;bezeichnung;anbieter;weg;seit;link\n"


def read(folder: Path, *lines: str, head: str = HEAD) -> tuple[tuple[Solution, ...], list[str], list[str]]:
    (folder / "solutions.csv").write_text(head + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    services = load_rollout(shipped("config") / "bielefeld-2020").services
    problems: list[Problem] = []
    hints: list[Problem] = []
    found = load_solutions(folder, "config/stadt/", services, problems, hints)
    return found, [str(p) for p in bundled(problems)], [str(p) for p in bundled(hints)]


def test_a_city_need_not_have_the_file(tmp_path: Path) -> None:
    problems: list[Problem] = []
    assert load_solutions(tmp_path, "", (), problems, []) == ()
    assert problems == []


def test_a_line_is_read_as_it_is_meant(tmp_path: Path) -> None:
    found, problems, hints = read(tmp_path, "10160;Hunde online;Land;LAND;2020-02-03;https://hunde.example/", "10119;Ausweis;;;;")
    assert (problems, hints) == ([], [])
    assert found == (
        Solution(
            key="10160",
            name="Hunde online",
            provider="Land",
            route=Route.LAND,
            since=date(2020, 2, 3),
            link="https://hunde.example/",
        ),
        Solution(key="10119", name="Ausweis", provider=""),
    )


def test_the_way_is_a_column_one_may_leave_out(tmp_path: Path) -> None:
    found, problems, _ = read(tmp_path, "10160;Hunde online;Land;;", head="schluessel;bezeichnung;anbieter;seit;link\n")
    assert (len(found), problems) == (1, [])


def test_every_mistake_is_named_with_its_line_and_the_same_cause_once(tmp_path: Path) -> None:
    found, problems, _ = read(
        tmp_path,
        "1016;A;X;;;",
        "101601;B;X;;;",
        "10160;;X;;;",
        "10160;C;X;own;;",
        "10160;D;X;;Frühjahr 2020;",
        "10160;E;X;;;www.hunde.example",
        "10119;F;X;;;",
        "10119;F;Y;;;",
    )
    assert found == ()
    place = "config/stadt/solutions.csv"
    assert problems == [
        f"{place}:2: „1016“ ist weder ein Leistungsschlüssel (14 Ziffern) noch eine OZG-ID (5 Ziffern) (und eine weitere Zeile: 3).",
        f"{place}:4: Die Bezeichnung fehlt.",
        f"{place}:5: Den Weg „own“ gibt es nicht; möglich sind efa, land und shared oder nichts.",
        f"{place}:6: „Frühjahr 2020“ ist kein Datum (JJJJ-MM-TT).",
        f"{place}:7: „www.hunde.example“ ist keine Adresse; sie beginnt mit https://.",
        f"{place}:8: „F“ steht zu „10119“ mehrmals (und eine weitere Zeile: 9).",
    ]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    _, problems, _ = read(tmp_path, "10160;A", head="schluessel;bezeichnung\n")
    assert problems == ["config/stadt/solutions.csv:1: Es fehlen die Spalten: anbieter, seit, link."]


def test_what_fits_no_service_is_a_hint(tmp_path: Path) -> None:
    found, problems, hints = read(tmp_path, "10999;A;X;;;", "99999999999999;B;X;;;")
    assert (len(found), problems) == (2, [])
    words = "gibt es keine Leistung im Katalog; die Lösung wird nirgends gezeigt"
    assert hints == [f"config/stadt/solutions.csv:2: Zu „10999“ {words} (und eine weitere Zeile: 3)."]


def test_the_sample_names_itself_as_one_and_fits_its_catalogue() -> None:
    data = load_rollout(shipped("config") / "bielefeld-2020")
    assert data.warnings == ()
    assert len(data.config.solutions) == 5
    for solution in data.config.solutions:
        assert "(Beispiel)" in solution.name
        assert "(Beispiel)" in solution.provider
        assert solution.link.endswith(".example/")
