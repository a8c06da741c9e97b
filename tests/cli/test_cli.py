"""The command line as a stranger calls it: the program itself, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from partyservice.rosters.rolls import ROLLS
from tests.builders import SHEETS

MAIN = Path(__file__).parents[2] / "main.py"
MEMBERS = next(SHEETS.glob("01*"))
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Call the program in `tmp_path`, with the password in a file."""
    (tmp_path / "pw").write_text("老槐树下的一盏灯\r\nnot this line\n", "utf-8")
    bare = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}

    def call(*words: str, password: str | None = "pw") -> subprocess.CompletedProcess[str]:
        env = (
            bare
            | {"TMPDIR": str(tmp_path)}
            | ({"PARTYSERVICE_PASSWORD_FILE": password} if password else {})
        )
        env.pop("QT_QPA_PLATFORM", None)
        return subprocess.run(
            [sys.executable, str(MAIN), *words],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return call


@pytest.fixture
def office(run: Run) -> str:
    done = run(
        "new", "店", "--name", "青石镇党员服务中心", "--org", "中共青石镇委员会", "--user", "王芳"
    )
    assert done.returncode == 0, done.stderr
    return "店"


def answer(done: subprocess.CompletedProcess[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_a_new_office_holds_what_it_should_and_no_more(office: str, tmp_path: Path) -> None:
    names = {path.name for path in (tmp_path / office).iterdir()} - {
        "office.db-wal",
        "office.db-shm",
    }

    assert names == {"office.db", "keys.json", "drafts.db", "backups", "不要直接复制本文件夹.txt"}


def test_a_folder_that_is_not_empty_is_refused_and_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "有物").mkdir()
    (tmp_path / "有物" / "a.txt").write_text("在")

    for words in (
        ["new", "有物", "--name", "甲", "--org", "乙", "--user", "丙"],
        ["sample", "有物"],
    ):
        done = run(*words)
        assert (done.returncode, done.stdout) == (3, "")
        assert "不是空文件夹" in done.stderr
    assert [path.name for path in (tmp_path / "有物").iterdir()] == ["a.txt"]


def test_a_month_on_the_command_line(run: Run, office: str, tmp_path: Path) -> None:
    done = run("--office", office, "import", str(MEMBERS), "--create-branches", "--json")
    assert done.returncode == 4
    assert answer(done)["accepted"] == 292
    assert {p["cell"] for p in answer(done)["refused"]} == {"D28", "E272", "J179", "K167"}  # type: ignore[attr-defined]

    for name in ("册.pdf", "册.xlsx"):
        done = run("roster", "members", "--month", "2026-10", "--to", name, "--office", office)
        assert done.returncode == 0, done.stderr
        assert (tmp_path / name).stat().st_size > 5000

    found = answer(run("find", "张", "--office", office, "--json"))
    assert found["count"] == len(found["found"]) > 0  # type: ignore[arg-type]
    assert found["more"] is False


def test_options_may_stand_before_or_after_the_command(run: Run, office: str) -> None:
    one = run("--office", office, "--user", "王芳", "--json", "find", "青石")
    other = run("find", "青石", "--json", "--user", "王芳", "--office", office)

    assert one.stdout == other.stdout
    assert answer(one)["count"] == 1


def test_nothing_found_is_no_error_and_does_not_repeat_the_term(run: Run, office: str) -> None:
    done = run("--office", office, "find", "某某某")

    assert done.returncode == 0
    assert "没有找到" in done.stdout
    assert "某某某" not in done.stdout


def test_a_dry_run_writes_nothing_and_says_4(run: Run, office: str) -> None:
    words = ("--office", office, "import", str(MEMBERS), "--create-branches", "--json")

    dry = run(*words, "--dry-run")

    assert (dry.returncode, answer(dry)["accepted"]) == (4, 292)
    assert answer(run("--office", office, "find", "东风", "--json"))["count"] == 0


def test_held_rows_are_returned_only_where_there_are_any(
    run: Run, office: str, tmp_path: Path
) -> None:
    words = ("--office", office, "import", "--create-branches", "--returned", "退.xlsx")
    inflow = next(SHEETS.glob("03*"))

    assert run(*words, str(inflow)).returncode == 0
    assert not (tmp_path / "退.xlsx").exists()
    assert run(*words, str(MEMBERS)).returncode == 4
    assert (tmp_path / "退.xlsx").exists()


def test_a_messy_sheet_is_cleaned_without_importing(run: Run, office: str, tmp_path: Path) -> None:
    village, new = str(next(SHEETS.glob("05*"))), ("--branch", "东风村党支部", "--create-branches")
    words = ("--office", office, "doctor", village, *new)

    done = run(*words, "--to", "干净.xlsx", "--json")

    assert done.returncode == 4
    assert {k: answer(done)[k] for k in ("people", "dropped", "left")} == {
        "people": 60,
        "dropped": 5,
        "left": 4,
    }
    assert (tmp_path / "干净.xlsx").exists()
    assert answer(run("--office", office, "find", "解英", "--json"))["count"] == 0
    assert run(*words, "--to", "干净.txt").returncode == 2


@pytest.mark.parametrize(
    "words",
    [
        ["find"],
        ["find", "张"],
        ["--office", "店", "roster", "members", "--month", "去年", "--to", "a.pdf"],
        ["--office", "店", "roster", "members", "--month", "2026-10", "--to", "a.doc"],
        ["--office", "店", "roster", "nobody", "--month", "2026-10", "--to", "a.pdf"],
        ["sample", "空", "--members", "0"],
        ["new", "空", "--name", "甲"],
        ["wrong"],
        ["--wrong"],
    ],
)
def test_wrong_use_is_2_and_a_chinese_sentence(run: Run, words: list[str]) -> None:
    done = run(*words)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("用法不对：")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--office", "无", "find", "张"], "没有中心的数据"),
        (["--office", "店", "--user", "李四", "find", "张"], "没有这个账户"),
        (["--office", "店", "import", "无.xlsx"], ""),
        (["--office", "店", "import", "pw"], ""),
        (["--office", "店", "roster", "members", "--month", "2026-10", "--to", "无/a.pdf"], ""),
    ],
)
@pytest.mark.usefixtures("office")
def test_what_may_not_be_is_3_and_a_sentence(run: Run, words: list[str], said: str) -> None:
    done = run(*words)
    as_json = run(*words, "--json")

    assert (done.returncode, done.stdout) == (3, "")
    assert said in done.stderr
    assert done.stderr.strip().endswith("。")
    assert as_json.returncode == 3
    assert answer(as_json)["refusal"] == done.stderr.strip()


