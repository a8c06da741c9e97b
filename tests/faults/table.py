"""Table: what the fault tests found, one line each, at the end of the run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Told = Callable[[str, int, int, str], None]
_NAME = "fault"


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Told:
    """Say which fault was tried, how often, how much was lost, and what the control lost."""

    def tell(fault: str, tries: int, lost: int, control: str) -> None:
        record_property(_NAME, f"| {fault} | {tries:,} | {lost:,} | {control} |")

    return tell


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the table; properties travel with the reports, so from other processes too."""
    reports = [*terminalreporter.stats.get("passed", ()), *terminalreporter.stats.get("failed", ())]
    lines = [
        line
        for each in reports
        if each.when == "call"
        for key, line in each.user_properties
        if key == _NAME
    ]
    if lines:
        terminalreporter.section("faults")
        for line in ("| fault | tries | lost | control |", "|---|---|---|---|", *sorted(lines)):
            terminalreporter.write_line(line)
