"""Where a need is settled: the form with its fields filled in, and the page of the reading room that tells about it.

The names of the fields are those of the flows (`tests/flows/test_links.py` holds them together).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from ozg_workflow.domain.cockpit.links import NO_LINKS, Links
from ozg_workflow.domain.cockpit.overview import Overview
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.desk import DATES, INCOMING, MAIL, MEASURES, NOWHERE, OFFICE, RANKING, SERVICE, Desk, Link, Way
from ozg_workflow.domain.needs import NEEDS, Need, NeedKind
from ozg_workflow.usecases.cockpit.choices import Choice, Offer
from ozg_workflow.usecases.step.work import Work


class Options(Offer):
    """The options of the drop-downs of one rollout as the fields of a form take them."""

    def fields(self, **fields: tuple[Choice, object]) -> dict[str, object]:
        """Return the fields that can be filled in: name → option."""
        return {name: text for name, (choice, key) in fields.items() if (text := self.text(choice, key))}


def way(need: Need, options: Options) -> Way:
    """Return where a need is settled and where it is told."""
    fields, page = _WAYS[need.kind]
    return Way(deployment=NEEDS[need.kind].deployment, parameters=fields(need, options), page=page(need))


def remind_office(office: str, options: Options) -> Way:
    """Return where one office is reminded."""
    return Way(deployment=Deployment.REMIND_OFFICE, parameters=_office(options, office), page=(OFFICE, office))


def correct_answer(office: str, service: str, options: Options, question: str = "") -> Way:
    """Return where an answer is corrected; the service stands there as its ref where there are too many to choose from."""
    fields = corrected_answer(office, service, options, question)
    return Way(deployment=Deployment.CORRECT_ANSWER, parameters=fields, page=(SERVICE, service))


def corrected_answer(office: str, service: str, options: Options, question: str = "") -> dict[str, object]:
    """Return the fields of that form."""
    fields = {
        "office": options.text(Choice.OFFICE, office),
        "question": question and options.text(Choice.QUESTION, question),
        "service": service and service_option(service, options),
    }
    return {name: text for name, text in fields.items() if text}


def change_measure(service: str, options: Options) -> Way:
    """Return where the measure of a service is changed; the service stands there as its ref where there are too many to choose from."""
    fields = {"service": service_option(service, options)}
    return Way(deployment=Deployment.CHANGE_MEASURE, parameters=fields, page=(SERVICE, service))


def service_option(service: str, options: Options) -> str:
    """Return how a form names a service: its option, or its ref where there are too many to choose from."""
    return options.text(Choice.SERVICE, service) or service


def need_links(work: Work, desk: Desk, needs: Iterable[Need]) -> dict[Need, Link]:
    """Return the addresses for each need."""
    options = Options(work.session, work.rollout.key)
    return {need: desk.link(work.rollout.key, way(need, options)) for need in needs}


def overview_links(work: Work, desk: Desk, view: Overview) -> Links:
    """Return the addresses for everything the overview shows; none where the desk does not stand."""
    if desk == NOWHERE:
        return NO_LINKS
    rollout, options = work.rollout.key, Options(work.session, work.rollout.key)
    return Links(
        needs=need_links(work, desk, view.waiting),
        offices={item.office: desk.link(rollout, remind_office(item.office, options)) for item in view.status.lists},
        mails={mail.id: desk.link(rollout, Way(page=(MAIL, str(mail.id)))) for mail in view.mails},
    )


# --- what is filled in ----------------------------------------------------------------------------------------------------

Fields = Callable[[Need, Options], dict[str, object]]


def _office(options: Options, office: str) -> dict[str, object]:
    return options.fields(office=(Choice.OFFICE, office))


def _its_office(need: Need, options: Options) -> dict[str, object]:
    return _office(options, need.about.office)


def _its_answer(need: Need, options: Options) -> dict[str, object]:
    return dict(correct_answer(need.about.office, need.about.service, options).parameters)


def _number(name: str, choice: Choice) -> Fields:
    return lambda need, options: options.fields(**{name: (choice, need.about.number)})


def _case(need: Need, options: Options) -> dict[str, object]:
    return {name: [option] for name, option in options.fields(cases=(Choice.OPEN_CASE, need.about.number)).items()}


def _rollout(_: Need, options: Options) -> dict[str, object]:
    return options.fields(rollout=(Choice.ROLLOUT, options.rollout_key))


def _its_measure(need: Need, options: Options) -> dict[str, object]:
    return dict(change_measure(need.about.service, options).parameters)


def _release(need: Need, options: Options) -> dict[str, object]:
    return {"mails": str(need.about.number)} | _rollout(need, options)


# --- where it is told -----------------------------------------------------------------------------------------------------

Page = Callable[[Need], tuple[str, ...]]


def _mail(need: Need) -> tuple[str, ...]:
    return (MAIL, str(need.about.number)) if need.about.number else (MAIL,)


def _incoming(need: Need) -> tuple[str, ...]:
    return (INCOMING, str(need.about.number))


def _dates(_: Need) -> tuple[str, ...]:
    return (DATES,)


def _measures(_: Need) -> tuple[str, ...]:
    return (MEASURES,)


def _ranking(_: Need) -> tuple[str, ...]:
    return (RANKING,)


def _service(need: Need) -> tuple[str, ...]:
    return (SERVICE, need.about.service) if need.about.service else _of_office(need)


def _of_office(need: Need) -> tuple[str, ...]:
    return (OFFICE, need.about.office) if need.about.office else ()


_WAYS: Final[Mapping[NeedKind, tuple[Fields, Page]]] = {
    NeedKind.UNKNOWN: (_number("mail", Choice.TROUBLED_MAIL), _mail),
    NeedKind.BOUNCED: (_number("mail", Choice.TROUBLED_MAIL), _mail),
    NeedKind.MAILBOX: (_rollout, _mail),
    NeedKind.REFUSED: (_number("mail", Choice.TROUBLED_MAIL), _mail),
    NeedKind.PAUSED: (_rollout, _mail),
    NeedKind.RELEASE: (_release, _mail),
    NeedKind.HELD: (_rollout, _mail),
    NeedKind.CASE: (_case, _service),
    NeedKind.CONFLICT: (_its_answer, _service),
    NeedKind.QUARANTINE: (_number("mail", Choice.QUARANTINED), _incoming),
    NeedKind.TO_READ: (_number("mail", Choice.TO_READ), _incoming),
    NeedKind.DRAFT: (_rollout, _ranking),
    NeedKind.DECISION: (_rollout, _ranking),
    NeedKind.WEIGHTS: (_rollout, _ranking),
    NeedKind.MILESTONE: (_number("milestone", Choice.OPEN_MILESTONE), _dates),
    NeedKind.OVERDUE: (_its_office, _of_office),
    NeedKind.MEASURES: (_its_measure, _measures),
    NeedKind.REUSE: (_its_measure, _measures),
}
