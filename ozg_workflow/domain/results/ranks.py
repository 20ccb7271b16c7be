"""The rank of each service, and the best and the worst one it may have, from what the services may score (`spans.py`)."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ozg_workflow.domain.results.spans import NOISE, Span


def rank_ranges(spans: Sequence[Span]) -> list[tuple[int, int] | None]:
    """Return the best and the worst rank of each service over all ways the missing answers may turn out, None where all of them block it.

    Rank: 1 + how many services that are not blocked score more; equal scores share the better rank. A service is best with its highest
    score, when every rival that can leaves the ranking or scores least; it is worst with its lowest one, when every rival stays and scores most.
    """
    always = sorted(s.low for s in spans if s.ways and not s.may_block)
    perhaps = sorted(s.high for s in spans if s.ways)
    return [_range(s, always, perhaps) if s.ways else None for s in spans]


def _range(span: Span, always: Sequence[float], perhaps: Sequence[float]) -> tuple[int, int]:
    above = len(always) - bisect_right(always, span.high + NOISE)
    at_worst = len(perhaps) - bisect_right(perhaps, span.low + NOISE)
    itself = span.high > span.low + NOISE
    return 1 + above, 1 + at_worst - itself


def ranks(spans: Sequence[Span]) -> list[int | None]:
    """Return the rank of each service, 1 for the highest score; equal scores share the better rank.

    None has a service of which nothing is known, or that will be blocked; where it stands above others for certain, it counts in theirs.
    """
    ordered = sorted(-s.expected for s in spans if s.expected is not None)
    return [None if not s.known or s.expected is None else 1 + bisect_left(ordered, -s.expected - NOISE) for s in spans]
