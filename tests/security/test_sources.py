"""What no source of the program may do (a family: every file of it is looked at)."""

from __future__ import annotations

import ast
import configparser
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = ("partyservice", "ui", "resources", "main")
# what the program stands on; each is locked with its hashes in requirements/run.txt
LIBRARIES = {
    "PySide6", "alembic", "argon2", "nacl", "pandas", "platformdirs", "pypdfium2", "reportlab",
    "python_calamine", "fontTools", "shiboken6", "sqlalchemy", "sqlcipher3", "typing_extensions",
    "xlsxwriter",
}  # fmt: skip
# of the standard library: what runs what it reads, parses XML, or speaks to a network
NEVER = {
    "asyncio", "cgi", "code", "codeop", "dbm", "ftplib", "http", "imaplib", "marshal", "pickle",
    "pickletools", "poplib", "runpy", "shelve", "smtplib", "socket", "socketserver", "ssl",
    "telnetlib", "urllib", "webbrowser", "wsgiref", "xml", "xmlrpc",
}  # fmt: skip
NEVER_OF_QT = {"QtNetwork", "QtWebSockets", "QtWebEngineCore", "QtWebEngineWidgets", "QtSql"}
SECRETS = ("partyservice/security", "partyservice/storage", "partyservice/safety")
# where a name of a table or a PRAGMA, which take no parameter, stands in a statement
NAMES_IN_SQL = {
    "alike.py", "applying.py", "carried.py", "checking.py", "copying.py", "engine.py", "migrate.py",
    "rekeying.py", "replay.py",
}  # fmt: skip
DATABASES = {"sqlalchemy", "sqlcipher3", "sqlite3", "alembic"}
RUNS_SQL = {"execute", "executemany", "executescript", "exec_driver_sql", "text"}
# patterns that are no constant beside the call, but constants all the same
PATTERNS = {"numbers.py", "regions.py"}
FORMATS = {"happened", "kind.holds", "pattern", "wanted"}
UNMANAGED = {"limits.py", "engine.py", "powersaving.py"}
CRYPTO = {"nacl", "argon2", "hashlib", "hmac"}
SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b"
    r"|\bxox[abps]-[A-Za-z0-9-]{10,}"
)
SECRET_NAME = re.compile(r"(?i)(^|_)(password|passwd|secret|token|apikey|api_key)s?$")
FIELD_KEY = re.compile(r"[a-z_]+(\.[a-z_]+)+")
LOADER = "import_module"


@cache
def sources() -> dict[Path, ast.Module]:
    paths = [ROOT / "main.py"]
    for folder in ("partyservice", "ui"):
        paths += sorted((ROOT / folder).rglob("*.py"))
    return {path: ast.parse(path.read_text("utf-8")) for path in paths}


@cache
def nodes() -> list[tuple[Path, ast.AST]]:
    return [(path, node) for path, tree in sources().items() for node in ast.walk(tree)]


@cache
def calls() -> list[tuple[Path, ast.Call, str]]:
    """Every call, and the last name of what is called."""
    found = ((path, node) for path, node in nodes() if isinstance(node, ast.Call))
    return [(path, node, last_name(node.func)) for path, node in found]


def last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


@cache
def imports() -> list[tuple[Path, str, str]]:
    """Every import: where, of which module, and which name of it."""
    return list(imported())


