from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest

from partyservice.kernel.errors import Refused
from partyservice.printing.paper import Paper
from tests.printing.pages import COMMON, RARE, pages


def listed(lines: list[str], *, heading: bool = False) -> bytes:
    """Return a document with each line drawn once."""
    paper, out = Paper("通用规范汉字表"), io.BytesIO()
    style = paper.style(6, heading=heading)
    for start in range(0, len(lines), 45):
        drawing = paper.drawing()
        for number, line in enumerate(lines[start : start + 45]):
            drawing.text(10, 10 + 4 * number, line, style)
        paper.turn(paper.layer(drawing))
    paper.write(out)
    return out.getvalue()


@pytest.mark.parametrize("heading", [False, True])
def test_text_drawn_is_text_extracted_for_all_8105_characters(heading: bool) -> None:
    pdf = listed([*COMMON, RARE], heading=heading)

    drawn = "".join(COMMON) + RARE
    assert "".join(pages(pdf)) == drawn
    read = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert "".join(page.extract_text() for page in read).replace("\n", "") == drawn


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
def test_poppler_extracts_the_same(tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    path.write_bytes(listed([*COMMON, RARE]))

    found = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True)

    assert "".join(found.stdout.decode().split()) == "".join(COMMON) + RARE


def test_two_characters_with_one_glyph_come_back_as_they_were() -> None:
    assert pages(listed(["女⼥水⽔"])) == ["女⼥水⽔"]


def test_every_missing_character_is_named_and_nothing_is_written() -> None:
    paper, out = Paper("花名册"), io.BytesIO()
    drawing = paper.drawing()
    drawing.text(10, 10, "王\ue001\n𪜀", paper.style(9))
    paper.turn(paper.layer(drawing))

    with pytest.raises(Refused) as refused:
        paper.write(out)

    for code in ("U+E001", "U+000A", "U+2A700"):
        assert code in refused.value.words
    assert out.getvalue() == b""


def test_the_document_bears_its_title_in_chinese_and_equal_input_gives_equal_bytes() -> None:
    pdf = listed(["王芳"])

    metadata = pypdf.PdfReader(io.BytesIO(pdf)).metadata
    assert metadata
    assert metadata.title == "通用规范汉字表"
    assert listed(["王芳"]) == pdf
