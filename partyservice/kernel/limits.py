"""Limits: how a process takes a ceiling of memory and time upon itself, on every system."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    # https://learn.microsoft.com/windows/win32/api/winnt/ns-winnt-jobobject_extended_limit_information
    EXTENDED_LIMITS = 9
    PROCESS_TIME, PROCESS_MEMORY, NO_ERROR_BOX = 0x2, 0x100, 0x400

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("process_time", ctypes.c_int64),  # in 100 ns
            ("job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("least_working_set", ctypes.c_size_t),
            ("most_working_set", ctypes.c_size_t),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )

    class _Extended(ctypes.Structure):
        _fields_ = (
            ("basic", _Basic),
            ("counters", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("most_process_memory", ctypes.c_size_t),
            ("most_job_memory", ctypes.c_size_t),
        )

    def confine(memory: int, seconds: int) -> None:
        """Let this process have `memory` bytes and `seconds` of processor time at most.

        Not tried on Windows yet: written after the documentation of job objects.
        """
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
        limits = _Extended(process_memory=memory)
        limits.basic.process_time = seconds * 10_000_000
        limits.basic.flags = PROCESS_TIME | PROCESS_MEMORY | NO_ERROR_BOX
        told = kernel.SetInformationJobObject(
            job, EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
        )
        here = wintypes.HANDLE(kernel.GetCurrentProcess())
        if not told or not kernel.AssignProcessToJobObject(job, here):
            raise ctypes.WinError(ctypes.get_last_error())

    def no_dump() -> None:
        """A program that crashes leaves no copy of its memory: Windows is not asked yet."""

else:
    import resource

    def confine(memory: int, seconds: int) -> None:
        """Let this process have `memory` bytes and `seconds` of processor time at most."""
        _ceiling(resource.RLIMIT_AS, memory, memory)
        # the second later kills; without it nothing tells this end from one by want of memory
        _ceiling(resource.RLIMIT_CPU, seconds, seconds + 1)
        no_dump()

    def no_dump() -> None:
        """Let a crash of this process write nothing down: what is in its memory are people."""
        _ceiling(resource.RLIMIT_CORE, 0, 0)

    def _ceiling(what: int, most: int, last: int) -> None:
        """Set a ceiling, unless one set from outside is lower."""
        _, allowed = resource.getrlimit(what)
        if allowed != resource.RLIM_INFINITY:
            most, last = min(most, allowed), min(last, allowed)
        resource.setrlimit(what, (most, last))
