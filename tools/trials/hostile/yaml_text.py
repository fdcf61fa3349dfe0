"""What may be wrong with the text of a scenario file: encoding, characters, nesting, tags, anchors, numbers."""

from collections.abc import Iterator

from tools.trials.hostile.files import either, read, refused
from tools.trials.texts import REAL, changed, with_line
from tools.trials.trial import Trial

ENCODING, CHARACTERS, SYNTAX, NUMBERS = "yaml encoding", "yaml characters", "yaml syntax", "yaml numbers"
FAMILIES = (ENCODING, CHARACTERS, SYNTAX, NUMBERS)
INVISIBLE = {
    "no-break space": "\u00a0",
    "soft hyphen": "\u00ad",
    "zero width space": "\u200b",
    "zero width non-joiner": "\u200c",
    "zero width joiner": "\u200d",
    "left-to-right mark": "\u200e",
    "right-to-left override": "\u202e",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "next line": "\u0085",
    "word joiner": "\u2060",
    "byte order mark": "\ufeff",
    "ideographic space": "\u3000",
    "variation selector": "\ufe0f",
    "tag letter": "\U000e0061",
    "private use": "\ue000",
    "not a character": "\uffff",
    "combining acute": "\u0301",
}
DIGITS = {"full width": 0xFF10, "arabic": 0x660, "devanagari": 0x966, "mathematical": 0x1D7CE}
LOOKALIKE = {"a": "\u0430", "e": "\u0435", "o": "\u043e", "i": "\u0456", "s": "\u0455"}


def trials() -> Iterator[Trial]:
    """All of them."""
    yield from encoding()
    yield from controls()
    yield from invisible()
    yield from lookalikes()
    yield from syntax()
    yield from numbers()


def encoding() -> Iterator[Trial]:
    """Other encodings, broken ones, and ends of lines."""
    for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "cp037"):
        yield refused(ENCODING, name, REAL.encode(name))
    for name in ("latin-1", "cp1252", "cp437", "shift_jis", "gb18030", "koi8-r"):
        letters = {"shift_jis": "\u30cf", "gb18030": "\u6d77", "koi8-r": "\u0416"}.get(name, "\u00e9")
        yield refused(ENCODING, name, REAL.replace("A small world", f"A {letters} world").encode(name))
    for name, raw in {
        "overlong": b"\xc0\xaf",
        "surrogate": b"\xed\xa0\x80",
        "beyond": b"\xf4\x90\x80\x80",
        "cut": b"\xe2\x82",
        "continuation": b"\x80",
    }.items():
        yield refused(ENCODING, f"bytes {name} in a title", REAL.encode().replace(b"small world", b"small " + raw))
        yield refused(ENCODING, f"bytes {name} at the end", REAL.encode() + raw)
    yield read(ENCODING, "UTF-8 with a mark", REAL.encode("utf-8-sig"), REAL)
    yield read(ENCODING, "CR LF", REAL.replace("\n", "\r\n").encode(), REAL)
    yield read(ENCODING, "CR", REAL.replace("\n", "\r").encode(), REAL)
    yield read(ENCODING, "no last line's end", REAL.rstrip("\n"), REAL)
    yield read(ENCODING, "blank lines and comments", "\n\n# a\n" + REAL.replace("\n", "  # \u00e9\n\n"), REAL)
    yield either(ENCODING, "next line as lines' end", REAL.replace("\n", "\u0085"))
    yield either(ENCODING, "two marks", b"\xef\xbb\xbf" + REAL.encode("utf-8-sig"))
    yield refused(ENCODING, "only a mark", b"\xef\xbb\xbf")


def controls() -> Iterator[Trial]:
    """Each control character in a title and in a reference."""
    for code in (*range(32), 127, *range(128, 160)):
        if chr(code) not in "\t\n\r\x85":
            yield refused(
                CHARACTERS, f"U+{code:04X} in a title", with_line("title", f"title: A {chr(code)} small world")
            )
            quoted = f'title: "A \\x{code:02x} small world"'
            yield either(CHARACTERS, f"U+{code:04X} written in a title", with_line("title", quoted))
    for name, odd in {"tab": "\t", "vertical tab": "\v", "form feed": "\f"}.items():
        yield refused(CHARACTERS, f"{name} as indentation", REAL.replace("  light: sun", f"{odd}light: sun"))


