"""`ozg check` knows the whole plan: every kind of fault at its file and line, one line per cause; a right configuration stays silent."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ozg_workflow.workspace.rollouts import load_rollouts
from tests.workspace.conftest import KEY

Change = Callable[[str, str, str], int]
Mistakes = Callable[[], list[tuple[str, int, str]]]
T, Q, P, R, D, C = (
    "timeline.yaml",
    "questionnaire.yaml",
    "prioritisation.yaml",
    "rollout.yaml",
    "organisation.csv",
    "catalogue.csv",
)


def hints(home: Path) -> list[tuple[str, int, str]]:
    (data,) = load_rollouts(home)
    found = (re.fullmatch(rf"config/{KEY}/([\w.-]+):(\d+): (.*)", warning) for warning in data.warnings)
    return [(match[1], int(match[2]), match[3]) for match in found if match]


def test_the_sample_gives_no_hint(home: Path) -> None:
    assert load_rollouts(home)[0].warnings == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "offset", "message"),
    [
        (P, '"2020-09-01", ends_on: "2020-12-30"', '"2017-01-02", ends_on: "2017-12-29"', 0, "Welle „1“ (02.01.2017 bis 29.12.2017) liegt nicht in der Zeit der Umsetzung (01.09.2020 bis 31.12.2022)."),
        (P, '"2021-01-04"', '"2020-12-01"', 0, "Welle „2“ beginnt, bevor Welle „1“ endet."),
        (P, 'ends_on: "2022-12-30"', 'ends_on: "2022-12-30", capacity: 9', 0, "Die Wellen fassen zusammen 71 Leistungen, der Katalog hat 161; die letzte nimmt den Rest."),
        (P, ', "4": 1', "", 0, "Das Kriterium „Nutzerorientierung“ hat keinen Wert für „sehr hoch (4)“; solche Antworten zählen wie fehlende."),
        (T, "planned_on: 2020-05-15", "planned_on: 2020-05-16", 0, "Die Frist „Rücksendung der Amtslisten an das OZG-Postfach“ fällt auf einen freien Tag (16.05.2020, Samstag); der letzte Arbeitstag davor ist der 15.05.2020."),
        (T, "working_days: 5, mail: escalation", "working_days: 10, mail: escalation", 0, "Die Erinnerung „Eskalation an die Dezernatsleitung“ geht nie hinaus: sie liegt 10 Arbeitstage nach der Frist, „hard_stop_working_days“ ist 9."),
        (T, "[2020-12-01, ", "[2019-03-01, ", 0, "Nach dem Stand wird gefragt am 01.03.2019: vor dem Beginn der Umsetzung; dann gibt es noch keine Maßnahmen."),
        (R, "title: Umsetzung des", "title: FÃ¼r die Umsetzung des", 0, "„title“ ist beschädigt: „Ã¼“ ist ein falsch umgewandeltes Zeichen. Bitte den Text neu eingeben und als UTF-8 speichern."),
        (C, "Bürgerbegehren", "B\ufffdrgerbegehren", 0, "„bezeichnung“ ist beschädigt: „\ufffd“ steht für ein Zeichen, das beim Speichern verloren ging. Bitte den Text neu eingeben und als UTF-8 speichern."),
        (D, "Amt;12;Amt für Statistik und Wahlen;1;amt12@bielefeld.example;Herr Kolbe;kolbe@bielefeld.example;2019-01-01;", "Amt;12;Amt für Statistik und Wahlen;1;amt12@bielefeld.example;Herr Kolbe;kolbe@bielefeld.example;2019-01-01;2020-03-24", None, "4 Leistungen sind Amt 12 zugeordnet, das es am Tag des Versands (25.03.2020) nicht gibt."),
        (D, "amt12@bielefeld.example", "ozg@bielefeld.example", 0, "Amt 12: „ozg@bielefeld.example“ ist das Postfach des Rollouts; was dorthin geht, gilt als eigene Kopie."),
        (D, "amt12@bielefeld.example", "amt12@bielefeld.exmaple", 0, "Amt 12: „amt12@bielefeld.exmaple“ in der Spalte „postfach“: „@bielefeld.example“ gemeint?"),
        (D, "anders@bielefeld.example;2019-01-01;", "anders@bielefeld.example;2019-01-01;2020-02-01", 0, "Dezernat 1 endet am 2020-02-01, Amt 10 gehört danach noch dazu und wird dort weiter angeschrieben. Es zählen die Daten der Ämter; bitte sie einem anderen Dezernat zuordnen."),
        (P, "classes: [10, 100, 1000, 10000]", 'values: {"10": 1}', 0, "Das Kriterium „Häufigkeit der Anwendung (Fallzahlen)“: „Fallzahl pro Jahr“ ist eine Zahl und braucht „classes“."),
    ],
)  # fmt: skip
def test_a_hint_names_file_and_line(
    home: Path, change: Change, file: str, old: str, new: str, offset: int | None, message: str
) -> None:
    line = change(file, old, new)
    expected = (C, 5, message) if offset is None else (file, line + offset, message)
    assert expected in hints(home)


@pytest.mark.parametrize(
    ("file", "old", "new", "offset", "message"),
    [
        (T, "planned_on: 2020-05-15", "planned_on: 2020-05", 0, "„2020-05“ nennt nur einen Monat; hier gehört ein Tag hin (JJJJ-MM-TT), oder precision: month."),
        (T, "precision: deadline\n    planned_on: 2020-05-15", "precision: month\n    planned_on: 2020-05", 1, "„Rücksendung der Amtslisten an das OZG-Postfach“ braucht einen Tag (JJJJ-MM-TT); 2020-05 nennt nur den Monat."),
        (T, '"12-31"]', '"12-31", "02-30"]', 0, "closed_days: Den Tag „02-30“ gibt es nicht."),
        (T, '"12-31"]', '"12-31", {weekday: montag, nth: 1, month: 5}]', 0, "„closed_days.2.weekday“: „montag“ ist nicht erlaubt. Erlaubt sind: 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday' oder 'sunday'."),
        (T, "supplement_working_days: 10", "supplement_working_days: 0", 0, "„supplement_working_days“ muss mindestens 1 sein, nicht 0."),
        (D, ";amt12@bielefeld.example", ";mailto:amt12@bielefeld.example", 0, "Amt 12: „mailto:amt12@bielefeld.example“ in der Spalte „postfach“ ist keine Mailadresse."),
        (D, "amt12@bielefeld.example", "amt12@bielefeld..example", 0, "Amt 12: „amt12@bielefeld..example“ in der Spalte „postfach“ ist keine Mailadresse."),
        (D, "amt12@bielefeld.example", "#NV", 0, "Die Spalte „postfach“ enthält den Formelfehler „#NV“; bitte den Wert eintragen."),
        (C, ";Bürgerbegehren einreichen;", ";#BEZUG!;", 0, "Die Spalte „bezeichnung“ enthält den Formelfehler „#BEZUG!“; bitte den Wert eintragen."),
        (Q, "heading: Bemerkung", "heading: Internetadresse", -1, "Die Überschrift „Internetadresse“ haben zwei Fragen."),
        (R, "retention_days: 180", "retention_days: -1", 0, "„retention_days“ muss mindestens 1 sein."),
        (R, "answers_per_hour: 20", "answers_per_hour: 0", 0, "„answers_per_hour“ muss mindestens 1 sein."),
        (R, "archive_copy_hours: 24", "archive_copy_hours: 0", 0, "„archive_copy_hours“ muss mindestens 1 sein."),
        (R, "[bielefeld.example]", '["@bielefeld.example"]', 0, "„@bielefeld.example“ in allowed_domains ist keine Domäne (wie stadt.example)."),
        (P, 'version: "1.0"', 'version: "1/0"', 0, "„version“ hat 1 bis 40 Zeichen: Buchstaben, Ziffern, Punkt, Bindestrich und Unterstrich."),
        (Q, "maximum: 10000000", "maximum: -1", -5, "Die Frage „case_volume“ lässt keine Zahl zu: „minimum“ ist größer als „maximum“."),
        (Q, "label: niedrig (1)", "label: mittel (2)", -6, "Die Frage „complexity“ hat zwei Auswahltexte „mittel (2)“."),
        (Q, '{value: "1", label: niedrig (1)}', '{value: "2", label: niedrig (1)}', -6, "Die Frage „complexity“ hat zweimal den Wert „2“."),
        (P, 'capacity: 12}', "capacity: 0}", 0, "Welle „1“ fasst nichts; „capacity“ muss mindestens 1 sein."),
        (P, "legal_barrier: [excluded]", "legal_barrier: [verboten]", 0, "„blocking“ nennt zu „legal_barrier“ „verboten“; diese Antwort gibt es nicht."),
    ],
)  # fmt: skip
def test_a_mistake_names_file_and_line(
    change: Change, mistakes: Mistakes, file: str, old: str, new: str, offset: int, message: str
) -> None:
    line = change(file, old, new)
    assert mistakes() == [(file, line + offset, message)]


def test_days_off_of_a_city_are_read_in_every_form(home: Path, change: Change) -> None:
    rules = """
  - "12-24"
  - 2020-05-22
  - {day: "06-24", name: Johannistag}
  - {weekday: monday, nth: -1, month: 10}
  - {weekday: wednesday, before: "11-23"}
  - {easter: -48, name: Rosenmontag}
