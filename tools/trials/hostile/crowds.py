"""Too many of everything: what is read, said and computed must stay in proportion to the file."""

from collections.abc import Callable, Iterator

from tools.trials.hostile.files import either, refused
from tools.trials.texts import REAL, changed
from tools.trials.trial import Trial, Wanted

FAMILY = "crowds"
FAMILIES = (FAMILY,)
MANY = 90_000
SIZES = (300, 3_000)


def trials() -> Iterator[Trial]:
    """Small crowds, and the largest that a file may hold."""
    for size in SIZES:
        yield from faulty(size)
    yield from faulty(0)
    yield from valid()
    yield from large_files()


def lines(size: int, one: Callable[[int], str]) -> str:
    """So many lines."""
    return "\n".join(map(one, range(size)))


def faulty(size: int) -> Iterator[Trial]:
    """So many faults of one kind; 0 for as many as fit into a file."""

    def crowd(name: str, most: int, head: str, one: Callable[[int], str], text: str = REAL) -> Trial:
        many = size or most
        return refused(FAMILY, f"{many} {name}", f"{text}{head}{lines(many, one)}\n")

    def in_list(name: str, most: int, old: str, new: str, one: Callable[[int], str]) -> Trial:
        many = size or most
        return refused(FAMILY, f"{many} {name}", changed({old: new.replace("%", ", ".join(map(one, range(many))))}))

    groups = REAL.replace("nations:\n  red: {report_delay: 5 min, distress_delay: 5 min}\n", "").split("groups:")
    head, tail = groups[0], "groups:" + groups[1]
    yield crowd("unknown sections", MANY, "", lambda n: f"k{n}: 1")
    yield crowd("unknown keys", MANY, "x:\n", lambda n: f"  k{n}: 1")
    yield crowd("empty groups", 45_000, "", lambda n: f"  g{n}: {{}}", head + tail)
    yield crowd("null groups", 90_000, "", lambda n: f"  g{n}:", head + tail)
    yield crowd(
        "groups of an unknown type",
        20_000,
        "",
        lambda n: f"  g{n}: {{type: boar{n}, count: 1, roam: {{in: waters}}}}",
        head + tail,
    )
    yield crowd(
        "groups in unknown waters",
        20_000,
        "",
        lambda n: f"  g{n}: {{type: boat, count: 1, roam: {{in: waterz{n}}}}}",
        head + tail,
    )
    yield crowd(
        "groups with an unknown key",
        15_000,
        "",
        lambda n: f"  g{n}: {{type: boat, count: 1, roam: {{in: waters}}, sort: 1}}",
        head + tail,
    )
    yield crowd(
        "groups without number", 20_000, "", lambda n: f"  g{n}: {{type: boat, roam: {{in: waters}}}}", head + tail
    )
    yield crowd("empty nations", 45_000, "", lambda n: f"  n{n}: {{}}")._replace(wanted=Wanted.EITHER)
    yield crowd("wrong nations", 30_000, "", lambda n: f"  n{n}: {{report_delay: 5 mim}}")
    yield crowd("nations that are text", 45_000, "", lambda n: f"  n{n}: x")
    yield crowd("duplicate keys", 90_000, "", lambda n: "  red: 1")
    yield crowd("anchors", 90_000, "x:\n", lambda n: f"  - &a{n} 1")
    yield crowd("tags", 90_000, "x:\n", lambda n: f"  - !t{n} 1")
    yield crowd("aliases", 90_000, "x:\n", lambda n: f"  - *a{n}")
    yield crowd("null keys", 45_000, "x:\n", lambda n: "  ~: 1")
    yield crowd("timeline entries", 20_000, "timeline:\n", lambda n: f"  - {{at: {n} h, leave: rad}}")
    yield crowd("timeline entries of nothing", 45_000, "timeline:\n", lambda n: "  - {}")
    yield crowd(
        "sharing channels",
        15_000,
        "sharing:\n  topology: mesh\n  channels:\n",
        lambda n: f"    c{n}: {{from: red, to: rad{n}}}",
    )
    yield crowd("flags that nobody bears", 30_000, "prices:\n  bears:\n", lambda n: f"    f{n}: {{rad: 1}}")
    yield crowd("ties", 15_000, "ties:\n", lambda n: f"  t{n}: {{kind: economic, between: [red, re{n}], trade: 1}}")
    yield crowd("pacts", 20_000, "pacts:\n", lambda n: f"  p{n}: {{parties: [red, re{n}]}}")
    yield crowd("tips", 20_000, "tips:\n", lambda n: f"  t{n}: {{about: [boat], to: [re]}}")
    yield crowd("drills", 20_000, "drills:\n", lambda n: f"  d{n}: {{nations: [rad]}}")
    yield crowd("cyber attacks", 20_000, "cyber:\n", lambda n: f"  c{n}: {{at: 1 h}}")
    yield crowd("centres called as a nation", 45_000, "centres:\n", lambda n: f"  red{n}: {{distress: 1}}")
    yield crowd("near names", 50_000, "law:\n  suspicions:\n", lambda n: f"    shi{n}: piracy")
    yield in_list("wrong sensors", 50_000, "sensors: [radar]", "sensors: [%]", lambda n: f"rada{n}")
    yield in_list("wrong points", 30_000, "[[46, 12.2], [50, 13.4]]", "[%]", lambda n: "[a, b]")
    yield in_list(
        "points beyond the theatre", 30_000, "[[46, 12.2], [50, 13.4]]", "[%]", lambda n: f"[{-170 + n * 0.01:.2f}, 60]"
    )
    yield in_list(
        "points in a zigzag",
        30_000,
        "[46, 12.2], [50, 13.0], [50, 14.0], [46, 12.8]",
        "%",
        lambda n: f"[{46 + n % 2 * 4}, {12 + n * 0.00005:.5f}]",
    )
    yield in_list("types of a mix", 30_000, "type: boat, count", "type: {%}, count", lambda n: f"boat{n}: 1")
    yield in_list("states that there are not", 30_000, "when: {night: 0.5}", "when: {%}", lambda n: f"nigh{n}: 0.5")
    yield in_list(
        "hulls that there are not",
        20_000,
        "detects: {",
        "detects: {%, ",
        lambda n: f"shi{n}: {{range: 9 nm, rate: 6 /h}}",
    )
    yield in_list("rings", 25_000, "{range: 9 nm, rate: 6 /h}", "{rings: [%]}", lambda n: f"[{n + 1} nm, 1 /h]")
    yield in_list("calendar entries", 20_000, "light: sun", "light: [%]", lambda n: f"{{at: {20_000 - n} h, is: day}}")
    yield in_list(
        "calendar entries of unknown light", 20_000, "light: sun", "light: [%]", lambda n: f"{{at: {n} h, is: dai}}"
    )


