"""A workbook is found by its relationships, wherever other programs put its parts and whatever they call them (ECMA-376, part 2)."""

import re
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import IO

import pytest

from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.workbook.read.reader import WorkbookError, open_workbook, read_rows

Parts = dict[str, bytes]
Change = Callable[[Parts], Parts]
RELS = "xl/_rels/workbook.xml.rels"


def parts_of(content: bytes) -> Parts:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts, target: IO[bytes] | None = None) -> bytes:
    target = target or BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target.getvalue() if isinstance(target, BytesIO) else b""


def renamed(rename: Callable[[str], str], *texts: tuple[str, str], where: str = r"\.rels$|Types") -> Change:
    """Give the parts other names, and change texts in the parts that name them."""

    def change(parts: Parts) -> Parts:
        result = {}
        for name, data in parts.items():
            text = data
            for old, new in texts if re.search(where, name) else ():
                text = text.replace(old.encode(), new.encode())
            result[rename(name)] = text
        return result

    return change


def in_folder(folder: str) -> Change:
    """Put all that lies in xl elsewhere, the workbook itself under another name."""
    return renamed(
        lambda n: (
            n.replace("xl/_rels/workbook", f"{folder}_rels/mappe").replace("xl/workbook", f"{folder}mappe").replace("xl/", folder)
        ),
        ("xl/workbook.xml", f"{folder}mappe.xml"),
        ("/xl/", f"/{folder}"),
    )


def replaced(pattern: str, new: str, where: str) -> Change:
    def change(parts: Parts) -> Parts:
        found = {n: re.sub(pattern.encode(), new.encode(), d) if re.search(where, n) else d for n, d in parts.items()}
        assert found != parts
        return found

    return change


def both(*changes: Change) -> Change:
    def change(parts: Parts) -> Parts:
        for each in changes:
            parts = each(parts)
        return parts

    return change


