"""Write resources/calendar/holidays.csv from chinesecalendar 1.11.0 (MIT): the days off.

Run in an environment of its own, never in the program's:

    pip install chinesecalendar==1.11.0
    python scripts/make_holidays.py

A line is a day off that a holiday brought, its weekends too, or a Saturday or Sunday worked.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

VERSION = "1.11.0"
TARGET = Path(__file__).parents[1] / "resources" / "calendar" / "holidays.csv"
HEAD = f"""\
# Days off and days worked, as arranged each year by the State Council; 2004 to 2026.
# Made by scripts/make_holidays.py from chinesecalendar {VERSION}, MIT licence, (c) Lirian Su.
day,sort,name
"""


def main() -> None:
    """Write the file and say how many days it has."""
    known = import_module("chinese_calendar.constants")
    names: dict[str, str] = {each.value: each.chinese for each in known.Holiday}
    days: dict[Any, tuple[str, str]] = {}
    for day, name in known.holidays.items():
        days[day] = ("休", names[name])
    for day, name in known.workdays.items():
        days[day] = ("班", names[name])
    lines = [f"{day.isoformat()},{sort},{name}\n" for day, (sort, name) in sorted(days.items())]
    TARGET.write_text(HEAD + "".join(lines), "utf-8")
    print(f"{len(lines)} days")


if __name__ == "__main__":
    main()
