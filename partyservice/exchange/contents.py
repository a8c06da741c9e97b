"""Contents: what a file is, told by what stands in it and never by its name."""

from __future__ import annotations

import mmap
import re
import stat
import zipfile
import zlib
from enum import Enum
from pathlib import Path

from partyservice.exchange.frames import SAMPLE_PROPERTY, Limits, Unreadable

PROPERTIES = "docProps/custom.xml"
LOOKED_AT = 1 << 16  # bytes at the beginning


class Format(Enum):
    """How a file is to be read."""

    BOOK = "工作簿"
    TEXT = "文本"


def reason(error: OSError) -> Unreadable:
    """Return why the system did not let a file be read."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Unreadable("missing")
    return Unreadable("denied" if isinstance(error, PermissionError) else "broken")


def format_of(path: Path, limits: Limits) -> Format:
    """Return how to read `path`; raise Unreadable for whatever is no spreadsheet."""
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise Unreadable("folder")
    if about.st_size > limits.size:
        raise Unreadable("size", most=limits.size >> 20)
    with path.open("rb") as file:
        start = file.read(LOOKED_AT)
    if not start.strip():
        raise Unreadable("empty")
    if start.startswith(b"PK"):
        _look_into_zip(path, limits)
        return Format.BOOK
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        _look_into_compound(path)
        return Format.BOOK
    _look_at_text(start)
    return Format.TEXT


OTHERS = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\0", "图片"),
    (b"MM\0*", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"{\\rtf", "文字文档"),
    (b"SQLite format 3\0", "数据库"),
    (b"\x7fELF", "程序"),
    (b"MZ", "程序"),
)
PARTS = (  # of a zip
    ("xl/workbook.xml", ""),
    ("xl/workbook.bin", "二进制工作簿（xlsb）"),
    ("word/document.xml", "文字文档"),
    ("ppt/presentation.xml", "演示文稿"),
    ("content.xml", "OpenDocument 文档（ods、odt）"),
    ("ofd.xml", "OFD 版式文件"),
)
STREAMS = (  # of a compound file
    ("Workbook", ""),
    ("Book", ""),
    ("WordDocument", "文字文档"),
    ("PowerPoint Document", "演示文稿"),
)
# the first record of a workbook and, perhaps after one against writing, FILEPASS: [MS-XLS] 2.4.117
LOCKED = re.compile(
    rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
WEB = re.compile(r"<(!doctype|!--|\?xml|html|head|meta|body|table|style|script|div|svg)\b|<!--")


def of_sample(path: Path) -> bool:
    """Say whether a workbook bears the property of what a sample office wrote."""
    try:
        with zipfile.ZipFile(path) as packed, packed.open(PROPERTIES) as file:
            return SAMPLE_PROPERTY in file.read(LOOKED_AT).decode("utf-8", "ignore")
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        return False  # an .xls, or a workbook without properties of its own


def _look_into_zip(path: Path, limits: Limits) -> None:
    """Let a spreadsheet pass whose own list of contents is no bomb, before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise Unreadable("damaged") from error
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("password")
    names = {member.filename.replace("\\", "/").lower() for member in members}
    kind = next((kind for name, kind in PARTS if name in names), "压缩包")
    if kind:
        raise Unreadable("other", what=kind)
    if sum(member.file_size for member in members) > limits.unpacked:
        raise Unreadable("bomb")


def _look_into_compound(path: Path) -> None:
    """Let an .xls pass: the names of streams stand in the file as UTF-16."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:

        def has(stream: str) -> bool:
            return whole.find(f"{stream}\0".encode("utf-16-le")) >= 0

        if has("EncryptedPackage") or LOCKED.search(whole):
            raise Unreadable("password")
        kind = next((kind for stream, kind in STREAMS if has(stream)), "别的程序的文件")
    if kind:
        raise Unreadable("other", what=kind)


def _look_at_text(start: bytes) -> None:
    """Let text pass: no other program's file, no web page, no control characters."""
    text = start.decode(wide_order(start) or "utf-8-sig", "ignore")
    for mark, kind in OTHERS:
        if start.startswith(mark) and (len(mark) > 2 or CONTROL.search(text)):
            raise Unreadable("other", what=kind)
    begun = text.lstrip()[:2000].lower()
    if WEB.match(begun):
        raise Unreadable("xml" if "schemas-microsoft-com:office:spreadsheet" in begun else "web")
    if begun.startswith("mime-version:"):
        raise Unreadable("web")
    if CONTROL.search(text):
        raise Unreadable("other", what="别的程序的文件")


def wide_order(start: bytes) -> str | None:
    """Return the encoding of UTF-16 text, told by its mark or by the zeros of its commas."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if max(even, odd) * 50 < len(start) or min(even, odd) * 8 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"
