from __future__ import annotations

import pytest

from partyservice.security.stretching import FLOOR, USUAL, Cost, fitting, stretched


@pytest.mark.parametrize(
    ("taken", "cost"),
    [
        (0.35, USUAL), (1.0, USUAL), (0.1, Cost(64 * 1024, 9, 4)),
        (60.0, FLOOR), (1.5, Cost(64 * 1024, 2, 4)), (0.000001, Cost(64 * 1024, 20, 4)),
    ],
)  # fmt: skip
def test_a_guess_takes_a_third_to_one_second_and_never_less_than_the_floor(
    taken: float, cost: Cost
) -> None:
    assert fitting(taken) == cost
    assert fitting(taken).possible


def test_the_same_words_however_composed_give_the_same_key() -> None:
    cost = Cost(8, 1, 1)

    assert stretched("e\u0301", b"s" * 16, cost) == stretched("\u00e9", b"s" * 16, cost)
    assert stretched("e", b"s" * 16, cost) != stretched("e", b"t" * 16, cost)


@pytest.mark.parametrize("cost", [Cost(0, 1, 1), Cost(1 << 30, 1, 1), Cost(8, 1, 99)])
def test_a_cost_that_would_hang_the_machine_is_none(cost: Cost) -> None:
    assert not cost.possible
