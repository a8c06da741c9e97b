"""Paper: a small drawing layer on reportlab's document; measures are mm from the top left."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import BinaryIO

from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObject

from partyservice.printing.chain import BODY, HEADING, refusal
from partyservice.printing.font import font_objects
from partyservice.printing.sheet import A4_ACROSS, Align
from partyservice.printing.typesetting import MM, Fonts, Style

WATERMARK, WATERMARK_POINTS = "演示", 96
_LEVEL = 6
_RISE, _LIGHT = math.radians(32), 0.9  # 0 is black


class Drawing:
    """The operators of one layer of a page, in the order in which they were drawn."""

    def __init__(self, height: float) -> None:
        self._height = height
        self.operators: list[str] = []

    def text(self, x: float, y: float, text: str, style: Style, align: Align = "left") -> None:
        """Draw a line of text with its baseline at `y`; `x` is its left, middle or right end."""
        shift = {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
        left = x * MM - (shift * style.width(text) if shift else 0.0)
        place = f"1 0 0 1 {left:.2f} {self._up(y):.2f} Tm"
        self.operators.append(f"BT{style.start} {place}({text.translate(style)})Tj ET")

    def slanted(self, x: float, y: float, text: str, style: Style) -> None:
        """Draw a text in light grey, rising, its middle at `x`, `y`: no part of the content."""
        cos, sin = math.cos(_RISE), math.sin(_RISE)
        along, down = style.width(text) / 2, 0.38 * style.points
        left = x * MM - along * cos + down * sin
        base = self._up(y) - along * sin - down * cos
        place = f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {left:.2f} {base:.2f} Tm"
        self.operators.append(
            f"/Artifact BMC {_LIGHT:g} g BT{style.start} {place}({text.translate(style)})Tj ET"
            " 0 g EMC"
        )

    def lines(self, ends: Iterable[tuple[float, float, float, float]]) -> None:
        """Draw straight lines, each from x, y to x, y."""
        self._stroke(
            f"{short(x * MM)} {short(self._up(y))} m {short(u * MM)} {short(self._up(v))} l"
            for x, y, u, v in ends
        )

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Draw lines across at each y from the first x to the last, and down at each x likewise."""
        across, down = [short(x * MM) for x in xs], [short(self._up(y)) for y in ys]
        self._stroke(
            [f"{across[0]} {y} m {across[-1]} {y} l" for y in down]
            + [f"{x} {down[0]} m {x} {down[-1]} l" for x in across]
        )

    def _stroke(self, paths: Iterable[str]) -> None:
        self.operators.append(f"0.4 w {' '.join(paths)} S")

    def fill(self, x: float, y: float, width: float, height: float, grey: float = 0.9) -> None:
        """Fill a rectangle with a grey."""
        corner = f"{x * MM:.2f} {self._up(y + height):.2f}"
        self.operators.append(f"{grey:g} g {corner} {width * MM:.2f} {height * MM:.2f} re f 0 g")

    def _up(self, y: float) -> float:
        return (self._height - y) * MM


class Layer:
    """A finished drawing that several pages may show; `number` is its object in the file."""

    def __init__(self, number: int) -> None:
        self.number = number


Stamp = Callable[[Drawing, int, int], None]  # draws on a page what needs its number and how many


