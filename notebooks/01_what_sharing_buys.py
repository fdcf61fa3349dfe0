# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # What does sharing buy?
#
# Twelve navies patrol the Gulf of Aden. In one world each knows only what its own ships have seen; in the other they
# tell each other everything. This notebook runs both, looks at what one navy believed beside what was there, then runs
# a small batch and compares.
#
# All of it is a model. A single run is an anecdote: only the comparison over many seeds at the end is an answer, and
# with as few runs as here it is a vague one.

# %%
import os
import tempfile
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import shapely

import guardship
from guardship.experiment.analysis.intervals import mean
from guardship.experiment.engines.batch import run as run_batch
from guardship.experiment.engines.local import here

FOLDER = next(place for place in (Path("scenarios"), Path("../scenarios")) if place.is_dir())
REPLICATIONS = int(os.environ.get("REPLICATIONS", "12"))

# %% [markdown]
# ## A scenario
#
# A scenario is a file. `full_mesh.yaml` changes one thing in the same sea: who tells whom.

# %%
alone_file = guardship.load(FOLDER / "coalition/no_sharing.yaml")
told_file = guardship.load(FOLDER / "coalition/full_mesh.yaml")
told_file

# %% [markdown]
# ## A run of each, with the same seed
#
# Equal seeds give the same merchant ships, the same weather and the same hostile voyages planned at the same times.
# Only what the patrols make of it differs.

# %%
alone = guardship.simulate(alone_file, seed=1)
told = guardship.simulate(told_file, seed=1)
told

# %% [markdown]
# ## One nation's picture beside the truth
#
# `run.picture(nation, t)` is what the nation believed at that hour, made again of the reports that had reached it by
# then. `run.truth(t)` is what was there. A picture holds suspicious contacts, not all shipping, and each track has an
# error that grows while nobody sees the vessel.

# %%
NATION = "united_kingdom"
hours = np.arange(12.0, alone.theatre.hours, 24.0)
T = float(max(hours, key=lambda t: len(told.picture(NATION, t))))
print(f"tracks at {T:g} h: alone {len(alone.picture(NATION, T))}, told {len(told.picture(NATION, T))}")
told.picture(NATION, T).round(2)

# %%
HOSTILE = ["pirate", "skiff", "smuggler", "attacker"]


def chart(axes: Any, run: guardship.Run, t: float) -> None:
    """The truth at t, and over it the picture of the nation with circles of two standard deviations; in nm."""
    for part in shapely.get_parts(run.theatre.coast.land):
        axes.fill(*part.exterior.xy, color="#e7e2d6", edgecolor="#b6ae9b", linewidth=0.5)
    there, believed = run.truth(t), run.picture(NATION, t)
    others = there[~there.role.isin([*HOSTILE, "patrol"])]
    axes.plot(others.x, others.y, ".", color="#b8c2cb", markersize=3, label="merchant or fishing vessel")
    patrols = there[there.role == "patrol"]
    axes.plot(patrols.x, patrols.y, "s", color="#0072b2", markersize=4, label="patrol, any nation")
    hostile = there[there.role.isin(HOSTILE)]
    axes.plot(hostile.x, hostile.y, "x", color="#d55e00", markersize=6, label="hostile, in truth")
    for track in believed.itertuples():
        axes.add_patch(plt.Circle((track.x, track.y), max(2.0 * track.sigma, 4.0), fill=False, color="#1b2733"))
    axes.plot([], [], "o", color="#1b2733", markerfacecolor="none", label="track of the nation")
    xs, ys = there.x, there.y
    axes.set(aspect="equal", xlim=(xs.min() - 20, xs.max() + 20), ylim=(ys.min() - 20, ys.max() + 20))
    axes.set(xlabel="nm", ylabel="nm")


figure, both = plt.subplots(2, 1, figsize=(9, 9), layout="constrained")
for axes, run, name in zip(both, (alone, told), ("alone", "told by the others"), strict=True):
    chart(axes, run, T)
    axes.set_title(f"{NATION} at {T:g} h, {name}", loc="left")
both[0].legend(loc="upper left", fontsize=8)
figure

