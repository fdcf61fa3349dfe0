"""The table of beliefs, and its audit: every posterior follows again from the looks in the table and the scenario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, final

from guardship.build.dossiers import identity_of
from guardship.build.look_alikes import how_many
from guardship.build.recognition import offences, signs_of, thresholds_of
from guardship.build.theatre import Theatre
from guardship.intelligence import Chances, Dossier, Identity, Look
from guardship.intelligence.belief import KINDS, Signs, Thresholds
from guardship.occurrences import Occurrence
from guardship.outcomes.beliefs import Belief, Seen
from guardship.run.dossiers import Key, keeps, read
from guardship.scenario.recognition import HARMLESS
from guardship.scenario.schema import Scenario

if TYPE_CHECKING:
    import pyarrow
    from pandas import DataFrame

    from guardship.outcomes.audit import Findings

ROUNDING = 1e-9
ASKED = ("hail", "approach")  # looks at contacts that are suspects already


def judged(scenario: Scenario) -> bool:
    """Whether contacts are judged by signs."""
    return scenario.recognition is not None


@final
@dataclass(frozen=True)
class Names:
    """How things are called in the table. `surroundings`: by state; `vessels`: by row."""

    scenario: Scenario
    surroundings: Sequence[Iterable[str]]
    vessels: Sequence[str] = ()

    @cached_property
    def chances(self) -> tuple[str, ...]:
        """Of the columns of chances, harmless first."""
        return HARMLESS, *offences(self.scenario)

    @cached_property
    def signs(self) -> tuple[str, ...]:
        """By bit."""
        return self.scenario.recognition.names if self.scenario.recognition else ()

    @cached_property
    def states(self) -> tuple[str, ...]:
        """Of the surroundings, by number."""
        return tuple(" ".join(state) for state in self.surroundings)

    def word(self, word: int) -> str:
        """The signs that were seen."""
        return " ".join(sign for s, sign in enumerate(self.signs) if word >> s & 1)

    def look(self, row: Any) -> Look:
        """The look of a row of the table."""
        seen = row.seen.split()
        word = sum(1 << s for s, sign in enumerate(self.signs) if sign in seen)
        return Look(row.t, KINDS.index(row.kind), row.ring, self.states.index(row.state), word)


# ---- the table -------------------------------------------------------------------------------


def table(beliefs: Sequence[Belief], names: Names) -> pyarrow.Table:
    """As in beliefs.parquet. `rests_on`: the rows of all looks on which the chances rest. Where dossiers are kept:
    `dossiers`, `versions`, `is_of`: those of hulls that look so, and the chances that the contact is that hull.
    """
    import pyarrow as pa

    kinds = [
        ("t", pa.float64()),
        ("observer", pa.string()),
        ("vessel", pa.string()),
        ("contact", pa.int64()),
        ("hull", pa.string()),
        ("x", pa.float64()),
        ("y", pa.float64()),
        ("kind", pa.string()),
        ("ring", pa.int64()),
        ("state", pa.string()),
        ("seen", pa.string()),
        *((name, pa.float64()) for name in names.chances),
        ("described", pa.float64()),
        ("verdict", pa.string()),
        ("rests_on", pa.list_(pa.int64())),
    ]
    if not keeps(names.scenario):
        rows = [row[:-3] for row in _rows(beliefs, names)]
    else:
        rows = list(_rows(beliefs, names))
        kinds += [
            ("dossiers", pa.list_(pa.int64())),
            ("versions", pa.list_(pa.int64())),
            ("is_of", pa.list_(pa.float64())),
        ]
    columns = list(zip(*rows, strict=True)) or [()] * len(kinds)
    return pa.table({name: pa.array(c, kind) for (name, kind), c in zip(kinds, columns, strict=True)})


def _rows(beliefs: Sequence[Belief], names: Names) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    number: dict[tuple[int, Seen], int] = {}  # equal looks at one vessel are one piece of evidence
    nothing = (None,) * (len(names.chances) + 2)
    for b in beliefs:
        for look in b.looks[:-1]:  # one to which no verdict belongs
            if number.setdefault((b.vessel, look), len(rows)) == len(rows):
                rows.append((*_look(b, look, names), *nothing, [len(rows)], None, None, None))
        number.setdefault((b.vessel, b.looks[-1]), len(rows))
        described = None if b.described != b.described else b.described
        rests_on = sorted(number[b.vessel, look] for look in b.looks)
        who = [[one[k] for one in b.who] for k in range(3)]
        rows.append((*_look(b, b.looks[-1], names), *b.chances, described, b.verdict, rests_on, *who))
    return rows


def _look(b: Belief, look: Seen, names: Names) -> tuple[Any, ...]:
    t, kind, ring, state, word = look
    vessel = names.vessels[b.vessel] if b.vessel >= 0 else None
    who = t, names.vessels[b.observer], vessel, b.contact, b.hull, *b.place
    return *who, KINDS[kind], ring, names.states[state], names.word(word)


# ---- the audit -------------------------------------------------------------------------------


def misjudged(
    theatre: Theatre, beliefs: DataFrame, events: DataFrame, vessels: DataFrame, dossiers: DataFrame | None = None
) -> Findings:
    """Beliefs that do not follow from the looks in the table, verdicts that do not follow from beliefs.

    And looks at contacts that their observer has not gained, or that are another vessel. Where a unit was sent after
    something, its chances are a mean with those of what was described, which the table does not say: then only that
    there is such a mean.
    """
    states = theatre.climate.states
    names, signs = Names(theatre.scenario, states), signs_of(theatre.scenario, states, theatre.ring)
    if signs is None:
        return []
    rows = list(beliefs.itertuples())
    files = Files.of(theatre, dossiers)
    return [
        *_not_gained(rows, events),
        *_wrong_chances(rows, signs, names, files),
        *_wrong_verdicts(rows, names, dict(zip(vessels["vessel"], vessels["nation"], strict=True))),
    ]


def _not_gained(rows: Sequence[Any], events: DataFrame) -> Iterator[str]:
    gains = events[events["kind"] == Occurrence.CONTACT_GAINED]
    gained: dict[tuple[str, int], tuple[float, str]] = {}
    for e in gains.itertuples():
        gained.setdefault((e.actor, e.contact), (e.t, e.object))
    for row in rows:
        when, vessel = gained.get((row.observer, row.contact), (row.t, ""))
        if vessel != row.vessel or row.t < when:
            yield f"looks at {row.vessel}, contact {row.contact} is {vessel or 'not gained'}: {_say(row)}"


@final
@dataclass(frozen=True)
class Files:
    """The dossiers of a run, and how hulls were known again; None where nobody kept any."""

    identity: Identity | None = None
    dossiers: Mapping[Key, Dossier] = field(default_factory=dict)

    @classmethod
    def of(cls, theatre: Theatre, dossiers: DataFrame | None) -> Files:
        """Those of a table."""
        if dossiers is None:
            return cls()
        identity = identity_of(theatre.scenario, theatre.climate.states, how_many(theatre))
        return cls(identity, read(dossiers, theatre.scenario))

    def prior(self, usual: Chances, row: Any) -> Chances:
        """The chances of a contact before its looks count."""
        if self.identity is None or not len(row.dossiers):
            return usual
        listed = [self.dossiers[key] for key in zip(row.dossiers, row.versions, strict=True)]
        return self.identity.mixed(usual, row.hull, listed, row.is_of, row.t)


def _wrong_chances(rows: Sequence[Any], signs: Signs, names: Names, files: Files) -> Iterator[str]:
    for row in rows:
        if not isinstance(row.verdict, str):
            continue
        looks = {names.look(rows[k]) for k in row.rests_on}
        prior = files.prior(signs.prior(row.hull, row.x, row.y), row)
        own, said = signs.posterior(prior, row.hull, looks), _chances(row, names)
        if any(rows[k].t > row.t or rows[k].vessel != row.vessel for k in row.rests_on):
            yield f"rests on what was not seen of it: {_say(row)}"
        elif row.described != row.described and not _alike(said, own):
            yield f"believes {said}, its looks say {own}: {_say(row)}"
        elif row.described == row.described and not _mixed(said, own, row.described):
            yield f"believes {said}, which is no mean with {own}: {_say(row)}"


def _wrong_verdicts(rows: Sequence[Any], names: Names, nations: dict[str, str]) -> Iterator[str]:
    rules = {nation: thresholds_of(names.scenario, nation) for nation in names.scenario.nations}
    suspects: set[tuple[str, int]] = set()
    for row in rows:
        if not isinstance(row.verdict, str):
            continue
        may, who = rules[nations[row.observer]], (row.observer, row.contact)
        before = who in suspects or row.kind in ASKED
        if row.verdict not in _verdicts(may, _chances(row, names), before):
            yield f"{row.verdict} at {_chances(row, names)}: {_say(row)}"
        suspects = suspects | {who} if row.verdict == "suspects" else suspects - {who}


def _verdicts(rules: Thresholds, chances: Chances, suspect: bool) -> tuple[str, ...]:
    """What a contact may be held for; a suspect stays one until it is passed."""
    if rules.passes(chances):
        return ("passes",)
    if rules.closes(chances):
        return ("suspects",)
    return ("suspects", "keeps") if suspect else ("keeps",)


def _chances(row: Any, names: Names) -> Chances:
    return tuple(getattr(row, name) for name in names.chances)


def _alike(one: Chances, other: Chances) -> bool:
    return all(abs(a - b) <= ROUNDING for a, b in zip(one, other, strict=True))


def _mixed(said: Chances, own: Chances, same: float) -> bool:
    """Whether chances are `same` times some others and 1 - `same` times its own."""
    rest = [a - (1.0 - same) * b for a, b in zip(said, own, strict=True)]
    return abs(sum(said) - 1.0) <= ROUNDING and all(-ROUNDING <= p <= same + ROUNDING for p in rest)


def _say(row: Any) -> str:
    return f"{row.observer} at {row.t:.6f} h"
