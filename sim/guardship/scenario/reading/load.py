"""Scenario files to scenarios: everything that is wrong is reported at once, each with file, line and column."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import partial

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from guardship.scenario.problems import SET, Path, Plain, Problem, ScenarioError, TextPlace, came, problem
from guardship.scenario.reading.files import override, place_features, tree
from guardship.scenario.reading.jsonschema import scenario_schema
from guardship.scenario.reading.messages import data_path, keys_at, message
from guardship.scenario.reading.references import facts
from guardship.scenario.reading.textfile import given
from guardship.scenario.reading.values import written
from guardship.scenario.reading.yamlfile import Node, grow, parse, plain, scalar
from guardship.scenario.schema import Scenario


def load(path: str | os.PathLike[str], set: Mapping[str, object] | None = None) -> Scenario:
    """The scenario of a file. `set` changes entries by dotted path (`groups.frigates.count`); None deletes.

    Raises ScenarioError with every problem.
    """
    scenario, _, problems = attempt(os.fspath(path), set or {})
    if problems or scenario is None:
        raise ScenarioError(problems)
    return scenario


def attempt(file: str, changes: Mapping[str, object]) -> tuple[Scenario | None, Node, list[Problem]]:
    """The scenario when it is valid, the tree that says where everything stands, and the problems.

    Raises ScenarioError when there is not even a tree.
    """
    file = given(file)
    root = tree(file)
    problems = override(root, changes)
    scenario, found = judged(root, file, changes)
    return scenario, root, problems + found


def judged(root: Node, file: str, changes: Mapping[str, object]) -> tuple[Scenario | None, list[Problem]]:
    """The scenario of a tree whose outermost file is `file`, and the problems; features are put in place."""
    placed = place_features(root, file)
    scenario, found = _validated(root, placed.failed, changes, placed.notes)
    return scenario, placed.problems + found


def overrides(texts: Iterable[str]) -> dict[str, object]:
    """`["groups.frigates.count=12"]` as the mapping that `load` takes; values are read as YAML on one line.

    Raises ScenarioError for what is no `path=value`.
    """
    pairs, problems = {}, []
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals or not key.strip():
            problems.append(problem(TextPlace(SET), (), f"came {came(text)}, wanted path=value"))
            continue
        try:
            pairs[key.strip()] = _value(value.strip())
        except ScenarioError as fault:
            problems += [problem(TextPlace(SET), (key.strip(),), one.message) for one in fault.problems]
    if problems:
        raise ScenarioError(problems)
    return pairs


def _value(text: str) -> object:
    """A list or a mapping in brackets, text in quotes, else what a plain scalar means."""
    return plain(parse(text, SET)) if text[:1] in ("[", "{", '"', "'") else scalar(text)


def rewritten(scenario: Scenario, changes: Mapping[str, object]) -> tuple[Scenario | None, Node, list[Problem]]:
    """A scenario with other entries, as `attempt` gives that of a file."""
    root = grow(scenario.written, TextPlace(scenario.name))
    problems = override(root, changes)
    made, found = _validated(root, frozenset(), {**scenario.changes, **changes}, scenario.notes)
    return made, root, problems + found


def _validated(
    root: Node, failed: Set[Path], changes: Mapping[str, object], notes: Iterable[str]
) -> tuple[Scenario | None, list[Problem]]:
    data = plain(root)
    crossing = [fact for fact in facts(data) if not _below(fact.path, failed)]
    silent = failed | {fact.path for fact in crossing if fact.whole}
    problems = [problem(place(root, fact.path, fact.key), fact.path, fact.wording) for fact in crossing]
    try:
        return Scenario.model_validate(data).after(_plain(changes), notes), problems
    except ValidationError as faults:
        return None, problems + list(_faults(faults, data, root, silent))


def _plain(changes: Mapping[str, object]) -> dict[str, Plain]:
    """What was set, as a file would say it; what could not be set has been reported."""
    said: dict[str, Plain] = {}
    for path, value in changes.items():
        with contextlib.suppress(ValueError):
            said[path] = written(value)
    return said


def _faults(faults: ValidationError, data: Plain, root: Node, silent: Set[Path]) -> Iterator[Problem]:
    for fault in faults.errors(include_url=False):
        if fault["type"] == "value_error" and not fault["loc"]:
            continue  # facts across sections: already reported one by one
        path, key = data_path(fault["loc"], data)
        if _below(path, silent) or _counts_valid_ones(fault):
            continue
        if fault["type"].startswith("union_tag"):
            path = (*path, "is")
        unknown = fault["type"] == "extra_forbidden"
        yield problem(place(root, path, key or unknown), path, partial(_worded, fault))


def _counts_valid_ones(fault: ErrorDetails) -> bool:
    """A list is found too short for entries that are wrong, which are reported one by one."""
    return fault["type"] == "too_short" and len(fault["input"]) >= fault.get("ctx", {}).get("min_length", 0)


def _worded(fault: ErrorDetails) -> str:
    unknown = fault["type"] == "extra_forbidden"
    return message(fault, keys_at(fault["loc"], scenario_schema()) if unknown else ())


def _below(path: Path, roots: Set[Path]) -> bool:
    return bool(roots) and any(path[:length] in roots for length in range(len(path) + 1))


def place(root: Node, path: Path, key: bool = False) -> TextPlace:
    """Where the end of a path stands, or the deepest part of it that exists; `key`: its key rather than its value."""
    node = root
    for index, part in enumerate(path):
        below = node.child(part)
        if below is None:
            return node.at if index == 0 else node.key or node.at
        node = below
    return node.key if key and node.key else node.at