def test_a_wrong_password_opens_nothing(run: Run, office: str, tmp_path: Path) -> None:
    (tmp_path / "other").write_text("wrong-1234\n")

    done = run("--office", office, "find", "张", "--password-file", "other", password=None)

    assert done.returncode == 3
    assert "密码不对" in done.stderr


def test_a_weak_password_makes_no_office(run: Run, tmp_path: Path) -> None:
    (tmp_path / "weak").write_text("12345678\n")
    told = ("--name", "青石镇党员服务中心", "--org", "中共青石镇委员会", "--user", "王芳")

    done = run("new", "店", *told, password="weak")

    assert done.returncode == 3
    assert "至少 12 位" in done.stderr
    assert not (tmp_path / "店").exists()


def test_a_new_office_may_have_a_recovery_sheet_at_once(run: Run, tmp_path: Path) -> None:
    told = ("--name", "青石镇党员服务中心", "--org", "中共青石镇委员会", "--user", "王芳")

    inside = run("new", "店", *told, "--recovery", "店/单.pdf")
    assert (inside.returncode, (tmp_path / "店").exists()) == (3, False)
    made = answer(run("new", "店", *told, "--recovery", "单.pdf", "--json"))
    assert made["recovery"] == "单.pdf"
    assert (tmp_path / "单.pdf").read_bytes().startswith(b"%PDF")
    again = run("new", "店", *told, "--recovery", "另一张.pdf")
    assert (again.returncode, (tmp_path / "另一张.pdf").exists()) == (3, False)


