"""What one loading changed, in figures."""

from types import SimpleNamespace

from ozg_workflow.usecases.setup.diff import Diff, apply


def test_only_what_differs_is_set() -> None:
    office = SimpleNamespace(name="Hauptamt", number="10")
    assert not apply(office, {"name": "Hauptamt"})
    assert apply(office, {"name": "Amt für Organisation", "number": "10"})
    assert office == SimpleNamespace(name="Amt für Organisation", number="10")


def test_figures_are_told_and_nothing_is_no_change() -> None:
    assert not Diff()
    assert Diff(removed=1).text("Ämter") == "Ämter: 0 neu, 0 geändert, 1 entfallen"
