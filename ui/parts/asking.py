"""Asking: a few fields, what must hold between them, and what is done with them, beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from partyservice.kernel.errors import Invalid, Problem, Refused, Unsettled
from partyservice.kernel.fields import Field
from partyservice.kernel.kinds import Kind, Text
from partyservice.security.passwords import HINT, Password, goodness, weakness
from ui.parts.form import Form
from ui.parts.job import Jobs, sentence_of
from ui.parts.layout import column, tinted, wrapped

Texts = Mapping[str, str]
LANE = "asking"


def _no_rule(_texts: Texts) -> Sequence[Problem]:
    return ()


def _silent(_texts: Texts) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """The fields of one page; `hints` gives tone and words for the line under a field.

    What is typed in `secret` fields is never shown. `fills` gives texts that follow from one typed.
    """

    fields: tuple[Field, ...]
    secret: tuple[str, ...] = ()
    rule: Callable[[Texts], Sequence[Problem]] = _no_rule
    hints: Callable[[Texts], Mapping[str, tuple[str, str]]] = _silent
    fills: Callable[[Texts], Mapping[str, str]] = _silent
    doing: str = "正在核对…"

    def problems(self, texts: Texts) -> list[Problem]:
        """Return all that is wrong with what was typed."""
        found: list[Problem] = []
        for field in self.fields:
            try:
                field.parse(texts.get(field.key, ""))
            except Invalid as problem:
                found.append(problem)
        return found or list(self.rule(texts))


class Asking(QWidget):
    """Enter goes to the next field, in the last one it does the work."""

    done = Signal(object)  # what the work returned
    refused = Signal(object)  # a Refused that has been said
    broke = Signal(object)  # an exception that is a bug

    def __init__(self, questions: Questions, jobs: Jobs, work: Callable[[Texts], object]) -> None:
        super().__init__()
        self.questions, self._jobs, self._work = questions, jobs, work
        self.form = Form(questions.fields, (), _nothing, columns=1)
        self.note = wrapped("", "body", "bad")
        self.busy = False
        self.setLayout(column(self.form, self.note, gap=0))
        for key in questions.secret:
            hide(self.line(key))
        self.form.edited.connect(self._change)
        self.form.left.connect(self._hint)
        self.form.finished.connect(self.go)

    def line(self, key: str) -> QLineEdit:
        """Return the box of a field."""
        return line_of(self.form, key)

    def begin(self) -> None:
        """Put the cursor where something is to be typed."""
        self.form.begin()

    def go(self) -> None:
        """Do the work, or say at its field what is wrong."""
        texts = self.form.texts()
        if self.busy or self._complain(self.questions.problems(texts)):
            return
        self._be_busy(self.questions.doing)
        work = partial(self._work, texts)
        self._jobs.start(self, LANE, work, self._finish, self._fail)

    def say(self, words: str, tint: str = "bad") -> None:
        """Say under the fields what is wrong with none of them, or under way."""
        tinted(self.note, tint)
        self.note.setText(words)

    def clear(self) -> None:
        """Forget what was typed."""
        self.form.fill({})

    def _finish(self, result: object) -> None:
        self._be_busy("")
        self.clear()
        self.done.emit(result)

    def _fail(self, error: Exception) -> None:
        self._be_busy("")
        problems = error.problems if isinstance(error, Unsettled) else ()
        if isinstance(error, Invalid):
            problems = (error,)
        rest = self.form.complain(problems)
        self._hint()
        if not problems or rest:
            self.say(sentence_of(error) or "没有办成。数据没有改动，请再试一次。")
        self.form.begin()
        if isinstance(error, Refused):
            self.refused.emit(error)
        elif not problems:
            self.broke.emit(error)

    def _complain(self, problems: Sequence[Problem]) -> bool:
        self.say("")
        complain(self.form, problems)
        self._hint()
        return bool(problems)

    def _be_busy(self, words: str) -> None:
        self.busy = bool(words)
        self.say(words, "ink2")
        self.form.setEnabled(not words)

    def _change(self, edited: str) -> None:
        for key, text in self.questions.fills(self.form.texts()).items():
            self.form.put(key, text)
        each = self.form.boxes[edited]
        if each.problem is not None:
            each.check()  # it may be right now
        self._hint()

    def _hint(self, *_key: str) -> None:
        hint(self.form, self.questions.hints(self.form.texts()))


def line_of(form: Form, key: str) -> QLineEdit:
    """Return the box of a field that is one line."""
    return cast("QLineEdit", form.boxes[key].box.widget)


def complain(form: Form, problems: Sequence[Problem]) -> None:
    """Say what is wrong at its fields, and go to the first, what stands there chosen."""
    form.complain(problems)
    if problems:
        form.begin()
        if wrong := form.open_problems():
            line_of(form, wrong[0].field.key).selectAll()


def hint(form: Form, hints: Mapping[str, tuple[str, str]]) -> None:
    """Say tone and words under each field that nothing is wrong with."""
    for key, (tone, words) in hints.items():
        each = form.boxes[key]
        if each.problem is None:
            each.said().tell(words, tone, answer=False)


def hide(line: QLineEdit) -> None:
    """Let nobody read over the shoulder what is typed in `line`."""
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText)


@dataclass(frozen=True, slots=True)
class Twice:
    """A new password typed twice: its fields, how good it is, and that both are alike."""

    first: Field
    again: Field
    about: Callable[[Texts], Sequence[str]]  # names that must not stand in it

    def hints(self, texts: Texts) -> Mapping[str, tuple[str, str]]:
        """Return how good it is so far."""
        first, again = texts.get(self.first.key, ""), texts.get(self.again.key, "")
        same = ("ok", "两次相同") if first and first == again else ("none", "")
        return {self.first.key: goodness(first) if first else ("none", ""), self.again.key: same}

    def rule(self, texts: Texts) -> Sequence[Problem]:
        """Return what is wrong with it."""
        if texts[self.first.key] != texts[self.again.key]:
            return [Invalid("两次输入的密码不一样，请再输一次。", self.again.key)]
        words = weakness(texts[self.first.key], self.about(texts))
        return [Invalid(f"密码{words}", self.first.key)] if words else ()


def new_password(prefix: str, about: Callable[[Texts], Sequence[str]], label: str) -> Twice:
    """Return the two fields of a new password, under keys that begin with `prefix`."""
    first = Field(key=f"{prefix}.password", label=label, kind=Password(), needed=True, hint=HINT)
    again = Field(key=f"{prefix}.again", label="再输一次", kind=Text(200), needed=True)
    return Twice(first, again, about)


def _nothing(_kind: Kind, _text: str) -> list[str]:
    return []
