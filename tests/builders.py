"""Offices and records with good defaults: a test spells out only its point."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from partyservice.app import App, open_office
from partyservice.exchange.planning import Asked, Plan
from partyservice.kernel.clock import Stopped
from partyservice.members.drafts import MEMBER
from partyservice.mobility.flow import INFLOW, OUTFLOW
from partyservice.offices import Founding, create
from partyservice.organisations.flow import EXISTENCE
from partyservice.storage.draft import Draft, Sure
from partyservice.storage.flow import Flow
from partyservice.storage.listing import Listing

CLOCK = Stopped(datetime(2026, 11, 24, 2, tzinfo=UTC))
PASSWORD = "老槐树下的一盏灯"
NAME, COMMITTEE, USER = "青石镇党员服务中心", "中共青石镇委员会", "王芳"
BRANCHES = ("青石镇机关党支部", "青石镇东风村党支部", "青石镇流动党员党支部")
SHEETS = Path(__file__).parent / "sheets"


def new_office(folder: Path, region: str | None = None) -> App:
    """An encrypted office without a branch."""
    told = Founding(name=NAME, committee=COMMITTEE, user=USER, password=PASSWORD, region=region)
    create(folder, told, CLOCK)
    return open_office(folder, "", PASSWORD, CLOCK)


def with_branches(app: App) -> App:
    for name in BRANCHES:
        branch(app, name)
    return app


def branch(app: App, name: str, **texts: str) -> int:
    step = next(s for s in app.steps(EXISTENCE, None) if s.name == "found")
    return app.take(EXISTENCE, step, {"organisation.full_name": name} | keyed(texts))


def member(app: App, sure: Sure | None = None, **texts: str) -> int:
    """Register a member; `person__name="张三"` is the field person.name."""
    known = {
        "person.name": "钟庆龙",
        "person.id_number": "990100198912271497",
        "person.sex": "男",
        "person.ethnic": "汉族",
        "person.born": "1989-12-27",
        "person.education": "大学本科毕业",
        "person.mobile_phone": "15480424747",
        "person.address": "青石镇东风村3组4号",
        "member.branch_id": BRANCHES[0],
        "member.category": "正式党员",
        "member.joined_on": "2016-11-15",
        "member.full_on": "2017-11-15",
        "member.job": "公务员",
    }
    return app.save(MEMBER, known | keyed(texts), sure=sure)


def somebody(app: App, name: str, sure: Sure | None = None, **texts: str) -> int:
    """Register a member without an ID number."""
    known = {"person__name": name, "person__id_number": "", "person__mobile_phone": ""}
    return member(app, sure, **known | texts)


def outflow(app: App, name: str, left: str, **texts: str) -> int:
    known = {
        "person.name": name,
        "person.sex": "男",
        "person.born": "1989-12-27",
        "outflow.branch_id": BRANCHES[0],
        "outflow.left_on": left,
        "outflow.place": "江苏省苏州市昆山市",
    }
    return take(app, OUTFLOW, "leave", None, known | keyed(texts))


def inflow(app: App, name: str, arrived: str, **texts: str) -> int:
    known = {"person.name": name, "person.sex": "女", "inflow.arrived_on": arrived}
    return take(app, INFLOW, "report_in", None, known | keyed(texts))


def take(
    app: App, flow: Flow, name: str, record: int | None, texts: dict[str, str] | None = None
) -> int:
    step = next(step for step in flow.steps if step.name == name)
    filled = dict(app.load(step.asks, record)) if record is not None else {}
    return app.take(flow, step, filled | (texts or {}), record)


def keyed(texts: dict[str, str]) -> dict[str, str]:
    return {key.replace("__", "."): text for key, text in texts.items()}


def change(app: App, draft: Draft, record: int, **texts: str) -> None:
    seen = app.load(draft, record)
    app.save(draft, seen | keyed(texts), record, {}, seen)


def shown(app: App, listing: Listing, **where: object) -> list[dict[str, str]]:
    """The rows of a listing as everybody sees them, by label."""
    wanted = app.wanted(where={k.replace("__", "."): v for k, v in where.items()})
    rows = app.window(listing, app.ids(listing, wanted))
    return [
        {f.label: f.show(v) for f, v in zip(listing.fields, row[1:], strict=True)} for row in rows
    ]


def import_sheet(app: App, path: Path, **asked: object) -> Plan:
    plan = app.imports.plan(path, Asked(**asked))  # type: ignore[arg-type]
    app.imports.carry_out(plan, path.name)
    return plan
