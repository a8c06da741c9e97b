"""Frame: what the module of a reader of identity cards sends when it has read one.

    AA AA AA 96 69, length, 00 00, status, lengths of text and photograph, text, photograph, check

Lengths are two bytes, the higher first; the first counts all that follows it. Readers that also
know fingerprints send a third length. The check is the exclusive or of all from the length on.
"""

from __future__ import annotations

from functools import reduce
from operator import xor

from partyservice.kernel.errors import Refused

HEAD = bytes.fromhex("AAAAAA9669")
DONE = 0x90
TEXT = 256  # bytes of the text of a card
MOST = 8192  # bytes; a card with photograph and fingerprints has some 2,300
_STATES = {
    0x80: "读卡器上没有证件",
    0x81: "证件没有放好",
    0x41: "证件没有读出来",
    0x10: "读卡器收到的命令有误",
    0x21: "读卡器不认识这条命令",
}


def unread(what: str) -> Refused:
    """Return the refusal that a card was not read, for a reason."""
    return Refused(
        f"{what}。什么也没有填入。请把证件拿开再放一次，按 Ctrl+D 重读；仍不行就手工填写。"
    )


def text_of(stream: bytes) -> bytes:
    """Return the text of the card in `stream`; the photograph is not kept.

    Raise Refused if the stream is no whole answer, or says that there is no card.
    """
    start = stream.find(HEAD)
    if start < 0:
        raise unread("读卡器没有回答，或接的不是身份证读卡器")
    body = stream[start + len(HEAD) :]
    length = int.from_bytes(body[:2], "big")
    inner, rest = body[2 : 2 + length], body[2 + length :]
    if len(stream) > MOST or len(inner) < length or length < 4 or rest.strip(b"\x00"):
        raise unread("读卡器的回答不完整")
    if reduce(xor, body[: 2 + length], 0):
        raise unread("读卡器的回答在路上有差错")
    if inner[:2] != b"\x00\x00" or inner[2] != DONE:
        raise unread(_STATES.get(inner[2], "读卡器报告没有读成"))
    return _text(inner[3:-1])


def _text(payload: bytes) -> bytes:
    lengths = [int.from_bytes(payload[at : at + 2], "big") for at in (0, 2, 4)]
    for known in (2, 3):
        if len(payload) == 2 * known + sum(lengths[:known]):
            break
    else:
        raise unread("读卡器的回答长度对不上")
    if lengths[0] != TEXT:
        raise unread(f"证件里的文字应为 {TEXT} 字节，这里是 {lengths[0]} 字节")
    return payload[2 * known : 2 * known + TEXT]


def framed(text: bytes, photograph: bytes = b"", status: int = DONE) -> bytes:
    """Return what a reader sends for `text` and `photograph`; recordings are made with it."""
    lengths = len(text).to_bytes(2, "big") + len(photograph).to_bytes(2, "big")
    inner = bytes([0, 0, status]) + (lengths + text + photograph if status == DONE else b"")
    body = (len(inner) + 1).to_bytes(2, "big") + inner
    return HEAD + body + bytes([reduce(xor, body, 0)])