def imported() -> Iterator[tuple[Path, str, str]]:
    for path, node in nodes():
        if isinstance(node, ast.Import):
            yield from ((path, each.name, "") for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((path, node.module, each.name) for each in node.names)


def at(path: Path, node: ast.expr | ast.stmt) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def put_together(node: ast.expr) -> bool:
    """Return whether a text is made of parts that differ from call to call."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return not isinstance(node.op, ast.Add) or any(map(put_together, (node.left, node.right)))
    return isinstance(node, ast.Call) and last_name(node.func) == "format"


def test_there_are_sources() -> None:
    assert len(sources()) > 200


def test_only_what_is_locked_is_imported() -> None:
    known = LIBRARIES | set(sys.stdlib_module_names) | set(OURS)

    assert not {(path.name, name) for path, name, _ in imports() if name.split(".")[0] not in known}


def test_nothing_runs_what_it_reads_parses_xml_or_speaks_to_a_network() -> None:
    found = [
        (path.name, module, name)
        for path, module, name in imports()
        if module.split(".")[0] in NEVER or {name, *module.split(".")} & NEVER_OF_QT
    ]

    assert found == []


def test_no_text_is_run_as_code() -> None:
    found = [
        at(path, call)
        for path, call, _ in calls()
        if isinstance(call.func, ast.Name)
        and call.func.id in {"eval", "exec", "compile", "__import__"}
    ]

    assert found == []


def test_a_module_is_loaded_by_a_name_of_ours_only() -> None:
    """Screens are loaded late by the window; the core, which reads files of others, loads none."""
    loaders = {path.relative_to(ROOT).parts[0] for path, _, name in calls() if name == LOADER}

    assert loaders == {"main.py", "ui"}


def test_a_value_is_never_written_into_sql() -> None:
    talking = {path for path, module, _ in imports() if module.split(".")[0] in DATABASES}
    found = [
        at(path, call)
        for path, call, name in calls()
        if name in RUNS_SQL
        and call.args
        and put_together(call.args[0])
        and path in talking
        and path.name not in NAMES_IN_SQL
    ]

    assert found == []


def test_no_command_goes_through_a_shell() -> None:
    found = []
    for path, call, name in calls():
        of = last_name(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        if of == "os" and name in {"system", "popen", "startfile", "spawnl", "spawnv"}:
            found.append(at(path, call))
        if of == "subprocess" and (
            any(word.arg == "shell" for word in call.keywords)
            or (call.args and isinstance(call.args[0], ast.Constant | ast.JoinedStr))
        ):
            found.append(at(path, call))

    assert found == []


def test_a_pattern_is_a_constant() -> None:
    words = {"compile", "match", "search", "fullmatch", "sub", "split", "findall", "finditer"}
    found = [
        at(path, call)
        for path, call, name in calls()
        if name in words
        and isinstance(call.func, ast.Attribute)
        and last_name(call.func.value) == "re"
        and path.name not in PATTERNS
        and not constant(call.args[0])
    ]

    assert found == []


def constant(node: ast.expr) -> bool:
    """Return whether a text is made of texts of the source and of constants by name."""
    if isinstance(node, ast.JoinedStr):
        parts = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        return all(last_name(part).isupper() for part in parts)
    if isinstance(node, ast.BinOp):
        return constant(node.left) and constant(node.right)
    return isinstance(node, ast.Constant) or last_name(node).isupper()


def test_what_is_filled_in_is_never_the_form() -> None:
    found = [
        at(path, call)
        for path, call, name in calls()
        if name == "format"
        and isinstance(call.func, ast.Attribute)
        and not constant(call.func.value)
        and ast.unparse(call.func.value) not in FORMATS
        and "self" not in ast.unparse(call.func.value)
    ]

    assert found == []


def test_a_zip_is_read_by_name_and_never_unpacked() -> None:
    assert [at(p, c) for p, c, name in calls() if name in {"extractall", "unpack_archive"}] == []


def test_only_a_folder_of_this_computer_is_opened() -> None:
    made = [at(path, call) for path, call, name in calls() if name == "QUrl"]
    opened = [
        at(path, call)
        for path, call, name in calls()
        if name == "openUrl" and not ast.unparse(call.args[0]).startswith("QUrl.fromLocalFile(")
    ]

    assert made == opened == []


def test_every_label_is_made_in_one_place_that_knows_no_markup() -> None:
    made = {path.name for path, _, name in calls() if name == "QLabel"}

    assert made == {"layout.py"}
    assert "setTextFormat(Qt.TextFormat.PlainText)" in (ROOT / "ui/parts/layout.py").read_text()


def test_chance_that_can_be_foretold_is_for_samples_only() -> None:
    users = {path.relative_to(ROOT).parts[1] for path, name, _ in imports() if name == "random"}

    assert users == {"samples"}
    for folder in SECRETS:
        for path, module, _ in imports():
            assert not path.is_relative_to(ROOT / folder) or module not in {"random", "uuid"}


def test_memory_is_touched_in_the_places_known_only() -> None:
    assert {path.name for path, name, _ in imports() if name.split(".")[0] == "ctypes"} <= UNMANAGED


def test_what_encrypts_and_digests_stands_in_the_inventory() -> None:
    document = (ROOT / "docs" / "asvs.md").read_text("utf-8")
    inventory = document.split("## What encrypts and digests")[1].split("\n## ")[0]
    known = set(re.findall(r"`([\w.]+)`", inventory))
    used = {
        f"{module}.{name}" if name else module
        for _, module, name in imports()
        if module.split(".")[0] in CRYPTO and "exceptions" not in module
    } - {"hashlib", "hmac"}
    for _, call, name in calls():
        if isinstance(call.func, ast.Attribute) and last_name(call.func.value) in CRYPTO:
            used.add(f"{last_name(call.func.value)}.{name}")

    assert used
    assert used <= known


def test_no_secret_stands_in_the_sources() -> None:
    kept = [
        at(path, node)
        for path, node in nodes()
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        and len(node.value.value) >= 8
        and node.value.value.isascii()
        and " " not in node.value.value
        and not FIELD_KEY.fullmatch(node.value.value)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if SECRET_NAME.search(last_name(target))
    ]

    assert kept == []


@pytest.mark.parametrize("folder", ["partyservice", "ui", "resources", "setup", "requirements"])
def test_no_key_of_anybody_lies_in_the_folders(folder: str) -> None:
    files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]

    assert files
    assert [path.name for path in files if path.suffix in {".pem", ".key", ".pfx", ".p12"}] == []
    for path in files:
        if path.suffix in {".py", ".md", ".txt", ".in", ".sh", ".csv", ".qss"}:
            assert not SECRET.search(path.read_text("utf-8")), path


def test_what_is_installed_holds_no_test_and_no_bench() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", "utf-8")
    taken = setup["options.packages.find"]["include"].split()

    assert taken == ["partyservice*", "ui*", "resources*"]
    assert not [
        path.name for path, name, _ in imports() if name.split(".")[0] in {"tests", "bench"}
    ]


def test_nothing_is_left_of_looking_for_faults() -> None:
    found = [
        at(path, call)
        for path, call, name in calls()
        if name in {"breakpoint", "set_trace"} or any(word.arg == "echo" for word in call.keywords)
    ]

    assert found == []
    assert not {
        path.name for path, name, _ in imports() if name in {"pdb", "cProfile", "tracemalloc"}
    }


def test_the_lint_sees_what_it_looks_for() -> None:
    """The control: a source that does all of it is caught."""
    bad = ast.parse('execute(f"SELECT {x}")\nre.compile(typed)\n"{}".format(1)')
    first, second, third = (line.value for line in bad.body if isinstance(line, ast.Expr))
    assert isinstance(first, ast.Call)
    assert isinstance(second, ast.Call)
    assert put_together(first.args[0])
    assert not constant(second.args[0])
    assert put_together(third)