class Paper:
    """One document: make drawings, `turn` the page with them, then `write` it once."""

    def __init__(
        self,
        title: str,
        size: tuple[float, float] = A4_ACROSS,
        code: str = "",
        *,
        sample: bool = False,
    ) -> None:
        self.width, self.height = size
        self._fonts = Fonts()
        self._styles: dict[tuple[float, bool], Style] = {}
        self._document = PDFDocument(invariant=1, lang="zh-CN")
        self._document.setTitle(title)
        self._document.setSubject(code or title)
        self._document.setAuthor("")
        self._document.setCreator("partyservice")
        self._parent = self._add(vars(self._document)["Pages"])  # the stubs do not know it
        self._resources = _Raw()
        self._pages: list[tuple[_Raw, list[int]]] = []
        self._under = [self._watermark()] if sample else []

    def style(self, points: float, *, heading: bool = False) -> Style:
        """Return a size of the body's or of the headings' type."""
        key = points, heading
        if key not in self._styles:
            self._styles[key] = Style(self._fonts, HEADING if heading else BODY, points)
        return self._styles[key]

    def drawing(self) -> Drawing:
        """Return an empty drawing for this size of paper."""
        return Drawing(self.height)

    def layer(self, drawing: Drawing) -> Layer:
        """Keep a finished drawing, compressed."""
        operators = "\n".join(drawing.operators).encode("latin-1")
        return Layer(self._add(_stream(zlib.compress(operators, _LEVEL), "/Filter/FlateDecode")))

    def turn(self, *layers: Layer) -> None:
        """End a page that shows these layers, the first lowest."""
        page = _Raw()
        self._document.addPage(page)
        self._pages.append((page, [layer.number for layer in [*self._under, *layers]]))

    def as_one_page(self, drawing: Drawing) -> bytes:
        """Return the document of this drawing alone; raise Refused if a character has no glyph."""
        self.turn(self.layer(drawing))
        out = BytesIO()
        self.write(out)
        return out.getvalue()

    def write(self, out: BinaryIO, stamp: Stamp | None = None) -> int:
        """Write the document and return its pages; raise Refused if a character has no glyph."""
        resources = self._add(self._resources)
        size = f"{self.width * MM:.2f} {self.height * MM:.2f}"
        head = (
            f"<</Type/Page/Parent {self._parent} 0 R/MediaBox[0 0 {size}]/Resources {resources} 0 R"
        )
        for number, (page, contents) in enumerate(self._pages, 1):
            if stamp:
                drawing = self.drawing()
                stamp(drawing, number, len(self._pages))
                operators = "\n".join(drawing.operators).encode("latin-1")
                contents.append(self._add(_stream(operators)))
            shown = " ".join(f"{layer} 0 R" for layer in contents)
            page.content = f"{head}/Contents[{shown}]>>".encode()
        if self._fonts.missing:
            raise refusal(self._fonts.missing)
        self._resources.content = self._font_resources()
        self._document.SaveToFile(out, None)
        return len(self._pages)

    def _watermark(self) -> Layer:
        """Return what lies under every page of a sample."""
        drawing, style = self.drawing(), self.style(WATERMARK_POINTS, heading=True)
        for part in (0.2, 0.5, 0.8):
            drawing.slanted(self.width * part, self.height * (1.05 - part * 1.1), WATERMARK, style)
        return self.layer(drawing)

    def _font_resources(self) -> bytes:
        named = [
            f"/{font.name} {font_objects(font, lambda body: self._add(_Raw(body)))} 0 R"
            for font in self._fonts.used.values()
        ]
        return f"<</ProcSet[/PDF/Text]/Font<<{''.join(named)}>>>>".encode()

    def _add(self, item: PDFObject) -> int:
        """Give an object its place in the file and return its number."""
        name = f"P{self._document.objectcounter}"
        self._document.Reference(item, name)  # type: ignore[no-untyped-call]  # stubs lack types
        return int(self._document.idToObjectNumberAndVersion[name][0])


class _Raw(PDFObject):
    """An object of the file, ready to be written."""

    def __init__(self, content: bytes = b"") -> None:
        self.content = content

    def format(self, _document: PDFDocument) -> bytes:
        return self.content


def short(number: float) -> str:
    """Return a number with at most two decimals."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return text if text != "-0" else "0"


def _stream(content: bytes, entries: str = "") -> _Raw:
    head = f"<</Length {len(content)}{entries}>>stream\n".encode()
    return _Raw(head + content + b"\nendstream")
