"""The table of beliefs, and its audit: every posterior follows again from the looks in the table and the scenario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, final

from guardship.build.dossiers import identity_of
from guardship.build.look_alikes import how_many
from guardship.build.recognition import offences, signs_of, thresholds_of
from guardship.build.theatre import Theatre
from guardship.intelligence import Chances, Comparison, Dossier, Identity, Look
from guardship.intelligence.belief import KINDS, Signs, Thresholds
from guardship.occurrences import Occurrence
from guardship.outcomes.beliefs import Belief, Compared, Seen
from guardship.run.dossiers import Key, keeps, links_are_made, read
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

    def comparison(self, row: Any, t: float) -> Comparison:
        """The comparison of a row of the table, of a look at a time [h]."""
        return Comparison(t, KINDS.index(row.kind), row.ring, self.states.index(row.state), row.dossier, row.fits)


# ---- the table -------------------------------------------------------------------------------


def table(beliefs: Sequence[Belief], names: Names) -> pyarrow.Table:
    """As in beliefs.parquet. `rests_on`: the rows of all looks on which the chances rest. Where dossiers are kept:
    `dossiers`, `versions`, `is_of`: those of hulls that look so, and the chances that the contact is that hull;
    `compared`: the rows of the comparisons (`comparisons`) on which these rest. Where dossiers are linked: `hulls`, of
    each of them the one that stands for its hull.
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
    told = Pieces.of(beliefs)
    if not keeps(names.scenario):
        rows = [row[:-5] for row in _rows(beliefs, told, names)]
    else:
        rows = list(_rows(beliefs, told, names))
        kinds += [
            ("dossiers", pa.list_(pa.int64())),
            ("versions", pa.list_(pa.int64())),
            ("is_of", pa.list_(pa.float64())),
            ("compared", pa.list_(pa.int64())),
        ]
        if links_are_made(names.scenario):
            kinds.append(("hulls", pa.list_(pa.int64())))
        else:
            rows = [row[:-1] for row in rows]
    return _arrow(rows, kinds)


def comparisons(beliefs: Sequence[Belief], names: Names) -> pyarrow.Table:
    """As in comparisons.parquet: a row for each comparison on which a belief rests. `look`: its row of beliefs.parquet.

    Of a look that two observers have at once and that fits the same dossier there is one row.
    """
    import pyarrow as pa

    kinds = [
        ("look", pa.int64()),
        ("dossier", pa.int64()),
        ("version", pa.int64()),
        ("kind", pa.string()),
        ("ring", pa.int64()),
        ("state", pa.string()),
        ("fits", pa.bool_()),
    ]
    rows = [
        (look, dossier, version, KINDS[kind], ring, names.states[state], fits)
        for look, version, (_, kind, ring, state, dossier, fits) in Pieces.of(beliefs).compared
    ]
    return _arrow(rows, kinds)


def _arrow(rows: Sequence[tuple[Any, ...]], kinds: Sequence[tuple[str, Any]]) -> pyarrow.Table:
    import pyarrow as pa

    columns = list(zip(*rows, strict=True)) or [()] * len(kinds)
    return pa.table({name: pa.array(c, kind) for (name, kind), c in zip(kinds, columns, strict=True)})


@final
@dataclass(frozen=True)
class Pieces:
    """On what beliefs rest, by numbers of rows: equal looks at one vessel are one piece of evidence, and so are equal
    comparisons.

    `looks`: rows of beliefs by vessel and look. `compared`: of each comparison the row of its look, the version of the
    dossier, and what it is; `numbers`: its row by vessel and comparison.
    """

    looks: Mapping[tuple[int, Seen], int]
    compared: Sequence[tuple[int, int, Compared]]
    numbers: Mapping[tuple[int, Compared], int]

    @classmethod
    def of(cls, beliefs: Sequence[Belief]) -> Pieces:
        """Those of all beliefs, in the order of rows."""
        looks: dict[tuple[int, Seen], int] = {}
        compared: list[tuple[int, int, Compared]] = []
        numbers: dict[tuple[int, Compared], int] = {}
        row = 0
        for b in beliefs:
            for look in b.looks[:-1]:  # one to which no verdict belongs has a row of its own
                row += looks.setdefault((b.vessel, look), row) == row
            looks.setdefault((b.vessel, b.looks[-1]), row)
            row += 1
            rows = {look[:4]: looks[b.vessel, look] for look in b.looks}
            for one, version in _listed(b):
                if numbers.setdefault((b.vessel, one), len(compared)) == len(compared):
                    compared.append((rows[one[:4]], version, one))
        return cls(looks, compared, numbers)


def _listed(b: Belief) -> Iterator[tuple[Compared, int]]:
    """Comparisons with the dossiers that a belief goes by, each with the version of the dossier."""
    versions = {dossier: version for dossier, version, *_ in b.who}
    return ((one, versions[one[4]]) for one in b.compared if one[4] in versions)


def _rows(beliefs: Sequence[Belief], told: Pieces, names: Names) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    nothing = (None,) * (len(names.chances) + 2)
    for b in beliefs:
        for look in b.looks[:-1]:
            if told.looks[b.vessel, look] == len(rows):
                rows.append((*_look(b, look, names), *nothing, [len(rows)], *(None,) * 5))
        described = None if b.described != b.described else b.described
        rests_on = sorted(told.looks[b.vessel, look] for look in b.looks)
        *who, hulls = [[one[k] for one in b.who] for k in range(4)]
        compared = sorted(told.numbers[b.vessel, one] for one, _ in _listed(b))
        rows.append((*_look(b, b.looks[-1], names), *b.chances, described, b.verdict, rests_on, *who, compared, hulls))
    return rows