def test_without_a_password_it_is_wrong_use(run: Run, office: str) -> None:
    assert run("--office", office, "find", "张", password=None).returncode == 2


def test_a_sample_without_a_password_makes_one_up_that_works(run: Run, tmp_path: Path) -> None:
    made = answer(run("sample", "演示", "--members", "60", "--json", password=None))
    (tmp_path / "made").write_text(str(made["password"]))

    found = answer(run("--office", "演示", "find", "青石", "--json", password="made"))

    assert int(str(found["count"])) > 10


def test_the_same_seed_makes_the_same_people(run: Run) -> None:
    lines = []
    for name in ("甲", "乙"):
        assert run("sample", name, "--members", "60", "--seed", "5").returncode == 0
        lines.append(run("--office", name, "find", "李").stdout)

    assert lines[0] == lines[1] != ""


def test_without_a_display_the_months_job_is_done_on_a_sample(run: Run) -> None:
    done = run(password=None)

    assert done.returncode == 0
    papers = [Path(line) for line in done.stdout.splitlines() if line.endswith(".pdf")]
    assert len(papers) == len(ROLLS)
    assert all(path.read_bytes().startswith(b"%PDF") for path in papers)


def test_without_a_display_an_office_is_not_opened(run: Run, office: str) -> None:
    done = run("--office", office)

    assert (done.returncode, done.stdout) == (3, "")
    assert "没有图形显示" in done.stderr


def test_an_office_is_checked_and_a_changed_one_is_3(run: Run, office: str, tmp_path: Path) -> None:
    sound = run("--office", office, "check")
    assert (sound.returncode, sound.stderr) == (0, "")
    assert "前后相连" in sound.stdout

    assert run("--office", office, "check", "--page", "PS1-2").returncode == 3
    other = run("--office", office, "check", "--page", "PS1-2-0000-0000-0000-0000", "--json")
    assert other.returncode == 3
    assert answer(other)["sound"] is False
    assert "第 2 条与当时不同" in other.stdout

    (tmp_path / office / "backups" / "a.partybackup").write_bytes(b"no backup")
    assert run("--office", office, "check").returncode == 0


def test_the_history_of_one_person(run: Run, office: str) -> None:
    run("--office", office, "import", str(MEMBERS), "--create-branches")
    hits = answer(run("--office", office, "find", "张", "--json"))["found"]
    person = next(hit for hit in hits if hit["kind"] == "党员")  # type: ignore[attr-defined]

    by_key = answer(run("--office", office, "history", person["id"], "--json"))
    assert by_key["name"] == person["name"]
    assert {each["title"] for each in by_key["entries"]} >= {"人员", "党员"}  # type: ignore[attr-defined]

    lines = run("--office", office, "history", person["id"])
    assert f"{person['name']}：共" in lines.stdout
    looks = run("--office", office, "history", person["id"], "--looks")
    assert "还没有人单独看过" in looks.stdout
    nobody = run("--office", office, "history", "某某某")
    assert nobody.returncode == 3
    assert "没有这个人" in nobody.stderr


def test_the_last_step_of_an_account_is_undone(run: Run, office: str) -> None:
    brought = run("import", str(MEMBERS), "--office", office, "--create-branches", "--json")
    assert answer(brought)["accepted"], brought.stderr

    listed = answer(run("undo", "--list", "--office", office, "--json"))["steps"]
    would = run("undo", "--dry-run", "--office", office)
    done = run("undo", "--office", office)
    again = run("undo", "--office", office)

    assert [step["title"].split()[0] for step in listed] == ["导入", "建立"]  # type: ignore[attr-defined]
    assert would.stdout.startswith("将撤销：导入")
    assert done.stdout.startswith("已撤销：导入")
    assert (done.returncode, again.returncode) == (0, 3)
    assert "不撤销" in again.stderr
    assert answer(run("find", "王", "--office", office, "--json"))["count"] == 0
