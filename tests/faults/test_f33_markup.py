"""F33: what stands in a name is printed as it stands: no mark-up is obeyed, no file is opened."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from reportlab import platypus
from reportlab.lib.styles import getSampleStyleSheet

from partyservice.kernel.errors import Refused
from partyservice.printing.chain import FONTS
from partyservice.printing.roster import draw
from tests.faults.table import Told
from tests.printing.pages import COLUMNS, pages, section, sheet

TAGS = (
    '<img src="{0}"/>',
    '<img src="http://127.0.0.1:9/x"/>',
    '<font color="[x for x in ()]">x</font>',
    '<a href="http://127.0.0.1:9/">x</a>',
    '<onDraw name="x" label="y"/>',
    "<b>李四",
    "</b>",
    "<para>",
    "<i><b></i></b>",
    "&amp;",
    "&lt;b&gt;",
    "&",
    "&#0;",
    "&#x4e00;",
    "<!--",
    "-->",
    "<![CDATA[x]]>",
    "<?xml?>",
    "<!DOCTYPE x [<!ENTITY s SYSTEM 'file:///etc/passwd'>]>&s;",
    "<br/>",
    "<seq/>",
    "<super>x</super>",
    "<unichar code='0x41'/>",
    "<greek>a</greek>",
    "<link href='#x'>y</link>",
    "(x) Tj ET BT",
    ") Tj",
    "\\(",
    "\\)",
    "\\",
    "%PDF",
    "endobj",
    "stream",
    "{x}",
    "%s",
    "{0}",
    "/JS (app.alert(1))",
    "<</S/Launch>>",
    "javascript:1",
    "$(id)",
    "`id`",
    "../../etc/passwd",
)
NAMES = ("张三", "䶮𬱖𫖯", "喆堃犇", "阿卜杜热合曼江·买买提伊明", "𠮷", "O'Brien")
LONG = ("长" * 500, "<b>" * 166, "&" * 500, "王&<>" * 100)
ALLOWED = str(FONTS)


def corpus(secret: Path) -> list[str]:
    """Return 300 strings."""
    tags = [tag.replace("{0}", str(secret)) for tag in TAGS]
    made = [*LONG, *tags]
    made += [name + tag for tag in tags for name in NAMES]
    made += [tag + tag for tag in tags]
    return made[:300]


_heard: list[Callable[[str, tuple[Any, ...]], None]] = []


def _hook(event: str, given: tuple[Any, ...]) -> None:
    for hear in _heard:
        hear(event, given)


@pytest.fixture(scope="module", autouse=True)
def _hooked() -> None:
    sys.addaudithook(_hook)  # there is no way to take one off


@contextmanager
def watched(opened: list[str]) -> Iterator[None]:
    """Note which files are opened and whom the network is asked for."""

    def hear(event: str, given: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(given[0], str | bytes):
            opened.append(str(given[0]))
        elif event in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
            opened.append(f"{event} {given}")

    _heard.append(hear)
    try:
        yield
    finally:
        _heard.remove(hear)


def _strange(opened: list[str]) -> list[str]:
    return [
        each
        for each in opened
        if not each.startswith((ALLOWED, sys.prefix, sys.base_prefix))
        and not each.endswith((".py", ".pyc"))
    ]


def test_three_hundred_strings_are_printed_as_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tell: Told
) -> None:
    monkeypatch.chdir(tmp_path)
    secret = Path("secret.png")
    secret.write_bytes(b"secret")
    texts, opened = corpus(secret), list[str]()
    draw(sheet(section([("1", "先", "", "", "")])))  # what is loaded once is loaded
    lost = []
    with watched(opened):
        for first in range(0, len(texts), 5):
            part = texts[first : first + 5]
            rows = [(str(n), each[:40], "1985.03", each, "1") for n, each in enumerate(part, 1)]
            made = "".join(pages(draw(sheet(section(rows), title="<b>花名册&"))))
            lost += [each for each in part if re.sub(r"\s", "", each) not in made]

    obeyed, control = list[str](), 0
    with watched(obeyed):
        for each in texts:
            control += _obeyed(each)
    read = sum(str(secret) in each for each in obeyed)
    tell("F33 mark-up", len(texts), len(lost), f"Paragraph(): {control} not as typed, {read} read")
    assert len(texts) == 300
    assert [each[:60] for each in lost] == []
    assert _strange(opened) == []
    assert control
    assert read


def _obeyed(each: str) -> bool:
    """Say whether reportlab's own Paragraph makes something else of it."""
    made = BytesIO()
    try:
        shown: list[Any] = [vars(platypus)["Paragraph"](each, getSampleStyleSheet()["Normal"])]
        platypus.SimpleDocTemplate(made).build(shown)
    except Exception:  # noqa: BLE001 - a print that stops is the harm
        return True
    return each.isascii() and re.sub(r"\s", "", each) not in "".join(pages(made.getvalue()))


@pytest.mark.parametrize(
    "text", ["张\0三", "张\x07三", "张\u202e三", "张\ufffe三", "张🙂三", "张\U000f0000三"]
)
def test_what_no_font_has_stops_the_print_with_its_name_or_is_left_out(text: str) -> None:
    """Never a box or another character in its place."""
    rows = [("1", text, "1985.03", "", "1")]
    try:
        made = "".join(pages(draw(sheet(section(rows)))))
    except Refused as refusal:
        made = refusal.words

    assert "U+" in made or "张三" in made or text in made


def test_titles_and_labels_are_printed_as_they_stand_too() -> None:
    columns = (replace(COLUMNS[0], label="<b>&"), *COLUMNS[1:])
    made = pages(draw(sheet(section([("1", "张三", "", "", "")]), columns=columns, left="<img/>")))

    assert "<b>&" in made[0]
    assert "<img/>" in made[0]
