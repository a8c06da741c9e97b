"""Watching: whether all is as it was written, and what was done about a person."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from partyservice.cli.commands import Call, Done
    from partyservice.desk.happenings import Happening, History

UNSOUND = 3  # exit: something is wrong


def check(call: Call) -> Done:
    """Check an office; 0 if it is sound, 3 with what is wrong."""
    from partyservice.cli.commands import Done, opened
    from partyservice.kernel.collecting import uncollected
    from partyservice.kernel.errors import Refused
    from partyservice.storage.anchors import of_paper

    paper = of_paper(call.options.page) if call.options.page else None
    if call.options.page and paper is None:
        raise Refused("日志页上的这行字读不懂。什么也没有改，请照纸上 PS1 开头的一行再输入一次。")
    with uncollected(), closing(opened(call)) as app:
        known, seen = app.backups.known(), (paper,) if paper else ()
        report = app.journal.check(replace(known, anchors=(*known.anchors, *seen)))
    data: dict[str, Any] = {
        "sound": report.sound,
        "findings": [asdict(finding) for finding in report.findings],
    }
    lines = [*(finding.line for finding in report.findings), report.summary]
    return Done(data, lines, 0 if report.sound else UNSOUND)


def history(call: Call) -> Done:
    """Tell what was done about one person, newest first, or only who looked at them."""
    from partyservice.cli.commands import Done, opened

    with closing(opened(call)) as app:
        key, name = app.people.meant(call.options.person)
        ask = app.people.looked_at if call.options.looks else app.people.history
        found: list[Happening] = []
        before = None
        while True:
            part: History = ask(key, before)
            found += part.happenings
            if not part.more:
                break
            before = found[-1].seq
    entries = [_entry(each) for each in found]
    lines = [line for each in found for line in _lines(each)]
    said = "还没有人单独看过" if call.options.looks else "还没有办理记录"
    lines.append(f"{name}：共 {len(found):,} 条" if found else f"{name}：{said}")
    return Done({"id": str(key), "name": name, "entries": entries}, lines)


def _entry(happening: Happening) -> dict[str, Any]:
    told = asdict(happening)
    return told | {"record_id": str(happening.record_id), "lines": list(happening.lines)}


def _lines(happening: Happening) -> list[str]:
    head = (happening.day, happening.time, happening.by, happening.what, happening.title)
    return ["  ".join(part for part in head if part), *(f"    {line}" for line in happening.lines)]
