"""The pages of a first run, in order; a page more is an entry more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partyservice.kernel.errors import Invalid, Problem, Refused, Unsettled
from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Region, Text
from partyservice.machine import Machine, usual_place
from partyservice.security.passwords import HINT, Password, goodness, weakness
from ui.opening import opened

if TYPE_CHECKING:
    from partyservice.app import App

Texts = Mapping[str, str]
NAME, FOLDER = "office.name", "office.folder"
COMMITTEE, REGION = "committee.full_name", "office.region"
USER, PASSWORD, AGAIN = "account.name", "account.password", "account.again"


def _nothing(_texts: Texts) -> None:
    """What most pages do when they are left."""


def _no_rule(_texts: Texts) -> Sequence[Problem]:
    return ()


def _silent(_texts: Texts) -> Mapping[str, Any]:
    return {}


class Folder(Text):
    """A folder of this computer; F4 chooses it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page: its fields, what must hold between them, and what is done when it is left.

    `suggests` gives texts that follow from others, put until somebody types his own; `hints` gives
    tone and words for the line under a field where nothing is wrong. `does` is called beside the
    window with all texts so far: it raises Unsettled for its fields, or Refused; the App it returns
    is the office that the last page goes on into. The texts of `secret` fields are never kept.
    """

    name: str
    title: str
    words: str
    fields: tuple[Field, ...]
    verb: str = ""  # of the last page
    secret: tuple[str, ...] = ()
    rule: Callable[[Texts], Sequence[Problem]] = _no_rule
    suggests: Callable[[Texts], Mapping[str, str]] = _silent
    hints: Callable[[Texts], Mapping[str, tuple[str, str]]] = _silent
    does: Callable[[Texts], App | None] = _nothing
    doing: str = "正在检查…"

    @property
    def slow(self) -> bool:
        """Whether leaving it takes a while."""
        return self.does is not _nothing

    def problems(self, texts: Texts) -> list[Problem]:
        """Return all that is wrong with what was typed here."""
        found: list[Problem] = []
        for field in self.fields:
            try:
                field.parse(texts.get(field.key, ""))
            except Invalid as problem:
                found.append(problem)
        return found or list(self.rule(texts))

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
        Machine().end_first_run()
    return opened(folder, told.user, told.password)


def _usual_folder(texts: Texts) -> Mapping[str, str]:
    name = texts.get(NAME, "").strip()
    return {FOLDER: str(usual_place(name)) if name else ""}


def _how_good(texts: Texts) -> Mapping[str, tuple[str, str]]:
    first, again = texts.get(PASSWORD, ""), texts.get(AGAIN, "")
    same = ("ok", "两次相同") if first and first == again else ("none", "")
    return {PASSWORD: goodness(first) if first else ("none", ""), AGAIN: same}


def _same(texts: Texts) -> Sequence[Problem]:
    if texts[PASSWORD] != texts[AGAIN]:
        return [Invalid("两次输入的密码不一样，请再输一次。", AGAIN)]
    words = weakness(texts[PASSWORD], (texts[USER], texts.get(NAME, "")))
    return [Invalid(f"密码{words}", PASSWORD)] if words else ()


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
            Field(key=PASSWORD, label="密码", kind=Password(), needed=True, hint=HINT),
            Field(key=AGAIN, label="再输一次", kind=Text(200), needed=True),
        ),
        verb="建立中心",
        secret=(PASSWORD, AGAIN),
        rule=_same,
        hints=_how_good,
        does=found_office,
        doing="正在建立，大约 3 秒…",
    ),
)
