"""A line is its service: whatever was pasted, sorted, renamed or inserted, a figure counts for the service it was written for or for none."""

from collections.abc import Callable
from typing import Any

import pytest

from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import ReturnedList
from ozg_workflow.workbook.layout import TABLE_HEADINGS
from ozg_workflow.workbook.read.opening import Sheet, Workbook
from ozg_workflow.workbook.read.reader import read_rows

OWN = (
    ("99115002012000", "Wohnsitz anmelden"),
    ("99115004012000", "Meldebescheinigung ausstellen"),
    ("", "Geburtsurkunde ausstellen"),
    ("99107002012000", "Wohngeld beantragen"),
    ("99059001012000", "Eheschließung anmelden"),
    ("99059001012000", "Eheschließung im Ausland nachbeurkunden"),
    ("99010001000001", "Auskunft erteilen"),
    ("99010002000001", "Auskunft erteilen"),
    ("", "Fundsache anzeigen"),
    ("", "Fundsache anzeigen"),
)
OTHER = (
    ("99102010012000", "Hundesteuer anmelden"),
    ("99102011012000", "Hundesteuer abmelden"),
    ("", "Zweitwohnungssteuer anmelden"),
    ("99102013012000", "Vergnügungssteuer anmelden"),
    ("99102014012000", "Auskunft erteilen"),
    ("", "Grundsteuer erlassen"),
    ("99102016012000", "Gewerbesteuer stunden"),
    ("99102017012000", "Gewerbesteuer erlassen"),
    ("", "Steuerbescheid erläutern"),
    ("99102019012000", "Mahnung einsehen"),
    ("99102020012000", "Bettensteuer anmelden"),
)
NUMBER, KEY, NAME, RESPONSIBLE, VOLUME = 0, 1, 2, 7, 13
ALL = set(range(1, 11))
Line = list[Any]
Lines = list[Line]


def filled(services: tuple[tuple[str, str], ...], figure: Callable[[int], int]) -> Lines:
    """Lines as an office fills them in; the figure tells for which service it was written."""
    made = []
    for number, (key, name) in enumerate(services, 1):
        line: Line = [number, key or None, name, "10116", "Bündel", "2/3", "Bauen", "ja", *[None] * 13]
        line[VOLUME] = figure(number)
        made.append(line)
    return made


def own() -> Lines:
    return filled(OWN, lambda number: number * 10)


def other() -> Lines:
    return filled(OTHER, lambda number: number + 1000)


@pytest.fixture
def read(questionnaire: Questionnaire) -> Callable[..., ReturnedList]:
    headings = [
        "Nr.",
        "Leistungsschlüssel",
        "Leistung",
        "OZG-ID",
        "OZG-Leistung",
        "Typ",
        "Themenfeld",
        *(q.heading for q in questionnaire.questions),
    ]

    def apply(lines: Lines, above: Lines | None = None, headings: list[str] = headings) -> ReturnedList:
        top = [
            ["OZG-Amtsliste – Amt 33 Einwohner- und Meldeamt", *[None] * 6, "Stadt Bielefeld · Dezernat 2 – Schule · Fassung 1"],
            ["Bitte füllen Sie in jeder Zeile die weißen Felder aus."],
            [None, "Fehlanzeige", None, "← hier"],
        ]
        sheet = [*top, *(above or []), headings, *lines]
        meta: Lines = [
            ["token", "0" * 40],
            ["list_id", 41],
            ["version", 2],
            ["questionnaire_version", "1"],
            ["rollout", "r"],
            ["office", "33"],
            [],
        ]
        meta += [list(TABLE_HEADINGS), *([n, 900 + n, key, name] for n, (key, name) in enumerate(OWN, 1))]
        sheets = [Sheet(name=name, rows=tuple(map(tuple, rows))) for name, rows in (("Amtsliste", sheet), ("_ozg", meta))]
        return read_rows(Workbook(file_name="x.xlsx", sheets=tuple(sheets)), questionnaire)

    return apply


