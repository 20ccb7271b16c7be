#!/usr/bin/env bash
# python-calamine 0.9.1 reads a number in an .xls as a date because of the number its format has in the file.
#
# The cell holds 1.5 in the format "#,##0.0##". The file defines this format itself, in a FORMAT record; where the record has the
# index 164 the cell is 1.5, where it has 50 it is 1900-01-01 12:00. 50 to 58 stand for dates in some East Asian languages where a
# file says nothing of its own (ECMA-376 part 1, 18.8.30); here it does. xlrd 2.0.1 reads 1.5 from both files.
# Excel numbers its own formats from 164, which [MS-XLS] 2.5.165 demands; Gnumeric (1.12.55) numbers them from 50 all the same, so
# files with these indices are about. The files are written by xlwt 1.3.0, told to begin at 50 as Gnumeric does.
# It hurts because a figure of an office turns into a day in January 1900, and its decimals into a time.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -qq --disable-pip-version-check python-calamine==0.9.1 xlwt==1.3.0 xlrd==2.0.1
cd "$folder"

venv/bin/python - <<'PYTHON'
import datetime
from importlib.metadata import version

import xlrd
import xlwt
from python_calamine import CalamineWorkbook


def read(index):
    """Return what calamine and xlrd read where the format has this index."""
    xlwt.Style.FIRST_USER_DEFINED_NUM_FORMAT_IDX = index - 1  # xlwt gives the number after it to the first format
    book = xlwt.Workbook()
    book.add_sheet("List").write(0, 0, 1.5, xlwt.easyxf(num_format_str="#,##0.0##"))
    name = f"{index}.xls"
    book.save(name)
    told = xlrd.open_workbook(name, formatting_info=True)
    cell = told.sheet_by_index(0).cell(0, 0)
    key = told.xf_list[cell.xf_index].format_key
    assert (key, told.format_map[key].format_str) == (index, "#,##0.0##")
    assert cell.ctype == xlrd.XL_CELL_NUMBER
    return CalamineWorkbook.from_path(name).get_sheet_by_index(0).to_python()[0][0], cell.value


print("python-calamine", version("python-calamine"), "xlrd", xlrd.__version__)
seen = {index: read(index) for index in (164, 50)}
for index, (calamine, other) in seen.items():
    print(f"index {index}: calamine {calamine!r}, xlrd {other!r}")
assert seen == {164: (1.5, 1.5), 50: (datetime.datetime(1900, 1, 1, 12), 1.5)}, "the format of the file counts now"
PYTHON
