"""`guardship explain`: what a code means, by number, name or words."""

import subprocess
from collections.abc import Callable

import pytest

from guardship.__main__ import app
from guardship.meanings import CODES
from system.worlds import command

type Explain = Callable[..., tuple[int, str, str]]


@pytest.fixture
def explain(capfd: pytest.CaptureFixture[str]) -> Explain:
    """The command in this process: its exit code, standard output and standard error."""

    def call(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            app(["explain", *words])
        code = ended.value.code or 0
        assert isinstance(code, int)
        return code, *capfd.readouterr()

    return call


@pytest.mark.parametrize("asked", [["253"], ["gave_up"], ["chase", "abandoned"], ["Chase abandoned"]])
def test_a_code_is_explained(explain: Explain, asked: list[str]) -> None:
    code, out, _ = explain(*asked)
    first, second, *rest = out.splitlines()
    assert (code, first, second) == (0, "chase abandoned", "  gave_up: reason, number 253")
    assert [line.strip().split("  ")[0] for line in rest] == ["means", "comes about", "changed by"]
    assert "types.NAME.attacks.gives_up_after" in out and "`" not in out


def test_one_name_of_several_kinds(explain: Explain) -> None:
    _, out, _ = explain("stopped")
    assert [line for line in out.splitlines() if line.startswith("  stopped: ")] == [
        "  stopped: end of a voyage",
        "  stopped: end of an attack",
        "  stopped: stage of an opportunity",
    ]


def test_words_by_offence_are_told(explain: Explain) -> None:
    _, out, _ = explain("repelled")
    assert explain("could not get aboard")[1] == out
    assert "“could not get aboard” where all is of that offence" in out


def test_all_codes_by_group(explain: Explain) -> None:
    code, out, _ = explain()
    assert code == 0
    assert all(f"{one.name} " in out and one.meaning.words in out for one in CODES)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("unwiling", "the nearest: unwilling (met ships, attacked none)"),
        ("zzzz", "`guardship explain` alone has all"),
    ],
)
def test_what_is_none_is_refused_with_the_nearest(explain: Explain, text: str, said: str) -> None:
    code, out, err = explain(text)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert repr(text) in err and said in err


def test_it_needs_no_libraries() -> None:
    script = (
        "import sys\nfrom guardship.__main__ import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    )
    run = [*command()[:2], script, "explain", "gave_up"]
    done = subprocess.run(run, capture_output=True, text=True, check=True, timeout=60)
    assert "chase abandoned" in done.stdout
    assert {"numba", "mesa", "numpy", "pandas", "pyarrow", "shapely", "guardship.scenario.schema"}.isdisjoint(
        done.stderr.split()
    )
