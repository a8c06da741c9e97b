"""F19: an office of every form ever shipped is opened, and has all that it had.

The control loses a column on the way.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from partyservice.app import App
from partyservice.kernel.actor import Actor
from partyservice.members.listing import MEMBERS
from partyservice.security.rights import RIGHTS
from partyservice.storage import migrate
from partyservice.storage.engine import connect
from partyservice.storage.folder import DATABASE
from partyservice.storage.journal import first_bad
from partyservice.storage.store import Store
from tests.builders import CLOCK, shown
from tests.faults.oldoffices import (
    FORMS,
    KEY,
    LINES,
    build,
    content,
    form_of,
    not_carried,
)
from tests.faults.table import Told


def test_an_older_office_has_all_that_it_had(place: Path, tell: Told) -> None:
    wrong, control = [], []
    for form in FORMS:
        folder = place / form
        folder.mkdir()
        path = folder / DATABASE
        build(path, form)
        old = content(path)

        migrate.upgrade(path, KEY)

        wrong += not_carried(old, content(path))
        assert form_of(path) == migrate.HEAD
        app = App(Store(path, KEY, CLOCK), CLOCK, Actor("王芳", frozenset(RIGHTS)))
        assert len(shown(app, MEMBERS)) == LINES
        with app.store.read() as session:
            assert first_bad(session.connection()) is None
        app.close()
        with closing(connect(path, KEY)) as connection:
            connection.execute("UPDATE person SET name = '' WHERE id = 2")
        control += not_carried(old, content(path))
    tell("F19 older office, newer program", len(FORMS), len(wrong), f"{len(control)} lost a name")
    assert wrong == []
    assert control == ["person"] * len(FORMS)
