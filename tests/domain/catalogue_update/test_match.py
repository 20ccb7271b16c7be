"""A service stays the same service whatever happens to its row, as long as nobody can mean another one."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.catalogue import Service, references
from ozg_workflow.domain.catalogue_update.match import Known, Matching, match_catalogue

WORDS = [
    ("L1", "99102010012000", "Hundesteuer anmelden", "20"),
    ("L2", "99115002012000", "Wohnsitz anmelden", "33"),
    ("L3", "", "Geburtsurkunde ausstellen", "34"),
    ("L4", "99107002012000", "Wohngeld beantragen", "50"),
]
Words = tuple[str, str, str, str]  # id, key, name, office


def rows(*words: Words) -> list[Service]:
    """Rows of a catalogue, read as from the file."""
    refs = references([(given, key, name) for given, key, name, _ in words])
    blank = {"service_type": "", "ozg_id": "", "ozg_name": "", "topic": "", "legal_basis": ""}
    return [
        Service(ref=ref, key=key, name=name, office=office, line=n, **blank)
        for n, (ref, (_, key, name, office)) in enumerate(zip(refs, words, strict=True), 2)
    ]


def known(*words: Words, gone: int = 0) -> list[Known]:
    """The same rows after they were loaded; the last `gone` of them are no longer in the catalogue."""
    loaded = rows(*words)
    return [
        Known(service_id=n, ref=s.ref, key=s.key, name=s.name, office=s.office, active=n <= len(loaded) - gone)
        for n, s in enumerate(loaded, 1)
    ]


def ids(matching: Matching) -> dict[str, int]:
    return {ref: item.service_id for ref, item in matching.found.items()}


def without_id(*words: Words) -> list[Words]:
    return [("", *rest) for _, *rest in words]  # type: ignore[misc]


def changed(number: int, **values: str) -> list[Words]:
    names = ("id", "key", "name", "office")
    return [
        tuple(values.get(name, old) for name, old in zip(names, word, strict=True)) if n == number else word  # type: ignore[misc]
        for n, word in enumerate(WORDS, 1)
    ]


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(WORDS, id="nothing"),
        pytest.param(without_id(*WORDS), id="the column id is gone"),
        pytest.param([(f"X{n}", *w[1:]) for n, w in enumerate(WORDS)], id="every id is another one"),
        pytest.param([(WORDS[-n][0], *w[1:]) for n, w in enumerate(WORDS, 1)], id="the ids are dealt anew"),
        pytest.param(changed(2, name="An- und Ummeldung"), id="a name"),
        pytest.param(changed(2, name="An- und Ummeldung", key="99115002012001"), id="name and key, by its id"),
        pytest.param(changed(3, key="99059001012000"), id="a key is added"),
        pytest.param(changed(1, key="99102010012001"), id="a key is corrected"),
        pytest.param(changed(4, office="51"), id="an office"),
        pytest.param(without_id(*changed(2, name="An- und Ummeldung")), id="a name, without ids"),
        pytest.param(without_id(*changed(3, key="99059001012000")), id="a key is added, without ids"),
        pytest.param(without_id(*changed(3, office="10")), id="an office, without ids and key"),
        pytest.param(without_id(*changed(1, name="HUNDESTEUER  anmelden")), id="only spelling"),
    ],
)
def test_it_is_the_same_service_after_a_change_of(after: list[Words]) -> None:
    for before, then in ((known(*WORDS), rows(*after)), (known(*after), rows(*WORDS))):
        matching = match_catalogue(before, then)
        assert list(ids(matching).values()) == [1, 2, 3, 4]
        assert (matching.gone, matching.doubts) == ((), ())


def test_a_new_service_beside_one_that_is_gone_is_not_the_same() -> None:
    matching = match_catalogue(known(*WORDS), rows(*WORDS[:3], ("L9", "99400048012000", "Parkausweis", "50")))
    assert ids(matching) == {"L1": 1, "L2": 2, "L3": 3}
    assert [item.ref for item in matching.gone] == ["L4"]
    assert matching.doubts == ()


def test_a_service_of_an_earlier_catalogue_comes_back_as_itself_whatever_its_ref_is_now() -> None:
    matching = match_catalogue(known(*WORDS, gone=2), rows(*without_id(*WORDS)))
    assert list(ids(matching).values()) == [1, 2, 3, 4]


def test_the_service_with_the_answers_of_its_id_is_found_behind_a_copy_without_id() -> None:
    """What an earlier version made of a file without the column: L4 gone, and the same service new under its key."""
    before = [
        *known(*WORDS, gone=1),
        Known(service_id=5, ref=WORDS[3][1], key=WORDS[3][1], name=WORDS[3][2], office="50", active=True),
    ]
    matching = match_catalogue(before, rows(*WORDS))
    assert ids(matching)["L4"] == 4
    assert [item.service_id for item in matching.gone] == [5]


def test_an_id_that_was_given_to_another_service_meanwhile_does_not_take_its_words() -> None:
    """L4 went, its id was given away; now the first file is back."""
    gone = replace(known(*WORDS)[3], ref=WORDS[3][1], active=False)
    other = Known(service_id=5, ref="L4", key="", name="Parkausweis", office="33", active=True)
    matching = match_catalogue([*known(*WORDS)[:3], gone, other], rows(*WORDS))
    assert ids(matching)["L4"] == 4
    assert [item.service_id for item in matching.gone] == [5]


def test_an_id_that_has_nothing_else_in_common_is_asked() -> None:
    (doubt,) = match_catalogue(known(*WORDS), rows(*WORDS[:3], ("L4", "", "Parkausweis", "33"))).doubts
    assert doubt.text.startswith(
        "Die id gehörte bisher zu L4 („Wohngeld beantragen“, Amt 50); jetzt steht sie bei Zeile 5 „Parkausweis“."
    )


TWICE: list[Words] = [("A", "99102010012000", "Beglaubigung", "33"), ("B", "99102010012000", "Beglaubigung", "50")]


def test_the_same_words_in_two_offices_are_told_apart_by_the_office() -> None:
    assert list(ids(match_catalogue(known(*TWICE), rows(*without_id(*reversed(TWICE))))).values()) == [2, 1]


def test_rows_that_are_the_same_word_for_word_go_by_their_order() -> None:
    same = [(n, "", "Beglaubigung", "33") for n in "ABC"]
    assert ids(match_catalogue(known(*same), rows(*without_id(*same[:2])))) == {"beglaubigung": 1, "beglaubigung#2": 2}


def test_what_could_be_two_services_is_asked_with_line_and_refs() -> None:
    before = known(("A", "99102010012000", "Hund anmelden", "20"), ("B", "99102010012000", "Hund abmelden", "20"))
    after = rows(("", "99102010012000", "Hundesteuer", "20"))
    (doubt,) = match_catalogue(before, after).doubts
    assert doubt.line == 2
    assert "Zeile 2 „Hundesteuer“; bekannt: A („Hund anmelden“, Amt 20) und B („Hund abmelden“, Amt 20)" in doubt.text
    settled = rows(("B", "99102010012000", "Hundesteuer", "20"))
    assert (ids(match_catalogue(before, settled)), match_catalogue(before, settled).doubts) == ({"B": 2}, ())


words = st.lists(
    st.tuples(st.just(""), st.sampled_from(["", "1", "2"]), st.sampled_from(["a", "b", "A "]), st.sampled_from(["10", "20"])),
    max_size=8,
)


def with_ids(catalogue: list[Words]) -> list[Words]:
    return [(f"L{n}", *rest) for n, (_, *rest) in enumerate(catalogue, 1)]  # type: ignore[misc]


@given(words)
def test_the_same_catalogue_is_the_same_services(catalogue: list[Words]) -> None:
    for form in (catalogue, with_ids(catalogue)):
        assert list(ids(match_catalogue(known(*form), rows(*form))).values()) == list(range(1, len(form) + 1))


@given(words, words, st.booleans(), st.booleans())
def test_no_service_is_two_rows_and_none_is_forgotten(one: list[Words], other: list[Words], first: bool, then: bool) -> None:
    before, after = known(*(with_ids(one) if first else one)), rows(*(with_ids(other) if then else other))
    matching = match_catalogue(before, after)
    found = list(ids(matching).values())
    assert len(set(found)) == len(found)
    assert sorted([*found, *(item.service_id for item in matching.gone)]) == [item.service_id for item in before]
    assert set(matching.found) <= {row.ref for row in after}


@given(words, st.randoms(use_true_random=False))
def test_ids_go_and_come_in_any_order_of_rows(catalogue: list[Words], rng: random.Random) -> None:
    """Rows that are the same word for word are one and the same thing to everybody, so each is taken once."""
    catalogue = list(
        {(key, name.strip().casefold(), office): word for word in catalogue for _, key, name, office in [word]}.values()
    )
    before = known(*with_ids(catalogue))
    shuffled = rng.sample(catalogue, len(catalogue))
    matching = match_catalogue(before, rows(*shuffled))
    named = {(item.key, item.name, item.office): item.service_id for item in before}
    assert list(ids(matching).values()) == [named[word[1:]] for word in shuffled]
    back = [replace(item, ref=ref) for ref, item in matching.found.items()]
    assert sorted(ids(match_catalogue(back, rows(*with_ids(catalogue)))).values()) == [item.service_id for item in before]


def test_a_name_that_goes_and_comes_with_another_key_in_another_office_is_asked() -> None:
    before = known(("A", "99115006012000", "Personalausweis", "33"))
    matching = match_catalogue(before, rows(("B", "99001004000000", "Personalausweis", "20")))
    assert [doubt.text.split(". ")[0].split(": ", 1)[1] for doubt in matching.doubts] == [
        "Zeile 2 „Personalausweis“; bekannt: A („Personalausweis“, Amt 33)"
    ]
    settled = match_catalogue(before, rows(("A", "99001004000000", "Personalausweis", "20")))
    assert (ids(settled), settled.doubts) == ({"A": 1}, ())
