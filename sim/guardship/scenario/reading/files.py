"""From files to one tree of nodes: `extends` resolved, overrides applied, features of GeoJSON files put in place.

Which files may be named: relative paths below the folder of the file that names them, links resolved; `extends` and
variants of an experiment may also name a file in or below the folder above, or in the one above that. The outermost
file may come out of a pipe (`textfile.given`), which stands in the present folder.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path as FilePath
from typing import NamedTuple, final

from guardship.scenario.problems import (
    SET,
    Path,
    Plain,
    Problem,
    ScenarioError,
    TextPlace,
    came,
    dotted,
    nfc,
    problem,
)
from guardship.scenario.reading.cut import NOTE, Box, box_of, cut, in_one_piece
from guardship.scenario.reading.geojson import FeatureFile, Wanted, label_of
from guardship.scenario.reading.land import land_of
from guardship.scenario.reading.longitudes import on_one_turn
from guardship.scenario.reading.outlines import as_in_files
from guardship.scenario.reading.textfile import Piped
from guardship.scenario.reading.values import written
from guardship.scenario.reading.yamlfile import DEEPEST, Node, grow, plain, read

LONGEST_CHAIN = 8
LONGEST_INDEX = 9  # digits of the number of an entry in a list
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
    """The path of a file that another file names, as it is shown; refuses what is outside.

    It is sought beside the file that names it and, where that is a link, beside the file that the link leads to.
    """
    text = reference.value
    if not isinstance(text, str) or not text or len(text) > 1000 or "\0" in text or "\\" in text:
        raise _refused(reference, path, f"came {came(_shallow(reference))}, wanted a relative path such as `base.yaml`")
    folders, allowed = _folders(naming), False
    for folder in folders:
        for form in dict.fromkeys((text, unicodedata.normalize("NFD", text))):  # some file systems take accents apart
            shown = os.path.normpath(os.path.join(folder, form))
            try:
                target, home = FilePath(shown).resolve(), FilePath(folder).resolve()
                inside = target.is_relative_to(home.parent if above else home) or target.parent in home.parents[:above]
                allowed |= inside and not os.path.isabs(text)
                if inside and not os.path.isabs(text) and _is_file(target):
                    return shown
            except (OSError, RuntimeError):
                raise _refused(reference, path, f"came {came(text)}, which cannot be resolved") from None
    if not allowed:
        also = f", of the folder above, or in one of the {above} folders above" if above else ""
        raise _refused(reference, path, f"came {came(text)}, wanted a file below the folder of this file{also}")
    where = f" in {' or '.join(map(_told, folders))}" if len(folders) > 1 else ""
    raise _refused(reference, path, f"came {came(text)}, and there is no such file{where}")


def _is_file(target: FilePath) -> bool:
    try:
        return stat.S_ISREG(target.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def _folders(naming: str) -> list[str]:
    """Where files that a file names are sought; for what came out of a pipe that is the present folder."""
    if isinstance(naming, Piped):
        return [""]
    beside, real = os.path.dirname(naming), os.path.dirname(os.path.realpath(naming))
    return [beside] if os.path.realpath(beside) == real else [beside, real]


def _told(folder: str) -> str:
    return folder or "the present folder"


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
    for where, value in changes.items():
        path = _steps(where)
        try:
            message = _put(root, path, written(value, DEEPEST - len(path)), gone)
        except ValueError as fault:
            message = str(fault)
        if message:
            problems.append(problem(TextPlace(SET), path, message))
    if gone:
        _drop(root, gone)
    return problems


def _steps(where: str) -> Path:
    steps = _INDEX.sub(r".\1", nfc(where)).split(".")
    return tuple(int(part) if part.isdecimal() and len(part) <= LONGEST_INDEX else part for part in steps)


def _drop(node: Node, gone: Collection[int]) -> None:
    """Take entries out of the lists that they are in; `gone`: their identities."""
    if isinstance(node.value, list):
        node.value[:] = [child for child in node.value if id(child) not in gone]
    if isinstance(node.value, dict | list):
        for child in node.value.values() if isinstance(node.value, dict) else node.value:
            _drop(child, gone)


def _put(root: Node, path: Path, value: Plain, gone: set[int]) -> str | None:
    node = root
    for part in path[:-1]:
        below = node.child(part)
        if below is None and isinstance(node.value, dict):
            below = node.value[str(part)] = Node({}, TextPlace(SET), TextPlace(SET))
        if below is None or not isinstance(below.value, dict | list):
            return f"there is nothing to set below {came(str(part))}"
        node = below
    return _assign(node, path[-1], value, gone)


def _assign(node: Node, part: str | int, value: Plain, gone: set[int]) -> str | None:
    new = grow(value, TextPlace(SET))
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


@final
class Placed(NamedTuple):
    """What came of putting features in place: problems, entries that could not be replaced, and what to tell."""

    problems: list[Problem]
    failed: set[Path]
    notes: list[str]


def place_features(root: Node, outermost: str) -> Placed:
    """Replace what names a file, in place: `{file, feature}` by coordinates, the file of a coast by its land.

    What goes on beyond the theatre is cut at its border.
    """
    done = Placed([], set(), [])
    cache: dict[str, FeatureFile | ScenarioError] = {}
    geometry, theatre = root.child("geometry"), root.child("theatre")
    box = box_of(on_one_turn({"theatre": plain(theatre)})["theatre"]) if theatre else None
    for name, node in list(_entries(geometry).items()) if geometry else []:
        if "file" not in _entries(node):
            continue
        path: Path = ("geometry", name)
        try:
            placed, was_cut = _placed(node, path, outermost, cache, box)
        except ScenarioError as fault:
            done.problems.extend(fault.problems)
            done.failed.add(path)
            continue
        _entries(geometry or root)[name] = placed
        done.notes.extend([f"{dotted(path)}: {NOTE}"] if was_cut else [])
    _place_coast(root, outermost, done)
    return done


def _place_coast(root: Node, outermost: str, done: Placed) -> None:
    """Replace the `file` of a coast by its land."""
    theatre, path = root.child("theatre"), ("theatre", "coast")
    coast = theatre.child("coast") if theatre else None
    if theatre is None or coast is None or "file" not in _entries(coast):
        return
    entries = dict(_entries(coast))
    reference = entries.pop("file")
    naming = outermost if reference.at.file in (SET, outermost) else reference.at.file
    try:
        if entries.keys() - {"source"}:
            raise _refused(coast, path, "wanted only file and source here")
        land = grow({"land": land_of(named_file(naming, reference, (*path, "file")))}, reference.at)
    except ScenarioError as fault:
        done.problems.extend(fault.problems)
        done.failed.add(path)
        return
    _entries(land).update(entries)
    land.key = coast.key
    _entries(theatre)["coast"] = land


def _placed(
    node: Node, path: Path, outermost: str, cache: dict[str, FeatureFile | ScenarioError], box: Box | None
) -> tuple[Node, bool]:
    """The coordinates that an entry refers to, and whether they were cut."""
    entries = dict(_entries(node))
    reference, feature, source = entries.pop("file"), entries.pop("feature", None), entries.pop("source", None)
    naming = outermost if reference.at.file in (SET, outermost) else reference.at.file
    target = named_file(naming, reference, (*path, "file"))
    if entries:
        key, extra = next(iter(entries.items()))
        raise ScenarioError([problem(extra.key or extra.at, (*path, key), "wanted only file, feature and source here")])
    found = _file(target, cache).feature(_wanted(feature, (*path, "feature")))
    if isinstance(found, str):
        raise _refused(feature or node, (*path, "feature"), found)
    shape, at = found
    shape = in_one_piece(shape, box) if box else shape
    inside = cut(shape, box) if box else None
    if isinstance(inside, str):
        raise _refused(feature or node, path, inside)
    placed = grow(as_in_files(inside or shape), at)
    placed.key = node.key
    if source:
        _entries(placed)["source"] = source
    return placed, inside is not None


def _wanted(feature: Node | None, path: Path) -> Wanted | None:
    """Which feature an entry means; None for the only one of its file."""
    if feature is None:
        return None
    given = plain(feature)
    label = label_of(given)
    if label:
        return Wanted(label)
    if isinstance(given, dict) and given.keys() == {"property", "is"}:
        key, label = given["property"], label_of(given["is"])
        if isinstance(key, str) and key and label is not None:
            return Wanted(label, key)
    wanted = "wanted the id or the name of a feature of the file, or `{property: NAME, is: VALUE}`"
    raise _refused(feature, path, f"came {came(given)}, {wanted}")


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