def recorded(returned: ReturnedList) -> set[int]:
    """The numbers of the rows that count; none of them with a figure that was written for another service."""
    for row in returned.rows:
        assert row.cells["case_volume"] in (row.number * 10, None)
    return {row.number for row in returned.rows if row.cells["case_volume"] is not None}


def put(line: int, **cells: Any) -> Callable[[Lines], Lines]:
    places = {"number": NUMBER, "key": KEY, "name": NAME, "volume": VOLUME, "responsible": RESPONSIBLE}

    def apply(lines: Lines) -> Lines:
        for name, value in cells.items():
            lines[line - 1][places[name]] = value
        return lines

    return apply


def column(place: int, change: Callable[[list[Any]], list[Any]]) -> Callable[[Lines], Lines]:
    """Change one column alone."""

    def apply(lines: Lines) -> Lines:
        for line, value in zip(lines, change([line[place] for line in lines]), strict=True):
            line[place] = value
        return lines

    return apply


def pasted(*lines: int, columns: slice = slice(None), to: int | None = None) -> Callable[[Lines], Lines]:
    """Paste these lines of the other office's list over the own ones of the same place (or from line `to` on), in some columns."""

    def apply(mine: Lines) -> Lines:
        theirs = other()
        for offset, line in enumerate(lines):
            target = line if to is None else to + offset
            if target <= len(mine):
                mine[target - 1][columns] = theirs[line - 1][columns]
            else:
                mine.append(theirs[line - 1])
        return mine

    return apply


def copied_over(source: int, target: int, **cells: Any) -> Callable[[Lines], Lines]:
    """Copy an own line over another own line."""
    return lambda lines: put(target, **cells)([*lines[: target - 1], list(lines[source - 1]), *lines[target:]])


def renumbered(lines: Lines) -> Lines:
    return [[number, *line[1:]] for number, line in enumerate(lines, 1)]


def shifted_names(lines: Lines, named_by: Lines) -> Lines:
    """Move keys and names alone: each line gets those of another."""
    return [[line[NUMBER], *names[KEY : NAME + 1], *line[NAME + 1 :]] for line, names in zip(lines, named_by, strict=True)]


def twice(line: int, **cells: Any) -> Callable[[Lines], Lines]:
    """Repeat a line below the list, with changes."""
    return lambda lines: put(len(lines) + 1, **cells)([*lines, list(lines[line - 1])])


BLANK: Line = [None] * 21
SUB_HEADING: Line = [None, None, "Abteilung 2", *[None] * 18]
FULL_HEADING: Line = ["Abteilung 2 – Soziales", *[None] * 20]

