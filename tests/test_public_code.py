"""What a public authority looks at first is true: licence, version, lock."""

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _pinned(name: str, pattern: str) -> dict[str, str]:
    found = re.findall(pattern, (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    return {_normal(package): version for package, version in found}


def _normal(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def test_publiccode_tells_version_and_licence_of_the_project() -> None:
    told = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    assert (told["softwareVersion"], told["legal"]["license"]) == (PROJECT["version"], PROJECT["license"])
    for words in told["description"].values():
        assert len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
        assert all(len(feature) <= 100 for feature in words["features"])


def test_the_licence_is_the_eupl_in_full() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text == (ROOT / "LICENSES" / "EUPL-1.2.txt").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "Applicable Law" in text
    assert "Appendix" in text


def test_the_lock_has_the_versions_that_are_tested_and_a_hash_for_each() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = _pinned("requirements.lock", r"^([\w.-]+)(?:\[[\w,]+\])?==([^ ]+) \\$")
    tested = _pinned("constraints.txt", r"^([\w.-]+)==(\S+)$")
    assert {name: tested.get(name) for name in locked} == locked
    assert lock.count("==") == len(locked)
    assert "://" not in lock
    wanted = {_normal(re.split(r"[<>=\[ ]", line)[0]) for line in PROJECT["dependencies"]}
    assert wanted <= set(locked), "python -m piptools compile (docs/release.md) writes it anew"
