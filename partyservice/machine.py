"""Machine: what this computer remembers for everybody who uses it; never anything about members.

One JSON file in the user's configuration folder, or the one that PARTYSERVICE_SETTINGS names. It
can be lost without harm: a damaged file counts as empty and is kept aside. The scale is asked for
before there is a window: what only other questions need is imported by them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

VARIABLE = "PARTYSERVICE_SETTINGS"
QT_SCALE = "QT_SCALE_FACTOR"
FILE, PLACE = "settings.json", "党员服务中心"
SCALES = (100, 125, 150)  # per cent
MOST = 6  # offices remembered
BRIEFLY = (0.01, 0.02)  # s; the window waits for it, and can do without
_LARGEST = 1 << 20  # bytes
_UNREADABLE = (OSError, ValueError, RecursionError)
_LONGEST = 60  # letters in the name of a folder; 255 bytes are all that most disks take
_FORBIDDEN = dict.fromkeys(map(ord, '<>:"/\\|?*'), "_")  # in the name of a folder

Values = dict[str, Any]


class Recent(NamedTuple):
    """An office that was opened here; `opened` is in UTC."""

    folder: Path
    name: str
    opened: datetime


class Unfinished(NamedTuple):
    """A first run that was left: the name of its page, empty if it was put off, and its texts."""

    page: str
    texts: Mapping[str, str]


class SecondPlace(NamedTuple):
    """Where backups of an office go besides; `last`, in UTC, is when one was last made there.

    `mark` is what lies in the folder, so that it is found again under another name.
    """

    folder: Path
    mark: str
    last: datetime | None = None


class Machine:
    """The settings of this computer; each is read from the file when asked for.

    What changes one raises Refused if the file cannot be written.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or settings_path()

    def recent(self) -> list[Recent]:
        """Return the offices opened here, the last one first."""
        return _recent(self._read())

    def remember(self, folder: Path, name: str, at: datetime) -> None:
        """Put an office first among the recent ones."""
        first = Recent(folder.absolute(), name, at)

        def change(values: Values) -> None:
            others = [each for each in _recent(values) if each.folder != first.folder]
            values["recent"] = [_entry(each) for each in [first, *others][:MOST]]

        self._change(change)

    def forget(self, folder: Path) -> None:
        """Take an office off the list; its folder stays as it is."""

        def change(values: Values) -> None:
            values["recent"] = [_entry(e) for e in _recent(values) if e.folder != folder]

        self._change(change)

    def first_run(self) -> Unfinished:
        """Return the first run that was not finished; empty if there is none."""
        told = _mapping(self._read().get("first_run"))
        page = told.get("page")
        return Unfinished(page if isinstance(page, str) else "", _texts(told.get("texts")))

    def keep_first_run(self, page: str, texts: Mapping[str, str]) -> None:
        """Remember how far a first run has come; `texts` must hold no password."""
        self._put("first_run", {"page": page, "texts": dict(texts)})

    def end_first_run(self) -> None:
        """Forget the first run: its office is there."""
        self._put("first_run", None)

    def left_open(self, office: Path) -> tuple[str, ...]:
        """Return which pages of its first run are still to come for an office that was made."""
        pages = _mapping(self._read().get("left_open")).get(str(office.absolute()))
        found = pages if isinstance(pages, list) else []
        return tuple(page for page in found if isinstance(page, str))

    def keep_left_open(self, office: Path, pages: Sequence[str]) -> None:
        """Remember which are still to come; none forgets the office."""

        def change(values: Values) -> None:
            known = _mapping(values.get("left_open"))
            known.pop(str(office.absolute()), None)
            values["left_open"] = known | ({str(office.absolute()): list(pages)} if pages else {})

        self._change(change)

    def printer(self, document: str) -> str:
        """Return the printer last used for a kind of document; empty if none was."""
        return _texts(self._read().get("printers")).get(document, "")

    def keep_printer(self, document: str, printer: str) -> None:
        """Remember the printer of a kind of document."""

        def change(values: Values) -> None:
            values["printers"] = _texts(values.get("printers")) | {document: printer}

        self._change(change)

    def second_place(self, office: Path) -> SecondPlace | None:
        """Return the second place of the backups of an office; None if none was chosen."""
        return _read_place(_mapping(self._read().get("second_places")).get(str(office.absolute())))

    def keep_second_place(self, office: Path, place: SecondPlace | None) -> None:
        """Remember the second place of the backups of an office, or that it has none."""

        def change(values: Values) -> None:
            known = _mapping(values.get("second_places"))
            known.pop(str(office.absolute()), None)
            if place is not None:
                known[str(office.absolute())] = {
                    "folder": str(place.folder),
                    "mark": place.mark,
                    "last": place.last.isoformat() if place.last else "",
                }
            values["second_places"] = known

        self._change(change)

    def scale(self) -> int:
        """Return how large everything is drawn, in per cent."""
        found = self._read().get("scale")
        return found if type(found) is int and found in SCALES else SCALES[0]

    def keep_scale(self, scale: int) -> None:
        """Draw everything at `scale` from the next start on."""
        if scale not in SCALES:
            raise ValueError(f"{scale} is none of {SCALES}")
        self._put("scale", scale)

    def turn_scale(self, step: int) -> int:
        """Go to the next larger (1) or smaller (-1) scale, if there is one, and return it."""
        place = SCALES.index(self.scale()) + step
        scale = SCALES[max(0, min(place, len(SCALES) - 1))]
        self.keep_scale(scale)
        return scale

    def _put(self, key: str, value: Any) -> None:
        def change(values: Values) -> None:
            values[key] = value
            if value is None:
                del values[key]

        self._change(change)

    def _read(self) -> Values:
        try:
            return self._whole()
        except _UNREADABLE:
            return {}

    def _whole(self) -> Values:
        """Return what the file says; raise one of _UNREADABLE if it is missing or damaged."""
        with self.path.open("rb") as file:
            text = file.read(_LARGEST + 1)
        values = json.loads(text)
        if not isinstance(values, dict) or len(text) > _LARGEST:
            raise ValueError("no settings")
        return values

    def _change(self, change: Callable[[Values], object]) -> None:
        """Read, change and write, while no other program does."""
        from partyservice.kernel.errors import Refused  # noqa: PLC0415 - not before the window
        from partyservice.kernel.files import replaced_whole, tidy  # noqa: PLC0415
        from partyservice.kernel.locking import Taken, held  # noqa: PLC0415

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with held(self.path.with_name(f"{self.path.name}.lock")):
                tidy(self.path.parent)
                values = self._before()
                change(values)
                with replaced_whole(self.path, waits=BRIEFLY) as file:
                    file.write(json.dumps(values, indent=1).encode())  # a folder may be no text
        except (OSError, Taken) as error:
            raise Refused(
                "这台电脑的设置没有记住。档案没有改动，可以照常办理。"
                "请检查用户文件夹是否可以写入、磁盘是否已满。"
            ) from error

    def _before(self) -> Values:
        try:
            return self._whole()
        except FileNotFoundError:
            return {}
        except (ValueError, RecursionError):
            with suppress(OSError):
                self.path.replace(self.path.with_name(f"{self.path.name}.damaged"))
            return {}


