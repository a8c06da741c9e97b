"""Files that harm whoever reads them carelessly, and the few bytes that make them."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from copy import copy
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def cell(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def people(count: int = 10) -> str:
    return "".join(
        row(number, cell(f"A{number}", "张三"), cell(f"B{number}", "东风村"))
        for number in range(1, count + 1)
    )


def xlsx(
    path: Path, *sheets: str, head: str = HEAD, states: Mapping[int, str] | None = None
) -> Path:
    """Write a workbook whose sheets hold the given XML; `head` stands above each."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, text in _frame(len(sheets), states or {}).items():
            packed.writestr(name, HEAD + text)
        for number, sheet in enumerate(sheets, 1):
            packed.writestr(
                f"xl/worksheets/sheet{number}.xml",
                f'{head}<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
            )
    return path


def _frame(count: int, states: Mapping[int, str]) -> dict[str, str]:
    """Return the parts that stand around `count` sheets."""
    numbers = range(1, count + 1)
    named = "".join(
        f'<sheet name="表{number}" sheetId="{number}" r:id="r{number}"'
        f' state="{states.get(number, "visible")}"/>'
        for number in numbers
    )
    links = "".join(
        f'<Relationship Id="r{number}" Type="{LINKS}/worksheet"'
        f' Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"'
        f' Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">'
        f"<sheets>{named}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}'
        "</Relationships>",
    }


def far_cell(path: Path) -> Path:
    """Ten people, and one letter in the last cell a spreadsheet has."""
    far = row(1_048_576, cell("XFD1048576", "x"))
    return xlsx(path, f"<sheetData>{people()}{far}</sheetData>")


def beyond_all(path: Path) -> Path:
    """Ten people, and a cell where no spreadsheet has any."""
    far = row(99_999_999, cell("ZZZZZZ99999999", "x"))
    return xlsx(path, f"<sheetData>{people()}{far}</sheetData>")


def endless_rows(path: Path, rows: int = 6_000_000) -> Path:
    """Write rows with a number each and no address, well packed; bigger than any spreadsheet."""
    return xlsx(path, f"<sheetData>{'<row><c><v>1</v></c></row>' * rows}</sheetData>")


def bomb(path: Path, parts: int = 100) -> Path:
    """A workbook whose list of contents names one part of 16 MiB again and again."""
    xlsx(path, f"<sheetData>{people()}</sheetData>")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/0.bin", bytes(16 << 20))
        for number in range(1, parts):
            again = copy(packed.filelist[-1])
            again.filename = f"xl/media/{number}.bin"
            packed.filelist.append(again)
    return path


def swollen(path: Path, size: int = 900 << 20, *, said: int | None = None) -> Path:
    """A sheet of one text of `size` letters; the list of contents says it has `said`."""
    packing = zlib.compressobj(1, zlib.DEFLATED, -15)
    begun = f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="str"><v>'
    start = packing.compress(begun.encode()) + packing.flush(zlib.Z_FULL_FLUSH)
    block = packing.compress(b"x" * (1 << 24)) + packing.flush(zlib.Z_FULL_FLUSH)
    stop = packing.compress(b"</v></c></row></sheetData></worksheet>") + packing.flush()
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(xlsx(path, "")) as packed:
        parts = {part: packed.read(part) for part in packed.namelist()}
    parts[name] = start + block * (size >> 24) + stop
    with zipfile.ZipFile(path, "w") as packed:
        for part, content in parts.items():
            packed.writestr(part, content)
    data = bytearray(path.read_bytes())
    local, listed = data.find(name.encode()) - 30, data.rfind(name.encode()) - 46
    data[local + 8] = data[listed + 10] = zipfile.ZIP_DEFLATED
    for at in (local + 22, listed + 24):
        data[at : at + 4] = struct.pack("<I", size + 10_000 if said is None else said)
    path.write_bytes(data)
    return path


def wide_and_high(path: Path) -> Path:
    """Two cells that span thirty million: small on the disk, a gigabyte once spread out."""
    far = row(30_000, cell("ALL30000", "x"))
    return xlsx(path, f"<sheetData>{people()}{far}</sheetData>")


def entities(path: Path) -> Path:
    """Ten entities, each ten times the one before."""
    names = ""
    for number in range(1, 10):
        names += f'<!ENTITY l{number} "' + f"&l{number - 1};" * 10 + '">'
    head = f'{HEAD}<!DOCTYPE x [<!ENTITY l0 "哈">{names}]>'
    return xlsx(path, f"<sheetData>{row(1, cell('A1', '&l9;'))}</sheetData>", head=head)


