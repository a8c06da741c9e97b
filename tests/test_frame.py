"""The commands: run.sh and the set-up it shares with test.sh and bench.sh, without a network.

A project of four files stands in a folder of its own; python3.11 and pip are small scripts.
"""

import ast
import os
import re
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

ROOT = Path(__file__).parents[1]

# All that prepare.sh may call. Not the machine's own path: it may have sudo, or apt-get.
TOOLS = (
    *("awk", "cat", "chmod", "env", "flock", "mkdir", "mv", "readlink"),
    *("rm", "sh", "sha256sum", "sort", "tr"),
)

# Stands for Python: answers whether it fits, makes a .venv whose python is itself, notes what pip
# is told, and runs main.py as a line on stdout. At pip it may meet the test at two pipes.
PYTHON = """#!/bin/sh
case "$*" in
    "-I -c "*) exit 0 ;;
    "-I -m venv "*) mkdir -p "$4/bin"; cat "$0" >"$4/bin/python"; exec chmod +x "$4/bin/python" ;;
    "-I -m pip "*)
        echo "$*" >>"$NOTES"
        echo "pip speaks"
        if [ -p "$NOTES.at_pip" ]; then echo here >"$NOTES.at_pip"; read -r _ <"$NOTES.go_on"; fi
        exit "${PIP_ENDS_WITH:-0}" ;;
    *) printf '%s|' "$PWD" "$@"; cat; exit "${MAIN_ENDS_WITH:-0}" ;;
esac
"""


