"""The facts of the record of processing: what is held, how much of it there is now, for how long, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ozg_workflow.domain.data_protection.holdings import Holding


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where data lies and through which servers it goes, without logins; empty where nothing is set."""

    database: str
    smtp: str
    inbox: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessingRecord:
    """What the papers tell; `ends_on` is the planned end (None: not planned), `retention_days` run from the real one. `rows`: holding key → rows now."""

    city: str
    title: str
    rollout: str
    today: date
    coordinator: str
    coordinator_email: str
    sender_email: str
    people: tuple[str, ...]
    retention_days: int
    ends_on: date | None
    places: Places
    holdings: tuple[Holding, ...]
    rows: Mapping[str, int]