# (what the office did, how, which rows count, is it asked again)
SITUATIONS: tuple[tuple[str, Callable[[Lines], Lines], set[int], bool], ...] = (
    ("nothing but fill it in", lambda lines: lines, ALL, False),
    ("sort by name, backwards", lambda lines: sorted(lines, key=lambda line: line[NAME], reverse=True), ALL, False),
    ("sort by key", lambda lines: sorted(lines, key=lambda line: line[KEY] or ""), ALL, False),
    ("sort by figures", lambda lines: sorted(lines, key=lambda line: -line[VOLUME]), ALL, False),
    ("insert blank lines and sub-headings", lambda lines: [*lines[:3], BLANK, SUB_HEADING, *lines[3:6], FULL_HEADING, *lines[6:]], ALL, False),
    ("delete the numbers", column(NUMBER, lambda values: [None] * 10), {1, 2, 3, 4, 5, 6, 7, 8}, True),
    ("delete the keys", column(KEY, lambda values: [None] * 10), ALL, False),
    ("delete the names", column(NAME, lambda values: [None] * 10), ALL, False),
    ("delete keys and names", lambda lines: column(KEY, lambda v: [None] * 10)(column(NAME, lambda v: [None] * 10)(lines)), ALL, False),
    ("let Excel round the keys", column(KEY, lambda values: [v and float(f"{float(v):.4e}") for v in values]), ALL, False),
    ("let Excel show the keys", column(KEY, lambda values: [v and f"{float(v):.5E}".replace(".", ",") for v in values]), ALL, False),
    ("overwrite all keys by one of them", column(KEY, lambda values: ["99107002012000"] * 10), ALL, False),
    ("write 'fehlt' where there is no key", column(KEY, lambda values: [v or "fehlt" for v in values]), ALL, False),
    ("find the missing key", put(3, key="99059009012000"), ALL, False),
    ("add words to a name", put(2, name="Meldebescheinigung ausstellen (auch online)"), ALL, False),
    ("add words to a name without key", put(3, name="Geburtsurkunde ausstellen, auch international"), ALL, False),
    ("write a name another way", put(1, name="Anmeldung eines Wohnsitzes"), ALL, False),
    ("mistype a name", put(4, name="Wohngeld beantargen"), ALL, False),
    ("write a name in capitals and with a hyphen", put(3, name="GEBURTS-URKUNDE  AUSSTELLEN"), ALL, False),
    ("write a name with ae, oe, ue", put(5, name="Eheschliessung anmelden"), ALL, False),
    ("abbreviate a name", put(4, name="Wohngeld beantr."), ALL, False),
    ("rename a service without key", put(3, name="Sterbeurkunde ausstellen"), ALL - {3}, True),
    ("rename a service with key", put(4, name="Hundesteuer anmelden"), ALL - {4}, True),
    ("paste three lines of another office over the first", pasted(1, 2, 3), ALL - {1, 2, 3}, True),
    ("paste all lines of another office over the own", pasted(*range(1, 12)), set(), True),
    ("paste one line in the middle", pasted(4), ALL - {4}, True),
    ("paste a line whose name the own list has, too", pasted(5, to=7), ALL - {7}, True),
    ("paste names and answers, not numbers and keys", pasted(1, 2, 3, 4, columns=slice(NAME, None)), ALL - {1, 2, 3, 4}, True),
    ("paste keys, names and answers, not numbers", pasted(6, 7, 8, columns=slice(KEY, None)), ALL - {6, 7, 8}, True),
    ("paste lines of another office one line further down", pasted(1, 2, to=2), ALL - {2, 3}, True),
    ("paste the list of another office below the own", pasted(1, 2, 4, to=11), ALL, False),
    ("swap the names of two lines", lambda lines: put(1, name=OWN[3][1])(put(4, name=OWN[0][1])(lines)), ALL - {1, 4}, True),
    ("sort the names alone", column(NAME, sorted), set(), True),
    ("sort the keys alone", column(KEY, lambda values: sorted(values, key=str)), ALL, False),
    ("sort the numbers alone", column(NUMBER, lambda values: values[::-1]), set(), True),
    ("sort keys and names together, not the rest", lambda lines: [[a[0], *b[1:3], *a[3:]] for a, b in zip(lines, lines[::-1], strict=True)], set(), True),
    ("give every line the number 1", column(NUMBER, lambda values: [1] * 10), {1, 2, 3, 4, 5, 6, 7, 8}, True),
    ("count the lines of two departments from 1", column(NUMBER, lambda values: [1, 2, 3, 4, 5, 1, 2, 3, 4, 5]), {1, 2, 3, 4, 5, 6, 7, 8}, True),
    ("write the number of one and the key of another, without name", put(1, key=OWN[3][0], name=None), ALL - {1}, True),
    ("write the number of one and key and name of another", put(1, key=OWN[3][0], name=OWN[3][1]), ALL - {1}, True),
    ("copy a line below the list with another figure", twice(4, volume=41), ALL - {4}, True),
    ("copy a line below the list as it is", twice(4), ALL, False),
    ("copy a line below the list and clear it", twice(4, volume=None, responsible=None), ALL, False),
    ("overwrite a copied line by a new service", twice(4, key="99102099012000", name="Tierheimhund vermitteln", volume=1), ALL, False),
    ("write a new service below", twice(4, number=11, key=None, name="Tierheimhund vermitteln", volume=1), ALL, False),
    ("write a total below", lambda lines: [*lines, [*BLANK[:VOLUME], 550, *BLANK[VOLUME + 1 :]]], ALL, False),
    ("write answers below without a service", lambda lines: [*lines, [*BLANK[:RESPONSIBLE], "ja", *BLANK[RESPONSIBLE + 1 :]]], ALL, True),
    ("copy the answers of the line above into a nameless line", lambda lines: [*lines[:5], [None] * 3 + lines[4][3:], *lines[5:]], ALL, True),
    ("delete the names, sort backwards and number anew", lambda lines: column(NAME, lambda v: [None] * 10)(renumbered(lines[::-1])), set(), True),
    ("delete keys and names in two lines and number all anew", lambda lines: put(9, key=None, name=None)(renumbered([*lines[1:9], lines[0], lines[9]])), set(), True),
    ("swap two services of one name and their numbers' order", lambda lines: renumbered([*lines[:2], lines[3], lines[2], *lines[4:8], lines[9], lines[8]]), ALL - {3, 4, 9, 10}, True),
    ("delete the first line and number anew", lambda lines: renumbered(lines[1:]), {2, 3, 4, 5, 6, 7, 8}, True),
    ("delete two lines and number anew", lambda lines: renumbered([*lines[:2], *lines[3:5], *lines[6:8]]), {1, 2, 4, 5, 7, 8}, False),
    ("delete all lines but the second and number it anew", lambda lines: renumbered([lines[1]]), {2}, False),
    ("number every line one too high", column(NUMBER, lambda values: [v + 1 for v in values]), {1, 2, 3, 4, 5, 6, 7, 8}, True),
    ("number every line one too low", column(NUMBER, lambda values: [v - 1 for v in values]), {1, 2, 3, 4, 5, 6, 7, 8}, True),
    ("delete the first number, the rest moves up", column(NUMBER, lambda values: [*values[1:], None]), {1, 2, 3, 4, 5, 6, 7, 8}, True),
    ("write a further service in between and number anew", lambda lines: renumbered(put(4, key=None, name="Tierheimhund vermitteln")([*lines[:3], list(BLANK), *lines[3:8]])), {1, 2, 3, 4, 5, 6, 7, 8}, False),
    ("delete the first key and name, the rest moves up", lambda lines: shifted_names(lines, [*lines[1:], BLANK]), set(), True),
    ("insert a key and a name, the rest moves down", lambda lines: shifted_names([*lines, list(BLANK)], [other()[0], *lines]), set(), True),
    ("insert a blank key and name, the rest moves down", lambda lines: shifted_names([*lines, list(BLANK)], [BLANK, *lines]), set(), True),
    ("answer two services in one line", lambda lines: put(3, name="Wohngeld beantragen und Wohnsitz anmelden", volume=50)(lines[1:]), ALL - {1, 4}, True),
    ("number the lines with a point", column(NUMBER, lambda values: [f"{v}." for v in values]), ALL, False),
    ("repeat the headings for printing", lambda lines: [*lines[:5], "headings", *lines[5:]], ALL, False),  # type: ignore[list-item]
)  # fmt: skip


