"""Collecting: the search for circles in memory, left off while a long work makes none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 10_000  # objects made and kept; to look through more makes a window stutter


@contextmanager
def uncollected() -> Iterator[None]:
    """Do not look for circles within: among a million new objects each look takes long.

    What is let go without being part of a circle is freed at once all the same. The first look
    afterwards would go through all that was made, 100 ms after 5,000 rows, while everybody waits:
    so much is laid where no look goes. Of 75,000 objects 645 were circles, which then stay.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            if gc.get_count()[0] > _MANY:
                gc.freeze()
            gc.enable()