def settings_path() -> Path:
    """Return where the settings lie."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_config_path  # noqa: PLC0415 - not where the file is named

    return user_config_path("partyservice", appauthor=False) / FILE


def enlarge() -> None:
    """Have Qt draw at the scale that was set; to be called before its application is made.

    Who has named a factor in the environment means that one.
    """
    scale = Machine().scale()
    if scale != SCALES[0]:
        os.environ.setdefault(QT_SCALE, f"{scale / 100:g}")


def usual_place(name: str) -> Path:
    """Return where the folder of a new office of this name would usually lie."""
    from platformdirs import user_documents_path  # noqa: PLC0415 - for a new office alone

    plain = "".join(letter if letter.isprintable() else "_" for letter in name)
    bare = plain.translate(_FORBIDDEN)[:_LONGEST].strip(" .") or PLACE
    return user_documents_path() / PLACE / bare


def _recent(values: Values) -> list[Recent]:
    listed = values.get("recent")
    found = [_read_recent(each) for each in listed] if isinstance(listed, list) else []
    return [each for each in found if each is not None][:MOST]


def _read_recent(entry: object) -> Recent | None:
    from datetime import datetime  # noqa: PLC0415 - 2 ms, and the scale is asked for first

    told = _texts(entry)
    try:
        opened = datetime.fromisoformat(told["opened"])
        return Recent(Path(told["folder"]), told["name"], opened) if opened.tzinfo else None
    except (KeyError, ValueError):
        return None


def _read_place(entry: object) -> SecondPlace | None:
    from datetime import datetime  # noqa: PLC0415 - 2 ms, and the scale is asked for first

    told = _texts(entry)
    try:
        last = datetime.fromisoformat(told["last"]) if told["last"] else None
        known = last if last is None or last.tzinfo else None
        return SecondPlace(Path(told["folder"]), told["mark"], known) if told["mark"] else None
    except (KeyError, ValueError):
        return None


def _entry(recent: Recent) -> dict[str, str]:
    return {
        "folder": str(recent.folder),
        "name": recent.name,
        "opened": recent.opened.isoformat(),
    }


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(value: object) -> dict[str, str]:
    return {key: text for key, text in _mapping(value).items() if isinstance(text, str)}
