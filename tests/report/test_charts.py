"""The charts: what they say, and that they can be read on a light and on a dark ground."""

import base64
import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.cockpit.overview import Overview, RoundView
from ozg_workflow.report.charts import look
from ozg_workflow.report.charts.burn_up import burn_up_chart, planned_on
from ozg_workflow.report.charts.fields import fields_chart
from ozg_workflow.report.charts.look import DARK, WIDTH, Spec
from ozg_workflow.report.charts.render import image, svg
from ozg_workflow.report.charts.returns import PARTS, departments_chart, over_time_chart
from ozg_workflow.report.charts.scale import time_scale
from ozg_workflow.report.charts.timeline import next_milestone, timeline_chart
from tests.contrast import contrast

CHARTS = {
    "timeline": lambda view: timeline_chart(view.status),
    "departments": lambda view: departments_chart(view.round, view.status.today),
    "over time": lambda view: over_time_chart(view.round, view.status.today),
    "fields": lambda view: fields_chart(view.scores),
    "burn-up": lambda view: burn_up_chart(view.progress, view.status.implementation, view.status.today),
}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(params=CHARTS, ids=str)
def spec(request: pytest.FixtureRequest, view: Overview) -> Spec:
    found: Spec = CHARTS[request.param](view)  # type: ignore[no-untyped-call]
    return found


def round_of(view: Overview) -> RoundView:
    assert view.round is not None
    return view.round


def texts(drawing: str) -> list[str]:
    return ["".join(element.itertext()) for element in ET.fromstring(drawing).iter(f"{SVG}text")]


def test_every_chart_is_as_wide_as_the_column_of_the_cockpit(spec: Spec) -> None:
    root = ET.fromstring(svg(spec))
    assert root.get("width") == str(WIDTH)
    assert root.get("viewBox", "").split()[2] == str(WIDTH)


def test_every_colour_is_known_on_a_dark_ground(spec: Spec) -> None:
    drawing = svg(spec)
    body = re.sub(r"<style>.*?</style>", "", drawing)
    used = {colour.lower() for colour in re.findall(r'(?:fill|stroke)="([^"]+)"', body)}
    assert used - {"none", "transparent"} <= set(DARK)


def test_nothing_is_loaded_from_anywhere(spec: Spec) -> None:
    drawing = svg(spec)
    assert not re.search(r"(?:href|src)=|url\((?!#)|@import|<script|<foreignObject", drawing)


@pytest.mark.parametrize("ground", ["light", "dark"])
def test_words_have_enough_contrast_on_both_grounds(ground: str) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    shade = DARK if ground == "dark" else {colour: colour for colour in DARK}
    for name in ("INK", "MUTED", "DONE", "RUNNING", "LATE", "DUE", "PLANNED"):
        assert contrast(shade[getattr(look, name)], shade[look.CARD]) >= 4.5, name
    assert contrast(shade[look.RUNNING], shade[look.BAND]) >= 4.5, "the words of the next milestone"


@pytest.mark.parametrize("ground", ["light", "dark"])
def test_what_is_back_and_what_is_partly_back_differ_in_grey(ground: str, view: Overview) -> None:
    """WCAG 2.2, 1.4.11: 3 to 1; every part has an edge that stands out from the ground and from what is not back."""
    shade = DARK if ground == "dark" else {colour: colour for colour in DARK}
    back, partly, missing = (shade[part.colour] for part in PARTS)
    assert contrast(back, partly) >= 3
    assert contrast(back, missing) >= 3
    assert contrast(shade[look.MUTED], missing) >= 3
    assert contrast(shade[look.MUTED], shade[look.CARD]) >= 3
    drawing = svg(departments_chart(round_of(view), view.status.today))
    bars = re.findall(r'<path aria-label="[^"]*"[^>]*role="graphics-symbol"[^>]*aria-roledescription="bar"[^>]*>', drawing)
    assert bars
    assert all(f'stroke="{look.MUTED}"' in bar for bar in bars)


