"""Shipped scenarios with one entry changed: each leaf by another kind of value, each entry taken out, each key misspelled."""

import copy
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from tools.trials.hostile.files import either, read, refused
from tools.trials.trial import Trial, Wanted

LEAVES, DELETED, KEYS, NAMES, RUNS = "changed leaf", "deleted entry", "misspelled key", "misspelled name", "odd runs"
FAMILIES = (LEAVES, DELETED, KEYS, NAMES, RUNS)
VALUES: dict[str, Any] = {
    "text": "zzz",
    "a number": -7,
    "one": 1,
    "a list": [1, "zz"],
    "null": None,
    "huge": 9e99,
    "a mapping": {"zz": 1},
    "true": True,
    "empty": "",
    "a hundred digits": int("9" * 100),
}
NAMED = (
    "geometry",
    "lanes",
    "hulls",
    "sensors",
    "types",
    "groups",
    "nations",
    "centres",
    "drills",
    "pacts",
    "cyber",
    "ties",
)
WORDS = (  # that have a meaning wherever they stand
    *(
        "piracy",
        "people",
        "arms",
        "drugs",
        "attack",
        "territorial",
        "contiguous",
        "eez",
        "day",
        "night",
        "calm",
        "rough",
    ),
    *(
        "moderate",
        "mesh",
        "hub",
        "bilateral",
        "tiered",
        "coordinated",
        "unified",
        "deconflicted",
        "national",
        "economic",
    ),
    *(
        "hail",
        "warning_shots",
        "disabling_fire",
        "following",
        "here",
        "tasking",
        "information",
        "contact",
        "tip",
        "lost",
    ),
)
FREE = ("title", "question", "source", "name", "extends", "description")
SAMPLE = 20  # leaves, entries, twice as many names, of a file that is not the tiny one
SEED = 14
DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

type Path_ = tuple[str | int, ...]
type Choice = Callable[[list[Any]], list[Any]]


def trials(checkout: Path) -> Iterator[Trial]:
    """All changes of the tiny scenario; of the others a sample; all misspelled names of all of them."""
    scenarios = checkout / "scenarios"
    tiny = load(scenarios / "tiny.yaml")
    yield from of_leaves("tiny", tiny, {})
    yield from of_keys("tiny", tiny, {})
    yield from of_names("tiny", tiny, {}, tiny)
    for own in sorted((*scenarios.glob("*.yaml"), *scenarios.glob("coalition/*.yaml"))):
        if own.name != "tiny.yaml":
            yield from of_file(own, scenarios)


def of_file(own: Path, scenarios: Path) -> Iterator[Trial]:
    """A file that may extend others, which stand beside it in the trial's folder."""
    name, data = own.stem, load(own)
    chain_, whole = [], copy.deepcopy(data)
    at = own
    while "extends" in (said := load(at)):
        at = (at.parent / said["extends"]).resolve()
        chain_.append(at)
        whole = merged(load(at), whole)
    files = {str(p.relative_to(scenarios)): p.read_bytes() for p in (*chain_, *scenarios.glob("geo/*.geojson"))}
    folder = str(own.relative_to(scenarios).parent)
    files = {name.removeprefix("./"): content for name, content in files.items()}
    yield from of_leaves(name, data, files, folder, sampled)
    yield from of_keys(name, data, files, folder, sampled)
    yield from of_names(name, data, files, whole, folder, lambda found: sampled(found, 2 * SAMPLE))


def load(path: Path) -> Any:
    """The file as plain data; times and clocks stay text."""
    return yaml.load(path.read_text("utf-8"), Plain)


class Plain(yaml.SafeLoader):
    """YAML without what other readers make of dates and clocks."""


Plain.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in found if not tag.endswith((":timestamp", ":int", ":float", ":merge"))]
    for letter, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _tag, _pattern, _letters in (
    ("tag:yaml.org,2002:int", r"^[-+]?(0|[1-9][0-9]*)$", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"^[-+]?[0-9]+(\.[0-9]*([eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)$", "-+0123456789"),
):
    Plain.add_implicit_resolver(_tag, re.compile(_pattern), list(_letters))


def merged(base: Any, over: Any) -> Any:
    """As `extends` does."""
    if not (isinstance(base, dict) and isinstance(over, dict)):
        return over
    found = dict(base)
    for key, value in over.items():
        if value is None:
            found.pop(key, None)
        else:
            found[key] = merged(found.get(key), value)
    return found


def sampled[T](found: Sequence[T], size: int = SAMPLE) -> list[T]:
    """Some of them, always the same."""
    chosen = np.random.default_rng(SEED).permutation(len(found))[:size]
    return [found[int(k)] for k in sorted(chosen)]


def dumped(data: Any) -> str:
    """A file again, an entry a line."""
    return yaml.dump(data, Dumper=DUMPER, sort_keys=False, allow_unicode=True, width=200)


