"""How maps draw what they show: colours of `files.figures`, and beside each colour a dash, a hatch or a marker."""

from typing import Any, NamedTuple

from guardship.files import figures as f
from guardship.maps.happened import Spot
from guardship.maps.layers import Layer

OCHRE, RUST, PLUM = "#8a6400", "#b34700", "#96396f"  # what ORANGE, VERMILION, PURPLE are in lines and letters on white
DEEP_SKY = "#1f78b4"
BAND = "#dcebf5"  # water of a lane
SHORE = "#a89f8a"

THIN, THICK, SHIP = 0.7, 4.2, 0.06  # points of a lane without ships, of any at most, and for a ship a day

type Dash = str | tuple[float, tuple[float, ...]]


class Sign(NamedTuple):
    """The sign of a layer: its words in the legend, colour, dash of its line, marker of its places; how its areas are
    hatched, or how strongly tinted (0 to 1)."""

    words: str
    colour: str
    dash: Dash = "-"
    width: float = 1.0
    hatch: str = ""
    marker: str = ""
    tint: float = 0.0


SIGNS = {
    Layer.EEZ: Sign("exclusive economic zone", PLUM, (0, (9, 2, 1, 2)), 0.9),
    Layer.CONTIGUOUS: Sign("contiguous zone", PLUM, (0, (4, 2)), 0.9),
    Layer.TERRITORIAL: Sign("territorial waters", PLUM, "-", 1.0),
    Layer.OWN: Sign("own waters of a nation", PLUM, (0, (1, 1.5)), 1.0),
    Layer.AREA: Sign("other area", f.QUIET, (0, (1, 2)), 0.9),
    Layer.HARMLESS: Sign("harmless boats and ships", OCHRE, (0, (1.2, 1.6)), 1.1, tint=0.09),
    Layer.PATROLLED: Sign("patrol area or sector", f.BLUE, (0, (7, 2, 1.2, 2)), 1.1),
    Layer.HUNTED: Sign("ground of pirates or attackers", RUST, (0, (5, 2)), 1.2, "///"),
    Layer.LANE: Sign("sea lane", f.INK, "-", 0.9),
    Layer.ROUTE: Sign("route of ships", f.INK, (0, (3, 2)), 0.9),
    Layer.LINE: Sign("other line", f.QUIET, (0, (1, 3)), 0.9),
    Layer.REACH: Sign("reach of aircraft from ships", DEEP_SKY, (0, (10, 4)), 1.1),
    Layer.BEAT: Sign("beat of a patrol ship", f.BLUE, "-", 1.0),
    Layer.TRACK: Sign("route of a patrol", f.BLUE, (0, (3, 1.5)), 1.0),
    Layer.POST: Sign("post of a patrol", f.BLUE, marker="s"),
    Layer.PORT: Sign("port of patrols", f.BLUE, marker="p"),
    Layer.AIRFIELD: Sign("airfield", f.BLUE, marker="^"),
    Layer.BASE: Sign("base of offenders", RUST, marker="D"),
    Layer.LANDING: Sign("landing place", PLUM, marker="v"),
    Layer.TERMINAL: Sign("terminal", f.INK, marker="h"),
    Layer.ANCHORAGE: Sign("anchorage of taken ships", RUST, marker="1"),
    Layer.SANCTUARY: Sign("refuge of smugglers", PLUM, marker="x"),
    Layer.PLACE: Sign("other place", f.QUIET, marker="."),
}
AREAS = (Layer.AREA, Layer.HARMLESS, Layer.PATROLLED, Layer.HUNTED)
WATERS = (Layer.EEZ, Layer.CONTIGUOUS, Layer.TERRITORIAL, Layer.OWN)
LINES = (Layer.ROUTE, Layer.LINE, Layer.REACH, Layer.TRACK)
PLACES = tuple(layer for layer, sign in SIGNS.items() if sign.marker)
BEHIND = (Layer.REACH, Layer.HARMLESS, Layer.AREA)  # not on the map of a run
OPEN = {"1", "x", "+"}  # markers that have lines and no face


class Mark(NamedTuple):
    """What is marked one by one: kind, what became of it (any where none is named), marker, colour, whether it is
    filled, words for one and for more."""

    kind: str
    became: tuple[str, ...]
    marker: str
    colour: str
    filled: bool
    words: str
    many: str

    def of(self, spots: tuple[Spot, ...]) -> list[Spot]:
        """Those of the spots that it marks."""
        return [spot for spot in spots if spot.kind == self.kind and (not self.became or spot.became in self.became)]


CONTACT = Mark("contact", (), ".", f.BLUE, True, "first contact with an offender", "first contacts with offenders")
MISSED = Mark(
    "missed", (), "v", OCHRE, False, "missed voyage, nearest to a patrol", "missed voyages, nearest to a patrol"
)
BOARDED = Mark("boarded", (), "s", f.INK, False, "boarding of an innocent", "boardings of innocents")
FAILED = Mark(
    "attack", ("failed", "stopped", "under_way"), "o", f.INK, False, "attack that failed", "attacks that failed"
)
STOPPED = Mark("stopped", (), "s", f.GREEN, True, "voyage stopped", "voyages stopped")
LANDED = Mark("landed", (), "^", f.PURPLE, True, "cargo landed", "cargoes landed")
TAKEN = Mark(
    "attack", ("hijacked", "damaged"), "X", f.VERMILION, True, "ship taken or damaged", "ships taken or damaged"
)
MANY = 100
MARKS = (CONTACT, MISSED, BOARDED, FAILED, STOPPED, LANDED, TAKEN)
DRAWN = {  # marker: its size [points], the width of its edge, the colour of its edge where it is filled
    ".": (4.0, 0.4, "white"),
    "v": (6.0, 1.0, "white"),
    "s": (5.5, 0.9, "white"),
    "o": (7.0, 1.1, "white"),
    "^": (6.5, 0.5, "white"),
    "X": (8.0, 0.6, "white"),
}


def strokes(mark: Mark, count: int = 1) -> dict[str, Any]:
    """How a mark is drawn, for matplotlib; where there are many they are small."""
    size, edge, rim = DRAWN[mark.marker]
    return {
        "marker": "o" if mark.marker == "." else mark.marker,
        "markersize": size * (0.7 if count > MANY else 1.0),
        "markerfacecolor": mark.colour if mark.filled else (1.0, 1.0, 1.0, 0.65),
        "markeredgecolor": rim if mark.filled else mark.colour,
        "markeredgewidth": edge * (0.7 if count > MANY else 1.0),
        "linestyle": "",
        "alpha": 0.9,
    }


def marker(layer: Layer) -> dict[str, Any]:
    """How a place of a layer is drawn, for matplotlib."""
    sign = SIGNS[layer]
    edge = sign.colour if sign.marker in OPEN else "white"
    size = {"1": 8.0, ".": 6.0}.get(sign.marker, 5.5)
    return {
        "marker": sign.marker,
        "markersize": size,
        "linestyle": "",
        "markeredgecolor": edge,
        "markeredgewidth": 1.2 if sign.marker in OPEN else 0.6,
    }


def thickness(ships: float | None) -> float:
    """Points of a lane's line by its ships a day: the same on every map."""
    return min(THIN + SHIP * (ships or 0.0), THICK)
