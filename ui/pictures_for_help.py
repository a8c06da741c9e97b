"""Pictures for the help: as wide as a page of it, in few colours, so that all weigh little."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

SIZE = QSize(1093, 614)  # of the window: its words are still read when it is drawn WIDE
WIDE = 900
_COLOURS = 128
_KEPT = 0xFFF0F0F0  # of a colour: near ones are counted as one


def write(picture: QImage, path: Path) -> None:
    """Write a picture of a window to `path`."""
    smooth = Qt.TransformationMode.SmoothTransformation
    plain = picture.convertToFormat(QImage.Format.Format_RGB32).scaledToWidth(WIDE, smooth)
    nearest = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    few = plain.convertToFormat(QImage.Format.Format_Indexed8, _colours(plain), nearest)
    few.save(str(path), None, 0)  # 0: as small as it can be


def _colours(picture: QImage) -> list[int]:
    """Return the commonest colours, of near ones the commonest."""
    counted = Counter(memoryview(picture.constBits()).cast("I"))
    best = dict[int, int]()
    for colour, _ in counted.most_common():
        best.setdefault(colour & _KEPT, colour)
    return list(best.values())[:_COLOURS]