def invisible() -> Iterator[Trial]:
    """What nobody sees: in a title it may stand, in a name, a reference, a key or a quantity it may not."""
    for name, odd in INVISIBLE.items():
        yield either(CHARACTERS, f"{name} in a title", with_line("title", f"title: A {odd} small world"))
        yield refused(CHARACTERS, f"{name} in a reference", changed({"in: waters": f"in: wat{odd}ers"}))
        yield refused(CHARACTERS, f"{name} in a key", changed({"per_day: 4": f"per{odd}_day: 4"}))
        yield refused(CHARACTERS, f"{name} in a quantity", changed({"cruise: 12 kn": f"cruise: 12{odd}k{odd}n"}))
        yield either(CHARACTERS, f"{name} in a name of a nation", changed({"  red:": f"  r{odd}ed:"}))
        escaped = odd.encode("unicode_escape").decode()
        escaped = f"\\u00{escaped[2:]}" if escaped.startswith("\\x") else escaped
        yield refused(CHARACTERS, f"{name} written in a reference", changed({"in: waters": f'in: "wat{escaped}ers"'}))


def lookalikes() -> Iterator[Trial]:
    """Letters and digits of other scripts that look like those of the file."""
    for latin, other in LOOKALIKE.items():
        for word, key in (("waters", "in: waters"), ("lane", "lane: lane"), ("passive", "is: passive")):
            if latin in word:
                spoilt = key.rpartition(word)[0] + word.replace(latin, other, 1)
                yield refused(CHARACTERS, f"{other} for {latin} in {word}", changed({key: spoilt}))
    for name, zero in DIGITS.items():
        digits = "".join(chr(zero + int(c)) for c in "12")
        yield refused(CHARACTERS, f"{name} digits in a speed", changed({"cruise: 12 kn": f"cruise: {digits} kn"}))
        yield refused(CHARACTERS, f"{name} digits as a count", changed({"count: 3": f"count: {digits}"}))
    yield refused(CHARACTERS, "minus sign", changed({"[46, 12.2], [50, 13.4]": "[46, \u221212.2], [50, 13.4]"}))
    yield refused(CHARACTERS, "decimal comma", changed({"12 kn": "'12,5 kn'"}))
    nfc, nfd = "caf\u00e9", "cafe\u0301"
    for a, b in ((nfc, nfd), (nfd, nfc)):
        text = changed({"  waters:": f"  {a}:", "in: waters": f"in: {b}"})
        plain = changed({"  waters:": f"  {a}:", "in: waters": f"in: {a}"})
        yield either(CHARACTERS, f"a name in one form of Unicode, named in the other: {a!a}", text, plain)