def walk(node: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Every entry with its path, the root without."""
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in entries:
        yield (*path, key), child
        yield from walk(child, (*path, key))


def put(data: Any, path: Path_, value: Any) -> Any:
    """A copy with another value at the path."""
    found = copy.deepcopy(data)
    node = found
    for part in path[:-1]:
        node = node[part]
    node[path[-1]] = value
    return found


def without(data: Any, path: Path_) -> Any:
    """A copy without the entry at the path."""
    found = copy.deepcopy(data)
    node = found
    for part in path[:-1]:
        node = node[part]
    del node[path[-1]]
    return found


def renamed(data: Any, path: Path_, key: str) -> Any:
    """A copy in which the last key of the path is another, at its old place."""
    found = copy.deepcopy(data)
    node = found
    for part in path[:-1]:
        node = node[part]
    entries = [(key if name == path[-1] else name, value) for name, value in node.items()]
    node.clear()
    node.update(entries)
    return found


def dotted(path: Path_) -> str:
    """For the name of a trial."""
    return ".".join(map(str, path))


def placed(trial: Trial, files: dict[str, bytes], folder: str) -> Trial:
    """The trial with its case in the folder of the file that it is made of, and others beside it."""
    if not files:
        return trial
    case = f"{folder}/case.yaml" if folder != "." else "case.yaml"
    own = {name: content for name, content in trial.files.items() if name != "case.yaml"}
    act = (
        tuple(case if part == "case.yaml" else part for part in trial.act)
        if isinstance(trial.act, tuple)
        else trial.act
    )
    place = r"\.yaml:\d+:\d+: " if trial.place else ""  # entries of the files that it extends may be named too
    return trial._replace(act=act, files={**files, **own, case: trial.files["case.yaml"]}, dear=3.0, place=place)


def of_leaves(
    name: str, data: Any, files: dict[str, bytes], folder: str = ".", choose: Choice = list
) -> Iterator[Trial]:
    """Leaves by other kinds of values; whatever comes of it comes in order."""
    yield placed(read(LEAVES, f"{name}: as it is", dumped(data), dumped(data)), files, folder)._replace(like="")
    leaves = [path for path, value in walk(data) if not isinstance(value, dict | list)]
    for path, kind in choose([(path, kind) for path in leaves for kind in VALUES]):
        text = dumped(put(data, path, VALUES[kind]))
        yield placed(either(LEAVES, f"{name}: {dotted(path)}: {kind}", text), files, folder)


def of_keys(name: str, data: Any, files: dict[str, bytes], folder: str = ".", choose: Choice = list) -> Iterator[Trial]:
    """Entries taken out, keys misspelled."""
    for path in choose([path for path, _ in walk(data)]):
        yield placed(either(DELETED, f"{name}: {dotted(path)}", dumped(without(data, path))), files, folder)
        if isinstance(path[-1], str):
            text = dumped(renamed(data, path, misspelled(path[-1])))
            yield placed(either(KEYS, f"{name}: {dotted(path)}", text), files, folder)


def misspelled(word: str) -> str:
    """Two letters the other way round, or one more."""
    for k in range(len(word) - 1):
        if word[k] != word[k + 1] and word[k : k + 2].isalpha():
            return word[:k] + word[k + 1] + word[k] + word[k + 2 :]
    return f"{word}x"


def of_names(
    name: str, data: Any, files: dict[str, bytes], whole: Any, folder: str = ".", choose: Choice = list
) -> Iterator[Trial]:
    """Each name of something that the scenario has, and each word with a meaning, wherever it is referred to."""
    known = {key for section in NAMED for key in whole.get(section) or {}} | set(WORDS)
    found: list[tuple[Path_, str]] = []
    for path, value in walk(data):
        if any(part in FREE for part in path) or path[0] == "environment":  # whose states are what it says they are
            continue
        if isinstance(value, str) and value in known:
            found.append((path, value))
        if path[-1] in known and not (len(path) == 2 and path[0] in NAMED):
            found.append((path, ""))
    for path, value in choose(found):
        other = misspelled(value or str(path[-1]))
        text = dumped(put(data, path, other) if value else renamed(data, path, other))
        said = f"{name}: {dotted(path)}{f': {value}' if value else ' (key)'}"
        yield placed(refused(NAMES, said, text), files, folder)


def odd_runs(checkout: Path, accepted: Sequence[str]) -> Iterator[Trial]:
    """What was accepted of the tiny scenario is run too: an odd value may show only then."""
    tiny = load(checkout / "scenarios/tiny.yaml")
    for trial in chain(of_leaves("tiny", tiny, {}), of_keys("tiny", tiny, {})):
        if trial.name in accepted:
            act = ("run", "case.yaml", "--out", "out")
            yield trial._replace(family=RUNS, act=act, wanted=Wanted.EITHER, place="", like="", writes=True, dear=8.0)
