"""Make resources/fonts from pinned packages, each checked by its SHA-256.

Run it once when a font is to change; what it makes is committed:

    python -m venv /tmp/fonts && /tmp/fonts/bin/pip install fonttools==4.68.0
    /tmp/fonts/bin/python scripts/make_fonts.py

It needs npm, apt-get, dpkg-deb and 200 MB of temporary room. Equal packages give equal files.
"""

from __future__ import annotations

import bz2
import hashlib
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[1]
FONTS = ROOT / "resources" / "fonts"
CHARACTERS = ROOT / "tests" / "printing" / "common_characters.txt"

NPM = {  # package: (file, SHA-256)
    "@expo-google-fonts/noto-serif-sc@0.4.3": (
        "expo-google-fonts-noto-serif-sc-0.4.3.tgz",
        "ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e",
    ),
    "@expo-google-fonts/noto-sans-sc@0.4.3": (
        "expo-google-fonts-noto-sans-sc-0.4.3.tgz",
        "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
    ),
}
DEBIAN = {
    "fonts-lxgw-wenkai=1.250+repack-1": (
        "fonts-lxgw-wenkai_1.250+repack-1_all.deb",
        "6d1e4c4aac78ad32062aefa2c836ee4d6e58f9dcf8b3f4407c9eefe304615318",
    ),
    "unicode-data=15.0.0-1": (
        "unicode-data_15.0.0-1_all.deb",
        "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
    ),
}

# Latin, Greek, Cyrillic, punctuation, signs, boxes and full-width forms
SIGNS = (
    range(0x20, 0x530),
    range(0x2000, 0x2800),
    range(0x3000, 0x3100),
    range(0x3200, 0x3400),
    range(0xFE10, 0xFE70),
    range(0xFF00, 0xFFF0),
)
PRIVATE = (range(0xE000, 0xF900), range(0xF0000, 0x110000))
KAI = "PartyService Kai"  # LXGW and 霞鹜 are reserved font names: a cut must not bear them


def main() -> None:
    """Fetch, check, cut and write the four fonts, the licences and the list of characters."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        fetch(work)
        common = common_characters(work)
        CHARACTERS.parent.mkdir(parents=True, exist_ok=True)
        CHARACTERS.write_text("".join(f"{line}\n" for line in folded(common)), encoding="utf-8")
        FONTS.mkdir(parents=True, exist_ok=True)
        make(work, {ord(character) for character in common})


def fetch(work: Path) -> None:
    """Put the packages into `work`, check and unpack them."""
    for package, (name, digest) in NPM.items():
        subprocess.run(["npm", "pack", "--silent", package], cwd=work, check=True)
        check(work / name, digest)
        with tarfile.open(work / name) as archive:
            archive.extractall(work / ("serif" if "serif" in name else "sans"), filter="data")
    for package, (name, digest) in DEBIAN.items():
        subprocess.run(["apt-get", "download", package], cwd=work, check=True)
        check(work / name, digest)
        subprocess.run(["dpkg-deb", "-x", name, "debian"], cwd=work, check=True)


def check(path: Path, digest: str) -> None:
    """End with a sentence if the file is not the one pinned."""
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != digest:
        raise SystemExit(f"{path.name}: SHA-256 {found} is not {digest}")


def common_characters(work: Path) -> list[str]:
    """Return the 8,105 characters of 通用规范汉字表 in its order (kTGH of Unihan)."""
    mappings = work / "debian/usr/share/unicode/Unihan_OtherMappings.txt.bz2"
    text = bz2.decompress(mappings.read_bytes()).decode()
    found = re.findall(r"^U\+([0-9A-F]+)\tkTGH\t2013:(\d+)$", text, re.MULTILINE)
    return [chr(int(code, 16)) for code, _ in sorted(found, key=lambda pair: int(pair[1]))]


def folded(characters: list[str]) -> Iterator[str]:
    """Give lines of 100 characters."""
    for start in range(0, len(characters), 100):
        yield "".join(characters[start : start + 100])


def make(work: Path, common: set[int]) -> None:
    """Write the fonts and the licences."""
    serif = work / "serif/package/400Regular/NotoSerifSC_400Regular.ttf"
    sans = work / "sans/package"
    kai = work / "debian/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"
    signs = {code for part in SIGNS for code in part}
    (FONTS / "NotoSerifSC-Regular.ttf").write_bytes(serif.read_bytes())
    for weight in ("700Bold", "400Regular"):
        source = sans / weight / f"NotoSansSC_{weight}.ttf"
        cut(source, FONTS / f"NotoSansSC-{weight[3:]}.ttf", common | signs)
    rare = characters_of(kai) - characters_of(serif)
    rare -= {code for part in PRIVATE for code in part}
    cut(kai, FONTS / "PartyServiceKai-Regular.ttf", common | signs | rare, family=KAI)
    for name in ("serif", "sans"):
        licence = (work / name / "package/LICENSE_FONT").read_bytes()
        (FONTS / f"LICENCE-Noto-{name}.txt").write_bytes(licence)
    licence = (work / "debian/usr/share/doc/fonts-lxgw-wenkai/copyright").read_bytes()
    (FONTS / "LICENCE-PartyServiceKai.txt").write_bytes(licence)


def characters_of(path: Path) -> set[int]:
    """Return the code points that a font has."""
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


def cut(source: Path, target: Path, characters: Iterable[int], family: str = "") -> None:
    """Write a font with only these characters, under another name when `family` is given."""
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    options.name_IDs = ["*"]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx"]
    font = TTFont(source, recalcTimestamp=False)
    tool = subset.Subsetter(options)
    tool.populate(unicodes=characters)
    tool.subset(font)
    if family:
        rename(font, family)
    font.save(target)


def rename(font: TTFont, family: str) -> None:
    """Give the font another family name and keep copyright, trademark and licence."""
    table = font["name"]
    table.names = [name for name in table.names if name.nameID in (0, 5, 7, 13, 14)]
    postscript = family.replace(" ", "") + "-Regular"
    names = {1: family, 2: "Regular", 3: postscript, 4: family, 6: postscript}
    names[10] = "A cut of a font with reserved names, made by scripts/make_fonts.py"
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)


if __name__ == "__main__":
    main()
