"""The home folder is where it was asked for, for its owner alone."""

import stat
from pathlib import Path

import platformdirs
import pytest

from vidwidgets.errors import VidwidgetsError
from vidwidgets.wire.home import home, home_path


def test_it_is_made_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder that VIDWIDGETS_HOME names is made with mode 700, its parents too; a second call finds it."""
    monkeypatch.setenv("VIDWIDGETS_HOME", str(tmp_path / "deep" / "home"))
    assert home() == tmp_path / "deep" / "home"
    assert stat.S_IMODE(home().stat().st_mode) == 0o700


@pytest.mark.parametrize("value", [None, "", "  "])
def test_without_the_variable_it_is_the_users_data_folder(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unset or empty, it is what platformdirs names, and asking for the path makes nothing."""
    if value is None:
        monkeypatch.delenv("VIDWIDGETS_HOME")
    else:
        monkeypatch.setenv("VIDWIDGETS_HOME", value)
    assert home_path() == platformdirs.user_data_path("vidwidgets", appauthor=False)


def test_a_tilde_is_the_users_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`~/x` is below the user's home, as in a shell."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("VIDWIDGETS_HOME", "~/x")
    assert home_path() == tmp_path / "x"


def test_a_relative_folder_is_below_the_current_one(monkeypatch: pytest.MonkeyPatch, workdir: Path) -> None:
    """A relative folder is made absolute, so that a later change of folder does not move the journal."""
    monkeypatch.setenv("VIDWIDGETS_HOME", "mine")
    assert home_path() == workdir / "mine"


@pytest.mark.parametrize("name", ["file", "file/below"])
def test_what_cannot_be_made_is_a_sentence(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file in the way is told with the path, what to do, and that nothing was sent."""
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("VIDWIDGETS_HOME", str(tmp_path / name))
    with pytest.raises(VidwidgetsError, match=r"cannot be made.*VIDWIDGETS_HOME.*Nothing was sent") as caught:
        home()
    assert str(tmp_path / name) in str(caught.value)
    assert caught.value.spent == "no"
