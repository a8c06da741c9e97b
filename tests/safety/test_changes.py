from __future__ import annotations

import random
import secrets
from itertools import pairwise
from pathlib import Path

import pytest

from partyservice.storage.appending import Writer, begin
from partyservice.storage.changefiles import change_files, free_name
from partyservice.storage.changes import (
    MAGIC,
    NOTHING,
    Changes,
    Damaged,
    Head,
    Mark,
    Unreadable,
    block,
)

KEY = secrets.token_bytes(32)
HEAD = Head("0006", 5 << 30, 1, "2026-11-24T02:00:00+00:00", b'{"doors": 1}')
ROW = "党员姓名".encode()


def bodies(path: Path, key: bytes = KEY) -> list[object]:
    """All that can be read; what comes after damage is not."""
    found: list[object] = []
    try:
        for _offset, each in Changes(path, key).blocks():
            found.append(each.body().get("row"))
    except Damaged:
        pass
    return found[1:]  # the first says after what the file begins


def mark(seq: int) -> Mark:
    return Mark(seq, seq.to_bytes(32, "big"))


@pytest.fixture
def writer(tmp_path: Path) -> Writer:
    made = begin(tmp_path / "更改-1.partychanges", KEY, HEAD, NOTHING)
    for seq in range(1, 6):
        made.append([block(mark(seq), {"row": ROW + bytes([seq]), "long": "字" * 200 * seq})])
    return made


def whole() -> list[object]:
    return [ROW + bytes([seq]) for seq in range(1, 6)]


def test_what_was_added_is_read_again_and_nothing_of_it_stands_in_clear(writer: Writer) -> None:
    path = writer.changes.path

    assert bodies(path) == whole()
    assert ROW not in path.read_bytes()
    assert Changes(path, KEY).head == HEAD
    assert Changes(path, KEY).newest() == mark(5)


def test_another_key_opens_nothing(writer: Writer) -> None:
    with pytest.raises(Unreadable):
        Changes(writer.changes.path, secrets.token_bytes(32))


def test_what_is_no_change_journal_is_refused(tmp_path: Path) -> None:
    for content in (b"", MAGIC, MAGIC + b"{}\n", b"PK\x03\x04" + bytes(100), MAGIC + b"[" * 2000):
        path = tmp_path / "x.partychanges"
        path.write_bytes(content)
        with pytest.raises(Unreadable):
            Changes(path, KEY)


def test_a_file_goes_on_where_another_writer_left_it(writer: Writer) -> None:
    other = Writer(writer.changes.path, KEY)
    other.append([block(mark(6), {"row": b"6"})])

    writer.look()
    writer.append([block(mark(7), {"row": b"7"})])

    assert bodies(writer.changes.path) == [*whole(), b"6", b"7"]


def test_every_cut_of_the_file_leaves_what_came_before_and_can_be_gone_on_with(
    writer: Writer, tmp_path: Path
) -> None:
    """The power may go at any byte of what is being added."""
    content = writer.changes.path.read_bytes()
    before = writer.size
    writer.append([block(mark(6), {"row": b"6"})])
    content = writer.changes.path.read_bytes()

    for cut in range(before, len(content)):
        path = tmp_path / "cut.partychanges"
        path.write_bytes(content[:cut])
        assert bodies(path) == whole(), cut
        again = Writer(path, KEY)
        assert again.mark == mark(5)
        again.append([block(mark(6), {"row": b"again"})])
        assert bodies(path) == [*whole(), b"again"], cut


@pytest.mark.parametrize("fill", [b"\0", b"\xff"])
def test_what_the_disk_never_wrote_is_cut_off(writer: Writer, fill: bytes) -> None:
    """A file system may know the new length before it has the content."""
    path = writer.changes.path
    with path.open("ab") as file:
        file.write(fill * 700)

    again = Writer(path, KEY)
    again.append([block(mark(6), {"row": b"6"})])

    assert bodies(path) == [*whole(), b"6"]


def test_records_moved_left_out_or_of_another_file_are_noticed(
    writer: Writer, tmp_path: Path
) -> None:
    content = writer.changes.path.read_bytes()
    ends = [0, *(offset for offset, _ in writer.changes.blocks())]
    start = len(HEAD.clear())
    ends[0] = start
    parts = [content[a:b] for a, b in pairwise(ends)]
    other = begin(tmp_path / "other.partychanges", KEY, HEAD, mark(9))
    other.append([block(mark(10), {"row": b"foreign"})])
    foreign = other.changes.path.read_bytes()[start:]

    def read(*given: bytes) -> list[object]:
        path = tmp_path / "mixed.partychanges"
        path.write_bytes(content[:start] + b"".join(given))
        with pytest.raises(Damaged):
            list(Changes(path, KEY).blocks())
        return bodies(path)

    assert read(*parts[:2], *parts[3:]) == whole()[:1]
    assert read(*parts[:2], parts[3], parts[2], *parts[4:]) == whole()[:1]
    assert read(*parts[:2], parts[1], *parts[2:]) == whole()[:1]
    assert other.changes.head == HEAD
    path = tmp_path / "swapped.partychanges"
    newer = Head("0007", HEAD.incarnation, 1, HEAD.made)
    path.write_bytes(newer.clear() + foreign)
    with pytest.raises(Unreadable):  # its head is not the one it was sealed with
        Changes(path, KEY)


def flips(content: bytes, count: int, seed: int = 4) -> list[tuple[int, bytes]]:
    chance = random.Random(seed)
    places = chance.sample(range(len(content) * 8), count)
    found = []
    for place in places:
        changed = bytearray(content)
        changed[place // 8] ^= 1 << place % 8
        found.append((place // 8, bytes(changed)))
    return found


def test_a_flipped_bit_is_noticed_wherever_it_is_and_what_comes_before_it_is_read(
    writer: Writer, tmp_path: Path
) -> None:
    content = writer.changes.path.read_bytes()
    ends = [offset for offset, _ in writer.changes.blocks()]
    path = tmp_path / "flipped.partychanges"
    for at, changed in flips(content, 300):
        path.write_bytes(changed)
        if at < ends[0]:
            with pytest.raises(Unreadable):
                Changes(path, KEY)
            continue
        with pytest.raises(Damaged):
            list(Changes(path, KEY).blocks())
        assert bodies(path) == whole()[: sum(end <= at for end in ends) - 1]


def test_damage_in_the_middle_is_not_cut_off(writer: Writer) -> None:
    """What comes after it may be all that is left of a disk."""
    path = writer.changes.path
    content = path.read_bytes()
    ends = [offset for offset, _ in writer.changes.blocks()]
    for at in range(ends[1], ends[2]):
        changed = bytearray(content)
        changed[at] ^= 1
        path.write_bytes(changed)
        with pytest.raises(Damaged):
            Writer(path, KEY)
        assert path.read_bytes() == changed


def test_files_are_found_in_the_order_begun_and_names_are_never_used_twice(
    writer: Writer, tmp_path: Path
) -> None:
    (tmp_path / "x.partychanges").write_bytes(b"nothing")
    second = begin(free_name(tmp_path, 6, "20261124-100000"), KEY, HEAD, mark(5))
    taken = free_name(tmp_path, 6, "20261124-100000")

    assert taken != second.changes.path
    with pytest.raises(FileExistsError):
        begin(second.changes.path, KEY, HEAD, mark(5))
    assert [each.path for each in change_files(tmp_path, KEY)] == [
        writer.changes.path,
        second.changes.path,
    ]
