"""Checking: whether what an office holds is whole, part by part, in plain words.

Every part is read once and streamed; a part that cannot be read is a finding of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from shutil import disk_usage

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from partyservice.kernel.clock import Clock
from partyservice.kernel.errors import Refused
from partyservice.kernel.progress import Progress, Quiet
from partyservice.organisations.model import Office
from partyservice.safety.findings import Finding, Report, told
from partyservice.safety.rules import broken_rules, too_many, used_up
from partyservice.safety.stored import wrong_values
from partyservice.security.keysfile import load
from partyservice.storage.anchors import Anchor, contradictions, newest
from partyservice.storage.chain import first_wrong, rows
from partyservice.storage.journal import triggers_wrong
from partyservice.storage.record import Record, described, record_of
from partyservice.storage.store import Store
from partyservice.storage.tallying import Difference, differences

FEW, TOO_FEW = 500 << 20, 100 << 20  # bytes left on the disk
UNVERIFIED = timedelta(days=3)  # without a backup that was read back
UNTRIED = timedelta(days=366)  # without a backup that was opened again
MOST_PAGES = 20  # damaged pages named
RESTORE = "请不要继续登记，从最近的备份恢复。"
KEEP = "请不要改动数据文件，先做一次备份，再请审计员和维护人员核对。"
MEND = "请打开这条记录核对；改不了的，请联系维护人员。"
PATIENCE = "请清出空间，或把不用的旧文件移走。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of an office beside its own file.

    `anchors` saw its journal; `verified` is when a backup was last read back and compared, and
    `tried` when one was last opened again, None if that never happened.
    """

    anchors: tuple[Anchor, ...] = ()
    verified: datetime | None = None
    tried: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Told:
    """What every part is given."""

    connection: Connection
    store: Store
    clock: Clock
    known: Known
    progress: Progress


def check(
    store: Store, clock: Clock, known: Known | None = None, progress: Progress | None = None
) -> Report:
    """Return what is found in an office that is open; `progress` may stop it on the way.

    What was seen when it was opened is compared in any case.
    """
    known = known or Known()
    known = replace(known, anchors=tuple(dict.fromkeys((*store.anchors, *known.anchors))))
    found: list[Finding] = []
    with store.read(all_rows=True) as session:
        connection = session.connection()
        given = _Told(connection, store, clock, known, progress or Quiet())
        for place, (area, part) in enumerate(PARTS.items()):
            given.progress.step(place, len(PARTS), f"正在检查：{area}")
            found += _found(area, part, given)
    return Report(tuple(found))


def _found(area: str, part: Callable[[_Told], Iterable[Finding]], given: _Told) -> list[Finding]:
    try:
        return list(part(given))
    except (DBAPIError, OSError) as error:
        said = getattr(error, "orig", None) or error
        words = f"读不下去，数据文件报告“{said}”"
        return [Finding(area=area, tone="bad", words=words, to_do=RESTORE)]


def _pages(given: _Told) -> Iterator[Finding]:
    run = given.connection.exec_driver_sql
    sealed = [str(row[0]) for row in run("PRAGMA cipher_integrity_check").fetchmany(MOST_PAGES)]
    yield from told("数据页", map(_page, sealed), "每一页都和写下时一样", RESTORE)
    if not sealed:
        inner = [str(row[0]) for row in run(f"PRAGMA integrity_check({MOST_PAGES})")]
        wrong = [f"结构不对（{words}）" for words in inner if words != "ok"]
        yield from told("数据结构", wrong, "表和索引都完好", RESTORE)


def _page(said: str) -> str:
    number = "".join(c for c in said.rpartition("page")[2] if c.isdigit())
    return f"第 {number} 页坏了" if number else f"有坏页（{said}）"


def _links(given: _Told) -> Iterator[Finding]:
    found = given.connection.exec_driver_sql("PRAGMA foreign_key_check")
    wrong = (f"{_called(row[0])} {row[1]} 关联的{_called(row[2])}不在了" for row in found)
    yield from told("关联", wrong, "记录之间的关联都在", KEEP)


def _guards(given: _Told) -> Iterator[Finding]:
    names = triggers_wrong(given.connection)
    wrong = (f"防止改动日志的机关“{name}”不在或被换过" for name in names)
    yield from told("日志保护", wrong, "日志只能增加，改不了", KEEP)


def _journal(given: _Told) -> Iterator[Finding]:
    bad = first_wrong(rows(given.connection))
    if bad is not None:
        yield Finding(area="日志", tone="bad", words=bad.words, to_do=KEEP)
        return
    last = newest(given.connection)
    count = last.seq if last else 0
    yield Finding(area="日志", words=f"{count:,} 条前后相连，没有改动")
    yield from _tally(given)


