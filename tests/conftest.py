from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from partyservice.app import App
from partyservice.machine import VARIABLE
from partyservice.security import stretching
from tests.builders import new_office, with_branches

pytest_plugins = ["tests.printshop", "tests.faults.table"]


@pytest.fixture(scope="session", autouse=True)
def _settings_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whoever runs the tests keeps the settings of his own machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(tmp_path_factory.mktemp("machine") / "settings.json"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """A password costs 20 microseconds here; what it costs outside has tests of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stretching, "chosen", lambda: stretching.Cost(8, 1, 1))
        yield


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
