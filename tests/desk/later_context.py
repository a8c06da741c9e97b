"""A context that comes later: one Record about a person, and what their page then tells of it.

Run by itself: declared beside the others, its table would be missing in their migrations.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Mapped

from partyservice.desk.listing import PEOPLE
from partyservice.kernel.days import Day
from partyservice.kernel.kinds import Text
from partyservice.storage.record import Record, column, link
from tests.builders import member, new_office, with_branches


class Visit(Record):
    """Somebody came to the desk."""

    __tablename__ = "visit"
    title = "来访"

    person_id: Mapped[int] = link("人员", "person.name")
    came_on: Mapped[date] = column("来访日期", Day())
    about: Mapped[str | None] = column("事由", Text(200), width=30, owed=True, default=None)


def tell(folder: Path) -> dict[str, object]:
    """Return what the page of somebody with one visit tells."""
    app = with_branches(new_office(folder))
    person = app.people.of(PEOPLE, member(app))
    assert person is not None
    with app.store.write(app.by, "来访登记") as session:
        visit = Visit(person_id=person, came_on=date(2026, 11, 20), about="问帮扶材料")
        session.add(visit)
    with app.store.write(app.by) as session:
        session.get_one(Visit, visit.id).about = None
    about = app.people.about(person)
    assert about is not None
    episode = next(each for each in about.episodes if each.table == "visit")
    newest, first, *_ = app.people.history(person).happenings
    app.close()
    return {
        "episode": [episode.heading, episode.title, episode.began, episode.owes],
        "first": [first.what, first.title, first.lines],
        "newest": [newest.what, newest.lines],
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(tell(Path(sys.argv[1]))))