@pytest.mark.parametrize(("change", "right", "asks"), [s[1:] for s in SITUATIONS], ids=[s[0] for s in SITUATIONS])
def test_each_line_goes_where_it_belongs_or_is_asked(
    read: Callable[..., ReturnedList], questionnaire: Questionnaire, change: Callable[[Lines], Lines], right: set[int], asks: bool
) -> None:
    headings = [
        "Nr.",
        "Leistungsschlüssel",
        "Leistung",
        "OZG-ID",
        "OZG-Leistung",
        "Typ",
        "Themenfeld",
        *(q.heading for q in questionnaire.questions),
    ]
    lines = [headings if line == "headings" else line for line in change(own())]
    returned = read(lines)
    assert recorded(returned) == right
    assert returned.asks_again == asks
    assert not asks or returned.remarks, "who is asked is told what"


def below(**cells: Any) -> Callable[[Lines], Lines]:
    """Write a line below the list."""
    return lambda lines: put(len(lines) + 1, **cells)([*lines, list(BLANK)])


@pytest.mark.parametrize(
    ("change", "added"),
    [
        (below(number=11, name="Tierheimhund vermitteln", responsible="ja", volume=7), [(15, "", "Tierheimhund vermitteln")]),
        (below(name="Tierheimhund vermitteln", volume=7), [(15, "", "Tierheimhund vermitteln")]),
        (below(name="Tierheimhund vermitteln"), [(15, "", "Tierheimhund vermitteln")]),
        (below(name="Transport genehmigen"), [(15, "", "Transport genehmigen")]),
        (below(name="Namensänderung, Formular 12"), [(15, "", "Namensänderung, Formular 12")]),
        (below(key="99 102 099 012 000", name="Tierheimhund vermitteln"), [(15, "99102099012000", "Tierheimhund vermitteln")]),
        (below(key="99102099012000"), [(15, "99102099012000", "")]),
        (below(number=11, name="Hund"), [(15, "", "Hund")]),
        (
            twice(4, key="99102099012000", name="Tierheimhund vermitteln", volume=1),
            [(15, "99102099012000", "Tierheimhund vermitteln")],
        ),
        (pasted(1, 2, to=11), [(15, OTHER[0][0], OTHER[0][1]), (16, OTHER[1][0], OTHER[1][1])]),
        (
            lambda lines: below(number=11, name="Hund", volume=1)([*lines, SUB_HEADING, BLANK]),
            [(15, "", "Abteilung 2"), (17, "", "Hund")],
        ),
        (lambda lines: [*lines[:4], put(1, name="Hund", volume=3)([list(BLANK)])[0], *lines[4:]], [(9, "", "Hund")]),
        (lambda lines: [*lines[:4], SUB_HEADING, *lines[4:]], []),
        (below(name="Summe", volume=550), []),
        (below(name="Ausgefüllt am 3.4.2020, gez. Meier"), []),
        (below(name="Meier, 03.04.2020"), []),
        (below(name="Datum, Unterschrift:"), []),
        (below(name="Amt 33, Frau Krüger"), []),
        (pasted(1, 2, 3), []),
        (twice(4), []),
    ],
)
def test_a_line_about_a_further_service_is_passed_on(
    read: Callable[..., ReturnedList], change: Callable[[Lines], Lines], added: list[tuple[int, str, str]]
) -> None:
    returned = read(change(own()))
    assert [(line.line, line.key, line.name) for line in returned.added] == added
    told = " ".join(returned.remarks)
    assert all(str(line.line) in told for line in returned.added), "who wrote it is told what became of it"


