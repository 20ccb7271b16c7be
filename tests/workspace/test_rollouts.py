"""Every mistake in the configuration is named with its file, its line and a German sentence, all of them at once."""

import re
import shutil
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan.days import DayRule
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.plan.timeline import Precision
from ozg_workflow.workspace.rollouts import load_rollouts
from tests.workspace.conftest import KEY

Change = Callable[[str, str, str], int]
Mistakes = Callable[[], list[tuple[str, int, str]]]

T, Q, P, R = "timeline.yaml", "questionnaire.yaml", "prioritisation.yaml", "rollout.yaml"
D, C, M = "organisation.csv", "catalogue.csv", "maturity-plan.yaml"
FIRST_SERVICE = "L001;99064005000000;Akteneinsicht nach dem Informationsfreiheitsgesetz beantragen;2/3;10116"


def test_the_shipped_configuration_is_right(home: Path) -> None:
    (data,) = load_rollouts(home)
    config = data.config
    assert (config.key, config.city, config.scale.target_level) == (KEY, "Stadt Bielefeld", 4)
    assert len(config.timeline.milestones) == 14
    assert (len(data.organisation.departments), len(data.organisation.offices), len(data.services)) == (6, 29, 161)
    assert len(data.organisation.memberships) == 30


def test_the_coordinator_of_the_contacts_decides_and_whoever_is_named_besides(home: Path, change: Change) -> None:
    assert load_rollouts(home)[0].config.people == ("Frau Kerstin Lindner", "Herr Tarik Yıldız")
    change(R, "coordinators: []", "coordinators: [Frau Kerstin Lindner, Frau A]")
    assert load_rollouts(home)[0].config.people == ("Frau Kerstin Lindner", "Frau A", "Herr Tarik Yıldız")
    change(R, "deputies: [Herr Tarik Yıldız]", "")
    assert load_rollouts(home)[0].config.people == ("Frau Kerstin Lindner", "Frau A")


def test_dates_times_and_months_are_read_as_the_plan_means_them(home: Path) -> None:
    timeline = load_rollouts(home)[0].config.timeline
    board = timeline.of(Action.PRESENT)[0]
    assert (board.precision, board.planned_on, board.planned) == (Precision.MONTH, date(2020, 7, 1), "2020-07")
    event = timeline.of(Action.EVENT)[0].event
    assert event is not None
    assert (event.starts_at, event.ends_at) == (time(10), time(11, 30))
    assert timeline.progress.asked_on[-1] == date(2022, 10, 4)
    assert timeline.calendar.closed_days == (DayRule(day="12-24"), DayRule(day="12-31"))


def test_a_time_needs_no_quotation_marks(home: Path, change: Change) -> None:
    change(T, '"10:00"', "10:00")
    event = load_rollouts(home)[0].config.timeline.of(Action.EVENT)[0].event
    assert event is not None
    assert event.starts_at == time(10)


