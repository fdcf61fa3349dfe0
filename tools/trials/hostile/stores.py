"""Stores of batches and folders of runs, damaged: no command ends with a traceback, and what is missing is said."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tools.trials.trial import Content, Trial, Wanted

STORE, FOLDER = "damaged stores", "damaged run folders"
FAMILIES = (STORE, FOLDER)
FIRST, LAST = 0, -1
COMMANDS: dict[str, tuple[str, ...]] = {
    "compare": ("compare", "store"),
    "report": ("report", "store", "--out", "page.html"),
    "query": ("query", "store", "select count(*), avg(attacks) from runs"),
    "voyages": ("voyages", "store", "--between", "quick", "late", "--no-placebo"),
    "best": ("best", "store", "--measure", "attacks", "--delta", "0.1"),
    "sensitivity": ("sensitivity", "store", "--measure", "attacks"),
}
ALWAYS = ("compare", "report")
SAYS = r"store|runs|manifest|plan|parquet"

type Damage = Callable[[Path], object]


def trials(store: Path, run: Path) -> Iterator[Trial]:
    """Copies of a sound store and of a sound run folder, each damaged in one way."""
    for number, (name, (damage, wanted)) in enumerate(of_store().items()):
        rest = [command for command in COMMANDS if command not in ALWAYS]
        for command in (*ALWAYS, rest[number % len(rest)]):
            act = COMMANDS[command]
            yield Trial(
                STORE,
                f"{name}: {command}",
                act,
                wanted,
                place=SAYS,
                writes=True,
                prepare=copied(store, "store", damage),
                dear=4.0,
            )
    for name, (damage, wanted) in of_folder().items():
        prepare = copied(run, "run", damage)
        yield Trial(FOLDER, name, ("audit", "run"), wanted, place=r"run/|run:", prepare=prepare, dear=4.0)


def copied(sound: Path, name: str, damage: Damage) -> Callable[[Path], None]:
    """Makes a copy of it in the trial's folder, and damages that."""

    def prepare(folder: Path) -> None:
        shutil.copytree(sound, folder / name, dirs_exist_ok=True)
        damage(folder / name)

    return prepare


# ---- ways to damage ---------------------------------------------------------------------------


def text(name: str, content: str | bytes) -> Damage:
    """Another file under the name."""
    raw = content.encode() if isinstance(content, str) else content
    return lambda copy: (copy / name).write_bytes(raw)


def gone(pattern: str, which: int | None = None) -> Damage:
    """Files that are not there any more: all that match, or one of them."""

    def damage(copy: Path) -> None:
        found = sorted(copy.glob(pattern))
        for path in found if which is None else [found[which]]:
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    return damage


def edited(name: str, change: Callable[[Any], Any]) -> Damage:
    """A JSON file with something changed; the change returns the document or None for the one it was given."""

    def damage(copy: Path) -> None:
        said = json.loads((copy / name).read_text())
        changed = change(said)
        (copy / name).write_text(json.dumps(said if changed is None else changed))

    return damage


def entry(name: str, key: str, value: Any) -> Damage:
    """A JSON file with one entry set, or taken out for `...`."""

    def change(said: Any) -> None:
        if value is ...:
            said.pop(key, None)
        else:
            said[key] = value

    return edited(name, change)


def bytes_of(pattern: str, change: Callable[[bytes], bytes], which: int = LAST) -> Damage:
    """One file with other bytes."""

    def damage(copy: Path) -> None:
        path = sorted(copy.glob(pattern))[which]
        path.write_bytes(change(path.read_bytes()))

    return damage


def rows(pattern: str, change: Callable[[Any], Any], which: int = LAST) -> Damage:
    """One Parquet file with other rows, as a data frame."""

    def damage(copy: Path) -> None:
        import pandas

        path = sorted(copy.glob(pattern))[which]
        change(pandas.read_parquet(path)).to_parquet(path, index=False)

    return damage


def special(name: str, make: Callable[[Path], object]) -> Damage:
    """Something else where a file was."""

    def damage(copy: Path) -> None:
        path = copy / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        make(path)

    return damage


def exchanged(one: str, other: str) -> Damage:
    """One file under the name of another."""
    return lambda copy: shutil.copy(copy / one, copy / other)


