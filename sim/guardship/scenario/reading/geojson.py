"""Features of GeoJSON files, as the standard allows and tools write them; what each is, says `outlines`."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, final

from guardship.scenario.problems import Plain, ScenarioError, TextPlace, alike, came, nfc, problem, shown
from guardship.scenario.reading.outlines import KEYS, outline
from guardship.scenario.reading.textfile import text_of

LARGEST = 20_000_000  # bytes; a sea area of 100 000 corners has some 4 000 000
LONGEST_WHOLE = 30  # digits
MOST_LISTED = 8  # names or properties that a message lists
NAMES = ("id", "name")  # properties that name a feature, in capitals or not

_FEATURE = re.compile(r'"type"\s*:\s*"Feature"')

# WGS 84 in degrees, longitude first, as files call it
WGS_84 = re.compile(
    r"(?:(?:urn:(?:x-)?ogc:def:crs:|https?://(?:www\.)?opengis\.net/(?:def/crs/|gml/srs/))?"
    r"(?:epsg(?:\.xml#|[:/](?:[0-9.]*[:/])?)(?:4326|4979)|(?:ogc[:/](?:[0-9.]*[:/])?)?crs:?84h?)"
    r"|(?:gcs[ _])?wgs[ _-]?(?:19)?84|world geodetic system 1984)",
    re.IGNORECASE,
)


@final
class Wanted(NamedTuple):
    """Which feature is meant: the value of its id or name, or of the `property` that is named."""

    value: str
    property: str | None = None

    def __str__(self) -> str:
        return came(self.value) if self.property is None else f"with {shown(self.property)} {came(self.value)}"


@final
class FeatureFile:
    """One GeoJSON file, read once: a collection, a feature or a bare geometry."""

    def __init__(self, file: str, largest: int = LARGEST) -> None:
        self.file = file
        self._text = text_of(file, largest)
        document = _parsed(self._text, file)
        self._system(document)
        self._features = _features(document, file)

    def feature(self, wanted: Wanted | None) -> tuple[dict[str, Plain], TextPlace] | str:
        """The shape as written in a scenario (`{line: ...}`) and where the feature stands; or why there is none.

        `wanted`: None when the file has one feature only.
        """
        found = self._found(wanted)
        if isinstance(found, str):
            return found
        place = self._place(wanted)
        self._system(found)
        self._system(_dict(found.get("geometry")))
        shape = outline(found.get("geometry"))
        if isinstance(shape, str):
            raise ScenarioError([problem(place, ("features", wanted.value) if wanted else (), shape)])
        source = _dict(found.get("properties")).get("source")
        return ({**shape, "source": source} if isinstance(source, str) and source else shape), place

    def geometries(self) -> Iterator[tuple[Any, TextPlace]]:
        """What each feature has as its geometry, and where the feature stands."""
        marks = list(_FEATURE.finditer(self._text))
        for k, feature in enumerate(self._features):
            self._system(feature)
            self._system(_dict(feature.get("geometry")))
            yield feature.get("geometry"), self._at(marks[k] if len(marks) == len(self._features) else None)

    def _found(self, wanted: Wanted | None) -> dict[str, Any] | str:
        if wanted is None:
            if len(self._features) == 1:
                return self._features[0]
            return f"came no `feature`, wanted one of the {len(self._features)} of {self.file}{self._known()}"
        ways = [_id, _property] if wanted.property is None else [_exactly]
        for way in ways:
            found = [one for one in self._features if wanted.value in way(one, wanted)]
            if len(found) > 1:
                return f"{len(found)} features are called {wanted} in {self.file}, wanted one"
            if found:
                return found[0]
        return f"unknown feature {wanted} in {self.file}{self._near(wanted)}"

    def _near(self, wanted: Wanted) -> str:
        if wanted.property is None:
            known = [label for one in self._features for label in _labels(one)]
        else:
            known = [label for one in self._features for label in _exactly(one, wanted)]
        near = alike(wanted.value, dict.fromkeys(known))
        if near:
            return f"; did you mean {' or '.join(map(came, near))}?"
        elsewhere = self._elsewhere(wanted)
        if elsewhere is not None:
            choice = f"`feature: {{property: {shown(elsewhere)}, is: {shown(wanted.value)}}}`"
            return f"; one has it as its {shown(elsewhere)}: write {choice}"
        return self._known()

    def _elsewhere(self, wanted: Wanted) -> str | None:
        """A property under which some feature has the value that is wanted."""
        for one in self._features:
            for key, value in _dict(one.get("properties")).items():
                if label_of(value) == wanted.value:
                    return str(key)
        return None

    def _known(self) -> str:
        """What there is to choose from."""
        labels = list(dict.fromkeys(label for one in self._features for label in _labels(one)))
        if labels:
            return f"; it has {', '.join(map(shown, labels[:MOST_LISTED]))}"
        keys = Counter(str(key) for one in self._features for key in _dict(one.get("properties")))
        if not keys:
            return "; none has an id, a name or another property" + (
                ": leave `feature` out" if len(self._features) == 1 else ""
            )
        listed = ", ".join(shown(key) for key, _ in keys.most_common(MOST_LISTED))
        return f"; none has an id or a name, so choose by a property ({listed}): `feature: {{property: ..., is: ...}}`"

    def _system(self, holder: Mapping[str, Any]) -> None:
        """Refuses numbers that are not degrees of WGS 84."""
        system = holder.get("crs")
        if system is None:
            return
        inside = _dict(_dict(system).get("properties"))
        name = inside.get("name", inside.get("href"))
        if name is None and "code" in inside:
            name = f"EPSG:{label_of(inside['code'])}"
        if not isinstance(name, str) or not WGS_84.fullmatch(name.strip()):
            wanted = "wanted longitude and latitude of WGS 84 (EPSG:4326), without `crs` or under its name"
            message = f"came the reference system {came(system if name is None else name)}, {wanted}"
            raise ScenarioError([problem(self._at(re.search(r'"crs"', self._text)), (), message)])

    def _place(self, wanted: Wanted | None) -> TextPlace:
        """Where the feature's id or name stands in the text."""
        if wanted is None:
            return TextPlace(self.file, 1, 1)
        keys = [wanted.property] if wanted.property is not None else [*NAMES, *map(str.upper, NAMES), "Name", "Id"]
        values = {json.dumps(wanted.value), json.dumps(wanted.value, ensure_ascii=False), wanted.value}
        for key in keys:
            names = {json.dumps(key), json.dumps(key, ensure_ascii=False)}
            pattern = rf"(?:{'|'.join(map(re.escape, names))})\s*:\s*(?:{'|'.join(map(re.escape, values))})(?=\s*[,}}])"
            if found := re.search(pattern, self._text):
                return self._at(found)
        return TextPlace(self.file, 1, 1)

    def _at(self, found: re.Match[str] | None) -> TextPlace:
        start = found.start() if found else 0
        line = self._text.count("\n", 0, start) + 1
        return TextPlace(self.file, line, start - self._text.rfind("\n", 0, start))


