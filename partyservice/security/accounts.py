"""Accounts: the data key of an office, wrapped by the password of each account, in keys.json.

The file holds wrapped keys only: without a password it opens nothing.
"""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from argon2.exceptions import HashingError
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from partyservice.kernel.actor import Actor
from partyservice.kernel.errors import Refused
from partyservice.kernel.files import replaced_whole
from partyservice.security import stretching
from partyservice.security.rights import ROLES, rights_of
from partyservice.security.stretching import Cost

FILE = "keys.json"
FORMAT = 1
DAMAGED = "钥匙文件已损坏。数据没有改动，请从备份取回 keys.json。"
SHORTEST = 4  # characters; longer ones are asked for where accounts are managed


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody's way to the data key."""

    name: str
    salt: str
    wrapped: str
    memory: int
    passes: int
    lanes: int
    roles: tuple[str, ...] = field(default=("desk",))


def create(folder: Path, name: str, password: str) -> bytes:
    """Write keys.json for a new office and return its data key; raise Refused for the password."""
    key = secrets.token_bytes(stretching.KEY_BYTES)
    salt = secrets.token_bytes(stretching.SALT)
    cost = stretching.chosen()
    sealed = SecretBox(stretching.stretched(_checked(password), salt, cost)).encrypt(key)
    account = Account(name=name, salt=_text(salt), wrapped=_text(bytes(sealed)), **asdict(cost))
    content = {"format": FORMAT, "accounts": [asdict(account)]}
    with replaced_whole(folder / FILE) as file:
        file.write(json.dumps(content, ensure_ascii=False, indent=1).encode())
    return key


def accounts(folder: Path) -> list[Account]:
    """Return the accounts of an office; raise Refused if there is none to read."""
    try:
        content = json.loads((folder / FILE).read_text("utf-8"))
        if content["format"] > FORMAT:
            raise Refused("这个中心由更新的程序建立。数据没有改动，请用新版程序打开。")
        return [_account(entry) for entry in content["accounts"]]
    except FileNotFoundError as error:
        raise Refused(
            f"“{folder.name}”里没有中心的数据。什么也没有改，请检查文件夹，或先新建一个中心。"
        ) from error
    except OSError as error:
        raise Refused("读不出钥匙文件。数据没有改动，请检查文件夹权限。") from error
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise Refused(DAMAGED) from error


def sign_in(folder: Path, name: str, password: str) -> tuple[bytes, Actor]:
    """Return the data key and who is acting; raise Refused if name or password are not known.

    Without a name the only account is meant.
    """
    known = accounts(folder)
    if not name and len(known) > 1:
        raise Refused("有几个账户，请用 --user 说明是谁。什么也没有改。")
    account = next((a for a in known if not name or a.name == name), None)
    if account is None:
        raise Refused("没有这个账户。什么也没有改，请核对姓名。")
    return _unwrap(account, password), Actor(account.name, rights_of(frozenset(account.roles)))


def _unwrap(account: Account, password: str) -> bytes:
    try:
        salt, wrapped = _bytes(account.salt), _bytes(account.wrapped)
        cost = Cost(account.memory, account.passes, account.lanes)
        return bytes(SecretBox(stretching.stretched(password, salt, cost)).decrypt(wrapped))
    except CryptoError as error:
        raise Refused("密码不对。数据没有改动，请再输入一次。") from error
    except (ValueError, HashingError) as error:
        raise Refused(DAMAGED) from error


def _account(entry: dict[str, Any]) -> Account:
    account = Account(**(entry | {"roles": tuple(entry["roles"])}))
    if not Cost(account.memory, account.passes, account.lanes).possible:
        raise ValueError("cost out of range")
    if len(_bytes(account.salt)) != stretching.SALT or not set(account.roles) <= ROLES.keys():
        raise ValueError("no salt, or a role that is none")
    return account


def _checked(password: str) -> str:
    if len(password) < SHORTEST:
        raise Refused(f"密码至少 {SHORTEST} 个字符。没有建立，请换一个密码。")
    return password


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
