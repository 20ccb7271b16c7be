"""Returns read, validated and stored per second, beside bare calamine and the stdlib's mail parser on the same mails."""

import email
import email.policy
import io
import mailbox
import time
from collections.abc import Iterable
from email.message import EmailMessage
from pathlib import Path

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from benchmarks.rows import Row, ratio
from benchmarks.world import SENT_ON, prepared, seconds_each
from benchmarks.writing import document
from ozg_workflow.bootstrap import App
from ozg_workflow.usecases.day.steps import perform
from ozg_workflow.workbook.read.reader import identity_of, open_workbook, read_rows
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.writer import write_list
from ozg_workflow.workspace.rollouts import load_rollouts

ANSWERS = {
    "Zuständig?": "ja",
    "Stufe heute": "Formular-Assistent (2)",
    "Online-Angebot fest geplant?": "nein",
    "Fallzahl pro Jahr": 1200,
    "Personaleinsatz (VZÄ)": 1.5,
    "Nutzen für Bürger/Unternehmen": "hoch (3)",
    "Technikunterstützung heute": "Fachverfahren (2)",
    "Komplexität aus Bürgersicht": "niedrig (1)",
    "Rechtliches Hemmnis": "keines",
}


def filled(content: bytes) -> bytes:
    """Fill every row of a list."""
    book = load_workbook(io.BytesIO(content))
    sheet = book["Amtsliste"]
    columns = {cell.value: cell.column for cell in sheet[4]}
    for row in range(5, sheet.max_row + 1):
        if sheet.cell(row, 3).value:
            for heading, value in ANSWERS.items():
                sheet.cell(row, columns[heading], value)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def rows() -> Iterable[Row]:
    """Measure the workbook alone, and the collection."""
    return (_workbook(), _collect())


def _workbook() -> Row:
    """Measure one workbook of 100 rows: opened, matched and read by us, beside calamine alone."""
    with prepared() as app:
        config = load_rollouts(app.home)[0].config
    listed = document()
    content = filled(
        write_list(listed, config.questionnaire, config.scale, Edition(created=app.context_for("x", today=SENT_ON).clock()))
    )

    def ours() -> int:
        book = open_workbook(content, "liste.xlsx")
        assert identity_of(book)
        assert len(read_rows(book, config.questionnaire).rows) == len(listed.rows)
        return 1

    def bare() -> int:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        return 1

    name = "Rückläufe lesen (100 Zeilen, Arbeitsmappe), nackt: calamine"
    return ratio(name, ours=seconds_each(ours), bare=seconds_each(bare))


def _collect() -> Row:
    """Measure the collection of all lists of the sample: mail to database and reply, beside parsing alone."""
    with prepared(smtp_url="") as app:
        perform(app.context(today=SENT_ON), "send-lists")
        mails = _replies(app)
        box = mailbox.Maildir(str(app.home / "box"), create=True)
        for mail in mails:
            box.add(mail)
        object.__setattr__(app.settings, "inbox_url", f"maildir:{app.home / 'box'}")
        ctx = app.context(today=SENT_ON)
        started = time.perf_counter()
        result = perform(ctx, "collect")
        ours = time.perf_counter() - started
        assert result.figures["returns"] == len(mails)
    started = time.perf_counter()
    for mail in mails:
        for part in email.message_from_bytes(mail, policy=email.policy.compat32).walk():
            if part.get_filename():
                with CalamineWorkbook.from_filelike(io.BytesIO(part.get_payload(decode=True))) as book:
                    for name in book.sheet_names:
                        book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    bare = time.perf_counter() - started
    return ratio("Rückläufe erfassen und beantworten", ours=ours, bare=bare, returns=len(mails))


def _replies(app: App) -> list[bytes]:
    from ozg_workflow.usecases.survey.export_lists import export_lists

    export_lists(app.context(today=SENT_ON), app.home / "lists")
    replies = []
    paths = sorted(Path(app.home / "lists").rglob("*.xlsx"))
    for n, path in enumerate(path for path in paths if _has_services(path)):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "amt33@bielefeld.example", "ozg@bielefeld.example", "AW: Amtslisten"
        mail["Message-ID"] = f"<{n}@bielefeld.example>"
        mail.set_content("Anbei die Liste.")
        mail.add_attachment(filled(path.read_bytes()), maintype="application", subtype="octet-stream", filename=path.name)
        replies.append(mail.as_bytes())
    return replies


def _has_services(path: Path) -> bool:
    """Tell whether an office has anything to answer; a list that comes back empty is a question for a person."""
    return bool(load_workbook(path)["Amtsliste"].cell(5, 3).value)
