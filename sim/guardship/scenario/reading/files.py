"""From files to one tree of nodes: `extends` resolved, overrides applied, features of GeoJSON files put in place.

Which files may be named: relative paths below the folder of the file that names them, links resolved; `extends` and
variants of an experiment may also name a file in or below the folder above, or in the one above that.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path as FilePath

from guardship.scenario.problems import SET, Path, Plain, Problem, ScenarioError, TextPlace, came, problem
from guardship.scenario.reading.geojson import FeatureFile
from guardship.scenario.reading.yamlfile import DEEPEST, Node, grow, read

LONGEST_CHAIN = 8
_INDEX = re.compile(r"\[([0-9]{1,9})\]")  # `from[0]`, as problems print it, is `from.0`


def tree(path: str, extends: Node | None = None) -> Node:
    """The file with all that it extends merged below it; `extends`: as if it extended that file instead."""
    chain = [_mapping(read(path))]
    files = [path]
    if extends is not None:
        _entries(chain[0])["extends"] = extends
    while "extends" in _entries(chain[-1]):
        reference = _entries(chain[-1]).pop("extends")
        files.append(_base(files, reference))
        chain.append(_mapping(read(files[-1])))
    whole = chain.pop()
    problems: list[Problem] = []
    while chain:
        whole = merged(whole, chain.pop(), (), problems)
    if problems:
        raise ScenarioError(problems)
    return whole


def _mapping(node: Node) -> Node:
    if not isinstance(node.value, dict):
        raise ScenarioError(
            [problem(node.at, (), f"came {came(_shallow(node))}, wanted a mapping of scenario sections")]
        )
    return node


def _shallow(node: Node) -> object:
    return [None] * len(node.value) if isinstance(node.value, list) else node.value


def _entries(node: Node) -> dict[str, Node]:
    return node.value if isinstance(node.value, dict) else {}


def _base(files: Sequence[str], reference: Node) -> str:
    """The file that the last of `files` extends."""
    if len(files) > LONGEST_CHAIN:
        raise _refused(reference, ("extends",), f"a chain of more than {LONGEST_CHAIN} files")
    target = named_file(files[-1], reference, ("extends",), above=2)
    if os.path.realpath(target) in map(os.path.realpath, files):
        raise _refused(reference, ("extends",), f"came {came(reference.value)}, which extends this file in turn")
    return target


def without(root: Node, key: str) -> Node:
    """A mapping without one of its entries."""
    return Node({name: node for name, node in _entries(root).items() if name != key}, root.at, root.key)


def named_file(naming: str, reference: Node, path: Path, above: int = 0) -> str:
    """The path of a file that another file names, as it is shown; refuses what is outside."""
    text = reference.value
    if not isinstance(text, str) or not text or len(text) > 1000 or "\0" in text or "\\" in text:
        raise _refused(reference, path, f"came {came(_shallow(reference))}, wanted a relative path such as `base.yaml`")
    shown = os.path.normpath(os.path.join(os.path.dirname(naming), text))
    try:
        target, folder = FilePath(shown).resolve(), FilePath(naming).resolve().parent
    except (OSError, RuntimeError):
        raise _refused(reference, path, f"came {came(text)}, which cannot be resolved") from None
    inside = target.is_relative_to(folder.parent if above else folder) or target.parent in folder.parents[:above]
    if os.path.isabs(text) or not inside:
        also = f", of the folder above, or in one of the {above} folders above" if above else ""
        raise _refused(reference, path, f"came {came(text)}, wanted a file below the folder of this file{also}")
    if not target.is_file():
        raise _refused(reference, path, f"came {came(text)}, and there is no such file")
    return shown


def _refused(node: Node, path: Path, message: str) -> ScenarioError:
    return ScenarioError([problem(node.at, path, message)])


def merged(base: Node, over: Node, path: Path, problems: list[Problem]) -> Node:
    """Mappings entry by entry; anything else is replaced; null deletes an entry."""
    if not (isinstance(base.value, dict) and isinstance(over.value, dict)):
        return over
    entries = dict(base.value)
    for key, node in over.value.items():
        if node.value is None:
            if entries.pop(key, None) is None:
                message = "came null, which deletes an entry of the file that is extended, and that has none such"
                problems.append(problem(node.key or node.at, (*path, key), message))
        elif key in entries:
            entries[key] = merged(entries[key], node, (*path, key), problems)
        else:
            entries[key] = node
    return Node(entries, over.at, over.key)


def override(root: Node, changes: Mapping[str, object]) -> list[Problem]:
    """Set entries by dotted paths in place; the problems of paths that lead nowhere.

    Entries of lists are deleted when all else is done, so that every index is that of the list as it was.
    """
    problems, gone = [], set[int]()
    for dotted, value in changes.items():
        steps = _INDEX.sub(r".\1", dotted).split(".")
        path: Path = tuple(int(part) if part.isdecimal() else part for part in steps)
        message = _put(root, path, value, gone)
        if message:
            problems.append(problem(TextPlace(SET), path, message))
    if gone:
        _drop(root, gone)
    return problems


def _drop(node: Node, gone: Collection[int]) -> None:
    """Take entries out of the lists that they are in; `gone`: their identities."""
    if isinstance(node.value, list):
        node.value[:] = [child for child in node.value if id(child) not in gone]
    if isinstance(node.value, dict | list):
        for child in node.value.values() if isinstance(node.value, dict) else node.value:
            _drop(child, gone)


def _put(root: Node, path: Path, value: object, gone: set[int]) -> str | None:
    if not _is_plain(value, DEEPEST - len(path)):
        given = came(value) if isinstance(value, str) else type(value).__name__
        return f"came {given}, wanted text, numbers, lists, mappings"
    node = root
    for part in path[:-1]:
        below = node.child(part)
        if below is None and isinstance(node.value, dict):
            below = node.value[str(part)] = Node({}, TextPlace(SET), TextPlace(SET))
        if below is None or not isinstance(below.value, dict | list):
            return f"there is nothing to set below {came(str(part))}"
        node = below
    return _assign(node, path[-1], value, gone)


def _assign(node: Node, part: str | int, value: object, gone: set[int]) -> str | None:
    new = grow(value, TextPlace(SET))  # type: ignore[arg-type]
    if isinstance(node.value, dict):
        if value is not None:
            node.value[str(part)] = new
        elif node.value.pop(str(part), None) is None:
            return "came null, which deletes an entry, and there is none such"
        return None
    if isinstance(node.value, list) and isinstance(part, int) and part < len(node.value):
        if value is None:
            gone.add(id(node.value[part]))
        else:
            node.value[part] = new
        return None
    return "there is no such entry"


def _is_plain(value: object, depth: int) -> bool:
    if depth < 0:
        return False
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(child, depth - 1) for key, child in value.items())
    if isinstance(value, list | tuple):
        return all(_is_plain(child, depth - 1) for child in value)
    return value is None or isinstance(value, str | bool | int) or (isinstance(value, float) and value - value == 0.0)


def place_features(root: Node, outermost: str) -> tuple[list[Problem], set[Path]]:
    """Replace `{file, feature}` by coordinates, in place; the problems, and the entries that could not be replaced."""
    problems: list[Problem] = []
    failed: set[Path] = set()
    cache: dict[str, FeatureFile | ScenarioError] = {}
    geometry = root.child("geometry")
    for name, node in list(_entries(geometry).items()) if geometry else []:
        if "file" not in _entries(node):
            continue
        path: Path = ("geometry", name)
        try:
            _entries(geometry or root)[name] = _placed(node, path, outermost, cache)
        except ScenarioError as fault:
            problems.extend(fault.problems)
            failed.add(path)
    return problems, failed


def _placed(node: Node, path: Path, outermost: str, cache: dict[str, FeatureFile | ScenarioError]) -> Node:
    entries = dict(_entries(node))
    reference, feature, source = entries.pop("file"), entries.pop("feature", None), entries.pop("source", None)
    naming = outermost if reference.at.file == SET else reference.at.file
    target = named_file(naming, reference, (*path, "file"))
    if feature is None or not isinstance(feature.value, str):
        raise _refused(feature or node, (*path, "feature"), "wanted the id or the name of a feature of the file")
    if entries:
        key, extra = next(iter(entries.items()))
        raise ScenarioError([problem(extra.key or extra.at, (*path, key), "wanted only file, feature and source here")])
    found = _file(target, cache).feature(feature.value)
    if isinstance(found, str):
        raise _refused(feature, (*path, "feature"), found)
    shape: Mapping[str, Plain] = found[0]
    placed = grow(dict(shape), found[1])
    placed.key = node.key
    if source:
        _entries(placed)["source"] = source
    return placed


def _file(target: str, cache: dict[str, FeatureFile | ScenarioError]) -> FeatureFile:
    if target not in cache:
        try:
            cache[target] = FeatureFile(target)
        except ScenarioError as fault:
            cache[target] = fault
    found = cache[target]
    if isinstance(found, ScenarioError):
        raise found
    return found
