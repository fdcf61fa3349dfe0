"""The JSON Schema of scenario files as they are written: text with units, references to features, `extends`."""

from __future__ import annotations

import json
import sys
from functools import cache
from typing import Any

from guardship.scenario.schema import Scenario
from guardship.scenario.units import NUMBER

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PART = ".part"

_EXTENDS = {
    "type": "string",
    "description": "A scenario file that this one changes: mappings are merged, all else is replaced, null deletes",
}


@cache
def scenario_schema() -> dict[str, Any]:
    """The schema of a whole scenario, as pydantic gives it. Do not change the result."""
    return Scenario.model_json_schema(by_alias=True, mode="validation")


def json_schema() -> dict[str, Any]:
    """The schema of a file: a whole scenario, or one that extends another and gives any part of it."""
    whole = _bare(scenario_schema())
    definitions = whole.pop("$defs")
    for part in definitions.values():
        _number_keys(part, definitions)
    scalars = {name for name, part in definitions.items() if part.get("type") in ("string", "number", "integer")}
    parts = {name + PART: _part(part, scalars) for name, part in definitions.items() if name not in scalars}
    variant = _part(whole, scalars)
    variant["properties"] = {"extends": _EXTENDS, **variant["properties"]}
    return {
        "$schema": DIALECT,
        "title": "Guardship scenario",
        "if": {"required": ["extends"]},
        "then": {"$ref": "#/$defs/Variant"},
        "else": {"$ref": "#/$defs/Scenario"},
        "$defs": {"Scenario": whole, "Variant": variant, **definitions, **parts},
    }


def as_text() -> str:
    """The schema as the text of a file, one definition in a line."""
    schema = json_schema()
    head = {key: part for key, part in schema.items() if key != "$defs"}
    lines = [f" {json.dumps(name)}: {json.dumps(part)}" for name, part in schema["$defs"].items()]
    return json.dumps(head)[:-1] + ', "$defs": {\n' + ",\n".join(lines) + "\n}}\n"


def _bare(node: Any, names: bool = False) -> Any:
    """The schema without titles and defaults, which only repeat; `names`: the keys of this node are names of others."""
    if isinstance(node, list):
        return [_bare(part) for part in node]
    if not isinstance(node, dict):
        return node
    kept = node if names else {key: part for key, part in node.items() if key not in ("title", "default")}
    return {key: _bare(part, key in ("properties", "$defs") and not names) for key, part in kept.items()}


def _number_keys(form: dict[str, Any], definitions: dict[str, Any]) -> None:
    """Keys of a file are text, those that stand for numbers too."""
    for part in form.get("properties", {}).values():
        name = part.get("propertyNames", {}).get("$ref", "").rsplit("/", 1)[-1]
        if definitions.get(name, {}).get("type") in ("number", "integer"):
            part["propertyNames"] = {"pattern": f"^{NUMBER}$"}


def _part(node: Any, scalars: set[str]) -> Any:
    """The same without required keys, with null for any entry, referring to other such parts."""
    if isinstance(node, list):
        return [_part(part, scalars) for part in node]
    if not isinstance(node, dict):
        return node
    result: dict[str, Any] = {}
    for key, part in node.items():
        match key:
            case "required" | "minProperties" | "discriminator":
                continue
            case "properties":
                result[key] = {name: _or_null(_part(child, scalars)) for name, child in part.items()}
            case "additionalProperties" if isinstance(part, dict):
                result[key] = _or_null(_part(part, scalars))
            case "$ref":
                result[key] = part if part.rsplit("/", 1)[-1] in scalars else part + PART
            case _:
                result["anyOf" if key == "oneOf" else key] = _part(part, scalars)
    return result


def _or_null(node: dict[str, Any]) -> dict[str, Any]:
    return node if {"type": "null"} in node.get("anyOf", []) else {"anyOf": [node, {"type": "null"}]}


if __name__ == "__main__":
    sys.stdout.write(as_text())
