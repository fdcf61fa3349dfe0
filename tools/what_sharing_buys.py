"""What joint patrols and shared intelligence buy, on one page: `uv run python -m tools.what_sharing_buys` runs what is missing
of four experiments and writes docs/answers/what_sharing_buys.md with a replay of one voyage saved and one lost.

Every number and every answer on the page comes from the stores; the sentences say what the intervals say.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import NamedTuple

from guardship import Run, simulate
from guardship.experiment.analysis.compare import Row, compare
from guardship.experiment.analysis.paired import crossing
from guardship.experiment.analysis.planning import needs
from guardship.experiment.engines.batch import run
from guardship.experiment.engines.local import local
from guardship.experiment.plan.plan import Plan, plan
from guardship.experiment.store.files import StoreError
from guardship.experiment.store.results import Batch

HOME = Path(__file__).parents[1]
PAGE = HOME / "docs/answers/what_sharing_buys.md"
REPLAY = HOME / "docs/answers/saved_and_lost.html"
STORES = HOME / "batches"
PRODUCTS, RECOGNITION, LISTS = "what_sharing_buys", "recognition", "lists"
POISONED, OPEN_WATER = "poisoned", "open_water"
WORDS = {
    "attacks": "attacks",
    "piracy.stopped": "pirates stopped",
    "people.stopped": "boats of migrants stopped",
    "boardings.innocent": "innocents boarded",
    "repeated_boardings": "innocents boarded again*",
    "on_station_share": "share of time on station",
    "usd.net": "net cost, MUSD",
    "enterprise.sailed": "voyages that sail",
    "enterprise.stayed": "voyages stayed",
    "enterprise.elsewhere": "voyages elsewhere",
    "enterprise.not_equipped": "boats not replaced",
}
MILLION = 1e6
AGAIN = "repeated_boardings"  # not named beforehand
RESOLVED = ("more", "less")
ALONE = ("looks more", "looks less")  # by an interval that holds alone
APART, ALL = "apart", "all_5_min"  # of which voyages are told


class Told(NamedTuple):
    """A product and the variants in which the others are told, by how late."""

    name: str
    variants: Mapping[str, str]


TOLD = (
    Told("The picture", {"5 minutes": "picture_5_min", "6 hours": "picture_6_h"}),
    Told("Tips", {"5 minutes": "tips_5_min", "6 hours": "tips_6_h"}),
    Told("Lists of hulls", {"5 minutes": "lists_5_min", "a day": "lists_24_h"}),
    Told("All of it", {"5 minutes": "all_5_min", "a day": "all_24_h"}),
    Told("All of it, and the best placed partner is asked", {"5 minutes": "asked"}),
)


def store(name: str, workers: int) -> Batch:
    """The store of a shipped experiment: one that is whole as it is, whatever code made it; else run to its end."""
    folder = STORES / name
    if not whole(folder):
        design = plan(HOME / f"scenarios/experiments/{name}.yaml")
        run(design, folder, lambda given, blocks: local(given, blocks, workers))
    return Batch(folder)


def whole(folder: Path) -> bool:
    """Whether a folder is a store with all its runs."""
    try:
        batch = Batch(folder)
        return len(batch.runs) == len(batch.plan.points) * batch.replications
    except StoreError:
        return False


# ---- numbers in words -----------------------------------------------------------------------------


def number(x: float) -> str:
    """Two figures, whole from 100 on."""
    return f"{x:.2g}" if abs(x) < 100.0 else f"{x:.0f}"


def scaled(row: Row) -> float:
    """By what a measure is divided on the page."""
    return MILLION if row.measure.startswith("usd.") else 1.0


def cell(row: Row) -> str:
    """A difference with its interval; bold where it is resolved."""
    if row.effect is None:
        return "no value"
    e, by = row.effect, scaled(row)
    said = f"{e.mean / by:+.2g} ({number(e.all_low / by)} to {number(e.all_high / by)})"
    if row.answer in ALONE:
        return f"*{said}*"
    return f"**{said}**" if row.answer in RESOLVED else "0" if row.answer == "equal" else said


def phrase(row: Row) -> str:
    """A resolved difference in words: how much more or less of what, of how much."""
    e, by = row.effect, scaled(row)
    assert e is not None
    least, most = sorted((abs(e.all_low) / by, abs(e.all_high) / by))
    which = "more" if e.mean > 0.0 else "less" if by != 1.0 else "fewer"
    return (
        f"{number(abs(e.mean) / by)} ({number(least)} to {number(most)}) {which} {WORDS[row.measure]} "
        f"of {number(e.without / by)}"
    )


def answer(rows: Sequence[Row]) -> str:
    """What is resolved of a variant, in words."""
    found = [phrase(row) for row in rows if row.answer in RESOLVED]
    return " and ".join(found) if found else "nothing that could be seen"


def by_variant(batch: Batch, also: Sequence[str] = (AGAIN,)) -> dict[str, list[Row]]:
    """Differences to the first variant, by variant: of the named measures, one family, and of some that were not named."""
    found: dict[str, list[Row]] = {}
    measures = [*batch.plan.asked.measures, *also]
    for row in compare(batch, measures, nations=False).rows:
        found.setdefault(row.variant, []).append(row)
    return found


def takes(batch: Batch) -> Iterator[str]:
    """By measure, how many pairs find a fifth of the reference: of the variants the least and the most."""
    counts: dict[str, list[float]] = {}
    for one in needs(batch, batch.replications):
        if one.pairs is not None and one.wanted is not None:
            counts.setdefault(one.measure, []).append(one.pairs[0])
    for measure, found in counts.items():
        known = [f"{n:.0f}" if isfinite(n) else "more than ten million" for n in (min(found), max(found))]
        yield f"{WORDS[measure]} {' to '.join(dict.fromkeys(known))}"


def measured(batch: Batch, names: Mapping[str, str], head: str, also: Sequence[str] = (AGAIN,)) -> Iterator[str]:
    """A table of a store, and how many pairs a fifth takes."""
    yield from table(by_variant(batch, also), names, head)
    yield ""
    yield fifth(batch)


def fifth(batch: Batch) -> str:
    """How many pairs find a fifth of the reference, and how many were run."""
    return f"Pairs that find a fifth with 80 %: {'; '.join(takes(batch))}. Run: {batch.replications}."


def table(rows: Mapping[str, Sequence[Row]], names: Mapping[str, str], head: str) -> Iterator[str]:
    """Variants down, measures across."""
    measures = [row.measure for row in next(iter(rows.values()))]
    yield f"| {head} | " + " | ".join(WORDS[m] for m in measures) + " |"
    yield "|---|" + "---|" * len(measures)
    first = next(iter(rows.values()))
    base = (number(row.effect.without / scaled(row)) if row.effect else "no value" for row in first)
    yield f"| {first[0].reference.replace('_', ' ')} | " + " | ".join(base) + " |"
    for variant, name in names.items():
        yield f"| {name} | " + " | ".join(map(cell, rows[variant])) + " |"


# ---- parts of the page ----------------------------------------------------------------------------


def products(batch: Batch) -> Iterator[str]:
    """Which product, and how late."""
    rows = by_variant(batch)
    yield "## Which product, and how late"
    yield ""
    for told in TOLD:
        parts = [f"told within {late}, {answer(rows[variant])}" for late, variant in told.variants.items()]
        yield f"- **{told.name}**: {'; '.join(parts)}."
    yield f"- **No patrols at all**: {answer(rows['no_patrols'])}."
    yield ""
    names = {variant: f"{told.name}, {late}" for told in TOLD for late, variant in told.variants.items()}
    yield from measured(batch, {**names, "no_patrols": "No patrols"}, "differences a month")


def recognition(batch: Batch) -> Iterator[str]:
    """From which quality of recognition on it pays."""
    yield "## How well looks tell the guilty from the harmless"
    yield ""
    yield "One sign in place of all; the area under the curve of true over false alarms is 0.5 where looks tell nothing."
    yield ""
    rows = [row for row in compare(batch, nations=False).rows if row.variant == "mesh"]
    levels = sorted({float(shown) for row in rows for shown in row.levels.values()})
    yield (
        "| area | " + " | ".join(f"{WORDS[m]}: apart, in a mesh" for m in dict.fromkeys(r.measure for r in rows)) + " |"
    )
    yield "|---|" + "---|" * len({row.measure for row in rows})
    for level in levels:
        own = [row for row in rows if float(next(iter(row.levels.values()))) == level]
        cells = (f"{number(row.effect.without)}, {cell(row)}" if row.effect else "no value" for row in own)
        yield f"| {0.5 + 0.49 * level:.2g} | " + " | ".join(cells) + " |"
    yield ""
    yield fifth(batch)


MISTAKES = {"wanted_mistakes_0_002": 0.002, "wanted": 0.02, "wanted_mistakes_0_06": 0.06, "wanted_mistakes_0_2": 0.2}
LISTED = {
    "wanted": "wanted hulls: sees 0.8, mistakes 0.02, told within a day",
    "wanted_mistakes_0_002": "wanted hulls: mistakes 0.002",
    "wanted_mistakes_0_06": "wanted hulls: mistakes 0.06",
    "wanted_mistakes_0_2": "wanted hulls: mistakes 0.2",
    "wanted_sees_0_3": "wanted hulls: sees 0.3",
    "wanted_after_5_min": "wanted hulls: told within 5 minutes",
    "wanted_after_7_d": "wanted hulls: told after 7 days",
    "wanted_apart": "wanted hulls: told to nobody",
    "both": "wanted hulls and those in which nothing was found: sees 0.8, mistakes 0.02, told within a day",
    "both_mistakes_0_2": "both: mistakes 0.2",
    "both_apart": "both: told to nobody",
}


def lists(batch: Batch) -> Iterator[str]:
    """Lists by how surely hulls are known again."""
    rows = by_variant(batch)
    yield "## Lists: how surely a hull is known again"
    yield ""
    at = list(MISTAKES.values())
    innocents, stopped = (
        [_mean(rows[name], measure) for name in MISTAKES] for measure in ("boardings.innocent", "piracy.stopped")
    )
    boarded, caught = (_without(rows["wanted"], measure) for measure in ("boardings.innocent", "piracy.stopped"))
    usual = boarded / caught
    price = [more - usual * won for more, won in zip(innocents, stopped, strict=True)]
    yield (
        f"Told of wanted hulls within a day, known again with 0.8 and taken for others with {', '.join(f'{x:g}' for x in at)}, "
        f"navies board {', '.join(f'{x:+.2g}' for x in innocents)} innocents and stop {', '.join(f'{x:+.2g}' for x in stopped)} "
        f"pirates (means). Without a list they board {number(usual)} innocents for each pirate stopped; {_even(at, price)}."
    )
    yield ""
    yield from measured(batch, LISTED, "differences a month")


def poisoned(batch: Batch) -> Iterator[str]:
    """How many false entries undo a true list."""
    yield "## False entries on a list that all share"
    yield ""
    names = {
        "true_list": "a true list",
        "false_5": "5 false entries in it",
        "false_20": "20 false entries in it",
        "corrected_20": "20 false entries, corrected by visits in vain",
    }
    rows = by_variant(batch)
    each, won = (
        [(_mean(rows[f"false_{n}"], measure) - _mean(rows["true_list"], measure)) / n for n in (5, 20)]
        for measure in ("boardings.innocent", "piracy.stopped")
    )
    yield (
        f"In the mean each false entry, of 5 and of 20, makes navies board {number(each[0])} and {number(each[1])} innocents more a month "
        f"than a true list alone, and changes pirates stopped by {won[0]:+.2g} and {won[1]:+.2g}."
    )
    yield ""
    yield from measured(batch, names, "differences a month")


def open_water(batch: Batch) -> Iterator[str]:
    """Lists where hulls are scarce."""
    yield "## Lists in open water, where hulls are scarce"
    yield ""
    names = {
        "apart": "wanted hulls and those in which nothing was found, told to nobody",
        "wanted": "wanted hulls, told within a day",
        "both": "both, told within a day",
        "surely": "both; victims give the name",
    }
    yield from measured(batch, names, "differences in 60 days")


def _mean(rows: Sequence[Row], measure: str) -> float:
    return next(row.effect.mean for row in rows if row.measure == measure and row.effect is not None)


def _without(rows: Sequence[Row], measure: str) -> float:
    return next(row.effect.without for row in rows if row.measure == measure and row.effect is not None)


def _even(at: Sequence[float], price: Sequence[float]) -> str:
    """From which rate of mistakes on each pirate more costs more innocents than that; means, with no interval."""
    x = crossing(at, price)
    if x is not None:
        return f"a list costs more than that for each pirate more from mistakes of about {x:.2g} on (of means, with no interval)"
    return (
        f"a list costs {'more' if price[0] > 0.0 else 'less'} than that at all these rates (of means, with no interval)"
    )


# ---- one voyage saved, one lost -------------------------------------------------------------------


class Pair(NamedTuple):
    """A replication, and in it a voyage of pirates that was saved by sharing and one that was lost."""

    replication: int
    saved: str
    lost: str


def pair(batch: Batch) -> Pair | None:
    """The first replication with both; None where there is none."""
    points = {point.variant: point.number for point in batch.plan.points}
    rows = batch.voyages[batch.voyages["counted"]]
    key = ["replication", "group", "ordinal"]
    one, other = (rows[rows["point"] == points[name]] for name in (APART, ALL))
    both = one.merge(other, on=key, suffixes=("", "_b")).sort_values(key)
    stopped, got = (both["outcome"] == "stopped", both["outcome"] == "succeeded")
    stopped_b, got_b = (both["outcome_b"] == "stopped", both["outcome_b"] == "succeeded")
    saved, lost = both[got & stopped_b], both[stopped & got_b]
    for r in sorted(set(saved["replication"]) & set(lost["replication"])):
        names = [f"{v.group}#{v.ordinal}" for v in (next(x[x["replication"] == r].itertuples()) for x in (saved, lost))]
        return Pair(int(r), *names)
    return None


def made(design: Plan, variant: str, replication: int) -> Run:
    """A run of the batch again."""
    point = next(one for one in design.points if one.variant == variant)
    return simulate(design.scenario(point.number), design.asked.first_seed + replication, substream=point.substream)


def voyages(batch: Batch) -> Iterator[str]:
    """One saved and one lost, with their replay."""
    found = pair(batch)
    yield "## One voyage stopped by what was told, one that got through for it"
    yield ""
    if found is None:
        yield "No run has both."
        return
    apart, told = (made(batch.plan, name, found.replication) for name in (APART, ALL))
    apart.replay(told).write(REPLAY)
    seed = batch.plan.asked.first_seed + found.replication
    yield (
        f"Seed {seed}, apart and with all of it told within 5 minutes, [beside each other]({REPLAY.name}) (download it). "
        f"`guardship story` tells them:"
    )
    for what, voyage in (
        ("Stopped only where all is told", found.saved),
        ("Through only where all is told", found.lost),
    ):
        for name, one in (("apart", apart), ("told", told)):
            yield ""
            yield f"**{what}, {name}**: {_told(one, voyage)}"


def _told(run: Run, voyage: str) -> str:
    """The end of a voyage's story in its own sentences."""
    rows = run.voyages
    group, _, ordinal = voyage.partition("#")
    number = int(rows[(rows["group"] == group) & (rows["ordinal"] == int(ordinal))]["voyage"].iloc[0])
    story = run.story(f"voyage:{number}")
    kept = story.sentences if len(story.sentences) <= LONGEST else (story.sentences[0], *story.sentences[1 - LONGEST :])
    return " ".join(f"{'' if one.t is None else story.when(one.t) + ': '}{one.text}" for one in kept)


