"""Doors: all that keys.json holds; nothing here touches a file.

The file names two data keys while the office gets a new one: opening tries both.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from nacl.public import PrivateKey

from partyservice.kernel.errors import Refused
from partyservice.security import recovery
from partyservice.security.door import (
    DAMAGED,
    Door,
    Sealed,
    Sheet,
    name_of_key,
    sealed_to,
)
from partyservice.security.guessing import Guesses
from partyservice.security.stretching import KEY_BYTES, SALT, Cost

FORMAT = 2
_COST = ("memory", "passes", "lanes")
_BROKEN = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """All doors of an office; `names` are those of its data keys, two while it gets a new one."""

    serial: int = 0  # one more with every change
    names: tuple[str, ...] = ()
    doors: tuple[Door, ...] = ()
    sheet: Sheet | None = None
    guesses: Mapping[str, Guesses] = field(default_factory=dict)

    def door(self, name: str) -> Door:
        """Return the door of an account; without a name the only one. Raise Refused for none."""
        if not name and len(self.doors) > 1:
            raise Refused("有几个账户，请用 --user 说明是谁。什么也没有改。")
        found = next((door for door in self.doors if not name or door.name == name), None)
        if found is None:
            raise Refused("没有这个账户。什么也没有改，请核对姓名。")
        return found

    def keys(self, name: str, password: str) -> tuple[bytes, ...]:
        """Return the data keys behind a door, the newest first."""
        return self._in_order(self.door(name).keys(password))

    def key(self, name: str, password: str) -> bytes:
        """Return the newest data key behind a door; raise Refused if it does not open."""
        return self.keys(name, password)[0]

    def keys_by_code(self, code: bytes) -> tuple[bytes, ...]:
        """Return the data keys behind the recovery sheet, the newest first; raise Refused."""
        if self.sheet is None:
            raise Refused("这个中心还没有恢复单。数据没有改动，请用密码打开。")
        return self._in_order(self.sheet.keys(code))

    def with_door(self, door: Door) -> Doors:
        """Return it with `door`, in place of one of that name; the guesses there are forgotten."""
        others = tuple(each for each in self.doors if each.name != door.name)
        guesses = {name: known for name, known in self.guesses.items() if name != door.name}
        return replace(
            self, doors=(*others, door), guesses=guesses, names=self.names or tuple(door.sealed)
        )

    def guessed(self, name: str, known: Guesses) -> Doors:
        """Return it with what is now known of the guesses at the door of `name`."""
        return replace(self, guesses={**self.guesses, name: known})

    def without(self, name: str) -> Doors:
        """Return it without the door of `name`."""
        return replace(self, doors=tuple(each for each in self.doors if each.name != name))

    def with_sheet(self, code: bytes, key: bytes, made: date) -> Doors:
        """Return it with a new recovery sheet; the one before opens nothing any more."""
        number = self.sheet.number + 1 if self.sheet else 1
        public = bytes(PrivateKey(recovery.secret_of(code)).public_key)
        sheet = Sheet(number=number, made=made, public=public, sealed=sealed_to(public, [key]))
        return replace(self, sheet=sheet)

    def sheet_used(self) -> Doors:
        """Return it with a recovery sheet that is used up."""
        if self.sheet is None:
            return self
        return replace(self, sheet=replace(self.sheet, used=True, public=b"", sealed={}))

    def sheet_checked(self) -> Doors:
        """Return it with a recovery sheet of which two lines were typed back."""
        return replace(self, sheet=self.sheet and replace(self.sheet, checked=True))

    def with_key(self, key: bytes, closing: frozenset[str]) -> Doors:
        """Return it with a second data key, behind all doors but the `closing` ones.

        A door of format 1 cannot be given one: it goes, its account needs a new first password.
        """
        doors = tuple(
            door if door.name in closing else door.more(key) for door in self.doors if door.public
        )
        sheet = self.sheet and self.sheet.more(key)
        return replace(self, names=(name_of_key(key), *self.names), doors=doors, sheet=sheet)

    def only(self, key: bytes) -> Doors:
        """Return it with the one data key `key`; doors that do not lead to it are gone."""
        name = name_of_key(key)
        doors = tuple(
            door.only(name) for door in self.doors if not door.public or name in door.sealed
        )
        sheet = self.sheet and self.sheet.only(name)
        return replace(self, names=(name,), doors=doors, sheet=sheet)

    def _in_order(self, found: Sealed) -> tuple[bytes, ...]:
        keys = tuple(found[name] for name in self.names or found if name in found)
        if not keys:
            raise Refused(DAMAGED)
        return keys


def read(content: bytes) -> Doors:
    """Return the doors that the bytes of a keys.json hold; raise Refused if it is damaged."""
    try:
        plain = json.loads(content)
        if plain["format"] > FORMAT:
            raise Refused("这个中心由更新的程序建立。数据没有改动，请用新版程序打开。")
        return _old_doors(plain) if plain["format"] == 1 else _doors(plain)
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        raise Refused(DAMAGED) from error


def written(doors: Doors) -> bytes:
    """Return the bytes of keys.json."""
    plain = {
        "format": FORMAT,
        "serial": doors.serial,
        "keys": doors.names,
        "doors": [_plain_door(door) for door in doors.doors],
        "sheet": _plain_sheet(doors.sheet) if doors.sheet else None,
        "guesses": {name: asdict(known) for name, known in doors.guesses.items()},
    }
    return json.dumps(plain, ensure_ascii=False, indent=1).encode()


def _plain_door(door: Door) -> dict[str, Any]:
    plain = {"name": door.name, "salt": _text(door.salt), "wrapped": _text(door.wrapped)}
    more = {"public": _text(door.public), "sealed": _texts(door.sealed)} if door.public else {}
    return plain | asdict(door.cost) | more


def _plain_sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "number": sheet.number,
        "made": sheet.made.isoformat(),
        "public": _text(sheet.public),
        "sealed": _texts(sheet.sealed),
        "checked": sheet.checked,
        "used": sheet.used,
    }


def _doors(plain: dict[str, Any]) -> Doors:
    guesses = {str(name): Guesses(**known) for name, known in plain["guesses"].items()}
    if not all(known.possible for known in guesses.values()) or type(plain["serial"]) is not int:
        raise ValueError("no such number")
    return Doors(
        serial=plain["serial"],
        names=tuple(str(name) for name in plain["keys"]),
        doors=tuple(_door(each) for each in plain["doors"]),
        sheet=_sheet(plain["sheet"]) if plain["sheet"] else None,
        guesses=guesses,
    )


def _door(plain: dict[str, Any]) -> Door:
    more: dict[str, Any] = {}
    if "public" in plain:
        more = {"public": _public(plain["public"]), "sealed": _bytes_each(plain["sealed"])}
    door = Door(
        name=plain["name"],
        salt=_bytes(plain["salt"]),
        cost=Cost(*(plain[each] for each in _COST)),
        wrapped=_bytes(plain["wrapped"]),
        **more,
    )
    if not door.cost.possible or len(door.salt) != SALT or not isinstance(door.name, str):
        raise ValueError("no such door")
    return door


def _sheet(plain: dict[str, Any]) -> Sheet:
    used, number = plain["used"] is True, plain["number"]
    if type(number) is not int:
        raise ValueError("no number")
    return Sheet(
        number=number,
        made=date.fromisoformat(plain["made"]),
        public=b"" if used else _public(plain["public"]),
        sealed=_bytes_each(plain["sealed"]),
        checked=plain["checked"] is True,
        used=used,
    )


def _old_doors(plain: dict[str, Any]) -> Doors:
    """Read format 1: the data key itself wrapped by each password."""
    kept = ("name", "salt", "wrapped", *_COST)
    doors = tuple(_door({key: each[key] for key in kept}) for each in plain["accounts"])
    return Doors(doors=doors)


def _public(text: str) -> bytes:
    public = _bytes(text)
    if len(public) != KEY_BYTES:
        raise ValueError("no public key")
    return public


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _texts(sealed: Mapping[str, bytes]) -> dict[str, str]:
    return {name: _text(each) for name, each in sealed.items()}


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _bytes_each(texts: Mapping[str, str]) -> dict[str, bytes]:
    return {str(name): _bytes(each) for name, each in texts.items()}
