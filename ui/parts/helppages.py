"""HelpPages: the pages of the help as they lie in files, and finding in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ui.parts.theme import RESOURCES

FOLDER = RESOURCES / "help"
PICTURES = FOLDER / "pictures"
_FILE = re.compile(r"\d+-(?P<name>[\w-]+)\.md")
_SECTION = re.compile(r"^## +(.+)$", re.MULTILINE)
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page in Markdown; its title is the first heading, its lead the first paragraph."""

    name: str
    text: str

    @property
    def title(self) -> str:
        """Return the heading."""
        return self.text.partition("\n")[0].lstrip("# ").strip()

    @property
    def lead(self) -> str:
        """Return the first paragraph, in one line; it is the hint of the first use."""
        return self.text.split("\n\n")[1].replace("\n", "")

    @property
    def sections(self) -> Sequence[tuple[str, str]]:
        """Return heading and text of each part; the heading of the first is empty."""
        first, *rest = _SECTION.split(self.text)
        return [("", first), *zip(rest[::2], rest[1::2], strict=True)]


@dataclass(frozen=True, slots=True)
class Place:
    """A page, or a heading in it."""

    page: HelpPage
    heading: str = ""

    @property
    def words(self) -> str:
        """Return how it is called."""
        return self.heading or self.page.title


@cache
def pages() -> dict[str, HelpPage]:
    """Return all pages by their name, in the order of their files."""
    return {page.name: page for page in _read()}


def pictures() -> frozenset[str]:
    """Return the names of the pictures that the pages show."""
    return frozenset(name for page in pages().values() for name in _PICTURE.findall(page.text))


def find(typed: str) -> list[Place]:
    """Return where the answer may be: titles first, then headings, then texts; all for nothing."""
    wanted = _bare(typed)
    if not wanted:
        return [Place(page) for page in pages().values()]
    ranked = [(_rank(place, text, wanted), place) for place, text in _places()]
    return [place for rank in (1, 2, 3) for known, place in ranked if known == rank]


def _rank(place: Place, text: str, wanted: str) -> int:
    """Return 1 for a title, 2 for a heading, 3 for what is said below it, 0 for nothing."""
    if any(wanted in way for way in _ways(place.words)):
        return 2 if place.heading else 1
    return 3 if wanted in text else 0


@cache
def _places() -> Sequence[tuple[Place, str]]:
    return [
        (Place(page, heading), _bare(_LINK.sub(r"\1", text)))
        for page in pages().values()
        for heading, text in page.sections
    ]


@cache
def _ways(words: str) -> Sequence[str]:
    """Return the words as they may be typed: Han, pinyin, initials."""
    from partyservice.kernel.readings import readings_of_name  # noqa: PLC0415 - a long table

    return [_bare(words), *(part for way in readings_of_name(words) for part in way)]


def _bare(text: str) -> str:
    return "".join(text.split()).lower()


def _read() -> Iterator[HelpPage]:
    for file in sorted(FOLDER.glob("*.md")):
        named = _FILE.fullmatch(file.name)
        if named:
            yield HelpPage(named["name"], file.read_text("utf-8"))
