"""Blocks: what the child sends comes out as it went in, and what it did not send is refused."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partyservice.exchange.blocks import Unpacking, packed
from partyservice.exchange.frames import BLOCK, LARGEST, Unreadable, frame
from partyservice.exchange.sheets import Cell

CELLS = st.one_of(
    st.text(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.just(""),
    st.dates(),
    st.datetimes(),
)


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.tuples(*[CELLS] * width), min_size=1)))
def test_a_block_gives_back_what_was_put_in(rows: list[tuple[Cell, ...]]) -> None:
    back = Unpacking().rows(packed(rows))

    assert back == rows
    assert [[type(c) for c in row] for row in back] == [[type(c) for c in row] for row in rows]


def test_what_a_day_cannot_hold_comes_as_text() -> None:
    odd = [(time(8, 5, 7),), (timedelta(hours=30, minutes=2),), (float("inf"),), (float("nan"),)]

    assert Unpacking().rows(packed(odd)) == [("08:05:07",), ("30:02",), ("inf",), ("nan",)]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"7",
        b"[7]",
        b'[{"cells": [[]]}]',
        b'[{"cells": [{"a": 1}]}]',
        b'[{"cells": 7}]',
        b'[{"cells": ["a"], "at": [1]}]',
        b'[{"cells": ["a"], "at": ["0"]}]',
        b'[{"cells": ["a"], "days": [0]}]',
        b'[{"cells": [1], "days": [0]}]',
        b'[{"cells": ["a"], "moments": [9]}]',
        b'[{"cells": ["a"]}, {"cells": []}]',
        b"[" * 100_000,
    ],
)
def test_a_block_nobody_packed_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of them, the words are for nobody
        Unpacking().rows(data)


def test_a_frame_nobody_would_take_is_not_made() -> None:
    with pytest.raises(Unreadable):
        frame(BLOCK, bytes(LARGEST + 1))
