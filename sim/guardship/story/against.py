"""One thing in two runs of one seed: what was the same, and from when on it went otherwise."""

from __future__ import annotations

from itertools import takewhile
from typing import NamedTuple, final

from guardship.story.telling import Sentence, Story


@final
class Parting(NamedTuple):
    """Two stories of one thing. `same`: the sentences that both begin with, `one` and `other`: what follows in each."""

    same: tuple[Sentence, ...]
    one: Story
    other: Story

    def text(self, names: tuple[str, str], ids: bool = False) -> str:
        """As lines of text, under the names of the two runs; with titles where these differ."""
        if self.one.sentences == self.other.sentences == () and self.one.title == self.other.title:
            return f"{self.one.title}: the same in both."
        rows = [self.one.title, ""] if self.one.title == self.other.title else []
        if self.same:
            last = max((one.t for one in self.same if one.t is not None), default=None)
            until = "" if last is None else f", until {self.one.when(last)}"
            rows += [f"{len(self.same)} sentences are the same in both{until}.", ""]
        for name, story in zip(names, (self.one, self.other), strict=True):
            title = f", {story.title}" if self.one.title != self.other.title else ""
            rows += [f"In {name}{title}:", *story.text(ids).split("\n")[2:], ""]
        return "\n".join(rows).rstrip("\n")


def parted(one: Story, other: Story) -> Parting:
    """What both tell alike from the beginning on, and the rest of each. How it ended is left to the rest."""
    mine, theirs = ([s for s in story.sentences if s.t is not None] for story in (one, other))
    pairs = takewhile(lambda both: _said(both[0]) == _said(both[1]), zip(mine, theirs, strict=False))
    same = tuple(pair[0] for pair in pairs)
    told = {_said(sentence) for sentence in same}

    def rest(story: Story) -> Story:
        return story._replace(sentences=tuple(s for s in story.sentences if s.t is None or _said(s) not in told))

    return Parting(same, rest(one), rest(other))


def _said(sentence: Sentence) -> tuple[float | None, str]:
    return sentence.t, sentence.text
