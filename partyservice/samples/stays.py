"""Stays: invented outflows of our members and inflows of others, with movement of late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice

from partyservice.kernel import regions
from partyservice.samples.chance import Pick, picker, stream, words
from partyservice.samples.member import TODAY, Person
from partyservice.samples.organisations import BRANCHES, HOME, ORGANISATIONS, TOWN
from partyservice.samples.population import ordinary

Stay = dict[str, str]

INTERVAL, ABROAD_INTERVAL = "90", "180"  # days; members studying abroad: domain S5
_ELSEWHERE = 2_500_000  # numbers of people who are not ours begin here
_DAY = timedelta(days=1)
_OURS = [str(place) for place in range(len(BRANCHES))]


def outflows(people: Iterable[Person], seed: int = 1, today: date = TODAY) -> Iterator[Stay]:
    """Give the stays of `people`: of all who are away, and of 1 in 50 of the others a past one.

    `person` is the place in `people`. A tenth of the stays began in the last three months and the
    past ones ended then, so that rosters of these months show who came and who went.
    """
    chance = stream(seed * 7919 + 1)
    pick, draw = picker(chance), chance.random
    for place, member in enumerate(people):
        away = member["mobile"] == "是"
        if not away and (member["persona"] or draw() >= 0.02):
            continue
        stay = _stay(pick, draw(), draw(), today, member)
        stay |= {"direction": "流出", "person": str(place), "persona": member["persona"]}
        stay |= _origin(member)
        stay |= _host(pick, draw(), member["destination"]) if away else {}
        stay |= _away(member) if away else _ended(stay, draw(), today)
        yield stay


def inflows(count: int, seed: int = 1, today: date = TODAY) -> Iterator[Stay]:
    """Give stays here of members of other committees, who bear all the words of a Person too.

    The first has nothing but his word for his membership; 1 in 8 is gone again.
    """
    chance = stream(seed * 7919 + 2)
    pick, draw = picker(chance), chance.random
    strangers = ordinary(seed + 104_729, today, 1, _ELSEWHERE)
    for place, person in enumerate(islice(strangers, count)):
        stay = person | _not_ours()
        stay |= _stay(pick, draw(), draw(), today, stay)
        stay |= _came(pick, draw(), stay, today)
        if place == 0:
            stay |= _only_stated(today, stay["joined"])
        elif draw() < 0.12:
            stay |= _ended(stay, draw(), today)
        yield stay


def _stay(pick: Pick, draw: float, recent: float, today: date, person: Person) -> Stay:
    """Return what both directions have; the stay begins within three months or three years."""
    days = int(draw * 90) if recent < 0.1 else 90 + int(draw * 1000)
    begun = max(today - timedelta(days=days), date.fromisoformat(person["joined"]))
    reported = min(begun + timedelta(days=int(draw * 14) - 4), today)
    has_card = draw < 0.55
    place = person["destination"] or pick(words("away"))
    until = begun + timedelta(days=180 + int(draw * 900)) if 0.5 < recent < 0.8 else None
    return _place(place) | {
        "direction": "",
        "person": "",
        "persona": "",
        "reason": pick(words("reasons")),
        "former_occupation": pick(words("former")),
        "dest_unit": pick(words("kinds")),
        "pattern": pick(words("patterns")),
        "left_on": begun.isoformat(),
        "arrived_on": "",
        "reported_on": reported.isoformat(),
        "enrolled_on": "",
        "expected_until": until.isoformat() if until else "",
        "has_card": "是" if has_card else "否",
        "card_no": f"LD{begun:%Y}{int(recent * 90_000) + 10_000}" if has_card else "",
        "card_issued_on": reported.isoformat() if has_card else "",
        "dues_place": "流出地" if draw < 0.7 else "流入地",
        "proof": "",
        "origin_org": "",
        "origin_phone": "",
        "origin_liaison": "",
        "host_org": "",
        "host_phone": "",
        "host_liaison": "",
        "host_branch": "",
        "interval": INTERVAL,
        "lost_since": "",
        "ended_on": "",
        "end_reason": "",
    }


@cache
def _place(place: str) -> Stay:
    """Return where `place` is, and how far from home."""
    code, detail = regions.split(place)
    if code is None:
        scope = "出国(境)"
    elif regions.province(code) != regions.province(HOME):
        scope = "跨省"
    elif regions.city(code) != regions.city(HOME):
        scope = "省内跨市"
    else:
        scope = "市内跨县"
    where = {"region": code or "", "detail": detail if code else place}
    return {"destination": place, "scope": scope, **where}


def _origin(member: Person) -> Stay:
    branch = ORGANISATIONS[BRANCHES[int(member["branch"]) % len(BRANCHES)]]
    return {
        "origin_org": branch["full_name"],
        "origin_phone": branch["phone"],
        "origin_liaison": branch["liaison"],
    }


def _host(pick: Pick, draw: float, place: str) -> Stay:
    """Return who has taken the member in there: 4 in 10."""
    if draw > 0.4 or not _place(place)["region"]:
        return {}
    phone = f"010-0578{int(draw * 10_000):04d}"
    return {"host_org": f"中共{place}{pick(words('streets'))}委员会", "host_phone": phone}


def _away(member: Person) -> Stay:
    """Return what differs for those abroad and for those out of contact."""
    abroad = _place(member["destination"])["region"] == ""
    if abroad:
        return {
            "interval": ABROAD_INTERVAL,
            "reason": "出国(境)学习研究",
            "dest_unit": "其他",
            "former_occupation": "未就业的高校毕业生",
            "dues_place": "流出地",
        }
    if member["lost"] == "是":  # away since before the contact broke off
        left = date.fromisoformat(member["lost_since"] + "-01") - 200 * _DAY
        left = max(left, date.fromisoformat(member["joined"]))
        none = {"card_no": "", "card_issued_on": "", "has_card": "否", "host_org": ""}
        none |= {"host_phone": "", "expected_until": ""}
        told = {"left_on": left.isoformat(), "reported_on": left.isoformat()}
        return {"lost_since": member["lost_since"]} | none | told
    return {}


def _ended(stay: Stay, draw: float, today: date) -> Stay:
    """Return the end of a stay, in the last three months."""
    begun = date.fromisoformat(stay["left_on"])
    ended = max(today - timedelta(days=int(draw * 90)), begun)
    return {"ended_on": ended.isoformat(), "end_reason": "返回"}


def _not_ours() -> Person:
    away = {"mobile": "是", "destination": "", "lost": "否", "lost_since": "", "status": "正常"}
    return {"branch": "", **away}


def _came(pick: Pick, draw: float, stay: Stay, today: date) -> Stay:
    """Return where somebody came from and which branch took them in, if one did yet."""
    reported = date.fromisoformat(stay["reported_on"])
    enrolled = min(reported + timedelta(days=int(draw * 20)), today)
    has_branch = draw < 0.9
    proof = pick(words("proofs"))
    return {
        "direction": "流入",
        "arrived_on": stay["left_on"],
        "proof": proof,
        "has_card": "是" if proof == "流动党员活动证" else "否",
        "card_no": stay["card_no"] if proof == "流动党员活动证" else "",
        "card_issued_on": "",
        "origin_org": f"中共{stay['destination']}{pick(words('streets'))}委员会",
        "origin_phone": f"010-0577{int(draw * 10_000):04d}",
        "host_branch": pick(_OURS) if has_branch else "",
        "enrolled_on": enrolled.isoformat() if has_branch else "",
        "address": f"{TOWN}望湖路{int(draw * 300) + 1}号",
    }


def _only_stated(today: date, joined: str) -> Stay:
    day = max((today - 12 * _DAY).isoformat(), joined)
    return {
        "persona": "only_stated",
        "proof": "仅口头说明",
        "has_card": "否",
        "card_no": "",
        "host_branch": "",
        "enrolled_on": "",
        "left_on": day,
        "arrived_on": day,
        "reported_on": max((today - 10 * _DAY).isoformat(), joined),
    }
