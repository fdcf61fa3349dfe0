"""What a holder believed, as way-points: a series for each of its tracks.

The tracks are made of what messages.parquet says that reached the holder, by the filter that made them in the run, at
each arrival anew. Which report went to which track the table says. What it does not say is left out: biases (so errors
are a little too small), and searches that found nothing (such a track ends when the holder's memory does).
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from math import sqrt
from typing import Any, NamedTuple

import numpy as np

from guardship.build.tasking import habits
from guardship.intelligence import Observation, Track
from guardship.intelligence.association import Habits
from guardship.replay.recorded import Recorded
from guardship.replay.waypoints import CELL, GONE, Ways, ticks
from guardship.scenario.sensors import BIAS, VELOCITY_ERROR

ERROR = 100  # of a mark: its low bits are the error per axis [1/100 nm]
WIDEST = 0xFFFF
SUSPECT, HARMLESS, KNOWN_ONLY, HULL = (
    1 << 16,
    1 << 17,
    1 << 18,
    19,
)  # its other bits; the hull's number from that bit on
READ = [
    "report",
    "kind",
    "receiver",
    "made",
    "arrived",
    "track",
    "use",
    "x",
    "y",
    "vx",
    "vy",
    "sigma",
    "hull",
    "suspicious",
]
MADE = ["report", "sender", "contact", "x", "y", "made", "sigma"]
PLOTTED = ("contact", "update", "lost", "cleared", "distress", "engaged")

type Row = tuple[float, float, float, int]


class Pictures(NamedTuple):
    """The tracks of one holder: their numbers, and way-points of each."""

    tracks: list[int]
    ways: Ways


def of_holders(recorded: Recorded, hulls: Sequence[str]) -> dict[str, Pictures]:
    """The picture of each nation and centre that anything was told, through the whole run."""
    how, hours = habits(recorded.scenario), recorded.hours
    made: defaultdict[str, list[tuple[int, list[Row]]]] = defaultdict(list)
    for (holder, track, _), messages in sorted(_told(recorded).items()):
        made[holder].append((track, list(_rows(messages, how, hulls, hours))))
    return {holder: _picture(tracks) for holder, tracks in made.items()}


def _picture(tracks: Sequence[tuple[int, list[Row]]]) -> Pictures:
    counts = np.array([len(rows) for _, rows in tracks], np.int64)
    columns = np.rint(np.array([row for _, rows in tracks for row in rows], float).reshape(-1, 4)).astype(np.int64).T
    return Pictures([track for track, _ in tracks], Ways(counts, *columns))


def _told(recorded: Recorded) -> dict[tuple[str, int, str], list[dict[str, Any]]]:
    """What arrived with a place, in order, by receiver, track and use; with the look and when it was made [h].

    A report that a contact is lost repeats what was seen last, and so may others: looks that agree in all are one.
    """
    looks: dict[Hashable, tuple[int, float]] = {}
    contacts: dict[Hashable, int] = {}
    of: dict[int, dict[str, Any]] = {}
    for r in recorded.tables["reports"].select(MADE).to_pylist():
        contact = r["sender"], r["contact"]
        look, seen = looks.setdefault((*contact, r["x"], r["y"]), (len(looks), r["made"]))
        said = {"look": look, "seen": seen, "contact": contacts.setdefault(contact, len(contacts)), "own": r["sigma"]}
        of[r["report"]] = said
    found: defaultdict[tuple[str, int, str], list[dict[str, Any]]] = defaultdict(list)
    messages = recorded.tables["messages"].select(READ).to_pylist()
    for m in sorted((m for m in messages if m["arrived"] is not None), key=lambda m: m["arrived"]):
        if m["track"] is not None and m["x"] is not None and m["kind"] in PLOTTED:
            unknown = {"look": -m["report"], "seen": m["made"], "contact": -m["report"], "own": m["sigma"]}
            found[m["receiver"], m["track"], m["use"]].append(m | of.get(m["report"], unknown))
    return found


def _rows(messages: Sequence[dict[str, Any]], how: Habits, hulls: Sequence[str], hours: float) -> Iterator[Row]:
    """Way-points of a track: where it is believed to be from each arrival to the next, straight ahead."""
    track: Track | None = None
    a = ticks(hours)
    for k, message in enumerate(messages):
        seen = _observation(message)
        if track is None:
            track = Track(int(message["track"]), seen, how.history(), how.window)
        elif seen.id in track.rests_on:
            track.improve(seen)
        else:
            track.add(seen)
        begin, forgotten = message["arrived"], track.last_seen + how.memory
        later = messages[k + 1]["arrived"] if k + 1 < len(messages) else hours
        end = min(later, forgotten)
        if end < begin or (end == begin and end < later):
            continue
        said = _said(track, message["use"], hulls)
        for t in (begin, end):
            x, y, sigma = track.at(t)
            mark = min(round(ERROR * sigma), WIDEST) | said
            yield t * a, x * CELL, y * CELL, mark
        if end < later:
            yield t * a, x * CELL, y * CELL, GONE


def _observation(message: dict[str, Any]) -> Observation:
    """What was let out of a look: what edges have blurred, and the usual share of the rest, is one error for a contact.

    The error of a measured velocity is not told: the usual one.
    """
    sigma, own = message["sigma"], min(message["own"], message["sigma"])
    return Observation(
        (0, message["look"]),
        message["seen"],
        message["x"],
        message["y"],
        message["vx"],
        message["vy"],
        sigma,
        VELOCITY_ERROR,
        message["hull"],
        message["suspicious"],
        message["contact"],
        0,
        sqrt(sigma * sigma - (1.0 - BIAS) * own * own),
    )


def _said(track: Track, use: str, hulls: Sequence[str]) -> int:
    """The bits of a mark above the error."""
    bits = {True: SUSPECT, False: HARMLESS, None: 0}[track.suspicious]
    hull = hulls.index(str(track.hull)) + 1 if track.hull in hulls else 0
    return bits | (KNOWN_ONLY if use == "information" else 0) | hull << HULL
