"""What the rollout wants to reach, and whose a service is, in words."""

from datetime import date

from ozg_workflow.domain.results.implementation import Target
from ozg_workflow.usecases.results.targets import department_title, level_title, target_of
from tests.usecases.town import Town


def test_the_target_is_the_level_of_the_scale_by_the_last_milestone(answered: Town) -> None:
    with answered.ctx().reading() as work:
        assert target_of(work.config) == Target(level=4, deadline=date(2022, 12, 31))
        assert level_title(work.config) == "Stufe 4 – Online-Transaktion"


def test_an_office_that_belongs_to_no_dezernat_has_a_title_too(answered: Town) -> None:
    with answered.ctx().reading() as work:
        assert department_title(work, "20").startswith("Dezernat ")
        assert department_title(work, "999") == "Ohne Dezernat"
