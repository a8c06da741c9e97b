"""Cups: the print service of Linux, through its own commands lp, lpstat and cancel."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence

from partyservice.kernel.errors import Refused
from partyservice.printers.service import Order, Printer, Report, State

_PATIENCE = 15  # seconds until a command that hangs is given up
_JOB = re.compile(r"request id is (\S+)")
_OFF = re.compile(r"^printer (\S+) disabled since .*?-\s*(.*)$", re.MULTILINE | re.DOTALL)

NO_SERVICE = (
    "没有打印：这台电脑上没有打印服务。数据没有改动。"
    "可以先另存 PDF，再请维护人员装好 CUPS 和打印机。"
)
NO_PRINTER = (
    "没有打印：这台电脑上没有打印机，或者打印服务没有开。数据没有改动。"
    "可以先另存 PDF，再请维护人员装好打印机。"
)
HUNG = "没有打印：打印服务没有回答。数据没有改动。请检查打印机是否开着、线是否插好，再试一次。"


class Cups:
    """Every call starts a command; `server` is a socket or host where it is not the usual one."""

    def __init__(self, server: str = "") -> None:
        self._environment = os.environ | {"LC_ALL": "C.UTF-8"}
        if server:
            self._environment["CUPS_SERVER"] = server

    def printers(self) -> Sequence[Printer]:
        """Return what can print here; nothing where there is no printer or no print service."""
        try:
            names = self._run("lpstat", "-e").stdout.split()
            usual = self._run("lpstat", "-d").stdout.rpartition(": ")[2].strip()
            state = self._run("lpstat", "-p").stdout if names else ""
        except Refused:
            return ()
        trouble = _troubles(state)
        return [
            Printer(name=name, usual=name == usual, trouble=trouble.get(name, "")) for name in names
        ]

    def submit(self, pdf: bytes, order: Order) -> str:
        """Hand over a PDF and return the job's name; raise Refused if it was not taken."""
        wishes = ["-d", order.printer, "-n", str(order.copies), "-t", order.title]
        if order.pages:
            wishes += ["-P", f"{order.pages.first}-{order.pages.last}"]
        if order.both_sides:
            wishes += ["-o", "sides=two-sided-short-edge"]  # rosters lie across
        done = self._run("lp", *wishes, "--", "-", given=pdf)
        taken = _JOB.search(done.stdout)
        if done.returncode or taken is None:
            if not self.printers():
                raise Refused(NO_PRINTER)
            raise Refused(
                f"没有打印：打印机“{order.printer}”没有收下（{done.stderr.strip()}）。"
                "数据没有改动。请换一台打印机，或先另存 PDF。"
            )
        return taken[1]

    def report(self, job: str, printer: str) -> Report:
        """Return how far a job is."""
        waiting = self._run("lpstat", "-W", "not-completed", "-o").stdout
        if not any(line.split()[:1] == [job] for line in waiting.splitlines()):
            return Report(State.DONE)
        why = _troubles(self._run("lpstat", "-p", printer).stdout).get(printer)
        return Report(State.WAITING) if why is None else Report(State.STOPPED, why)

    def cancel(self, job: str) -> None:
        """Take a job back, if it can still be taken back."""
        self._run("cancel", job)

    def _run(self, *command: str, given: bytes = b"") -> subprocess.CompletedProcess[str]:
        try:
            done = subprocess.run(
                command,
                input=given,
                capture_output=True,
                timeout=_PATIENCE,
                env=self._environment,
                check=False,
            )
        except (OSError, ValueError) as error:  # no such command, or a zero in a name
            raise Refused(NO_SERVICE) from error
        except subprocess.TimeoutExpired as error:
            raise Refused(HUNG) from error
        out, said = (text.decode("utf-8", "replace") for text in (done.stdout, done.stderr))
        if "Scheduler is not running" in said or "Unable to connect" in said:
            raise Refused(NO_SERVICE)
        return subprocess.CompletedProcess(command, done.returncode, out, said)


def _troubles(state: str) -> dict[str, str]:
    """Return why each stopped printer stands, by its name."""
    told = re.split(r"^(?=printer )", state, flags=re.MULTILINE)
    off = (_OFF.match(part) for part in told)
    return {found[1]: found[2].strip() or "已停用" for found in off if found}
