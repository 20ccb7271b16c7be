"""A blank list made from the pattern of its round is the list that XlsxWriter writes: part by part, with every text in its place."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.service_list import ListDocument
from ozg_workflow.workbook.write import frame
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.pattern import fits
from ozg_workflow.workbook.write.writer import write_list, written

BLANK = Edition(created=datetime(2020, 3, 25, 6, 0, tzinfo=UTC))
Make = Callable[[int], ListDocument]


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    frame.kept.clear()


def parts(content: bytes) -> dict[str, str]:
    """Return the parts of a workbook, in its sheets the texts themselves instead of their numbers."""
    with ZipFile(BytesIO(content)) as book:
        assert book.testzip() is None
        found = {name: book.read(name).decode() for name in book.namelist()}
    texts = re.findall(r"<si>(.*?)</si>", found["xl/sharedStrings.xml"], re.DOTALL)
    head = found["xl/sharedStrings.xml"].partition("<si>")[0]
    assert f'uniqueCount="{len(texts)}"' in head
    found["xl/sharedStrings.xml"] = head + "\n".join(sorted(texts))
    return {
        name: re.sub(r't="s"><v>(\d+)</v>', lambda number: f"><t>{texts[int(number[1])]}</t>", xml) for name, xml in found.items()
    }


def by_xlsxwriter(document: ListDocument, questionnaire: Questionnaire, scale: MaturityScale) -> dict[str, str]:
    return parts(written(frame.frame_of(document, questionnaire, scale), document, BLANK)[0])


@pytest.mark.parametrize("count", [2, 3, 8, 12, 40])
def test_every_part_is_the_one_of_xlsxwriter(
    count: int, make_document: Make, any_questionnaire: Questionnaire, any_scale: MaturityScale
) -> None:
    write_list(make_document(5), any_questionnaire, any_scale, BLANK)
    document = make_document(count)
    assert fits(document, BLANK)
    made = parts(write_list(document, any_questionnaire, any_scale, BLANK))
    expected = by_xlsxwriter(document, any_questionnaire, any_scale)
    assert list(made) == list(expected)
    for name, xml in expected.items():
        assert made[name] == xml, name


def test_odd_names_and_long_texts_are_written_as_xlsxwriter_writes_them(
    make_document: Make, questionnaire: Questionnaire, scale: MaturityScale
) -> None:
    odd = make_document(6)
    names = ("lang " * 60, "<b> & 'Ende' \"x\"", " Rand ", "_x0041_ \x01 \ufffe", "=1+1", "")
    document = replace(
        odd,
        list_id=4711,
        version=3,
        token="f" * 40,
        office_number="10",
        office_name='Amt für <Recht> & "Ordnung"',
        department_title="Dezernat \\1 %s",
        rows=tuple(
            replace(row, row_id=row.number + 900, name=name, topic="%d \\g<1>") for row, name in zip(odd.rows, names, strict=True)
        ),
    )
    assert parts(write_list(document, questionnaire, scale, BLANK)) == by_xlsxwriter(document, questionnaire, scale)


def test_a_list_has_the_same_bytes_whichever_came_before(
    make_document: Make, questionnaire: Questionnaire, scale: MaturityScale
) -> None:
    first = write_list(make_document(9), questionnaire, scale, BLANK)
    frame.kept.clear()
    write_list(replace(make_document(4), office_number="99", office_name="Anderes Amt"), questionnaire, scale, BLANK)
    assert write_list(make_document(9), questionnaire, scale, BLANK) == first
    assert "Anderes" not in str(parts(first))


def test_what_is_more_than_a_blank_list_is_written_as_a_whole(make_document: Make) -> None:
    document = make_document(3)
    first, *others = document.rows
    for changed in (
        make_document(0),
        make_document(1),
        replace(document, rows=(replace(first, new=True), *others)),
        replace(document, rows=(replace(first, hint="Das Portal zeigt es."), *others)),
        replace(document, repeats="Erhebung 2020"),
        replace(document, from_portal=(1,)),
    ):
        assert not fits(changed, BLANK)
    assert not fits(document, replace(BLANK, nil_return=True))
    assert not fits(document, replace(BLANK, cells={first.row_id: {"remark": "x"}}))


def test_openpyxl_sees_the_rules_end_with_the_last_line(
    make_document: Make, questionnaire: Questionnaire, scale: MaturityScale
) -> None:
    book = load_workbook(BytesIO(write_list(make_document(30), questionnaire, scale, BLANK)))
    sheet = book["Amtsliste"]
    assert sheet.auto_filter.ref == "A4:U34"
    ends = {str(rule.sqref).rpartition(":")[2] for rule in sheet.data_validations.dataValidation}
    assert {end.lstrip("ABCDEFGHIJKLMNOPQRSTU") for end in ends if end != "C3"} == {"34"}
