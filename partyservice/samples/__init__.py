"""Samples: invented people, stays and organisations, for trying the program and for its tests.

Everything is plain text. Nobody here is real, nor any town or street: identity numbers begin with
the unassigned 99, mobile numbers with the unassigned 154, land lines with a 0 behind the area.
"""

from partyservice.samples.member import TODAY, Person
from partyservice.samples.organisations import (
    BRANCHES,
    HOME,
    ORGANISATIONS,
    OTHER_ORGANISATIONS,
    Organisation,
)
from partyservice.samples.personas import PERSONAS
from partyservice.samples.population import people
from partyservice.samples.stays import Stay, inflows, outflows

__all__ = [
    "BRANCHES",
    "HOME",
    "ORGANISATIONS",
    "OTHER_ORGANISATIONS",
    "PERSONAS",
    "TODAY",
    "Organisation",
    "Person",
    "Stay",
    "inflows",
    "outflows",
    "people",
]