def test_the_timeline_shows_every_milestone_with_its_state(view: Overview) -> None:
    found = texts(svg(timeline_chart(view.status)))
    for words in ("erledigt 25.03.2020", "läuft", "seit 18 Tagen überfällig", "fällig", "Juli 2020", "heute, 18.05.2020"):
        assert words in found, words
    assert "01.06.2020 · in 14 Tagen" in found, "the next one is marked"
    assert sum(m.title in found for m in view.status.milestones) == len(view.status.milestones)


def test_the_next_milestone_is_the_earliest_that_lies_ahead(view: Overview) -> None:
    milestones = view.status.milestones
    ahead = next_milestone(milestones, date(2020, 5, 18))
    assert ahead is not None
    assert ahead.key == "auswertung"
    assert next_milestone(milestones[:5], date(2020, 5, 18)) is None


def test_a_title_cannot_break_out_of_the_picture(view: Overview) -> None:
    first, *others = view.status.milestones
    first = replace(first, title='</text><script>alert("x")</script> & "] ![x](y)')
    drawing = svg(timeline_chart(replace(view.status, milestones=(first, *others))))
    assert "<script" not in drawing
    assert any("<script>" in text for text in texts(drawing))


def test_the_returns_tell_the_figures_of_each_department(view: Overview) -> None:
    current, today = round_of(view), view.status.today
    found = texts(svg(departments_chart(current, today)))
    assert {"2/3", "1/1"} <= set(found)
    assert "1 · Finanzen, Personal und Digitalisierung" in found
    assert "Frist 15.05.2020" in texts(svg(over_time_chart(current, today)))


def test_the_four_fields_name_the_first_services(view: Overview) -> None:
    assert view.scores is not None
    found = texts(svg(fields_chart(view.scores)))
    names = [f"{service.rank} {service.name}" for service in view.scores.top]
    shown = [text for text in found if any(name.startswith(text.split("…")[0].split(" + ")[0]) for name in names) and " " in text]
    assert shown[0].startswith("1 ")
    assert len(shown) >= 8
    assert [text for text in found if text.startswith("Sofort umsetzen (")]


def test_a_round_without_a_return_and_a_first_day_can_be_drawn(view: Overview) -> None:
    current = round_of(view)
    begun = replace(current, over_time=current.over_time[:1], returned=0)
    assert "0 %" in texts(svg(over_time_chart(begun, current.opened_on)))


def test_the_plan_grows_evenly_within_a_wave(view: Overview) -> None:
    assert view.progress is not None
    assert [planned_on(view.progress.plan, date.fromisoformat(day)) for day in ("2020-01-01", "2020-09-01", "2020-11-01", "2020-12-31", "2022-01-01", "2023-05-01")] == [
        0, 0, 24, 48, 98, 148,
    ]  # fmt: skip


def test_the_picture_is_part_of_the_markdown_with_words_for_who_does_not_see_it(view: Overview) -> None:
    markdown = image(timeline_chart(view.status), "Zeitplan [1]\nin Worten")
    match = re.fullmatch(r"!\[Zeitplan  1  in Worten\]\(data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)\)", markdown)
    assert match
    assert base64.b64decode(match[1]).startswith(b"<svg ")


@given(st.lists(st.dates(date(2000, 1, 1), date(2040, 1, 1)), min_size=1, max_size=30))
def test_later_days_never_stand_further_left(days: list[date]) -> None:
    scale = time_scale(days, 0, 580)
    places = [scale(day) for day in sorted(days)]
    assert all(earlier <= later for earlier, later in pairwise(places))
    assert all(0 <= place <= 580 for place in places)
    labels = [x for x, _ in scale.months()]
    assert all(later - earlier >= 30 for earlier, later in pairwise(labels))


def test_a_long_empty_stretch_of_the_plan_is_drawn_short() -> None:
    days = [date(2020, 3, 17) + timedelta(days=14 * n) for n in range(13)]
    scale = time_scale([*days, date(2022, 12, 31)], 0, 600)
    assert scale(days[-1]) > 400, "the first half year has the room"
    assert [label for _, label in scale.months()][-1] == "2022"
