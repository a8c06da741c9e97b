"""F41: a virus scanner holds a file for a moment: tried again, at most 5 s, then a sentence."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from partyservice.kernel import files
from partyservice.kernel.errors import Refused
from partyservice.kernel.files import WAITS, replaced_whole, tidy
from tests.faults.table import Told

LONGEST = 5.0  # s
MOST = 20  # times


class Scanner:
    """Refuses the first `times` calls of one function of the system, as Windows and Linux do."""

    def __init__(self, true: Callable[..., Any], times: int, code: int) -> None:
        self.true, self.left, self.code = true, times, code

    def __call__(self, *given: Any, **named: Any) -> Any:
        if self.left and ".partyservice-" in str(given[0]):
            self.left -= 1
            raise OSError(self.code, "held", str(given[0]))
        return self.true(*given, **named)


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody sleeps here: what would be waited is noted."""
    noted: list[float] = []
    monkeypatch.setattr(files, "sleep", noted.append)
    return noted


HELD = ("open", "replace", "unlink")


def _write(path: Path, monkeypatch: pytest.MonkeyPatch, call: str, times: int, code: int) -> None:
    """Replace a file while `call` is refused `times` times."""
    with monkeypatch.context() as patch:
        patch.setattr(Path, call, _method(getattr(Path, call), times, code))
        with replaced_whole(path) as file:
            file.write(b"new")
            if call == "unlink":
                raise RuntimeError("what was under way fails")


def _method(true: Callable[..., Any], times: int, code: int) -> Callable[..., Any]:
    scanner = Scanner(true, times, code)

    def refused(path: Path, *given: Any, **named: Any) -> Any:
        return scanner(path, *given, **named)

    return refused


@pytest.mark.parametrize("code", [errno.EACCES, errno.EPERM, errno.EBUSY])
@pytest.mark.parametrize("call", HELD)
def test_a_file_that_is_held_is_tried_again(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    waited: list[float],
    tell: Told,
    call: str,
    code: int,
) -> None:
    path, lost, control = tmp_path / "名册.xlsx", 0, 0
    for times in range(1, MOST + 1):
        path.write_bytes(b"old")
        waited.clear()
        try:
            _write(path, monkeypatch, call, times, code)
        except RuntimeError:
            assert call == "unlink"
        assert len(waited) == times
        assert sum(waited) <= LONGEST
        lost += path.read_bytes() != (b"old" if call == "unlink" else b"new")
        lost += _names(tmp_path) != [path.name]
        with monkeypatch.context() as patch:
            control += _fails_at_once(path, patch, call, times, code)
        tidy(tmp_path)

    name = f"F41 {call} held, {errno.errorcode[code]}"
    tell(name, MOST, lost, f"without trying again: {control} of {MOST} fail")
    assert lost == 0
    assert control == MOST


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def _fail() -> None:
    raise RuntimeError


def _fails_at_once(path: Path, patch: pytest.MonkeyPatch, call: str, times: int, code: int) -> bool:
    patch.setattr(Path, call, _method(getattr(Path, call), times, code))
    try:
        with replaced_whole(path, waits=()):
            if call == "unlink":
                _fail()
    except Refused:
        return True
    except RuntimeError:
        return len(_names(path.parent)) > 1
    return False


@pytest.mark.parametrize("call", ["open", "replace"])
def test_one_that_is_held_for_good_ends_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waited: list[float], call: str
) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(b"old")

    with pytest.raises(Refused, match=r"不能写入|出了故障"):
        _write(path, monkeypatch, call, 10**6, errno.EACCES)

    assert len(waited) == len(WAITS)
    assert sum(waited) <= LONGEST
    assert path.read_bytes() == b"old"
    assert _names(tmp_path) == [path.name]


def test_what_stays_half_written_is_tidied_and_never_taken_for_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waited: list[float]
) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(b"old")

    with pytest.raises(RuntimeError):
        _write(path, monkeypatch, "unlink", 10**6, errno.EBUSY)

    assert path.read_bytes() == b"old"
    assert len(_names(tmp_path)) == 2
    tidy(tmp_path)
    assert _names(tmp_path) == [path.name]
    assert waited


def test_where_nothing_may_be_written_nobody_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waited: list[float]
) -> None:
    monkeypatch.setattr(os, "access", lambda *_given, **_named: False)

    with pytest.raises(Refused):
        _write(tmp_path / "a.pdf", monkeypatch, "open", 1, errno.EACCES)

    assert waited == []
