"""Guessing comes to an end, by name and by place, and goes on later."""

import pytest

from ozg_workflow.web.walls.guesses import MOST_KEPT, WITHIN_SECONDS, Guesses, TooManyGuessesError, limits_of

KEY = ("name", "anna", "")
LIMIT = {KEY: 3}


def test_after_so_many_nobody_is_asked_until_the_time_has_passed() -> None:
    guesses = Guesses()
    for moment in (0.0, 10.0, 20.0):
        guesses.take(LIMIT, moment)
    with pytest.raises(TooManyGuessesError) as stopped:
        guesses.take(LIMIT, 30.0)
    assert stopped.value.seconds == WITHIN_SECONDS - 30
    guesses.take(LIMIT, WITHIN_SECONDS)


def test_what_was_right_counts_for_nothing() -> None:
    guesses = Guesses()
    for moment in range(100):
        guesses.take(LIMIT, float(moment))
        guesses.give_back(LIMIT)
    assert guesses._found == {}


def test_who_was_refused_is_not_counted_again() -> None:
    guesses = Guesses()
    limits = limits_of("anna", "192.0.2.7")
    taken = 0
    for _ in range(50):
        try:
            guesses.take(limits, 0.0)
            taken += 1
        except TooManyGuessesError:
            pass
    assert taken == 10, "a name at one place"
    guesses.take(limits_of("berta", "192.0.2.7"), 0.0)
    guesses.take(limits_of("anna", "192.0.2.8"), 0.0)


def test_a_place_that_tries_many_names_comes_to_its_end() -> None:
    guesses = Guesses()
    for number in range(30):
        guesses.take(limits_of(f"name{number}", "192.0.2.7"), 0.0)
    with pytest.raises(TooManyGuessesError):
        guesses.take(limits_of("anna", "192.0.2.7"), 0.0)


def test_a_name_that_is_tried_from_many_places_comes_to_its_end() -> None:
    guesses = Guesses()
    for number in range(100):
        guesses.take(limits_of("anna", f"192.0.2.{number}"), 0.0)
    with pytest.raises(TooManyGuessesError):
        guesses.take(limits_of("anna", "198.51.100.1"), 0.0)


def test_one_network_of_ipv6_is_one_place() -> None:
    assert limits_of("anna", "2001:db8::1").keys() == limits_of("anna", "2001:db8::ffff:2").keys()
    assert limits_of("anna", "2001:db8::1").keys() != limits_of("anna", "2001:db8:0:1::1").keys()
    assert ("place", "testclient") in limits_of("anna", "testclient")


def test_made_up_names_do_not_fill_the_memory() -> None:
    guesses = Guesses()
    for number in range(MOST_KEPT + 50):
        guesses.take({("name", str(number)): 3}, 0.0)
    assert len(guesses._found) == MOST_KEPT
    assert ("name", "0") not in guesses._found
