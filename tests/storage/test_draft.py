"""Draft: what is none of its fields is not written, whoever sends it along."""

from __future__ import annotations

import pytest

from partyservice.app import App
from partyservice.members.drafts import MEMBER
from tests.builders import change, member
from tests.storage.test_journal import entries


@pytest.mark.parametrize(
    "field", ["member.state", "person.void_reason", "member.id", "account.name"]
)
def test_what_is_no_field_of_it_is_not_written(app: App, field: str) -> None:
    key = member(app)
    before = [len(entries(app, about)) for about in ("person", "member", "account")]

    change(app, MEMBER, key, **{field.replace(".", "__"): "1"})

    assert [len(entries(app, about)) for about in ("person", "member", "account")] == before
