#!/usr/bin/env bash
# typst 0.15.2 (Python): a PDF that is tagged and has a title does not tell readers to show it, unless PDF/UA-1 is asked for.
#
# A document with a title and a language is tagged without being asked: it has a structure tree, /Lang and /Title. What is missing is
# /ViewerPreferences with /DisplayDocTitle true, without which programs show the file's name in the title bar (WCAG 2.2, 2.4.2;
# technique PDF18; ISO 14289-1, 7.1). It comes with pdf_standards="ua-1" only, which also refuses documents for other
# reasons. So a PDF that looks accessible in every other way fails a check of its title.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -qq --disable-pip-version-check typst==0.15.2 pypdf==7.1.1
cd "$folder"

venv/bin/python - <<'PYTHON'
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import typst
from pypdf import PdfReader

Path("paper.typ").write_text('#set document(title: "Vorlage")\n#set text(lang: "de")\n= Vorlage\nEin Satz.\n', encoding="utf-8")


def told(**options: object) -> dict[str, object]:
    reader = PdfReader(BytesIO(typst.compile("paper.typ", **options)))
    root = reader.trailer["/Root"]
    wishes = root.get("/ViewerPreferences")
    return {
        "tagged": bool(root.get("/MarkInfo", {}).get("/Marked")),
        "language": root.get("/Lang"),
        "title": reader.metadata.title,
        "shows its title": bool(wishes and wishes.get("/DisplayDocTitle")),
    }


print("typst", version("typst"))
plain, universal = told(), told(pdf_standards="ua-1")
print("as it comes:", plain)
print("as PDF/UA-1:", universal)
assert plain == {"tagged": True, "language": "de", "title": "Vorlage", "shows its title": False}, "it shows its title now"
assert universal == plain | {"shows its title": True}
PYTHON
