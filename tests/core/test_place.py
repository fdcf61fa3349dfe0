"""Where machine code may be kept: nowhere where others could put code of theirs."""

import os
from pathlib import Path

import pytest

from guardship.core import place

ANOTHER = 54_321  # a user's number

pytestmark = pytest.mark.skipif(not hasattr(os, "getuid"), reason="there are no users")
as_root = pytest.mark.skipif(hasattr(os, "getuid") and os.getuid() != 0, reason="needs root to give files away")


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder into which all places of a user lead: `named`, `cache`, `home`, `tmp`."""
    for name in ("home", "tmp"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv(place.NAMED, str(tmp_path / "named"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    # whatever the tests' own folder lies in is not what is asked here
    monkeypatch.setattr(
        place, "_secure", lambda up, all_of=place._secure: all_of(one for one in up if tmp_path in (one, *one.parents))
    )
    return tmp_path


def test_the_named_folder_comes_first(ours: Path) -> None:
    found = place.kept_in("kernels")
    assert found == ours / "named" / "kernels"
    assert found.stat().st_mode & 0o777 == found.parent.stat().st_mode & 0o777 == 0o700


def test_without_a_name_the_user_s_cache(ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(place.NAMED)
    assert place.kept_in("kernels") == ours / "cache" / "guardship" / "kernels"
    for odd in ("", "not/absolute"):
        monkeypatch.setenv("XDG_CACHE_HOME", odd)
        assert place.kept_in("kernels") == ours / "home" / ".cache" / "guardship" / "kernels"


def test_a_folder_that_strangers_can_read_is_closed(ours: Path) -> None:
    (ours / "named" / "kernels").mkdir(parents=True, mode=0o755)
    found = place.kept_in("kernels")
    assert found is not None and found.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("where", ["named", "named/kernels"])
@pytest.mark.parametrize("mode", [0o777, 0o757])
def test_what_others_can_write_to_is_passed_over(ours: Path, where: str, mode: int) -> None:
    """Also one level up: a folder there could be replaced. With the sticky bit it could not."""
    (ours / "named" / "kernels").mkdir(parents=True, mode=0o700)
    (ours / where).chmod(mode)
    assert place.kept_in("kernels") == ours / "cache" / "guardship" / "kernels"
    (ours / where).chmod(mode | 0o1000)
    assert (place.kept_in("kernels") == ours / "named" / "kernels") == (where == "named")


@as_root
def test_a_group_of_several_is_others(ours: Path) -> None:
    (ours / "named").mkdir()
    os.chown(ours / "named", -1, ANOTHER)
    (ours / "named").chmod(0o770)
    assert place.kept_in("kernels") == ours / "cache" / "guardship" / "kernels"
    os.chown(ours / "named", -1, os.getuid())
    assert place.kept_in("kernels") == ours / "named" / "kernels"


@as_root
@pytest.mark.parametrize("where", ["named", "named/kernels"])
def test_what_belongs_to_another_is_passed_over(ours: Path, where: str) -> None:
    (ours / "named" / "kernels").mkdir(parents=True)
    os.chown(ours / where, ANOTHER, ANOTHER)
    assert place.kept_in("kernels") == ours / "cache" / "guardship" / "kernels"


@as_root
def test_nobody_is_root_where_root_is_not_there(ours: Path) -> None:
    assert place._trusted() == {0}


@as_root
def test_a_link_that_another_has_planted_is_not_followed(ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(place.NAMED)
    (ours / "cache").write_text("a file")
    (ours / "elsewhere").mkdir()
    link = ours / "tmp" / f"guardship-{os.getuid()}"
    link.symlink_to(ours / "elsewhere")
    assert place.kept_in("kernels") == ours / "elsewhere" / "kernels"  # one's own
    os.chown(link, ANOTHER, ANOTHER, follow_symlinks=False)
    found = place.kept_in("other")
    assert found is not None and found.parent.name.startswith("guardship-") and found.parent != link


def test_a_process_s_own_folder_is_told_to_those_that_it_starts(ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("named", "cache"):
        (ours / name).write_text("a file")
    (ours / "tmp" / f"guardship-{os.getuid()}").write_text("a file")
    found = place.kept_in("kernels")
    assert found is not None and found.parents[1] == ours / "tmp"
    assert os.environ[place.NAMED] == str(found.parent)
    assert place.kept_in("kernels") == found


def test_nowhere(ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("named", "cache", "not_a_folder"):
        (ours / name).write_text("a file")
    monkeypatch.setattr("tempfile.tempdir", str(ours / "not_a_folder"))
    assert place.kept_in("kernels") is None


@pytest.mark.parametrize("odd", ["x" * 300, "a\nb", "./here", "../up"])
def test_odd_names(ours: Path, monkeypatch: pytest.MonkeyPatch, odd: str) -> None:
    """A folder that cannot be is passed over; one with an odd name is used."""
    monkeypatch.chdir(ours / "home")
    monkeypatch.setenv(place.NAMED, odd)
    found = place.kept_in("kernels")
    assert found is not None and found.is_dir()
    assert (found == ours / "cache" / "guardship" / "kernels") == (len(odd) > 255)


def test_a_current_folder_that_is_gone(ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = ours / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    monkeypatch.setenv(place.NAMED, "here")
    assert place.kept_in("kernels") == ours / "cache" / "guardship" / "kernels"
    monkeypatch.chdir(ours)
