from __future__ import annotations

from partyservice.app import App
from partyservice.desk.finding import Found, find
from tests.builders import BRANCHES, branch, inflow, member, outflow, somebody


def found(app: App, words: str) -> Found:
    with app.store.read() as session:
        return find(session, app.wanted(words))


def test_a_hit_says_who_it_is_and_no_more_than_everybody_may_see(app: App) -> None:
    member(app)

    (hit,) = found(app, "钟庆龙").hits

    assert hit.line() == (
        f"党员  钟庆龙  男  1989-12  {BRANCHES[0]}  990100********1497  154****4747  在册"
    )


def test_a_hit_says_who_is_away_and_who_is_a_guest(app: App) -> None:
    outflow(app, "李志强", "2026-03")
    inflow(app, "李敏", "2026-08-01")

    assert [(hit.name, hit.kind, hit.state) for hit in found(app, "李").hits] == [
        ("李志强", "党员", "流动"),
        ("李敏", "流入", "已报到"),
    ]


def test_people_come_before_organisations(app: App) -> None:
    somebody(app, "青山", person__born="1970-01")

    kinds = [hit.kind for hit in found(app, "青").hits]

    assert kinds == ["党员", *["党组织"] * (len(BRANCHES) + 1)]


def test_the_count_is_exact_though_only_fifty_are_shown(app: App) -> None:
    for number in range(60):
        branch(app, f"新区第{number}党支部")

    many = found(app, "新区")

    assert (len(many.hits), many.count, many.more) == (50, 60, False)


def test_blanks_find_nothing(app: App) -> None:
    assert found(app, "   ") == Found([], 0, more=False)
