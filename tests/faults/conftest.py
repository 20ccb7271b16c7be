"""The faults happen to the small town of the use cases."""

from tests.usecases.conftest import homes

__all__ = ["homes"]
