from __future__ import annotations

from typing import Any

import pytest

from partyservice.app import App
from partyservice.desk.listing import ORGANISATION_TREE
from partyservice.kernel.errors import Refused, Unsettled
from partyservice.members.flow import MEMBERSHIP
from partyservice.mobility.flow import INFLOW
from partyservice.organisations.drafts import ORGANISATION
from partyservice.organisations.flow import EXISTENCE
from partyservice.organisations.listing import ORGANISATIONS
from tests.builders import BRANCHES, COMMITTEE, branch, change, inflow, shown, somebody, take


def test_a_branch_may_have_nothing_below_it(app: App) -> None:
    with pytest.raises(Unsettled, match="支部下面"):
        branch(app, "第一党小组", organisation__parent_id=BRANCHES[0])


def test_a_new_branch_lies_below_the_committee_unless_something_else_is_said(app: App) -> None:
    branch(app, "青石镇北山村党支部")
    branch(app, "外地某村党支部", organisation__is_ours="否")

    above = {
        row["组织全称"]: row["上级党组织"]
        for standing in ("本委", "通讯录")
        for row in shown(app, ORGANISATIONS, organisation__standing=standing)
    }
    assert above["青石镇北山村党支部"] == COMMITTEE
    assert above["外地某村党支部"] in ("", "—")


def test_the_tree_has_no_circle(app: App) -> None:
    above = branch(
        app,
        "青石镇农村党总支",
        organisation__org_type="党总支部",
        organisation__parent_id=COMMITTEE,
    )
    branch(
        app,
        "青石镇东片党总支",
        organisation__org_type="党总支部",
        organisation__parent_id="青石镇农村党总支",
    )

    for parent in ("青石镇东片党总支", "青石镇农村党总支"):
        with pytest.raises(Unsettled, match="上级不能是"):
            change(app, ORGANISATION, above, organisation__parent_id=parent)


def test_the_address_book_tells_who_may_receive_directly(app: App) -> None:
    branch(
        app,
        "中共成都市武侯区委组织部",
        organisation__is_ours="否",
        organisation__may_receive="是",
        organisation__org_type="党委",
    )

    rows = shown(app, ORGANISATIONS, organisation__standing="可直接接收")

    assert [row["组织全称"] for row in rows] == ["中共成都市武侯区委组织部"]
    assert len(shown(app, ORGANISATIONS, organisation__standing="本委")) == len(BRANCHES) + 1


def test_a_list_cannot_be_filtered_by_what_it_does_not_have(app: App) -> None:
    with pytest.raises(Refused):
        shown(app, ORGANISATIONS, person__name="张三")


DAY = {"organisation.dissolved_on": "2026-11-01"}
NEW = "青石镇新河村党支部"


def test_a_branch_with_members_is_not_dissolved_until_they_have_left(app: App) -> None:
    key = branch(app, NEW)
    left = somebody(app, "张伟", member__branch_id=NEW)

    with pytest.raises(Refused, match="1 名党员"):
        take(app, EXISTENCE, "dissolve", key, DAY)

    told = {"member.exit_reason": "死亡", "member.exit_date": "2026-10-05"}
    take(app, MEMBERSHIP, "leave", left, told)
    take(app, EXISTENCE, "dissolve", key, DAY)


def test_a_branch_that_hosts_somebody_is_not_dissolved_until_they_have_left(app: App) -> None:
    key = branch(app, NEW)
    guest = inflow(app, "赵敏", "2026-08-01")
    told = {"inflow.verified_on": "2026-08-03", "inflow.verified_with": "某社区"}
    take(app, INFLOW, "verify", guest, told)
    take(app, INFLOW, "enroll", guest, {"inflow.host_branch_id": NEW})

    with pytest.raises(Refused, match="还有 1 条流入记录编在这里"):
        take(app, EXISTENCE, "dissolve", key, DAY)

    take(app, INFLOW, "leave", guest, {"inflow.ended_on": "2026-10"})
    take(app, EXISTENCE, "dissolve", key, DAY)


def test_what_has_organisations_below_or_is_the_offices_own_is_not_dissolved(app: App) -> None:
    general = {"organisation__org_type": "党总支部", "organisation__parent_id": COMMITTEE}
    above = branch(app, "青石镇农村党总支", **general)
    branch(app, NEW, organisation__parent_id="青石镇农村党总支")
    (committee,) = (
        key for key, name in app.choices(ORGANISATION.refs[0].kind) if name == COMMITTEE
    )

    with pytest.raises(Refused, match="下面还有 1 个"):
        take(app, EXISTENCE, "dissolve", above, DAY)
    with pytest.raises(Refused, match="所属党委"):
        take(app, EXISTENCE, "dissolve", committee, DAY)


def test_the_tree_counts_who_is_on_the_roll_below(app: App) -> None:
    general = branch(
        app,
        "青石镇农村党总支",
        organisation__org_type="党总支部",
        organisation__parent_id=COMMITTEE,
    )
    below = branch(app, "青石镇山后村党支部", organisation__parent_id="青石镇农村党总支")
    somebody(app, "钟庆龙", member__branch_id="青石镇山后村党支部")
    somebody(app, "汪雨桐", member__branch_id="青石镇农村党总支")
    somebody(app, "夏慧珠")

    family: dict[Any, Any] = dict(
        app.family(ORGANISATION_TREE, app.wanted(), "organisation.parent_id")
    )
    counts = {row["组织全称"]: row["在册党员"] for row in shown(app, ORGANISATION_TREE)}

    assert family[below] == general
    assert family[general] in family
    assert [counts[name] for name in ("青石镇山后村党支部", "青石镇农村党总支", COMMITTEE)] == [
        "1",
        "2",
        "3",
    ]


def test_what_was_dissolved_is_in_the_tree_only_if_asked(app: App) -> None:
    gone = branch(app, "青石镇防汛临时党支部")
    take(app, EXISTENCE, "dissolve", gone, {"organisation.dissolved_on": "2026-11-01"})

    def listed(case: str) -> bool:
        wanted = app.wanted(where={"organisation.standing": case})
        return gone in dict(app.family(ORGANISATION_TREE, wanted, "organisation.parent_id"))

    assert not listed("本委")
    assert listed("本委，含已撤销")
