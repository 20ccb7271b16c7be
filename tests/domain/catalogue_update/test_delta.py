"""What a foreign catalogue changes in the city's own, by name; everything else stays."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.catalogue_update.cleaning import Cleaned, clean
from ozg_workflow.domain.catalogue_update.delta import Delta, OwnRow, delta_of
from ozg_workflow.domain.catalogue_update.foreign import ForeignCatalogue, ForeignRow, Source

COLUMNS = ("leika_schluessel", "bezeichnung", "leika_typ", "ozg_id", "amt", "id")


def key(number: int) -> str:
    return f"99{number:012d}"


def own(*rows: tuple[str, ...], **more: str) -> list[OwnRow]:
    heads = ("leika_schluessel", "bezeichnung", "leika_typ", "ozg_id", "amt", "quelle")
    return [
        OwnRow(n, {**dict.fromkeys(heads, ""), **dict(zip(heads, row, strict=False)), **more}) for n, row in enumerate(rows, 1)
    ]


def foreign(*rows: tuple[str, ...], source: Source = Source.LEIKA, columns: tuple[str, ...] = COLUMNS[:4]) -> Cleaned:
    found = tuple(ForeignRow(line, dict(zip(columns, row, strict=False))) for line, row in enumerate(rows, 2))
    return clean(ForeignCatalogue(source=source, columns=columns, rows=found), {})


def shown(delta: Delta) -> dict[str, Any]:
    found = {
        "new": [row["bezeichnung"] for row in delta.new],
        "gone": [row["bezeichnung"] for row in delta.gone],
        "renamed": [(c.row["bezeichnung"], c.after["bezeichnung"]) for c in delta.renamed],
        "reworded": [(c.row["bezeichnung"], c.after["bezeichnung_quelle"]) for c in delta.reworded],
        "rekeyed": [(c.row["leika_schluessel"], c.after["leika_schluessel"]) for c in delta.rekeyed],
        "changed": [(c.row["bezeichnung"], c.attributes) for c in delta.updated],
        "kept": [row["bezeichnung"] for row in delta.kept],
        "doubted": [row["bezeichnung"] for row in delta.doubted],
        "causes": [cause.kind.value for cause in delta.causes],
    }
    return {name: what for name, what in found.items() if what}


def test_the_same_catalogue_changes_nothing() -> None:
    assert shown(delta_of(own((key(1), "A"), ("", "B")), foreign((key(1), "A"), ("", "b")))) == {}


def test_each_kind_of_change_is_told_apart() -> None:
    mine = own(
        (key(1), "A", "", "", "33", "leika"),
        (key(2), "B"),
        (key(3), "C", "2/3", "10001"),
        (key(4), "D"),
        ("", "E"),
        (key(6), "F"),
    )
    theirs = foreign((key(1), "A neu"), (key(22), "B"), (key(3), "C", "5", "10001"), (key(5), "E"), (key(7), "G", "2/3"))
    assert shown(delta_of(mine, theirs)) == {
        "new": ["G"],
        "renamed": [("A", "A neu")],
        "rekeyed": [(key(2), key(22)), ("", key(5))],
        "changed": [("C", ("leika_typ",))],
        "kept": ["D", "F"],
    }


def test_an_empty_cell_never_empties_what_the_city_has() -> None:
    assert shown(delta_of(own((key(1), "A", "2/3", "10001")), foreign(("", "A", "", "")))) == {}


def test_what_is_not_in_the_file_stays_unless_it_once_came_from_there() -> None:
    mine = own((key(1), "A", "", "", "33", "leika"), (key(2), "B", "", "", "33", "fim"), (key(3), "C"))
    assert shown(delta_of(mine, foreign((key(9), "Z", "2/3")))) == {"new": ["Z"], "gone": ["A"], "kept": ["B", "C"]}


@pytest.mark.parametrize("source", [Source.PVOG, Source.EXCEL, Source.OWN])
def test_of_a_list_that_never_claims_to_be_whole_nothing_goes(source: Source) -> None:
    mine = own((key(1), "A", "", "", "33", source.value))
    assert shown(delta_of(mine, foreign((key(9), "Z"), source=source)))["kept"] == ["A"]


def test_with_complete_all_goes_that_the_file_does_not_have() -> None:
    mine = own((key(1), "A"), ("", "B"), (key(3), "C"))
    assert shown(delta_of(mine, foreign((key(3), "C"), source=Source.EXCEL), complete=True)) == {"gone": ["A", "B"]}


def test_a_file_that_lacks_too_much_is_taken_for_a_part() -> None:
    """Somebody saved the filter of a spreadsheet."""
    mine = own(*((key(n), f"Leistung {n}", "", "", "33", "leika") for n in range(1, 13)))
    part = foreign(*((key(n), f"Leistung {n}") for n in range(1, 7)))
    found = shown(delta_of(mine, part))
    assert (len(found["doubted"]), len(found["kept"]), "gone" in found) == (6, 6, False)
    most = foreign(*((key(n), f"Leistung {n}") for n in range(1, 9)))
    assert len(shown(delta_of(mine, most))["gone"]) == 4
    assert len(shown(delta_of(mine, part, complete=True))["gone"]) == 6


def test_a_service_whose_key_excel_may_have_destroyed_is_not_gone() -> None:
    mine = own((key(123_000_000_000), "A", "", "", "33", "leika"), (key(456_000_000_000), "B", "", "", "33", "leika"))
    theirs = foreign(("9,91230E+13", "Ganz anders"))
    assert shown(delta_of(mine, theirs)) == {"gone": ["B"], "kept": ["A"]}


def test_a_name_the_source_also_uses_is_no_other_name() -> None:
    """The LeiKa has an official name and one for citizens; the city may have taken either."""
    row = ForeignRow(2, {"leika_schluessel": key(1), "bezeichnung": "Hund anmelden"}, ("Hundesteuer Festsetzung",))
    theirs = clean(ForeignCatalogue(source=Source.LEIKA, columns=COLUMNS[:2], rows=(row,)), {})
    assert shown(delta_of(own((key(1), "Hundesteuer  festsetzung")), theirs)) == {}
    assert shown(delta_of(own((key(1), "Hunde", "", "", "20", "leika")), theirs)) == {"renamed": [("Hunde", "Hund anmelden")]}


def test_the_city_follows_a_new_name_of_the_source_unless_it_has_one_of_its_own() -> None:
    theirs = foreign((key(1), "Neuer Name"))
    first = delta_of(own((key(1), "Unser Name")), theirs)
    assert shown(first) == {"reworded": [("Unser Name", "Neuer Name")]}
    kept = {"leika_schluessel": key(1), "bezeichnung": "Unser Name", "quelle": "leika", "bezeichnung_quelle": "Neuer Name"}
    assert shown(delta_of([OwnRow(1, kept)], theirs)) == {}
    assert shown(delta_of([OwnRow(1, kept)], foreign((key(1), "Neuester")))) == {"reworded": [("Unser Name", "Neuester")]}
    followed = kept | {"bezeichnung": "Neuer Name"}
    assert shown(delta_of([OwnRow(1, followed)], foreign((key(1), "Neuester")))) == {"renamed": [("Neuer Name", "Neuester")]}


def test_a_row_of_another_source_is_only_filled_up() -> None:
    mine = own((key(1), "A", "", "", "33", "leika"))
    delta = delta_of(mine, foreign((key(1), "Anders", "5", "10001"), source=Source.PVOG))
    assert [dict(change.after) for change in delta.changes] == [{"leika_typ": "5", "ozg_id": "10001"}]
    assert delta.marked == ()


def test_what_has_no_source_yet_is_marked() -> None:
    delta = delta_of(own((key(1), "A"), (key(2), "B")), foreign((key(1), "A")))
    assert [row["bezeichnung"] for row in delta.marked] == ["A"]


def test_columns_the_file_does_not_know_and_offices_stay() -> None:
    mine = own((key(1), "A", "2/3", "10001", "33"))
    theirs = foreign((key(1), "A", "10"), source=Source.EXCEL, columns=("leika_schluessel", "bezeichnung", "amt"))
    assert shown(delta_of(mine, theirs)) == {}


def test_our_own_file_brings_its_offices_and_is_matched_by_id() -> None:
    mine = own((key(1), "A", "", "", "33"), id="L1")
    columns = ("id", "leika_schluessel", "bezeichnung", "amt")
    delta = delta_of(mine, foreign(("L1", key(2), "B", "10"), source=Source.OWN, columns=columns))
    assert [dict(change.after) for change in delta.changes] == [{"leika_schluessel": key(2), "bezeichnung": "B", "amt": "10"}]
    assert delta.marked == ()


def test_what_nobody_can_tell_apart_stays_and_is_told() -> None:
    mine = own((key(1), "A"), (key(1), "B"))
    assert shown(delta_of(mine, foreign((key(1), "C"), (key(1), "D")))) == {"kept": ["A", "B"], "causes": ["ambiguous"]}
    assert shown(delta_of(mine, foreign((key(1), "C"), (key(1), "B"))))["reworded"] == [("A", "C")]


def test_new_services_of_bund_and_land_are_not_taken_in_and_old_ones_stay() -> None:
    mine = own((key(1), "A", "1"))
    theirs = foreign((key(1), "A", "1"), (key(2), "B", "1"), (key(3), "C", "2b"))
    assert shown(delta_of(mine, theirs)) == {"new": ["C"], "causes": ["not_municipal"]}


def test_a_missing_column_is_filled_for_the_directive_on_the_single_digital_gateway() -> None:
    columns = ("leika_schluessel", "bezeichnung", "sdg2")
    (change,) = delta_of(own((key(1), "A")), foreign((key(1), "A", "1"), columns=columns)).changes
    assert (dict(change.after), change.attributes, change.filled) == ({"sdg2": "1"}, (), ("sdg2",))


names = st.sampled_from("ABCDE")
keys = st.one_of(st.just(""), st.integers(1, 5).map(key))


@given(
    st.lists(st.tuples(keys, names, st.just("2/3"), st.just(""), st.just("33"), st.sampled_from(["", "leika"])), max_size=8),
    st.lists(st.tuples(keys, names), max_size=8),
    st.booleans(),
)
def test_every_row_of_both_catalogues_comes_to_exactly_one_end(
    mine: list[tuple[str, ...]], theirs: list[tuple[str, ...]], complete: bool
) -> None:
    rows, cleaned = own(*mine), foreign(*theirs)
    delta = delta_of(rows, cleaned, complete=complete)
    told = sum(len(cause.places) for cause in delta.causes)
    pairs = delta.same + len(delta.changes)
    assert pairs + len(delta.gone) + len(delta.kept) == len(rows)
    assert pairs + len(delta.new) + told == len(cleaned.catalogue.rows)
    assert {r.number for r in delta.gone}.isdisjoint(r.number for r in delta.kept)


@given(st.lists(st.tuples(keys, names), max_size=8))
def test_what_was_taken_over_is_the_same_the_next_time(theirs: list[tuple[str, ...]]) -> None:
    cleaned = foreign(*theirs)
    taken = own(*((row["leika_schluessel"], row["bezeichnung"], "", "", "33", "leika") for row in cleaned.catalogue.rows))
    again = delta_of(taken, cleaned)
    assert (again.new, again.gone, again.changes, again.same) == ((), (), (), len(taken))


DIFFERENT = (lambda row: row[0] or row[1], lambda row: row[1])  # what is double is told, and takes several imports to settle


@given(
    st.lists(
        st.tuples(keys, names, st.just(""), st.just(""), st.just("33"), st.sampled_from(["", "leika"]), names),
        max_size=6,
        unique_by=DIFFERENT,
    ),
    st.lists(st.tuples(keys, names), max_size=6, unique_by=DIFFERENT),
)
def test_whatever_was_there_the_second_import_changes_nothing(mine: list[tuple[str, ...]], theirs: list[tuple[str, ...]]) -> None:
    heads = ("leika_schluessel", "bezeichnung", "leika_typ", "ozg_id", "amt", "quelle", "bezeichnung_quelle")
    rows = [OwnRow(n, dict(zip(heads, row, strict=True))) for n, row in enumerate(mine)]
    cleaned = foreign(*theirs)
    delta = delta_of(rows, cleaned, complete=True)
    after = {change.row.number: dict(change.after) for change in delta.changes}
    for row in delta.marked:
        after.setdefault(row.number, {})["quelle"] = "leika"
    gone = {row.number for row in delta.gone}
    kept = [{**row.cells, **after.get(row.number, {})} for row in rows if row.number not in gone]
    new = [{**dict.fromkeys(heads, ""), **row.cells, "quelle": "leika"} for row in delta.new]
    again = delta_of([OwnRow(n, cells) for n, cells in enumerate([*kept, *new])], cleaned, complete=True)
    assert (again.new, again.gone, again.changes, again.marked) == ((), (), (), ())
