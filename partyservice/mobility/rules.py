"""What the dates of a stay must say together (domain 2.3, 2.11.3)."""

from __future__ import annotations

from datetime import date
from typing import Any

from partyservice.kernel import regions
from partyservice.kernel.errors import Doubt, Invalid
from partyservice.members.model import Member, Person
from partyservice.members.rules import PERSON
from partyservice.mobility.model import Inflow, Outflow
from partyservice.storage.rule import Rule, begins_soon, coming, ordered

LOST_AFTER = 6  # months without contact (domain S21)
OTHER_PROVINCE, OTHER_CITY, OTHER_COUNTY, SAME_COUNTY = "1", "2", "3", "4"  # scope


def _lost_too_soon(today: date, since: str) -> bool:
    year, month = int(since[:4]), int(since[5:7])
    return (today.year - year) * 12 + today.month - month < LOST_AFTER


OUTFLOW = (
    begins_soon(Outflow.left_on, "F01", "流出时间"),
    ordered("F02", Person.born, Outflow.left_on, "流出早于出生，请核对两个日期。"),
    ordered(
        "F03", Member.joined_on, Outflow.left_on, "流出早于入党，请核对两个日期。", wrong=Doubt
    ),
    ordered("F04", Outflow.left_on, Outflow.expected_until, "预计返回早于流出，请核对。"),
    Rule(
        id="F05",
        at=Outflow.has_card,
        needs=(Outflow.card_no, Outflow.has_card),
        wrong=Invalid,
        words="填了活动证号，却写没有持证，请核对。",
        fails=lambda _today, _number, has: not has,
    ),
)
ENDING = (
    ordered("F06", Outflow.left_on, Outflow.ended_on, "结束早于流出，请核对两个日期。"),
    coming(Outflow.ended_on, "F07", "结束时间"),
)
LOSING = (
    Rule(
        id="F08",
        at=Outflow.lost_since,
        needs=(Outflow.lost_since,),
        wrong=Invalid,
        words=f"失去联系满 {LOST_AFTER} 个月才能认定失联。",
        fails=_lost_too_soon,
    ),
)
INFLOW = (
    begins_soon(Inflow.arrived_on, "I01", "流入时间"),
    ordered("I02", Person.born, Inflow.arrived_on, "流入早于出生，请核对两个日期。"),
    ordered(
        "I03", Inflow.joined_on, Inflow.arrived_on, "流入早于入党，请核对两个日期。", wrong=Doubt
    ),
    coming(Inflow.joined_on, "I04", "入党时间"),
)
VERIFYING = (coming(Inflow.verified_on, "I05", "核实日期"),)
LEAVING = (
    ordered("I06", Inflow.arrived_on, Inflow.ended_on, "离开早于流入，请核对两个日期。"),
    coming(Inflow.ended_on, "I07", "离开时间"),
)
ABOUT_PERSON = PERSON


def scope_between(home: str | None, place: str | None) -> str | None:
    """Return the scope of a stay at `place`, seen from `home`; None where it cannot be told.

    Both are codes of regions; domain 2.10.9.
    """
    if not home or not place:
        return None
    if regions.province(home) != regions.province(place):
        return OTHER_PROVINCE
    if regions.level(home) == 1 or regions.level(place) == 1:
        return None
    cities = {regions.city(home), regions.city(place)}
    if len(cities) > 1 or (cities == {""} and not _is_municipality(home) and home != place):
        return OTHER_CITY
    if regions.level(home) < 3 or regions.level(place) < 3:
        return None
    return SAME_COUNTY if home == place else OTHER_COUNTY


def _is_municipality(region: str) -> bool:
    """Say whether a region is in 北京, 天津, 上海 or 重庆, which have counties and no cities."""
    return region[:2] in ("11", "12", "31", "50")


def with_card(values: dict[str, Any]) -> dict[str, Any]:
    """Return `values` saying that who has the number of a card has the card."""
    return values | {"has_card": True} if values.get("card_no") else values