def valid() -> Iterator[Trial]:
    """What may be right but is a lot."""
    near = lines(9_000, lambda n: f"  shape{n}: {{point: [{46 + n * 1e-4:.4f}, 12.6]}}")
    yield either(FAMILY, "9 000 points", changed({"  base:": f"{near}\n  base:"}))
    yield refused(
        FAMILY,
        "9 000 points and one unknown name",
        changed({"  base:": f"{near}\n  base:", "in: waters": "in: shapes"}),
    )
    yield either(
        FAMILY,
        "4 000 nations",
        REAL + lines(4_000, lambda n: f"  n{n}: {{report_delay: 5 min, distress_delay: 5 min}}"),
    )
    mesh = "sharing: {topology: mesh, edges: {delay: 5 min}}\n"
    nations = lines(400, lambda n: f"  n{n}: {{report_delay: 5 min, distress_delay: 5 min}}")
    yield either(FAMILY, "400 nations in a mesh", f"{REAL}{nations}\n{mesh}")
    yield either(
        FAMILY,
        "2 000 groups",
        changed(
            {"groups:": "groups:\n" + lines(2_000, lambda n: f"  g{n}: {{type: boat, count: 1, roam: {{in: waters}}}}")}
        ),
    )
    yield refused(FAMILY, "a million vessels", changed({"count: 3": "count: 1000000"}))
    yield either(FAMILY, "300 000 vessels", changed({"count: 3": "count: 299000"}))
    yield either(FAMILY, "a million ships a day", changed({"per_day: 4": "per_day: 1000000"}))
    circle = ", ".join(f"[{47 + 0.5 * _cos(n, 8_000):.6f}, {13.2 + 0.3 * _sin(n, 8_000):.6f}]" for n in range(8_000))
    yield either(FAMILY, "waters of 8 000 corners", changed({"[46, 12.2], [50, 13.0], [50, 14.0], [46, 12.8]": circle}))
    star = ", ".join(
        f"[{47 + (0.2 + 0.3 * (n % 2)) * _cos(n, 2_000):.6f}, {13.2 + (0.2 + 0.3 * (n % 2)) * _sin(n, 2_000):.6f}]"
        for n in range(2_000)
    )
    yield either(FAMILY, "a star of 2 000 points", changed({"[46, 12.2], [50, 13.0], [50, 14.0], [46, 12.8]": star}))
    comb = ", ".join(f"[{46 + n * 0.0004:.5f}, {12.2 + 0.05 * (n % 2):.2f}]" for n in range(9_000))
    yield either(FAMILY, "a line of 9 000 bends", changed({"[[46, 12.2], [50, 13.4]]": f"[{comb}]"}))
    yield either(
        FAMILY,
        "a lane of 9 000 bends a millimetre wide",
        changed({"[[46, 12.2], [50, 13.4]]": f"[{comb}]", "width: 4 nm": "width: 0.001 m"}),
    )
    yield either(FAMILY, "a lane as wide as the Earth", changed({"width: 4 nm": "width: 90000 nm"}))


