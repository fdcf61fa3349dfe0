"""What the models of the schema have in common."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Discriminator, Field, PlainValidator, Strict, WithJsonSchema
from pydantic_core import PydanticCustomError

from guardship.scenario.problems import nfc

LONGEST_NAME = 64  # letters; a folder may be called so
LONGEST_FOLDER = 192  # bytes: three for each of them, with room for what is put after it
ASCII_BUT_NAMES = r"\x00-,./:-@\[-^`{-\x7f"
NAME = rf"^[^{ASCII_BUT_NAMES}0-9_\-][^{ASCII_BUT_NAMES}]{{0,{LONGEST_NAME - 1}}}$"
NAMED = "a name: letters of any alphabet, digits, _ and -, a letter first"

type Text = Annotated[str, Field(min_length=1, max_length=4000)]


def _name(value: Any) -> str:
    """A name, its accents composed. What counts as a letter is what Unicode calls one, marks on letters included."""
    if not isinstance(value, str):
        raise PydanticCustomError("wanted", "wanted {wanted}", {"wanted": NAMED})
    name = nfc(value)
    fits = 0 < len(name) <= LONGEST_NAME and len(name.encode("utf-8", "replace")) <= LONGEST_FOLDER
    if not fits or not name[0].isalpha() or not all(c in "_-" or unicodedata.category(c)[:1] in "LMN" for c in name):
        longest = f", at most {LONGEST_NAME} of them" if len(name) > LONGEST_NAME else ""
        raise PydanticCustomError("wanted", "wanted {wanted}", {"wanted": NAMED + longest})
    return name


type Name = Annotated[
    str,
    PlainValidator(_name),
    WithJsonSchema({"type": "string", "pattern": NAME, "description": NAMED[0].upper() + NAMED[1:]}),
]
type Many[T] = Annotated[tuple[T, ...], Strict(False)]


class Model(BaseModel):
    """A mapping of the file: frozen, refuses unknown keys, says where its numbers come from."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)
    newer: ClassVar[frozenset[str]] = frozenset()
    """Keys that came when there were results already: where they are as usual, the hash of a scenario is as before."""

    source: Annotated[Text | None, Field(description="Where the numbers come from, or `assumed`")] = None


def tag(model: str) -> str:
    """The mark of one way to write something; the shape `<...>` keeps it apart from keys of the file."""
    return f"<{model}>"


def by_key(marks: Mapping[str, str], wanted: str, otherwise: str | None = None) -> Discriminator:
    """Chooses the model by the one key among `marks` that a mapping has; `otherwise` is for what is no mapping."""

    def choose(value: Any) -> Hashable:
        if not isinstance(value, Mapping):
            return otherwise
        found = [mark for mark in marks if mark in value]
        return tag(marks[found[0]]) if len(found) == 1 else None

    return Discriminator(choose, "wanted", "wanted {wanted}", {"wanted": wanted})
