#!/usr/bin/env bash
# python-calamine 0.9.1 makes a figure that nobody wrote from a cell with two lines.
#
# In an .ods a cell that reads 120 and, on its second line, 80 comes back as "12080"; with a tab between the two as well.
# OpenDocument 1.2 part 1 says that <text:line-break> (6.1.5) stands for a line break and <text:tab> (6.1.4) for a tab. Other
# elements of the same kind are heeded: three blanks of <text:s> (6.1.3) stay three blanks, two paragraphs stay two lines.
# It hurts where people write two figures into one cell: each of them would be asked about, 12080 is taken for an answer.
# The workbook is written by odfpy 1.4.1.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -qq --disable-pip-version-check python-calamine==0.9.1 odfpy==1.4.1
cd "$folder"

venv/bin/python - <<'PYTHON'
from importlib.metadata import version

from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import LineBreak, P, S, Tab
from python_calamine import CalamineWorkbook

document = OpenDocumentSpreadsheet()
table = Table(name="List")
row = TableRow()
for between in (LineBreak(), Tab(), S(c=3)):
    paragraph = P(text="120")
    paragraph.addElement(between)
    paragraph.addText("80")
    cell = TableCell(valuetype="string")
    cell.addElement(paragraph)
    row.addElement(cell)
two_paragraphs = TableCell(valuetype="string")
two_paragraphs.addElement(P(text="120"))
two_paragraphs.addElement(P(text="80"))
row.addElement(two_paragraphs)
table.addElement(row)
document.spreadsheet.addElement(table)
document.save("list.ods")

line_break, tab, blanks, paragraphs = CalamineWorkbook.from_path("list.ods").get_sheet_by_index(0).to_python()[0]
print("python-calamine", version("python-calamine"))
print(f"line break: {line_break!r}, tab: {tab!r}, three blanks: {blanks!r}, two paragraphs: {paragraphs!r}")
assert blanks == "120   80" and paragraphs == "120\n80"
assert line_break == "12080" and tab == "12080", "line breaks and tabs are read now"
PYTHON
