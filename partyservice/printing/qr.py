"""QR: a short text as the squares a telephone reads, drawn on a page.

Only ASCII: readers do not agree on what other bytes mean.
"""

from __future__ import annotations

from itertools import groupby

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from partyservice.printing.paper import Drawing

QUIET = 4  # squares of white that must lie around it
LEAST_SQUARE = 0.5  # mm: what an office printer draws and any telephone reads
MOST = 300  # characters: more squares than these are no longer read from a crumpled page
_OVERLAP = 0.02  # mm, so that no hair of white is seen between two lines of squares


def squares(text: str) -> list[list[bool]]:
    """Return the rows of squares, dark ones True; a quarter of them may be lost (level Q).

    Raise ValueError if `text` is empty, not ASCII, or longer than MOST.
    """
    if not text or not text.isascii() or len(text) > MOST:
        raise ValueError(f"a QR code holds 1 to {MOST} ASCII characters")
    code = QRCode(None, QRErrorCorrectLevel.Q)
    code.addData(text)
    code.make()
    return [[bool(dark) for dark in row] for row in code.modules]


def draw_code(drawing: Drawing, x: float, y: float, side: float, text: str) -> None:
    """Draw the QR code of `text` in a square of `side` mm, its white border within.

    Raise ValueError if its squares would be smaller than LEAST_SQUARE mm.
    """
    rows = squares(text)
    each = side / (len(rows) + 2 * QUIET)
    if each < LEAST_SQUARE:
        raise ValueError(f"squares of {each:.2f} mm are too small to be read")
    for down, row in enumerate(rows, QUIET):
        along = QUIET
        for dark, run in groupby(row):
            wide = len(list(run))
            if dark:
                drawing.fill(
                    x + along * each, y + down * each, wide * each, each + _OVERLAP, grey=0
                )
            along += wide
