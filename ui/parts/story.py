"""Story: what a person's page tells: read at once, shown as badges and rows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.parts.keys import cap
from ui.parts.moments import Moment
from ui.parts.screen import Screen

if TYPE_CHECKING:
    from partyservice.app import App
    from partyservice.desk.happenings import Happening, History
    from partyservice.desk.person import About, Episode
    from partyservice.storage.flow import Flow

OLDER = "older"
_MOST_LINES = 8  # of one entry; a new record has more
_LOOKS = 20  # told under a heading of their own
_OPENED = cap("Return")


@dataclass(frozen=True, slots=True)
class Story:
    """What is known of a person, what was done, and the steps that may be taken now."""

    about: About | None
    history: History
    looks: History  # who looked at the person, the newest few
    steps: Sequence[tuple[Flow, str]]


def read_story(app: App, person_id: int, screens: Sequence[Screen], most: int) -> Story:
    """Read it on a thread beside the window, with the newest `most` entries of the history."""
    about = app.people.about(person_id)
    tables = first_open(about)
    steps = [
        (flow, step.name)
        for screen in screens
        for flow in screen.flows
        if flow.about.__tablename__ in tables
        for step in app.steps(flow, tables[flow.about.__tablename__].id)
    ]
    history = app.people.history(person_id, most=most)
    looks = app.people.looked_at(person_id, most=_LOOKS)
    return Story(about, history, looks, steps)


def badges_of(about: About, screens: Sequence[Screen]) -> list[tuple[str, str]]:
    """Return words and tone of the badges: what is open now, and what in it is not usual."""
    found: dict[str, str] = {}
    for episode in about.episodes:
        if episode.open:
            found[_named(episode)] = tone_of(episode, screens)
    if not found and about.episodes:
        found[_named(about.episodes[0])] = "none"
    for episode in about.episodes:
        known = _marked(episode, screens) if episode.open else {}
        found |= {words: tone for words, tone in known.items() if words not in found}
    return list(found.items())


def tone_of(episode: Episode, screens: Sequence[Screen]) -> str:
    """Return the tone in which the state of a record is marked in its list."""
    return _tones(episode, screens).get(episode.state, "none")


def rows_of(
    about: About,
    happenings: Sequence[Happening],
    screens: Sequence[Screen],
    *,
    more: bool,
    looks: History | None = None,
) -> list[Moment]:
    """Return all rows: the records under their headings, who looked, and what was done."""
    rows: list[Moment] = []
    headings = dict.fromkeys(sorted(each.heading for each in about.episodes))
    for heading in headings:
        here = [each for each in about.episodes if each.heading == heading]
        rows.append(Moment(heading, heading, beside=f"{len(here)} 段", is_head=True))
        rows += [_episode(each, screens) for each in here]
    rows += _looks(looks) if looks and looks.happenings else ()
    count = f"{len(happenings)} 条" if not more else f"最近 {len(happenings):,} 条"
    rows.append(Moment("history", "办理记录", beside=count, is_head=True))
    rows += [_happening(each) for each in happenings]
    if more:
        rows.append(Moment(OLDER, "更早的记录", cap=_OPENED))
    elif not happenings:
        rows.append(Moment("none", "还没有办理记录"))
    return rows


def _looks(looks: History) -> Iterator[Moment]:
    """Give who looked at the person alone, under a heading; a look stands in the history too."""
    few = f"最近 {len(looks.happenings)} 次" if looks.more else f"{len(looks.happenings)} 次"
    yield Moment("looks", "谁看过", beside=few, is_head=True)
    for each in looks.happenings:
        yield dataclasses.replace(_happening(each), key=("look", each.seq))


def candidate_of(about: About) -> tuple[object, ...]:
    """Return the person as a row of candidates: key, name, sex, born, branch, tail."""
    rolls = (each for each in about.episodes if each.open and each.table == "member")
    branch = next((each.texts.get("member.branch_id", "") for each in rolls), "")
    told = (about.texts.get(key, "") for key in ("person.sex", "person.born"))
    return about.id, about.name, *told, branch, ""


def first_open(about: About | None) -> dict[str, Episode]:
    """Return the newest open record of each table: the one its steps are taken by."""
    found: dict[str, Episode] = {}
    for episode in about.episodes if about and not about.void else ():
        if episode.open:
            found.setdefault(episode.table, episode)
    return found


def _episode(episode: Episode, screens: Sequence[Screen]) -> Moment:
    until = f"至 {episode.ended}" if episode.ended else "至今" if episode.open else ""
    owes = f"待补：{'、'.join(episode.owes)}" if episode.owes else ""
    lines = (episode.where, _listed(episode, screens), owes)
    return Moment(
        key=(episode.table, episode.id),
        what=f"{episode.title}  {episode.state}".strip(),
        day=episode.began or "—",
        who="  ".join(part for part in (until, episode.lasted) if part),
        below=tuple(line for line in lines if line),
        tone=tone_of(episode, screens) if episode.open else "",
        cap=_OPENED if any(_is_about(each, episode) for each in screens) else "",
    )


def _listed(episode: Episode, screens: Sequence[Screen]) -> str:
    """Return what the list of a record shows of it and is not said yet."""
    said = {episode.state, episode.began, episode.ended, *episode.where.split("  ")}
    fields = (f for s in screens if _is_about(s, episode) for f in s.listing.fields)
    told = [
        f"{field.label}：{episode.texts[field.key]}"
        for field in fields
        if episode.texts.get(field.key, "") not in {"", *said}
    ]
    return "  ".join(told)


def _happening(happening: Happening) -> Moment:
    lines = happening.lines
    if happening.look:
        lines = ("、".join(lines),) if lines else ()
    elif len(lines) > _MOST_LINES:
        lines = (*lines[: _MOST_LINES - 1], f"等 {len(happening.lines)} 项")
    if happening.new:
        lines = _joined(happening.lines)
    return Moment(
        key=happening.seq,
        what=happening.what,
        beside=happening.title,
        day=happening.day,
        who=f"{happening.by}  {happening.time}",
        below=lines,
    )


def _joined(lines: Sequence[str]) -> tuple[str, ...]:
    """A new record is one paragraph: nothing in it was different before."""
    return ("；".join(lines),) if lines else ()


def _named(episode: Episode) -> str:
    return episode.title if episode.usual else f"{episode.title} {episode.state}"


def _marked(episode: Episode, screens: Sequence[Screen]) -> Mapping[str, str]:
    """Return the values of a record that its list marks, other than its state."""
    tones = _tones(episode, screens)
    said = (words for words in episode.texts.values() if words != episode.state)
    return {words: tones[words] for words in said if words in tones}


def _tones(episode: Episode, screens: Sequence[Screen]) -> dict[str, str]:
    found: dict[str, str] = {}
    for screen in screens:
        if _is_about(screen, episode):
            for marks in screen.marks.values():
                found |= {words: tone.rstrip("*") for words, tone in marks.items()}
    return found


def _is_about(screen: Screen, episode: Episode) -> bool:
    return str(screen.listing.about.__tablename__) == episode.table
