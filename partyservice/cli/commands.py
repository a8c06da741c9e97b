"""Commands: each use case of the command line, as what it found and what it says."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from partyservice.app import App, open_office
from partyservice.app.backups import BEFORE_IMPORT
from partyservice.app.changes import PATIENT
from partyservice.cli import watching
from partyservice.kernel.clock import Clock
from partyservice.kernel.collecting import uncollected
from partyservice.kernel.errors import Invalid, Refused
from partyservice.security.passwords import made_up

HELD = 4  # exit: done, but some rows refused or asked about


@dataclass(frozen=True, slots=True)
class Done:
    """What a command found: `data` for programs, `lines` for people, and the exit code."""

    data: dict[str, Any]
    lines: list[str] = field(default_factory=list)
    code: int = 0


class TakePictures(Protocol):
    """Writes pictures of the windows of an office to a folder, and returns where they are."""

    def __call__(self, app: App, folder: Path, /, *, help_only: bool) -> Sequence[Path]:
        """Take all of them, or only those that the help shows."""


@dataclass(frozen=True, slots=True)
class Call:
    """The options of a command, the password given (empty: none), the clock, and the window's part.

    `take_pictures` is handed in: the core knows no window.
    """

    options: Namespace
    password: str
    clock: Clock
    take_pictures: TakePictures


def new(call: Call) -> Done:
    """Make an encrypted office."""
    from partyservice.kernel.kinds import Region
    from partyservice.offices import Founding, create

    options = call.options
    try:
        region = Region().parse(options.region) if options.region else None
    except Invalid as error:
        raise Refused(f"{error.words}没有建立，请改过再试一次。") from error
    told = Founding(
        name=_named(options.name, "中心名称"),
        committee=_named(options.org, "党委全称"),
        user=_named(options.user, "姓名"),
        password=call.password,
        region=region,
    )
    data: dict[str, Any] = {"created": True, "name": options.name, "user": options.user}
    words = [f"已建立{options.name}。数据已加密。"]
    if options.recovery:
        _create_with_sheet(options, told, call.clock)
        data["recovery"] = str(options.recovery)
        words.append(f"恢复单：{options.recovery}。请打印，装入信封密封，再删去这个文件。")
    else:
        create(options.folder, told, call.clock)
        words.append("还没有恢复单：忘记了密码，数据就打不开。请在“数据安全”里打印一张。")
    return Done(data, words)


def _create_with_sheet(options: Namespace, told: Any, clock: Clock) -> None:
    """Make an office and its first recovery sheet, both or neither."""
    from partyservice.kernel.files import replaced_whole
    from partyservice.offices import create
    from partyservice.security.recovery import new_code
    from partyservice.security.sheets import checked_place, pdf_of

    checked_place(options.recovery, options.folder)
    code = new_code()
    with replaced_whole(options.recovery) as file:
        file.write(pdf_of(told.name, 1, clock.today(), code))
        create(options.folder, replace(told, code=code), clock)


def sample(call: Call) -> Done:
    """Make a sample office."""
    from partyservice.samples.loading import sample as load

    options = call.options
    password = call.password or made_up()
    load(options.folder, password, members=options.members, seed=options.seed, clock=call.clock)
    data: dict[str, Any] = {"created": True, "members": options.members}
    words = ["已建立演示中心，人员都是虚构的。"]
    if not call.password:
        data["password"] = password
        words.append(f"密码：{password}")
    return Done(data, words)


def take_in(call: Call) -> Done:
    """Import a spreadsheet, or only say what importing it would do."""
    from partyservice.exchange.planning import NEW, QUERIED, REFUSED, UNCHANGED, UPDATED

    options = call.options
    if options.returned and options.returned.exists() and options.returned.samefile(options.file):
        raise Refused("退回的工作簿不能写在原来的表格上，什么也没有做。请另起一个文件名。")
    asked = _asked(options)
    app = opened(call)
    with uncollected(), closing(app):
        if not options.dry_run:
            app.backups.ensure(BEFORE_IMPORT)
        app.changes.follow()
        plan = _imported(app, options, asked)
        app.changes.close(PATIENT)
    counts = plan.counts()
    data = {
        "accepted": counts[NEW],
        "updated": counts[UPDATED],
        "unchanged": counts[UNCHANGED],
        "refused": plan.problems(REFUSED),
        "queried": plan.problems(QUERIED),
        "repaired": plan.repairs(),
    }
    lines = [*_told(data, plan, options), *(s.words for s in app.changes.state() if s.behind)]
    return Done(data, lines, HELD if data["refused"] or data["queried"] else 0)


def doctor(call: Call) -> Done:
    """Make a clean workbook of a spreadsheet; nothing is imported."""
    options = call.options
    if options.to.exists() and options.file.exists() and options.to.samefile(options.file):
        raise Refused("清理好的工作簿不能写在原来的表格上，什么也没有做。请另起一个文件名。")
    with uncollected(), closing(opened(call)) as app:
        review = app.imports.open(options.file)
        review.asked = _asked(options)
        cleaned = app.imports.clean(review, options.to)
    data = asdict(cleaned) | {"file": str(options.to)}
    lines = [
        f"已清理：{cleaned.people} 人，改了 {cleaned.repaired} 格，"
        f"去掉 {cleaned.dropped} 行说明、小计或签名。档案没有改动。",
        f"清理好的工作簿：{options.to}",
    ]
    if cleaned.left:
        lines.append(f"还有 {cleaned.left} 格要改，表中已标出，理由写在批注和“清理说明”里。")
    return Done(data, lines, HELD if cleaned.left else 0)


def roster(call: Call) -> Done:
    """Make a roll of a month as PDF or workbook."""
    options = call.options
    with closing(opened(call)) as app:
        app.changes.follow()
        app.papers.save(options.roll, options.month.first, options.to)
    data = {"roster": options.roll, "month": options.month.iso, "file": str(options.to)}
    return Done(data, [f"已生成{options.month.words}花名册：{options.to}"])


def find(call: Call) -> Done:
    """Find people and organisations."""
    with closing(opened(call)) as app:
        found = app.people.find(app.wanted(call.options.text))
    lines = [hit.line() for hit in found.hits]
    count = f"{found.count}{'+' if found.more else ''}"
    lines.append(
        f"共 {count} 条" if lines else "没有找到。请换姓名、拼音、首字母或号码末几位再试。"
    )
    hits = [asdict(hit) | {"id": str(hit.id)} for hit in found.hits]
    return Done({"count": found.count, "more": found.more, "found": hits}, lines)


def undo(call: Call) -> Done:
    """Undo the last step, or say what there is to undo."""
    from partyservice.cli.undoing import undo as take_back

    with closing(opened(call)) as app:
        return take_back(app, listing=call.options.list, dry_run=call.options.dry_run)


def pictures(call: Call) -> Done:
    """Take a picture of every screen of a sample office."""
    from tempfile import TemporaryDirectory

    from partyservice.samples.loading import sample as load

    password = call.password or made_up()
    with TemporaryDirectory() as folder:
        office = Path(folder) / "office"
        load(office, password, members=400, seed=1, clock=call.clock)
        with closing(open_office(office, "", password, call.clock)) as app:
            taken = call.take_pictures(app, call.options.folder, help_only=call.options.help_only)
    names = [path.name for path in taken]
    return Done({"pictures": names}, [f"{len(names)} 张图片：", *names])


def _asked(options: Namespace) -> Any:
    from partyservice.exchange.planning import Asked

    branch = "".join(options.branch.split())
    return Asked(kind=options.kind, branch=branch, create_branches=options.create_branches)


def _imported(app: App, options: Namespace, asked: Any) -> Any:
    """Plan and write; plan again where somebody else wrote in between."""
    from partyservice.app.imports import TRIES
    from partyservice.exchange.importing import Stale, return_held

    plan = app.imports.plan(options.file, asked)
    for left in range(0 if options.dry_run else TRIES, 0, -1):
        if options.returned:  # before anything is written, so that nothing is told too late
            return_held(plan, options.returned)
        try:
            app.imports.carry_out(plan, options.file.name)
            break
        except Stale:
            if left == 1:
                raise
            plan = app.imports.plan(options.file, asked)
    return plan


def back_up(call: Call) -> Done:
    """Make a verified backup."""
    from partyservice.storage.backup import read

    app = opened(call)
    with closing(app):
        path = app.backups.write_to(call.options.to)
    rows, size = read(path).rows, path.stat().st_size
    words = f"已备份并读回核对：{rows['person']:,} 人，{size / 1e6:,.1f} MB。"
    return Done({"path": str(path), "size": size, "people": rows["person"]}, [str(path), words])


def restore(call: Call) -> Done:
    """Make an office in an empty folder from a backup."""
    from partyservice.safety import opening
    from partyservice.safety.restoring import SAY_SO, Restoring

    options = call.options
    if getattr(options, "recovery_file", None):
        opener = opening.by_recovery_file(options.recovery_file)
    else:
        opener = opening.by_password(getattr(options, "user", ""), call.password)
    done = Restoring(path=options.source, opener=opener, clock=call.clock).to(options.to)
    people, made = done.manifest.rows.get("person", 0), done.manifest.made_at.astimezone()
    data = {"restored": True, "folder": str(done.folder), "people": people, "made": str(made)}
    words = f"已恢复到 {done.folder}：{people:,} 人，备份做于 {made:%Y-%m-%d %H:%M}。"
    return Done(data, [words, SAY_SO])


COMMANDS: dict[str, Callable[[Call], Done]] = {
    "new": new,
    "sample": sample,
    "import": take_in,
    "doctor": doctor,
    "roster": roster,
    "find": find,
    "history": watching.history,
    "check": watching.check,
    "backup": back_up,
    "restore": restore,
    "undo": undo,
    "pictures": pictures,
}
# commands that open an office
OPENS = ("import", "doctor", "roster", "find", "history", "check", "backup", "undo")


def opened(call: Call) -> App:
    """Return the office that the command is about, signed in."""
    user = getattr(call.options, "user", "")
    return open_office(call.options.office, user, call.password, call.clock)


def _named(text: str, what: str) -> str:
    bare = " ".join(text.split())
    if not bare or len(bare) > 60 or not bare.isprintable():
        raise Refused(f"{what}应有 1 至 60 个字。没有建立，请改过再试一次。")
    return bare


def _told(data: dict[str, Any], plan: Any, options: Namespace) -> list[str]:
    would = "将" if options.dry_run else "已"
    lines = [
        f"{would}新增 {data['accepted']} 行，{would}更新 {data['updated']} 行，"
        f"不变 {data['unchanged']} 行。"
    ]
    for state, word in (("refused", "不能导入"), ("queried", "请核对"), ("repaired", "已修正")):
        lines += [
            f"{word}  {(p['sheet'] + '!') if p['sheet'] else ''}{p['cell']}  {p['reason']}"
            for p in data[state]
        ]
    if plan.skipped:
        several = len(plan.parts) > 1
        rows = "、".join(
            f"{row.sheet}!{row.row + 1}" if several else str(row.row + 1)
            for row in plan.skipped[:20]
        )
        lines.append(f"跳过 {len(plan.skipped)} 行说明、小计或签名（第 {rows} 行）。")
    unknown = [name for part in plan.parts for name in part.reader.heading.unknown.values()]
    if unknown:
        lines.append(f"没有用到的列：{'、'.join(dict.fromkeys(unknown))}。")
    if data["refused"] or data["queried"]:
        lines.append("这些行没有写入，其余不受影响。改好后可以再导入一次。")
    return lines
