"""The invented committee of a town: its tree, and some organisations letters are written to."""

from __future__ import annotations

import csv

from partyservice.kernel.codes import FOLDER
from partyservice.samples.chance import words

Organisation = dict[str, str]

HOME = "320583"  # the county the town is imagined in: decides between 跨省 and 省内
TOWN = "江苏省苏州市昆山市青石镇"


def _read(name: str) -> list[Organisation]:
    lines = (FOLDER / "samples" / f"{name}.csv").read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if line[0] != "#"))


def _ours(place: int, row: Organisation) -> Organisation:
    mobile, roads = "流动" in row["short_name"], words("roads")
    return row | {
        "mobile": "是" if mobile else "否",
        "phone": f"0512-05770{place:03d}",
        "address": f"{TOWN}{roads[place % len(roads)]}{place * 7 + 2}号",
        "approval": "青组〔2018〕15号" if mobile else "",
        "scope": "无" if row["parent"] else "全国",
        "situation": "联合党支部" if row["type"] == "联合党支部" else "法人单位",
        "region": HOME,
    }


def _other(place: int, row: Organisation) -> Organisation:
    named = {"short_name": row["full_name"].removeprefix("中共"), "mobile": "否"}
    return dict.fromkeys(ORGANISATIONS[0], "") | row | named | {"phone": f"010-0577{place:04d}"}


ORGANISATIONS: tuple[Organisation, ...] = tuple(map(_ours, range(99), _read("organisations")))
OTHER_ORGANISATIONS: tuple[Organisation, ...] = tuple(
    map(_other, range(99), _read("other_organisations"))
)
# places in ORGANISATIONS of those that have members: branches, none of them temporary
BRANCHES: tuple[int, ...] = tuple(
    place
    for place, organisation in enumerate(ORGANISATIONS)
    if organisation["type"] in {"党支部", "联合党支部"}
)
