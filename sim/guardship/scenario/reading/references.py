"""Whether the names in a scenario name something, and facts that span sections. Works on plain data, valid or not, so
that these problems are reported together with all others; what has the wrong form is passed over here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, NamedTuple, TypeGuard, final

from pydantic_core import PydanticCustomError

from guardship.scenario.environment import LIGHTS
from guardship.scenario.geometry import SHAPE_KEYS, is_geographic
from guardship.scenario.groups import MOTIONS, VOYAGES
from guardship.scenario.problems import Path, came, unknown
from guardship.scenario.recognition import HARMLESS, MEASURED, ORDER, STEPS
from guardship.scenario.stations import PLACED
from guardship.scenario.units import SPEEDS, Quantity
from guardship.scenario.vessels import OFFENDERS, STATELESS

SPEED = Quantity("a speed", "12 kn", SPEEDS)
TAKEN_UP = "hold, roam, route, beats or escorts, which it can take up again after a task"

CARRIED = ("aircraft", "boat")
UNITS = ("patrol", *CARRIED)
FLAG = "flag, nation or state of waters"
BOUNCES = "bounce turns at the box about an area"
OFFENCES = {offence: None for one in OFFENDERS.values() for offence in one.offences}
ONE_VOYAGE = {key for key, motion in VOYAGES.items() if not motion.model_fields["ashore"].is_required()}
LEAVE = {"lane", "route", "straight", "convoy"} | ONE_VOYAGE  # motions that come to an end
_NOTHING: Mapping[str, Any] = {}
PROTECTION = "name of `protection`"
STATE = "state of light, weather or visibility"


@final
class Fact(NamedTuple):
    """A problem found, in words or as what words it.

    `key` says that the key is meant, not the value; `whole` that nothing below needs reporting.
    """

    path: Path
    wording: str | Callable[[], str]
    key: bool = False
    whole: bool = False

    @property
    def message(self) -> str:
        """In words."""
        return self.wording if isinstance(self.wording, str) else self.wording()


def facts(scenario: Any) -> list[Fact]:
    """All such problems of a scenario in the form of its file."""
    if not isinstance(scenario, Mapping):
        return []
    scenario = _Whole(scenario)
    found: list[Fact] = []
    for part in (
        _theatre,
        _environment,
        _lanes,
        _sensors,
        _types,
        _surroundings,
        _groups,
        _fields,
        _money,
        _sharing,
        _tasking,
        _law,
        _drills,
        _timeline,
        _tips,
        _cyber,
        _pacts,
        _recognition,
        _goes,
        _stations,
    ):
        found.extend(part(scenario))
    return found


def _map(value: Any, *path: str) -> Mapping[str, Any]:
    for part in path:
        value = value.get(part) if _is_map(value) else None
    return value if _is_map(value) else _NOTHING


def _is_map(value: Any) -> bool:
    return type(value) is dict or (value is not None and isinstance(value, Mapping))  # the quick answer first


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()


def _name(path: Path, what: str, name: Any, known: Collection[str]) -> Iterator[Fact]:
    if isinstance(name, str) and name not in known:
        yield Fact(path, partial(unknown, what, name, known))


def _keys(path: Path, what: str, mapping: Mapping[str, Any], known: Collection[str]) -> Iterator[Fact]:
    for key in mapping:
        if key not in known:
            yield Fact((*path, key), partial(unknown, what, key, known), key=True)


@final
class _Whole(dict[str, Any]):
    """A scenario in the form of its file, with what several sections look up, each found once."""

    def shapes(self, kind: str) -> dict[str, None]:
        """Names of geometry of a kind; an entry whose kind cannot be told counts as all of them."""
        names: dict[str, None] = {}
        for name, shape in _map(self, "geometry").items():
            own = [key for key in SHAPE_KEYS if key in _map(shape)]
            if len(own) != 1 or own[0] == kind:
                names[name] = None
        return names

    @cached_property
    def points(self) -> dict[str, None]:
        """Names of places."""
        return self.shapes("point")

    @cached_property
    def lines(self) -> dict[str, None]:
        """Names of lines."""
        return self.shapes("line")

    @cached_property
    def areas(self) -> dict[str, None]:
        """Names of polygons, and the box of a box theatre."""
        return self.shapes("polygon") | ({"box": None} if self.flat is not False else {})

    @cached_property
    def flat(self) -> bool | None:
        """Whether the theatre is a box; None when that cannot be told."""
        theatre = _map(self, "theatre")
        return None if ("box" in theatre) == ("bounds" in theatre) else "box" in theatre

    @cached_property
    def weather(self) -> dict[str, Path]:
        """Names that the weather has, and where each stands first."""
        return self._states("weather", "calm")

    @cached_property
    def visibility(self) -> dict[str, Path]:
        """Names that visibility has, and where each stands first."""
        return self._states("visibility", "clear")

    def _states(self, part: str, otherwise: str) -> dict[str, Path]:
        form = _map(self, "environment").get(part)
        inside = ("wind", "levels") if part == "weather" else ("levels",)
        names: dict[str, Path] = {name: ("environment", part, *inside, name) for name in _map(form, *inside)}
        for index, change in enumerate(map(_map, _list(form))):
            if isinstance(change.get("is"), str):
                names.setdefault(change["is"], ("environment", part, index, "is"))
        return names or {otherwise: ("environment", part)}

    @cached_property
    def states(self) -> dict[str, Any]:
        """Names of light, weather and visibility."""
        return dict.fromkeys(LIGHTS) | self.weather | self.visibility

    @cached_property
    def afloat(self) -> dict[str, Any]:
        """Names of weather and visibility."""
        return self.weather | self.visibility

    @cached_property
    def groups_of(self) -> dict[Any, list[str]]:
        """The groups of each nation."""
        found: dict[Any, list[str]] = {}
        for name, group in _map(self, "groups").items():
            nation = _map(group).get("nation")
            found.setdefault(nation if isinstance(nation, str) else None, []).append(name)
        return found

    @cached_property
    def holders(self) -> dict[str, Any]:
        """Nations and centres."""
        return {**_map(self, "nations"), **_map(self, "centres")}

    @cached_property
    def offences(self) -> dict[str, set[str]]:
        """The offences of all types, each with the hulls that its vessels and their skiffs have."""
        found: dict[str, set[str]] = {}
        for name, vessel in _map(self, "types").items():
            own = OFFENDERS.get(_role(_map(self, "types"), name) or "")
            cargo = _map(vessel, "cargo")
            for offence in own.offences if own else ():
                if own and (len(own.offences) == 1 or offence in cargo):
                    hulls = {_map(vessel).get("hull"), _map(vessel, "skiffs").get("hull")}
                    found.setdefault(offence, set()).update(hull for hull in hulls if isinstance(hull, str))
        return dict(sorted(found.items()))

    @cached_property
    def convoys(self) -> dict[str, None]:
        """Groups that are convoys."""
        return {name: None for name, group in _map(self, "groups").items() if _map(group).get("convoy") is not None}

    @cached_property
    def flags(self) -> dict[str, None]:
        """What may be called a flag: sovereigns, parties of agreements, flags that somebody bears the loss of."""
        parties = [_map(pact).get("parties") for pact in _map(self, "law", "agreements").values()]
        named = [name for given in parties for name in ([given] if isinstance(given, str) else _names(given))]
        return dict.fromkeys(["any", STATELESS, *self.sovereigns, *named, *_map(self, "prices", "bears")])

    @cached_property
    def sovereigns(self) -> dict[str, None]:
        """Nations, and whoever has waters, a flag on some vessel or answers for one."""
        law = _map(self, "law")
        found = [*_map(self, "nations"), *_map(law, "flags")]
        found += [state for sea in _map(law, "waters").values() if isinstance(state := _map(sea).get("state"), str)]
        for flags in [*_map(law, "claims").values(), *(_map(kind, "flag") for kind in _map(self, "types").values())]:
            found += _map(flags)
        return dict.fromkeys(sorted(found))


def _theatre(scenario: Any) -> Iterator[Fact]:
    flat = scenario.flat
    if flat and _map(scenario, "environment").get("light") == "sun":
        yield Fact(("environment", "light"), "came sun, wanted day, night or a calendar: a box has no place on Earth")
    passages = _map(scenario, "theatre", "passages")
    for name, passage in passages.items():
        where: Path = ("theatre", "passages", name, "along")
        yield from _name(where, "line of geometry", _map(passage).get("along"), scenario.lines)
    if passages and _map(scenario, "theatre").get("coast") == "none":
        yield Fact(("theatre", "passages"), "came passages without a coast, wanted land to lead through", key=True)
    for name, shape in _map(scenario, "geometry").items():
        if name == "box":
            yield Fact(("geometry", name), "came the name box, wanted another: box is the whole of a box theatre", True)
        if flat is None:
            continue
        if flat and "file" in _map(shape):
            yield Fact(("geometry", name), "came a GeoJSON feature, wanted lengths: a box has no longitude", whole=True)
        for path, point in _points(("geometry", name), shape):
            yield from _form(path, point, flat)


def _environment(scenario: Any) -> Iterator[Fact]:
    """One name, one state: factors and conditions name light, weather and visibility alike."""
    taken = dict.fromkeys(LIGHTS, "light")
    for what, names in (("weather", scenario.weather), ("visibility", scenario.visibility)):
        for name, path in names.items():
            if taken.setdefault(name, what) != what:
                message = f"came {name} as a name of {what}, wanted another: one of {taken[name]} has it"
                yield Fact(path, message, key="levels" in path)


def _points(path: Path, shape: Any) -> Iterator[tuple[Path, Any]]:
    shape = _map(shape)
    if "point" in shape:
        yield (*path, "point"), shape["point"]
    for key in ("line", "polygon"):
        for index, point in enumerate(_list(shape.get(key))):
            yield (*path, key, index), point
    for number, ring in enumerate(_list(shape.get("rings"))):
        for index, point in enumerate(_list(ring)):
            yield (*path, "rings", number, index), point


def _form(path: Path, position: Any, flat: bool | None) -> Iterator[Fact]:
    """A position in degrees in a box, or in lengths in a theatre with bounds."""
    if flat is None or not isinstance(position, list | tuple) or len(position) != 2:
        return
    if is_geographic(position) == flat:
        wanted = "lengths from the lower left corner" if flat else "[lon, lat] as numbers in degrees"
        pair = ", ".join(came(part) for part in position)
        yield Fact(path, f"came [{pair}], wanted {wanted}", whole=True)


def _lanes(scenario: Any) -> Iterator[Fact]:
    lines = scenario.lines
    for name, lane in _map(scenario, "lanes").items():
        yield from _name(("lanes", name, "along"), "line of geometry", _map(lane).get("along"), lines)


def _sensors(scenario: Any) -> Iterator[Fact]:
    hulls = _map(scenario, "hulls")
    states = scenario.states
    for name, sensor in _map(scenario, "sensors").items():
        path: Path = ("sensors", name)
        detects = _map(sensor, "detects")
        yield from _keys((*path, "detects"), "hull", detects, hulls)
        yield from _keys((*path, "identifies"), "hull", _map(sensor, "identifies"), hulls)
        yield from _keys((*path, "when"), STATE, _map(sensor, "when"), states)
        for state, factors in _map(sensor, "when").items():
            yield from _keys((*path, "when", state), "hull among those detected", _map(factors), detects)
        for hull, given in _map(sensor, "identifies").items():
            yield from _suspicious((*path, "identifies", hull), hull, given, _map(scenario, "recognition", "priors"))
        if _map(sensor).get("kind") == "ais":
            for hull in detects:
                if hull in hulls and _map(hulls, hull).get("ais") is not True:
                    message = f"a sensor of kind ais detects only hulls with `ais: true`, and '{hull}' is not one"
                    yield Fact((*path, "detects", hull), message, key=True)


def _suspicious(path: Path, hull: str, given: Any, priors: Mapping[str, Any]) -> Iterator[Fact]:
    """What is believed of a hull goes by a prior and signs, or by one look and the chance that it looks suspicious."""
    if hull in priors:
        return
    rings = _list(given)
    if len(rings) > 1:
        yield Fact(path, "came rings for a hull without an entry in `recognition.priors`, wanted one identification")
    for where, one in [((*path, k), ring) for k, ring in enumerate(rings)] or [(path, given)]:
        if _is_map(one) and one.get("suspicious") is None:
            yield Fact(where, "came no suspicious for a hull without an entry in `recognition.priors`, wanted it")


def _surroundings(scenario: Any) -> Iterator[Fact]:
    """Names of weather and visibility wherever something depends on them, whatever the key is called."""
    for section in ("types", "groups", "field", "protection"):
        yield from _depends((section,), _map(scenario, section), scenario)


def _depends(path: Path, node: Mapping[str, Any], scenario: Any) -> Iterator[Fact]:
    yield from _conditions(path, node, scenario)
    for key, part in node.items():
        if key == "by_state":
            yield from _keys((*path, key), STATE, _map(part), scenario.states)
        elif isinstance(part, Mapping):
            yield from _depends((*path, key), part, scenario)


def _conditions(path: Path, mapping: Mapping[str, Any], scenario: Any) -> Iterator[Fact]:
    """Names of weather and visibility in a mapping that says in which something is done."""
    for what, known in (("weather", scenario.weather), ("visibility", scenario.visibility)):
        for index, state in enumerate(_list(mapping.get(what))):
            yield from _name((*path, what, index), what, state, known)


def _types(scenario: Any) -> Iterator[Fact]:
    hulls, sensors = _map(scenario, "hulls"), _map(scenario, "sensors")
    for name, vessel in _map(scenario, "types").items():
        path: Path = ("types", name)
        vessel = _map(vessel)
        yield from _name((*path, "hull"), "hull", vessel.get("hull"), hulls)
        yield from _name((*path, "lookout"), "sensor", vessel.get("lookout"), sensors)
        for index, sensor in enumerate(_list(vessel.get("sensors"))):
            yield from _name((*path, "sensors", index), "sensor", sensor, sensors)
        yield from _keys((*path, "protection"), PROTECTION, _map(vessel, "protection"), _map(scenario, "protection"))
        yield from _carried(path, vessel, scenario)
        yield from _raids(path, vessel, scenario)


def _raids(path: Path, vessel: Mapping[str, Any], scenario: Any) -> Iterator[Fact]:
    """Hulls and states that pirates depend on; factors by state and conditions are looked at with all others."""
    for index, hull in enumerate(_list(vessel.get("prey"))):
        yield from _name((*path, "prey", index), "hull", hull, _map(scenario, "hulls"))
    yield from _name((*path, "skiffs", "hull"), "hull", _map(vessel, "skiffs").get("hull"), _map(scenario, "hulls"))
    yield from _keys((*path, "willing"), STATE, _map(vessel, "willing"), scenario.states)


def _carried(path: Path, vessel: Mapping[str, Any], scenario: Any) -> Iterator[Fact]:
    """What a ship carries, and its port."""
    types = _map(scenario, "types")
    for name in _map(vessel, "carries"):
        role = _role(types, name)
        if name not in types:
            yield Fact((*path, "carries", name), partial(unknown, "type", name, types), key=True)
        elif role not in CARRIED:
            yield Fact((*path, "carries", name), f"came a type that is {role}, wanted aircraft or boat", key=True)
    yield from _name((*path, "cycle", "port"), "point of geometry", _map(vessel, "cycle").get("port"), scenario.points)


def _groups(scenario: Any) -> Iterator[Fact]:
    types, nations = _map(scenario, "types"), _map(scenario, "nations")
    for name, group in _map(scenario, "groups").items():
        if not isinstance(group, Mapping):
            continue
        path: Path = ("groups", name)
        mix = group.get("type")
        if isinstance(mix, Mapping):
            yield from _keys((*path, "type"), "type", mix, types)
        else:
            yield from _name((*path, "type"), "type", mix, types)
        yield from _name((*path, "nation"), "nation", group.get("nation"), nations)
        if "convoy" not in group:
            yield from _one_of(path, group, ("count", "per_day"))
        yield from _one_of(path, group, MOTIONS)
        if group:
            yield from _fits(path, group, {_role(types, kind) for kind in _kinds(mix)})
            yield from _motion(path, group, scenario)


def _fields(scenario: Any) -> Iterator[Fact]:
    types = _map(scenario, "types")
    for name, field in _map(scenario, "field").items():
        path, kind = ("field", name), _map(field).get("type")
        yield from _name((*path, "in"), "area", _map(field).get("in"), scenario.areas)
        yield from _name((*path, "type"), "type", kind, types)
        role = _role(types, kind) if isinstance(kind, str) else None
        if role not in (None, "passive"):
            yield Fact((*path, "type"), f"came the type {kind} that is {role}, wanted a passive one")


PRICED = {
    "ship_day": "patrol",
    "port_day": "patrol",
    "disposal_day": "patrol",
    "drill_day": "patrol",
    "flying_hour": "aircraft",
    "boat_hour": "boat",
}


def _money(scenario: Any) -> Iterator[Fact]:
    """Prices that no unit of the type has, and names of nations and waters."""
    types, nations = _map(scenario, "types"), _map(scenario, "nations")
    units = dict.fromkeys(name for name in types if _role(types, name) in UNITS)
    for name, vessel in types.items():
        yield from _prices(("types", name, "costs"), _map(vessel, "costs"), _role(types, name))
    for nation, own in nations.items():
        path: Path = ("nations", nation)
        if nation == "others":
            yield Fact(path, "came a nation called others, wanted another name: the ledger needs it", key=True)
        yield from _keys((*path, "costs"), "type of unit", _map(own, "costs"), units)
        for name, costs in _map(own, "costs").items():
            yield from _prices((*path, "costs", name), _map(costs), _role(types, name))
        yield from _name((*path, "waters"), "area", _map(own).get("waters"), scenario.areas)
    prices = _map(scenario, "prices")
    yield from _keys(("prices", "otherwise"), "nation", _map(prices, "otherwise"), nations)
    for flag, shares in _map(prices, "bears").items():
        yield from _keys(("prices", "bears", flag), "nation", _map(shares), nations)
    for name, programme in _map(scenario, "programmes").items():
        for key in ("shares", "workshare"):
            yield from _keys(("programmes", name, key), "nation", _map(programme, key), nations)
    for name, tie in _map(scenario, "ties").items():
        for index, nation in enumerate(_list(_map(tie).get("between"))):
            yield from _name(("ties", name, "between", index), "nation", nation, nations)


def _prices(path: Path, costs: Mapping[str, Any], role: str | None) -> Iterator[Fact]:
    for key in costs:
        if role is not None and PRICED.get(key, role) != role:
            yield Fact((*path, key), f"came {key} for a type that is {role}, wanted one of a {PRICED[key]}", key=True)


NEEDS = {"bilateral": ("pairs",), "hub": ("hub",), "tiered": ("inner", "outer", "later")}
BELONGS = {
    "hub": ("hub",),
    "members": ("hub", "mesh"),
    "pairs": ("bilateral",),
    "inner": ("tiered",),
    "outer": ("tiered",),
    "later": ("tiered",),
    "input": ("tiered",),
}


def _sharing(scenario: Any) -> Iterator[Fact]:
    """Holders, areas and hulls that sharing names, what a topology needs, and a delay for every edge."""
    sharing, path = _map(scenario, "sharing"), ("sharing",)
    centres, nations = _map(scenario, "centres"), _map(scenario, "nations")
    for name in centres:
        if name in nations:
            yield Fact(("centres", name), f"came {name} as the name of a centre, wanted another: a nation has it", True)
    for name in centres:
        if _map(centres, name).get("reads") == "worth" and not _map(scenario, "recognition"):
            yield Fact(("centres", name, "reads"), "came worth without `recognition`, wanted an order: nothing says it")
        advises, at = _map(centres, name, "advises"), ("centres", name, "advises")
        yield from _distinct((*at, "to"), advises.get("to"), {k: v for k, v in scenario.holders.items() if k != name})
        yield from _name((*at, "broadcasts", "in"), "area", _map(advises, "broadcasts").get("in"), scenario.areas)
    known = scenario.holders
    topology = sharing.get("topology", "none")
    for key in NEEDS.get(topology, ()) if isinstance(topology, str) else ():
        if not sharing.get(key):
            yield Fact(("sharing", "topology"), f"came {topology} without {key}, wanted `{key}`")
    for key, where in BELONGS.items():
        if sharing.get(key) and topology not in where:
            yield Fact((*path, key), f"came {key} for {topology}, wanted it for {' or '.join(where)} only", True)
    yield from _name((*path, "hub"), "nation or centre", sharing.get("hub"), known)
    for key in ("members", "inner", "outer"):
        yield from _distinct((*path, key), sharing.get(key), known)
    for index, pair in enumerate(_list(sharing.get("pairs"))):
        yield from _distinct((*path, "pairs", index), pair, known)
    for name in set(_names(sharing.get("inner"))) & set(_names(sharing.get("outer"))):
        yield Fact((*path, "outer"), f"came {name}, which is in the inner circle, wanted each in one circle")
    yield from _edges(scenario, sharing, known)
    yield from _keys((*path, "releases"), "nation or centre", _map(sharing, "releases"), known)
    for name, one in _map(sharing, "releases").items():
        yield from _distinct((*path, "releases", name, "to"), _map(one).get("to"), known)
    for name, leak in _map(sharing, "trust", "leaks").items():
        yield from _name((*path, "trust", "leaks", name, "by"), "nation or centre", _map(leak).get("by"), known)


def _tasking(scenario: Any) -> Iterator[Fact]:
    """Nations, centres and areas that tasking names."""
    tasking, nations = _map(scenario, "tasking"), _map(scenario, "nations")
    known = scenario.holders
    yield from _name(("tasking", "command"), "nation or centre", tasking.get("command"), known)
    yield from _distinct(("tasking", "partners"), tasking.get("partners"), nations, "nation")
    yield from _keys(("tasking", "sectors"), "nation", _map(tasking, "sectors"), nations)
    for nation, area in _map(tasking, "sectors").items():
        yield from _name(("tasking", "sectors", nation), "area", area, scenario.areas)
    refuses = _map(_map(tasking, "requests"), "refuses")
    yield from _keys(("tasking", "requests", "refuses"), "nation", refuses, nations)


def _edges(scenario: Any, sharing: Mapping[str, Any], known: Collection[str]) -> Iterator[Fact]:
    """The terms of edges, common ones and those of each channel."""
    path: Path = ("sharing",)
    delayed = _map(sharing, "edges").get("delay") is not None
    if sharing.get("topology", "none") != "none" and not delayed:
        yield Fact((*path, "topology"), "came edges without delay, wanted `edges: {delay: ...}`")
    taken: dict[tuple[Any, Any], str] = {}
    for name, link in _map(sharing, "channels").items():
        ends, here = (_map(link).get("from"), _map(link).get("to")), (*path, "channels", name)
        for key, end in zip(("from", "to"), ends, strict=True):
            yield from _name((*here, key), "nation or centre", end, known)
        if ends[0] is not None and ends[0] == ends[1]:
            yield Fact((*here, "to"), f"came an edge from {ends[0]} to itself, wanted two holders")
        elif all(isinstance(end, str) for end in ends) and taken.setdefault(ends, name) != name:
            yield Fact(here, f"came a second edge from {ends[0]} to {ends[1]}, wanted one: {taken[ends]} is it", True)
        if not delayed and _map(link).get("delay") is None:
            yield Fact(here, "came a channel without delay, wanted `delay` here or in `sharing.edges`", True)
        yield from _caveats(here, _map(link), scenario)
    for key in ("edges", "later", "input"):
        yield from _caveats((*path, key), _map(sharing, key), scenario)


def _caveats(path: Path, terms: Mapping[str, Any], scenario: Any) -> Iterator[Fact]:
    for key, what, names in (
        ("inside", "area", scenario.areas),
        ("outside", "area", scenario.areas),
        ("hulls", "hull", _map(scenario, "hulls")),
    ):
        for index, name in enumerate(_list(terms.get(key))):
            yield from _name((*path, key, index), what, name, names)


def _distinct(path: Path, given: Any, known: Collection[str], what: str = "nation or centre") -> Iterator[Fact]:
    """Names in a list, each once."""
    seen = set[str]()
    for index, name in enumerate(_list(given)):
        yield from _name((*path, index), what, name, known)
        if isinstance(name, str) and name in seen:
            yield Fact((*path, index), f"came {came(name)} twice, wanted each once")
        seen |= {name} if isinstance(name, str) else set()


def _law(scenario: Any) -> Iterator[Fact]:
    """Areas, types, hulls, waters and nations that the law names; states and flags are free names.

    A party of an agreement has to be one of them: what has neither ships, nor waters, nor a flag is a slip of the pen,
    unless it has courts, to which suspects are transferred.
    """
    law, areas, states = _map(scenario, "law"), scenario.areas, scenario.sovereigns
    for name, sea in _map(law, "waters").items():
        yield from _each(("law", "waters", name, "area"), "area", _map(sea).get("area"), areas)
    yield from _keys(("law", "claims"), "type", _map(law, "claims"), _map(scenario, "types"))
    yield from _keys(("law", "suspicions"), "hull", _map(law, "suspicions"), _map(scenario, "hulls"))
    for hull, offence in _map(law, "suspicions").items():
        yield from _name(("law", "suspicions", hull), "offence", offence, OFFENCES)
    for name, pact in _map(law, "agreements").items():
        path, pact = ("law", "agreements", name), _map(pact)
        if "transfer" not in _names(pact.get("permits")):
            yield from _each((*path, "parties"), "nation, state of waters or flag", pact.get("parties"), states)
        yield from _each((*path, "waters"), "name of waters", pact.get("waters"), _map(law, "waters"))
        yield from _each((*path, "guests"), "nation", pact.get("guests"), _map(scenario, "nations"))
        yield from _each((*path, "offences"), "offence", pact.get("offences"), OFFENCES)
        yield from _each((*path, "flags"), FLAG, pact.get("flags"), scenario.flags)
    for name, nation in _map(scenario, "nations").items():
        rules = _map(nation, "rules")
        yield from _each(("nations", name, "rules", "offences"), "offence", rules.get("offences"), OFFENCES)
        space = _map(rules, "keeps_to").get("in")
        yield from _each(("nations", name, "rules", "keeps_to", "in"), "area", space, areas)
        yield from _each(("nations", name, "rules", "inside"), "area", rules.get("inside"), areas)


def _each(path: Path, what: str, given: Any, known: Collection[str]) -> Iterator[Fact]:
    """A name, or several."""
    yield from _name(path, what, given, known)
    for index, name in enumerate(_list(given)):
        yield from _name((*path, index), what, name, known)


def _names(given: Any) -> list[str]:
    return [name for name in _list(given) if isinstance(name, str)]


def _kinds(mix: Any) -> list[str]:
    return [mix] if isinstance(mix, str) else list(_map(mix))


def _role(types: Mapping[str, Any], kind: str) -> str | None:
    role = _map(types, kind).get("is")
    return role if isinstance(role, str) else None


def _one_of(path: Path, group: Mapping[str, Any], keys: Sequence[str]) -> Iterator[Fact]:
    given = [key for key in keys if group.get(key) is not None]
    if len(given) != 1:
        listed = " and ".join(given) or "none"
        yield Fact(path, f"came {listed} of {', '.join(keys)}, wanted exactly one")


def _fits(path: Path, group: Mapping[str, Any], roles: set[str | None]) -> Iterator[Fact]:
    """Whether the motion and the rest suit the roles of the types."""
    known = {role for role in roles if role}
    fits = {
        **{one.motion: role for role, one in OFFENDERS.items()},
        "beats": "patrol",
        "flights": "aircraft",
        "convoy": "merchant",
        "escorts": "patrol",
    }
    for motion, role in fits.items():
        if motion in group and known - {role}:
            others = ", ".join(sorted(known - {role}))
            yield Fact((*path, motion), f"came {motion} for a type that is {others}; only a {role} can", key=True)
    for role, one in OFFENDERS.items():
        if role in known and one.motion not in group:
            article = "an" if role[0] in "aeiou" else "a"
            yield Fact(path, f"came {article} {role} that {one.idle}, wanted `{one.motion}`")
    for motion in ("straight", "bounce", "lane"):
        if motion in group and "patrol" in known:
            yield Fact((*path, motion), f"came {motion} for a patrol, wanted {TAKEN_UP}", key=True)
    if "convoy" in group:
        for key in sorted({"count", "per_day", "start"} & set(group)):
            yield Fact((*path, key), f"came {key} for convoys, wanted none: their timetable says it", key=True)
    if group.get("rests") and known - {"passive"}:
        others = ", ".join(sorted(known - {"passive"}))
        yield Fact((*path, "rests"), f"came days of rest for a type that is {others}; only a passive one can", key=True)
    if "aircraft" in known and "flights" not in group:
        yield Fact(path, "came aircraft of their own, wanted `flights` from a base, or a ship that carries them")
    if "boat" in known:
        yield Fact((*path, "type"), "came a boat of its own, wanted a ship that carries it")
    if known & {"patrol", "aircraft"} and group.get("nation") is None:
        yield Fact(path, "came a patrol without nation, wanted the nation that it reports to")
    if group.get("per_day") is not None and not LEAVE & set(group):
        yield Fact((*path, "per_day"), "came a rate for vessels that never leave, wanted count", key=True)


def _motion(path: Path, group: Mapping[str, Any], scenario: Any) -> Iterator[Fact]:
    flat = scenario.flat
    lane = group.get("lane")
    lane_path = (*path, "lane", "name") if isinstance(lane, Mapping) else (*path, "lane")
    yield from _name(lane_path, "lane", _map(lane).get("name", lane), _map(scenario, "lanes"))
    yield from _name((*path, "convoy", "lane"), "lane", _map(group, "convoy").get("lane"), _map(scenario, "lanes"))
    yield from _escorted(path, group, scenario)
    for motion in ("beats", "hold"):
        along = _map(group, motion).get("along")
        yield from _name((*path, motion, "along"), "line of geometry", along, scenario.lines)
    areas = scenario.areas
    for motion in ("bounce", "roam", "flights"):
        yield from _name((*path, motion, "in"), "area", _map(group, motion).get("in"), areas)
    theatre = _map(scenario, "theatre")
    if "bounds" in theatre and theatre.get("coast") != "none":
        for motion in ("straight", "bounce"):
            if motion in group:
                yield Fact((*path, motion), f"came {motion} in a sea with land, wanted route, lane or roam", key=True)
    within = _map(group, "bounce").get("in")
    if isinstance(within, str) and _map(scenario, "geometry", within).get("rings"):
        yield Fact((*path, "bounce", "in"), f"came {came(within)}, which has several rings, wanted roam: {BOUNCES}")
    points = scenario.points
    for motion, way in VOYAGES.items():
        if motion not in group:
            continue
        for keys, what, known in ((way.waters, "area", areas), (way.points, "point of geometry", points)):
            for key in keys:
                given = _map(group, motion).get(key)
                yield from _name((*path, motion, key), what, given, known)
                for index, name in enumerate(_list(given)):
                    yield from _name((*path, motion, key, index), what, name, known)
        if motion in ONE_VOYAGE:
            yield from _one_voyage((*path, motion), _map(group, motion), group)
    yield from _smuggles((*path, "smuggles"), group, scenario)
    yield from _strikes((*path, "attacks"), group, scenario)
    base = _map(group, "flights").get("from")
    yield from _name((*path, "flights", "from"), "point of geometry", base, points)
    for where, position in _positions(path, group):
        yield from _name(where, "point of geometry", position, points)
        yield from _form(where, position, flat)


def _smuggles(path: Path, group: Mapping[str, Any], scenario: Any) -> Iterator[Fact]:
    """Sanctuaries for smugglers that run."""
    motion = _map(group, "smuggles")
    does = [_map(scenario, "types", kind, "on_patrol").get("does") for kind in _kinds(group.get("type"))]
    runs = any(way == "runs" or "runs" in _map(way) for way in does)
    for name, way in _map(motion, "routes", "ways").items():
        for index, point in enumerate(_list(way)):
            yield from _name((*path, "routes", "ways", name, index), "point of geometry", point, scenario.points)
    if motion and runs and not motion.get("sanctuaries"):
        yield Fact(path, "came smugglers that run without sanctuaries, wanted `sanctuaries`")


def _one_voyage(path: Path, motion: Mapping[str, Any], group: Mapping[str, Any]) -> Iterator[Fact]:
    if motion.get("ashore") is not None and group.get("per_day") is not None:
        message = "came time ashore for vessels at a rate, wanted count: each makes one voyage"
        yield Fact((*path, "ashore"), message, key=True)


def _strikes(path: Path, group: Mapping[str, Any], scenario: Any) -> Iterator[Fact]:
    """Prey for attackers that wait for some."""
    motion = _map(group, "attacks")
    for kind in _kinds(group.get("type")) if motion.get("in") is not None else ():
        if not _map(scenario, "types", kind).get("prey"):
            yield Fact((*path, "in"), f"came a {kind} that waits for ships without prey, wanted `prey`: hulls")


def _escorted(path: Path, group: Mapping[str, Any], scenario: Any) -> Iterator[Fact]:
    """Groups that an escort names: convoys, and no faster than the escort."""
    given = group.get("escorts")
    listed = _map(given).get("convoys") if isinstance(given, Mapping) else given
    inside: Path = (*path, "escorts", "convoys") if isinstance(given, Mapping) else (*path, "escorts")
    groups, types = _map(scenario, "groups"), _map(scenario, "types")
    names = [(inside, listed)] if isinstance(listed, str) else [((*inside, k), x) for k, x in enumerate(_list(listed))]
    tops = {kind: _knots(_map(types, kind, "speed").get("max")) for kind in _kinds(group.get("type"))}
    for where, name in names:
        yield from _name(where, "group with convoys", name, scenario.convoys)
        speed = _knots(_map(groups, name, "convoy").get("speed")) if isinstance(name, str) else None
        for kind, top in tops.items():
            if speed is not None and top is not None and top <= speed:
                message = f"came convoys of {speed:g} kn for a {kind} of {top:g} kn, wanted an escort that is faster"
                yield Fact(where, message)


def _knots(value: Any) -> float | None:
    """A speed as text, or as it is inside; None when it is neither."""
    if isinstance(value, int | float):
        return float(value)
    try:
        return SPEED.read(value)
    except PydanticCustomError:
        return None


def _positions(path: Path, group: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    for motion, key in (("hold", "at"), ("straight", "from")):
        yield (*path, motion, key), _map(group, motion).get(key)
    for index, point in enumerate(_list(_map(group, "route").get("points"))):
        yield (*path, "route", "points", index), point


def _drills(scenario: Any) -> Iterator[Fact]:
    """Nations, groups and places of exercises; nations of interoperability."""
    nations, groups = _map(scenario, "nations"), _map(scenario, "groups")
    places = {*scenario.areas, *scenario.points}
    for name, drill in _map(scenario, "drills").items():
        path, given = ("drills", name), _map(drill)
        yield from _distinct((*path, "nations"), given.get("nations"), nations, "nation")
        yield from _name((*path, "area"), "area or point", given.get("area"), places)
        yield from _keys((*path, "price"), "nation", _map(given, "price"), nations)
        yield from _keys((*path, "units"), "group", _map(given, "units"), groups)
        for group, count in _map(given, "units").items():
            yield from _drilled((*path, "units", group), scenario, group, count, _list(given.get("nations")))
    for index, pair in enumerate(_list(_map(scenario, "interoperability").get("between"))):
        where: Path = ("interoperability", "between", index, "nations")
        yield from _distinct(where, _map(pair).get("nations"), nations, "nation")


def _drilled(path: Path, scenario: Any, group: str, count: Any, nations: Sequence[Any]) -> Iterator[Fact]:
    """A group that sends ships to an exercise: patrol ships of a nation that takes part, and enough of them."""
    own = _map(scenario, "groups", group)
    if own and own.get("nation") not in nations:
        yield Fact(path, f"came a group of {came(own.get('nation'))}, wanted one of a nation that takes part", key=True)
    yield from _ships(path, scenario, group)
    there = own.get("count")
    if isinstance(count, int) and isinstance(there, int) and count > there:
        yield Fact(path, f"came {count} of a group of {there}, wanted at most so many")


def _ships(path: Path, scenario: Any, group: Any) -> Iterator[Fact]:
    types = _map(scenario, "types")
    for kind in _kinds(_map(scenario, "groups", str(group)).get("type")):
        if _role(types, kind) not in (None, "patrol"):
            yield Fact(path, f"came a group with {kind}, wanted patrol ships only")


def _timeline(scenario: Any) -> Iterator[Fact]:
    """What the entries of the timeline and the deliveries of programmes name."""
    nations, surged = _map(scenario, "nations"), set[str]()
    known = scenario.holders
    pacts = _map(scenario, "pacts")
    applied = {**_map(scenario, "law", "agreements"), **pacts}
    levels = {
        name: dict.fromkeys(_names([_map(one).get("is") for one in _list(_map(pact).get("levels"))]))
        for name, pact in pacts.items()
    }
    for name, programme in _map(scenario, "programmes").items():
        yield from _better(("programmes", name, "delivers"), _map(programme, "delivers"), scenario)
    for index, entry in enumerate(map(_map, _list(_map(scenario).get("timeline")))):
        path: Path = ("timeline", index)
        for key in ("join", "leave"):
            yield from _name((*path, key), "nation", entry.get(key), nations)
        for key in ("suspend", "resume"):
            yield from _name((*path, key), "nation or centre", entry.get(key), known)
            for end in ("from", "to"):
                yield from _name((*path, key, end), "nation or centre", _map(entry, key).get(end), known)
            ends = _map(entry, key).get("from"), _map(entry, key).get("to")
            if ends[0] is not None and ends[0] == ends[1]:
                yield Fact((*path, key, "to"), f"came an edge from {ends[0]} to itself, wanted two holders")
        yield from _name((*path, "exercise"), "drill", entry.get("exercise"), _map(scenario, "drills"))
        yield from _name((*path, "cyber"), "attack of `cyber`", entry.get("cyber"), _map(scenario, "cyber"))
        yield from _better((*path, "upgrade"), _map(entry, "upgrade"), scenario)
        yield from _front((*path, "weather"), _map(entry, "weather"), scenario)
        yield from _recall((*path, "recall"), _map(entry, "recall"), scenario)
        for key in ("lapse", "apply"):
            yield from _name((*path, key), "agreement or pact", entry.get(key), applied)
        alert = _map(entry, "alert")
        yield from _name((*path, "alert", "pact"), "pact", alert.get("pact"), pacts)
        if isinstance(pact := alert.get("pact"), str) and pact in levels:
            yield from _name((*path, "alert", "level"), "level", alert.get("level"), levels[pact])
        yield from _surge((*path, "surge"), _map(entry, "surge"), scenario, surged)
        yield from _raided((*path, "strike"), _map(entry, "strike"), scenario)
        yield from _lured((*path, "elsewhere"), _map(entry, "elsewhere"), scenario)
        yield from _shipping((*path, "shipping"), _map(entry, "shipping"), scenario)


def _raided(path: Path, given: Mapping[str, Any], scenario: Any) -> Iterator[Fact]:
    """A base from which an enterprise sails."""
    yield from _name((*path, "base"), "point of geometry", given.get("base"), scenario.points)
    hunts = [_map(group, "hunts") for group in _map(scenario, "groups").values()]
    bases = {base for one in hunts if _map(one, "enterprise") for base in _names(one.get("from"))}
    if given.get("base") in scenario.points and given["base"] not in bases:
        yield Fact((*path, "base"), f"came {given['base']}, wanted a base of a group with `enterprise`")


def _lured(path: Path, given: Mapping[str, Any], scenario: Any) -> Iterator[Fact]:
    """Groups that can go elsewhere."""
    groups = _map(scenario, "groups")
    yield from _distinct((*path, "groups"), given.get("groups"), groups, "group")
    for index, name in enumerate(_list(given.get("groups"))):
        if name in groups and _map(groups[name], "hunts", "enterprise").get("elsewhere") is None:
            yield Fact((*path, "groups", index), f"came {name}, wanted a group whose `enterprise` has `elsewhere`")


def _shipping(path: Path, shipping: Mapping[str, Any], scenario: Any) -> Iterator[Fact]:
    """Types of merchant ships, and what protects them."""
    types = _map(scenario, "types")
    yield from _keys((*path, "protection"), PROTECTION, _map(shipping, "protection"), _map(scenario, "protection"))
    for index, name in enumerate(_list(shipping.get("types"))):
        yield from _name((*path, "types", index), "type", name, types)
        role = _role(types, name) if isinstance(name, str) else None
        if role not in (None, "merchant"):
            yield Fact((*path, "types", index), f"came a type that is {role}, wanted merchant")


def _tips(scenario: Any) -> Iterator[Fact]:
    """Groups that make voyages, and who hears of them."""
    groups, known = _map(scenario, "groups"), {*_map(scenario, "nations"), *_map(scenario, "centres")}
    for name, tip in _map(scenario, "tips").items():
        path: Path = ("tips", name)
        yield from _distinct((*path, "to"), _map(tip).get("to"), known)
        about = _list(_map(tip).get("about"))
        yield from _distinct((*path, "about"), about, groups, "group")
        for index, group in enumerate(about):
            own = _map(groups, group) if isinstance(group, str) else {}
            if own and not VOYAGES.keys() & set(own):
                yield Fact((*path, "about", index), f"came {group}, which makes no voyages, wanted one that does")


def _cyber(scenario: Any) -> Iterator[Fact]:
    """Holders, areas and hulls of attacks on the network."""
    nations, hulls = _map(scenario, "nations"), _map(scenario, "hulls")
    known = scenario.holders
    for name, attack in _map(scenario, "cyber").items():
        path, spoofed = ("cyber", name), _map(attack, "spoofed")
        for index, edge in enumerate(_list(_map(attack).get("edges"))):
            yield from _name((*path, "edges", index), "nation or centre", edge, known)
            for end in ("from", "to"):
                yield from _name((*path, "edges", index, end), "nation or centre", _map(edge).get(end), known)
        betrayed = _map(attack, "compromise").get("nations")
        yield from _distinct((*path, "compromise", "nations"), betrayed, nations, "nation")
        yield from _name((*path, "spoofed", "of"), "nation", spoofed.get("of"), nations)
        yield from _name((*path, "spoofed", "hull"), "hull", spoofed.get("hull"), hulls)
        for key in ("spoofed", "decoys", "poisoned", "forged"):
            yield from _name((*path, key, "in"), "area", _map(attack, key).get("in"), scenario.areas)
        yield from _each((*path, "stolen", "holders"), "nation or centre", _map(attack, "stolen").get("holders"), known)
        for key in ("poisoned", "forged"):
            yield from _false((*path, key), _map(attack, key), scenario)


def _false(path: Path, given: Mapping[str, Any], scenario: Any) -> Iterator[Fact]:
    """Hulls with priors, offences, descriptions and holders of false dossiers."""
    recognition = _map(scenario, "recognition")
    if given and not _map(recognition, "dossiers"):
        yield Fact(path, "came false dossiers without `recognition.dossiers`, wanted both or none", key=True)
        return
    yield from _name((*path, "hull"), "hull with a prior", given.get("hull"), _map(recognition, "priors"))
    yield from _name((*path, "wanted"), "offence of any type", given.get("wanted"), scenario.offences)
    yield from _name((*path, "of"), "nation or centre", given.get("of"), scenario.holders)
    for key in ("into", "to"):
        yield from _each((*path, key), "nation or centre", given.get(key), scenario.holders)
    yield from _described(path, given, _map(recognition, "dossiers", "descriptions"))


def _better(path: Path, given: Mapping[str, Any], scenario: Any) -> Iterator[Fact]:
    sensors, replaces = _map(scenario, "sensors"), _map(given, "replaces")
    yield from _keys((*path, "replaces"), "sensor", replaces, sensors)
    for old, new in replaces.items():
        yield from _name((*path, "replaces", old), "sensor", new, sensors)
    for key in ("types", "nations"):
        yield from _distinct((*path, key), given.get(key), _map(scenario, key), key[:-1])


def _front(path: Path, given: Mapping[str, Any], scenario: Any) -> Iterator[Fact]:
    yield from _name((*path, "is"), "name of weather or visibility", given.get("is"), scenario.afloat)
    yield from _name((*path, "in"), "area", given.get("in"), scenario.areas)


def _recall(path: Path, given: Mapping[str, Any], scenario: Any) -> Iterator[Fact]:
    """Patrol ships that have a port to go to."""
    nations, groups = _map(scenario, "nations"), _map(scenario, "groups")
    yield from _distinct((*path, "groups"), given.get("groups"), groups, "group")
    yield from _distinct((*path, "nations"), given.get("nations"), nations, "nation")
    yield from _name((*path, "port"), "point of geometry", given.get("port"), scenario.points)
    for index, group in enumerate(_names(given.get("groups"))):
        yield from _ships((*path, "groups", index), scenario, group)
    if not given or given.get("port") is not None:
        return
    types = _map(scenario, "types")
    called = {*_names(given.get("groups"))}.union(
        *(scenario.groups_of.get(n, ()) for n in _names(given.get("nations")))
    )
    for group in sorted(called):
        for kind in _kinds(_map(groups, group).get("type")):
            if _role(types, kind) == "patrol" and not _map(types, kind, "cycle"):
                yield Fact(path, f"came no port for {group}, whose ships have no cycle, wanted one")
                return


def _pacts(scenario: Any) -> Iterator[Fact]:
    """Groups, places and areas of pacts of safety; each group has its posts from one pact only."""
    groups, areas, points = _map(scenario, "groups"), scenario.areas, scenario.points
    surged = {_map(entry, "surge").get("group") for entry in _list(_map(scenario).get("timeline"))}
    seen: dict[str, str] = {}
    for name, pact in _map(scenario, "pacts").items():
        path: Path = ("pacts", name)
        parties = _map(pact).get("parties")
        yield from _each((*path, "parties"), "nation, state of waters or flag", parties, scenario.sovereigns)
        for key in ("protects", "raised"):
            yield from _name((*path, key, "in"), "area", _map(pact, key).get("in"), areas)
        for index, level in enumerate(map(_map, _list(_map(pact).get("levels")))):
            guards = _map(level, "guards")
            yield from _keys((*path, "levels", index, "guards"), "group", guards, groups)
            for group, place in guards.items():
                where: Path = (*path, "levels", index, "guards", group)
                own = _map(groups, group)
                yield from _name((*where, "at"), "point", _map(place).get("at"), points)
                yield from _name((*where, "port"), "point", _map(place).get("port"), points)
                yield from _name((*where, "in"), "area", _map(place).get("in"), areas)
                yield from _ships(where, scenario, group)
                if own and own.get("nation") not in ([parties] if isinstance(parties, str) else _list(parties)):
                    yield Fact(where, f"came a group of {came(own.get('nation'))}, wanted one of a party", key=True)
                if seen.setdefault(group, name) != name:
                    yield Fact(where, f"came {group}, which {seen[group]} posts, wanted a group in one pact", key=True)
                if group in surged:
                    yield Fact(where, f"came {group}, which comes for a surge, wanted one or the other", key=True)
                units, there = _map(place).get("units"), own.get("count")
                if isinstance(units, int) and isinstance(there, int) and units > there:
                    yield Fact((*where, "units"), f"came {units} of a group of {there}, wanted at most so many")


def _stations(scenario: Any) -> Iterator[Fact]:
    """Waters, areas, hull and groups of stations by a map; escorts and what makes voyages keep to their own."""
    given, groups = _map(scenario, "stations"), _map(scenario, "groups")
    yield from _name(("stations", "waters"), "area", given.get("waters"), scenario.areas)
    yield from _name(("stations", "hull"), "hull", given.get("hull"), _map(scenario, "hulls"))
    yield from _keys(("stations", "expected"), "area", _map(given, "expected"), scenario.areas)
    yield from _distinct(("stations", "groups"), given.get("groups"), groups, "group")
    for index, name in enumerate(_list(given.get("groups"))):
        own = _map(groups, name) if isinstance(name, str) else {}
        roles = {_role(_map(scenario, "types"), kind) for kind in _kinds(own.get("type"))}
        if own and (not set(PLACED) & set(own) or not roles <= {"patrol", "aircraft"} or own.get("nation") is None):
            wanted = f"one of a nation's ships or aircraft with {', '.join(PLACED[:-1])} or {PLACED[-1]}"
            yield Fact(("stations", "groups", index), f"came {name}, wanted {wanted}")


def _surge(path: Path, given: Mapping[str, Any], scenario: Any, before: set[str]) -> Iterator[Fact]:
    """Its group is of patrol ships of a nation, and comes once."""
    group = given.get("group")
    yield from _name((*path, "group"), "group", group, _map(scenario, "groups"))
    yield from _name((*path, "port"), "point of geometry", given.get("port"), scenario.points)
    if not isinstance(group, str):
        return
    yield from _ships((*path, "group"), scenario, group)
    if group in before:
        yield Fact((*path, "group"), f"came {group} a second time, wanted each group once")
    before.add(group)


def _goes(scenario: Any) -> Iterator[Fact]:
    """Offences that have a value, and centres that weigh and command nobody."""
    chief = _map(scenario, "tasking").get("command")
    for section in ("nations", "centres"):
        for name, holder in _map(scenario, section).items():
            goes, path = _map(holder).get("goes"), (section, name, "goes")
            yield from _keys((*path, "values"), "offence of any type", _map(goes, "values"), scenario.offences)
            worth = goes == "worth" or _map(goes).get("by") == "worth"
            if section == "centres" and worth and name != chief:
                message = f"came worth for {name}, which sends nobody, wanted it as `tasking.command`, or no `goes`"
                yield Fact(path, message, key=True)


def _recognition(scenario: Any) -> Iterator[Fact]:
    """Types, hulls, areas, states and offences of recognition, and the order of thresholds."""
    given, path = _map(scenario, "recognition"), ("recognition",)
    for name, sign in _map(given, "signs").items():
        yield from _sign((*path, "signs", name), name, _map(sign), scenario)
    for name, sign in _map(given, "measured").items():
        yield from _believed((*path, "measured", name), _map(sign), scenario)
        yield from _each((*path, "measured", name, "on"), "hull", _map(sign).get("on"), _map(scenario, "hulls"))
    priors = _map(given, "priors")
    yield from _priors((*path, "priors"), priors, scenario)
    yield from _keys((*path, "priors_in"), "area", _map(given, "priors_in"), scenario.areas)
    for area, own in _map(given, "priors_in").items():
        yield from _priors((*path, "priors_in", area), _map(own), scenario)
        for hull in _map(own):
            if hull not in priors and hull in _map(scenario, "hulls"):
                message = f"came a prior for {hull} in some waters only, wanted one in `recognition.priors` too"
                yield Fact((*path, "priors_in", area, hull), message, key=True)
    calls = _map(given, "calls")
    yield from _keys((*path, "calls"), "offence of any type", calls, scenario.offences)
    if (total := sum(share for share in calls.values() if _is_number(share))) > 1.0:
        yield Fact((*path, "calls"), f"came chances that add up to {total:g}, wanted 1 at most")
    common = _map(given, "thresholds")
    yield from _thresholds((*path, "thresholds"), common, _NOTHING, scenario)
    yield from _dossiers((*path, "dossiers"), _map(given, "dossiers"), scenario)
    if _map(given, "dossiers", "passes") and not _map(given, "clearances", "noted"):
        message = "came passes without `recognition.clearances.noted`, wanted both: no look reads a name"
        yield Fact((*path, "dossiers", "passes"), message, key=True)
    for name, nation in _map(scenario, "nations").items():
        own, where = _map(nation, "thresholds"), ("nations", name, "thresholds")
        if own and not given:
            yield Fact(where, "came thresholds without `recognition`, wanted both or none", key=True)
        yield from _thresholds(where, own, common, scenario)


def _dossiers(path: Path, given: Mapping[str, Any], scenario: Any) -> Iterator[Fact]:
    """Descriptions, hulls, holders and states of dossiers."""
    described = _map(given, "descriptions")
    for name, one in described.items():
        yield from _keys((*path, "descriptions", name, "when"), STATE, _map(one, "when"), scenario.states)
    yield from _keys((*path, "alike"), "hull", _map(given, "alike"), _map(scenario, "hulls"))
    for key in ("victims", "visits", "passes"):
        own = _map(given, key)
        yield from _described((*path, key), own, described)
        yield from _each((*path, key, "to"), "nation or centre", own.get("to"), scenario.holders)
        yield from _each((*path, key, "owed"), "offence of any type", own.get("owed"), scenario.offences)


def _described(path: Path, given: Mapping[str, Any], descriptions: Mapping[str, Any]) -> Iterator[Fact]:
    """How well hulls are described: by a description, or by shares of several."""
    by, where = given.get("describes"), (*path, "describes")
    yield from _name(where, "description", by, descriptions)
    yield from _keys(where, "description", _map(by), descriptions)
    if (total := sum(share for share in _map(by).values() if _is_number(share))) > 1.0:
        yield Fact(where, f"came shares that add up to {total:g}, wanted 1 at most")


def _sign(path: Path, name: str, sign: Mapping[str, Any], scenario: Any) -> Iterator[Fact]:
    types = _map(scenario, "types")
    if name in MEASURED:
        yield Fact(path, f"came {name} as the name of a sign, wanted another: what is measured has it", key=True)
    for key in ("shown", "skiffs"):
        yield from _keys((*path, key), "type", _map(sign, key), types)
        for kind, shares in _map(sign, key).items():
            if kind in types and _is_map(shares) and _role(types, kind) not in (None, *OFFENDERS):
                message = f"came phases of {kind}, which has none: it is no offender; wanted one share"
                yield Fact((*path, key, kind), message)
    for kind in _map(sign, "skiffs"):
        if kind in types and not _map(types, kind, "skiffs"):
            yield Fact((*path, "skiffs", kind), f"came {kind}, which has no skiffs, wanted a type that has", key=True)
    yield from _keys((*path, "fields"), "field", _map(sign, "fields"), _map(scenario, "field"))
    yield from _keys((*path, "when"), STATE, _map(sign, "when"), scenario.states)
    yield from _believed(path, sign, scenario)


def _believed(path: Path, sign: Mapping[str, Any], scenario: Any) -> Iterator[Fact]:
    known = {HARMLESS: None, **scenario.offences}
    yield from _keys((*path, "believed"), "offence of any type", _map(sign, "believed"), known)
    yield from _keys((*path, "believed_of"), "hull", _map(sign, "believed_of"), _map(scenario, "hulls"))
    for hull, own in _map(sign, "believed_of").items():
        yield from _keys((*path, "believed_of", hull), "offence of any type", _map(own), known)


def _priors(path: Path, priors: Mapping[str, Any], scenario: Any) -> Iterator[Fact]:
    """Hulls, and offences that vessels with such a hull can be about; they leave room for the harmless."""
    yield from _keys(path, "hull", priors, _map(scenario, "hulls"))
    for hull, given in priors.items():
        shares = _map(given)
        yield from _keys((*path, hull), "offence of any type", shares, scenario.offences)
        for offence in shares:
            if hull not in scenario.offences.get(offence, {hull}) and not _said(scenario, hull, offence):
                message = (
                    f"came {offence} for {hull}, wanted an offence of a type that has this hull, "
                    "or one in `believed_of` of every sign"
                )
                yield Fact((*path, hull, offence), message, key=True)
        total = sum(share for share in shares.values() if _is_number(share))
        if total >= 1.0:
            yield Fact((*path, hull), f"came shares that add up to {total:g}, wanted less than 1: some are harmless")


def _said(scenario: Any, hull: str, offence: str) -> bool:
    """Whether every sign says what is believed of vessels with a hull that are about an offence."""
    given = _map(scenario, "recognition")
    signs = [*_map(given, "signs").values(), *_map(given, "measured").values()]
    return bool(signs) and all(offence in _map(_map(sign), "believed_of", hull) for sign in signs)


def _thresholds(path: Path, own: Mapping[str, Any], over: Mapping[str, Any], scenario: Any) -> Iterator[Fact]:
    """Steps and offences of thresholds, and their order with those that they stand over."""
    yield from _keys(path, "step or offence of any type", own, {**dict.fromkeys(STEPS), **scenario.offences})
    for key, given in own.items():
        if key in STEPS and _is_map(given):
            yield Fact((*path, key), f"came a mapping for {key}, wanted a chance of any offence, such as 0.1")
        elif key in scenario.offences and _is_number(given):
            yield Fact((*path, key), f"came a number for {key}, wanted steps such as {{boards: {given:g}}}")
    common = {**over, **own}
    yield from _in_order(path, common, own)
    for offence in (key for key in scenario.offences if _is_map(common.get(key))):
        steps = {**_map(over, offence), **_map(own, offence)}
        yield from _in_order((*path, offence) if offence in own else path, {**common, **steps}, {**own, **steps})


def _in_order(path: Path, steps: Mapping[str, Any], own: Collection[str]) -> Iterator[Fact]:
    """Steps that stand in the wrong order, if one of the two is of one's own."""
    for low, high in ORDER:
        a, b = steps.get(low), steps.get(high)
        if _is_number(a) and _is_number(b) and a > b and (low in own or high in own):
            yield Fact(path, f"came {low} {a:g} above {high} {b:g}, wanted it at most as high", key=True)


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
