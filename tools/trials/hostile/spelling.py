"""Times, units and numbers as people write them: read as what they mean, or refused with their place."""

from collections.abc import Iterator

from tools.trials.hostile.files import either, read, refused
from tools.trials.texts import changed
from tools.trials.trial import Trial

TIMES, UNITS = "times", "units"
FAMILIES = (TIMES, UNITS)
START = "2010-03-01T00:00Z"


def trials() -> Iterator[Trial]:
    """All of them."""
    yield from times()
    yield from units()


def times() -> Iterator[Trial]:
    """Starts of a run."""
    same = ("2010-03-01T00:00:00Z", "2010-03-01T00:00+00:00", "2010-03-01T00:00:00.000Z", "2010-03-01T00Z")
    may = {
        "2010-03-01T03:00+03:00": START,
        "2010-02-28T24:00Z": START,
        "2010-02-28T19:00-05:00": START,
        "2010-03-01T05:30+05:30": START,
        "2010-03-01 00:00Z": START,
        "2010-03-01T00:00z": START,
        "2010-03-01T00:00-00:00": START,
        "20100301T0000Z": START,
        "2010-W09-1T00:00Z": START,
        "2010-060T00:00Z": START,
    }
    never = (
        *(
            "2010-03-01",
            "2010-03-01T00:00",
            "00:00",
            "2010",
            "20100301",
            "1267401600",
            "now",
            "today",
            "null",
            "[]",
            "true",
        ),
        *("2010-13-01T00:00Z", "2010-02-30T00:00Z", "2010-02-29T00:00Z", "2010-03-01T25:00Z", "2010-03-01T24:01Z"),
        *("2010-03-01T00:60Z", "2010-03-01T00:00:61Z", "0000-01-01T00:00Z", "9999-12-31T00:00Z", "1899-12-31T23:59Z"),
        *(
            "2201-01-01T00:00Z",
            "+2010-03-01T00:00Z",
            "-2010-03-01T00:00Z",
            "01.03.2010 00:00",
            "3/1/2010",
            "1 March 2010",
        ),
        *("2010-03-01T00:00 Europe/Athens", "2010-03-01T00:00+25:00", "2010-03-01T00:00+0300x", "2010-03-01T00:00EST"),
        *("2010-03-01T\uff10\uff10:00Z", "2010\u201303\u201301T00:00Z", "''", "1e9", ".nan", "2010-03-01T00:00ZZ"),
    )
    for text in same:
        yield read(TIMES, text, changed({START: text}), changed({}))
    for text, plain in may.items():
        yield either(TIMES, text, changed({START: f"'{text}'"}), changed({START: plain}))
    for text in never:
        yield refused(TIMES, ascii(text), changed({START: text}))
    for text in (
        "0 h",
        "-1 h",
        "1e99 h",
        "1000000 h",
        "9999999 d",
        "1 h 30 min",
        "1:30",
        "90",
        "P1D",
        "1 month",
        "1 year",
        "inf h",
        "nan h",
        "unlimited",
        "''",
    ):
        yield either(TIMES, f"measure {text}", changed({"measure: 1 d": f"measure: {text}"}))
    for text in ("3 h", "-14 h", "15 h", "UTC", "+03:00", "Europe/Athens", "3", "1e400 h"):
        yield either(TIMES, f"zone {text}", changed({"measure: 1 d": f"measure: 1 d, zone: {text}"}))


def units() -> Iterator[Trial]:
    """Speeds, lengths and durations."""
    speed, length, duration = "cruise: 12 kn", "width: 4 nm", "report_delay: 5 min"
    same = {
        speed: ("12kn", "12.0 kn", "+12 kn", "1.2e1 kn", "'12  kn'"),
        length: ("4.0 nm", "7408 m", "7.408 km"),
        duration: ("300 s", "0.08333333333333333333 h"),
    }
    spoken = {
        speed: ("12 kts", "12 kt", "12 knots", "12 knot", "12 KN", "12 Kn", "12 kn.", "12 nm/h"),
        length: ("4 NM", "4 nmi", "4 M", "4 nautical miles", "4 Nm", "4 n.m."),
        duration: ("5 mins", "5 minutes", "5 minute", "5 m", "5 MIN", "5'", "300 sec", "300 seconds"),
    }
    never = (
        "",
        "kn",
        "12",
        "twelve kn",
        "12 furlongs",
        "12 kn kn",
        "12,5 kn",
        "0x10 kn",
        "1/2 kn",
        "-12 kn",
        "nan kn",
        "inf kn",
        "1e999 kn",
        "12 kn # x".replace(" #", "#"),
        "12_000 kn",
        "~12 kn",
        "<12 kn",
        "12-15 kn",
        "1e9 kn",
    )
    for key, texts in same.items():
        name = key.split(":")[0]
        for text in texts:
            if "0.0833" not in text:
                yield read(UNITS, f"{name} {text}", changed({key: f"{name}: {text}"}), changed({}))
    for key, texts in spoken.items():
        name = key.split(":")[0]
        for text in texts:
            like = changed({}) if "m/h" not in text and text != "5 m" and text != "4 M" else ""
            yield either(UNITS, f"{name} {text}", changed({key: f'{name}: "{text}"'}), like)
    for text in never:
        for key in (speed, length, duration):
            name, unit = key.split(":")[0], key.split()[-1]
            yield refused(
                UNITS, f"{name} {text.replace('kn', unit)}", changed({key: f'{name}: "{text.replace("kn", unit)}"'})
            )
    for key, text in (
        (speed, "12 nm"),
        (speed, "12 h"),
        (length, "4 kn"),
        (length, "4 min"),
        (duration, "5 nm"),
        (duration, "5 kn"),
    ):
        name = key.split(":")[0]
        yield refused(UNITS, f"{name} {text}", changed({key: f"{name}: {text}"}))
    for name, spread in {
        "uniform the wrong way": "{uniform: [9 kn, 6 kn]}",
        "uniform of one": "{uniform: [9 kn]}",
        "uniform of three": "{uniform: [6 kn, 7 kn, 8 kn]}",
        "uniform of text": "{uniform: x}",
        "two distributions": "{uniform: [6 kn, 9 kn], exponential: {mean: 3 kn}}",
        "unknown distribution": "{gauss: [6 kn, 9 kn]}",
        "misspelled parameter": "{normal: {men: 9 kn, sd: 1 kn}}",
        "no parameter": "{normal: {}}",
        "normal of no spread": "{normal: {mean: 9 kn, sd: 0 kn}}",
        "normal below zero": "{normal: {mean: 9 kn, sd: -1 kn}}",
        "lognormal the wrong way": "{lognormal: {median: 9 kn, p90: 3 kn}}",
        "triangular the wrong way": "{triangular: [9 kn, 6 kn, 12 kn]}",
        "choice of nothing": "{choice: {}}",
        "choice of weight zero": "{choice: {6 kn: 0}}",
        "choice of weight below zero": "{choice: {6 kn: -1}}",
        "empirical that falls": "{empirical: [[0, 9 kn], [1, 6 kn]]}",
        "empirical of half": "{empirical: [[0, 6 kn], [0.5, 9 kn]]}",
        "exponential of zero": "{exponential: {mean: 0 kn}}",
        "a distribution of distributions": "{uniform: [{uniform: [1 kn, 2 kn]}, 9 kn]}",
        "unlimited": "unlimited",
    }.items():
        yield either(UNITS, f"speed: {name}", changed({speed: f"cruise: {spread}"}))
