"""F15: the clock of the computer is wrong: told when the office is opened, and nothing mixed up."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from partyservice.app import App, open_office
from partyservice.kernel.clock import Stopped
from partyservice.kernel.errors import Unsettled
from partyservice.mobility.model import Outflow
from partyservice.storage.journal import JOURNAL, first_bad
from tests.builders import CLOCK, PASSWORD, outflow, somebody
from tests.faults.damage import copied, founded
from tests.faults.table import Told

HAN = "甲乙丙丁戊己庚辛壬癸"
TRUE = CLOCK.now()
WRONG = {
    "1970": datetime(1970, 1, 1, tzinfo=UTC),
    "2099": datetime(2099, 12, 31, 23, 59, tzinfo=UTC),
    "an hour back": TRUE - timedelta(hours=1),
    "a day back": TRUE - timedelta(days=1),
    "a year back": TRUE - timedelta(days=365),
    "three years on": TRUE + timedelta(days=3 * 365),
    "the day before 1970": datetime(1969, 12, 31, tzinfo=UTC),
    "a leap day": datetime(2000, 2, 29, tzinfo=UTC),
    "the 32-bit end": datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
    "six minutes back": TRUE - timedelta(minutes=6),
}
RIGHT = {
    "the same moment": TRUE,
    "four minutes back": TRUE - timedelta(minutes=4),
    "the next day": TRUE + timedelta(days=1),
    "after the holidays": TRUE + timedelta(days=30),
    "after a year": TRUE + timedelta(days=366),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founded(tmp_path_factory.mktemp("clock") / "office", people=2)


def opened(folder: Path, at: datetime) -> App:
    return open_office(folder, "", PASSWORD, Stopped(at))


@pytest.mark.parametrize("at", WRONG.values(), ids=list(WRONG))
def test_a_wrong_clock_is_told_of(office: Path, place: Path, at: datetime) -> None:
    with copied(office, place) as folder, closing(opened(folder, at)) as app:
        words = app.times.warning()

    assert f"{at.astimezone():%Y-%m-%d %H:%M}" in words
    assert "先后顺序没有受影响" in words


@pytest.mark.parametrize("at", RIGHT.values(), ids=list(RIGHT))
def test_a_clock_that_can_be_right_is_not_doubted(office: Path, place: Path, at: datetime) -> None:
    with copied(office, place) as folder, closing(opened(folder, at)) as app:
        assert app.times.warning() == ""


@pytest.mark.parametrize("count", [50])
def test_what_was_done_keeps_its_order_whatever_the_clock_said(
    office: Path, place: Path, tell: Told, count: int
) -> None:
    """Entries stand by number; the control orders them by their time."""
    times = list(WRONG.values()) + list(RIGHT.values())
    with copied(office, place) as folder:
        named, guarded, away = [], 0, 0
        for number in range(count):
            name = "欧阳" + HAN[number // 10] + HAN[number % 10]
            with closing(opened(folder, times[number % len(times)])) as app:
                try:
                    if number % 5:
                        somebody(app, name)
                    else:
                        outflow(app, name, "2025-03-01")
                        away += 1
                    named.append(name)
                except Unsettled as problem:
                    guarded += "今天" in str(problem)  # who was born after today is asked about
        with closing(opened(folder, TRUE)) as app, app.store.read() as session:
            j = JOURNAL.c
            wanted = select(j.after).where(j.about == "person", j.before.is_(None))
            by_number = session.scalars(wanted.order_by(j.seq)).all()[-len(named) :]
            by_time = session.scalars(wanted.order_by(j.at)).all()[-len(named) :]
            numbers = session.scalars(select(Outflow.reg_no)).all()
            bad = first_bad(session.connection())

    wrong = sum(name not in after for name, after in zip(named, by_number, strict=True))
    control = sum(name not in after for name, after in zip(named, by_time, strict=True))
    tell("F15 wrong clock", count, wrong, f"by time: {control} of {len(named)} out of order")
    assert wrong == 0
    assert guarded
    assert bad is None
    assert len(set(numbers)) == len(numbers) == away > 0
    assert control


def test_once_the_clock_is_right_again_one_entry_ends_the_warning(
    office: Path, place: Path
) -> None:
    with copied(office, place) as folder:
        with closing(opened(folder, WRONG["2099"])) as app:
            somebody(app, "欧阳未来")
        with closing(opened(folder, TRUE)) as app:
            assert "2100-01-01" in app.times.warning() or "2099-12-31" in app.times.warning()
            somebody(app, "欧阳现在")
            assert app.times.warning() == ""