LONGEST = 5  # sentences of a story on the page: its first and its last


def page(workers: int) -> str:
    """The whole page."""
    stores = {name: store(name, workers) for name in (PRODUCTS, RECOGNITION, LISTS, POISONED, OPEN_WATER)}
    runs = sum(len(batch.runs) for batch in stores.values())
    rows = [
        "# What joint patrols and shared intelligence buy",
        "",
        "Made by `uv run python -m tools.what_sharing_buys` from "
        + ", ".join(f"`scenarios/experiments/{name}.yaml`" for name in stores)
        + f": {runs} runs of 2010, of the Gulf of Aden with twelve navies over thirty measured days and of open water over sixty, all policies under the same "
        "seeds. Differences are to the first row; **bold** where the interval, which holds at once with all others of its table with "
        "95 %, leaves out zero. What is not bold may still be there. A column with a star was not named beforehand: its intervals hold alone, slanted where they leave out zero. What is assumed stands in the scenarios.",
        "",
    ]
    parts = (
        products(stores[PRODUCTS]),
        lists(stores[LISTS]),
        poisoned(stores[POISONED]),
        open_water(stores[OPEN_WATER]),
        recognition(stores[RECOGNITION]),
        voyages(stores[PRODUCTS]),
    )
    for part in parts:
        rows += [*part, ""]
    return "\n".join(rows)


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(2), "utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()
