"""The sample rollout and lists of it, as the offices of the demo get them."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from ozg_workflow.domain.catalogue import Service
from ozg_workflow.domain.rollout import RolloutConfig, RolloutData
from ozg_workflow.domain.survey.answers import validate_row
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import CellIssue, ReturnedList
from ozg_workflow.domain.survey.service_list import ListDocument, ListRow
from ozg_workflow.workbook.read.reader import open_workbook, read_rows
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.writer import write_list
from ozg_workflow.workspace.places import shipped
from ozg_workflow.workspace.rollouts import load_rollout

SENT = datetime(2020, 3, 25, 7, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def rollout() -> RolloutData:
    return load_rollout(shipped("config") / "bielefeld-2020")


@pytest.fixture(scope="session")
def document(rollout: RolloutData) -> Callable[[str, tuple[Service, ...]], ListDocument]:
    names = {office.number: office.name for office in rollout.organisation.offices}

    def make(office: str, services: tuple[Service, ...]) -> ListDocument:
        rows = [
            ListRow(
                row_id=100 + n,
                number=n,
                key=s.key,
                name=s.name,
                service_type=s.service_type,
                ozg_id=s.ozg_id,
                ozg_name=s.ozg_name,
                topic=s.topic,
            )
            for n, s in enumerate(services, 1)
        ]
        return ListDocument(
            list_id=1,
            version=1,
            token="token",
            city="Stadt Bielefeld",
            rollout="bielefeld-2020",
            office_number=office,
            office_name=names[office],
            department_title="Dezernat 2",
            due_on=date(2020, 5, 15),
            return_to="ozg@bielefeld.example",
            contact="Frau Lindner",
            rows=tuple(rows),
        )

    return make


@pytest.fixture(scope="session")
def services_of(rollout: RolloutData) -> Callable[[str], tuple[Service, ...]]:
    return lambda office: tuple(s for s in rollout.services if s.office == office)


@pytest.fixture(scope="session")
def list_for(rollout, document, services_of) -> Callable[[str], bytes]:
    """The Amtsliste of an office as it is sent."""
    return lambda office: write_list(
        document(office, services_of(office)), rollout.config.questionnaire, rollout.config.scale, Edition(created=SENT)
    )


def read_back(
    content: bytes, questionnaire: Questionnaire, config: RolloutConfig
) -> tuple[ReturnedList, list[CellIssue], list[dict]]:
    """Read a workbook with the product's own reader: the list, its issues, the accepted answers."""
    returned = read_rows(open_workbook(content, "liste.xlsx"), questionnaire)
    issues, answers = [], []
    for row in returned.rows:
        checked = validate_row(questionnaire, config.scale, row.cells)
        answers.append(checked.answers)
        if not checked.empty:
            issues += [
                CellIssue(
                    row_id=row.row_id, number=row.number, service="", cell=row.addresses.get(issue.question, ""), issue=issue
                )
                for issue in checked.issues
            ]
    return returned, issues, answers
