"""Trials of one scenario file, which is called case.yaml."""

from collections.abc import Mapping

from tools.trials.trial import Content, Trial, Wanted

CASE = "case.yaml"
PLACED = r"case\.yaml:\d+:\d+: "


def refused(family: str, name: str, text: Content, place: str = PLACED, **more: Content) -> Trial:
    """A file that must be refused with a place in it; `more` files stand beside it."""
    return scenario(family, name, text, Wanted.REFUSED, place, beside(more))


def either(family: str, name: str, text: Content, like: str = "", **more: Content) -> Trial:
    """A file that may be read (as `like` is, when given) or refused with a place."""
    return scenario(family, name, text, Wanted.EITHER, PLACED, beside(more), like)


def read(family: str, name: str, text: Content, like: str, **more: Content) -> Trial:
    """A file that must be read, as the text `like` is."""
    return scenario(family, name, text, Wanted.READ, "", beside(more), like)


def beside(more: Mapping[str, Content]) -> dict[str, Content]:
    """Files by keyword: `g_geojson` is g.geojson."""
    return {name.replace("_", ".", 1): content for name, content in more.items()}


def scenario(
    family: str, name: str, text: Content, wanted: Wanted, place: str, more: Mapping[str, Content], like: str = ""
) -> Trial:
    """A file that is validated."""
    files = {CASE: text, **more, **({"like.yaml": like} if like else {})}
    return Trial(family, name, ("validate", CASE), wanted, files, place, "like.yaml" if like else "")
