from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from partyservice.app import App
from tests.builders import new_office, with_branches


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[App]:
    """An office without a branch."""
    app = new_office(tmp_path / "office")
    yield app
    app.close()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """An office in 昆山 with three branches and nobody in them."""
    app = with_branches(new_office(tmp_path / "office", region="320583"))
    yield app
    app.close()