TARGETS = r'Target="/?(?:xl/)?'  # openpyxl writes absolute ones
STRICT = both(
    replaced(
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main", r"\.xml$"
    ),
    replaced(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ".",
    ),
)
CHANGES: dict[str, Change] = {
    "as it was": lambda parts: parts,
    "workbook22": renamed(lambda n: n.replace("workbook.xml", "workbook22.xml"), ("xl/workbook.xml", "xl/workbook22.xml")),
    "another folder": in_folder("tabellen/"),
    "a folder in a folder": in_folder("a/b/"),
    "no folder": in_folder(""),
    "sheets beside the workbook": renamed(lambda n: n.replace("worksheets/", ""), ("worksheets/", "")),
    "sheets in a folder of another name": renamed(lambda n: n.replace("worksheets/", "blätter/"), ("worksheets/", "blätter/")),
    "a blank in a name": renamed(lambda n: n.replace("sheet1.xml", "Blatt 1.xml"), ("sheet1.xml", "Blatt%201.xml")),
    "strings and styles under other names": renamed(
        lambda n: n.replace("sharedStrings", "texte").replace("styles", "formate"),
        ("sharedStrings.xml", "texte.xml"),
        ("styles.xml", "formate.xml"),
    ),
    "backslashes": renamed(lambda n: n.replace("/", "\\")),
    "backslashes in the targets, too": both(
        renamed(lambda n: n.replace("/", "\\")), replaced(r"worksheets/sheet", r"worksheets\\\\sheet", r"workbook\.xml\.rels$")
    ),
    "names that begin with a slash": renamed(lambda n: "/" + n),
    "names that begin with a point": renamed(lambda n: "./" + n),
    "capital letters": renamed(lambda n: n.upper().replace("[CONTENT_TYPES]", "[Content_Types]")),
    "small letters": renamed(str.lower),
    "capital targets": replaced("worksheets/sheet", "WorkSheets/Sheet", r"workbook\.xml\.rels$"),
    "relative targets": replaced(TARGETS, 'Target="', r"workbook\.xml\.rels$"),
    "absolute targets": replaced(TARGETS, 'Target="/xl/', r"workbook\.xml\.rels$"),
    "targets with a point": replaced(TARGETS, 'Target="./', r"workbook\.xml\.rels$"),
    "targets that go up and down": replaced(TARGETS, 'Target="../xl/', r"workbook\.xml\.rels$"),
    "no types": lambda parts: {n: d for n, d in parts.items() if "Types" not in n},
    "no root relationships": lambda parts: {n: d for n, d in parts.items() if n != "_rels/.rels"},
    "another folder and no root relationships": both(
        in_folder("tabellen/"), lambda parts: {n: d for n, d in parts.items() if n != "_rels/.rels"}
    ),
    "strict": STRICT,
    "strict in another folder": both(STRICT, in_folder("excel/")),
    "another prefix of relationships": replaced(
        r'(<sheet [^>]*?)(?:xmlns:r="[^"]*" )?r:id=',
        r'\1xmlns:d3p1="http://schemas.openxmlformats.org/officeDocument/2006/relationships" d3p1:id=',
        r"xl/workbook\.xml$",
    ),
    "a prefix before every element": both(
        replaced(r"<(/?)(\w+)(?=[ />])", r"<\1x:\2", r"xl/(workbook|worksheets/.*|sharedStrings|styles)\.xml$"),
        replaced('xmlns="http', 'xmlns:x="http', r"xl/(workbook|worksheets/.*|sharedStrings|styles)\.xml$"),
    ),
    "a prefix before every relationship": both(
        replaced(r"<(/?)(Relationship)", r"<\1p:\2", r"\.rels$"), replaced('xmlns="http', 'xmlns:p="http', r"\.rels$")
    ),
    "apostrophes": replaced('(Id|Target|Type)="([^"]*)"', r"\1='\2'", r"\.rels$"),
    "indented": replaced("><", ">\n  <", r"workbook\.xml|\.rels$"),
    "a byte order mark": lambda parts: {n: b"\xef\xbb\xbf" + d if n.endswith((".xml", ".rels")) else d for n, d in parts.items()},
    "UTF-16": lambda parts: {
        n: re.sub(r"^<\?xml[^>]*>", '<?xml version="1.0" encoding="UTF-16"?>', d.decode()).encode("utf-16")
        if n.endswith((".xml", ".rels"))
        else d
        for n, d in parts.items()
    },
    "comments of XML": replaced("<sheets>", "<!-- Blätter --><sheets><!-- 1 -->", r"xl/workbook\.xml$"),
}


SHARED_TEXTS = (
    "as it was",
    "workbook22",
    "no folder",
    "strings and styles under other names",
    "strict in another folder",
    "backslashes",
)


@pytest.mark.parametrize("name", SHARED_TEXTS)
def test_texts_that_are_shared_are_found(name: str, sent: bytes) -> None:
    assert "xl/sharedStrings.xml" in parts_of(sent)
    content = packed(CHANGES[name](parts_of(sent)))
    assert open_workbook(content, "x.xlsx").sheets == open_workbook(sent, "x.xlsx").sheets


@pytest.fixture(scope="module")
def truth(filled: bytes, questionnaire: Questionnaire) -> object:
    rows = read_rows(open_workbook(filled, "x.xlsx"), questionnaire).rows
    assert [row.row_id for row in rows] == [901, 902, 903, 904, 905, 906]
    assert rows[0].cells["case_volume"] == 1200
    return rows


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_list_is_read_wherever_its_parts_lie(
    change: Change, filled: bytes, truth: object, questionnaire: Questionnaire
) -> None:
    content = packed(change(parts_of(filled)))
    assert read_rows(open_workbook(content, "liste.xlsx"), questionnaire).rows == truth


