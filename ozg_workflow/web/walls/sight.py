"""What one visitor may see, and is led to."""

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.types import Scope

from ozg_workflow.domain.cities.users import Role, User

SIGHT: Final = "ozg.sight"  # where a request carries it


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """`rollouts` are the keys a visitor sees (None: all); `acts` leads to the forms of the cockpit; `name` is empty where nobody has one."""

    rollouts: frozenset[str] | None = None
    acts: bool = True
    name: str = ""

    def sees(self, rollout: str) -> bool:
        """Tell whether a rollout is this visitor's."""
        return self.rollouts is None or rollout in self.rollouts


EVERYTHING: Final = Sight()  # where there are no users: who comes in sees all


def sight_of(user: User) -> Sight:
    """Return what a user sees."""
    rollouts = None if user.sees_all else frozenset(user.rollouts)
    return Sight(rollouts=rollouts, acts=user.role is Role.COORDINATOR, name=user.name)


def let_in(scope: Scope, sight: Sight) -> None:
    """Let a request carry what its visitor sees."""
    scope[SIGHT] = sight


def seen_by(request: Request) -> Sight:
    """Return what the visitor sees. Raises KeyError for a request that did not come through the door: it sees nothing."""
    found: Sight = request.scope[SIGHT]
    return found
