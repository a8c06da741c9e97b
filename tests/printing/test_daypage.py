from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

import pypdfium2
import pytest

from partyservice.printing.daypage import Day, draw_day
from partyservice.printing.qr import MOST, squares

AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
ANCHOR = "PS1-1234-0A1B-2C3D-4E5F-6789"


def day(**more: object) -> Day:
    told: dict[str, object] = {
        "office": "青石镇党员服务中心",
        "day": AT.date(),
        "by": "王芳",
        "at": AT,
        "kinds": [("人员新登记", 12), ("打印", 2)],
        "accounts": [("王芳", 14)],
        "newest": 1234,
        "seen_at": "2026-11-24 09:59",
        "anchor": ANCHOR,
    }
    return Day(**(told | more))  # type: ignore[arg-type]


def texts(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert len(document) == 1
        return str(document[0].get_textpage().get_text_range())
    finally:
        document.close()


def test_the_page_tells_the_day_and_the_newest_entry() -> None:
    said = texts(draw_day(day()))

    for words in ("2026年11月24日", "新增 14 条", "人员新登记", "第 1,234 条", ANCHOR, "签字"):
        assert words in said


def test_many_kinds_stay_on_one_page() -> None:
    said = texts(draw_day(day(kinds=[(f"做了第{n}种很长很长的一件事情", n) for n in range(1, 60)])))

    assert "其他 45 项" in said
    assert ANCHOR in said


def test_a_day_without_work_has_a_page_too() -> None:
    assert "没有新的日志" in texts(draw_day(day(kinds=[], accounts=[])))


def test_the_code_on_the_page_is_the_anchor() -> None:
    document = pypdfium2.PdfDocument(draw_day(day()))
    image = document[0].render(scale=4).to_pil().convert("L")
    document.close()
    rows, pixel = squares(ANCHOR), 72 / 25.4 * 4
    each = 46 / (len(rows) + 8) * pixel
    left, top = (139 * pixel + 4 * each, 91 * pixel + 4 * each)  # below two lines of the table
    seen = [
        [
            image.getpixel((round(left + (c + 0.5) * each), round(top + (r + 0.5) * each))) < 128
            for c in range(len(rows))
        ]
        for r in range(len(rows))
    ]
    assert seen == rows


@pytest.mark.parametrize(
    ("text", "known"),
    [  # as readers of other makers have read them
        (ANCHOR, "8729bd15a04ae787"),
        ("https://example.org/abc", "ecc6e16044a290d1"),
        ("0123456789", "5bc054e7ab8c10af"),
    ],
)
def test_squares_are_those_that_readers_have_read(text: str, known: str) -> None:
    drawn = "\n".join("".join("#" if dark else "." for dark in row) for row in squares(text))

    assert sha256(drawn.encode()).hexdigest()[:16] == known


@pytest.mark.parametrize("text", ["", "青石", "a" * (MOST + 1)])
def test_what_readers_may_not_read_is_no_code(text: str) -> None:
    with pytest.raises(ValueError, match="ASCII"):
        squares(text)