JSON: dict[str, Content] = {
    "empty": "",
    "a number": "3",
    "a list": "[]",
    "null": "null",
    "an empty mapping": "{}",
    "cut": '{"guardship_batch": 1, "ex',
    "nested": "[" * 200_000,
    "nested mappings": '{"a":' * 200_000,
    "not UTF-8": b"\xff\xfe\x00",
    "5 000 digits": '{"guardship_batch": ' + "9" * 5000 + "}",
    "not a number": '{"guardship_batch": NaN}',
    "control characters": '{"guardship_batch": 1, "\\u001b[31m": 1}',
    "twenty megabytes": '{"guardship_batch": 1, "x": "' + "x" * 20_000_000 + '"}',
}
NUMBERS: dict[str, Any] = {"gone": ..., "null": None, "a list": [1], "text": "x", "huge": 10**30, "below zero": -1}
PLANNED = ("variants", "experiment", "points", "name", "title", "hash")  # keys of plan.json that are spoilt, if there
MAPPINGS: dict[str, Any] = {
    "gone": ...,
    "null": None,
    "a list": ["quick"],
    "text": "x",
    "empty": {},
    "of null": {"quick": None},
}
PARQUET: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda raw: b"",
    "cut in half": lambda raw: raw[: len(raw) // 2],
    "cut by a byte": lambda raw: raw[:-1],
    "zeros": lambda raw: b"\x00" * len(raw),
    "text": lambda raw: b"hello" * 100,
    "a bit of the footer": lambda raw: raw[:-40] + bytes([raw[-40] ^ 4]) + raw[-39:],
    "a bit of the data": lambda raw: raw[: len(raw) // 3] + bytes([raw[len(raw) // 3] ^ 1]) + raw[len(raw) // 3 + 1 :],
    "bytes at the end": lambda raw: raw + b"PAR1",
}


def of_store() -> dict[str, tuple[Damage, Wanted]]:
    """Ways by name, with what is right."""
    found: dict[str, tuple[Damage, Wanted]] = {}
    for file in ("manifest.json", "plan.json"):
        for name, content in JSON.items():
            found[f"{file} {name}"] = text(file, content), Wanted.REFUSED
        found[f"{file} gone"] = gone(file), Wanted.REFUSED
        found[f"{file} a folder"] = special(file, Path.mkdir), Wanted.REFUSED
        found[f"{file} a pipe"] = special(file, os.mkfifo), Wanted.REFUSED
        found[f"{file} a link to itself"] = special(file, lambda path: path.symlink_to(path)), Wanted.REFUSED
    marks: list[tuple[str, Any]] = [
        ("guardship_batch", 99),
        ("guardship_batch", "x"),
        ("guardship_batch", True),
        ("guardship_batch", ...),
    ]
    for key, value in marks:
        found[f"manifest {key} {value!r}"] = (
            entry("manifest.json", key, value),
            Wanted.REFUSED if value is not True else Wanted.EITHER,
        )
    for key in ("experiment", "hash", "versions", "code", "seeds", "points", "tables", "replications"):
        for name, value in NUMBERS.items():
            found[f"manifest {key} {name}"] = entry("manifest.json", key, value), Wanted.EITHER
    for name, value in MAPPINGS.items():
        for key in PLANNED:
            found[f"plan {key} {name}"] = entry("plan.json", key, value), Wanted.EITHER
    for name, change in PARQUET.items():
        for table in ("runs", "nations", "voyages", "places"):
            right = Wanted.REFUSED if table == "runs" and name != "bytes at the end" else Wanted.EITHER
            found[f"{table} {name}"] = bytes_of(f"{table}/*.parquet", change), right
    for table in ("runs", "nations", "counts", "voyages", "opportunities", "ledger", "places"):
        right = Wanted.REFUSED if table == "runs" else Wanted.EITHER
        found[f"{table} gone"] = gone(table), right
        found[f"{table} without files"] = gone(f"{table}/*.parquet"), right
        found[f"{table} a file"] = special(table, lambda path: path.write_text("x")), right
        found[f"{table} a block gone"] = gone(f"{table}/*.parquet", LAST), right
    for name, change in _rows().items():
        found[f"runs {name}"] = rows("runs/*.parquet", change), Wanted.REFUSED
    found["runs twice"] = (
        lambda copy: shutil.copy(sorted((copy / "runs").glob("*"))[0], copy / "runs/zz.parquet"),
        Wanted.REFUSED,
    )
    found["a note beside"] = lambda copy: (copy / "notes.txt").write_text("mine"), Wanted.READ
    found["a folder beside"] = lambda copy: shutil.copytree(copy / "runs", copy / "my-notes"), Wanted.READ
    found["a folder beside that is a word of SQL"] = (
        lambda copy: shutil.copytree(copy / "runs", copy / "select"),
        Wanted.READ,
    )
    found["a folder beside in Greek"] = (
        lambda copy: shutil.copytree(
            copy / "runs", copy / "\u03c3\u03b7\u03bc\u03b5\u03b9\u03ce\u03c3\u03b5\u03b9\u03c2"
        ),
        Wanted.READ,
    )
    found["a folder called as points"] = lambda copy: shutil.copytree(copy / "runs", copy / "points"), Wanted.READ
    odd = "x as select 1;copy (select 7 as a) to 'written.csv';--"
    found["a folder whose name is SQL"] = lambda copy: shutil.copytree(copy / "runs", copy / odd), Wanted.READ
    found["a part that is left"] = lambda copy: (copy / "runs/x.parquet.part").write_text("x"), Wanted.READ
    found["a link in runs"] = lambda copy: (copy / "runs/zz.parquet").symlink_to("/etc/passwd"), Wanted.REFUSED
    found["an empty folder"] = gone("*"), Wanted.REFUSED
    return found


def _rows() -> dict[str, Callable[[Any], Any]]:
    """Rows of runs that do not fit together."""
    return {
        "no rows": lambda t: t.iloc[:0],
        "one row less": lambda t: t.iloc[:-1],
        "rows twice": lambda t: t.loc[t.index.repeat(2)],
        "no column of points": lambda t: t.drop(columns="point"),
        "no column of replications": lambda t: t.drop(columns="replication"),
        "no column of variants": lambda t: t.drop(columns="variant"),
        "no column of errors": lambda t: t.drop(columns="error"),
        "a point that there is not": lambda t: t.assign(point=99),
        "point -1": lambda t: t.assign(point=-1),
        "points as text": lambda t: t.assign(point="x"),
        "points of null": lambda t: t.assign(point=None),
        "replication -1": lambda t: t.assign(replication=t["replication"] - 1),
        "a replication of two thousand million": lambda t: t.assign(replication=2_000_000_000),
        "attacks as text": lambda t: t.assign(attacks="x"),
        "attacks of lists": lambda t: t.assign(attacks=[[1]] * len(t)),
    }


def of_folder() -> dict[str, tuple[Damage, Wanted]]:
    """Ways to damage the folder of a run."""
    found: dict[str, tuple[Damage, Wanted]] = {}
    for file in ("manifest.json", "summary.json", "scenario.json"):
        for name, content in JSON.items():
            found[f"{file} {name}"] = (
                text(file, content),
                Wanted.REFUSED if name != "an empty mapping" or file != "summary.json" else Wanted.ANSWERED,
            )
        found[f"{file} gone"] = gone(file), Wanted.REFUSED
        found[f"{file} a folder"] = special(file, Path.mkdir), Wanted.REFUSED
        found[f"{file} a pipe"] = special(file, os.mkfifo), Wanted.REFUSED
    for table in ("events", "legs", "voyages", "vessels", "reports", "messages", "opportunities", "ledger"):
        file = f"{table}.parquet"
        for name, change in PARQUET.items():
            found[f"{table} {name}"] = bytes_of(file, change), Wanted.ANSWERED
        found[f"{table} gone"] = gone(file), Wanted.REFUSED
        found[f"{table} a pipe"] = special(file, os.mkfifo), Wanted.REFUSED
        found[f"{table} no rows"] = rows(file, lambda t: t.iloc[:0]), Wanted.ANSWERED
        found[f"{table} no columns"] = rows(file, lambda t: t[[]]), Wanted.ANSWERED
        found[f"{table} rows backwards"] = rows(file, lambda t: t.iloc[::-1]), Wanted.ANSWERED
        found[f"{table} all as text"] = rows(file, lambda t: t.astype(str)), Wanted.ANSWERED
        found[f"{table} first column gone"] = rows(file, lambda t: t.iloc[:, 1:]), Wanted.ANSWERED
        other = "legs.parquet" if table != "legs" else "events.parquet"
        found[f"{table} of another kind"] = exchanged(other, file), Wanted.ANSWERED
    entries: list[tuple[str, Any]] = [
        ("seed", -1),
        ("seed", "x"),
        ("hours", 1e308),
        ("vessels", "many"),
        ("scenario_hash", 3),
        ("substream", [1]),
    ]
    for key, value in entries:
        found[f"manifest {key} {value!r}"] = entry("manifest.json", key, value), Wanted.ANSWERED
    return found
