"""The files of a new city hold nothing of the sample's own, and `ozg check` has nothing to say."""

import re
from pathlib import Path

import pytest

from ozg_workflow.domain.new_city.city import NewCity, NewDepartment
from ozg_workflow.workspace.new_city.files import SAMPLE, city_files
from ozg_workflow.workspace.places import create_workspace, shipped
from ozg_workflow.workspace.rollouts import load_rollouts
from ozg_workflow.workspace.tables import read_table

CITY = NewCity(
    name='Stadt Musterhausen: "Ost" #1 \\0',
    land="NW",
    year=2027,
    domain="musterhausen.example",
    departments=tuple(NewDepartment(number=n, name=f"Dezernat {n}") for n in ("1", "2", "OB")),
)
ELSEWHERE = NewCity(name="Weißenburg", land="BY", year=2030, domain="weissenburg.example")
OWN_OF_THE_SAMPLE = re.compile(r"Rochdale|musterland|musterhafen|\b0521\b", re.IGNORECASE)
PUBLISHED = ("maturity-federal-1.1.yaml", "maturity-federal-2.0.yaml")  # the models of the Bund have a date of their own


def people() -> set[str]:
    """Every family name in the sample: heads, coordinator, deputy."""
    rows = read_table(shipped("config") / SAMPLE / "organisation.csv", "organisation.csv", (), [])
    names = {row["leitung"].split()[-1] for row in rows}
    assert len(names) > 30
    return names | {"Lindner", "Yıldız"}


@pytest.mark.parametrize("city", [CITY, ELSEWHERE], ids=["NW", "BY"])
def test_nothing_of_the_sample_is_left(city: NewCity) -> None:
    names = people()
    for name, text in city_files(shipped("config"), city).items():
        assert "bielefeld" not in (name + text).casefold(), name
        assert not OWN_OF_THE_SAMPLE.search(text), name
        assert [person for person in names if re.search(rf"\b{person}\b", text)] == [], name
        years = {int(year) for year in re.findall(r"\b(20\d\d|19\d\d)\b", text)}
        assert name.endswith(PUBLISHED) or min(years, default=city.year) >= city.year, name


@pytest.mark.parametrize("land", ["NW", "BY", "SN", "BE", "Augsburg"])
@pytest.mark.parametrize("year", [2027, 2035, 2046])  # Easter early, earlier, and on the first announcements
def test_the_rollout_loads_without_a_hint(tmp_path: Path, land: str, year: int) -> None:
    city = NewCity(name=CITY.name, land=land, year=year, domain=CITY.domain)
    create_workspace(tmp_path, with_templates=False, config=city_files(shipped("config"), city))
    data = load_rollouts(tmp_path)[0]
    assert (data.warnings, data.config.key, data.config.city) == ((), f"musterhausen-ost-1-0-{year}", CITY.name)
    assert (len(data.organisation.departments), len(data.organisation.offices), len(data.services)) == (6, 29, 161)
    assert data.config.timeline.calendar.state == land
    assert {m.planned_on.year for m in data.config.timeline.milestones} == {year, year + 2}


def test_the_given_dezernate_replace_those_of_the_sample(tmp_path: Path) -> None:
    create_workspace(tmp_path, with_templates=False, config=city_files(shipped("config"), CITY))
    organisation = load_rollouts(tmp_path)[0].organisation
    assert [(d.number, d.mailbox, d.head_name) for d in organisation.departments] == [
        ("1", "dezernat1@musterhausen.example", "Dezernatsleitung"),
        ("2", "dezernat2@musterhausen.example", "Dezernatsleitung"),
        ("OB", "dezernat-ob@musterhausen.example", "Dezernatsleitung"),
    ]
    assert organisation.offices[0].mailbox == "amt10@musterhausen.example"
    assert [m.department for m in organisation.memberships] == ["1"] * 10 + ["2"] * 10 + ["OB"] * 9


def test_only_the_laws_of_the_samples_land_are_left_out_elsewhere() -> None:
    sample = (shipped("config") / SAMPLE / "catalogue.csv").read_text(encoding="utf-8")
    assert city_files(shipped("config"), CITY)[f"{CITY.key}/catalogue.csv"] == sample
    other = city_files(shipped("config"), ELSEWHERE)["weissenburg-2030/catalogue.csv"]
    pairs = [(old, new) for old, new in zip(sample.splitlines(), other.splitlines(), strict=True) if old != new]
    assert len(pairs) == 39
    for old, new in pairs:
        cells = old.split(";")
        assert "NRW" in cells[7]
        assert new.split(";") == [*cells[:7], "", cells[8]]


def test_making_it_again_leaves_what_is_there_alone(tmp_path: Path) -> None:
    config = city_files(shipped("config"), CITY)
    create_workspace(tmp_path, with_templates=False, config=config)
    own = tmp_path / "config" / CITY.key / "rollout.yaml"
    own.write_text("# eigene Fassung\n", encoding="utf-8")
    assert create_workspace(tmp_path, with_templates=False, config=config) == []
    assert own.read_text(encoding="utf-8") == "# eigene Fassung\n"
