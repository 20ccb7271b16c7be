"""What goes wrong with one of several rollouts: it is told with its name, and the others go on."""

from collections.abc import Iterator
from contextlib import contextmanager

from ozg_workflow.domain.errors import OzgError, worst_status
from ozg_workflow.usecases.step.unforeseen import in_our_words, note


class SomeRolloutsError(OzgError):
    """Some rollouts failed; the others were done. The exit status is that of the worst one."""

    def __init__(self, errors: dict[str, OzgError]) -> None:
        super().__init__("\n".join(f"{key}: {line}" for key, error in errors.items() for line in str(error).splitlines()))
        self.exit_status = worst_status(error.exit_status for error in errors.values())


class Failures:
    """Collects what went wrong, by rollout."""

    def __init__(self) -> None:
        self.errors: dict[str, OzgError] = {}

    @contextmanager
    def of(self, rollout: str) -> Iterator[None]:
        """Keep what goes wrong with a rollout within the block, whatever it is."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - the other rollouts must follow
            if not isinstance(error, OzgError):
                note("rollout failed", error, rollout=rollout)
            self.errors[rollout] = in_our_words(error)

    def as_json(self) -> dict[str, str]:
        """Return rollout → what went wrong, for scripts."""
        return {key: str(error) for key, error in self.errors.items()}

    def tell(self) -> None:
        """Raise SomeRolloutsError where something went wrong."""
        if self.errors:
            raise SomeRolloutsError(self.errors)