# %% [markdown]
# Most circles hold no cross: a suspicious contact is usually innocent. Most crosses are in no circle: the sea is wide.
# Sharing gives a navy more tracks; whether that stops anybody is another question.

# %%
counts = np.array([[len(run.picture(NATION, t)) for t in hours] for run in (alone, told)])
figure, axes = plt.subplots(figsize=(9, 2.8), layout="constrained")
axes.step(hours / 24.0, counts[0], where="mid", color="#0072b2", label="alone")
axes.step(hours / 24.0, counts[1], where="mid", color="#d55e00", linestyle="--", label="told by the others")
axes.set(xlabel="day", ylabel="tracks", title=f"Tracks of {NATION}")
axes.legend()
figure

# %% [markdown]
# ## A small batch
#
# An experiment file names variants and what is varied. Replication r has the same seed in all of them. The one here is
# that of [the answer](../docs/answers/what_sharing_buys.md): every navy has a picture, keeps lists of hulls, and one of
# them has tips; what changes is which of these the others are told. From a shell, `guardship batch FILE` uses all
# processors, can be interrupted and goes on where it stopped; here the runs are made in this process.

# %%
LEFT_OUT = ["picture_6_h", "tips_6_h", "lists_24_h", "all_24_h", "asked", "no_patrols"]
small = {f"experiment.variants.{name}": None for name in LEFT_OUT} | {"experiment.replications": REPLICATIONS}
design = guardship.plan(FOLDER / "experiments/what_sharing_buys.yaml", set=small)
store = Path(tempfile.mkdtemp()) / "store"
batch = run_batch(design, store, here)
batch

# %% [markdown]
# ## Compare
#
# Differences are taken seed by seed. The intervals hold together with 95 % confidence; where they hold zero the honest
# answer is *not resolved*, and the batch needs more replications.

# %%
answer = guardship.compare(batch, nations=False)
answer

# %%
MEASURE = "boardings.innocent"
names = [point.variant for point in design.points]
found = [mean(values) for values in batch.measure(MEASURE)]
figure, axes = plt.subplots(figsize=(7, 2.8), layout="constrained")
for k, e in enumerate(found):
    axes.plot([e.low, e.high], [k, k], color="#51606e")
    axes.plot(e.value, k, "o", color="#0072b2")
axes.set_yticks(range(len(names)), names)
axes.invert_yaxis()
axes.set(xlabel="innocent vessels boarded in a run, with the 95 % interval of the mean")
figure

# %% [markdown]
# ## What the intervals say
#
# The answer goes by intervals that leave out zero, and says of the rest only that it could not be seen.

# %%
for variant in names[1:]:
    resolved = [row for row in answer.rows if row.variant == variant and row.answer in ("more", "less")]
    told_so = [f"{row.measure}: {row.answer}, {row.effect.mean:+.2g} of {row.effect.without:.2g}" for row in resolved]
    print(f"{variant}: {'; '.join(told_so) or 'nothing that could be seen'}")

# %% [markdown]
# ## One voyage that was saved or lost
#
# A voyage of a seed is the same candidate under all policies. Where its end differs, `run.story` says where the chain
# broke.

# %%
voyages = batch.voyages[batch.voyages["counted"]]
ends = voyages.pivot_table(
    index=["replication", "group", "ordinal"], columns="variant", values="outcome", aggfunc="first"
)
turned = ends[(ends["apart"] == "succeeded") != (ends["all_5_min"] == "succeeded")][["apart", "all_5_min"]]
turned.head(8)

# %%
if len(turned):
    replication, group, ordinal = turned.index[0]
    for point in design.points:
        if point.variant in ("apart", "all_5_min"):
            one = guardship.simulate(design.scenario(point.number), design.asked.first_seed + int(replication))
            rows = one.voyages
            number = rows[(rows["group"] == group) & (rows["ordinal"] == ordinal)]["voyage"].iloc[0]
            print(point.variant, one.story(f"voyage:{number}"), sep="\n", end="\n\n")

# %% [markdown]
# `guardship report STORE` makes a page of all this, with maps and the ledger of each nation.
