"""Every notebook runs from top to bottom on the sandbox, with no key, and makes what it says."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
LONGEST_SECONDS = 120


@pytest.mark.parametrize("name", sorted(path.name for path in NOTEBOOKS.glob("*.ipynb")))
def test_a_notebook_runs_from_top_to_bottom(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No cell fails, and at least one clip lies beside the notebook afterwards."""
    folder = tmp_path / "copy"
    shutil.copytree(NOTEBOOKS, folder)
    monkeypatch.setenv("JPY_SESSION_NAME", str(folder / name))
    notebook = nbformat.read(folder / name, as_version=4)

    NotebookClient(notebook, timeout=LONGEST_SECONDS, resources={"metadata": {"path": str(folder)}}).execute()

    assert list((folder / "renders").glob("*.mp4"))


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.name)
def test_a_notebook_is_clean(path: Path) -> None:
    """It is valid, holds no outputs and no counts, and every cell has an id: it differs only where it was edited."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert cell.get("id")
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
