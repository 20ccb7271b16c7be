"""Data protection: the record of processing, everything about one address, and its erasure."""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ozg_workflow.cli.common import AsJson, By, Preview, RolloutKey, Today, context, deciding
from ozg_workflow.cli.german import GermanTyper
from ozg_workflow.cli.output import print_json, print_result, say
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.german import count

if TYPE_CHECKING:
    from ozg_workflow.usecases.upkeep.privacy.places import Found

group = GermanTyper()
Address = Annotated[str, typer.Argument(metavar="ADRESSE", help="Die Mailadresse der Person.")]


@group.command("report")
def privacy_report(
    folder: Annotated[
        Path | None, typer.Option("--out", metavar="ORDNER", help="Wohin; Vorgabe: var/reports/ROLLOUT.", file_okay=False)
    ] = None,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Verzeichnis der Verarbeitungstätigkeiten (Art. 30 DSGVO) mit Löschkonzept als PDF und als Markdown zum Ergänzen schreiben."""
    from ozg_workflow.usecases.upkeep.privacy.record import write_record

    print_result(write_record(context(rollout, today), folder), as_json=as_json)


@group.command("export")
def privacy_export(
    address: Address,
    file: Annotated[Path, typer.Argument(metavar="DATEI.zip", help="Die Auskunft; die Datei darf noch nicht da sein.")],
    by: By = None,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Alles zu einer Mailadresse sammeln (Art. 15 DSGVO): die Einträge als JSON, die Mails als .eml."""
    from ozg_workflow.usecases.upkeep.privacy.about_address import about_address

    if file.exists():
        raise InputError(f"„{file}“ gibt es schon; bitte einen anderen Namen wählen.")
    found = about_address(deciding(rollout, today, by), address)
    file.write_bytes(_packed(address, found))
    file.chmod(0o600)
    mails = sum(row.mail is not None for row in found)
    if as_json:
        print_json({"file": str(file), "found": len(found), "mails": mails})
        return
    say(f"{count(len(found), 'Fundstelle', 'Fundstellen')}, davon {count(mails, 'Mail', 'Mails')}: {file}")


@group.command("erase")
def privacy_erase(
    address: Address,
    by: By = None,
    preview: Preview = False,
    rollout: RolloutKey = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Alles zu einer Mailadresse löschen, was nicht Nachweis ist (Art. 17 DSGVO); vorher wird gesichert. Zuerst mit --preview ansehen."""
    from ozg_workflow.usecases.upkeep.privacy.erase_address import erase_address

    done = erase_address(deciding(rollout, today, by, preview=preview), address)
    if not as_json:
        print_result(done.result, as_json=False, preview=preview)
        return
    kept = [asdict(item) for item in done.kept]
    backup = str(done.backup) if done.backup else None
    print_json(done.result.as_json() | {"preview": preview, "kept": kept, "elsewhere": done.elsewhere, "backup": backup})


def _packed(address: str, found: "Sequence[Found]") -> bytes:
    """Return a ZIP file: auskunft.json with every row that names the address, and the mails as they are stored."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        rows = []
        for row in found:
            name = f"mails/{row.table}-{row.key}.eml" if row.mail is not None else None
            rows.append({"category": row.holding, "table": row.table, "key": row.key, "columns": row.columns, "mail": name})
            if name:
                archive.writestr(name, row.mail or b"")
        archive.writestr("auskunft.json", json.dumps({"address": address, "found": rows}, ensure_ascii=False, indent=2))
    return buffer.getvalue()
