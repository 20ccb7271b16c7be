"""One rollout: everything its configuration says, as one value that is kept in the database."""

from dataclasses import dataclass, field, replace

from ozg_workflow.domain.catalogue import Service
from ozg_workflow.domain.organisation import Organisation
from ozg_workflow.domain.plan.timeline import Timeline
from ozg_workflow.domain.results.board.effort import EffortDays
from ozg_workflow.domain.results.prioritisation import Prioritisation
from ozg_workflow.domain.results.solutions import Solution
from ozg_workflow.domain.survey.late_answers import LateAnswers
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.responsibility import ForwardRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person or body that gets mail of the rollout."""

    name: str
    email: str
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """Everybody outside the Dezernate. `sender` is the mailbox of the rollout, where returns go."""

    sender: Contact
    coordinator: Contact
    staff_council: Contact
    intranet_editors: Contact
    executive_board: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Whether the figures of a city may enter the means of its size class, and how many inhabitants it has (0: not said)."""

    agreed: bool = False
    population: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutConfig:
    """The validated configuration of one rollout (the files of one folder below `config/`).

    `coordinators` and `deputies` are names of people who decide. Below `board_return_rate` (0…1 of the lists) the paper for the board says
    that it is provisional. `effort_days` are the person-days a measure is assumed to cost, `solutions` those the city could reuse.
    """

    key: str
    title: str
    city: str
    contacts: Contacts
    timeline: Timeline
    questionnaire: Questionnaire
    progress_questionnaire: Questionnaire
    prioritisation: Prioritisation
    scale: MaturityScale
    allowed_domains: tuple[str, ...] = ()
    forward_rule: ForwardRule = ForwardRule.AUTO_FORWARD
    late_answers: LateAnswers = LateAnswers.OFFER
    portal_prefill: bool = False
    answers_per_hour: int = 20
    retention_days: int = 180
    maturity_question: str = "maturity_level"
    archive_copy: bool = False
    archive_copy_hours: int = 24
    require_release: bool = False
    board_return_rate: float = 0.8
    effort_days: EffortDays = EffortDays()
    coordinators: tuple[str, ...] = ()
    deputies: tuple[str, ...] = ()
    solutions: tuple[Solution, ...] = ()
    comparison: Comparison = Comparison()

    @property
    def people(self) -> tuple[str, ...]:
        """Who decides, by name: the coordinator of the contacts first, then the other coordinators, then the deputies."""
        return tuple(dict.fromkeys((self.contacts.coordinator.name, *self.coordinators, *self.deputies)))


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutData:
    """The configuration together with the organisation and the catalogue; `fingerprint` is that of the files, where they are known."""

    config: RolloutConfig
    organisation: Organisation
    services: tuple[Service, ...]
    warnings: tuple[str, ...] = field(default=())
    fingerprint: str = field(default="", compare=False)


def with_sender(config: RolloutConfig, sender: str) -> RolloutConfig:
    """Return the configuration with another sender address (`OZG_SENDER`); empty changes nothing."""
    if not sender:
        return config
    contacts = replace(config.contacts, sender=replace(config.contacts.sender, email=sender))
    return replace(config, contacts=contacts)
