"""YAML read safely: one pass over the parser's events, no recursion, no objects built, a place for every key and value.

All text is in Unicode's form NFC, so that a name is the same however its accents are composed.

Refused, each with its place: anchors, aliases, tags, merge keys, duplicate keys, keys that are not text or numbers,
several documents, deep nesting, big files, text that is not UTF-8, control and invisible characters, numbers that are
not finite.
Scalars follow YAML 1.2's core schema in its strict spelling: `true`, `false`, `null`, `~`, decimal numbers. `on`,
`yes`, `12:30`, `0x1F`, `017` and dates stay text.
"""

from __future__ import annotations

import math
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, final

import yaml

from guardship.scenario.problems import Path, Plain, Problem, ScenarioError, TextPlace, came, nfc, problem, shown
from guardship.scenario.reading.textfile import place_after, text_of

DEEPEST = 40
LONGEST_REASON = 200  # characters of what the parser says
MOST_NODES = 30_000

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[+-]?(0|[1-9][0-9]{0,29})\Z")
_FLOAT = re.compile(r"[+-]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\Z")
_NOT_FINITE = re.compile(r"[+-]?\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z")
_CONTROL = re.compile(
    r"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    r"|[\xad\u061c\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)  # what nobody sees; the joiners and marks of direction that some scripts need (U+200C to U+200F) are text


@final
@dataclass(slots=True)
class Node:
    """A value with its place and, inside a mapping, the place of its key."""

    value: dict[str, Node] | list[Node] | str | int | float | bool | None
    at: TextPlace
    key: TextPlace | None = None

    def child(self, part: str | int) -> Node | None:
        """The entry under a key or index, when there is one."""
        if isinstance(self.value, dict):
            return self.value.get(str(part))
        if isinstance(self.value, list) and isinstance(part, int) and 0 <= part < len(self.value):
            return self.value[part]
        return None


def read(path: str | os.PathLike[str]) -> Node:
    """The file as a tree of nodes, or a ScenarioError with all that is wrong with it as YAML."""
    shown = os.fspath(path)
    return parse(text_of(shown), shown)


def parse(text: str, file: str) -> Node:
    """YAML text as a tree of nodes, or a ScenarioError."""
    odd = _CONTROL.search(text)
    if odd:
        wanted = f"came the invisible character {_named(odd.group())}, wanted text without it"
        raise ScenarioError([problem(place_after(text[: odd.start()], file), (), wanted)])
    builder = _Builder(file)
    try:
        for event in _events(text):
            if not builder.take(event):
                break
    except yaml.MarkedYAMLError as fault:
        builder.refuse(_place(fault.problem_mark or fault.context_mark, file), _reason(fault))
    except yaml.YAMLError as fault:
        builder.refuse(TextPlace(file, 1, 1), f"not YAML: {str(fault)[:LONGEST_REASON]}")
    if builder.problems:
        raise ScenarioError(builder.problems)
    if builder.root is None:
        raise ScenarioError([problem(TextPlace(file, 1, 1), (), "the file is empty, wanted a scenario")])
    return builder.root


def _events(text: str) -> Iterator[Any]:
    """Events until the end; the loader's own memory is given back."""
    loader = _LOADER(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


@final
class _Builder:
    """Turns events into nodes; keeps every problem; stops at those after which nothing could be trusted."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._open: list[Node] = []
        self._keys: list[tuple[str, TextPlace] | None] = []
        self._path: list[str | int] = []
        self._nodes = 0
        self._documents = 0

    def take(self, event: Any) -> bool:
        """Take one event; False says that reading must stop."""
        at = _place(event.start_mark, self.file)
        match type(event):
            case yaml.ScalarEvent:
                self._plainness(event, at)
                return self._scalar(event, at)
            case yaml.MappingStartEvent | yaml.SequenceStartEvent:
                self._plainness(event, at)
                return self._start({} if type(event) is yaml.MappingStartEvent else [], at)
            case yaml.MappingEndEvent | yaml.SequenceEndEvent:
                self._end()
            case yaml.AliasEvent:
                self.refuse(
                    at, f"came the alias *{shown(event.anchor)}, wanted the value written out (aliases are not read)"
                )
                return self._scalar_node(None, at, f"*{event.anchor}")
            case yaml.DocumentStartEvent:
                self._documents += 1
                if self._documents > 1:
                    self.refuse(at, "came a second document, wanted one document in a file")
                    return False
        return True

    def refuse(self, at: TextPlace, message: str) -> None:
        """Note a problem; the path is that of the innermost open collection."""
        self.problems.append(problem(at, self._where(), message))

    def _where(self) -> Path:
        path: list[str | int] = []
        for depth, (node, key) in enumerate(zip(self._open, self._keys, strict=True), 1):
            if isinstance(node.value, list):
                path.append(len(node.value) - (depth < len(self._open)))
            elif key:
                path.append(key[0])
        return tuple(path)

    def _plainness(self, event: Any, at: TextPlace) -> None:
        if event.anchor is not None:
            self.refuse(at, f"came the anchor &{shown(event.anchor)}, wanted none (anchors are not read)")
        if event.tag is not None:
            self.refuse(at, f"came the tag {shown(event.tag)}, wanted none (tags are not read)")

    def _start(self, empty: dict[str, Node] | list[Node], at: TextPlace) -> bool:
        if len(self._open) >= DEEPEST:
            self.refuse(at, f"nested deeper than {DEEPEST} levels")
            return False
        node = Node(empty, at)
        if self._awaits_key():
            self.refuse(at, f"came {came(empty)} as a key, wanted text")
            return False
        if not self._place_node(node):
            return False
        self._open.append(node)
        self._keys.append(None)
        return True

    def _end(self) -> None:
        self._open.pop()
        self._keys.pop()
        if self._keys:
            self._keys[-1] = None

    def _awaits_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].value, dict) and self._keys[-1] is None

    def _scalar(self, event: Any, at: TextPlace) -> bool:
        plain = event.style in (None, "") and event.implicit[0]
        if self._awaits_key():
            self._take_key(event.value, plain, at)
            return True
        text = nfc(event.value)
        value = scalar(text) if plain else text
        if isinstance(value, float) and not math.isfinite(value):
            self.refuse(at, f"came {shown(event.value)}, wanted a finite number")
            value = None
        return self._scalar_node(value, at, "")

    def _scalar_node(self, value: str | float | bool | None, at: TextPlace, key: str) -> bool:
        if self._awaits_key():
            self._keys[-1] = (key, at)
            return True
        return self._place_node(Node(value, at))

    def _take_key(self, text: str, plain: bool, at: TextPlace) -> None:
        value = scalar(text) if plain else text
        text = nfc(text)
        self._keys[-1] = (text, at)
        if plain and text == "<<":
            self.refuse(at, "came the merge key <<, wanted the keys written out (merge keys are not read)")
        elif value is None or isinstance(value, bool) or (isinstance(value, float) and not math.isfinite(value)):
            self.refuse(at, f"came {came(value)} as a key, wanted text; put it in quotes if it is a name")
        elif text in self._mapping():
            first = self._mapping()[text].key or at
            self.refuse(at, f"came the key {came(text)} a second time; the first is in line {first.line}")

    def _mapping(self) -> dict[str, Node]:
        value = self._open[-1].value
        return value if isinstance(value, dict) else {}

    def _place_node(self, node: Node) -> bool:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self.refuse(node.at, f"more than {MOST_NODES} values in a file")
            return False
        if not self._open:
            self.root = node
            return True
        inside = self._open[-1].value
        if isinstance(inside, list):
            inside.append(node)
        elif isinstance(inside, dict) and (key := self._keys[-1]):
            node.key = key[1]
            inside.setdefault(key[0], node)
            if not isinstance(node.value, dict | list):
                self._keys[-1] = None
        return True


def scalar(text: str) -> str | int | float | bool | None:
    """What a plain scalar means."""
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INT.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    if _NOT_FINITE.match(text):
        return math.nan if "n" in text.lower() and "i" not in text.lower() else math.inf
    return text


def plain(node: Node) -> Plain:
    """The node without its places. Recursion is bounded by the nesting limit."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def grow(value: Plain, at: TextPlace) -> Node:
    """Plain data as nodes that all stand at one place."""
    if isinstance(value, dict):
        return Node({key: grow(child, at) for key, child in value.items()}, at, at)
    if isinstance(value, list):
        return Node([grow(child, at) for child in value], at, at)
    return Node(value, at, at)


def _named(character: str) -> str:
    return f"U+{ord(character):04X} ({unicodedata.name(character, 'a control character').lower()})"


def _place(mark: Any, file: str) -> TextPlace:
    return TextPlace(file, mark.line + 1, mark.column + 1) if mark else TextPlace(file, 1, 1)


def _reason(fault: yaml.MarkedYAMLError) -> str:
    """What is wrong; libyaml from 0.2.6 on reads ahead into what is nested, and gives up itself (at 1 000 levels)."""
    reason = " ".join(str(part) for part in (fault.problem, fault.context) if part)
    if "maximum nesting depth" in reason:
        return f"nested deeper than {DEEPEST} levels"
    return "not YAML: " + "".join(c for c in reason if c.isprintable())[:LONGEST_REASON]
