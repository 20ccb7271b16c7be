"""What the page of the answers shows can be saved: exactly that, as a workbook, as CSV or as JSON."""

import csv
import io
import json
import re

from openpyxl import load_workbook

from tests.usecases.town import Town
from tests.web.conftest import Open
from tests.web.test_office import KEY, words


def test_the_links_below_the_table_give_exactly_what_is_filtered(answered: Town, read: Open) -> None:
    room = read(answered)
    page = room.get(f"/{KEY}/angaben?amt=33&text=melde").text
    assert "2 Zeilen gefunden." in words(page)
    links = {title: link.replace("&amp;", "&") for link, title in re.findall(r'<a href="([^"]+)" download>(\w+)</a>', page)}
    assert set(links) == {"Excel", "CSV", "JSON"}
    found = json.loads(room.get(links["JSON"]).content)
    assert {line["service"]["ref"] for line in found} == {"L2", "L3"}
    assert {line["answers"]["maturity_level"] for line in found} == {2, 4}
    rows = list(csv.reader(io.StringIO(room.get(links["CSV"]).content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 1 + 2
    book = room.get(links["Excel"])
    assert book.headers["content-disposition"].startswith('attachment; filename="Angaben_bielefeld-2020_erhebung-1_Auswahl.xlsx"')
    assert "Angaben" in load_workbook(io.BytesIO(book.content)).sheetnames


def test_without_a_filter_the_whole_survey_is_given(answered: Town, read: Open) -> None:
    answer = read(answered).get(f"/{KEY}/angaben.json")
    assert len(json.loads(answer.content)) == 8
    assert 'filename="Angaben_bielefeld-2020_erhebung-1.json"' in answer.headers["content-disposition"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_file_holds_one_round(answered: Town, read: Open) -> None:
    room = read(answered)
    assert room.get(f"/{KEY}/angaben.xlsx?runde=alle").status_code == 400
    assert "download" not in room.get(f"/{KEY}/angaben?runde=alle").text
    assert room.get(f"/{KEY}/angaben.xlsx?runde=erfunden").status_code == 400
    assert room.get(f"/{KEY}/angaben.exe").status_code == 404


def test_before_the_survey_there_is_no_file(town: Town, read: Open) -> None:
    answer = read(town).get(f"/{KEY}/angaben.csv")
    assert answer.status_code == 400
    assert "Es gibt noch keine Erhebungsrunde" in answer.text
