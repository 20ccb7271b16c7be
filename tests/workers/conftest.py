"""The mail server of the towns."""

from tests.usecases.conftest import relay

__all__ = ["relay"]
