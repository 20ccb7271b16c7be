"""Mail texts: every kind against its golden files, and what hostile or missing values do to them."""

import os
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ozg_workflow.domain.errors import OzgError
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.mail.write.templates import TEXT_WIDTH, RenderedMail, Templates
from ozg_workflow.texts.filters import salutation, single_line
from tests.mail.write.samples import sample_values
from tests.mail.write.template_variables import needed

SHIPPED = Path(__file__).parents[3] / "templates" / "email"
GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def templates() -> Templates:
    return Templates((SHIPPED,))


@pytest.fixture
def override(tmp_path: Path) -> Path:
    folder = tmp_path / "reminder"
    folder.mkdir()
    return folder


class _Parsed(HTMLParser):
    """Collects tags, visible text and addresses of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.data: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.data.append(data)

    @property
    def names(self) -> list[str]:
        return [tag for tag, _ in self.tags]


@pytest.mark.parametrize("kind", MailKind)
def test_every_mail_matches_its_golden_files(templates: Templates, kind: MailKind) -> None:
    """Run with UPDATE_GOLDEN=1 to accept a changed text after reading it."""
    mail = templates.render(kind, sample_values(kind))
    for ending, text in (("subject.txt", mail.subject + "\n"), ("txt", mail.text), ("html", mail.html)):
        golden = GOLDEN / f"{kind.value}.{ending}"
        if os.environ.get("UPDATE_GOLDEN"):
            golden.write_text(text, encoding="utf-8", newline="\n")
        assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", MailKind)
def test_every_mail_says_why_it_comes_and_how_to_ask_back(templates: Templates, kind: MailKind) -> None:
    mail = templates.render(kind, sample_values(kind))
    for text in (mail.text, mail.html):
        reason = re.search(r"Warum erhalten Sie diese Nachricht\?(.{60,}?)Vorhaben", text, re.DOTALL)
        assert reason
    if kind not in (
        MailKind.DAILY_DIGEST,
        MailKind.FAILURE_NOTICE,
        MailKind.ANSWERS_EXPORT,
        MailKind.WORKING_TABLE,
        MailKind.BOARD_DRAFT,
    ):  # they go to the coordinator herself
        assert "kerstin.lindner@bielefeld.example" in mail.text
        assert "kerstin.lindner@bielefeld.example" in mail.html


@pytest.mark.parametrize("kind", MailKind)
def test_every_text_is_calm_german_in_lines_that_mail_programs_keep(templates: Templates, kind: MailKind) -> None:
    mail = templates.render(kind, sample_values(kind))
    prose = "".join(_Parsed(re.sub(r"<style.*?</style>", "", mail.html, flags=re.DOTALL)).data)
    assert "!" not in mail.subject + mail.text + prose
    assert all(len(line) <= TEXT_WIDTH for line in mail.text.splitlines())
    assert "\n\n\n" not in mail.text
    assert "None" not in mail.text + prose
    assert "{" not in mail.text + prose


@pytest.mark.parametrize("kind", MailKind)
def test_every_html_mail_is_self_contained_and_readable_for_screen_readers(templates: Templates, kind: MailKind) -> None:
    page = _Parsed(templates.render(kind, sample_values(kind)).html)
    assert not {"img", "script", "link", "iframe", "object", "form"} & set(page.names)
    own = (
        "mailto:",
        "https://ozg.stadt.example/",
        "https://lesesaal.stadt.example/",
    )  # our own desk, in the coordinator's digest
    assert all((attrs.get("href") or "").startswith(own) for tag, attrs in page.tags if tag == "a")
    assert page.names.count("h1") == 1
    assert dict(page.tags)["html"]["lang"] == "de"
    assert all(attrs.get("scope") in {"col", "row"} for tag, attrs in page.tags if tag == "th")
    layout = [attrs for tag, attrs in page.tags if tag == "table" and attrs.get("role") == "presentation"]
    assert len(layout) >= 2
    assert layout[0]["lang"] == "de", "mail programs in a browser keep neither <html> nor <body>"


@pytest.mark.parametrize("kind", MailKind)
def test_dark_mode_survives_inlining(templates: Templates, kind: MailKind) -> None:
    html = templates.render(kind, sample_values(kind)).html
    assert "prefers-color-scheme: dark" in html
    assert html.index("charset") < 1024  # browsers and mail programs look no further
    assert "font-family: Arial" in html.split("</head>")[1]


@pytest.mark.parametrize("kind", MailKind)
def test_each_missing_value_is_named_with_its_template(templates: Templates, kind: MailKind) -> None:
    complete = sample_values(kind)
    names = needed(kind)
    assert names
    for name in names:
        values = {key: value for key, value in complete.items() if key != name}
        with pytest.raises(OzgError, match=rf"^Mailvorlage .*\.j2:\d+: Der Wert „{name}“ fehlt\.$"):
            templates.render(kind, values)


def test_a_missing_value_inside_a_list_is_named_with_the_line_of_the_part_that_uses_it(templates: Templates) -> None:
    values = sample_values(MailKind.SERVICE_LISTS) | {"lists": [{"office_title": "Amt 33", "rows": 3}]}
    with pytest.raises(OzgError, match=r"_base/parts\.txt\.j2:\d+: Der Wert „file_name“ fehlt"):
        templates.render(MailKind.SERVICE_LISTS, values)


def test_umlauts_and_german_numbers_arrive_unharmed(templates: Templates) -> None:
    mail = templates.render(MailKind.SERVICE_LISTS, sample_values(MailKind.SERVICE_LISTS))
    for text in (mail.text, mail.html):
        assert "Bürger und Kultur" in text
        assert "1.203" in text
        assert "Freitag, 15. Mai 2020" in text


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</td></tr></table>", "{{ 7*7 }}"]
)
def test_hostile_names_are_text_in_html(templates: Templates, hostile: str) -> None:
    values = sample_values(MailKind.RETURN_WITH_ERRORS)
    issues = [{**values["issues"][0], "service": hostile, "value": hostile, "cell": hostile}]  # type: ignore[index]
    mail = templates.render(MailKind.RETURN_WITH_ERRORS, values | {"office_title": hostile, "issues": issues})
    harmless = templates.render(MailKind.RETURN_WITH_ERRORS, values | {"issues": issues[:1]})
    page = _Parsed(mail.html)
    assert hostile in "".join(page.data)
    assert not {"script", "img"} & set(page.names)
    assert page.names == _Parsed(harmless.html).names
    assert hostile in mail.text.replace("\n", " ")


def test_line_breaks_in_names_never_break_the_subject(templates: Templates) -> None:
    values = sample_values(MailKind.ACKNOWLEDGEMENT) | {"office_title": "Amt 34\r\nBcc: all@bielefeld.example\x00\u2028x\x1dy"}
    subject = templates.render(MailKind.ACKNOWLEDGEMENT, values).subject
    assert len(subject.splitlines()) == 1
    assert subject == "Eingang bestätigt: Amtsliste Amt 34 Bcc: all@bielefeld.example x y (Fassung 1) [OZG-2020-3f2a]"


def test_a_long_subject_is_cut_and_keeps_its_tag(templates: Templates) -> None:
    values = sample_values(MailKind.ACKNOWLEDGEMENT) | {"office_title": "Amt für " + "Angelegenheiten " * 20}
    subject = templates.render(MailKind.ACKNOWLEDGEMENT, values).subject
    assert len(subject) <= 150
    assert subject.endswith("… [OZG-2020-3f2a]")


def test_without_a_reference_the_subject_has_no_brackets(templates: Templates) -> None:
    mail = templates.render(MailKind.REMINDER, sample_values(MailKind.REMINDER) | {"reference": ""})
    assert "[" not in mail.subject


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ sender.__init__.__globals__ }}",
        "{{ city.__class__ }}",
        "{% for f in [].__class__.__base__.__subclasses__() %}{{ f }}{% endfor %}",
        "{{ lists.append(1) }}",
        "{{ '%s'|format(city).format.__func__ }}",
        "{{ sender._values }}",
        "{{ sender['__class__'] }}",
        "{{ city|attr('__class__') }}",
        "{{ '{0.__class__}'.format(city) }}",
        "{{ '{0.__class__.__mro__}'.format_map({'0': city}) }}",
        "{{ self.__init__.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ cycler.__init__.__globals__.os.environ }}",
        "{{ lipsum.__globals__['os'].environ }}",
        "{{ joiner.__init__.__globals__ }}",
        "{{ namespace.__class__ }}",
        "{{ settings.smtp_url }}",
        "{{ config.secret_key }}",
        "{{ environ.OZG_SECRET_KEY }}",
        "{% import 'os' as os %}",
        "{% include '/etc/passwd' %}",
        "{% include '../../../var/secret.key' %}",
        "{% include 'geheim.txt' %}",
        "{% include 'reminder/subject.txt.j2' %}",
        "{{ 'x' * 1000000000 }}",
        "{{ [0] * 1000000000 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{% for i in range(1000000000) %}x{% endfor %}",
    ],
)
def test_a_template_cannot_leave_its_sandbox(override: Path, attack: str) -> None:
    (override.parent.parent / "geheim").write_text("sehr geheim", encoding="utf-8")
    (override.parent / "geheim.txt").symlink_to(override.parent.parent / "geheim")
    (override / "subject.txt.j2").write_text(attack, encoding="utf-8")
    with pytest.raises(OzgError, match=r"^Mailvorlage (reminder/subject\.txt\.j2(:1)?|[\w./]+): "):
        Templates((override.parent, SHIPPED)).render(MailKind.REMINDER, sample_values(MailKind.REMINDER))


def test_an_override_of_the_workspace_wins_and_the_rest_stays(override: Path, templates: Templates) -> None:
    (override / "subject.txt.j2").write_text("Eigener Betreff für {{ department_title }}\n", encoding="utf-8")
    values = sample_values(MailKind.REMINDER)
    mail = Templates((override.parent, SHIPPED)).render(MailKind.REMINDER, values)
    assert mail.subject == "Eigener Betreff für Dezernat 2 – Schule, Bürger und Kultur"
    assert mail.text == templates.render(MailKind.REMINDER, values).text


def test_an_override_may_read_rows_in_every_way_of_jinja(override: Path) -> None:
    """Cities have such texts in their workspaces: the structure of the values is a promise."""
    text = (
        "{{ lists[0]['rows'] }} {{ lists[0].get('nie', 'fehlt') }} {{ 'reminders' in lists[1] }} {{ lists|sum(attribute='rows') }}"
        " {% for name, value in lists[1].items() if value == 58 %}{{ name }}{% endfor %} {{ (lists + [lists[0]])|length }}"
    )
    (override / "subject.txt.j2").write_text(text, encoding="utf-8")
    mail = Templates((override.parent, SHIPPED)).render(MailKind.REMINDER, sample_values(MailKind.REMINDER))
    assert mail.subject == "214 fehlt True 272 rows 3"


@pytest.mark.parametrize(
    "broken", ["{% if %}", "{{ city|unbekannt }}", "{{ city|datum_lang }}", "{{ 1 / 0 }}", "{% include 'fehlt.j2' %}"]
)
def test_a_broken_override_is_reported_with_its_name(override: Path, broken: str) -> None:
    (override / "subject.txt.j2").write_text("Zeile eins\n" + broken, encoding="utf-8")
    with pytest.raises(OzgError, match=r"^Mailvorlage (reminder/subject\.txt\.j2:2|fehlt\.j2): "):
        Templates((override.parent, SHIPPED)).render(MailKind.REMINDER, sample_values(MailKind.REMINDER))


def test_a_missing_folder_of_templates_is_reported(tmp_path: Path) -> None:
    with pytest.raises(OzgError, match=r"reminder/subject\.txt\.j2: Die Datei fehlt in "):
        Templates((tmp_path,)).render(MailKind.REMINDER, sample_values(MailKind.REMINDER))


def _render(templates: Templates, kind: MailKind, **changed: object) -> RenderedMail:
    return templates.render(kind, sample_values(kind) | changed)


@pytest.mark.parametrize(("days", "words"), [(0, "endet heute, am"), (1, "endet morgen, am"), (4, "endet in 4 Tagen, am")])
def test_a_reminder_says_how_long_there_is_left(templates: Templates, days: int, words: str) -> None:
    assert words in _render(templates, MailKind.REMINDER, days_left=days).text


def test_a_late_reminder_says_since_when(templates: Templates) -> None:
    mail = _render(templates, MailKind.REMINDER, overdue_days=1, days_left=0, step_title="Erinnerung nach der Frist")
    assert mail.subject.startswith("Erinnerung nach der Frist: Amtslisten waren bis 15.05.2020 erbeten")
    assert "ist am Freitag, 15. Mai 2020 abgelaufen, vor 1 Tag." in mail.text.replace("\n", " ")


def test_a_fehlanzeige_is_acknowledged_as_such(templates: Templates) -> None:
    mail = _render(templates, MailKind.ACKNOWLEDGEMENT, nil_return=True, rows=1, answered=0, disputed=[], remarks=[])
    assert "Fehlanzeige" in mail.subject
    assert "keine der Leistungen in Fassung 1 der Liste (1 Leistung)." in mail.text.replace("\n", " ")
    assert "Was wir erfasst haben" not in mail.html


def test_a_return_after_the_deadline_is_asked_for_as_soon_as_possible(templates: Templates) -> None:
    mail = _render(templates, MailKind.RETURN_WITH_ERRORS, today=date(2020, 5, 16))
    assert "Die Frist am 15.05.2020 ist abgelaufen" in mail.text


def test_long_lists_are_cut_with_the_number_of_what_is_left_out(templates: Templates) -> None:
    rows = [{"number": n, "name": f"Leistung {n}"} for n in range(1, 1301)]
    mail = _render(templates, MailKind.RETURN_WITH_ERRORS, missing_rows=rows)
    assert "NOCH OHNE ANTWORT: 1.300 LEISTUNGEN" in mail.text
    assert "und 1.280 weitere" in mail.text
    assert "1.280 weitere Leistungen" in mail.html
    assert "Leistung 21" not in mail.text


def test_an_empty_digest_says_that_nothing_is_to_be_decided(templates: Templates) -> None:
    mail = _render(templates, MailKind.DAILY_DIGEST, needs_you=[], happened=[], upcoming=[])
    assert mail.subject.endswith("nichts zu entscheiden")
    assert "Zurzeit ist nichts zu entscheiden." in mail.text
    assert "nichts geschehen" in mail.html


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Frau Özdal", "Sehr geehrte Frau Özdal,"),
        ("Herr Dr. Tannhoff", "Sehr geehrter Herr Dr. Tannhoff,"),
        ("Intranet-Redaktion", "Sehr geehrte Damen und Herren,"),
        ("", "Sehr geehrte Damen und Herren,"),
    ],
)
def test_people_are_addressed_by_name_and_bodies_generally(name: str, greeting: str) -> None:
    assert salutation(name) == greeting


def test_a_long_cell_value_becomes_one_short_line() -> None:
    assert single_line("a\nb\tc" + "x" * 100, 10) == "a b cxxxx…"


@pytest.mark.parametrize("kind", [MailKind.DEADLINE_CHANGED, MailKind.LISTS_HANDED_OVER])
def test_a_mail_about_progress_lists_does_not_call_them_amtslisten(templates: Templates, kind: MailKind) -> None:
    values = sample_values(kind) | {"progress": True}
    values["lists"] = [item | {"file_name": "OZG-Umsetzungsstand_33_Amt_v1.xlsx"} for item in values["lists"]]
    mail = templates.render(kind, values)
    for text in (mail.subject, mail.text, mail.html):
        assert "Umsetzungsstand" in text
        assert "Amtsliste" not in text


@pytest.mark.parametrize(
    ("queries", "words"), [((True, True, True), "3 Listen zum Umsetzungsstand"), ((True, False, False), "3 Listen")]
)
def test_the_answer_to_several_lists_calls_them_what_they_are(
    templates: Templates, queries: tuple[bool, ...], words: str
) -> None:
    values = sample_values(MailKind.SEVERAL_RETURNS)
    lists = [item | {"progress": query, "file_name": ""} for item, query in zip(values["lists"], queries, strict=True)]
    mail = templates.render(MailKind.SEVERAL_RETURNS, values | {"lists": lists})
    for text in (mail.subject, " ".join(mail.text.split()), mail.html):
        assert words in text
        assert "Amtslisten" not in text


def test_the_digest_names_the_lists_of_a_progress_query(templates: Templates) -> None:
    values = sample_values(MailKind.DAILY_DIGEST)
    mail = templates.render(MailKind.DAILY_DIGEST, values | {"progress": values["progress"] | {"measures": True}})
    assert "9 von 25 Listen zum Umsetzungsstand" in " ".join(mail.text.split())
    assert "Amtslisten" not in mail.html.split("</p>")[1]
