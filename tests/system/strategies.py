"""Random scenarios that are valid: small seas in which everything that a scenario can hold meets within hours.

A part of a scenario is one function from Hypothesis's `draw` to its entries; a new key of the schema is a line in it.
"""

from typing import Any, NamedTuple

from hypothesis import strategies as st

from guardship.scenario.schema import Scenario

type Draw = Any
type Entries = dict[str, Any]


KNOWN = ({"at": "80 h", "is": "calm"}, {"at": "81 h", "is": "rough"})  # after the end: both names are known


class Chart(NamedTuple):
    """Places by their share of the width and height: of a box [nm], or of the waters around an island [degrees]."""

    island: bool
    side: float

    def at(self, x: float, y: float) -> list[str] | list[float]:
        """A point."""
        if self.island:
            return [52.6 + 2.6 * x, 11.6 + 2.0 * y]  # around Socotra: land from x 0.27 to 0.75, y 0.35 to 0.56
        return [f"{self.side * x:.3f} nm", f"{self.side * y:.3f} nm"]

    @property
    def theatre(self) -> Entries:
        if self.island:
            return {"bounds": {"west": 52.4, "south": 11.4, "east": 55.4, "north": 13.8}}
        return {"box": {"width": f"{self.side} nm", "height": f"{self.side} nm"}}


def one_of(draw: Draw, *values: Any) -> Any:
    return draw(st.sampled_from(values))


def between(draw: Draw, low: float, high: float) -> float:
    """A number with two digits after the point: no subnormal curiosities, those have tests of their own."""
    return round(float(draw(st.floats(low, high))), 2)


def chance(draw: Draw) -> float:
    return float(one_of(draw, 1.0, 0.5, 0.0, 1.0))


def mostly(draw: Draw) -> bool:
    """Abilities are there more often than not: a chain of five would hardly ever be whole otherwise."""
    return bool(one_of(draw, True, True, True, True, False))


def hours(draw: Draw, low: float, high: float) -> Any:
    """A duration, as a constant or one of two distributions."""
    a, b = sorted((between(draw, low, high), between(draw, low, high)))
    return one_of(draw, f"{a} h", {"uniform": [f"{a} h", f"{b + 0.01} h"]}, {"exponential": {"mean": f"{a + 0.01} h"}})


def calendar(draw: Draw, states: tuple[str, ...], most: float) -> list[Entries]:
    """Changes at rising times from 0 on."""
    times = sorted({0.0, *draw(st.lists(st.floats(0.5, most).map(lambda t: round(t, 1)), max_size=4))})
    return [{"at": f"{t} h", "is": one_of(draw, *states)} for t in times]


def sensors(draw: Draw) -> Entries:
    """What patrols, pirates and merchants look with; blind ones too."""
    law = one_of(
        draw,
        {"range": "9 nm", "rate": "6 /h"},
        {"definite": "6 nm"},
        {"inverse_cube": "60 nm3/h", "range": "8 nm"},
        {"rings": [["8 nm", "2 /h"], ["3 nm", "20 /h"]], "hold": 1.3},
        {"range": "9 nm", "rate": "20 /h"},
        {"range": "0.2 nm", "rate": "0.1 /h"},
    )
    looks = {"range": "4 nm", "after": one_of(draw, "1 min", "40 min"), "suspicious": chance(draw)}
    return {
        "radar": {
            "kind": "radar",
            "height": "20 m",
            "detects": {"dhow": law, "skiff": law, "merchant": law},
            "when": {"rough": 0.5},
        },
        "lookout": {
            "kind": "optical",
            "detects": {"dhow": law, "skiff": law},
            "identifies": {"dhow": looks, "skiff": looks},
            "when": {"night": chance(draw)},
        },
        "eyes": {
            "kind": "optical",
            "detects": {
                "merchant": {"range": "10 nm", "rate": "12 /h"},
                "warship": {"range": "9 nm", "rate": one_of(draw, "0.1 /h", "9 /h")},
            },
        },
        "bridge": {
            "kind": "optical",
            "detects": {
                "skiff": {"range": "4 nm", "rate": one_of(draw, "0.1 /h", "9 /h")},
                "dhow": {"range": "3 nm", "rate": "1 /h"},
            },
        },
    }


