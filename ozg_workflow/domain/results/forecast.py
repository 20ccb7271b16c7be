"""How many will have arrived by a day: a forecast with an interval that is honest about what it does not know.

One method for lists on their way back and for measures on their way to their target (stated in docs/tracking.md): arrivals per unit of
time at risk, a rate that all have in common and a factor for each office, both as uncertain as the arrivals so far leave them
(exponential survival with gamma frailty), and one more factor for what may change for all of them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

RUNS: Final = 1000
COVERED: Final = 0.8
HALF: Final = 0.5  # arrivals: what has not happened yet is rare and not impossible
ALIKE: Final = 3.0  # how alike offices are; the factor of an office has the variance 1/ALIKE
# standard deviation of the logarithm of what may change for all of them: within weeks more than over years, in which good and bad months level out
WITHIN_WEEKS: Final = 0.2
OVER_YEARS: Final = 0.12
RUSH_DAYS: Final = 5  # working days up to the deadline, itself included …
RUSH: Final = 3.0  # … in which as much comes as in so many others
SEED: Final = 20200901


@dataclass(frozen=True, slots=True, kw_only=True)
class Underway:
    """Something on its way: its office, for how many units of time it has been so far, whether it has arrived, how many are ahead of it."""

    office: str
    so_far: float
    arrived: bool
    ahead: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """How many of `total` will have arrived: the middle, and the range that holds in four of five cases; both ends are included."""

    low: int
    middle: int
    high: int
    total: int

    @property
    def words(self) -> str:
        """Return `voraussichtlich 26 von 29 (24 bis 28)`."""
        if self.low == self.high:
            return f"voraussichtlich {self.middle} von {self.total}"
        return f"voraussichtlich {self.middle} von {self.total} ({self.low} bis {self.high})"


def forecast(items: Iterable[Underway], change: float, *, seed: int = SEED) -> Forecast | None:
    """Return the forecast, None where nothing is under way for any time yet. `change` is one of the two above; the same items and seed give the same figures."""
    known = list(items)
    if not any(item.so_far for item in known):
        return None
    arrived = sum(item.arrived for item in known)
    if arrived == len(known):
        return Forecast(low=arrived, middle=arrived, high=arrived, total=arrived)
    numbers = [arrived + number for number in _drawn(known, change, seed)]
    low, high = _range(numbers)
    middle = sorted(numbers)[len(numbers) // 2]
    return Forecast(low=min(low, middle), middle=middle, high=max(high, middle), total=len(known))


def _drawn(known: Sequence[Underway], change: float, seed: int) -> Sequence[int]:
    """Return how many of those that wait arrive, in each of the runs."""
    import numpy as np  # not for those who have nothing to foretell

    dice = np.random.default_rng(seed)
    offices = {office: n for n, office in enumerate(dict.fromkeys(item.office for item in known))}
    exposure = sum(item.so_far for item in known)
    came, risked = np.zeros(len(offices)), np.zeros(len(offices))
    for item in known:
        if item.so_far > 0:
            came[offices[item.office]] += item.arrived
            risked[offices[item.office]] += item.so_far
    usual = (came.sum() + HALF) / exposure
    rate = dice.gamma(came.sum() + HALF, 1 / (exposure + HALF / usual), RUNS) * dice.lognormal(0, change, RUNS)
    factor = dice.gamma(ALIKE + came, 1 / (ALIKE + usual * risked), (RUNS, len(offices)))
    arriving = np.zeros(RUNS, dtype=np.int64)
    for (office, ahead), number in Counter((item.office, item.ahead) for item in known if not item.arrived).items():
        arriving += dice.binomial(number, 1 - np.exp(-rate * factor[:, offices[office]] * ahead))
    found: list[int] = arriving.tolist()
    return found


def _range(numbers: Sequence[int]) -> tuple[int, int]:
    """Return the range whose share of the runs is nearest to `COVERED`, of those that leave as much below as above.

    Numbers are whole: a range that holds at least `COVERED` would hold too much on the average.
    """
    drawn = sorted(numbers)
    ends = {(drawn[cut], drawn[-1 - cut]) for cut in range(0, len(drawn) // 2, max(1, len(drawn) // 200))}
    return min(sorted(ends), key=lambda pair: abs(sum(pair[0] <= n <= pair[1] for n in drawn) / len(drawn) - COVERED))


def rushed(days: int, days_left: int) -> float:
    """Return how much of the way back `days` working days are, the last of them `days_left` working days before the deadline (0: itself).

    Those within the last `RUSH_DAYS` count `RUSH` times: before a deadline more comes.
    """
    rush = max(0, min(days, RUSH_DAYS - days_left))
    return days - rush + RUSH * rush
