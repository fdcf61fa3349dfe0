"""A fusion centre that reads one report after another, and what it finds out about hulls."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import guardship
from guardship.run.audit import audit
from guardship.run.run import Run
from guardship.scenario.reading.load import load

FILE = Path(__file__).parent / "dossiers.yaml"
HUB: dict[str, Any] = {"sharing.topology": "hub", "sharing.hub": "fusion", "sharing.edges.delay": "0 h"}
READS: dict[str, Any] = {"capacity": "8 /h", "reads": ["dossiers", "contacts"], "keeps": "6 h"}


@cache
def _sail(seed: int, changes: str) -> Run:
    return guardship.simulate(load(FILE, set=yaml.safe_load(changes)), seed)


def sail(changes: Mapping[str, object], seed: int = 1) -> Run:
    """A run, made once."""
    return _sail(seed, yaml.safe_dump(dict(changes)))


# ---- reading ------------------------------------------------------------------------------------


def test_a_centre_reads_one_report_after_another() -> None:
    run = sail(HUB | {"centres.fusion": READS})
    own = run.messages[run.messages["receiver"] == "fusion"]
    read = own[own["arrived"].notna()].sort_values("arrived")
    assert (read["arrived"].diff().dropna() >= 0.125 - 1e-9).all() and (read["waited"] >= 0.125 - 1e-9).all()
    assert own["reason"].eq("unread").any() and run.summary["sharing"]["dropped"]["unread"] > 0
    mean = read.groupby(read["kind"] == "dossier")["waited"].mean()
    assert mean[True] < mean[False]
    assert run.messages.loc[run.messages["receiver"] != "fusion", "waited"].fillna(0.0).eq(0.0).all()
    assert {check: found for check, found in audit(run).items() if found} == {}


def test_who_reads_too_fast_is_found() -> None:
    from guardship.outcomes.audit_sharing import overread

    messages = sail(HUB | {"centres.fusion": READS}).messages
    assert overread(messages, {"fusion": 0.125}) == []
    assert "reads report" in overread(messages, {"fusion": 0.2})[0]


def test_nothing_is_written_of_desks_where_there_are_none() -> None:
    assert "waited" not in sail(HUB).messages
