"""Write tests/devices/streams/*.bin: what a reader of identity cards answers, all people invented.

python -m scripts.make_card_streams
"""

from __future__ import annotations

from pathlib import Path

from partyservice.devices.card import LAYOUT
from partyservice.devices.frame import framed
from partyservice.kernel.idnumber import check_digit

TARGET = Path(__file__).parents[1] / "tests" / "devices" / "streams"
PHOTOGRAPH = bytes(range(256)) * 4  # 1,024 bytes, as on a card; nobody's face
USUAL = {
    "name": "何建军",
    "sex": "1",
    "ethnic": "01",
    "born": "19850307",
    "address": "江苏省苏州市昆山市示例镇东风村 3 组 12 号",
    "number": "99010019850307057" + check_digit("99010019850307057"),
    "issuer": "昆山市公安局",
    "valid_from": "20200101",
    "valid_until": "20400101",
}
WOMAN = {
    "sex": "2",
    "born": "19750815",
    "number": "990100197508152125",
    "valid_until": "长期",
}
STREAMS: dict[str, dict[str, str]] = {
    "usual": {},
    "for_good": WOMAN | {"name": "欧阳静"},
    "rare": {"name": "王䶮𬍛"},
    "old_private": {"name": "王\ue863", "address": "江苏省昆山市\ue863村 1 号"},
    "unknown_private": {"name": "王\ue001"},
    "with_dots": WOMAN | {"name": "阿依古丽·买买提", "ethnic": "05"},
    "other_people": {"ethnic": "97"},
    "unknown_people": {"ethnic": "88"},
    "run_out": {"valid_from": "20000101", "valid_until": "20200101"},
    "permit": {"ethnic": "", "rest": "H1234567801   J"},
    "foreigner": {"rest": "              I"},
    "wrong_check": {"number": "990100198503070570"},
    "no_such_day": {"valid_until": "20230230"},
    "not_the_number": {"born": "19850308"},
}


def text_of(fields: dict[str, str]) -> bytes:
    """Return the 256 bytes a chip holds for `fields` over the usual ones."""
    whole = {"rest": ""} | USUAL | fields
    return b"".join(_padded(whole[name], width) for name, width in LAYOUT)


def _padded(text: str, width: int) -> bytes:
    part = text.encode("utf-16-le")
    return part + b" \x00" * ((width - len(part)) // 2)


def main() -> None:
    """Write the streams and say how many."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, fields in STREAMS.items():
        (TARGET / f"{name}.bin").write_bytes(framed(text_of(fields), PHOTOGRAPH))
    usual = framed(text_of({}), PHOTOGRAPH)
    broken = {
        "empty": b"",
        "no_card": framed(b"", status=0x80),
        "short": usual[:-200],
        "long": usual + b"\x01\x02\x03",
        "noise": bytes(range(255, 0, -1)) * 3,
        "flipped": usual[:40] + bytes([usual[40] ^ 0x10]) + usual[41:],
        "wrong_lengths": framed(text_of({})[:-2], PHOTOGRAPH),
        "bad_surrogate": framed(b"\x00\xd8" + text_of({})[2:], PHOTOGRAPH),
        "control": framed(b"\x07\x00" + text_of({})[2:], PHOTOGRAPH),
        "trailing_nulls": usual + bytes(64),
        "noise_before": b"\x00\xaa\x05" + usual,
    }
    for name, stream in broken.items():
        (TARGET / f"{name}.bin").write_bytes(stream)
    print(f"{len(STREAMS) + len(broken)} streams")


if __name__ == "__main__":
    main()
