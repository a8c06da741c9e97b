from __future__ import annotations

from pathlib import Path

import pytest

from partyservice.kernel.locking import Taken, held


def test_a_file_is_held_by_one_and_free_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "lock"

    with held(path), pytest.raises(Taken), held(path, wait=False):
        pytest.fail("held twice")

    with held(path, wait=False):
        assert path.is_file()
