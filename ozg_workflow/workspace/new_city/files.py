"""All files of `config/` for a new city, by their place below it."""

from pathlib import Path
from typing import Final

from ozg_workflow.domain.new_city.city import NewCity
from ozg_workflow.workspace.new_city.tables import catalogue_text, heads_only, organisation_text
from ozg_workflow.workspace.new_city.texts import dated_text, rollout_text, scale_text, settings_text, timeline_text

SAMPLE: Final = "bielefeld-2020"


def city_files(shipped: Path, city: NewCity) -> dict[str, str]:
    """Return the text of each file, made from those of the `shipped` folder `config`."""
    files = {path.name: settings_text(_read(path), city) for path in sorted(shipped.iterdir()) if path.is_file()}
    for path in sorted((shipped / SAMPLE).iterdir()):
        files[f"{city.key}/{path.name}"] = _for_city(path.name, _read(path), city)
    return files


def _for_city(name: str, sample: str, city: NewCity) -> str:
    match name:
        case "rollout.yaml":
            return rollout_text(sample, city)
        case "timeline.yaml":
            return timeline_text(sample, city)
        case "organisation.csv":
            return organisation_text(sample, city)
        case "catalogue.csv":
            return catalogue_text(sample, city)
        case "solutions.csv":
            return heads_only(sample)
        case _:
            return scale_text(sample) if name.startswith("maturity-") else dated_text(sample, city)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
