"""What a form of the cockpit has to be filled in with: the option of a drop-down as it stands there."""

from ozg_workflow.usecases.answers.read import questions_of
from ozg_workflow.usecases.cockpit.choices import Choice, Option, round_options
from ozg_workflow.usecases.cockpit.links import Options
from ozg_workflow.usecases.step.work import Work


class Forms(Options):
    """The options of the drop-downs for one rollout; each drop-down is asked for once, and nothing the page has read already."""

    def __init__(self, work: Work, *, several: bool) -> None:
        """`several`: there are other rollouts, so an option names its own."""
        super().__init__(work.session, work.rollout.key, known=work.rollout, several=several)
        self._work = work

    def option(self, choice: Choice, key: object) -> str:
        """Return the whole text of an option by its key (`33 – Bürgeramt`); the bare key where it is not offered, which a form takes too."""
        return self.text(choice, key) or str(key)

    def _options(self, choice: Choice) -> list[Option]:
        if choice is Choice.QUESTION:
            return [(key, question.heading) for key, question in questions_of(self._work).items()]
        if choice is Choice.ROUND:
            return round_options(self._work.rounds)
        if choice is Choice.OFFICE:
            return list(self._work.directory.office_names.items())
        return super()._options(choice)
