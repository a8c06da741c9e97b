"""Hindrances: what keeps a record from being set back that is sound when seen by itself.

A record in force needs it, what it links to is out of force, its number has been taken, or another
one matters in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partyservice.storage.lookup import some
from partyservice.storage.record import (
    Attribute,
    Record,
    described,
    field_of,
    links_of,
    owner,
)
from partyservice.storage.shown import linked
from partyservice.storage.verdicts import WHOLE, Verdict

Kinds = dict[int, type[Record]]
NEEDED = "之后的{title}记录还要用它"
HOMELESS = "它所属的{title}已不在册"
TAKEN = "{label}已是另一条{title}记录的"
SINGLE = "同一个人已有另一条{title}记录在办"
TOGETHER = "与它一起登记的{title}没有撤销"


@dataclass(slots=True)
class Draught:
    """What undoing a step would do, as far as records stand in each other's way.

    `kept` says why a whole record stays as it is, `kept_columns` why a column does.
    """

    voids: Kinds = field(default_factory=dict)
    restores: Kinds = field(default_factory=dict)
    edits: Kinds = field(default_factory=dict)
    moves: Kinds = field(default_factory=dict)  # those whose state of a Flow goes back
    anchors: Kinds = field(default_factory=dict)  # that stay, and what was done with them too
    sets: dict[int, dict[str, Any]] = field(default_factory=dict)  # of links and once Fields
    kept: dict[int, str] = field(default_factory=dict)
    kept_columns: dict[int, dict[str, str]] = field(default_factory=dict)
    left: set[int] = field(default_factory=set)  # of which something stays, seen by themselves
    late: set[int] = field(default_factory=set)  # which take a number that another gives up

    def add(self, verdict: Verdict) -> None:
        """Note what a verdict would do."""
        deed = verdict.deed
        if verdict.left:
            self.left.add(deed.id)
        if WHOLE in verdict.left:
            self.kept[deed.id] = verdict.left[WHOLE]
        kinds = (
            (self.voids, verdict.void),
            (self.restores, verdict.restores),
            (self.edits, verdict.sets and not verdict.restores),
            (self.moves, verdict.moves),
            (self.anchors, WHOLE in verdict.left and (deed.before is None or verdict.moved)),
        )
        for among, holds in kinds:
            if holds:
                among[deed.id] = deed.kind
        told = {name: value for name, value in verdict.sets.items() if name in _telling(deed.kind)}
        if told:
            self.sets[deed.id] = told

    @property
    def claims(self) -> Kinds:
        """The records that would hold a link or a number they do not hold in force now."""
        return self.restores | {key: self.edits[key] for key in self.sets if key in self.edits}

    def keep(self, found: dict[int, str]) -> bool:
        """Let the records in `found` be; return whether any was to be changed."""
        new = {key: why for key, why in found.items() if key not in self.kept}
        self.kept |= new
        for key in new:
            if kind := self.voids.get(key) or self.moves.get(key):
                self.anchors[key] = kind
            for kinds in (self.voids, self.restores, self.edits, self.moves, self.sets):
                kinds.pop(key, None)
        return bool(new)


def onces(kind: type[Record]) -> list[Attribute]:
    """Return the attributes that no two records of `kind` in force have alike."""
    return [getattr(kind, f.key.split(".")[1]) for f in described(kind) if f.once]


@cache
def _telling(kind: type[Record]) -> frozenset[str]:
    """Return the names of the links and once Fields of `kind`."""
    return frozenset(attribute.key for attribute in (*links_of(kind), *onces(kind)))


def settle(session: Session, draught: Draught) -> None:
    """Find all hindrances; what is kept may hinder others, until nothing more is found."""
    while any(
        [
            draught.keep(dict(_together(session, draught))),
            draught.keep(dict(_needed(session, draught))),
            draught.keep(dict(_homeless(session, draught))),
            draught.keep(dict(_second(session, draught))),
            _taken(session, draught),
        ]
    ):
        pass


def _together(session: Session, draught: Draught) -> Iterator[tuple[int, str]]:
    """Give what was changed only because of a record that stays, and is linked to by it."""
    for kind, ids in _by_kind(draught.anchors).items():
        for link in links_of(kind):
            for _key, target in _links(session, link, ids):
                if target in draught.edits:
                    yield target, TOGETHER.format(title=kind.title)


def _needed(session: Session, draught: Draught) -> Iterator[tuple[int, str]]:
    """Give what would be voided although a record that stays in force links to it."""
    for kind, ids in _by_kind(draught.voids).items():
        for link in _links_to(kind):
            record: Any = owner(link)
            for few in some(ids):
                wanted = select(link, record.id).where(link.in_(few), record.void_reason.is_(None))
                for target, key in session.execute(wanted):
                    moved = link.key in draught.sets.get(key, ())
                    if key not in draught.voids and not moved:
                        yield target, NEEDED.format(title=record.title)


def _homeless(session: Session, draught: Draught) -> Iterator[tuple[int, str]]:
    """Give what would link to a record that is out of force then."""
    for kind, ids in _by_kind(draught.claims).items():
        for link in links_of(kind):
            linking = {
                key: target
                for key, target in _after(session, draught, link, ids)
                if key in draught.restores or link.key in draught.sets.get(key, ())
            }
            out = _out_of_force(session, draught, linked(link), set(linking.values()))
            for key, target in linking.items():
                if target in out:
                    yield key, HOMELESS.format(title=linked(link).title)


def _second(session: Session, draught: Draught) -> Iterator[tuple[int, str]]:
    """Give what would matter beside another of its kind where only one may."""
    moving = draught.moves | draught.restores
    for kind, ids in _by_kind(moving).items():
        if not kind.single:
            continue
        link: Any = getattr(kind, kind.single)
        moved = {key for key in ids if key in draught.moves}
        mattering = moved | set(_mattering(session, kind, ids))
        linking = {k: t for k, t in _after(session, draught, link, ids) if k in mattering}
        others: dict[int, set[int]] = {}
        for few in some(set(linking.values())):
            wanted = select(link, kind.id).where(
                link.in_(few), kind.void_reason.is_(None), kind.matters()
            )
            for target, key in session.execute(wanted):
                leaving = key in draught.voids or kind.single in draught.sets.get(key, ())
                if not leaving and key not in moving:
                    others.setdefault(target, set()).add(key)
        for key, target in linking.items():
            if others.get(target, set()) - {key}:
                yield key, SINGLE.format(title=kind.title)


def _taken(session: Session, draught: Draught) -> bool:
    """Keep what would take a number that another record has; return whether there was any."""
    found = False
    for kind, ids in _by_kind(draught.claims).items():
        for attribute in onces(kind):
            name = attribute.key
            claims = {
                key: value
                for key, value in _after(session, draught, attribute, ids)
                if key in draught.restores or name in draught.sets.get(key, ())
            }
            holders = _holders(session, attribute, set(claims.values()))
            for key, value in claims.items():
                holder = holders.get(value, key)
                if holder == key:
                    continue
                if holder in draught.voids or name in draught.sets.get(holder, ()):
                    draught.late.add(key)
                    continue
                why = TAKEN.format(label=field_of(attribute).label, title=kind.title)
                found = True
                if key in draught.restores:
                    draught.keep({key: why})
                else:
                    draught.sets[key].pop(name)
                    draught.kept_columns.setdefault(key, {})[name] = why
    return found


def _by_kind(kinds: Kinds) -> dict[type[Record], list[int]]:
    found: dict[type[Record], list[int]] = {}
    for key, kind in kinds.items():
        found.setdefault(kind, []).append(key)
    return found


def _links_to(kind: type[Record]) -> list[Attribute]:
    records: list[type[Record]] = [mapper.class_ for mapper in Record.registry.mappers]
    return [link for record in records for link in links_of(record) if linked(link) is kind]


def _links(session: Session, link: Attribute, ids: Iterable[int]) -> Iterator[tuple[int, Any]]:
    """Give the keys of the records `ids`, each with what its column `link` holds now."""
    record = owner(link)
    for few in some(ids):
        wanted = select(record.id, link).where(record.id.in_(few), link.is_not(None))
        yield from map(tuple, session.execute(wanted))


def _after(
    session: Session, draught: Draught, attribute: Attribute, ids: Iterable[int]
) -> Iterator[tuple[int, Any]]:
    """Give the keys of the records `ids`, each with what `attribute` would hold then."""
    told = [key for key in ids if attribute.key in draught.sets.get(key, ())]
    for key in told:
        if draught.sets[key][attribute.key] is not None:
            yield key, draught.sets[key][attribute.key]
    yield from _links(session, attribute, [key for key in ids if key not in set(told)])


def _out_of_force(
    session: Session, draught: Draught, kind: type[Record], ids: set[int]
) -> set[int]:
    found = {key for key in ids if key in draught.voids}
    for few in some(ids):
        wanted = select(kind.id).where(kind.id.in_(few), kind.void_reason.is_not(None))
        found.update(key for key in session.scalars(wanted) if key not in draught.restores)
    return found


def _mattering(session: Session, kind: type[Record], ids: Iterable[int]) -> Iterator[int]:
    for few in some(ids):
        yield from session.scalars(select(kind.id).where(kind.id.in_(few), kind.matters()))


def _holders(session: Session, attribute: Attribute, values: set[Any]) -> dict[Any, int]:
    record = owner(attribute)
    found: dict[Any, int] = {}
    for few in some(values):
        wanted = select(attribute, record.id).where(
            attribute.in_(few), record.void_reason.is_(None)
        )
        found.update((value, key) for value, key in session.execute(wanted))
    return found
