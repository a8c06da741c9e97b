"""Recovery: the code on the recovery sheet, each line of which betrays a slip of the pen."""

from __future__ import annotations

import secrets
from contextlib import suppress
from hashlib import blake2b

from partyservice.kernel.errors import Invalid

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
TAKEN_FOR = str.maketrans("ILO", "110")  # what a reader may make of 1 and 0
LINES, DATA, CHECK, GROUP = 4, 8, 2, 5  # lines; characters of a line and of a group
LINE = DATA + CHECK
CODE_BYTES = LINES * DATA * 5 // 8  # 20: 160 bits
PRIME = 1021  # the greatest below 32²: one wrong character or two swapped always tell
_BETWEEN = " -—–·\t\u3000"


def new_code() -> bytes:
    """Return a code that nobody can guess."""
    return secrets.token_bytes(CODE_BYTES)


def lines_of(code: bytes) -> tuple[str, ...]:
    """Return `code` as it is printed: four lines of two groups of five characters."""
    digits = _digits(int.from_bytes(code), LINES * DATA)
    data = [digits[at : at + DATA] for at in range(0, len(digits), DATA)]
    return tuple(_grouped(each + _check(n, each)) for n, each in enumerate(data, 1))


def code_of(text: str) -> bytes:
    """Return the code typed as `text`; raise Invalid, naming the line that is wrong."""
    lines = [line for line in text.splitlines() if _bare(line)]
    if len(lines) != LINES:
        whole = _bare("".join(lines))
        if len(whole) != LINES * LINE:
            raise Invalid(f"恢复码有 {LINES} 行、每行 {LINE} 个字符，请照恢复单再核对一遍。")
        lines = [whole[at : at + LINE] for at in range(0, len(whole), LINE)]
    data = "".join(line_of(n, line) for n, line in enumerate(lines, 1))
    return _number(data).to_bytes(CODE_BYTES)


def found_in(text: str) -> bytes | None:
    """Return the code whose four lines stand, with whatever numbers and words, in `text`."""
    data: list[str] = []
    for line in text.splitlines():
        if len(data) < LINES and (found := _found(len(data) + 1, _bare(line))):
            data.append(found)
    return _number("".join(data)).to_bytes(CODE_BYTES) if len(data) == LINES else None


def _found(number: int, line: str) -> str:
    """Return the data of a line, which may begin with its own number; empty if it is none."""
    with suppress(Invalid):
        return line_of(number, line.removeprefix(str(number)) if len(line) > LINE else line)
    return ""


def line_of(number: int, text: str) -> str:
    """Return the data of line `number` (from 1) typed as `text`; raise Invalid if it has a slip."""
    line = _bare(text)
    if len(line) != LINE:
        raise Invalid(f"第 {number} 行应有 {LINE} 个字符，这里有 {len(line)} 个，请照恢复单核对。")
    strange = next((letter for letter in line if letter not in ALPHABET), None)
    if strange is not None:
        raise Invalid(f"第 {number} 行的“{strange}”不会出现在恢复单上，请照恢复单核对。")
    if _check(number, line[:DATA]) != line[DATA:]:
        raise Invalid(f"第 {number} 行有一处抄错，或者行的次序不对，请照恢复单核对这一行。")
    return line[:DATA]


def secret_of(code: bytes) -> bytes:
    """Return the private key that `code` stands for: 160 random bits need no stretching."""
    return blake2b(code, digest_size=32, person=b"partyservice-rec").digest()


def _check(number: int, data: str) -> str:
    return _digits((number * 32**DATA + _number(data)) % PRIME, CHECK)


def _bare(text: str) -> str:
    return text.translate({ord(letter): None for letter in _BETWEEN}).upper().translate(TAKEN_FOR)


def _grouped(line: str) -> str:
    return " ".join(line[at : at + GROUP] for at in range(0, len(line), GROUP))


def _number(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number * 32 + ALPHABET.index(digit)
    return number


def _digits(number: int, count: int) -> str:
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(count)))
