"""What is installed is what the checkout has."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from vidwidgets.version import __version__

ROOT = Path(__file__).parents[1]
LEFT_OUT = {"__pycache__", ".ipynb_checkpoints", "renders"}


def files_below(folder: Path) -> set[str]:
    """The files of a folder that a wheel shall have, by their path below it."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not LEFT_OUT & set(path.parts) and not path.name.startswith(".")
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """Build the wheel, as `uv build` does for a release."""
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("uv was not found: it builds the wheel that this test looks into.")
    folder = tmp_path_factory.mktemp("wheel")
    ended = subprocess.run(
        [uv, "build", "--wheel", "--out-dir", str(folder), str(ROOT)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as opened:
        yield opened


def test_the_wheel_has_the_whole_package(wheel: zipfile.ZipFile) -> None:
    """Every Python, JavaScript and style file, and `py.typed`, are in the wheel."""
    expected = {f"vidwidgets/{name}" for name in files_below(ROOT / "vidwidgets")}
    assert {Path(name).suffix for name in expected} >= {".py", ".js", ".css"}
    assert "vidwidgets/py.typed" in expected
    assert expected <= set(wheel.namelist())


def test_the_wheel_has_the_notebooks(wheel: zipfile.ZipFile) -> None:
    """`vidwidgets lab` finds the notebooks and their pictures in an installed package."""
    expected = {f"vidwidgets/notebooks/{name}" for name in files_below(ROOT / "notebooks")}
    assert "vidwidgets/notebooks/quickstart.ipynb" in expected
    assert expected <= set(wheel.namelist())


def test_the_wheel_has_nothing_else(wheel: zipfile.ZipFile) -> None:
    """Neither tests nor anything beside the package is in the wheel."""
    assert {name.split("/")[0] for name in wheel.namelist()} == {"vidwidgets", f"vidwidgets-{__version__}.dist-info"}
    assert not [name for name in wheel.namelist() if "test" in name or LEFT_OUT & set(Path(name).parts)]


def test_the_version_is_written_once(wheel: zipfile.ZipFile) -> None:
    """The wheel has the version of `version.py`, which no other file of the package or its build repeats."""
    assert f"\nVersion: {__version__}\n" in wheel.read(f"vidwidgets-{__version__}.dist-info/METADATA").decode()
    written = re.compile(rf"""["']{re.escape(__version__)}["']""")
    sources = [ROOT / "pyproject.toml", *(ROOT / "vidwidgets").rglob("*.py")]
    assert [path.name for path in sources if written.search(path.read_text())] == ["version.py"]


def test_an_installed_package_finds_its_notebooks(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """Unpacked as an installer does, away from the checkout, the package copies its own notebooks."""
    from vidwidgets.cli import notebooks

    wheel.extractall(tmp_path / "site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(notebooks.vidwidgets, "__file__", str(tmp_path / "site" / "vidwidgets" / "__init__.py"))
        found = notebooks.packaged()
    assert found == tmp_path / "site" / "vidwidgets" / "notebooks"
    copy = notebooks.copy_to(tmp_path / "mine", found)
    assert (copy.folder / "quickstart.ipynb").read_bytes() == (ROOT / "notebooks" / "quickstart.ipynb").read_bytes()
