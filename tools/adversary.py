"""What sharing buys where pirates may stay ashore or go elsewhere: `uv run python -m tools.adversary` runs what is missing of
`scenarios/experiments/adversary.yaml` and writes docs/answers/adversary.md.
"""

from collections.abc import Iterator

from guardship.experiment.store.results import Batch
from tools.what_sharing_buys import HOME, answer, by_variant, measured, store

NAME = "adversary"
PAGE = HOME / "docs/answers/adversary.md"
TOLD = {
    "picture_5_min": "The picture, 5 minutes",
    "tips_5_min": "Tips, 5 minutes",
    "lists_5_min": "Lists of hulls, 5 minutes",
    "all_5_min": "All of it, 5 minutes",
    "asked": "All of it, and the best placed partner is asked, 5 minutes",
    "no_patrols": "No patrols",
}


def page(batch: Batch) -> Iterator[str]:
    """The page, line by line."""
    yield "# What sharing buys where pirates have somewhere to go"
    yield ""
    yield (
        f"Made by `uv run python -m tools.adversary` from `scenarios/experiments/adversary.yaml`: {len(batch.runs)} runs of the Gulf of Aden with twelve "
        "navies, thirty measured days after sixty of warm-up, all policies under the same seeds. Eighteen enterprises stand in place of nine groups that sail "
        "whatever happens ([enterprise.md](../enterprise.md)): each sails, stays or goes elsewhere by what it remembers and hears, replaces what a stop took, and is "
        "paid for prizes. Differences are to the first row; **bold** where the interval, which holds at once with all others of the table with 95 %, leaves out "
        "zero. What is not bold may still be there. The same products with pirates who sail whatever happens: [what_sharing_buys.md](what_sharing_buys.md)."
    )
    yield ""
    rows = by_variant(batch)
    for variant, name in TOLD.items():
        yield f"- **{name}**: {answer(rows[variant])}."
    yield ""
    yield from measured(batch, TOLD, "differences a month")


def main() -> None:
    """Write the page."""
    PAGE.write_text("\n".join(page(store(NAME, 2))) + "\n", "utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()