@pytest.mark.parametrize(
    ("file", "old", "new", "offset", "message"),
    [
        # characters that would end a header line of a mail
        (R, "city: Stadt Bielefeld", 'city: "Stadt\\r\\nBcc: x"', 0, "„city“ enthält einen Zeilenumbruch oder ein Steuerzeichen."),
        (R, "city: Stadt Bielefeld", "city: |\n  Stadt\n  Bielefeld", 0, "„city“ enthält einen Zeilenumbruch oder ein Steuerzeichen."),
        (R, "city: Stadt Bielefeld", 'city: "Stadt\\0"', 0, "„city“ enthält einen Zeilenumbruch oder ein Steuerzeichen."),
        (D, "Amt;10;Hauptamt;", 'Amt;10;"Haupt\namt";', 0, "Die Spalte „name“ enthält einen Zeilenumbruch oder ein Steuerzeichen."),
        (C, FIRST_SERVICE, FIRST_SERVICE.replace("beantragen", "bean\0tragen"), 0, "Die Zeile enthält ein Steuerzeichen."),
        # the comparison of cities
        (R, "comparison: {agreed: false}", "comparison: {agreed: true}", 0, "„comparison.population“ nennt die Einwohnerzahl; ohne sie gehört die Stadt in keine Größenklasse."),
        (R, "comparison: {agreed: false}", "comparison: {population: -5}", 0, "„comparison.population“ nennt die Einwohnerzahl; ohne sie gehört die Stadt in keine Größenklasse."),
        (R, "comparison: {agreed: false}", "comparison: {agreed: vielleicht}", 0, "„comparison.agreed“ muss true oder false sein."),
        # the people who decide
        (R, "[Herr Tarik Yıldız]", "[Frau A, Frau A]", 0, "„Frau A“ steht zweimal in „coordinators“ und „deputies“."),
        (R, "[Herr Tarik Yıldız]", "[yildiz@stadt.example]", 0, "„yildiz@stadt.example“: bitte nur der Name, keine Mailadresse."),
        (R, "[Herr Tarik Yıldız]", "\n  - Frau A\n  - prefect", 2, "„prefect“ ist kein Name einer Person; so heißt im Protokoll das Programm."),
        (R, "[Herr Tarik Yıldız]", '[""]', 0, "Ein Name hat 1 bis 100 Zeichen."),
        # YAML as such
        (T, "state: NW", "state: NW\nstaat: NW", 1, "„staat“ ist hier unbekannt."),
        (T, "    title: Abstimmung", "    titel: x\n    title: Abstimmung", 0, "„titel“ ist hier unbekannt."),
        (R, "city: Stadt Bielefeld", "", -2, "„city“ fehlt."),
        (T, "    title: Abstimmung des Konzeptes in der Verwaltungsvorstands-Klausurtagung\n", "", -1, "„title“ fehlt."),
        (T, "state: NW", "state: NW\nstate: BY", 1, "„state“ steht hier zum zweiten Mal."),
        (T, "state: NW", "state: NO", 0, "„state“ muss ein Text sein (bitte in Anführungszeichen setzen)."),
        (T, "  - key: konzept", "  - key: *konzept", 0, "Kein gültiges YAML: „*“ hat am Anfang eines Textes eine eigene Bedeutung; der Text gehört in Anführungszeichen."),
        (T, "state: NW", "state: !land NW", 0, "Kein gültiges YAML: „!“ hat am Anfang eines Textes eine eigene Bedeutung; der Text gehört in Anführungszeichen."),
        # dates, times, enums, numbers, sections
        (T, "2020-03-17", "2020-02-31", 0, "„milestones.0.planned_on“: „2020-02-31“ ist kein Datum (JJJJ-MM-TT)."),
        (T, "2020-03-17", "17.03.2020", 0, "„milestones.0.planned_on“: „17.03.2020“ ist kein Datum (JJJJ-MM-TT)."),
        (T, "planned_on: 2020-07", "planned_on: 2020-07-15", 0, "Zu precision: month gehört ein Monat wie 2020-07."),
        (T, '"10:00"', '"25:00"', 0, "„milestones.5.event.starts_at“: „25:00“ ist keine Uhrzeit (HH:MM)."),
        (T, "hard_stop_working_days: 9", "hard_stop_working_days: neun", 0, "„reminders.hard_stop_working_days“: „neun“ ist keine Zahl."),
        (R, "{name: Intranet-Redaktion, email: intranet@bielefeld.example}", "Intranet", 0, "„contacts.intranet_editors“ muss aus Zeilen „Name: Wert“ bestehen."),
        # the timeline
        (T, "- key: versand", "- key: konzept", 0, "Den Meilenstein „konzept“ gibt es zweimal."),
        (T, "2020-03-18", "2020-03-16", 0, "„Information der Leitungen der Organisationseinheiten“ (16.03.2020) liegt vor dem vorhergehenden Meilenstein „Abstimmung des Konzeptes in der Verwaltungsvorstands-Klausurtagung“ (17.03.2020)."),
        (T, '"11:30"', '"09:30"', 0, "„Infoveranstaltung für das Ausfüllen der Amtsliste (1. Termin)“ endet vor dem Beginn."),
        (T, "state: NW", "state: NRW", 0, "„NRW“ ist kein Kürzel eines Landes (z. B. NW)."),
        (T, '["12-24", "12-31"]', '["24.12."]', 0, "closed_days: „24.12.“ ist kein Tag im Format MM-TT oder JJJJ-MM-TT."),
        (T, "milestone: frist-zustaendigkeit", "milestone: versand", 0, "„versand“ ist keine Frist, an die erinnert wird (Zuständigkeit oder Rücksendung)."),
        (T, "mail: escalation", "mail: brief", 0, "„brief“ ist keine Erinnerungsmail."),
        # the questionnaire, the weights and the scale
        (Q, "required_when: {planned_offer: [ja]}", "required_when: {planned_offer: [evtl]}", -3, "required_when von „planned_on“ nennt den unbekannten Wert „evtl“."),
        (Q, "required_when: {planned_offer: [ja]}", "required_when: {plan: [ja]}", -3, "required_when von „planned_on“ nennt die unbekannte Frage „plan“."),
        (P, "question: case_volume", "question: cases", -2, "Das Kriterium „Häufigkeit der Anwendung (Fallzahlen)“ nennt die unbekannte Frage „cases“."),
        (P, "classes: [10, 100, 1000, 10000]", "classes: [10, 100, 100]", -5, "Die Klassen von „Häufigkeit der Anwendung (Fallzahlen)“ müssen aufsteigen."),
        (P, '"2020-12-30"', '"2020-12-32"', 0, "Welle „1“: „starts_on“ und „ends_on“ müssen ein Datum sein (JJJJ-MM-TT)."),
        (P, '"2020-12-30"', '"2020-08-30"', 0, "Welle „1“ endet vor ihrem Beginn."),
        (M, "{value: 3,", "{value: 6,", -4, "Die Stufen müssen lückenlos bei 0 beginnen."),
        (M, "target_level: 4", "target_level: 6", 2, "target_level und compliant_level müssen Stufen der Skala sein."),
        # the rollout
        (R, "key: bielefeld-2020", "key: Bielefeld 2020", 0, "„key“ darf nur Kleinbuchstaben, Ziffern und Bindestriche enthalten."),
        (R, "ozg@bielefeld.example", "ozg.bielefeld.example", 0, "„ozg.bielefeld.example“ ist keine Mailadresse."),
        # organisation and catalogue
        (D, "Amt;10;Hauptamt;1;amt10@bielefeld.example", "Amt;10;Hauptamt;1;", 0, "Amt 10 hat kein Postfach."),
        (D, "amt10@bielefeld.example", "amt10 bielefeld", 0, "Amt 10: „amt10 bielefeld“ in der Spalte „postfach“ ist keine Mailadresse."),
        (D, "Amt;10;Hauptamt;1;", "Amt;10;Hauptamt;7;", 0, "Amt 10 gehört zu Dezernat „7“, das es nicht gibt."),
        (D, "Amt;10;", "Referat;10;", 0, "Die Spalte „art“ muss „Dezernat“ oder „Amt“ enthalten, nicht „Referat“."),
        (D, "2021-02-28", "28.02.2021", 0, "Amt 80: „28.02.2021“ in der Spalte „gueltig_bis“ ist kein Datum (JJJJ-MM-TT)."),
        (D, "2021-02-28", "2018-02-28", 0, "Amt 80: „gueltig_bis“ liegt vor „gueltig_ab“."),
        (D, "2021-02-28", "2021-03-28", 1, "Amt 80 gehört im selben Zeitraum zu Dezernat OB und 4."),
        (D, "Dezernat;5;", "Dezernat;4;Doppelt;;d4@bielefeld.example;Frau A;a@bielefeld.example;;\nDezernat;5;", 0, "Dezernat 4 gibt es zweimal."),
        (C, FIRST_SERVICE, FIRST_SERVICE.replace("99064005000000", "9,9012E+13"), 0, "Leistungsschlüssel „9,9012E+13“ wurde von Excel in eine Zahl verwandelt; bitte als Text mit 14 Ziffern eintragen."),
        (C, FIRST_SERVICE, FIRST_SERVICE.replace("99064005000000", "9906400500000"), 0, "Leistungsschlüssel „9906400500000“ hat nicht 14 Ziffern."),
        (C, FIRST_SERVICE, FIRST_SERVICE.replace("10116", "116"), 0, "Die OZG-ID „116“ hat nicht fünf Ziffern."),
        (C, "§ 26 GO NRW;10", "§ 26 GO NRW;99", 0, "„Bürgerbegehren einreichen“ ist Amt „99“ zugeordnet, das es nicht gibt."),
        (C, "§ 26 GO NRW;10", "§ 26 GO NRW;10;zu viel", 0, "Die Zeile hat 10 Felder, die Kopfzeile 9."),
        (C, ";bezeichnung;", ";name;", 0, "Es fehlen die Spalten: bezeichnung."),
    ],
)  # fmt: skip
def test_one_mistake_is_named_with_file_line_and_remedy(
    change: Change, mistakes: Mistakes, file: str, old: str, new: str, offset: int, message: str
) -> None:
    line = change(file, old, new)
    assert mistakes() == [(file, line + offset, message)]


