"""For all tests: how much Hypothesis tries, and how often Python collects its garbage."""

import gc
import os

from hypothesis import settings

settings.register_profile("quick", max_examples=25, deadline=None)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_collection_finish() -> None:
    """Leave the loaded libraries and the collected tests out of every later collection: they take a third of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
