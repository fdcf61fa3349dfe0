"""The ledger by nation: who pays, who bears the losses, and what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from guardship.experiment.analysis.intervals import mean
from guardship.files import figures as f
from guardship.files.html import Cell, Markup, join, number, table
from guardship.report.page import absent, folded, interval, panels, para, wide
from guardship.report.subject import Subject
from guardship.report.words import size as sized

if TYPE_CHECKING:
    import pandas

type Floats = NDArray[np.float64]

SIDES = ("paid", "borne", "transferred", "gained")
COLOURS = {"paid": f.BLUE, "borne": f.VERMILION, "transferred": f.PURPLE, "gained": f.GREEN}


def ledger(subject: Subject) -> Markup:
    """Sides and net of each nation, as means of a run over all points of the variant."""
    if not subject.has("nations"):
        return absent("The store has no table of nations: no run has come to its end.")
    sides = [side for side in SIDES if f"usd.{side}" in subject.batch.nations.columns]
    if not sides:
        return absent("The runs have no ledger.")
    found = {(v, n): _sides(subject, v, n, sides) for v in subject.variants for n in subject.batch.nation_names}
    accounts = _accounts(subject)
    if not any(np.nan_to_num(values).any() for values in found.values()):
        why = "The scenario has no prices, so all amounts are zero; quantities are counted all the same."
        return join((absent(why), accounts))
    note = para(
        "US dollars a run, mean over all points of the variant. Net is what the run cost the nation: what it paid, "
        "what its shipping and trade bore, what it passed on, less what it gained. “others” stands for who is none of "
        "the nations of the scenario. What a variant is worth to a nation is the difference of net, compared above."
    )
    pictures = [_bars(subject, name, sides, found) for name in subject.variants]
    return join((note, panels(pictures), _table(subject, sides, found), accounts))


def _sides(subject: Subject, variant: str, nation: str, sides: list[str]) -> Floats:
    """(sides, replications): the mean over the variant's points."""
    numbers = [point.number for point in subject.points(variant)]
    return np.array([subject.batch.nation_measure(nation, f"usd.{side}")[numbers].mean(axis=0) for side in sides])


def _table(subject: Subject, sides: list[str], found: dict[tuple[str, str], Floats]) -> Markup:
    rows: list[list[Cell]] = []
    for (variant, nation), values in found.items():
        each = [mean(row) for row in values]
        if not any(e.n for e in each):
            continue
        net = mean(values.sum(axis=0))
        rows.append([variant, nation, *(_whole(e.value) for e in each), interval(*(_whole(x) for x in net[:3]))])
    made = table("US dollars a run", ("variant", "nation", *sides, "net, 95 % interval"), rows, 2)
    return wide(made, "Ledger by nation")


def _whole(x: float) -> float:
    """To the dollar."""
    return float(round(x)) if np.isfinite(x) and abs(x) >= 1.0 else x


def _bars(subject: Subject, variant: str, sides: list[str], found: dict[tuple[str, str], Floats]) -> Markup:
    nations = subject.batch.nation_names
    means = np.array([[mean(row).value for row in found[variant, nation]] for nation in nations])
    net = np.nansum(means, axis=1)
    said = "; ".join(f"{nation} {number(_whole(float(x)))}" for nation, x in zip(nations, net, strict=True))
    alt = f"What a run costs each nation under {variant}, net in USD: {said}"
    everything = np.concatenate([np.nan_to_num(v).mean(axis=1) for v in found.values()])
    size, unit = sized("usd.net", float(np.abs(everything).max()))

    def draw(axes: Any) -> None:
        places = np.arange(len(nations))
        above, below = np.zeros(len(nations)), np.zeros(len(nations))
        for k, side in enumerate(sides):
            x = np.nan_to_num(means[:, k]) / size
            left = np.where(x >= 0.0, above, below)
            if x.any():
                axes.barh(places, x, left=left, height=0.62, color=COLOURS[side], label=side)
            above, below = above + np.maximum(x, 0.0), below + np.minimum(x, 0.0)
        axes.plot(net / size, places, "D", color=f.INK, markersize=4.5, markeredgecolor="white", label="net")
        axes.axvline(0.0, color=f.QUIET, linewidth=0.8)
        axes.set_yticks(places, [f.short(one, 20) for one in nations])
        axes.set_ylim(len(nations) - 0.4, -0.6)
        axes.tick_params(axis="y", length=0)
        axes.set_title(f.short(variant, 40))
        axes.set_xlabel(f"{unit} a run")
        axes.locator_params(axis="x", nbins=6)
        axes.figure.legend(loc="outside lower center", ncols=5, columnspacing=1.0)

    return f.picture(draw, alt, height=1.5 + 0.28 * len(nations))


def _accounts(subject: Subject) -> Markup:
    """What is behind the sides: quantities and amounts by account."""
    if not subject.has("ledger"):
        return absent("The store keeps no ledger (`keep: [ledger, ...]`), so accounts are not shown.")
    booked = _booked(subject)
    runs = {name: max(subject.well(name), 1) for name in subject.variants}
    rows: list[list[Cell]] = []
    for (nation, side, account, unit), own in booked.groupby(level=[0, 1, 2, 3], dropna=False):
        row: list[Cell] = [nation, account.replace("_", " "), side, unit or None]
        by = own.droplevel([0, 1, 2, 3])
        for name in subject.variants:
            quantity, cents = (
                (float(by.at[name, "quantity"]), int(by.at[name, "cents"])) if name in by.index else (0.0, 0)
            )
            row += [quantity / runs[name], cents / 100.0 / runs[name]]
        rows.append(row)
    heads = ["nation", "account", "side", "unit"]
    heads += [f"{name}: {what}" for name in subject.variants for what in ("quantity", "USD")]
    made = table("Accounts a run, mean over all points of the variant", heads, rows, 2)
    return folded("All accounts", wide(made, "Accounts"))


def _booked(subject: Subject) -> pandas.DataFrame:
    """Sums of quantity and cents over all runs, by nation, side, account, unit and variant, in this order."""
    keys = ["nation", "side", "account", "unit", "variant"]
    return subject.batch.ledger.groupby(keys, dropna=False)[["quantity", "cents"]].sum()
