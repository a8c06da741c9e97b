"""F22: the disk of the office dies; the backup and the change journal on the stick are all of it.

Whatever was synced to the stick is there again: records, numbers, journal, search keys.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from partyservice.safety.following import Following
from partyservice.safety.replay import Replayed, replay
from partyservice.storage.changefiles import change_files
from partyservice.storage.changes import Changes
from partyservice.storage.derived import CHANGES, derived
from tests.safety.histories import Day, Everything, Template, copied, everything, opened, stored
from tests.safety.histories import template as made_template

QUICK, FULL, DEEDS = 50, 500, 8
SEED = 2022


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return made_template(tmp_path_factory.mktemp("template") / "office")


def lived(place: Path, of: Template, seed: int) -> tuple[Path, Path, Everything]:
    """Live a history; its backup, its stick, and what it was when the disk died."""
    chance = Random(seed)
    office, stick, backup = place / "office", place / "stick", place / "backup.db"
    stick.mkdir(parents=True)
    app = opened(office, of)
    following = Following(app.store, [stick])
    day = Day(app, chance)
    day.live(chance.randrange(DEEDS))
    copied(app, backup)
    day.live(DEEDS)
    if chance.random() < 0.3:  # the program is closed and started again
        assert not any(state.behind for state in following.close(60))
        app.close()
        day.app = app = opened(office, of)
        following = Following(app.store, [stick])
        day.live(DEEDS // 2)
    assert not any(state.behind for state in following.close(60))
    state = everything(app.store)
    app.close()
    shutil.rmtree(office)
    assert day.done > DEEDS / 2
    return backup, stick, state


def replayed(backup: Path, stick: Path, of: Template) -> tuple[Replayed, Everything]:
    done = replay(backup, [of.key], [stick])
    with stored(backup, of.key) as store:
        return done, everything(store)


def survive(place: Path, of: Template, seeds: range) -> None:
    for seed in seeds:
        backup, stick, before = lived(place / str(seed), of, seed)
        done, after = replayed(backup, stick, of)
        assert after == before, f"history {seed}"
        assert not done.stopped
        assert done.entries > 0


def test_the_office_is_what_it_was_when_its_disk_died(tmp_path: Path, template: Template) -> None:
    survive(tmp_path, template, range(SEED, SEED + QUICK))


@pytest.mark.full
def test_every_office_is_what_it_was_when_its_disk_died(tmp_path: Path, template: Template) -> None:
    survive(tmp_path, template, range(SEED + QUICK, SEED + FULL))


def test_control_one_record_less_is_noticed_and_all_before_it_is_there(
    tmp_path: Path, template: Template
) -> None:
    backup, stick, before = lived(tmp_path, template, SEED)
    (file,) = change_files(stick, derived(template.key, CHANGES))
    ends = [offset for offset, _ in file.blocks()]
    content = file.path.read_bytes()
    left_out = len(ends) - 2
    marks = [found.mark for _offset, found in Changes(file.path, file_key(template)).blocks()]
    file.path.write_bytes(content[: ends[left_out - 1]] + content[ends[left_out] :])

    done, after = replayed(backup, stick, template)

    assert after != before
    assert done.seq == marks[left_out - 1].seq
    assert f"第 {done.seq} 条" in done.stopped


def file_key(of: Template) -> bytes:
    return derived(of.key, CHANGES)
