"""German wording of dates and numbers."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

MONTHS: Final = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
WEEKDAYS: Final = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_ODD_SIGNS: Final = re.compile("[\u00ad\u200b-\u200d\u2010\u2011\u2060\ufeff]")  # what Word and web pages set between letters
_PLAIN_SIGNS: Final = str.maketrans({"\u2010": "-", "\u2011": "-"} | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"))
TIME_ZONE: Final = "Europe/Berlin"
BERLIN: Final = ZoneInfo(TIME_ZONE)


@lru_cache(maxsize=1024)  # a page says the same few days again and again
def short_date(day: date | None) -> str:
    """Return `25.03.2020`; a missing date is an en dash."""
    return f"{day:%d.%m.%Y}" if day else "–"


def long_date(day: date) -> str:
    """Return `Mittwoch, 25. März 2020`."""
    return _in_words(day, "dddd, D. MMMM YYYY")


def month(day: date) -> str:
    """Return `Juli 2020`."""
    return _in_words(day, "MMMM YYYY")


@lru_cache(maxsize=1024)
def _in_words(day: date, form: str) -> str:
    import pendulum  # a tenth of a second, and only those who print words need it

    return pendulum.date(day.year, day.month, day.day).format(form, locale="de")


def local_time(moment: datetime) -> str:
    """Return an aware moment as `25.03.2020 07:00` in Berlin."""
    return f"{moment.astimezone(BERLIN):%d.%m.%Y %H:%M}"


def local_day(moment: datetime) -> date:
    """Return the day of an aware moment in Berlin."""
    return moment.astimezone(BERLIN).date()


def evening(day: date) -> datetime:
    """Return the end of a day in Berlin: the midnight after it."""
    return datetime.combine(day + timedelta(days=1), time(), BERLIN)


def count(number: int, singular: str, plural: str) -> str:
    """Return `1 Liste`, `3 Listen` or `1.200 Listen`."""
    figures = f"{number:,}".replace(",", ".")
    return f"{figures} {singular if number == 1 else plural}"


def number(value: float, digits: int = 0) -> str:
    """Return `1.234,5`: German separators."""
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def file_size(size: int) -> str:
    """Return a number of bytes as `12 kB` or `1,5 MB`."""
    return f"{number(size / 1e6, 1)} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"


def join(words: list[str] | tuple[str, ...]) -> str:
    """Return `a, b und c`."""
    return " und ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def composed(text: str) -> str:
    """Return text with its umlauts as one character each: macOS and some programs write the letter and its dots as two."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@lru_cache(maxsize=8192)  # the names of a list are compared again with every return
def normalise(text: str) -> str:
    """Return text for comparing: case folded, umlauts composed, without extra blanks and invisible signs, dashes unified."""
    text = composed(text)
    if _ODD_SIGNS.search(text):
        text = text.translate(_PLAIN_SIGNS)
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("—", "–").replace(" - ", " – ")).strip().casefold()


@lru_cache(maxsize=8192)
def sort_key(text: str) -> tuple[str, str]:
    """Return a key that sorts words as DIN 5007-1 does: umlauts like their letters, ß like ss, capitals like small ones, signs left out."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", " ", letters).strip(), text
