"""Rights: what a role may do at the desk (domain 0.3)."""

from __future__ import annotations

ROLES: dict[str, frozenset[str]] = {
    "desk": frozenset(
        {
            "members.edit",
            "members.decide",
            "members.unmask",
            "organisations.edit",
            "organisations.decide",
            "mobility.edit",
            "rosters.print",
            "lists.export",
            "rosters.edit",
            "settings.edit",
            "exchange.import",
            "people.merge",
        }
    ),
}


def rights_of(roles: frozenset[str]) -> frozenset[str]:
    """Return the rights that `roles` give together."""
    return frozenset().union(*(ROLES[role] for role in roles))