def outside_entity(path: Path, secret: Path) -> Path:
    """An entity that asks for another file of the machine."""
    head = f'{HEAD}<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    return xlsx(path, f"<sheetData>{row(1, cell('A1', '&s;'))}</sheetData>", head=head)


def deep(path: Path, depth: int = 1_000_000) -> Path:
    return xlsx(path, f"<sheetData>{'<row>' * depth}{'</row>' * depth}</sheetData>")


def part(path: Path, name: str) -> Path:
    """Write another program's file, as far as its list of contents shows."""
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(name, "x")
    return path


def cut_off(path: Path) -> Path:
    data = xlsx(path, f"<sheetData>{people(1_000)}</sheetData>").read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def nested_zip(path: Path) -> Path:
    inner = path.with_name("inner.zip")
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("0.zip", bytes(1 << 20))
    with zipfile.ZipFile(path, "w") as packed:
        for number in range(10):
            packed.write(inner, f"{number}.zip")
    inner.unlink()
    return path


def many_sheets(path: Path, count: int) -> Path:
    """A workbook that lists `count` sheets, all the same part."""
    xlsx(path, f"<sheetData>{people()}</sheetData>")
    named = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="r1"/>' for n in range(1, count + 1))
    book = f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{named}</sheets></workbook>'
    return _with_part(path, "xl/workbook.xml", book.encode())


def scrambled(path: Path) -> Path:
    """Mark every part of a workbook as encrypted, as zip programs do."""
    data = bytearray(xlsx(path, f"<sheetData>{people()}</sheetData>").read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    path.write_bytes(data)
    return path


def _with_part(path: Path, name: str, data: bytes) -> Path:
    with zipfile.ZipFile(path) as packed:
        parts = {old: packed.read(old) for old in packed.namelist()} | {name: data}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, content in parts.items():
            packed.writestr(part, content)
    return path


def compound(path: Path, stream: str, data: bytes) -> Path:
    """Write a compound file with one stream, as .xls and encrypted workbooks are."""
    data = data.ljust(4096, b"\0")  # shorter streams lie elsewhere
    data += bytes(-len(data) % 512)
    sectors = len(data) // 512
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    table = [0xFFFFFFFD, end, *range(3, sectors + 2), end]
    header = struct.pack(
        "<8s16xHHHHH6xIII4xIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 4096, end, 0, end, 0,
    )  # fmt: skip
    header += struct.pack("<109I", 0, *[free] * 108)
    fat = struct.pack("<128I", *table, *[free] * (128 - len(table)))
    entries = _entry("Root Entry", 5, 1, end, 0) + _entry(stream, 2, free, 2, len(data))
    path.write_bytes(header + fat + entries.ljust(512, b"\0") + data)
    return path


def _entry(name: str, kind: int, below: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    none = 0xFFFFFFFF
    return struct.pack(
        "<64sHBBIII36xIQ", text, len(text) + 2, kind, 1, none, none, below, start, size
    )


def xls(
    path: Path,
    cells: Iterable[tuple[int, int, str | float]],
    *,
    claimed: tuple[int, int] = (100, 100),
    locked: bool = False,
) -> Path:
    """Write an .xls of one sheet, 花名册; `claimed` are the rows and columns it says it has."""
    start = struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)
    locks = _record(0x2F, struct.pack("<HHHH", 1, 1, 1, 1) + bytes(48)) if locked else b""
    name = "花名册".encode("utf-16-le")
    length = len(_record(0x809, start)) + len(locks) + (4 + 8 + len(name)) + 4
    listed = _record(0x85, struct.pack("<IBBBB", length, 0, 0, len(name) // 2, 1) + name)
    book = _record(0x809, start) + locks + listed + _record(0x0A, b"")
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    sheet += _record(0x200, struct.pack("<IIHHH", 0, claimed[0], 0, claimed[1], 0))
    for number, column, value in cells:
        sheet += _xls_cell(number, column, value)
    return compound(path, "Workbook", book + sheet + _record(0x0A, b""))


def _xls_cell(number: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", number, column, 0)
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return _record(0x204, place + struct.pack("<HB", len(text) // 2, 1) + text)
    return _record(0x203, place + struct.pack("<d", value))


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data
