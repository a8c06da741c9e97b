"""The command line: reads options, runs one command, says what came of it."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from partyservice.cli.options import PASSWORD_VARIABLE, WRONG_USE, WrongUse, parse
from partyservice.kernel.clock import Clock
from partyservice.kernel.errors import Refused

if TYPE_CHECKING:
    from partyservice.cli.commands import TakePictures

REFUSED, INTERRUPTED = 3, 130
LONGEST = 1024  # bytes of the line that is a password


def run(argv: list[str], take_pictures: TakePictures) -> int:
    """Run the command in `argv`; return 0 done, 2 wrong use, 3 refused, 4 some rows held back."""
    as_json = "--json" in argv
    try:
        code, data, lines = _run(parse(argv), take_pictures)
    except WrongUse as error:
        return _say(
            f"用法不对：{error}。没有做任何事。写法见 --help。", "wrong_use", WRONG_USE, as_json
        )
    except KeyboardInterrupt:
        return _say("已中断。没有写完的都已撤回，数据没有改动。", "refusal", INTERRUPTED, as_json)
    except Refused as refusal:
        return _say(refusal.words, "refusal", REFUSED, as_json)
    _print(json.dumps(data, ensure_ascii=False) if as_json else "\n".join(lines))
    return code


def _print(text: str) -> None:
    """Print for whoever still listens: `| head` has had enough, and that is no error."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(words: str, key: str, code: int, as_json: bool) -> int:
    if as_json:
        print(json.dumps({key: words}, ensure_ascii=False))
    else:
        sys.stderr.write(f"{words}\n")
    return code


def _run(
    options: Namespace, take_pictures: TakePictures
) -> tuple[int, dict[str, object], list[str]]:
    from partyservice.cli.commands import COMMANDS, OPENS, Call

    if options.command in OPENS and not hasattr(options, "office"):
        raise WrongUse("请用 --office 说明是哪个中心")
    if options.command == "new" and not hasattr(options, "user"):
        raise WrongUse("请用 --user 说明第一个账户的姓名")
    password = _password(options)
    by_sheet = getattr(options, "recovery_file", None)
    if not password and not by_sheet and options.command in (*OPENS, "new", "restore"):
        raise WrongUse(f"请用 --password-file 或变量 {PASSWORD_VARIABLE} 给出密码文件")
    done = COMMANDS[options.command](Call(options, password, Clock(), take_pictures))
    return done.code, done.data, done.lines


def _password(options: Namespace) -> str:
    named = getattr(options, "password_file", None) or os.environ.get(PASSWORD_VARIABLE)
    if not named:
        return ""
    try:
        with Path(named).open("rb") as file:
            line = file.readline(LONGEST).decode("utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("读不出密码文件。什么也没有做，请检查文件名和内容。") from error
    if not line:
        raise Refused("密码文件的第一行是空的。什么也没有做，请写上密码。")
    return line
