from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import pytest

from partyservice.app import App
from partyservice.members.drafts import MEMBER
from partyservice.storage import auditing
from partyservice.storage.auditing import Line, Only
from tests.builders import CLOCK, change, member


def every(app: App, only: Only, most: int = 3) -> list[Line]:
    found: list[Line] = []
    before = None
    while True:
        page = app.journal.page(only, before, most)
        found += page.lines
        if page.older is None:
            return found
        before = page.older


@pytest.fixture
def worked(app: App) -> App:
    key = member(app)
    change(app, MEMBER, key, person__address="新河村1号")
    app.unmasked(MEMBER, key, "person.id_number")
    return app


def test_all_entries_come_page_by_page_newest_first(worked: App) -> None:
    numbers = [line.seq for line in every(worked, Only())]

    assert numbers == list(range(len(numbers), 0, -1))
    assert len(numbers) > 8


def test_no_page_goes_through_more_than_so_many(
    worked: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "BACK", 2)

    first = worked.journal.page(Only(about="office"))

    assert first.lines == ()
    assert first.older is not None
    assert {line.what for line in every(worked, Only(about="office"))} == {"新登记"}


def test_what_was_done_is_told_and_nothing_of_whom(worked: App) -> None:
    lines = every(worked, Only())

    assert [line.what for line in lines][:2] == ["看了号码", "修改"]
    said = str([asdict(line) for line in lines])
    assert not any(word in said for word in ("钟庆龙", "新河村", "990100198912271497"))


def test_entries_of_an_account_a_kind_and_a_day(worked: App) -> None:
    today = CLOCK.today()

    assert {line.about for line in every(worked, Only(about="person"))} == {"person"}
    assert every(worked, Only(by="别人")) == []
    assert len(every(worked, Only(day=today))) == len(every(worked, Only()))
    assert every(worked, Only(day=today - timedelta(days=1))) == []
    assert every(worked, Only(day=today + timedelta(days=1))) == []


def test_a_day_is_counted_by_kind_and_by_account(worked: App) -> None:
    with worked.store.read() as session:
        kinds, accounts = auditing.counted(session, CLOCK.today())

    assert dict(kinds)["人员修改"] == 1
    assert dict(kinds)["看了号码"] == 1
    assert accounts == [(worked.by.name, sum(dict(kinds).values()))]
