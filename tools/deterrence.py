"""What patrols deter, what they displace and what they only stop: `uv run python -m tools.deterrence` runs what is missing of
`scenarios/experiments/deterrence.yaml` and `deterrence_180.yaml` and writes docs/answers/deterrence.md.
"""

from collections.abc import Iterator

from guardship.experiment.store.results import Batch
from tools.what_sharing_buys import HOME, answer, by_variant, measured, store

MONTH, HALF_YEAR = "deterrence", "deterrence_180"
PAGE = HOME / "docs/answers/deterrence.md"
SAME = {
    "let_go": "Same ships, nobody tried",
    "tried": "Same ships, all tried",
    "destroyed": "Same ships, all that is found destroyed",
}
OTHER = {
    "seven": "Half the ships",
    "twenty_eight": "Twice the ships",
    "struck": "Half of the gear at the bases struck",
    "better_elsewhere": "Elsewhere worth 1 instead of 0",
}


def page(month: Batch, half_year: Batch) -> Iterator[str]:
    """The page, line by line."""
    yield "# Does a policy that stops the same number deter more?"
    yield ""
    yield (
        "Made by `uv run python -m tools.deterrence` from `scenarios/experiments/deterrence.yaml` and `deterrence_180.yaml`: "
        f"{len(month.runs) + len(half_year.runs)} runs of the Gulf of Aden with eighteen enterprises ([enterprise.md](../enterprise.md)), sixty days of warm-up, all policies "
        "under the same seeds. Differences are to fourteen ships that try 37 of a hundred; **bold** where the interval, which holds at once with all others of the "
        "table with 95 %, leaves out zero. What is not bold may still be there. Worths and losses are assumed: the tables say what follows from them."
    )
    for title, batch, told in (
        ("Thirty days", month, {**SAME, **OTHER}),
        ("A hundred and eighty days", half_year, SAME),
    ):
        rows = by_variant(batch, ())
        yield from ("", f"## {title}", "")
        for variant, name in told.items():
            yield f"- **{name}**: {answer(rows[variant])}."
        yield ""
        yield from measured(batch, told, "differences", ())


def main() -> None:
    """Write the page."""
    PAGE.write_text("\n".join(page(store(MONTH, 2), store(HALF_YEAR, 2))) + "\n", "utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()