def syntax() -> Iterator[Trial]:
    """Nesting, tags, anchors, several documents, duplicate keys, what is not closed."""
    for depth in (41, 100, 1000, 20_000, 200_000):
        for name, text in {
            "lists": "[" * depth,
            "closed lists": "[" * depth + "]" * depth,
            "mappings": "{a: " * depth,
            "sequences": "- " * depth,
            "keys": "? " * depth,
            "blocks": "\n".join(" " * n + "a:" for n in range(min(depth, 1500))),
        }.items():
            yield refused(SYNTAX, f"{depth} {name}", f"{REAL}x:\n  {text}" if name != "blocks" else f"{text}\n")
    for name, text in {
        "short": "!x 1",
        "5 000 letters": f"!{'x' * 5000} 1",
        "100 000 letters": f"!{'x' * 100_000} 1",
        "object": "!!python/object/apply:os.system ['true']",
        "name": "!!python/name:os.system ''",
        "binary": "!!binary aGVsbG8=",
        "timestamp": "!!timestamp 2010-03-01",
        "set": "!!set {a, b}",
        "omap": "!!omap [a: 1]",
        "float": "!!float 3",
        "verbatim": "!<tag:yaml.org,2002:str> waters",
        "non-specific": "! waters",
        "controls in percent": "!a%1b%5b31m 1",
    }.items():
        yield refused(SYNTAX, f"tag {name}", changed({"count: 3": f"count: {text}"}))
        yield refused(
            SYNTAX,
            f"tag {name} on a mapping",
            changed({"{type: boat, count: 3": f"{text.split()[0]} {{type: boat, count: 3"}),
        )
    for size in (1, 5000, 100_000):
        letters = "x" * size
        yield refused(SYNTAX, f"anchor of {size} letters", changed({"count: 3": f"count: &{letters} 3"}))
        yield refused(SYNTAX, f"alias of {size} letters", changed({"count: 3": f"count: *{letters}"}))
    yield refused(SYNTAX, "anchor and alias", changed({"count: 3": "count: &a 3", "per_day: 4": "per_day: *a"}))
    levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 30)]
    yield refused(SYNTAX, "bomb of aliases", f"{REAL}l0: &l0 [x]\n" + "\n".join(levels))
    yield refused(SYNTAX, "alias to itself", f"{REAL}x: &a [*a]\n")
    yield refused(SYNTAX, "merge key", f"{REAL}x: {{<<: {{a: 1}}}}\n")
    for key in ("guardship", "theatre", "geometry", "groups"):
        yield refused(SYNTAX, f"section {key} twice", f"{REAL}{key}: 1\n")
    for old in ("count: 3", "cruise: 12 kn", "west: 44", "range: 9 nm", "height: 25 m", "type: boat"):
        yield refused(SYNTAX, f"{old} twice", changed({old: f"{old}, {old}"}))
    yield refused(SYNTAX, "a name twice", f"{REAL}  red: {{report_delay: 5 min, distress_delay: 5 min}}\n")
    for name, text in {
        "list": "x: [1, 2",
        "mapping": "x: {a: 1",
        "single quote": "x: 'a",
        "double quote": 'x: "a',
        "escape": 'x: "\\q"',
        "escape of a surrogate": 'x: "\\ud800"',
        "escape beyond": 'x: "\\U00110000"',
        "block scalar of none": "x: |9\n a",
        "key without colon": "x",
        "colon alone": ": 1",
        "wrong indentation": "x:\n   a: 1\n  b: 1",
        "reserved at": "x: @a",
        "reserved backtick": "x: `a`",
        "percent": "x: %a",
        "directive": "%YAML 1.1\n---\nx: 1",
        "end and more": "...\nx: 1",
        "second document": "---\nx: 1",
        "key of two lines": "'a\n b': 1",
        "complex key": "? {a: 1}\n: 2",
        "list as a key": "[a]: 1",
        "null key": "~: 1",
        "number key": "1: 1",
        "boolean key": "true: 1",
        "empty key": "'': 1",
        "key of 1 100 letters": f"{'k' * 1100}: 1",
        "quoted key of 100 000 letters": f"'{'k' * 100_000}': 1",
    }.items():
        yield refused(SYNTAX, f"in the end: {name}", f"{REAL}{text}\n")
    for name, text in {
        "directive of a future version": f"%YAML 3.0\n---\n{REAL}",
        "directive of tags": f"%TAG ! tag:a,2000:\n---\n{REAL}",
        "unknown directive": f"%FOO bar\n---\n{REAL}",
        "document marks": f"---\n{REAL}...\n",
        "flow style": "{" + "guardship: 1}",
        "JSON": '{"guardship": 1, "name": "small"}',
    }.items():
        yield either(SYNTAX, name, text)
    for name, raw in {
        "empty": "",
        "a comment": "# a\n",
        "text": "hello",
        "list": "- 1",
        "number": "1",
        "null": "~",
    }.items():
        yield refused(SYNTAX, f"only {name}", raw)


BARE = {
    "5 000 digits": "9" * 5000,
    "100 000 digits": "9" * 100_000,
    "5 000 digits below zero": "-" + "9" * 5000,
    "5 000 digits after the point": "0." + "9" * 5000,
    "1e999": "1e999",
    "1e308": "1e308",
    "1e-400": "1e-400",
    "exponent of 5 000 digits": "1e" + "9" * 5000,
    "infinity": ".inf",
    "not a number": ".nan",
    "hexadecimal": "0x1F",
    "octal": "0o17",
    "old octal": "017",
    "underscores": "1_000",
    "sexagesimal": "12:30",
    "thousands": "1,000",
    "plus": "+3",
    "fraction": "3.5",
    "below zero": "-3",
    "minus zero": "-0",
    "yes": "yes",
    "true": "true",
    "text": "'3'",
    "complex": "1j",
    "ratio": "6/2",
    "date": "2010-03-01",
}
MAY = ("plus", "minus zero", "1e-400", "fraction", "below zero", "1e308", "5 000 digits after the point")


def numbers() -> Iterator[Trial]:
    """Numbers that are none, or are out of all proportion: as a count, a rate a day, a coordinate, a factor, in a quantity."""
    for name, text in BARE.items():
        for what, old, new in (
            ("count", "count: 3", f"count: {text}"),
            ("number a day", "per_day: 4", f"per_day: {text}"),
            ("longitude", "[47, 12.6]", f"[{text}, 12.6]"),
            ("factor", "night: 0.5", f"night: {text}"),
            ("bound", "west: 44", f"west: {text}"),
            ("version", "guardship: 1", f"guardship: {text}"),
        ):
            make = either if name in MAY else refused
            if not (name == "thousands" and what == "longitude"):
                yield make(NUMBERS, f"{name} as a {what}", changed({old: new}))
        yield either(NUMBERS, f"{name} with a unit", changed({"cruise: 12 kn": f"cruise: {text.strip(chr(39))} kn"}))
        yield either(NUMBERS, f"{name} as a name", changed({"  red:": f"  {text}:"}))