class Streamed(BytesIO):
    """A target that cannot be sought in: sizes stand behind the data, as of programs that write into a web answer."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError


def zip64(content: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts_of(content).items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(data)
    return target.getvalue()


def upside_down(content: bytes) -> bytes:
    return packed(dict(reversed(parts_of(content).items())))


@pytest.mark.parametrize(
    "wrap",
    [
        lambda c: packed(parts_of(c), Streamed()) or c,
        zip64,
        upside_down,
        lambda c: c + b"\r\n-- \r\nGeprueft: keine Viren\r\n",
        lambda c: b"\r\n" + c,
        lambda c: b"\xef\xbb\xbf" + c,
        lambda c: b"PK00" + c,
        lambda c: b"PK\x07\x08" + c,
        lambda c: packed({**parts_of(c), "docProps/": b"", "xl/": b""}),
    ],
    ids=[
        "streamed",
        "zip64",
        "upside down",
        "footer",
        "a blank line before",
        "a mark before",
        "one part of many",
        "split",
        "folders",
    ],
)
def test_a_list_is_read_whatever_wrote_the_archive(
    wrap: Callable[[bytes], bytes], filled: bytes, truth: object, questionnaire: Questionnaire
) -> None:
    assert read_rows(open_workbook(wrap(filled), "liste.xlsx"), questionnaire).rows == truth


@pytest.mark.parametrize("change", [lambda p: p, in_folder("tabellen/"), renamed(lambda n: n.replace("/", "\\"))])
def test_entities_and_sizes_are_checked_wherever_the_parts_lie(change: Change, filled: bytes) -> None:
    parts = change(parts_of(filled))
    sheet = next(name for name in parts if name.endswith("sheet1.xml"))
    with pytest.raises(WorkbookError, match="XML-Bausteine"):
        open_workbook(packed({**parts, sheet: b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + parts[sheet]}), "x.xlsx")
    cells = "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(1_048_000, 1_048_576))
    far = f"<worksheet><sheetData>{cells}</sheetData></worksheet>".encode()
    with pytest.raises(WorkbookError, match="sehr weit unten oder rechts"):
        open_workbook(packed({**parts, sheet: far}), "x.xlsx")


def test_a_sheet_that_is_named_but_missing_is_told(filled: bytes) -> None:
    parts = parts_of(filled)
    del parts["xl/worksheets/sheet1.xml"]
    with pytest.raises(WorkbookError, match="beschädigt"):
        open_workbook(packed(in_folder("a/")(parts)), "x.xlsx")


def test_the_names_and_order_of_the_sheets_stay(filled: bytes) -> None:
    names = [sheet.name for sheet in open_workbook(filled, "x.xlsx").sheets]
    moved = open_workbook(packed(in_folder("tabellen/")(parts_of(filled))), "x.xlsx")
    assert [sheet.name for sheet in moved.sheets] == names
    assert moved.sheets == open_workbook(filled, "x.xlsx").sheets


@pytest.mark.parametrize("text", ["2020-10-01", "2020-10-01T00:00:00", "2020-10-01T00:00:00.000"])
def test_a_day_that_a_strict_workbook_writes_as_a_text_is_a_day(text: str, sent: bytes) -> None:
    sheet = f'<worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><sheetData><row r="1"><c r="A1" t="d"><v>{text}</v></c></row></sheetData></worksheet>'
    content = packed({**parts_of(sent), "xl/worksheets/sheet1.xml": sheet.encode()})
    assert open_workbook(content, "x.xlsx").sheets[0].rows == ((date(2020, 10, 1),),)


def test_quoted_words_and_numbers_are_no_blanks(sent: bytes) -> None:
    cells = '<c r="A1" t="str"><v><![CDATA[ja & mehr <1]]></v></c><c r="B1"><v><![CDATA[5]]></v></c><c r="C1" t="inlineStr"><is><t>a<![CDATA[b]]></t></is></c>'
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData><row r="1">{cells}</row></sheetData></worksheet>'
    content = packed({**parts_of(sent), "xl/worksheets/sheet1.xml": sheet.encode()})
    assert open_workbook(content, "x.xlsx").sheets[0].rows == (("ja & mehr <1", 5, "ab"),)
