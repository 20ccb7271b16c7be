"""How many will have arrived by a day: a forecast with an interval that is honest about what it does not know.

The method is the same for lists on their way back and for measures on their way to the target, and is stated in docs/tracking.md:

1. Each thing under way has a group (its office or Dezernat) and an age. From all that have arrived and all that still wait the share that
   arrives in each stretch of its age is counted (a life table: arrivals among those that were still waiting), with half an arrival added,
   so that what has not happened yet is rare and not impossible.
2. In each of `RUNS` runs a factor is drawn for what all have in common and one for each group (they do not answer independently of each
   other); every waiting thing then arrives, or does not, by chance.
3. The forecast is the median, the interval the middle 80 % of the runs.
"""

from typing import Final

RUNS: Final = 400
COVERED: Final = 0.8
