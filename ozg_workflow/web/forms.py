"""What a form of the cockpit has to be filled in with: the option of a drop-down as it stands there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from ozg_workflow.usecases.cockpit.choices import Choice, option_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """The options of the drop-downs for one rollout; each drop-down is asked for once."""

    session: Session
    rollout: str
    _known: dict[Choice, Mapping[str, str]] = field(default_factory=dict)

    def option(self, choice: Choice, key: object) -> str:
        """Return the whole text of an option by its key (`33 – Bürgeramt`); the bare key where it is not offered, which a form takes too."""
        if choice not in self._known:
            self._known[choice] = option_texts(self.session, choice, self.rollout)
        return self._known[choice].get(str(key), str(key))
