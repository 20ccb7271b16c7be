"""The YAML files and settings of the sample, rewritten for a city; their comments stay."""

import json
import re
from collections.abc import Mapping
from datetime import date

from ozg_workflow.domain.new_city.city import NewCity
from ozg_workflow.domain.new_city.plan import in_years_of, moved_day
from ozg_workflow.domain.plan.calendar import WorkingCalendar
from ozg_workflow.domain.plan.days import DayRule
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.plan.timeline import Precision

DATED = re.compile(r"(action: (\w+)\n +precision: (\w+)\n +planned_on: )(\d{4}-\d\d-\d\d)")
ASKED = re.compile(r"(?m)^  asked_on: \[(.*)\]$")
PLACE = re.compile(r'place: "[^"]*"')


def rollout_text(sample: str, city: NewCity) -> str:
    """Return `rollout.yaml`: functions instead of people, addresses of the city."""
    contacts = {
        "sender": (f"OZG-Koordination {city.name}", "ozg"),
        "coordinator": ("OZG-Koordination", "ozg-koordination"),
        "staff_council": ("Personalrat", "personalrat"),
        "intranet_editors": ("Intranet-Redaktion", "intranet"),
        "executive_board": ("Geschäftsstelle des Verwaltungsvorstands", "verwaltungsvorstand"),
    }
    lines = {
        "key: ": city.key,
        "city: ": _quoted(city.name),
        "allowed_domains: ": f"[{_quoted(city.domain)}]",
        "deputies: ": "[]",
    }
    for name, (title, mailbox) in contacts.items():
        lines[f"  {name}: "] = f"{{name: {_quoted(title)}, email: {city.address(mailbox)}}}"
    return _with_lines(sample, lines)


def timeline_text(sample: str, city: NewCity) -> str:
    """Return `timeline.yaml`: the sample's plan in the year of the city, without a day off of its Land."""
    calendar = WorkingCalendar(state=city.land)
    head = "des Beispiels, auf die gleichen Wochentage verschoben; freie Tage des Landes sind ausgelassen. Bitte prüfen."
    text = _with_lines(sample, {"# Der Zeitplan ": head, "state: ": f"{city.land}  # Feiertage dieses Landes"})
    text = in_years_of(city.year, PLACE.sub('place: "Rathaus, der Raum wird noch bekannt gegeben"', text))
    text = DATED.sub(lambda found: found[1] + _moved(found, calendar), text)
    text = ASKED.sub(lambda found: f"  asked_on: [{_working_days(found[1], calendar)}]", text)
    bridge = DayRule(easter=40).in_year(city.year)  # the Friday after Ascension Day
    return re.sub(r"\{day: [\d-]+, name: Brückentag\}", f"{{day: {bridge}, name: Brückentag}}", text)


def dated_text(sample: str, city: NewCity) -> str:
    """Return a questionnaire, or the weights with their waves: years and examples moved."""
    return in_years_of(city.year, sample).replace("bielefeld.example", city.domain)


def scale_text(sample: str) -> str:
    """Return a scale; the models of the Bund keep the day they were published, the sample's concept is not this city's."""
    return sample.replace("Umsetzungskonzept vom 03.06.2020, nach dem Modell", "nach dem Modell")


def settings_text(sample: str, city: NewCity) -> str:
    """Return the settings or the example of the environment with the domain of the city."""
    return sample.replace("stadt.example", city.domain)


def _moved(found: re.Match[str], calendar: WorkingCalendar) -> str:
    return str(moved_day(date.fromisoformat(found[4]), Action(found[2]), Precision(found[3]), calendar))


def _working_days(listed: str, calendar: WorkingCalendar) -> str:
    return ", ".join(str(calendar.on_or_after(date.fromisoformat(day))) for day in listed.split(", "))


def _with_lines(text: str, lines: Mapping[str, str]) -> str:
    """Replace the rest of the one line that begins with each key."""
    for start, rest in lines.items():
        line = (start + rest).replace("\\", r"\\")
        text, times = re.subn(rf"(?m)^{re.escape(start)}.*$", line, text)
        if times != 1:
            raise ValueError(f"the sample has {times} lines that begin with {start!r}")
    return text


def _quoted(text: str) -> str:
    """Return a text as YAML reads it whatever it holds; JSON is YAML."""
    return json.dumps(text, ensure_ascii=False)