def test_a_word_that_is_not_allowed_is_answered_with_the_allowed_ones(change: Change, mistakes: Mistakes) -> None:
    line = change(T, "action: send_lists", "action: send_list")
    ((file, found, message),) = mistakes()
    assert (file, found) == (T, line)
    assert message.startswith("„milestones.4.action“: „send_list“ ist nicht erlaubt. Erlaubt sind: 'tick_off', ")
    assert message.endswith(" oder 'complete'.")


def test_a_missing_action_is_named_at_the_list_of_milestones(change: Change, mistakes: Mistakes) -> None:
    change(T, "action: evaluate", "action: tick_off")
    assert mistakes() == [(T, 6, "Es muss genau einen Meilenstein mit action: evaluate geben, nicht 0.")]


def test_a_weight_of_zero_is_a_mistake(change: Change, mistakes: Mistakes) -> None:
    line = change(P, "weight: 25\n    values", "weight: 0\n    values")
    assert mistakes() == [(P, line - 4, "Das Gewicht von „Nutzerorientierung“ muss größer als 0 sein.")]


def test_an_event_belongs_to_its_action_and_only_there(change: Change, mistakes: Mistakes) -> None:
    line = change(T, "action: inform_staff\n", "action: event\n")
    assert mistakes() == [
        (
            T,
            line - 2,
            "„Information der Mitarbeiterinnen/Mitarbeiter – Intranet“: „event“ gehört zu action: event und nur dorthin.",
        )
    ]


