"""OZG-Workflow: the OZG rollout of a city, by e-mail and Excel."""

__version__ = "0.1.0"