def frigate(draw: Draw) -> Entries:
    kind = {
        "is": "patrol",
        "hull": "warship",
        "sensors": ["radar", "lookout"],
        "speed": {"cruise": "15 kn", "max": "28 kn"},
        "reaction": one_of(draw, "0 min", "6 min"),
        "replan": one_of(draw, "0 min", "5 min"),
        "reports_every": one_of(draw, "5 min", "1 h"),
    }
    if mostly(draw):
        kind["investigates"] = {"within": one_of(draw, "30 nm", "3 nm", "30 nm")}
    if mostly(draw):
        kind["responds"] = {"within": one_of(draw, "200 nm", "20 nm", "200 nm")}
    if draw(st.booleans()):
        kind["search"] = {"for": one_of(draw, "0 h", "1 h"), "radius": "6 nm"}
    if mostly(draw):
        kind["boarding"] = boarding(draw)
    if draw(st.booleans()):
        kind["carries"] = one_of(draw, {"helicopter": 1}, {"boat": 2}, {"helicopter": 1, "boat": 1}, {"boat": 1})
    if draw(st.booleans()):
        kind["shadows"] = one_of(draw, "10 min", "2 h")
    if mostly(draw):
        kind["costs"] = costs(draw)
    if draw(st.integers(0, 3)) == 3:
        kind["cycle"] = {"on_station": hours(draw, 2.0, 20.0), "away": hours(draw, 0.0, 6.0), "port": "lair"}
    return kind


def boarding(draw: Draw) -> Entries:
    return {
        "takes": hours(draw, 0.0, 3.0),
        "succeeds": chance(draw),
        "finds": chance(draw),
        "detains": chance(draw),
        **one_of(draw, {}, {"finds_at": "1 /h"}),
        **one_of(draw, {}, {"boards_in": {"weather": ["calm"]}}),
        **one_of(draw, {}, {"disposes": {"detained": "9 h", "released": "1 h"}}),
    }


def helicopter(draw: Draw) -> Entries:
    kind = {
        "is": "aircraft",
        "hull": "aircraft",
        "sensors": ["lookout"],
        "speed": {"cruise": "70 kn", "max": "120 kn"},
        "sorties": {
            "alert": hours(draw, 0.0, 0.5),
            "endurance": one_of(draw, "20 min", "3 h"),
            "reserve": "9 min",
            "turnaround": one_of(draw, "0 h", "2 h"),
            **one_of(draw, {}, {"a_day": "4 h"}),
            **one_of(draw, {}, {"in": {"light": ["day"], "weather": ["calm"]}}),
        },
        "investigates": {"within": "60 nm"},
        "responds": {"within": one_of(draw, "10 nm", "150 nm")},
        "stops": chance(draw),
        "shadows": one_of(draw, "0 h", "10 min", "3 h"),
        "search": {"for": one_of(draw, "0 h", "1 h"), "radius": "6 nm"},
    }
    if draw(st.booleans()):
        kind["patrols"] = {"every": "5 h", "radius": "15 nm", "spacing": "5 nm"}
    return kind


def boat(draw: Draw) -> Entries:
    return {
        "is": "boat",
        "hull": "skiff",
        "sensors": ["lookout"],
        "speed": {"cruise": "20 kn", "max": "30 kn"},
        "reach": one_of(draw, "1 nm", "8 nm"),
        "turnaround": one_of(draw, "0 h", "1 h"),
        "boarding": boarding(draw),
    }


def pirates(draw: Draw) -> Entries:
    return {
        "is": "pirate",
        "hull": "dhow",
        "sensors": ["eyes"],
        "speed": {"cruise": "8 kn"},
        "skiffs": {
            "hull": "skiff",
            "count": one_of(draw, 1, 3),
            "speed": one_of(draw, "14 kn", "25 kn"),
            **one_of(draw, {}, {"fuel": "30 min", "waits": "6 min"}, {"by_state": {"rough": 0.3}}),
        },
        "sails_in": one_of(draw, {}, {"weather": ["calm"]}),
        "attacks_in": one_of(draw, {}, {"light": ["day"], "weather": ["calm"]}),
        "willing": one_of(draw, {}, {"night": 0.3}),
        "on_patrol": one_of(draw, {}, {"lies_low": "2 h", "moves_after": 1}),
        "endurance": hours(draw, 4.0, 24.0),
        "attacks": {
            "within": one_of(draw, "4 nm", "9 nm"),
            "gives_up_after": hours(draw, 0.1, 1.0),
            "boards": {"chance": chance(draw), "at_speed": "14 kn", "halves_every": "2 kn", "never_above": "18 kn"},
            "pause": hours(draw, 0.0, 2.0),
            "takes_control_after": hours(draw, 0.0, 1.0),
            "gives_up_citadel_after": hours(draw, 0.0, 1.0),
        },
    }