open_days: [{easter: 60}]"""
    change(T, '["12-24", "12-31"]  # an diesen Tagen ist das Rathaus geschlossen', rules)
    calendar = load_rollouts(home)[0].config.timeline.calendar
    assert [str(rule.in_year(2020)) for rule in calendar.closed_days] == [
        "2020-12-24", "2020-05-22", "2020-06-24", "2020-10-26", "2020-11-18", "2020-02-24",
    ]  # fmt: skip
    assert [str(rule.in_year(2020)) for rule in calendar.open_days] == ["2020-06-11"]
    assert hints(home) == []


def test_a_catalogue_with_nothing_but_headings_is_refused(home: Path, mistakes: Mistakes) -> None:
    path = home / "config" / KEY / C
    path.write_text(path.read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8")
    assert mistakes() == [(C, 1, "Der Katalog enthält keine Leistung.")]


def _columns(home: Path, column: int, value: str, lines: range) -> None:
    path = home / "config" / KEY / C
    rows = [row.split(";") for row in path.read_text(encoding="utf-8").splitlines()]
    for n in lines:
        rows[n - 1][column] = value
    path.write_text("".join(";".join(row) + "\n" for row in rows), encoding="utf-8")


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        (1, "nicht im LeiKa", "„nicht im LeiKa“ ist kein Leistungsschlüssel; bitte die Zelle leer lassen, wenn die Leistung keinen hat (und 3 weitere Zeilen: 8, 9, 10)."),
        (1, "9,9012E+13", "Leistungsschlüssel „9,9012E+13“ wurde von Excel in eine Zahl verwandelt; bitte als Text mit 14 Ziffern eintragen (und 3 weitere Zeilen: 8, 9, 10)."),
        (8, "99", "„Amtliche Beglaubigung einer Kopie vornehmen“ ist Amt „99“ zugeordnet, das es nicht gibt (und 3 weitere Zeilen: 8, 9, 10)."),
    ],
)  # fmt: skip
def test_a_mistake_of_many_rows_is_one_line(home: Path, mistakes: Mistakes, column: int, value: str, message: str) -> None:
    _columns(home, column, value, range(7, 11))
    ((file, line, told),) = mistakes()
    assert (file, line) == (C, 7)
    assert told.partition(" ist Amt")[2] == message.partition(" ist Amt")[2]
    assert column == 8 or told == message


def test_a_hint_of_many_rows_is_one_line(home: Path) -> None:
    _columns(home, 3, "02. Mrz", range(7, 11))
    (hint,) = hints(home)
    assert hint == (C, 7, "Der Typ „02. Mrz“ ist ein Datum; vor Excel stand dort wohl „2/3“. Bitte die Spalte als Text einlesen (und 3 weitere Zeilen: 8, 9, 10).")  # fmt: skip


def test_offices_without_a_mailbox_are_one_line(home: Path, mistakes: Mistakes) -> None:
    path = home / "config" / KEY / D
    path.write_text(re.sub(r"amt\d+@bielefeld.example", "", path.read_text(encoding="utf-8")), encoding="utf-8")
    ((file, line, message),) = mistakes()
    assert (file, line) == (D, 8)
    assert message.startswith("Amt 10 hat kein Postfach (und 29 weitere Zeilen: 9, 10, 11, 12, 13, 14, 15, 16 …).")


def test_leftovers_of_the_sample_are_told_once_per_file_with_all_their_lines(home: Path, change: Change) -> None:
    change(R, "city: Stadt Bielefeld", "city: Stadt Herford")
    marks = ("bielefeld.example", "bielefeld-2020", "Kerstin Lindner", "Tarik Yıldız")
    text = (home / "config" / KEY / R).read_text(encoding="utf-8").splitlines()
    first, *others = [n for n, line in enumerate(text, 1) if not line.startswith("#") and any(mark in line for mark in marks)]
    shown = ", ".join(map(str, others))
    message = f"„bielefeld-2020“ in „key“ stammt aus dem mitgelieferten Beispiel (und {len(others)} weitere Zeilen: {shown})."
    assert (R, first, message) in hints(home)
    files = [file for file, _, message in hints(home) if "mitgelieferten Beispiel" in message]
    assert sorted(files) == sorted([R, T, Q, "progress.yaml", D, "solutions.csv"])


@pytest.mark.parametrize(
    ("old", "new", "where", "message"),
    [
        ("title: Umsetzung des", "title: Umsetzung: des", 0, "Ein Doppelpunkt steht, wo keiner stehen darf; ein Text mit „: “ gehört in Anführungszeichen"),
        ("title: Umsetzung des Onlinezugangsgesetzes", 'title: "Umsetzung des Onlinezugangsgesetzes', 0, "Das Anführungszeichen wird nicht geschlossen"),
        ("allowed_domains: [bielefeld.example]", "allowed_domains: [bielefeld.example", 0, "Die eckige Klammer wird nicht geschlossen, oder ein Komma fehlt"),
        ("sender: {name:", "sender: @{name:", 0, "Ein Tabulator oder eines der Zeichen %, @ und ` steht am Anfang; eingerückt wird mit Leerzeichen, Text mit diesen Zeichen gehört in Anführungszeichen"),
        ("title: Umsetzung des Onlinezugangsgesetzes", 'title: "C:\\Daten"', 0, "Nach „\\“ steht ein Zeichen, das in doppelten Anführungszeichen dort nichts bedeutet; einfache nehmen"),
        ("forward_rule: auto_forward", "forward_rule auto_forward", 0, "Nach einem Namen fehlt der Doppelpunkt"),
    ],
)  # fmt: skip
def test_a_yaml_file_that_cannot_be_read_is_told_in_german_at_the_line_where_it_began(
    change: Change, mistakes: Mistakes, old: str, new: str, where: int, message: str
) -> None:
    line = change(R, old, new)
    assert mistakes() == [(R, line + where, f"Kein gültiges YAML: {message}.")]


def test_a_quotation_mark_that_runs_into_another_one_is_told_where_it_began(change: Change, mistakes: Mistakes) -> None:
    line = change(T, "title: Erinnerung vor der Frist", 'title: "Erinnerung vor der Frist')
    end = change(T, "supplement_working_days: 10", 'supplement_working_days: "10"')
    assert mistakes() == [(T, line, f"Kein gültiges YAML: Das Anführungszeichen, das hier beginnt, endet erst in Zeile {end}.")]
