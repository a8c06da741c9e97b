from __future__ import annotations

from datetime import UTC, datetime, timedelta

from partyservice.safety.thinning import Stamp, kept

NOW = datetime(2026, 11, 24, 18, tzinfo=UTC)


def stamps(days: int, a_day: int = 1) -> list[Stamp]:
    """Backups of the last `days`, as a clock that is right says it."""
    times = [
        NOW - timedelta(days=day, hours=hour) for day in reversed(range(days)) for hour in (6, 0)
    ]
    chosen = times if a_day == 2 else times[1::2]
    return [Stamp(seq, at, f"{seq}") for seq, at in enumerate(chosen)]


def test_nothing_is_kept_of_nothing() -> None:
    assert kept([]) == set()


def test_of_the_last_two_days_everything_is_kept() -> None:
    recent = [Stamp(n, NOW - timedelta(minutes=30 * n), f"{n}") for n in range(96)]
    recent = [Stamp(95 - n, each.made, each.name) for n, each in enumerate(recent)]

    assert kept(recent) == {each.name for each in recent}


def test_then_one_a_day_a_week_a_month() -> None:
    made = stamps(900, a_day=2)

    keep = kept(made)
    days = {each.made.date() for each in made if each.name in keep}

    assert {NOW.date() - timedelta(days=n) for n in range(14)} <= days
    assert len({(d.year, d.month) for d in days}) == 24
    assert len({d.isocalendar()[:2] for d in days if NOW.date() - d < timedelta(days=50)}) == 8
    assert len(keep) < 50


def test_the_newest_is_kept_whatever_the_clock_says() -> None:
    made = [*stamps(40), Stamp(1_000, datetime(1999, 1, 1, tzinfo=UTC), "newest")]

    assert "newest" in kept(made)


def test_an_hour_with_a_clock_years_ahead_costs_no_history() -> None:
    made = stamps(300)
    ahead = Stamp(299, NOW + timedelta(days=4_000), "ahead")

    keep = kept([*made, ahead, Stamp(301, NOW, "right again")])

    lost = kept(made) - keep
    assert len(lost) <= 3  # a day, a week, a month: the oldest of each
    assert {"ahead", "right again"} <= keep


def test_mornings_of_a_machine_that_forgets_the_day_are_days() -> None:
    """Its battery is dead: each morning is the first of January."""
    start = datetime(2000, 1, 1, tzinfo=UTC)
    made = [
        Stamp(3 * day + n, start + timedelta(hours=4 * n), f"{day}-{n}")
        for day in range(20)
        for n in range(3)
    ]

    keep = kept(made)

    assert {f"{day}-2" for day in range(7, 20)} <= keep
    assert len(keep) < len(made)


def test_thinning_again_changes_nothing() -> None:
    made = stamps(700, a_day=2)
    keep = kept(made)
    once = [each for each in made if each.name in keep]

    assert kept(once) == {each.name for each in once}


def test_the_year_9999_breaks_nothing() -> None:
    last = datetime(9999, 12, 31, 23, tzinfo=UTC)
    made = [Stamp(n, (last, NOW)[n % 2], f"{n}") for n in range(200)]

    assert "199" in kept(made)