def smugglers(draw: Draw) -> Entries:
    """Of one kind of cargo, with a will of their own."""
    cargo = one_of(draw, {"drugs": "2 t"}, {"arms": {"uniform": ["1 t", "9 t"]}}, {"people": {"uniform": [1, 60]}})
    ways = ["carries_on", "turns_back", "runs", *([] if "people" in cargo else ["jettisons"])]
    return {
        "is": "smuggler",
        "hull": one_of(draw, "dhow", "skiff"),
        "sensors": ["eyes"],
        "speed": {"cruise": "8 kn", "max": one_of(draw, "8 kn", "20 kn")},
        "cargo": cargo,
        "on_patrol": {"does": one_of(draw, *ways, dict.fromkeys(ways, 1)), "hides": "1 h"},
        "sails_in": one_of(draw, {}, {"weather": ["calm"]}),
        **one_of(draw, {}, {"endurance": hours(draw, 1.0, 20.0)}),
        **one_of(draw, {}, {"flag": {"stateless": 1, "red": 2}}),
    }


def raiders(draw: Draw) -> Entries:
    """After merchants, or a terminal."""
    return {
        "is": "attacker",
        "hull": "skiff",
        "sensors": ["eyes"],
        "speed": {"cruise": "9 kn", "max": "28 kn"},
        "prey": ["merchant"],
        "endurance": hours(draw, 1.0, 20.0),
        "gives_up_after": hours(draw, 0.1, 1.0),
        "succeeds": {"chance": chance(draw), "at_speed": "9 kn", "halves_every": "9 kn", "never_above": "28 kn"},
        "damage": {"costs": one_of(draw, "0 USD", {"uniform": ["1 MUSD", "9 MUSD"]}), "lives": one_of(draw, 0, 3)},
        "breaks_off": draw(st.booleans()),
        "attacks_in": one_of(draw, {}, {"light": ["day"]}),
        **one_of(draw, {}, {"sails_in": {"weather": ["calm"]}}),
    }


def ground(draw: Draw) -> Entries:
    """One hunting ground, or two to choose from, of which both may be shunned."""
    expects = {"waters": {"prey": "6 /d", "danger": "1 /d"}, "offing": {"prey": "2 /d"}}
    choice = {
        "reward": 1.0,
        "risk": one_of(draw, 0.0, 3.0),
        "rationality": one_of(draw, 0.0, 2.0),
        "expects": expects,
        "trust": "6 h",
        "memory": "2 d",
        "broken_off": 2.0,
        "caught": 9.0,
        "talk": draw(st.booleans()),
        "stays_ashore_below": one_of(draw, -100.0, 1.0),
    }
    found: Entries = one_of(draw, {"in": "waters"}, {"in": ["waters", "offing"], "base": "nearest", "choice": choice})
    return found


def types(draw: Draw) -> Entries:
    return {
        "frigate": frigate(draw),
        "helicopter": helicopter(draw),
        "boat": boat(draw),
        "freighter": {
            "is": "merchant",
            "hull": "merchant",
            "lookout": "bridge",
            "freeboard": "5 m",
            "speed": {"cruise": one_of(draw, "10 kn", "16 kn")},
            "guarded": chance(draw),
            "citadel": one_of(draw, 0, 0.5),
            "flag": {"red": 2, "blue": 1, "coalition": 1, "green": 1},
            "evades": {"faster": "2 kn"},
        },
        "dhow": {"is": "passive", "hull": "dhow", "speed": {"cruise": "7 kn"}},
        "gang": pirates(draw),
        "runner": smugglers(draw),
        "raiders": raiders(draw),
    }


def fleets(nations: list[str]) -> list[tuple[str, ...]]:
    """The owners of one to three groups of frigates; of none."""
    first, last = nations[0], nations[-1]
    return [(first,), (first, last), (last, first, first), (*nations, first), ()]