def script(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


class Project:
    """A copy of the frame with requirements and system needs of its own."""

    def __init__(self, place: Path, shims: Path) -> None:
        self.place, self.shims = place, shims
        (place / "setup").mkdir(parents=True)
        (place / "requirements").mkdir()
        for name in ("run.sh", "setup/prepare.sh"):
            shutil.copy(ROOT / name, place / name)
        (place / "setup/system.txt").write_text("# nothing\n")
        self.lock("one==1")
        self.notes = shims.parent / "notes"
        self.environment = {"PATH": str(shims), "NOTES": str(self.notes), "LC_ALL": "C.UTF-8"}

    def lock(self, text: str) -> None:
        (self.place / "requirements/run.txt").write_text(text)

    def needs(self, *lines: str) -> None:
        (self.place / "setup/system.txt").write_text("\n".join(lines) + "\n")

    def start(self, *arguments: str, cwd: Path | None = None) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            ["sh", str(self.place / "run.sh"), *arguments],
            cwd=cwd,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(
        self, *arguments: str, cwd: Path | None = None, given: str = ""
    ) -> tuple[int, str, str]:
        process = self.start(*arguments, cwd=cwd)
        out, err = process.communicate(given, timeout=30)
        return process.returncode, out, err

    @property
    def installs(self) -> int:
        """How often pip was called."""
        return len(self.notes.read_text().splitlines()) if self.notes.exists() else 0

    @property
    def stamp(self) -> Path:
        return self.place / ".venv/run.stamp"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shims = tmp_path / "shims"
    shims.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found, tool
        (shims / tool).symlink_to(found)
    script(shims / "python3.11", PYTHON)
    script(
        shims / "ldconfig", "#!/bin/sh\necho '\tlibhere.so.1 (libc6,x86-64) => /lib/libhere.so.1'\n"
    )
    script(shims / "sync", "#!/bin/sh\n")  # the real one waits for the whole machine's disks
    script(shims / "id", "#!/bin/sh\necho 1000\n")
    return Project(tmp_path / "党员 服务's", shims)


# -- what the caller sees ----------------------------------------------------------------------


def test_arguments_folder_stdin_and_exit_code_are_the_callers(
    project: Project, tmp_path: Path
) -> None:
    project.environment["MAIN_ENDS_WITH"] = "4"
    code, out, _ = project.run("import", "名 册.xlsx", "", "--json", cwd=tmp_path, given="typed")
    main = project.place / "main.py"
    assert out == f"{tmp_path}|{main}|import|名 册.xlsx||--json|typed"
    assert code == 4


def test_set_up_speaks_on_stderr_only(project: Project) -> None:
    code, out, err = project.run("hello")
    assert (code, "pip speaks" in err, "pip speaks" in out) == (0, True, False)


def test_a_link_to_the_command_works(project: Project, tmp_path: Path) -> None:
    link = tmp_path / "shims/partyservice"
    link.symlink_to(project.place / "run.sh")
    out = subprocess.run(
        ["sh", str(link)],
        env=project.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert f"|{project.place / 'main.py'}|" in out


# -- when set-up is due ------------------------------------------------------------------------


def test_the_second_call_is_silent_and_installs_nothing(project: Project) -> None:
    project.run()
    _, _, err = project.run()
    assert (project.installs, err) == (1, "")


def test_pip_is_told_to_check_hashes_and_to_build_nothing(project: Project) -> None:
    project.run()
    told = project.notes.read_text()
    assert "--require-hashes" in told
    assert "--only-binary=:all:" in told


@pytest.mark.parametrize("change", ["lock", "system", "python"])
def test_a_change_makes_the_environment_anew(project: Project, change: str) -> None:
    project.run()
    left_over = project.place / ".venv/left over"
    left_over.touch()
    if change == "lock":
        project.lock("one==2")
    elif change == "system":
        project.needs("run lib libhere.so.1 libhere1")
    else:
        (project.place / ".venv/bin/python").unlink()
    project.run()
    assert (project.installs, left_over.exists()) == (2, False)


def test_a_moved_folder_is_set_up_again(project: Project, tmp_path: Path) -> None:
    project.run()
    project.place = project.place.rename(tmp_path / "elsewhere")
    code, out, _ = project.run()
    assert (code, project.installs) == (0, 2)
    assert str(tmp_path / "elsewhere") in project.stamp.read_text()
    assert str(tmp_path / "elsewhere/main.py") in out


def test_what_pip_could_not_do_leaves_no_stamp(project: Project) -> None:
    project.environment["PIP_ENDS_WITH"] = "1"
    code, out, err = project.run()
    assert (code, out, project.stamp.exists()) == (3, "", False)
    assert "重新运行" in err
    project.environment["PIP_ENDS_WITH"] = "0"
    assert project.run()[0] == 0
    assert project.installs == 2


def test_layers_are_added_to_one_environment(project: Project) -> None:
    shutil.copy(ROOT / "test.sh", project.place)
    (project.place / "requirements/test.txt").write_text("two==1")
    project.run()
    kept = project.place / ".venv/kept"
    kept.touch()
    subprocess.run(
        ["sh", str(project.place / "test.sh"), "-x"],
        env=project.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    assert (project.installs, kept.exists()) == (2, True)
    project.run()
    assert project.installs == 2


# -- two at once, and one that dies --------------------------------------------------------------


class Gate:
    """Meets the pip of a set-up: `arrived` waits until it is there, `open` lets it go on."""

    def __init__(self, notes: Path) -> None:
        self.paths = [Path(f"{notes}.{name}") for name in ("at_pip", "go_on")]
        for path in self.paths:
            os.mkfifo(path)
        # both ways, so that neither side waits for the other to open
        self.at_pip, self.go_on = (os.open(path, os.O_RDWR) for path in self.paths)

    def arrived(self) -> None:
        readable, _, _ = select.select([self.at_pip], [], [], 30)
        assert readable
        assert os.read(self.at_pip, 100) == b"here\n"

    def open(self) -> None:
        self.paths[0].unlink()
        os.write(self.go_on, b"\n")

    def close(self) -> None:
        os.close(self.at_pip)
        os.close(self.go_on)


@pytest.fixture
def gate(project: Project) -> Iterator[Gate]:
    gate = Gate(project.notes)
    yield gate
    gate.close()


def line_with(stream: IO[str] | None, words: str) -> Iterator[str]:
    assert stream
    return (line for line in stream if words in line)


def test_two_first_runs_wait_for_each_other(project: Project, gate: Gate) -> None:
    first = project.start("first")
    gate.arrived()
    second = project.start("second")
    assert next(line_with(second.stderr, "另一处"))
    gate.open()
    for process, name in ((first, "first"), (second, "second")):
        out, _ = process.communicate(timeout=30)
        assert (process.returncode, out.endswith(f"|{name}|")) == (0, True)
    assert project.installs == 1


def test_a_killed_set_up_leaves_no_stamp_and_no_lock(project: Project, gate: Gate) -> None:
    first = project.start()
    gate.arrived()
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate(timeout=30)
    assert not project.stamp.exists()
    gate.paths[0].unlink()
    code, _, err = project.run()
    assert (code, "另一处" in err, project.installs) == (0, False, 2)
    assert project.stamp.exists()


# -- what the system lacks -----------------------------------------------------------------------


def note_apt(project: Project, then: str = "") -> Path:
    notes = project.shims.parent / "apt"
    script(
        project.shims / "apt-get", f'#!/bin/sh\necho "$*" >>"{notes}"\necho apt speaks\n{then}\n'
    )
    return notes


def test_without_rights_the_last_line_is_the_one_to_type(project: Project) -> None:
    project.needs(
        "run lib libhere.so.1 libhere1", "run lib libgone.so.9 libgone9", "test cmd no no"
    )
    notes = note_apt(project)
    code, out, err = project.run()
    assert (code, out, notes.exists(), project.installs) == (3, "", False, 0)
    install = "apt-get install -y --no-install-recommends libgone9"
    assert err.splitlines()[-1] == f"su - -c 'apt-get update && {install}'"

    script(project.shims / "sudo", "#!/bin/sh\nexit 1\n")  # there, but it wants a password
    code, _, err = project.run()
    assert (code, err.splitlines()[-1]) == (3, f"sudo apt-get update && sudo {install}")


def test_without_a_fitting_python_its_packages_are_named(project: Project) -> None:
    (project.shims / "python3.11").unlink()
    note_apt(project)
    code, _, err = project.run()
    assert code == 3
    assert "python3 python3-venv'" in err.splitlines()[-1]


def test_without_apt_get_the_packages_are_named(project: Project) -> None:
    project.needs("run lib libgone.so.9 libgone9")
    code, _, err = project.run()
    assert code == 3
    assert err.rstrip().endswith("libgone9")


@pytest.mark.parametrize("way", ["root", "sudo"])
def test_with_rights_the_packages_are_installed(project: Project, way: str) -> None:
    project.needs("run cmd tool tool-package")
    tool = project.shims / "tool"
    notes = note_apt(
        project, then=f'case "$*" in *install*) cat "$0" >"{tool}"; chmod +x "{tool}";; esac'
    )
    if way == "root":
        script(project.shims / "id", "#!/bin/sh\necho 0\n")
    else:
        script(project.shims / "sudo", '#!/bin/sh\nshift\n[ "$1" = true ] || exec "$@"\n')
    code, out, err = project.run()
    assert (code, project.installs, "apt speaks" in out, "apt speaks" in err) == (0, 1, False, True)
    update, install = notes.read_text().splitlines()
    assert update.endswith("update")
    assert install.endswith("install -y --no-install-recommends tool-package")


def test_an_install_that_fails_ends_with_the_line(project: Project) -> None:
    project.needs("run cmd tool tool-package")
    script(project.shims / "id", "#!/bin/sh\necho 0\n")
    note_apt(project, then="exit 100")
    code, _, err = project.run()
    assert (code, project.installs) == (3, 0)
    assert err.splitlines()[-1].endswith("install -y --no-install-recommends tool-package")


# -- what the files of the frame promise -----------------------------------------------------------


@pytest.mark.parametrize("name", ["run", "test", "bench"])
def test_locks_carry_hashes_and_name_no_index(name: str) -> None:
    text = (ROOT / f"requirements/{name}.txt").read_text()
    assert "://" not in text
    assert "--index" not in text
    pins = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert pins
    for pin in pins:
        assert "==" in pin.splitlines()[0]
        assert "--hash=sha256:" in pin


def test_what_two_locks_name_has_one_version() -> None:
    versions: dict[str, set[str]] = {}
    for name in ("run", "test", "bench"):
        for line in (ROOT / f"requirements/{name}.txt").read_text().splitlines():
            if line[:1].isalpha():
                package, version = line.rstrip(" \\").split(";")[0].split("==")
                versions.setdefault(package, set()).add(version)
    assert {package for package, found in versions.items() if len(found) > 1} == set()


def test_the_kernel_imports_the_standard_library_only() -> None:
    allowed = sys.stdlib_module_names | {"partyservice", "typing_extensions"}
    for path in (ROOT / "partyservice/kernel").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            assert {name.split(".")[0] for name in names} <= allowed, path
