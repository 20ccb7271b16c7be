"""Problems with the same cause are one problem: it stands at its first line and names the others."""

from ozg_workflow.domain.errors import ConfigurationError, Problem, bundled


def _rows(*lines: int, cause: str = "key", file: str = "catalogue.csv") -> list[Problem]:
    return [Problem(file=file, line=n, message=f"Schlüssel „{n}“ ist falsch.", cause=cause) for n in lines]


def test_one_line_per_cause_with_the_other_lines() -> None:
    assert [str(p) for p in bundled(_rows(9, 7, 11))] == [
        "catalogue.csv:7: Schlüssel „7“ ist falsch (und 2 weitere Zeilen: 9, 11)."
    ]
    assert [str(p) for p in bundled(_rows(7, 9))] == ["catalogue.csv:7: Schlüssel „7“ ist falsch (und eine weitere Zeile: 9)."]


def test_of_many_lines_the_first_are_named_and_all_are_counted() -> None:
    ((only),) = bundled(_rows(*range(2, 438)))
    assert only.message == "Schlüssel „2“ ist falsch (und 435 weitere Zeilen: 3, 4, 5, 6, 7, 8, 9, 10 …)."


def test_other_causes_other_files_and_no_cause_stay_apart() -> None:
    problems = [
        *_rows(7),
        *_rows(8, cause="name"),
        *_rows(9, file="organisation.csv"),
        *_rows(10, cause=""),
        *_rows(11, cause=""),
    ]
    assert len(bundled(problems)) == 5
    assert ConfigurationError(bundled(problems)).problems == bundled(problems)


def test_the_same_problem_told_twice_is_one() -> None:
    assert len(bundled([*_rows(7, cause=""), *_rows(7, cause="")])) == 1
