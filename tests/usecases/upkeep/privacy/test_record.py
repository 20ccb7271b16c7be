"""The record of processing tells what this rollout really holds, leaves gaps for what only the city knows, and is accessible."""

import pytest

from ozg_workflow.domain.data_protection.holdings import HOLDINGS
from ozg_workflow.report.privacy.sections import GAP
from ozg_workflow.usecases.upkeep.privacy.record import write_record
from tests.pdf_structure import complaints
from tests.usecases.town import Town

pytestmark = pytest.mark.both_databases


def test_the_record_is_written_as_pdf_and_markdown(asked: Town) -> None:
    result = write_record(asked.ctx())
    pdf, markdown = (asked.ctx().reports / f"verarbeitungsverzeichnis.{end}" for end in ("pdf", "md"))
    assert result.files == [str(pdf), str(markdown)]
    text = markdown.read_text(encoding="utf-8")
    assert text.startswith("# Verzeichnis der Verarbeitungstätigkeiten und Löschkonzept\n")
    for holding in HOLDINGS:
        assert text.count(f"| {holding.title} |") == 3, "what, who sees it, how it goes"
        assert all(f"{table}: " in text for table in holding.tables)
    assert "180 Tage" in text
    assert text.count(GAP) >= 6
    assert pdf.read_bytes().startswith(b"%PDF")
    assert complaints(pdf.read_bytes()) == []


def test_what_it_counts_is_what_there_is(asked: Town) -> None:
    write_record(asked.ctx())
    text = (asked.ctx().reports / "verarbeitungsverzeichnis.md").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("| Ausgegangene Mails |"))
    assert line.endswith(f"| {len(asked.messages())} |")


def test_no_login_of_a_server_stands_in_it(asked: Town) -> None:
    asked.settings(smtp_url="smtps://nutzer:kennwort-geheim@mail.stadt.example")
    write_record(asked.ctx())
    text = (asked.ctx().reports / "verarbeitungsverzeichnis.md").read_text(encoding="utf-8")
    assert "kennwort-geheim" not in text
