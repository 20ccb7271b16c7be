"""The city of `ozg init`: from its options, or asked in the terminal."""

import sys
from dataclasses import replace
from datetime import datetime
from typing import Final

from ozg_workflow.cli.common import WrongUsageError
from ozg_workflow.cli.output import complain
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.german import BERLIN
from ozg_workflow.domain.new_city.answers import Answers, answer_mistake, new_city
from ozg_workflow.domain.new_city.city import SAMPLE_LAND, NewCity, slug

QUESTIONS: Final = {
    "city": "Wie heißt die Stadt?",
    "land": "In welchem Land liegt sie (Kürzel)?",
    "year": "In welchem Jahr beginnt der Plan?",
    "domain": "Welche Mail-Domäne hat sie?",
    "departments": "Welche Dezernate hat sie (1=Finanzen; 2=Bürger; leer: die des Beispiels)?",
}
NEEDED: Final = {"city": "--city", "land": "--land", "year": "--year", "domain": "--domain"}


def city_of(options: Answers, *, ask: bool) -> NewCity | None:
    """Return the city that was named, None where nothing was said of one. Raises WrongUsageError naming all that is missing or wrong."""
    this_year = _this_year()
    answers = _asked(options, this_year) if ask else options
    if not ask and not any((options.city, options.land, options.year, options.domain, options.departments)):
        return None
    if missing := [option for name, option in NEEDED.items() if not getattr(answers, name)]:
        raise WrongUsageError(f"Für eine eigene Stadt fehlt noch: {', '.join(missing)}. Mit „--ask“ wird danach gefragt.")
    try:
        return new_city(answers, this_year)
    except InputError as error:
        raise WrongUsageError(str(error)) from error


def _this_year() -> int:
    return datetime.now(BERLIN).year


def notes(city: NewCity) -> tuple[str, ...]:
    """Return what a person has to know of the files of a new city before they are used."""
    spread = "Die Ämter sind ihrer Nummer nach zu gleichen Teilen auf die Dezernate verteilt." if city.departments else ""
    laws = (
        ""
        if city.land == SAMPLE_LAND
        else "Im Katalog fehlen die Rechtsgrundlagen, die Landesrecht von Nordrhein-Westfalen waren."
    )
    begun = "Was in diesem Jahr schon vorbei ist, gilt als versäumt: bitte verschieben." if city.year == _this_year() else ""
    return (
        f"Bitte in config/{city.key}/ prüfen, bevor etwas hinausgeht:",
        "  rollout.yaml: Name und Telefon der Koordination eintragen; noch steht dort nur die Funktion.",
        f"  organisation.csv: Ämter, Leitungen und Postfächer (dezernat1@{city.domain}, amt10@{city.domain} …) sind Vorschläge. {spread}".rstrip(),
        f"  catalogue.csv: Die Leistungen und ihre Ämter sind die des Beispiels. {laws}".rstrip(),
        f"  timeline.yaml: Der Plan des Beispiels, auf die gleichen Wochentage verschoben; freie Tage sind ausgelassen. {begun}".rstrip(),
    )


def _asked(answers: Answers, this_year: int) -> Answers:
    if not sys.stdin.isatty():
        raise WrongUsageError("„--ask“ fragt im Terminal; hier ist keines. Bitte --city, --land, --year und --domain angeben.")
    for name, question in QUESTIONS.items():
        default = getattr(answers, name) or _default(name, answers, this_year)
        answers = replace(
            answers, **{name: _answer(name, f"{question}{f' [{default}]' if default else ''} ", default, this_year)}
        )
    return answers


def _default(name: str, answers: Answers, this_year: int) -> str:
    defaults = {"city": "Stadt Musterhausen", "land": "NW", "year": str(this_year + 1), "domain": f"{slug(answers.city)}.example"}
    return defaults.get(name, "")


def _answer(name: str, question: str, default: str, this_year: int) -> str:
    """Ask until the answer is right; the empty one is the default."""
    while True:
        try:
            text = input(question).strip() or default
        except EOFError as error:
            raise WrongUsageError("Abgebrochen, nichts angelegt.") from error
        if not (mistake := answer_mistake(name, text, this_year)):
            return text
        complain(mistake)
