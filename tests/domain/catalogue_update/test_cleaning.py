"""What is wrong in a foreign catalogue is repaired or left out, and each cause is told once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.catalogue import KEY_PATTERN, OZG_PATTERN
from ozg_workflow.domain.catalogue_update.cleaning import Cleaned, clean, is_municipal
from ozg_workflow.domain.catalogue_update.foreign import CauseKind, ForeignCatalogue, ForeignRow, Source

KEY = "99012345678000"
COLUMNS = ("leika_schluessel", "bezeichnung", "leika_typ", "ozg_id")


def cleaned(*rows: tuple[str, ...], source: Source = Source.LEIKA, known: dict[str, str] | None = None) -> Cleaned:
    found = tuple(ForeignRow(line, dict(zip(COLUMNS, row, strict=False))) for line, row in enumerate(rows, 2))
    keys = {name: frozenset({key}) for name, key in (known or {}).items()}
    return clean(ForeignCatalogue(source=source, columns=COLUMNS, rows=found), keys)


def kinds(result: Cleaned) -> dict[str, int]:
    return {cause.kind.value: len(cause.places) for cause in result.causes}


def test_a_good_row_stays_as_it_is() -> None:
    result = cleaned((KEY, "Hundesteuer anmelden", "2/3", "10160"))
    assert dict(result.catalogue.rows[0].cells) == dict(zip(COLUMNS, (KEY, "Hundesteuer anmelden", "2/3", "10160"), strict=True))
    assert result.causes == ()


@pytest.mark.parametrize(
    ("text", "key", "kind"),
    [
        ("", "", None),
        ("nicht im LeiKa", "", "no_key"),
        ("k. A.", "", "no_key"),
        ("99 012 345 678 000", KEY, "key_mended"),
        ("\u00a099012345678000 ", KEY, None),
        ("'99012345678000", KEY, "key_mended"),
        ("99012345678000.0", KEY, "key_mended"),
        ("99012345678000,0", KEY, "key_mended"),
        ("9901234567800", "", "bad_key"),
        ("L 4711", "", "bad_key"),
    ],
)
def test_a_key_is_fourteen_digits_or_none(text: str, key: str, kind: str | None) -> None:
    result = cleaned((text, "Hundesteuer"))
    assert [row["leika_schluessel"] for row in result.catalogue.rows] == [key]
    assert kinds(result) == ({kind: 1} if kind else {})


@pytest.mark.parametrize("text", ["9,90123E+13", "9.90123E+13", "9,90123e13", "9,90123E+013", "9,9E+13"])
def test_a_key_that_excel_destroyed_is_found_by_its_name(text: str) -> None:
    result = cleaned((text, "Hundesteuer  anmelden"), known={"hundesteuer anmelden": KEY})
    assert [row["leika_schluessel"] for row in result.catalogue.rows] == [KEY]
    assert (kinds(result), result.unsure) == ({"key_by_name": 1}, ())


@pytest.mark.parametrize("known", [{}, {"hundesteuer": "99777345678000"}])
def test_a_destroyed_key_that_no_name_explains_is_left_out_and_what_it_may_mean_is_remembered(known: dict[str, str]) -> None:
    result = cleaned(("9,90123E+13", "Hundesteuer"), known=known)
    assert result.catalogue.rows == ()
    assert (kinds(result), result.unsure) == ({"key_lost": 1}, ("990123",))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("02. Mrz", "2/3"),
        ("2. Mrz", "2/3"),
        ("02. März", "2/3"),
        ("02. Mrz.", "2/3"),
        ("2-Mrz", "2/3"),
        ("02.03.2020", "2/3"),
        ("02.03.", "2/3"),
        ("2020-03-02", "2/3"),
        ("2020-03-02T00:00:00", "2/3"),
        ("04. Mai", "4/5"),
    ],
)
def test_a_type_that_excel_took_for_a_day_is_read_back(text: str, wanted: str) -> None:
    result = cleaned((KEY, "Hundesteuer", text))
    assert result.catalogue.rows[0]["leika_typ"] == wanted
    assert [cause.places[0].text for cause in result.causes] == [f"{text} → {wanted}"]


@pytest.mark.parametrize("text", ["2/3", "2", "2b", "2/3b", "1, 2/3", "4a", "5", "12", "02. Feb", "24.12.2020"])
def test_any_other_type_stays(text: str) -> None:
    result = cleaned((KEY, "Hundesteuer", text))
    assert (result.catalogue.rows[0]["leika_typ"], result.causes) == (text, ())


@pytest.mark.parametrize(
    ("text", "wanted", "kind"),
    [
        ("OZG 10160", "10160", "ozg_id_mended"),
        ("10160.0", "10160", "ozg_id_mended"),
        ("10160, 10161", "10160", "ozg_id_mended"),
        ("1016", "", "bad_ozg_id"),
        ("keine", "", "bad_ozg_id"),
        ("101600", "", "bad_ozg_id"),
    ],
)
def test_an_ozg_id_has_five_digits(text: str, wanted: str, kind: str) -> None:
    result = cleaned((KEY, "Hundesteuer", "2/3", text))
    assert (result.catalogue.rows[0]["ozg_id"], kinds(result)) == (wanted, {kind: 1})


def test_a_row_without_a_name_is_left_out_and_told_with_its_key() -> None:
    result = cleaned((KEY, " "), ("", ""), ("", "Hundesteuer"))
    assert len(result.catalogue.rows) == 1
    assert [(cause.kind, cause.places[0].text) for cause in result.causes] == [(CauseKind.NO_NAME, KEY)]


def test_a_repeated_row_counts_once_and_a_repeated_key_is_told() -> None:
    result = cleaned((KEY, "Hundesteuer"), (KEY, "Hundesteuer "), (KEY, "Hunde melden"), ("", "Hundesteuer"))
    assert [row.line for row in result.catalogue.rows] == [2, 4, 5]
    assert kinds(result) == {"double_row": 1, "double_key": 2}


def test_in_an_export_of_the_portal_a_service_may_stand_often() -> None:
    result = cleaned((KEY, "Hundesteuer"), (KEY, "Hundesteuer"), (KEY, "Hundesteuer Anmeldung"), source=Source.PVOG)
    assert [row.line for row in result.catalogue.rows] == [2]
    assert result.causes == ()


def test_a_service_the_portal_does_not_show_any_more_is_left_out() -> None:
    rows = (ForeignRow(2, {"leika_schluessel": KEY, "bezeichnung": "Hundesteuer", "aktiv": "nein"}),)
    result = clean(ForeignCatalogue(source=Source.PVOG, columns=COLUMNS, rows=rows), {})
    assert (result.catalogue.rows, kinds(result)) == ((), {"inactive": 1})


def test_line_breaks_and_control_characters_never_reach_the_catalogue() -> None:
    result = cleaned((KEY, "Hunde-\r\nsteuer\x00 an\tmelden\u200b"))
    assert result.catalogue.rows[0]["bezeichnung"] == "Hunde- steuer an melden"


def test_a_type_longer_than_the_database_keeps_is_cut_at_a_comma() -> None:
    result = cleaned((KEY, "Hundesteuer", ", ".join(["2/3"] * 12)))
    assert result.catalogue.rows[0]["leika_typ"] == ", ".join(["2/3"] * 8)
    assert kinds(result) == {"cut": 1}


@pytest.mark.parametrize(
    ("types", "ours"),
    [("", True), ("2/3", True), ("5", True), ("1", False), ("2a", False), ("1, 2/3", True), ("4a, 1", False), ("6", True)],
)
def test_what_bund_and_land_execute_is_no_service_of_a_city(types: str, ours: bool) -> None:
    assert is_municipal(ForeignRow(2, {"leika_typ": types})) is ours


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20), st.text(max_size=12), st.text(max_size=12)), max_size=6))
def test_whatever_stands_there_what_is_left_is_a_catalogue(rows: list[tuple[str, ...]]) -> None:
    for row in cleaned(*rows).catalogue.rows:
        assert row["bezeichnung"].strip()
        assert not row["leika_schluessel"] or KEY_PATTERN.fullmatch(row["leika_schluessel"])
        assert not row["ozg_id"] or OZG_PATTERN.fullmatch(row["ozg_id"])
        assert all(text.isprintable() for text in row.cells.values())
