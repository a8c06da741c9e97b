"""How many guesses a day brings, by the clock since boot alone."""

from __future__ import annotations

import pytest

from partyservice.security.guessing import DAY, FREE, Guesses, Uptime


def guessed_in(seconds: float, *, rights: float = 0) -> int:
    """Wrong passwords that a patient guesser places; the owner signs in every `rights` seconds."""
    known, now, count, owner = Guesses(boot="a"), 0.0, 0, rights
    while True:
        wait = known.wait(Uptime(now, "a"))
        if rights and now + wait > owner:
            known, owner = known.right(Uptime(owner, "a")), owner + rights
            now = max(now, owner - rights)
            if now > seconds:
                return count
            continue
        now += wait
        if now > seconds:
            return count
        known, count = known.wrong(Uptime(now, "a")), count + 1


def test_the_first_five_cost_no_time_and_then_each_costs_more() -> None:
    known, waits = Guesses(boot="a"), []
    for _ in range(14):
        waits.append(known.wait(Uptime(0, "a")))
        known = known.wrong(Uptime(0, "a"))

    assert waits[:FREE] == [0] * FREE
    assert waits[FREE : FREE + 4] == [5, 10, 20, 40]
    assert waits[FREE:] == sorted(waits[FREE:])
    assert max(waits) == 900


@pytest.mark.parametrize("rights", [0, 3600, 600, 60])
def test_no_day_sees_more_than_a_hundred(rights: float) -> None:
    assert 20 < guessed_in(DAY, rights=rights) <= 100
    assert guessed_in(7 * DAY, rights=rights) <= 50 + 7 * 50


def test_only_the_clock_since_boot_counts() -> None:
    known = Guesses(boot="a")
    for _ in range(8):
        known = known.wrong(Uptime(1000, "a"))
    wait = known.wait(Uptime(1000, "a"))

    assert known.wait(Uptime(1000 + wait, "a")) == 0
    assert known.wait(Uptime(3, "b")) == wait - 3  # started anew: the time since then
    assert known.wait(Uptime(3, "a")) == wait - 3
    assert known.wait(Uptime(5000, "b")) == 0


@pytest.mark.parametrize(
    "known", [Guesses(failed=-1), Guesses(spent=float("nan")), Guesses(at=float("inf"))]
)
def test_what_no_program_wrote_is_no_count(known: Guesses) -> None:
    assert not known.possible
