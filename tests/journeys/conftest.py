"""The stories happen in the small town of the use cases, on both databases."""

from tests.usecases.conftest import asked, homes, pytest_generate_tests, relay, town

__all__ = ["asked", "homes", "pytest_generate_tests", "relay", "town"]
