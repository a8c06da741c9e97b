"""Pictures of what comes before an office is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from partyservice.app.accounts import LINE
from partyservice.machine import Machine
from ui.entering import FirstPassword, Recover
from ui.first_run import FirstRun
from ui.first_run_steps import AGAIN, COMMITTEE, FOLDER, NAME, PASSWORD, REGION, USER
from ui.sign_in import SignIn
from ui.start import Start

if TYPE_CHECKING:
    from partyservice.app import App

Show = Callable[[QWidget], object]
Wait = Callable[[Callable[[], bool]], object]
Taken = Iterator[tuple[str, QWidget]]
_REFUSED = (  # what is typed on the pages of a first run
    {NAME: "青石镇党员服务中心", FOLDER: "青石镇"},
    {COMMITTEE: "中共青石镇委员会", REGION: "桃花源"},
    {USER: "王芳", PASSWORD: "lotus-kite-42", AGAIN: "lotus-kite-4"},
)


def of_start(app: App, show: Show, wait: Wait) -> Taken:
    """The start page, the pages of a first run with what they refuse, and the sign-in page."""
    with TemporaryDirectory() as folder:
        machine = Machine(Path(folder) / "settings.json")
        yield from _start(app, machine, show, wait)
        yield from _first_run(machine, show, wait)
    yield from _sign_in(app, show)
    yield from _entering(app, show)


def _start(app: App, machine: Machine, show: Show, wait: Wait) -> Taken:
    yield from _shown_start(machine, "start", show, wait)
    for days, name in ((9, "红旗镇党员服务中心"), (1, f"{app.office}（演示）"), (0, app.office)):
        folder = machine.path.parent / name
        if days < 9:
            folder.mkdir()
        machine.remember(folder, name, app.clock.now() - timedelta(days=days))
    yield from _shown_start(machine, "start-recent", show, wait)


def _shown_start(machine: Machine, name: str, show: Show, wait: Wait) -> Taken:
    page = Start(machine)
    show(page)
    wait(page.jobs.idle)
    yield name, page
    page.close_page()
    page.close()


def _first_run(machine: Machine, show: Show, wait: Wait) -> Taken:
    page = FirstRun(machine)
    show(page)
    right = {FOLDER: str(machine.path.parent / "青石镇"), REGION: "江苏省苏州市昆山市"}
    for number, (block, wrong) in enumerate(zip(page.blocks, _REFUSED, strict=True), 1):
        yield f"first_run-{number}", page
        for key, text in wrong.items():
            block.form.put(key, text)
        page.next()
        wait(page.jobs.idle)
        yield f"first_run-{number}-refused", page
        for key in wrong.keys() & right.keys():
            block.form.put(key, right[key])
        page.next()
        wait(page.jobs.idle)
    page.close_page()
    page.close()


def _sign_in(app: App, show: Show) -> Taken:
    page = SignIn(Path(app.office), "")
    page.who.addItem(app.by.name)
    page.password.setText("12345678")
    show(page)
    yield "sign_in", page
    page.say("密码不对。请看大小写锁定键，再输一次。")
    yield "sign_in-refused", page
    page.close()


def _entering(app: App, show: Show) -> Taken:
    """The pages that change a first password, and that open an office by its sheet."""
    folder, user = Path(app.office), app.by.name
    page: FirstPassword | Recover = FirstPassword(folder, user, "12345678")
    show(page)
    page.asking.go()
    yield "first_password-refused", page
    page.close_page()
    page.close()
    page = Recover(folder, user)
    show(page)
    page.asking.form.put(f"{LINE}1", "ABCDE FGHJK")
    page.asking.go()
    yield "recover-refused", page
    page.close_page()
    page.close()
