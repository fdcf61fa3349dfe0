"""What a map says in words: its heading, what it shows for those who do not see it, where its shapes come from."""

from collections.abc import Iterable, Iterator, Sequence

from guardship.files.html import NO_SUCH, number
from guardship.maps.chart import SHIPPED, Chart, Feature
from guardship.maps.frame import degrees
from guardship.maps.happened import DAY, Happened
from guardship.maps.layers import Layer
from guardship.maps.signs import MARKS, SIGNS

MOST_NAMES = 12  # of one layer in the description
LONGEST = 60  # letters of a source
MOST_OF_A_SOURCE = 8  # names
ASSUMED = "assumed"


def clean(text: str) -> str:
    """Text on one line, without letters that no document may have."""
    return " ".join(text.translate(NO_SUCH).split())


def title(chart: Chart) -> str:
    """The heading: that of the scenario."""
    return clean(chart.theatre.scenario.title)


def subtitle(chart: Chart, happened: Happened | None) -> str:
    """The line below it: which scenario or run, from when on, how long."""
    scenario = chart.theatre.scenario
    time = scenario.time
    if happened is not None:
        return f"A run of {scenario.name} with seed {happened.seed}: {_days(time.measure)} measured"
    part = f", of which {number(time.measure / DAY)} are measured" if time.measure < time.hours else ""
    return f"{scenario.name}: from {time.start:%Y-%m-%d %H:%M} UTC, {_days(time.hours)}{part}"


def _days(hours: float) -> str:
    return "1 day" if hours == DAY else f"{number(hours / DAY)} days"


def described(chart: Chart, happened: Happened | None) -> str:
    """What is seen on the map, in sentences."""
    parts = [f"{title(chart)}, a map. {subtitle(chart, happened)}", _extent(chart), *_features(chart)]
    if happened is not None:
        parts += _happened(happened)
    return clean(". ".join(parts) + ".")


def _extent(chart: Chart) -> str:
    x0, y0, x1, y1 = chart.window
    if chart.bounds is None:
        return f"A made-up sea of {number(x1 - x0)} by {number(y1 - y0)} nm without coast"
    box = chart.bounds.on_globe
    west, east = (degrees(_on_one_turn(lon), "E", "W", 1) for lon in (box.west, box.unwrapped_east))
    south, north = (degrees(lat, "N", "S", 1) for lat in (box.south, box.north))
    land = chart.layer(Layer.LAND)
    return f"From {west} to {east} and from {south} to {north}, {'with' if land else 'without'} coast"


def _on_one_turn(lon: float) -> float:
    return lon - 360.0 if lon > 180.0 else lon


def _features(chart: Chart) -> Iterator[str]:
    for layer in Layer:
        found = chart.layer(layer)
        if found and layer is not Layer.LAND:
            yield f"{SIGNS[layer].words.capitalize()}: {_named(found)}"


def _named(features: Sequence[Feature]) -> str:
    """Names, each once: with how many there are, or the ships a day."""
    counts: dict[str, int] = {}
    amounts = {one.said: one.amount for one in features}
    for one in features:
        counts[one.said] = counts.get(one.said, 0) + 1
    said = [
        name
        + (f" ({n})" if n > 1 else "")
        + (f" with {number(amounts[name] or 0.0, 3)} ships a day" if amounts[name] is not None else "")
        for name, n in counts.items()
    ]
    more = [f"{len(said) - MOST_NAMES} more"] if len(said) > MOST_NAMES else []
    return ", ".join(said[:MOST_NAMES] + more)


def _happened(happened: Happened) -> Iterator[str]:
    hours = float(happened.effort.sum())
    yield f"Shaded: {effort(happened)}, {number(hours, 3)} in all"
    counts = [f"{n} {mark.words if n == 1 else mark.many}" for mark in MARKS if (n := len(mark.of(happened.spots)))]
    yield f"Marked: {', '.join(counts)}" if counts else "Nothing has happened that has a place"


def effort(happened: Happened) -> str:
    """What the shades mean."""
    return f"patrol hours a day (ships and aircraft) in a square of {number(happened.side)} nm"


def sources(chart: Chart) -> str:
    """Where the shapes come from; the names of what is assumed, however, at the end."""
    assumed: list[str] = []
    said = []
    for source in chart.sources:
        if source.text.startswith(ASSUMED):
            assumed += source.names
        else:
            said.append(f"{_few(source.names)}: {_brief(source.text)}")
    parts = [*said, *([f"assumed: {_few(assumed)}"] if assumed else [])]
    return clean(f"Sources of geometry: {'; '.join(parts)}.") if parts else ""


def caveat(chart: Chart) -> str:
    """What the map is not for."""
    shipped = any(source.text == SHIPPED for source in chart.sources)
    return "Simulated; not for navigation." if shipped else "Simulated."


def _few(names: Iterable[str]) -> str:
    names = [name.replace("_", " ") for name in names]
    more = len(names) - MOST_OF_A_SOURCE
    return ", ".join(names[:MOST_OF_A_SOURCE]) + (f" and {more} more" if more > 0 else "")


def _brief(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