def test_a_repeated_id_of_the_catalogue_is_named_once_with_all_of_its_lines(change: Change, mistakes: Mistakes) -> None:
    change(C, "L002;", "L001;")
    assert mistakes() == [(C, 2, "Die id „L001“ gibt es mehrmals (und eine weitere Zeile: 3).")]


@pytest.mark.parametrize("file", [T, Q, P, D, C, M, "progress.yaml"])
def test_a_missing_file_is_named(home: Path, mistakes: Mistakes, file: str) -> None:
    (home / "config" / KEY / file).unlink()
    assert (file, 1, "Die Datei fehlt.") in mistakes()


@pytest.mark.parametrize("file", [R, T, Q, P, M, "progress.yaml"])
@pytest.mark.parametrize("content", ["", "# nur ein Kommentar\n"])
def test_an_empty_file_is_named(home: Path, mistakes: Mistakes, file: str, content: str) -> None:
    (home / "config" / KEY / file).write_text(content, encoding="utf-8")
    assert [(f, m) for f, _, m in mistakes()] == [(file, "Die Datei ist leer.")]


def test_a_file_that_is_not_utf_8_is_named(home: Path, mistakes: Mistakes) -> None:
    path = home / "config" / KEY / R
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252", errors="replace"))  # "Yıldız"
    ((file, line, message),) = mistakes()
    assert (file, line) == (R, 1)
    assert re.fullmatch(r"Die Datei ist nicht in UTF-8 gespeichert \(Byte \d+\)\.", message)