def _look(b: Belief, look: Seen, names: Names) -> tuple[Any, ...]:
    t, kind, ring, state, word = look
    vessel = names.vessels[b.vessel] if b.vessel >= 0 else None
    who = t, names.vessels[b.observer], vessel, b.contact, b.hull, *b.place
    return *who, KINDS[kind], ring, names.states[state], names.word(word)


# ---- the audit -------------------------------------------------------------------------------


def misjudged(
    theatre: Theatre,
    beliefs: DataFrame,
    events: DataFrame,
    vessels: DataFrame,
    dossiers: DataFrame | None = None,
    comparisons: DataFrame | None = None,
) -> Findings:
    """Beliefs that do not follow from the looks in the table, verdicts that do not follow from beliefs.

    Nor, where dossiers are kept, from the comparisons in their table. And looks at contacts that their observer has not
    gained, or that are another vessel. Where a unit was sent after something, its chances are a mean with those of what
    was described, which the table does not say: then only that there is such a mean.
    """
    states = theatre.climate.states
    names, signs = Names(theatre.scenario, states), signs_of(theatre.scenario, states, theatre.ring)
    if signs is None:
        return []
    rows = list(beliefs.itertuples())
    files = Files.of(theatre, dossiers, comparisons)
    return [
        *_not_gained(rows, events),
        *_not_compared(rows, files, names),
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
    comparisons: Sequence[Any] = ()
    linked: bool = False

    @classmethod
    def of(cls, theatre: Theatre, dossiers: DataFrame | None, comparisons: DataFrame | None) -> Files:
        """Those of the tables."""
        if dossiers is None or comparisons is None:
            return cls()
        identity = identity_of(theatre.scenario, theatre.climate.states, how_many(theatre))
        known, linked = read(dossiers, theatre.scenario), links_are_made(theatre.scenario)
        return cls(identity, known, list(comparisons.itertuples()), linked)

    def listed(self, row: Any) -> list[Dossier]:
        """The dossiers by which a belief goes."""
        if self.identity is None or not len(row.dossiers):
            return []
        found = [self.dossiers[key] for key in zip(row.dossiers, row.versions, strict=True)]
        if not self.linked:
            return found
        return [replace(one, joined=int(hull)) for one, hull in zip(found, row.hulls, strict=True)]

    def who(self, row: Any, rows: Sequence[Any], names: Names) -> Sequence[float]:
        """For each of them the chance that a contact is the hull that it is of."""
        listed = self.listed(row)
        if self.identity is None or not listed:
            return ()
        compared = [names.comparison(c, rows[c.look].t) for c in (self.comparisons[k] for k in row.compared)]
        return self.identity.who(row.hull, listed, compared, row.t)

    def prior(self, usual: Chances, row: Any, who: Sequence[float]) -> Chances:
        """The chances of a contact before its looks count."""
        listed = self.listed(row)
        return self.identity.mixed(usual, row.hull, listed, who, row.t) if self.identity and listed else usual


def _not_compared(rows: Sequence[Any], files: Files, names: Names) -> Iterator[str]:
    """Comparisons that are of no look of the kind, or with no dossier that there was then of such a hull."""
    for k, c in enumerate(files.comparisons):
        look, dossier = rows[c.look], files.dossiers.get((c.dossier, c.version))
        where = f"comparison {k} with dossier {c.dossier}: {_say(look)}"
        if (c.kind, c.ring, c.state) != (look.kind, look.ring, look.state):
            yield f"is of another look, {where}"
        if dossier is None or dossier.hull != look.hull or not dossier.time <= look.t < dossier.until:
            yield f"there is no such dossier of a {look.hull}, {where}"


def _wrong_chances(rows: Sequence[Any], signs: Signs, names: Names, files: Files) -> Iterator[str]:
    for row in rows:
        if not isinstance(row.verdict, str):
            continue
        looks = {names.look(rows[k]) for k in row.rests_on}
        who, rests_on = files.who(row, rows, names), set(row.rests_on)
        prior = files.prior(signs.prior(row.hull, row.x, row.y), row, who)
        own, said = signs.posterior(prior, row.hull, looks), _chances(row, names)
        if any(rows[k].t > row.t or rows[k].vessel != row.vessel for k in row.rests_on):
            yield f"rests on what was not seen of it: {_say(row)}"
        elif len(who) and not _alike(row.is_of, who):
            yield f"is of dossiers with {_few(row.is_of)}, what was compared says {_few(who)}: {_say(row)}"
        elif len(who) and any(files.comparisons[k].look not in rests_on for k in row.compared):
            yield f"compares what it has not seen: {_say(row)}"
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


def _few(chances: Sequence[float]) -> str:
    """The first of them, for people."""
    return ", ".join(f"{p:.6f}" for p in chances[:3]) + (", ..." if len(chances) > 3 else "")


def _alike(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= ROUNDING for a, b in zip(one, other, strict=True))


def _mixed(said: Chances, own: Chances, same: float) -> bool:
    """Whether chances are `same` times some others and 1 - `same` times its own."""
    rest = [a - (1.0 - same) * b for a, b in zip(said, own, strict=True)]
    return abs(sum(said) - 1.0) <= ROUNDING and all(-ROUNDING <= p <= same + ROUNDING for p in rest)


def _say(row: Any) -> str:
    return f"{row.observer} at {row.t:.6f} h"
