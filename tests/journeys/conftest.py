"""The stories happen in the small town of the use cases, on both databases."""

from tests.usecases.conftest import answered, asked, homes, pytest_generate_tests, relay, started, town

__all__ = ["answered", "asked", "homes", "pytest_generate_tests", "relay", "started", "town"]