def _parsed(text: str, file: str) -> Mapping[str, Any]:
    try:
        document = json.loads(text, parse_int=_whole)
    except json.JSONDecodeError as fault:
        place = TextPlace(file, fault.lineno, fault.colno)
        raise ScenarioError([problem(place, (), f"not JSON: {fault.msg}")]) from None
    except RecursionError:
        raise ScenarioError([problem(TextPlace(file, 1, 1), (), "nested too deep for a GeoJSON file")]) from None
    return _dict(document)


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= LONGEST_WHOLE else float(digits)


def _features(document: Mapping[str, Any], file: str) -> list[dict[str, Any]]:
    kind, inside = document.get("type"), document.get("features")
    if kind == "FeatureCollection" and isinstance(inside, list):
        return [feature for feature in inside if isinstance(feature, dict)]
    if kind == "Feature":
        return [dict(document)]
    if isinstance(kind, str) and (kind.removeprefix("Multi") in KEYS or kind == "GeometryCollection"):
        return [{"geometry": document}]
    wanted = "wanted GeoJSON: a FeatureCollection, a Feature or a geometry"
    raise ScenarioError([problem(TextPlace(file, 1, 1), (), f"came {came(kind)} as the type of the file, {wanted}")])


def _labels(feature: Mapping[str, Any]) -> list[str]:
    return [*_id(feature), *_property(feature)]


def _id(feature: Mapping[str, Any], _: object = None) -> list[str]:
    label = label_of(feature.get("id"))
    return [] if label is None else [label]


def _property(feature: Mapping[str, Any], _: object = None) -> Iterator[str]:
    """Names among the properties of a feature."""
    for key, value in _dict(feature.get("properties")).items():
        if key.lower() in NAMES and (label := label_of(value)) is not None:
            yield label


def _exactly(feature: Mapping[str, Any], wanted: Wanted) -> Iterator[str]:
    """The property that is named."""
    for key, value in _dict(feature.get("properties")).items():
        if nfc(key) == wanted.property and (label := label_of(value)) is not None:
            yield label


def label_of(value: Any) -> str | None:
    """An id or a name as text: 7, 7.0 and "7" are one; None for what is neither text nor a number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**LONGEST_WHOLE:
        value = int(value)
    return nfc(str(value))


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
