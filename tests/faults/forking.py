"""Forking: children of one warm parent, which need not import the program again."""

from __future__ import annotations

import os
import pickle
import traceback
import warnings
from collections.abc import Callable, Sequence
from typing import TypeVar

Share = TypeVar("Share")
Result = TypeVar("Result")


def forked(work: Callable[[], object]) -> int:
    """Let a child do `work` and end; return its number."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # 3.12 warns if there are threads
        child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        except BaseException:  # noqa: BLE001 - nothing of the child may run the parent's tests
            traceback.print_exc()
        finally:
            os._exit(code)
    return child


def shared_out(work: Callable[[Share], Result], shares: Sequence[Share]) -> list[Result]:
    """Return what `work` makes of each of `shares`, each in a child; raise if one fails."""
    pipes = [os.pipe() for _ in shares]
    children = []
    for share, (_, end) in zip(shares, pipes, strict=True):

        def send(share: Share = share, end: int = end) -> None:
            with os.fdopen(end, "wb") as pipe:
                pickle.dump(work(share), pipe)

        children.append(forked(send))
        os.close(end)
    results: list[Result] = []
    for begin, _ in pipes:
        with os.fdopen(begin, "rb") as pipe:
            told = pipe.read()
        if told:
            results.append(pickle.loads(told))  # noqa: S301 - from our own child
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    if any(codes):
        raise RuntimeError(f"A child failed: {codes}")
    return results
