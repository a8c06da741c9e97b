"""One recorder and one office a session; what a test does, it does to a copy in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import workloads
from tests.faults.powercut import compiled, memory


@pytest.fixture(scope="session")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled(tmp_path_factory.mktemp("recorder"))


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an office and the settings of this computer; nobody changes it."""
    folder = tmp_path_factory.mktemp("faults") / "base"
    folder.mkdir()
    workloads.found(folder)
    return folder


@pytest.fixture
def place() -> Iterator[Path]:
    """An empty folder in memory."""
    with memory("test") as folder:
        yield folder
