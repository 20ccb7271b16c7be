"""The shipped questionnaire and scale; the domain itself reads no files."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire

CONFIG = Path(__file__).parents[2] / "config" / "bielefeld-2020"


def _load(name: str, kind: Any) -> Any:
    return TypeAdapter(kind).validate_python(yaml.safe_load((CONFIG / name).read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    return _load("questionnaire.yaml", Questionnaire)


@pytest.fixture(scope="session")
def scale() -> MaturityScale:
    return _load("maturity-plan.yaml", MaturityScale)
