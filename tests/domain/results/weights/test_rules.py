"""Rules beside the weights: when they hold, what they add, and that they leave the axes alone."""

from dataclasses import replace

import pytest

from ozg_workflow.domain.checks.weights import wave_mistakes
from ozg_workflow.domain.results.evaluating import evaluate
from ozg_workflow.domain.results.prioritisation import Candidate
from ozg_workflow.domain.results.reasons import ReasonCode
from ozg_workflow.domain.results.weights.rules import Facts, Lifts, Rule, RuleKey, lifts_of
from ozg_workflow.domain.survey.outside_view import PortalEntry
from tests.domain.results.weights.test_spans_with_rules import SCALE
from tests.domain.results.weights.test_trial import PLAN, SERVICES

SDG, WIN = RuleKey.SDG_DUTY, RuleKey.QUICK_WIN
NOTHING = Facts(sdg=None, entry=None, imported=False, efa=False)
ONLINE = PortalEntry(key="k", shown=True, online=True)
RULED = replace(PLAN, rules=(Rule(key=SDG, weight=40, active=True), Rule(key=WIN, weight=20, active=False)))


@pytest.mark.parametrize(
    ("facts", "level", "now"),
    [
        (NOTHING, 1, ()),
        (replace(NOTHING, sdg=True), 1, ((SDG, "noch nicht online"),)),
        (replace(NOTHING, sdg=True), 2, ()),
        (replace(NOTHING, efa=True), 1, ((WIN, "EfA-Dienst steht bereit"),)),
        (replace(NOTHING, efa=True), 2, ()),
        (replace(NOTHING, imported=True), 2, ((WIN, "online, aber nicht im Portal"),)),
        (replace(NOTHING, imported=True, entry=ONLINE), 0, ((WIN, "Link im Portal fehlt"),)),
        (replace(NOTHING, imported=True, entry=replace(ONLINE, urls=("https://x.example",))), 3, ()),
    ],
)
def test_a_rule_holds_by_annex_portal_and_level(facts: Facts, level: int, now: tuple[tuple[RuleKey, str], ...]) -> None:
    assert lifts_of(facts, level, "level", SCALE) == Lifts(now=now)


def test_what_is_not_answered_counts_as_the_portal_shows_it_and_may_turn_out_either_way() -> None:
    found = lifts_of(replace(NOTHING, sdg=True), None, "level", SCALE)
    assert found.keys == {SDG}
    assert found.ways == ((0, frozenset({SDG})), (1, frozenset({SDG})), (2, frozenset()), (3, frozenset()))
    shown = lifts_of(replace(NOTHING, sdg=True, imported=True, entry=ONLINE), "unknown", "level", SCALE)
    assert shown.keys == {WIN}
    assert lifts_of(replace(NOTHING, sdg=True), None, "", SCALE) == Lifts(now=((SDG, "noch nicht online"),))


def test_a_rule_lifts_score_and_rank_and_leaves_the_axes() -> None:
    plain = {s.ref: s for s in evaluate(PLAN, SERVICES)}
    lifted = [replace(c, lifts=Lifts(now=((SDG, "noch nicht online"),))) if c.ref == "B" else c for c in SERVICES]
    found = {s.ref: s for s in evaluate(RULED, lifted)}
    assert [found[ref].score for ref in "AB"] == [37.5, 62.5]  # (30 + 0 of 40) and (10 + 40) of 80
    assert [(found[ref].rank, plain[ref].rank) for ref in "AB"] == [(2, 1), (1, 2)]
    assert all((found[r].benefit, found[r].feasibility) == (plain[r].benefit, plain[r].feasibility) for r in "AB")
    assert found["B"].rules == (SDG,)
    assert (found["B"].reasons[0].code, found["B"].reasons[0].text) == (ReasonCode.RULE, "SDG-Pflicht: noch nicht online")
    assert found["B"].decisive == "SDG-Pflicht"


def test_a_rule_that_is_off_changes_nothing() -> None:
    off = replace(PLAN, rules=(Rule(key=SDG, weight=40),))
    lifted = [replace(c, lifts=Lifts(now=((SDG, "noch nicht online"),))) for c in SERVICES]
    assert evaluate(off, lifted) == evaluate(PLAN, SERVICES)


def test_a_rule_alone_gives_no_rank_to_what_nobody_answered() -> None:
    silent = Candidate(service_id=9, ref="Z", name="Zoe", office="33", answers={}, lifts=Lifts(now=((SDG, "noch nicht online"),)))
    (found,) = (s for s in evaluate(RULED, [*SERVICES, silent]) if s.ref == "Z")
    assert (found.rank, found.rank_low, found.rank_high) == (None, 1, 1), "40 of 80 points for certain"


def test_a_rule_stands_there_once_and_has_a_weight() -> None:
    wrong = replace(PLAN, rules=(Rule(key=SDG, weight=0), Rule(key=SDG, weight=3)))
    found = [(f.where, f.message) for f in wave_mistakes(wrong) if f.where[0] == "rules"]
    assert found == [
        (("rules", 0, "weight"), "Das Gewicht der Regel „SDG-Pflicht“ muss größer als 0 sein."),
        (("rules", 1, "key"), "Die Regel „sdg_duty“ gibt es zweimal."),
    ]
