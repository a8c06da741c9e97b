"""The print service as tests are given it: one a session, in order again after each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cupsd import PrintShop, running


@pytest.fixture(scope="session")
def print_service() -> Iterator[PrintShop]:
    with running() as shop:
        yield shop


@pytest.fixture
def shop(print_service: PrintShop) -> Iterator[PrintShop]:
    yield print_service
    for name in ("paper", "empty"):
        print_service.run("cancel", "-a", name)
        print_service.run("cupsenable", name)
