from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from partyservice.printing.chain import FONTS
from partyservice.printing.face import Face
from tests.printing.pages import COMMON, RARE

FILES = sorted(FONTS.glob("*.ttf"))


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def font(request: pytest.FixtureRequest) -> Iterator[TTFont]:
    with TTFont(request.param, lazy=True) as font:
        yield font


def test_a_face_knows_what_fonttools_knows(font: TTFont) -> None:
    face = Face(Path(font.reader.file.name))
    numbers, metrics = font.getReverseGlyphMap(), font["hmtx"].metrics

    for code, name in font.getBestCmap().items():
        assert face.glyph(code) == numbers[name]
        assert face.width(numbers[name]) == metrics[name][0] * 1000 / face.units
    assert face.glyph(0x10FFFF) == face.glyph(0) == 0


def test_a_cut_draws_the_same_outlines(font: TTFont) -> None:
    face = Face(Path(font.reader.file.name))
    glyphs = list(dict.fromkeys([0, *(face.glyph(ord(each)) for each in "王女李1Aé▲" + RARE)]))

    cut = TTFont(io.BytesIO(face.cut(glyphs)), checkChecksums=2)

    for place, glyph in enumerate(glyphs):
        assert outline(cut, place) == outline(font, glyph)


def test_a_cut_brings_along_the_parts_of_a_glyph(tmp_path: Path) -> None:
    path = tmp_path / "composite.ttf"
    save_a_glyph_made_of_parts(path)

    cut = TTFont(io.BytesIO(Face(path).cut([0, 3])))

    with TTFont(path) as whole:
        assert outline(cut, 1) == outline(whole, 3)
    assert len(cut.getGlyphOrder()) == 4


@pytest.mark.parametrize("name", ["NotoSerifSC-Regular", "NotoSansSC-Bold", "NotoSansSC-Regular"])
def test_every_common_character_is_in_every_noto_face(name: str) -> None:
    face = Face(FONTS / f"{name}.ttf")

    assert [each for each in "".join(COMMON) if not face.glyph(ord(each))] == []


def test_the_renamed_kai_has_the_common_and_the_rare_characters_and_no_reserved_name() -> None:
    path = FONTS / "PartyServiceKai-Regular.ttf"
    face = Face(path)

    assert [each for each in "".join(COMMON) + RARE if not face.glyph(ord(each))] == []
    with TTFont(path, lazy=True) as font:
        names = [str(name) for name in font["name"].names if name.nameID in {1, 3, 4, 6, 16}]
    assert names
    assert not any("LXGW" in name or "霞鹜" in name for name in names)


def test_the_fonts_with_their_licences_stay_small() -> None:
    assert sum(path.stat().st_size for path in FONTS.iterdir()) <= 30_000_000
    assert len(list(FONTS.glob("LICENCE-*.txt"))) == 3


def outline(font: TTFont, place: int) -> list[Any]:
    glyphs = font.getGlyphSet()
    pen = DecomposingRecordingPen(glyphs)
    glyphs[font.getGlyphName(place)].draw(pen)
    return list(pen.value)


def save_a_glyph_made_of_parts(path: Path) -> None:
    parts = TTGlyphPen({"a": None, "b": None})
    parts.addComponent("a", (1, 0, 0, 1, 300, 0))
    parts.addComponent("b", (0.5, 0, 0, 0.5, 0, 400))
    glyphs = {".notdef": corner(9), "a": corner(100), "b": corner(200), "both": parts.glyph()}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({0x20000: "a", 0x20001: "b", 0x20002: "both"})
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


def corner(size: int) -> Any:
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((0, size))
    pen.lineTo((size, size))
    pen.closePath()
    return pen.glyph()
