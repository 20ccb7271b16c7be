"""The stories happen in the small town of the use cases."""

from tests.usecases.conftest import asked, homes, relay, town

__all__ = ["asked", "homes", "relay", "town"]