def groups(draw: Draw, nations: list[str]) -> Entries:
    """Who is there: each may be absent, but somebody is."""
    station = one_of(
        draw,
        {"beats": {"along": "fairway", "width": "6 nm"}},
        {"roam": {"in": "waters"}},
        {"hold": {"at": "middle"}},
        {"route": {"points": ["cove", "middle"], "loop": True}},
    )
    found: Entries = {}
    for name, nation in one_of(draw, *(tuple(zip("abc", owners, strict=False)) for owners in fleets(nations))):
        found[f"frigates_{name}"] = {"type": "frigate", "count": one_of(draw, 1, 3), "nation": nation, **station}
    if draw(st.integers(0, 3)) == 3:
        flights = {"from": "lair", "in": "waters", "every": one_of(draw, "4 h", "20 h")}
        found["planes"] = {"type": "helicopter", "count": 1, "nation": "coalition", "flights": flights}
    ships = one_of(draw, 24, 6, 48, 0)
    if ships:
        found["ships"] = {"type": "freighter", "per_day": ships, "lane": "fairway"}
    dhows = one_of(draw, 0, 4, 12)
    if dhows:
        roaming = {"in": "waters", **one_of(draw, {}, {"leg": "8 nm"}, {"stops": "1 h"})}
        found["dhows"] = {"type": "dhow", "count": dhows, "roam": roaming, **one_of(draw, {}, {"rests": ["monday"]})}
    runners: Entries = one_of(draw, {}, {"count": 3}, {"per_day": 9})
    if runners:
        ashore = {"ashore": hours(draw, 0.0, 6.0)} if "count" in runners and mostly(draw) else {}
        ways = {"from": ["lair"], "to": ["cove", "middle"], "sanctuaries": ["cove"], **ashore}
        found["runners"] = {"type": "runner", **runners, "smuggles": {**ways, **one_of(draw, {}, {"via": ["quay"]})}}
    raids: Entries = one_of(draw, {}, {"count": 2}, {"per_day": 6})
    if raids:
        ashore = {"ashore": hours(draw, 0.0, 6.0)} if "count" in raids and mostly(draw) else {}
        aims = one_of(draw, {"in": "waters"}, {"terminals": ["quay", "middle"]})
        found["raiders"] = {"type": "raiders", **raids, "attacks": {"from": ["lair", "cove"], **aims, **ashore}}
    gangs = one_of(draw, 1, 2, 3, 1, 2, 0)
    if gangs or not found:
        hunts = {
            "from": one_of(draw, ["lair"], ["lair", "cove"]),
            "ashore": hours(draw, 0.0, 6.0),
            **ground(draw),
            **one_of(draw, {}, {"anchorages": ["cove", "lair"]}),
        }
        found["gangs"] = {"type": "gang", "count": gangs or 1, "hunts": hunts}
    return found


def prices(draw: Draw) -> Entries:
    """Prices of everything, or of nothing: then quantities alone are counted."""
    shares = {"coalition": between(draw, 0.0, 1.0)}
    everything = {
        "fuel": "651 USD",
        "held_hour": "70 USD",
        "delay_hour": "1003 USD",
        "attack": "9 kUSD",
        "hijacking": "1 MUSD",
        "ransom": "4.97 MUSD",
        "captivity": hour_of(draw),
        "captive_day": "24 kUSD",
        "lives_attack": 0.01,
        "lives_hijacking": 0.3,
        "life": "2 MUSD",
        "premium": "3.2 kUSD",
        "guards": "45 kUSD",
        "bears": {"red": shares, "blue": {"coalition": 1.0}},
        "otherwise": one_of(draw, {}, shares),
    }
    return one_of(draw, {}, everything, everything)  # type: ignore[no-any-return]


def hour_of(draw: Draw) -> str:
    return f"{between(draw, 0.0, 5000.0)} h"


def nation(draw: Draw) -> Entries:
    return {
        "report_delay": hours(draw, 0.0, 3.0),
        "distress_delay": hours(draw, 0.0, 2.0),
        "order_delay": one_of(draw, "0 h", "12 min"),
        "clearances_last": one_of(draw, "0 h", "6 h"),
        **one_of(draw, {}, {"informs_ships": "10 min"}),
        **one_of(draw, {}, {"ahead": "2 h"}, {"preempts": False}),
        **one_of(draw, {}, {}, {"rules": {"reserve": 1}}, {"rules": {"protects": ["red", "coalition"]}}),
    }


