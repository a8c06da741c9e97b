"""One office for all that is tried by roles."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from partyservice import offices  # noqa: F401 - has imported every context
from tests.security.acting import World, world


@pytest.fixture(scope="session")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = world(tmp_path_factory.mktemp("rights") / "office")
    yield made
    made.app.close()
