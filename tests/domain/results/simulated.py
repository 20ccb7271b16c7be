"""Simulated rollouts: what really comes, by rules the forecast does not know."""

from random import Random

from ozg_workflow.domain.results.forecast import Underway, rushed

Case = tuple[list[Underway], int]  # what is known on a day, and how many have arrived at the end


def returns(seed: int) -> Case:
    """A survey of 12 to 45 lists: offices are slow or quick, the rush before the deadline is weak or strong, some never answer."""
    dice = Random(f"returns/{seed}")
    span = dice.randint(22, 40)
    today = dice.randint(span * 3 // 10, span * 8 // 10)
    rush, usual = dice.uniform(1.5, 5), 0.035 * dice.lognormvariate(0, 0.4)
    items, final = [], 0
    for number in range(dice.randint(12, 45)):
        speed = 0.0 if dice.random() < 0.03 else usual * dice.lognormvariate(0, 0.6)
        day = next((d for d in range(1, span + 1) if dice.random() < speed * (rush if d > span - 5 else 1)), None)
        back = day is not None and day <= today
        final += day is not None
        until = day if day is not None and back else today
        ahead = rushed(span - today, 0)
        items.append(Underway(office=str(number), so_far=rushed(until, span - until), arrived=back, ahead=ahead))
    return items, final


def measures(seed: int) -> Case:
    """An implementation of 40 to 250 measures in three waves over 28 months: months go well or badly for all, offices are quick or slow."""
    dice = Random(f"measures/{seed}")
    today = dice.randint(6, 22)
    usual = 0.05 * dice.lognormvariate(0, 0.4)
    months = [dice.lognormvariate(0, 0.35) for _ in range(28)]
    speeds = [dice.lognormvariate(0, 0.6) for _ in range(dice.randint(8, 25))]
    items, final = [], 0
    for _ in range(dice.randint(40, 250)):
        office, begin = dice.randrange(len(speeds)), dice.choice((0, 4, 12))
        month = next((m for m in range(begin, 28) if dice.random() < usual * speeds[office] * months[m]), None)
        done = month is not None and month < today
        final += month is not None
        until = month + 1 if month is not None and done else today
        items.append(Underway(office=str(office), so_far=max(0, until - begin), arrived=done, ahead=28 - max(today, begin)))
    return items, final


def by_the_deadline(seed: int) -> Case:
    """The same in a city that meets its deadline: of each wave 84 % arrive, evenly until month 25 however late the wave began."""
    dice = Random(f"deadline/{seed}")
    today = dice.choice((3, 6, 12, 18))
    items, final = [], 0
    for begin, number in ((0, 12), (4, 50), (16, 89)):
        for _ in range(number):
            month = dice.randrange(begin, 25) if dice.random() < 0.84 else None
            done = month is not None and month < today
            final += month is not None
            until = month + 1 if month is not None and done else today
            office = str(dice.randrange(20))
            items.append(Underway(office=office, so_far=max(0, until - begin), arrived=done, ahead=28 - max(today, begin)))
    return items, final