def test_what_an_added_line_says_is_kept_under_its_questions(read: Callable[..., ReturnedList]) -> None:
    (line,) = read(below(name="Tierheimhund vermitteln", responsible="ja", volume="ca. 7")(own())).added
    assert {key: value for key, value in line.cells.items() if value} == {"responsible": "ja", "case_volume": "ca. 7"}


@pytest.mark.parametrize("place", [1, 2, 5, 9, 10])
@pytest.mark.parametrize("long", [False, True])
def test_headings_that_were_sorted_into_the_list_hide_no_line(read: Callable[..., ReturnedList], place: int, long: bool) -> None:
    """Also where the headings stand far below the lines that are searched for them first."""
    lines = own()
    above = [*([list(BLANK) for _ in range(40)] if long else []), *lines[:place]]
    returned = read(lines[place:], above=above)
    assert recorded(returned) == ALL
    assert (returned.remarks, returned.asks_again, returned.added, returned.notes) == ((), False, (), ())


def test_lines_pasted_over_are_kept_with_what_they_say(read: Callable[..., ReturnedList]) -> None:
    returned = read(pasted(1, 3)(own()))
    assert [(line.line, line.key, line.name) for line in returned.pasted] == [
        (5, "99102010012000", "Hundesteuer anmelden"),
        (7, "", "Zweitwohnungssteuer anmelden"),
    ]
    assert [line.cells["case_volume"] for line in returned.pasted] == [1001, 1003]


def test_a_fehlanzeige_beside_lines_of_another_office_is_none(
    read: Callable[..., ReturnedList], questionnaire: Questionnaire
) -> None:
    returned = read(pasted(1, 2)(own()))
    assert returned.asks_again
    assert not returned.nil_return
