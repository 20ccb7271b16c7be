"""What LibreOffice makes of a list when its first line is dragged down: `python3 tests/fill_handle.py LISTE.xlsx`.

Wants a list as it was sent (`ozg lists export`), LibreOffice and Debian's `python3-uno`, and the interpreter they belong to; nothing of this project. Prints a line for each
text: what was put into the first line, and the lines below it. The table of docs/dragging.md was made with it. No part of `make test`.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PIPE = f"fill-handle-{time.time_ns()}"
LINES = 5
FIRST_LINE = 4  # counted from 0, as the list is printed
TEXTS: tuple[tuple[str, str | float], ...] = (
    ("I", "Amt 33"),
    ("I", "33 Einwohnermeldeamt"),
    ("I", "32/33"),
    ("I", "Standesamt"),
    ("J", "0 – Offline"),
    ("J", "Offline (0)"),
    ("K", "https://stadt.example/antrag-12"),
    ("M", "01.07.2021"),
    ("N", 100.0),
    ("N", "ca. 500"),
    ("N", "unbekannt"),
    ("O", 1.5),
    ("O", "1,5"),
    ("O", "0,5 VZÄ"),
    ("P", "1 – gering"),
    ("P", "gering (1)"),
    ("T", "§ 126 BGB"),
    ("U", "siehe Nr. 7"),
)


def main(path: Path) -> None:
    """Open the list in an office of its own, and drag each text down."""
    import uno

    with tempfile.TemporaryDirectory() as profile:
        options = ["--headless", "--norestore", "--nologo", f"--accept=pipe,name={PIPE};urp;"]
        office = subprocess.Popen(["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", *options])
        try:
            context = connected(uno)
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            document = desktop.loadComponentFromURL(path.resolve().as_uri(), "_blank", 0, ())
            for column, text in TEXTS:
                print(text, "→", *dragged(uno, document.Sheets.getByName("Amtsliste"), column, text), sep=" | ")
            document.close(True)
            desktop.terminate()
        finally:
            office.wait(30)


def connected(uno: Any) -> Any:
    """Return the context of the office, once it has started."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            return resolver.resolve(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext")
        except uno.getClass("com.sun.star.connection.NoConnectException"):
            time.sleep(0.5)
    raise SystemExit("LibreOffice ist nicht gestartet.")


def dragged(uno: Any, sheet: Any, column: str, first: str | float) -> list[str]:
    """Return what stands in the lines below a first one that was dragged down by the fill handle."""
    area = sheet.getCellRangeByName(f"{column}{FIRST_LINE + 1}:{column}{FIRST_LINE + LINES}")
    cell = area.getCellByPosition(0, 0)
    if isinstance(first, str):
        cell.String = first
    else:
        cell.Value = first
    area.fillAuto(uno.Enum("com.sun.star.sheet.FillDirection", "TO_BOTTOM"), 1)
    return [area.getCellByPosition(0, line).String for line in range(1, LINES)]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
