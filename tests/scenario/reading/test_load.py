"""Loading: variants, overrides, features of files, the hash, and the shipped scenarios."""

import json
import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from guardship.scenario.distributions import Uniform
from guardship.scenario.problems import ScenarioError
from guardship.scenario.reading.check import check, validate
from guardship.scenario.reading.jsonschema import as_text
from guardship.scenario.reading.load import load, overrides
from guardship.scenario.reading.yamlfile import parse, plain
from guardship.scenario.schema import Scenario
from scenario.worlds import SCENARIOS, SMALL

Write = Callable[..., str]
SHIPPED = sorted(path for path in SCENARIOS.rglob("*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_scenarios_are_sound(path: Path) -> None:
    assert validate(path) == []
    scenario = load(path)
    assert check(scenario) == []
    assert pickle.loads(pickle.dumps(scenario)) == scenario


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_scenarios_name_their_schema(path: Path) -> None:
    first = path.read_text().splitlines()[0]
    mark, schema = first.split("$schema=")
    assert mark == "# yaml-language-server: "
    assert (path.parent / schema).resolve() == SCENARIOS / "guardship.schema.json"


def test_the_schema_file_is_current() -> None:
    """Write it anew with `uv run python -m guardship.scenario.reading.jsonschema > scenarios/guardship.schema.json`."""
    assert (SCENARIOS / "guardship.schema.json").read_text() == as_text()


def test_every_reference_of_the_schema_leads_somewhere() -> None:
    text = as_text()
    schema = json.loads(text)
    targets = {part.split('"')[0] for part in text.split('"#/$defs/')[1:]}
    assert targets <= set(schema["$defs"])


def message(path: str, **changes: object) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load(path, set=changes.get("set"))  # type: ignore[arg-type]
    return [str(problem).replace(str(Path(path).parent) + "/", "") for problem in caught.value.problems]


# --- variants


def test_a_variant_is_a_few_lines(write: Write) -> None:
    write(SMALL, "base.yaml")
    path = write("extends: ../base.yaml\nname: more\ngroups: {boats: {count: 9}, ships: null}\n", "variants/v.yaml")
    scenario = load(path)
    assert (scenario.name, scenario.title, scenario.groups["boats"].count) == ("more", "A small world", 9)
    assert set(scenario.groups) == {"boats"}


def test_lists_are_replaced_and_chains_followed(write: Write) -> None:
    write(SMALL, "a.yaml")
    write("extends: a.yaml\nenvironment: {weather: [{at: 0 h, is: calm}, {at: 5 h, is: rough}]}\n", "b.yaml")
    path = write("extends: b.yaml\nenvironment: {weather: [{at: 0 h, is: rough}]}\n", "c.yaml")
    assert load(path).environment.weather_states == ("rough",)


def test_problems_name_the_file_that_has_them(write: Write) -> None:
    write(SMALL.replace("cruise: 12 kn", "cruise: 12"), "base.yaml")
    path = write("extends: base.yaml\ngroups:\n  boats: {count: many}\n", "v.yaml")
    assert [line.split(": ")[0] for line in message(path)] == ["base.yaml:19:69", "v.yaml:3:18"]


def test_deleting_what_is_not_there(write: Write) -> None:
    write(SMALL, "base.yaml")
    path = write("extends: base.yaml\ngroups: {boat: null}\n", "v.yaml")
    assert message(path)[0].startswith("v.yaml:2:10: groups.boat: came null, which deletes an entry")


def test_cycles_and_long_chains(write: Write) -> None:
    path = write("extends: b.yaml\n", "a.yaml")
    write("extends: a.yaml\n", "b.yaml")
    assert message(path) == ["b.yaml:1:10: extends: came 'a.yaml', which extends this file in turn"]
    for number in range(12):
        write(f"extends: c{number + 1}.yaml\n", f"c{number}.yaml")
    path = write("extends: c0.yaml\n", "long.yaml")
    assert message(path) == ["c7.yaml:1:10: extends: a chain of more than 8 files"]


@pytest.mark.parametrize(
    "reference", ["/etc/passwd", "../../../x.yaml", "../../other/x.yaml", "none.yaml", "", "a\\b", ".", "link.yaml"]
)
def test_only_files_nearby_are_extended(write: Write, tmp_path: Path, reference: str) -> None:
    write(SMALL, "x.yaml")
    write(SMALL, "r/other/x.yaml")
    path = write(f"extends: {json.dumps(reference)}\n", "r/s/t/v.yaml")
    os.symlink(tmp_path / "x.yaml", tmp_path / "r/s/t/link.yaml")
    (problem,) = message(path)
    assert problem.startswith("v.yaml:1:10: extends: ")


def test_a_folder_beside_is_near(write: Write) -> None:
    write(SMALL, "s/other/x.yaml")
    assert load(write("extends: ../other/x.yaml\n", "s/t/v.yaml")).title == "A small world"


# --- overrides


def test_overrides() -> None:
    path = SCENARIOS / "tiny.yaml"
    scenario = load(
        path, set={"groups.dhows.count": 3, "types.dhow.speed.cruise.uniform": ["1 kn", "2 kn"], "groups.ships": None}
    )
    assert scenario.groups["dhows"].count == 3
    assert scenario.types["dhow"].speed.cruise == Uniform(1.0, 2.0)
    assert "ships" not in scenario.groups
    weather = load(path, set={"environment.weather.1.at": "61 h"}).environment.weather
    assert isinstance(weather, tuple) and weather[1].at == 61.0


def test_entries_of_lists_are_deleted_as_they_were_numbered() -> None:
    path = SCENARIOS / "tiny.yaml"
    before = load(path).environment.weather
    after = load(path, set={"environment.weather.1": None, "environment.weather.2.is": "rough"}).environment.weather
    assert isinstance(before, tuple) and isinstance(after, tuple) and len(before) == 3
    assert [change.at for change in after] == [change.at for k, change in enumerate(before) if k != 1]
    assert after[1].state == "rough"
    four = [{"at": f"{t} h", "is": state} for t, state in enumerate(("calm", "rough", "calm", "rough"))]
    changes = {"environment.weather": four, "environment.weather[1]": None, "environment.weather[2]": None}
    twice = load(path, set=changes).environment.weather
    assert isinstance(twice, tuple) and [change.at for change in twice] == [0.0, 3.0]
    missing = ["--set: environment.weather[99]: there is no such entry"]
    assert message(str(path), set={"environment.weather.99": None}) == missing


def test_overrides_are_checked_like_the_file() -> None:
    path = str(SCENARIOS / "tiny.yaml")
    changes = {"groups.dhows.cuont": 3, "time.measure": "2", "groups.frigates.count": 1.5}
    assert message(path, set=changes) == [
        "--set: groups.dhows.cuont: unknown key 'cuont'; did you mean 'count'?",
        "--set: groups.frigates.count: came 1.5, wanted a whole number such as 10",
        "--set: time.measure: came '2', wanted a duration such as `30 min` (units: s, min, h, d)",
    ]
    assert "there is nothing to set below 'title'" in message(path, set={"title.a.b": 1})[0]
    assert "there is no such entry" in message(path, set={"environment.weather.9": 1})[0]
    assert "wanted text, numbers" in message(path, set={"groups.dhows.count": object()})[0]


def test_overrides_from_a_command_line() -> None:
    given = ["groups.dhows.count=3", "time.measure = 2 d", "title=", "environment.light=day"]
    assert overrides(given) == {
        "groups.dhows.count": 3,
        "time.measure": "2 d",
        "title": None,
        "environment.light": "day",
    }


# --- features


def test_a_feature_by_id_or_name(write: Write) -> None:
    feature = {"type": "Feature", "id": "b", "properties": {"name": "Base", "source": "chart 5"}}
    features = [{**feature, "geometry": {"type": "Point", "coordinates": [47.5, 12.7, 0]}}]
    write(json.dumps({"type": "FeatureCollection", "features": features}, indent=1), "geo/g.json")
    for name in ("b", "Base"):
        path = write(SMALL.replace("{point: [47, 12.6]}", f"{{file: geo/g.json, feature: {name}}}"))
        base = load(path).geometry["base"]
        assert (base.points[0], base.source) == ((47.5, 12.7), "chart 5")
    path = write(SMALL.replace("{point: [47, 12.6]}", "{file: geo/g.json, feature: Bse}"))
    wanted = "s.yaml:10:37: geometry.base.feature: unknown feature 'Bse' in geo/g.json; did you mean 'Base'?"
    assert message(path) == [wanted]
    features[0]["geometry"] = {"type": "Point", "coordinates": [7.5, 12.7]}
    write(json.dumps({"type": "FeatureCollection", "features": features}, indent=1), "geo/g.json")
    path = write(SMALL.replace("{point: [47, 12.6]}", "{file: geo/g.json, feature: b}"))
    (problem,) = validate(path)
    assert problem.file.endswith("geo/g.json") and problem.line == 6


def test_a_variant_in_another_folder_keeps_the_files_of_its_base(write: Write) -> None:
    text = (SCENARIOS / "irtc.yaml").read_text()
    write(text, "irtc.yaml")
    write((SCENARIOS / "geo/gulf_of_aden.geojson").read_text(), "geo/gulf_of_aden.geojson")
    path = write("extends: ../irtc.yaml\n", "coalition/v.yaml")
    assert load(path).hash == load(SCENARIOS / "irtc.yaml").hash


# --- the hash


def test_the_hash_does_not_depend_on_writing(write: Write) -> None:
    one = load(write(SMALL))
    lines = SMALL.splitlines()
    other = "# a comment\n" + "\n".join([*lines[19:], *lines[:19]]).replace("12 kn", "12.0  kn").replace(
        "9 nm", "16668 m"
    )
    assert load(write(other)).hash == one.hash
    assert len(one.hash) == 64


def test_the_hash_depends_on_content(write: Write) -> None:
    hashes = {load(write(SMALL.replace("count: 3", f"count: {count}"))).hash for count in (3, 4, 5)}
    hashes.add(load(write(SMALL.replace("cruise: 12 kn", "cruise: {uniform: [12 kn, 13 kn]}"))).hash)
    assert len(hashes) == 4


def test_the_hash_is_the_same_in_every_release() -> None:
    """A change here changes every manifest: update it on purpose and say so in the commit."""
    assert load(SCENARIOS / "oracles/lateral_range.yaml").hash[:16] == "15c8fe1fde3e914a"


def test_a_scenario_without_a_file() -> None:
    data = plain(parse(SMALL, "small"))
    assert Scenario.model_validate(data).groups["boats"].motion.area == "waters"  # type: ignore[union-attr]
    data["types"]["boat"]["hull"] = "shp"  # type: ignore[index, call-overload]
    with pytest.raises(ValueError, match=r"types.boat.hull: unknown hull 'shp'; did you mean 'ship'\?"):
        Scenario.model_validate(data)


def test_scenarios_are_frozen() -> None:
    scenario = load(SCENARIOS / "tiny.yaml")
    with pytest.raises(ValueError, match="frozen"):
        scenario.name = "other"
