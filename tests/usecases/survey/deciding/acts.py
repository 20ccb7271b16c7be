"""What the tests of decisions do again and again."""

from sqlalchemy import select

from ozg_workflow.database.models import Assignment, Office, Service
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.survey.decide_cases import decide_elsewhere
from tests.usecases.town import Letter, Town, not_ours


def refuse(town: Town, office: str, named: str, number: int, version: int = 1) -> None:
    """Let an office send its list back with one service refused."""
    town.clock.wait(hours=1)
    town.send_back(office, {number: not_ours(named)}, version=version)
    town.do("collect", "deliver")


def kreis(town: Town, case: int = 1, body: str = "Kreis Herford") -> StepResult:
    """Decide that no office of the city has a service."""
    return decide_elsewhere(town.ctx(), [case], body)


def assignments(town: Town, ref: str) -> dict[str, str]:
    """The offices a service was ever given to, with how sure that is."""
    with town.session() as session:
        query = select(Office.number, Assignment.state).join(Assignment).join(Service).where(Service.ref == ref)
        return {number: str(state) for number, state in session.execute(query)}


def words_of(letter: Letter) -> str:
    """The text of a mail on one line."""
    return " ".join(letter.text.split())