def terms(draw: Draw) -> Entries:
    """Of an edge."""
    return {
        "delay": one_of(draw, "0 h", "12 min", {"exponential": {"mean": "1 h"}}),
        **one_of(draw, {}, {"release": {"contact": 0.5, "cleared": 0.5, "tip": 0.5}}),
        **one_of(draw, {}, {"blur": "3 nm"}),
        **one_of(draw, {}, {"fields": {"motion": 0.5, "identity": 0.5, "position": 0.8}}),
        **one_of(draw, {}, {"use": "information"}),
        **one_of(draw, {}, {"capacity": "1 /h", "queue": 1}),
        **one_of(draw, {}, {"outages": [{"from": "3 h", "to": "9 h", "lost": draw(st.booleans())}]}),
        **one_of(draw, {}, {"inside": ["waters"]}, {"outside": ["offing"]}),
        **one_of(draw, {}, {"hulls": ["skiff"]}),
    }


def sharing(draw: Draw, nations: list[str], centres: list[str]) -> Entries:
    """Who tells whom: each topology, an edge of its own, an originator with a word in it."""
    topology: Entries = one_of(
        draw,
        {"topology": "mesh"},
        {"topology": "none"},
        {"topology": "bilateral", "pairs": [nations[:2]]},
        {"topology": "tiered", "inner": nations[:1], "outer": nations[1:], "later": {"delay": "2 h"}},
        *({"topology": "hub", "hub": name} for name in centres),
    )
    own = {"from": nations[-1], "to": one_of(draw, *nations[:-1], *centres), **terms(draw)}
    word = {nations[0]: {"to": [nations[1], *centres], **one_of(draw, {}, {"asked": {"grants": 0.5, "takes": "1 h"}})}}
    return {
        **topology,
        "edges": terms(draw),
        "channels": one_of(draw, {}, {"own": own}),
        "releases": one_of(draw, {}, word, {nations[0]: {"kinds": ["contact", "tip"]}}),
        "negative_searches": draw(st.booleans()),
    }


def tasking(draw: Draw, nations: list[str]) -> Entries:
    heed = {"cues": mostly(draw), "claims": draw(st.booleans()), "hand_over": one_of(draw, "0 h", "12 min")}
    requests = {"delay": one_of(draw, "0 h", "12 min"), "refuses": one_of(draw, {}, {nations[0]: 0.5})}
    mode = one_of(
        draw,
        {"mode": "national"},
        {"mode": "unified", "command": nations[-1]},
        {"mode": "deconflicted", "sectors": {nations[0]: "waters", nations[1]: "offing"}},
        {"mode": "coordinated", "requests": requests},
    )
    return {**mode, **heed}


def tips(draw: Draw, about: list[str], holders: list[str]) -> Entries:
    """A source that knows of some voyages, when there are any."""
    if not about:
        return {}
    return {
        "harbour": {
            "about": about,
            "to": one_of(draw, holders, holders[-1:]),
            "probability": chance(draw),
            "lead": hours(draw, 0.0, 6.0),
            "out": "9 nm",
            "error": one_of(draw, "0 nm", "5 nm"),
            "expires": hours(draw, 0.0, 9.0),
            "false": one_of(draw, "0 /d", "3 /d"),
        }
    }


def cyber(draw: Draw, nations: list[str]) -> Entries:
    edges = [nations[0], {"from": nations[1], "to": nations[0]}][: one_of(draw, 1, 2)]
    effects: Entries = {
        "spoofed": {"rate": "1 /h", "of": nations[1], "in": "waters", "hull": "dhow"},
        "decoys": {"rate": "6 /d", "in": "waters"},
        "compromise": {"nations": nations[:1], "lasts": "3 h"},
    }
    some: Entries = one_of(draw, {"edges": edges, "outage": one_of(draw, "waits", "lost"), "delay": "1 h"}, effects)
    some |= {key: effect for key, effect in effects.items() if draw(st.booleans())}
    return {"attack": {"at": f"{between(draw, 0.0, 20.0)} h", "for": f"{between(draw, 0.1, 12.0)} h", **some}}


