from __future__ import annotations

from partyservice.cli.options import KINDS, ROLLS
from partyservice.exchange.intake import INTAKES
from partyservice.rosters.rolls import ROLLS as DECLARED


def test_every_roll_may_be_asked_for_on_the_command_line() -> None:
    assert set(ROLLS) == set(DECLARED)


def test_every_kind_of_list_may_be_named_on_the_command_line() -> None:
    assert set(KINDS) == set(INTAKES)
