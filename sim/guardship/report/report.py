"""The report of a batch: all sections in one page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from guardship.experiment.store.files import StoreError
from guardship.experiment.store.results import Batch
from guardship.files import whole
from guardship.files.html import Markup
from guardship.report import answers, curves, design, funnel, maps, money
from guardship.report.page import MARK, Section, page
from guardship.report.subject import Subject

HEAD = 2000  # bytes, in which a report says that it is one
SECTIONS: Sequence[tuple[str, str, Callable[[Subject], Markup]]] = (
    ("comparison", "What the variants change", answers.compared),
    ("measures", "Measures", answers.measures),
    ("response", "Response to the factors", curves.response),
    ("funnel", "Where hostile voyages get away", funnel.funnel),
    ("maps", "Where it happens", maps.maps),
    ("ledger", "Who pays, who bears", money.ledger),
    ("design", "Design", design.design),
    ("failed", "Failed runs", design.failed),
    ("manifest", "Manifest", design.manifest),
)


def report(batch: Batch, measures: Sequence[str] = (), adjust: bool | None = None) -> str:
    """The page as HTML; the same text for the same store. `adjust`: as `analysis.compare.compare` has it.

    Raises KeyError for a measure that the store does not have, StoreError for a store without a run.
    """
    if "runs" not in batch.tables:
        raise StoreError(f"{batch.folder}: no run is there yet")
    subject = Subject.of(batch, measures, adjust)
    made = [Section(name, title, of(subject)) for name, title, of in SECTIONS]
    return page(batch.plan.title, design.head(subject), made)


def replaceable(target: Path) -> None:
    """Raise FileExistsError when something else than an older report is there, OSError when one cannot be written."""
    whole.free(target, lambda there: MARK.encode() in there[:HEAD], "a report", "--out")


def write(html: str, target: Path) -> None:
    """Write a report, whole or not at all, over an older one. Raises as `replaceable`."""
    replaceable(target)
    whole.write(target, html)