def coalition(draw: Draw, nations: list[str], found: Entries) -> Entries:
    """What there is between several nations; each part may be missing."""
    centres: list[str] = one_of(draw, [], ["fusion"])
    about: list[str] = [name for name in ("gangs", "runners", "raiders") if name in found]
    shares: Entries = {"sharing": sharing(draw, nations, centres)} if mostly(draw) else {}
    made: Entries = {"centres": {name: one_of(draw, {}, {"distress_delay": "6 min"}) for name in centres}, **shares}
    made |= {"tasking": tasking(draw, nations)} if mostly(draw) else {}
    made |= one_of(draw, {}, {"tips": tips(draw, about, [*nations, *centres])})
    made |= one_of(draw, {}, {"cyber": cyber(draw, nations)})
    return made


def programmes(draw: Draw) -> Entries:
    shares = {"coalition": between(draw, 0.0, 1.0)}
    return {"radar": {"costs": "7.77 MUSD", "shares": shares, "workshare": {"coalition": 0.31}, "returns": 0.3}}


def costs(draw: Draw) -> Entries:
    """Of a ship; each price may be missing."""
    fuel = one_of(
        draw,
        {"cubic": {"at": "15 kn", "uses": "1.3 t/h", "hotel": "0.3 t/h"}},
        {"points": [["0 kn", "0.2 t/h"], ["14 kn", "1 t/h"], ["28 kn", "9 t/h"]]},
    )
    everything = {
        "ship_day": "82.8 kUSD",
        "port_day": "30 kUSD",
        "disposal_day": "90 kUSD",
        "boarding": "1.1 kUSD",
        "fuel": fuel,
    }
    return {key: price for key, price in everything.items() if mostly(draw)}


@st.composite
def scenarios(draw: Draw) -> Scenario:
    """A scenario of one to three days."""
    chart = Chart(draw(st.integers(0, 9)) == 9, one_of(draw, 40.0, 60.0, 100.0))
    light = one_of(draw, "day", "night", calendar(draw, ("day", "night"), 40.0), "sun" if chart.island else "day")
    line = [chart.at(0.02, 0.7), chart.at(0.5, 0.75), chart.at(0.98, 0.7)]
    corners = [(0.1, 0.62), (0.9, 0.62), (0.9, 0.95), (0.1, 0.95)]
    nations: list[str] = one_of(draw, ["coalition"], ["coalition", "partner"], ["coalition", "other", "partner"])
    there = groups(draw, nations)
    joint = coalition(draw, nations, there) if len(nations) > 1 else {}
    time = {
        key: f"{one_of(draw, *some)} h"
        for key, some in (
            ("warm_up", (0, 5, 12)),
            ("measure", (24, 6, 36)),
            ("drain", (0, 5, 12)),
        )
    }
    return Scenario.model_validate(
        {
            "guardship": 1,
            "name": "random",
            "title": "A random scenario",
            "theatre": chart.theatre,
            "time": {"start": one_of(draw, "2010-03-01T00:00Z", "2010-07-15T09:00Z"), **time},
            "environment": {"light": light, "weather": [*calendar(draw, ("calm", "rough"), 40.0), *KNOWN]},
            "geometry": {
                "fairway": {"line": line},
                "waters": {"polygon": [chart.at(*corner) for corner in corners]},
                "offing": {"polygon": [chart.at(*corner) for corner in corners[:3]]},
                "lair": {"point": chart.at(0.3, 0.62)},
                "cove": {"point": chart.at(0.9, 0.2)},
                "middle": {"point": chart.at(0.5, 0.7)},
                "quay": {"point": chart.at(0.2, 0.8)},
            },
            "lanes": {"fairway": {"along": "fairway", "width": "4 nm"}},
            "hulls": {
                "merchant": {"height": "25 m"},
                "dhow": {"height": "4 m"},
                "skiff": {"height": "1 m"},
                "warship": {"height": "25 m"},
                "aircraft": {"height": "100 m"},
            },
            "sensors": sensors(draw),
            "types": types(draw),
            "groups": there,
            "prices": prices(draw),
            "programmes": one_of(draw, {}, programmes(draw)),
            "nations": {name: nation(draw) for name in nations},
            **joint,
        }
    )