def _cos(n: int, of: int) -> float:
    from math import cos, tau

    return cos(tau * n / of)


def _sin(n: int, of: int) -> float:
    from math import sin, tau

    return sin(tau * n / of)


def large_files() -> Iterator[Trial]:
    """Files of two megabytes that hold little."""
    mega = 1_900_000
    yield either(FAMILY, "a title of two megabytes", changed({"A small world": "a" * mega}))
    yield either(FAMILY, "a title of two megabytes of accents", changed({"A small world": "\u0301" * (mega // 2)}))
    yield either(FAMILY, "a comment of two megabytes", REAL + "#" * mega)
    yield either(FAMILY, "empty lines of two megabytes", REAL + "\n" * mega)
    yield either(FAMILY, "blanks of two megabytes", REAL + " " * mega)
    yield either(FAMILY, "quotes of two megabytes", changed({"A small world": "'" + "''" * (mega // 2) + "'"}))
    yield refused(FAMILY, "a name of two megabytes", changed({"name: small": f"name: {'a' * mega}"}))
    yield refused(FAMILY, "a reference of two megabytes", changed({"in: waters": f"in: {'a' * mega}"}))
    yield refused(FAMILY, "a unit of two megabytes", changed({"12 kn": f"12 {'k' * mega}"}))
    yield refused(FAMILY, "a number of two megabytes", changed({"12 kn": f"{'1' * mega} kn"}))
    yield refused(FAMILY, "a time of two megabytes", changed({"2010-03-01T00:00Z": "2010-03-01T" + "0" * mega}))
    yield refused(FAMILY, "a name of a nation of two megabytes", changed({"  red:": f"  ? {'r' * mega}\n  :"}))
    yield refused(FAMILY, "open quotes of two megabytes", REAL + 'x: "' + '\\"' * (mega // 2))
    yield refused(FAMILY, "a file beyond the limit", REAL + "#" * 20_000_000, r"case\.yaml: .*bytes")
    yield refused(FAMILY, "tabs of two megabytes", REAL + "x:" + "\t" * mega + "y: z")
    yield refused(FAMILY, "open brackets and braces of two megabytes", REAL + "x: " + "[{" * (mega // 2))
    yield refused(FAMILY, "colons of two megabytes", REAL + "x" + ": " * (mega // 2))
    yield refused(FAMILY, "question marks of two megabytes", REAL + "? " * (mega // 2))
    yield refused(FAMILY, "a control character at the end of two megabytes", REAL + "\n" * mega + "\x00")
