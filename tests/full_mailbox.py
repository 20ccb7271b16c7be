"""A full mailbox on a real Dovecot, collected twice by the real command: `python -m tests.full_mailbox [ORDNER]`.

Every mail has a label, so that the table tells what became of which kind. With a folder the reply to the list with ten wrong
cells is left there as text and workbook.
"""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import select

from benchmarks.reading import filled
from benchmarks.world import SENT_ON, prepared
from ozg_workflow.bootstrap import App
from ozg_workflow.database.models import Incoming, Message, Return
from ozg_workflow.usecases.day.steps import perform
from ozg_workflow.usecases.survey.export_lists import export_lists
from tests.mail.boxes import imap_box
from tests.mail.imap_servers import PASSWORD, USER, dovecot_server
from tests.mail.read.test_hostile import ten_gigabytes
from tests.mail.read.test_unpack import tnef
from tests.usecases.town import fill
from tests.workbook.read.test_hostile_files import LAUGHS

SHARED = Path(__file__).parents[2] / "shared" / "mails"
EVERYDAY = Path(__file__).parent / "mail" / "read" / "everyday"
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TODAY = "2020-04-22"
TEN_KINDS = {  # row → heading → what a clerk may write
    1: {"Stufe heute": "irgendwas", "Fallzahl pro Jahr": "ca. 100-200"},
    2: {"Zuständig?": "vielleicht", "Fallzahl pro Jahr": -5},
    3: {"Fallzahl pro Jahr": 12.5, "Stufe heute": 9},
    4: {"Personaleinsatz (VZÄ)": "zwei", "Nutzen für Bürger/Unternehmen": None},
    5: {"Rechtliches Hemmnis": "=1/0", "Online-Angebot fest geplant?": "ja"},
    6: {"Technikunterstützung heute": "2-3", "Komplexität aus Bürgersicht": "#NV"},
}


def letter(sender: str, name: str, content: bytes, number: int, subject: str = "AW: Amtslisten") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "ozg@bielefeld.example", subject
    mail["Date"], mail["Message-ID"] = "Wed, 22 Apr 2020 07:14:36 +0000", f"<{number}@bielefeld.example>"
    mail.set_content(f"Anbei unsere Liste ({number}).")
    if content:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail


def by_libreoffice(content: bytes, ending: str, folder: Path) -> bytes:
    """Save a workbook with LibreOffice in another format."""
    source, target = folder / "quelle.xlsx", folder / ending
    source.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", ending, "--outdir", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return (target / f"quelle.{ending}").read_bytes()


