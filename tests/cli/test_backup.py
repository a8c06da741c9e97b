from __future__ import annotations

from pathlib import Path

from tests.cli.test_cli import MEMBERS, Run, answer, office, run

__all__ = ["office", "run"]


def test_a_backup_comes_back_in_another_folder(run: Run, office: str, tmp_path: Path) -> None:
    run("--office", office, "import", str(MEMBERS), "--create-branches")
    (tmp_path / "U盘").mkdir()

    done = run("--office", office, "backup", "U盘", "--json")

    assert done.returncode == 0, done.stdout
    (path,) = (tmp_path / "U盘").iterdir()
    assert Path(str(answer(done)["path"])).name == path.name
    assert answer(done)["people"]
    (tmp_path / office / "office.db").unlink()

    done = run("restore", str(path), "--to", "新", "--json")

    assert done.returncode == 0, done.stdout
    assert answer(done)["people"]
    assert run("--office", "新", "find", "张").stdout == run("--office", "新", "find", "张").stdout
    assert run("--office", "新", "find", "张").returncode == 0


def test_an_import_first_makes_a_backup(run: Run, office: str, tmp_path: Path) -> None:
    for _ in range(2):
        run("--office", office, "import", str(MEMBERS), "--create-branches", "--dry-run")
    assert not list((tmp_path / office / "backups").glob("*.partybackup"))

    run("--office", office, "import", str(MEMBERS), "--create-branches")

    assert len(list((tmp_path / office / "backups").glob("*.partybackup"))) == 1


def test_a_damaged_backup_is_refused_and_touches_nothing(
    run: Run, office: str, tmp_path: Path
) -> None:
    run("--office", office, "backup", "a.partybackup")
    path = tmp_path / "a.partybackup"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    done = run("restore", "a.partybackup", "--to", "新")

    assert done.returncode == 3
    assert "已损坏" in done.stderr
    assert not (tmp_path / "新").exists()


def test_a_file_that_is_there_or_not_there_is_said(run: Run, office: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("mine")

    assert run("--office", office, "backup", "x").returncode == 3
    assert "读不出" in run("restore", "nowhere", "--to", "新").stderr
    assert run("restore", "x", "--to", "新").returncode == 3
    assert run("restore", "x").returncode == 2
    assert (tmp_path / "x").read_text() == "mine"
