"""A print service of our own: its own configuration, spool and socket, never the user's printers.

Its printers write to files; one of them runs out of paper.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from partyservice.printers.cups import Cups

_PATHS = "/usr/sbin:/sbin:" + os.environ.get("PATH", "")
_SERVER = """Listen {at}/run/socket
Browsing Off
WebInterface No
DefaultAuthType None
MaxLogSize 0
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
_FILES = """ServerRoot {at}/etc
ServerBin {at}/bin
RequestRoot {at}/spool
TempDir {at}/tmp
CacheDir {at}/cache
StateDir {at}/run
ErrorLog {at}/log/error
AccessLog {at}/log/access
PageLog {at}/log/page
"""
# what a printer does with a job: it writes it down, or has no paper (4: the queue stops)
_PAPER = """#!/bin/sh
[ $# -eq 0 ] && exit 0
cat "$6" > "{at}/paper/$PRINTER-$1"
"""
_NO_PAPER = """#!/bin/sh
[ $# -eq 0 ] && exit 0
echo 'ERROR: 缺纸' >&2
exit 4
"""


@dataclass
class PrintShop:
    """A running service; its printer `paper` prints to files, `empty` has no paper."""

    at: Path
    cups: Cups
    process: subprocess.Popen[bytes]

    def printed(self) -> list[bytes]:
        """Return what every sheet of paper says."""
        return [path.read_bytes() for path in (self.at / "paper").iterdir()]

    def run(self, *command: str) -> None:
        """Run a command of the service's keeper."""
        environment = os.environ | {"CUPS_SERVER": f"{self.at}/run/socket", "PATH": _PATHS}
        subprocess.run(command, env=environment, check=True, capture_output=True)

    def wait(self, until: Callable[[], bool]) -> None:
        """Wait until something is true, as long as the service lives."""
        for _ in range(1000):
            if until():
                return
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(0.02)
                break
        raise AssertionError((self.at / "log" / "error").read_text()[-2000:])


@contextmanager
def running() -> Iterator[PrintShop]:
    """Run a print service as long as it is needed."""
    at = Path(tempfile.mkdtemp(prefix="cups-", dir="/tmp"))  # a socket's path must be short
    at.chmod(0o755)
    for name in (
        "etc",
        "bin/backend",
        "bin/filter",
        "spool/tmp",
        "tmp",
        "cache",
        "run",
        "log",
        "paper",
    ):
        (at / name).mkdir(parents=True)
    (at / "etc/cupsd.conf").write_text(_SERVER.format(at=at))
    (at / "etc/cups-files.conf").write_text(_FILES.format(at=at))
    (at / "bin/daemon").symlink_to("/usr/lib/cups/daemon")  # what starts a printer's command
    for name, text in (("paper", _PAPER), ("empty", _NO_PAPER)):
        path = at / "bin/backend" / name
        path.write_text(text.format(at=at))
        path.chmod(0o700)  # then it is run by whoever runs the service
    binary = shutil.which("cupsd", path=_PATHS)
    assert binary, "cupsd is missing: setup/system.txt names its package"
    command = (binary, "-f", "-c", f"{at}/etc/cupsd.conf", "-s", f"{at}/etc/cups-files.conf")
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    shop = PrintShop(at, Cups(f"{at}/run/socket"), process)
    shop.wait((at / "run/socket").exists)
    for name in ("paper", "empty"):
        shop.run("lpadmin", "-p", name, "-E", "-v", f"{name}:/", "-m", "raw")
    shop.run("lpadmin", "-d", "paper")
    yield shop
    process.terminate()
    process.wait()
    shutil.rmtree(at)
