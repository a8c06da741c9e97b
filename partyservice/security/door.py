"""Door: one way to the data key, of an account or of the recovery sheet.

A door is a key pair. The data key is sealed to the public half, so that a new data key can be given
to everybody without their passwords; the private half is wrapped by a password, or follows from the
recovery code.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b

from argon2.exceptions import HashingError
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from partyservice.kernel.errors import Refused
from partyservice.security import recovery, stretching
from partyservice.security.stretching import Cost

WRONG = "wrong_password"  # the rule of a Refused: a guess that counts
DAMAGED = "钥匙文件已损坏。数据没有改动，请从备份取回 keys.json。"
WRONG_PASSWORD = "密码不对。数据没有改动，请再输入一次。"  # noqa: S105 - a sentence
WRONG_CODE = "这张恢复单打不开这个中心，可能已作废。数据没有改动，请找最近打印的一张。"
Sealed = Mapping[str, bytes]  # the data key sealed to one door, by the name of the data key


def name_of_key(key: bytes) -> str:
    """Return the name of a data key; it tells nothing about the key."""
    return blake2b(key, digest_size=8, person=b"partyservice-nam").hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The door of the account `name`; one of format 1 has no key pair, `wrapped` is the key."""

    name: str
    salt: bytes
    cost: Cost
    wrapped: bytes  # the private half
    public: bytes = b""
    sealed: Sealed = field(default_factory=dict)

    def keys(self, password: str) -> Sealed:
        """Return the data keys behind it by name; raise Refused for a wrong password."""
        inside = self.inside(password)
        if not self.public:
            return {name_of_key(inside): inside}
        return _opened(inside, self.sealed)

    def inside(self, password: str) -> bytes:
        """Return what `password` unwraps; raise Refused for a wrong one."""
        try:
            return bytes(SecretBox(_wrapping(self, password)).decrypt(self.wrapped))
        except CryptoError as error:
            raise Refused(WRONG_PASSWORD, rule=WRONG) from error
        except (ValueError, TypeError) as error:
            raise Refused(DAMAGED) from error
        except HashingError as error:
            raise Refused("内存不够，核对不了密码。数据没有改动，请关掉别的程序再试。") from error

    def rewrapped(self, password: str, new: str) -> Door:
        """Return the same door for the password `new`: the private half is wrapped anew."""
        return self.dressed(self.inside(password), new)

    def dressed(self, inside: bytes, password: str) -> Door:
        """Return it with `inside` wrapped by `password`, at a cost chosen now."""
        fresh = replace(self, salt=secrets.token_bytes(stretching.SALT), cost=stretching.chosen())
        box = SecretBox(_wrapping(fresh, password))
        return replace(fresh, wrapped=bytes(box.encrypt(inside)))

    def more(self, key: bytes) -> Door:
        """Return it leading to `key` too."""
        return replace(self, sealed={**self.sealed, **sealed_to(self.public, [key])})

    def only(self, name: str) -> Door:
        """Return it leading to the data key called `name` only."""
        return replace(self, sealed={name: self.sealed[name]}) if self.public else self


def new_door(name: str, password: str, keys: Iterable[bytes]) -> Door:
    """Return a new door to `keys`."""
    pair = PrivateKey.generate()
    public = bytes(pair.public_key)
    bare = Door(
        name=name,
        salt=b"",
        cost=stretching.FLOOR,
        wrapped=b"",
        public=public,
        sealed=sealed_to(public, keys),
    )
    return bare.dressed(bytes(pair), password)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The door of the recovery sheet `number`; its code is on paper only."""

    number: int
    made: date
    public: bytes = b""
    sealed: Sealed = field(default_factory=dict)
    checked: bool = False  # whether two lines were typed back
    used: bool = False  # it has opened the office once, and opens nothing any more

    def keys(self, code: bytes) -> Sealed:
        """Return the data keys behind it by name; raise Refused if `code` is not its code."""
        secret = recovery.secret_of(code)
        if self.used or bytes(PrivateKey(secret).public_key) != self.public:
            raise Refused(WRONG_CODE)
        return _opened(secret, self.sealed)

    def more(self, key: bytes) -> Sheet:
        """Return it leading to `key` too, unless it is used up."""
        if self.used:
            return self
        return replace(self, sealed={**self.sealed, **sealed_to(self.public, [key])})

    def only(self, name: str) -> Sheet:
        """Return it leading to the data key called `name` only."""
        return self if self.used else replace(self, sealed={name: self.sealed[name]})


def sealed_to(public: bytes, keys: Iterable[bytes]) -> Sealed:
    """Return `keys` sealed to `public`."""
    box = SealedBox(PublicKey(public))
    return {name_of_key(key): bytes(box.encrypt(key)) for key in keys}


def _wrapping(door: Door, password: str) -> bytes:
    stretched = stretching.stretched(password, door.salt, door.cost)
    if not door.public:
        return stretched
    # the name is in it: a door given another name opens to nobody
    return blake2b(door.name.encode(), digest_size=32, key=stretched).digest()


def _opened(secret: bytes, sealed: Sealed) -> Sealed:
    """Return the data keys in `sealed`; raise Refused if one is not what its name says."""
    try:
        box = SealedBox(PrivateKey(secret))
        keys = {name: bytes(box.decrypt(each)) for name, each in sealed.items()}
    except (CryptoError, ValueError, TypeError) as error:
        raise Refused(DAMAGED) from error
    if any(name_of_key(key) != name for name, key in keys.items()):
        raise Refused(DAMAGED)
    return keys
