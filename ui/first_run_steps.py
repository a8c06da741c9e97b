"""The pages of a first run, in order; a page more is an entry more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from partyservice.kernel.errors import Invalid, Refused, Unsettled
from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Region, Text
from partyservice.machine import Machine, usual_place
from ui.opening import opened
from ui.parts.asking import Questions, Texts, new_password

if TYPE_CHECKING:
    from partyservice.app import App

NAME, FOLDER = "office.name", "office.folder"
COMMITTEE, REGION = "committee.full_name", "office.region"
USER, PASSWORD, AGAIN = "account.name", "account.password", "account.again"


def _nothing(_texts: Texts) -> None:
    """What most pages do when they are left."""


def _silent(_texts: Texts) -> Mapping[str, str]:
    return {}


class Folder(Text):
    """A folder of this computer; F4 chooses it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Questions):
    """One page that is asked before the office is made.

    `suggests` gives texts that follow from others, put until somebody types his own. `does` is
    called beside the window with all texts so far: it raises Unsettled for its fields, or Refused;
    the App it returns is the office that the last page goes on into. The texts of `secret` fields
    are never kept.
    """

    name: str
    title: str
    words: str
    verb: str = ""  # of the last page
    suggests: Callable[[Texts], Mapping[str, str]] = _silent
    does: Callable[[Texts], App | None] = _nothing
    doing: str = "正在检查…"

    @property
    def slow(self) -> bool:
        """Whether leaving it takes a while."""
        return self.does is not _nothing

    def told(self, texts: Texts) -> str:
        """Return in one line what was typed here."""
        shown = (texts.get(f.key, "").strip() for f in self.fields if f.key not in self.secret)
        return "  ".join(text for text in shown if text)


def check_folder(texts: Texts) -> None:
    """Raise Unsettled unless the office may lie where it was said."""
    from partyservice.offices import check_place  # noqa: PLC0415 - loads SQLAlchemy

    try:
        check_place(Path(texts[FOLDER].strip()))
    except Refused as refusal:
        raise Unsettled([Invalid(refusal.words, FOLDER)]) from refusal


def found_office(texts: Texts) -> App:
    """Make the office and open it; the machine remembers it in place of the first run."""
    from partyservice.kernel.clock import Clock  # noqa: PLC0415 - loads SQLAlchemy
    from partyservice.offices import Founding, create  # noqa: PLC0415

    values = {f.key: f.parse(texts[f.key]) for step in STEPS for f in step.fields}
    folder = Path(values[FOLDER])
    told = Founding(
        name=values[NAME],
        committee=values[COMMITTEE],
        user=values[USER],
        password=texts[PASSWORD],
        region=values[REGION],
    )
    check_folder(texts)
    create(folder, told, Clock())
    with suppress(Refused):  # the office is there all the same
        Machine().keep_left_open(folder, [each.name for each in SAFEGUARDS])
    with suppress(Refused):
        Machine().end_first_run()
    return opened(folder, told.user, told.password)


def _usual_folder(texts: Texts) -> Mapping[str, str]:
    name = texts.get(NAME, "").strip()
    return {FOLDER: str(usual_place(name)) if name else ""}


_TWICE = new_password("account", lambda texts: (texts[USER], texts.get(NAME, "")), "密码")


STEPS = (
    Step(
        name="office",
        title="中心名称和存放位置",
        words="数据放在本机硬盘上，不要放在网盘或 U 盘里。换文件夹按 F4。",
        fields=(
            Field(
                key=NAME, label="中心名称", kind=Text(60), needed=True, hint="青石镇党员服务中心"
            ),
            Field(key=FOLDER, label="存放文件夹", kind=Folder(400), needed=True, hint="按 F4 选择"),
        ),
        suggests=_usual_folder,
        does=check_folder,
    ),
    Step(
        name="committee",
        title="所属党委",
        words="所在地用来分清跨省和省内流动，可以先不填。",
        fields=(
            Field(
                key=COMMITTEE, label="党委全称", kind=Text(60), needed=True, hint="中共青石镇委员会"
            ),
            Field(key=REGION, label="所在地", kind=Region(), hint="昆山市，或 320583"),
        ),
    ),
    Step(
        name="account",
        title="您的账户",
        words="密码用来打开数据。忘记了，只有恢复单能打开。",
        fields=(
            Field(key=USER, label="姓名", kind=Text(20), needed=True, hint="登录时用，如：王芳"),
            _TWICE.first,
            _TWICE.again,
        ),
        verb="建立中心",
        secret=(PASSWORD, AGAIN),
        rule=_TWICE.rule,
        hints=_TWICE.hints,
        does=found_office,
        doing="正在建立，大约 3 秒…",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Safeguard:
    """A page that comes when the office is there; only for who holds `right`."""

    name: str
    title: str
    words: str
    right: str
    later: str  # the button that puts it off


SAFEGUARDS = (
    Safeguard(
        name="recovery",
        title="恢复单",
        words="忘记了密码，只有它能打开数据。打印出来，照着抄两行，再装进信封锁进保险柜。",
        right="accounts.edit",
        later="以后再打印",
    ),
    Safeguard(
        name="backup",
        title="备份位置",
        words="本机之外再放一份备份。插上 U 盘，按 F4 选它；接着做第一次备份，并试着打开。",
        right="backup.make",
        later="现在没有 U 盘，以后再设",
    ),
)
