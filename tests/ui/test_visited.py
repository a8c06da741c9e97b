from __future__ import annotations

from ui.parts.visited import MOST, Visited


def test_one_walks_back_and_forth() -> None:
    visited = Visited()
    for key in (1, 2, 3):
        visited.see("person", key)

    assert visited.walk(-1) == ("person", 2)
    assert visited.walk(-1) == ("person", 1)
    assert visited.walk(-1) is None
    assert visited.walk(1) == ("person", 2)
    assert visited.walk(1) == ("person", 3)
    assert visited.walk(1) is None


def test_what_is_shown_already_is_not_remembered_twice() -> None:
    visited = Visited()
    visited.see("place", "3")
    visited.see("person", 1)
    visited.see("person", 1)

    assert visited.walk(-1) == ("place", "3")


def test_seeing_somebody_new_after_a_walk_back_drops_what_lay_ahead() -> None:
    visited = Visited()
    for key in (1, 2, 3):
        visited.see("person", key)
    visited.walk(-1)
    visited.walk(-1)

    visited.see("person", 9)

    assert visited.walk(1) is None
    assert visited.walk(-1) == ("person", 1)


def test_only_the_last_twenty_are_kept() -> None:
    visited = Visited()
    for key in range(2 * MOST):
        visited.see("person", key)

    walked = [visited.walk(-1) for _ in range(MOST)]

    assert walked[MOST - 2] == ("person", MOST)
    assert walked[-1] is None