def test_a_byte_order_mark_does_no_harm(home: Path) -> None:
    path = home / "config" / KEY / R
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_rollouts(home)[0].config.key == KEY


def test_invalid_yaml_is_named_with_its_line(change: Change, mistakes: Mistakes) -> None:
    line = change(T, "    title: Information des Personalrates", "\ttitle: Information des Personalrates")
    ((file, found, message),) = mistakes()
    assert (file, found) == (T, line)
    assert message.startswith("Kein gültiges YAML: ")


def test_a_list_where_a_file_should_have_names_is_named(home: Path, mistakes: Mistakes) -> None:
    (home / "config" / KEY / M).write_text("- 0\n- 1\n", encoding="utf-8")
    assert mistakes() == [(M, 1, "Die Datei muss aus Zeilen „Name: Wert“ bestehen.")]


def test_all_mistakes_of_all_files_are_named_at_once(change: Change, mistakes: Mistakes) -> None:
    change(T, "2020-03-17", "17.03.")
    change(D, "amt10@bielefeld.example", "")
    change(P, "weight: 15\n    classes", "weight: -1\n    classes")
    assert [(f, m) for f, _, m in mistakes()] == [
        (D, "Amt 10 hat kein Postfach."),
        (P, "Das Gewicht von „Personaleinsatz“ muss größer als 0 sein."),
        (T, "„milestones.0.planned_on“: „17.03.“ ist kein Datum (JJJJ-MM-TT)."),
    ]


def test_mistakes_of_several_rollouts_are_told_apart(home: Path, change: Change, mistakes: Mistakes) -> None:
    change(T, "state: NW", "state: XX")
    shutil.copytree(home / "config" / KEY, home / "config" / "stadt-2021")
    assert [f for f, _, _ in mistakes()] == [T, "config/stadt-2021/timeline.yaml"]


def test_two_rollouts_may_not_have_the_same_key(home: Path, mistakes: Mistakes) -> None:
    shutil.copytree(home / "config" / KEY, home / "config" / "zweite")
    message = "Den Rollout „bielefeld-2020“ gibt es in zwei Ordnern; „key“ muss eindeutig sein."
    assert mistakes() == [("config/zweite/rollout.yaml", 2, message)]


def test_a_key_that_does_not_begin_with_99_is_only_a_hint(home: Path, change: Change) -> None:
    change(C, "99064005000000", "77064005000000")
    assert load_rollouts(home)[0].warnings == (
        f"config/{KEY}/catalogue.csv:2: Leistungsschlüssel „77064005000000“ beginnt nicht mit 99.",
    )


def test_a_workspace_without_a_rollout_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ozg init ORDNER"):
        load_rollouts(tmp_path)


@pytest.mark.parametrize(("cell", "sdg"), [("1", True), ("ja", True), ("0", False), ("nein", False), ("", None), ("?", None)])
def test_the_catalogue_may_say_which_services_the_sdg_regulation_names(home: Path, cell: str, sdg: bool | None) -> None:
    path = home / "config" / KEY / "catalogue.csv"
    head, first, *_ = path.read_text("utf-8").splitlines()
    path.write_text(f"{head};sdg2\n{first};{cell}\n", encoding="utf-8")
    assert [service.sdg for service in load_rollouts(home)[0].services] == [sdg]
    path.write_text(f"{head}\n{first}\n", encoding="utf-8")
    assert [service.sdg for service in load_rollouts(home)[0].services] == [None]
