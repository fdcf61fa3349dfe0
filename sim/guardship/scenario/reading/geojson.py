"""Geometry from GeoJSON files: limits first, then one feature's coordinates as the schema writes them."""

from __future__ import annotations

import difflib
import json
import math
import re
from typing import Any, final

from guardship.scenario.problems import Plain, ScenarioError, TextPlace, came, problem
from guardship.scenario.reading.textfile import text_of
from guardship.scenario.reading.yamlfile import DEEPEST

LARGEST = 5_000_000

_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


@final
class FeatureFile:
    """One GeoJSON file, read once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._text = text_of(file, LARGEST)
        _depth(self._text, file)
        self._features = _features(_parsed(self._text, file), file)

    def feature(self, name: str) -> tuple[dict[str, Plain], TextPlace] | str:
        """The shape as written in a scenario (`{line: ...}`) and where the feature stands; or why there is none."""
        found = [f for f in self._features if f.get("id") == name]
        found = found or [f for f in self._features if _named(f) == name]
        if not found:
            return f"unknown feature {came(name)} in {self.file}{self._near(name)}"
        if len(found) > 1:
            return f"{len(found)} features are called {came(name)} in {self.file}, wanted one"
        place = self._place(name)
        shape = _shape(found[0].get("geometry"))
        if isinstance(shape, str):
            raise ScenarioError([problem(place, ("features", name), shape)])
        source = _dict(found[0].get("properties")).get("source")
        return ({**shape, "source": source} if isinstance(source, str) and source else shape), place

    def _near(self, name: str) -> str:
        known = [str(label) for f in self._features for label in (f.get("id"), _named(f)) if label is not None]
        near = difflib.get_close_matches(name[:80], known, n=3, cutoff=0.5)
        if near:
            return f"; did you mean {' or '.join(map(repr, near))}?"
        return f"; it has {', '.join(known[:8])}" if known else "; it has none with an id or a name"

    def _place(self, name: str) -> TextPlace:
        """Where the feature's id or name stands in the text."""
        for key in ("id", "name"):
            found = re.search(rf'"{key}"\s*:\s*{re.escape(json.dumps(name))}', self._text)
            if found:
                start = found.start()
                return TextPlace(
                    self.file, self._text.count("\n", 0, start) + 1, start - self._text.rfind("\n", 0, start)
                )
        return TextPlace(self.file, 1, 1)


def _depth(text: str, file: str) -> None:
    depth = 0
    for token in _TOKENS.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token.group(), 0)
        if depth > DEEPEST:
            line = text.count("\n", 0, token.start()) + 1
            column = token.start() - text.rfind("\n", 0, token.start())
            raise ScenarioError([problem(TextPlace(file, line, column), (), f"nested deeper than {DEEPEST} levels")])


def _parsed(text: str, file: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        place = TextPlace(file, fault.lineno, fault.colno)
        raise ScenarioError([problem(place, (), f"not JSON: {fault.msg}")]) from None
    except (ValueError, RecursionError) as fault:
        raise ScenarioError([problem(TextPlace(file, 1, 1), (), f"not JSON: {str(fault)[:80]}")]) from None


def _features(document: Any, file: str) -> list[dict[str, Any]]:
    features = _dict(document).get("features")
    if _dict(document).get("type") != "FeatureCollection" or not isinstance(features, list):
        raise ScenarioError([problem(TextPlace(file, 1, 1), (), "wanted a GeoJSON FeatureCollection")])
    return [feature for feature in features if isinstance(feature, dict)]


def _named(feature: dict[str, Any]) -> object:
    return _dict(feature.get("properties")).get("name")


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _shape(geometry: Any) -> dict[str, Plain] | str:
    """A Point, LineString or Polygon without holes as the schema writes it; or what is wrong."""
    kind, coordinates = _dict(geometry).get("type"), _dict(geometry).get("coordinates")
    match kind:
        case "Point":
            key, wanted = "point", _pair(coordinates)
        case "LineString":
            key, wanted = "line", _pairs(coordinates)
        case "Polygon":
            if isinstance(coordinates, list) and len(coordinates) > 1:
                return "came a Polygon with holes, wanted one without"
            key, wanted = "polygon", _pairs(coordinates[0]) if isinstance(coordinates, list) and coordinates else None
        case _:
            return f"came geometry of type {came(kind)}, wanted Point, LineString or Polygon"
    return {key: wanted} if wanted is not None else f"came a {kind} whose coordinates are not finite [lon, lat] pairs"


def _pairs(value: Any) -> list[Plain] | None:
    if not isinstance(value, list):
        return None
    pairs = [_pair(pair) for pair in value]
    return None if None in pairs else list(pairs)


def _pair(value: Any) -> list[Plain] | None:
    """`[lon, lat]`; a height is left out."""
    if not isinstance(value, list) or not 2 <= len(value) <= 3:
        return None
    return value[:2] if all(_number(part) for part in value[:2]) else None


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= 1e9 and math.isfinite(value)