def zipped(name: str, content: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def with_entities(content: bytes) -> bytes:
    """Put the billion laughs into a workbook."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, data.replace(b"<worksheet", LAUGHS.encode() + b"<worksheet", 1))
    return buffer.getvalue()


def nested(levels: int) -> bytes:
    head = b"From: amt33@bielefeld.example\r\nSubject: AW: Amtslisten\r\nMessage-ID: <tief@x.example>\r\n"
    return head + b"Content-Type: message/rfc822\r\n\r\nSubject: WG\r\n" * levels + b"\r\nText\r\n"


def office(name: str) -> str:
    return f"amt{name.split('_')[1]}@bielefeld.example"


Way = Callable[[str, bytes, Path], tuple[str, bytes]]
# the ways in which lists really come back: (name, content, folder) → file name and bytes
WAYS: dict[str, Way] = {
    "LibreOffice xlsx": lambda _name, content, folder: ("Liste.xlsx", by_libreoffice(content, "xlsx", folder)),
    "LibreOffice xls": lambda _name, content, folder: ("Liste.xls", by_libreoffice(content, "xls", folder)),
    "LibreOffice ods": lambda _name, content, folder: ("Liste.ods", by_libreoffice(content, "ods", folder)),
    "renamed": lambda _name, content, _folder: ("Kopie von Liste (2) fertig", content),
    "zip": lambda name, content, _folder: ("Listen.zip", zipped(name, content)),
    "winmail.dat": lambda name, content, _folder: ("winmail.dat", tnef(name.encode("cp1252"), content)),
}


def mails(app: App, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield (label, bytes) of everything that comes in on this day."""
    lists = [(p.name, p.read_bytes()) for p in sorted((app.home / "lists").rglob("*.xlsx"))]
    large = max(lists, key=lambda item: len(item[1]))
    rest = [item for item in lists if item is not large]
    special = rest[:7]
    for number, (name, content) in enumerate(rest[7:], 1):
        yield "return", letter(office(name), name, filled(content), number).as_bytes()
    for number, (label, (name, content)) in enumerate(zip(WAYS, special, strict=False), 100):
        file_name, packed = WAYS[label](name, filled(content), folder)
        yield label, letter(office(name), file_name, packed, number).as_bytes()
    name, content = special[6]
    outer = letter("dezernat1@bielefeld.example", "", b"", 200, "WG: AW: Amtslisten")
    outer.add_attachment(letter("amt10@bielefeld.example", name, filled(content), 201))
    yield "forwarded", outer.as_bytes()
    yield "ten wrong cells", letter("amt33@bielefeld.example", large[0], fill(large[1], TEN_KINDS), 300).as_bytes()
    yield "hostile", letter("amt33@bielefeld.example", "Listen.zip", ten_gigabytes(4_000_000_000), 400).as_bytes()
    yield "hostile", letter("amt33@bielefeld.example", "Liste.xlsx", with_entities(filled(large[1])), 401).as_bytes()
    yield "hostile", nested(200)
    for path in sorted(EVERYDAY.glob("*.eml")):
        yield "everyday", path.read_bytes()
    for path in sorted(SHARED.rglob("*.eml")) if SHARED.is_dir() else ():
        yield "shared", path.read_bytes()


def collect(app: App, url: str) -> tuple[dict[str, int], float]:
    """Run the real command and return its figures and seconds."""
    command = [sys.executable, "-c", "from ozg_workflow.cli.main import main; main()", "--home", str(app.home)]
    command += ["collect", "--today", TODAY, "--json"]
    environment = {**os.environ, "OZG_INBOX_URL": url, "OZG_RECIPIENTS": "*", "OZG_SMTP_URL": f"dir:{app.home / 'ausgang'}"}
    started = time.perf_counter()
    run = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return json.loads(run.stdout)["figures"], time.perf_counter() - started


def main(output: Path | None = None) -> None:
    """Fill the mailbox, collect it twice, print what happened."""
    with tempfile.TemporaryDirectory() as place, prepared(smtp_url="dir:nirgends") as app, dovecot_server() as address:
        folder = Path(place)
        perform(app.context(today=SENT_ON), "send-lists")
        export_lists(app.context(today=SENT_ON), app.home / "lists")
        box = imap_box(address, separator=".")
        labels = []
        for label, raw in mails(app, folder):
            labels.append(label)
            box.put(re.sub(rb"\r?\n", b"\r\n", raw).replace(b"\0", b""))
        app.engine.dispose()
        url = f"imap://{USER}:{quote(PASSWORD, safe='')}@{address}/INBOX"
        print(f"{len(labels)} mails in the mailbox: {dict(Counter(labels))}")
        for run in ("first", "second"):
            figures, seconds = collect(app, url)
            print(f"{run} run: {seconds:.1f} s, {figures}")
        tell(app, labels)
        if output:
            keep_reply(app, output)


def tell(app: App, labels: list[str]) -> None:
    """Print label × outcome, and who was answered."""
    with app.sessions() as session:
        counted: Counter[tuple[str, str]] = Counter()
        for mail in session.scalars(select(Incoming)):
            label = labels[int(mail.uid.partition("/")[0]) - 1]
            counted[label, str(mail.state)] += 1
            if label == "hostile":
                print(f"hostile: {mail.state} – {mail.reason}")
            if mail.failed_version:
                print(f"FAILED: Nr. {mail.id} {mail.reason}")
        for (label, state), number in sorted(counted.items()):
            print(f"{label:18} {state:12} {number}")
        answers = Counter(str(m.kind) for m in session.scalars(select(Message)) if m.kind in ANSWERS)
        print(f"answers: {dict(answers)}; returns recorded: {len(list(session.scalars(select(Return.id))))}")


ANSWERS = ("acknowledgement", "return_with_errors")


def keep_reply(app: App, output: Path) -> None:
    """Leave the reply with the hints as text and workbook."""
    output.mkdir(parents=True, exist_ok=True)
    with app.sessions() as session:
        message = session.scalars(select(Message).where(Message.kind == "return_with_errors").order_by(Message.id)).all()[-1]
        mail = message_from_bytes(message.content, policy=policy.default)
    body = mail.get_body(("plain",))
    (output / "antwort.txt").write_text(f"Betreff: {mail['Subject']}\n\n{body.get_content() if body else ''}", encoding="utf-8")
    for part in mail.iter_attachments():
        (output / "antwort.xlsx").write_bytes(base64.b64decode(str(part.get_payload())))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
