"""Offices for the benchmarks: filled by plain SQL, kept between runs in the temporary folder.

The journal is left out: these offices are only read. Search keys are the real ones.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from partyservice import samples
from partyservice.app import App, open_office
from partyservice.kernel.clock import Clock
from partyservice.kernel.codes import code_table
from partyservice.kernel.readings import sort_key
from partyservice.members.model import Person
from partyservice.offices import Founding, create
from partyservice.organisations.model import Organisation
from partyservice.security.accounts import sign_in
from partyservice.storage.engine import connect
from partyservice.storage.search import keys_of

PASSWORD = "bench-office-42x"  # noqa: S105 - of an office without people
TODAY = date(2026, 11, 24)
BLOCK = 20_000
BRANCHES = 500
AWAY = 10  # one in so many is away


def office_of(members: int) -> Path:
    """Return the folder of an office with `members`; it is made on first use."""
    folder = Path(tempfile.gettempdir()) / f"partyservice-bench-4-{members}"
    if not (folder / "done").exists():
        _make(folder, members)
        (folder / "done").touch()
    return folder


def opened(members: int) -> App:
    """Return the office with `members`, signed in."""
    return open_office(office_of(members), "", PASSWORD, Clock())


def branch_names() -> list[str]:
    """Return the names of the branches of every such office."""
    return [f"青石镇第{number}党支部" for number in range(1, BRANCHES + 1)]


def _make(folder: Path, members: int) -> None:
    told = Founding(
        name="青石镇党员服务中心", committee="中共青石镇委员会", user="王芳", password=PASSWORD
    )
    create(folder, told, Clock())
    key, _ = sign_in(folder, "", PASSWORD)
    connection = connect(folder / "office.db", key)
    (bits,) = connection.execute("SELECT bits FROM incarnation").fetchone()
    base, used = bits << 27, 100
    connection.execute("BEGIN")
    names = branch_names()
    connection.executemany(
        "INSERT INTO organisation (id, version, full_name, org_type, is_ours, is_mobile_org,"
        " may_receive, can_approve_probationary, existence)"
        " VALUES (?, 1, ?, '631', 1, 0, 0, 0, 'IN_FORCE')",
        [(base + used + number, name) for number, name in enumerate(names)],
    )
    branches = array("q", range(base + used, base + used + BRANCHES))
    _add_keys(
        connection,
        (
            (key, branch)
            for branch, name in zip(branches, names, strict=True)
            for key in keys_of(Organisation, {"full_name": name})
        ),
    )
    used += BRANCHES
    people = samples.people(members, 11, TODAY, BRANCHES)
    while block := list(islice(people, BLOCK)):
        _insert(connection, block, base + used, branches)
        used += 2 * len(block)
    used += _send_away(connection, base + used)
    connection.execute("UPDATE incarnation SET used = ?", (used,))
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.close()


def _insert(connection: Any, people: list[Any], first: int, branches: array[int]) -> None:
    rows = list(_rows(people, first, branches))
    connection.executemany(
        "INSERT INTO person (id, version, name, name_order, sex, id_number, ethnic, born,"
        " education, mobile_phone, address, is_rural_worker, is_volunteer)"
        " VALUES (?, 1, ?, ?, ?, ?, '01', ?, '21', ?, ?, 0, 0)",
        [person for person, _ in rows],
    )
    connection.executemany(
        "INSERT INTO member (id, version, person_id, branch_id, category, joined_on, standing,"
        " is_lost, is_mobile) VALUES (?, 1, ?, ?, '1', ?, 'ON_ROLL', 0, ?)",
        [member for _, member in rows],
    )
    keys = (
        (key, person[0])
        for person, _ in rows
        for key in keys_of(
            Person, {"name": person[1], "id_number": person[4], "mobile_phone": person[6]}
        )
    )
    _add_keys(connection, keys)


def _add_keys(connection: Any, keys: Iterable[tuple[str, int]]) -> None:
    connection.executemany("INSERT OR IGNORE INTO search_key (k, id) VALUES (?, ?)", sorted(keys))


def _send_away(connection: Any, first: int) -> int:
    """Register the stays of those who are away; return how many they are."""
    done = connection.execute(
        "INSERT INTO outflow (id, version, person_id, member_id, branch_id, left_on, place,"
        " contact_interval, state)"
        " SELECT ? - 1 + row_number() OVER (ORDER BY id), 1, person_id, id, branch_id,"
        " '2026-03-01', '320583', 90, 'AWAY' FROM member WHERE is_mobile",
        (first,),
    )
    return int(done.rowcount)


def _rows(
    people: list[Any], first: int, branches: array[int]
) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    sex = code_table("sex")
    for place, person in enumerate(people):
        key = first + 2 * place
        name = person["name"]
        yield (
            (
                key,
                name,
                sort_key(name),
                sex.find(person["sex"]),
                person["id_number"] or None,
                person["birth"],
                person["phone"] or None,
                person["address"],
            ),
            (
                key + 1,
                key,
                branches[place % len(branches)],
                person["joined"],
                place % AWAY == 0,
            ),
        )
