#!/usr/bin/env bash
# python-calamine 0.9.1 loses text of an .ods because of how its XML is written down.
#
# Five spellings of one and the same row, "30 days" beside "Office 33", none of which changes what the document says:
#   plain      both cells state office:value-type                                    both are read
#   untyped    the first does not; it need not (OpenDocument 1.2 part 1, 9.1.4)      the first comes back blank
#   CDATA      its text is a CDATA section (XML 1.0, 2.7), which is plain text       the first comes back blank
#   prefix     the namespace of tables has the prefix t (Namespaces in XML, 4)       the workbook has no sheet at all
#   comment    a comment stands between the cells (XML 1.0, 2.5)                     "Cannot detect file format"
# It hurts because three of them raise nothing: a list that somebody filled in is a list with blank cells, or none.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -qq --disable-pip-version-check python-calamine==0.9.1
cd "$folder"

venv/bin/python - <<'PYTHON'
import io
import zipfile
from importlib.metadata import version
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook

URN = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = f"""<m:manifest xmlns:m="{URN.format("manifest")}" m:version="1.2">
<m:file-entry m:full-path="/" m:version="1.2" m:media-type="{SPREADSHEET}"/>
<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>"""


def content(cells, tables="table"):
    names = f'xmlns:office="{URN.format("office")}" xmlns:text="{URN.format("text")}" xmlns:{tables}="{URN.format("table")}"'
    body = f'<T:table T:name="List"><T:table-row>{cells}</T:table-row></T:table>'.replace("T:", f"{tables}:")
    return (
        f'<office:document-content {names} office:version="1.2"><office:body><office:spreadsheet>{body}'
        "</office:spreadsheet></office:body></office:document-content>"
    )


def read(xml):
    """Return the rows of the first sheet, or what is said instead."""
    ElementTree.fromstring(xml)  # it is XML, with namespaces
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("mimetype", SPREADSHEET, zipfile.ZIP_STORED)
        package.writestr("META-INF/manifest.xml", MANIFEST, zipfile.ZIP_DEFLATED)
        package.writestr("content.xml", xml, zipfile.ZIP_DEFLATED)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue()))
        return [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    except CalamineError as error:
        return str(error)


cell = '<T:table-cell office:value-type="string"><text:p>{}</text:p></T:table-cell>'
first, second = cell.format("30 days"), cell.format("Office 33")
seen = {
    "plain": read(content(first + second)),
    "untyped": read(content("<T:table-cell><text:p>30 days</text:p></T:table-cell>" + second)),
    "CDATA": read(content(cell.format("<![CDATA[30 days]]>") + second)),
    "prefix": read(content(first + second, tables="t")),
    "comment": read(content(first + "<!-- end of first cell -->" + second)),
}
print("python-calamine", version("python-calamine"))
for spelling, answer in seen.items():
    print(f"{spelling:8} {answer!r}")
assert seen == {
    "plain": [[["30 days", "Office 33"]]],
    "untyped": [[["", "Office 33"]]],
    "CDATA": [[["", "Office 33"]]],
    "prefix": [],
    "comment": "Cannot detect file format",
}, "the spellings are read in another way now"
PYTHON
