"""Whatever is done to the audit log afterwards leaves a flaw, and only where it was done."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from ozg_workflow.domain.proof.chain import (
    NOTHING,
    FlawKind,
    Line,
    Seal,
    flaws_of,
    is_genuine,
    next_seals,
    seal_of,
    signed,
    unsealed,
)

AT = datetime(2020, 3, 25, 6, 0, tzinfo=UTC)
KEY = b"schluessel"
Link = tuple[Seal, Line | None]


def line(number: int, **changes: object) -> Line:
    values = {"actor": "Frau L.", "verb": "queued", "object_type": "message", "object_id": "1", "text": "Mail 1", "data": {}}
    return replace(Line(id=number, rollout_id=1, at=AT, **values), **changes)  # type: ignore[arg-type]


def chain(number: int = 4) -> list[Link]:
    lines = [line(n + 10) for n in range(1, number + 1)]
    return list(zip(next_seals(None, lines), lines, strict=True))


def test_a_chain_as_it_was_made_has_no_flaw() -> None:
    assert list(flaws_of(chain())) == []
    assert list(flaws_of([])) == []


def test_the_digest_is_sha256_over_the_line_and_the_one_before() -> None:
    # worked once with `sha256sum`
    text = '["",1,11,1,"2020-03-25T06:00:00.000000+00:00","Frau L.","queued","message","1","Mail 1",{}]'
    import hashlib

    assert seal_of(NOTHING, 1, line(11)) == hashlib.sha256(text.encode()).hexdigest()
    assert seal_of("a" * 64, 1, line(11)) != seal_of(NOTHING, 1, line(11)) != seal_of(NOTHING, 2, line(11))


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Mail 2"},
        {"actor": "Herr K."},
        {"verb": "cancelled"},
        {"object_type": "incoming"},
        {"object_id": "2"},
        {"at": AT + timedelta(microseconds=1)},
        {"rollout_id": None},
        {"data": {"rows": 1}},
    ],
)
def test_every_part_of_a_line_is_sealed(changes: dict[str, object]) -> None:
    links = chain()
    links[1] = (links[1][0], line(12, **changes))
    assert [(flaw.kind, flaw.line) for flaw in flaws_of(links)] == [(FlawKind.ALTERED, 12)]


def test_the_same_moment_in_another_zone_and_the_same_data_in_another_order_are_the_same() -> None:
    elsewhere = AT.astimezone(timezone(timedelta(hours=2)))
    one, other = line(11, at=AT, data={"a": 1, "b": "ü"}), line(11, at=elsewhere, data={"b": "ü", "a": 1})
    assert seal_of(NOTHING, 1, one) == seal_of(NOTHING, 1, other)


def _without_line(links: list[Link]) -> list[Link]:
    return [(seal, None if seal.number == 2 else found) for seal, found in links]


def _without_both(links: list[Link]) -> list[Link]:
    return [link for link in links if link[0].number != 2]


def _renumbered(links: list[Link]) -> list[Link]:
    return [(replace(seal, number=n), found) for n, (seal, found) in enumerate(_without_both(links), 1)]


def _exchanged(links: list[Link]) -> list[Link]:
    (a, one), (b, two) = links[1], links[2]
    return [links[0], (replace(a, event_id=13), two), (replace(b, event_id=12), one), links[3]]


@pytest.mark.parametrize(
    ("harm", "flaws"),
    [
        (_without_line, [(FlawKind.REMOVED, 12)]),
        (_without_both, [(FlawKind.REMOVED, None)]),
        (_renumbered, [(FlawKind.ALTERED, 13), (FlawKind.ALTERED, 14)]),
        (_exchanged, [(FlawKind.ALTERED, 13), (FlawKind.ALTERED, 12)]),
    ],
)
def test_what_is_taken_out_or_moved_is_found(harm: Callable[[list[Link]], list[Link]], flaws: list[object]) -> None:
    assert [(flaw.kind, flaw.line) for flaw in flaws_of(harm(chain()))] == flaws


def test_a_gap_is_told_with_the_seals_that_are_missing() -> None:
    links = chain(6)
    assert [flaw.text for flaw in flaws_of([links[0], links[3], *links[4:]])] == [
        "Siegel 2 bis 3: fehlt, vor der Zeile 14 des Protokolls."
    ]


def test_a_line_nobody_entered_is_told_with_its_words() -> None:
    flaw = unsealed(line(99, text="Genehmigt"))
    assert (flaw.kind, flaw.line, flaw.text) == (FlawKind.INSERTED, 99, "Zeile 99 („Genehmigt“): steht ohne Siegel im Protokoll.")


def test_a_head_is_genuine_with_its_own_key_only() -> None:
    head = signed(chain()[-1][0], AT, KEY)
    assert is_genuine(head, KEY)
    assert not is_genuine(head, b"anderer")
    assert not is_genuine(replace(head, number=3), KEY)
    assert not is_genuine(replace(head, digest="0" * 64), KEY)
    assert not is_genuine(replace(head, at=AT + timedelta(days=1)), KEY)
