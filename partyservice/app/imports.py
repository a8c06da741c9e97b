"""Imports: what a spreadsheet would bring, and bringing it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from partyservice.app.given import Given

if TYPE_CHECKING:
    from partyservice.exchange.planning import Asked, Plan
    from partyservice.kernel.progress import Progress

IMPORT = "exchange.import"


class Imports(Given):
    """A plan is made without writing, and carried out in one transaction."""

    def plan(self, path: Path, asked: Asked, progress: Progress | None = None) -> Plan:
        """Return what importing `path` would do; nothing is written."""
        from partyservice.exchange.planning import plan

        self.may(IMPORT)
        with self.store.read() as session:
            return plan(session, path, asked, progress)

    def carry_out(self, plan: Plan, name: str, progress: Progress | None = None) -> None:
        """Write what `plan` says, in one transaction."""
        from partyservice.exchange.importing import carry_out

        with self.store.write(self.by, f"导入 {name}") as session:
            carry_out(session, plan, progress)
