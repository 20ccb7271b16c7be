"""Attachments of strangers as files: nothing leaves the folder, nothing is overwritten, nothing runs by a double click."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from ozg_workflow.mail.read.parse import parse_mail
from ozg_workflow.mail.read.saving import AttachedFile, attached_files, safe_name, save_files


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Amtsliste 33.xlsx", "Amtsliste 33.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\System32\\calc.exe", "calc.exe.unsicher"),
        ("/absolut.xlsx", "absolut.xlsx"),
        ("..", "Anhang-7"),
        ("", "Anhang-7"),
        (".bashrc", "bashrc"),
        ("-rf", "_-rf"),
        ("NUL.txt", "_NUL.txt"),
        ("Rechnung.pdf.exe", "Rechnung.pdf.exe.unsicher"),
        ("Liste\u202excod.exe", "Listexcod.exe.unsicher"),
        ("Makro.XLSM", "Makro.XLSM.unsicher"),
        ("seite.html", "seite.html.unsicher"),
        ("a\x00b\nc.txt", "abc.txt"),
        ("$(reboot);`id`.txt", "_(reboot)__id_.txt"),
        ("Liste.exe.", "Liste.exe.unsicher"),
        ("x" * 150 + ".xlsx", "x" * 115 + ".xlsx"),
    ],
)
def test_a_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_name(name, 7) == safe


def test_all_attachments_are_there_once_each_and_the_texts_are_not() -> None:
    inner = EmailMessage()
    inner["Subject"] = "Weitergeleitet: ../Liste"
    inner.set_content("Anbei.")
    mail = EmailMessage()
    mail.set_content("Guten Tag")
    for content in (b"eins", b"zwei"):
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename="Liste.xlsx")
    mail.add_attachment(inner)
    mail.add_attachment("Notiz", filename="notiz.txt")
    files = list(attached_files(parse_mail(mail.as_bytes())))
    assert [file.name for file in files] == ["Liste.xlsx", "Liste-2.xlsx", "Liste.eml", "notiz.txt"]
    assert [file.content for file in files[:2]] == [b"eins", b"zwei"]
    assert b"Anbei." in files[2].content


def test_nothing_is_overwritten_and_no_link_is_followed(tmp_path: Path) -> None:
    other = tmp_path / "wichtig"
    other.write_bytes(b"alt")
    folder = tmp_path / "anhaenge"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"von jemandem")
    (folder / "b.txt").symlink_to(other)
    files = iter([AttachedFile(name="a.txt", content=b"neu"), AttachedFile(name="b.txt", content=b"neu")])
    assert [path.name for path in save_files(files, folder)] == ["a-2.txt", "b-2.txt"]
    assert other.read_bytes() == b"alt"
    assert (folder / "a.txt").read_bytes() == b"von jemandem"
