from __future__ import annotations

import pytest

from partyservice.app import App
from partyservice.kernel.errors import Refused, Unsettled
from partyservice.organisations.drafts import ORGANISATION
from partyservice.organisations.listing import ORGANISATIONS
from tests.builders import BRANCHES, COMMITTEE, branch, change, shown


def test_a_branch_may_have_nothing_below_it(app: App) -> None:
    with pytest.raises(Unsettled, match="支部下面"):
        branch(app, "第一党小组", organisation__parent_id=BRANCHES[0])


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