def _tally(given: _Told) -> Iterator[Finding]:
    sample = given.connection.scalar(select(Office.sample).limit(1))
    found = differences(given.connection, given.progress)
    wrong = (_differs(each) for each in found if not (sample and each.unwritten))
    yield from told("记录与日志", wrong, "每条记录都和日志说的一样", KEEP)


def _differs(each: Difference) -> str:
    whose = f"{_called(each.about)} {each.record_id}"
    if each.lost:
        return f"{whose} 在日志里有，记录却不见了"
    if each.unwritten:
        return f"{whose} 没有经过程序登记，日志里没有它"
    labels = {f.key.split(".")[1]: f.label for f in described(record_of(each.about))}
    names = "、".join(labels.get(name, name) for name in each.names)
    return f"{whose} 的{names}被绕过程序改过，日志里没有"


def _anchors(given: _Told) -> Iterator[Finding]:
    anchors = given.known.anchors
    wrong = (each.words for each in contradictions(given.connection, anchors))
    if anchors:
        sound = f"与别处记下的 {len(anchors)} 处日志编号都对得上"
        yield from told("日志见证", wrong, sound, KEEP)
    else:
        yield Finding(
            area="日志见证",
            tone="warn",
            words="别处还没有记下日志编号，最后几条被去掉就看不出来",
            to_do="请做一次备份，或打印当天的日志页。",
        )


def _values(given: _Told) -> Iterator[Finding]:
    kinds = _kinds()
    wrong = chain.from_iterable(
        wrong_values(given.connection, kind, given.progress) for kind in kinds
    )
    yield from told("登记的内容", wrong, "每一项都读得出来，写法合规定", MEND)


def _rules(given: _Told) -> Iterator[Finding]:
    wrong = chain(
        broken_rules(given.connection, given.clock.today()),
        too_many(given.connection),
        used_up(given.connection, _kinds()),
    )
    yield from told("登记的规则", wrong, "日期、状态和编号前后一致", MEND)


def _keys(given: _Told) -> Iterator[Finding]:
    try:
        known = load(given.store.folder).doors
    except Refused as refusal:
        yield Finding(
            area="钥匙",
            tone="bad",
            words=refusal.words.split("。")[0],
            to_do="请从备份取回 keys.json。",
        )
        return
    yield Finding(area="钥匙", words=f"钥匙文件读得出来，有 {len(known)} 个账户")


def _attachments(_given: _Told) -> Iterator[Finding]:
    yield Finding(area="附件", words="没有附件")


def _room(given: _Told) -> Iterator[Finding]:
    yield room(given.store.folder)


def room(folder: Path) -> Finding:
    """Return whether the disk of `folder` has room for the work of some weeks."""
    free = disk_usage(folder).free
    words = f"数据所在的盘还有 {_size(free)}"
    if free < TOO_FEW:
        return Finding(area="空间", tone="bad", words=f"{words}，就要存不下了", to_do=PATIENCE)
    if free < FEW:
        return Finding(area="空间", tone="warn", words=f"{words}，不多了", to_do=PATIENCE)
    return Finding(area="空间", words=words)


def _backups(given: _Told) -> Iterator[Finding]:
    now, known = given.clock.now(), given.known
    if known.verified is None:
        words = "还没有核对过的备份"
    elif now - known.verified > UNVERIFIED:
        words = f"最近一次核对过的备份是 {_day(known.verified)}，超过 {UNVERIFIED.days} 天了"
    else:
        yield Finding(area="备份", words=f"{_day(known.verified)} 有核对过的备份")
        words = ""
    if words:
        yield Finding(area="备份", tone="warn", words=words, to_do="请做一次备份。")
    if known.verified and (known.tried is None or now - known.tried > UNTRIED):
        yield Finding(
            area="试恢复",
            tone="warn",
            words="一年内没有试过恢复备份",
            to_do="请选一份备份试着打开，确认恢复单可用。",
        )


PARTS: dict[str, Callable[[_Told], Iterable[Finding]]] = {
    "数据页": _pages,
    "关联": _links,
    "钥匙": _keys,
    "日志保护": _guards,
    "日志": _journal,
    "日志见证": _anchors,
    "登记的内容": _values,
    "登记的规则": _rules,
    "附件": _attachments,
    "空间": _room,
    "备份": _backups,
}


def _kinds() -> list[type[Record]]:
    kinds: list[type[Record]] = [mapper.class_ for mapper in Record.registry.mappers]
    return sorted(kinds, key=lambda kind: kind.__tablename__)


def _called(table: str) -> str:
    """Return what a clerk calls a table."""
    found = next((kind for kind in _kinds() if kind.__tablename__ == table), None)
    return (found.title if found else "") or table


def _size(count: int) -> str:
    return f"{count / (1 << 30):.1f} GB" if count >= 1 << 30 else f"{count >> 20} MB"


def _day(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
