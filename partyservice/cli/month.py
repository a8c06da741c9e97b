"""The month's job without a display: rosters of a throw-away sample office, as PDF."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from partyservice.app import open_office
from partyservice.kernel.clock import Clock
from partyservice.kernel.partial import Month
from partyservice.samples.loading import sample
from partyservice.security.passwords import made_up

MEMBERS = 400


def print_sample(clock: Clock | None = None) -> int:
    """Print the rosters of this month of a sample office; say where they lie."""
    at, password = clock or Clock(), made_up()
    print("这台机器没有图形显示，打不开窗口。下面用一个虚构的演示中心生成当月花名册：")
    papers = Path(mkdtemp(prefix="花名册-"))
    with TemporaryDirectory() as folder:
        office = Path(folder) / "office"
        sample(office, password, members=MEMBERS, seed=1, clock=at)
        app = open_office(office, "", password, at)
        for name, title in app.papers.rolls():
            path = papers / f"{title}-{Month.of(at.today()).iso}.pdf"
            app.papers.save(name, at.today(), path)
            print(path)
        app.close()
    return 0
