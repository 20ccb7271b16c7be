"""What a form of the cockpit has to be filled in with: the option of a drop-down as it stands there."""

from ozg_workflow.usecases.cockpit.choices import Choice
from ozg_workflow.usecases.cockpit.links import Options


class Forms(Options):
    """The options of the drop-downs for one rollout; each drop-down is asked for once."""

    def option(self, choice: Choice, key: object) -> str:
        """Return the whole text of an option by its key (`33 – Bürgeramt`); the bare key where it is not offered, which a form takes too."""
        return self.text(choice, key) or str(key)
