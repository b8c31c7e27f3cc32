"""A person's copy of the notebooks is brought up to date, and what they changed is never touched."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidwidgets.cli.notebooks import FOLDER, copied, copy_to, packaged
from vidwidgets.errors import VidwidgetsError


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Make a folder of two notebooks and a picture, and of files that are nobody's business."""
    folder = tmp_path / "packaged"
    for name in ("a.ipynb", "b.ipynb", "pictures/cat.png", ".gitkeep", ".ipynb_checkpoints/a.ipynb", "renders/x.mp4"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"first {name}")
    return folder


def visible(folder: Path) -> dict[str, str]:
    """The files of a copy, but for its own record."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".copied.json"
    }


def test_everything_is_copied_once(source: Path, tmp_path: Path) -> None:
    """Notebooks and their pictures are copied; hidden files, checkpoints and clips are not."""
    copy = copy_to(tmp_path / "mine", source)
    assert visible(copy.folder) == {name: f"first {name}" for name in ("a.ipynb", "b.ipynb", "pictures/cat.png")}
    assert copy.kept == ()


def test_what_a_person_changed_is_kept(source: Path, tmp_path: Path) -> None:
    """A changed notebook stays; it is named only when the package brings a newer one; the others are renewed."""
    mine = copy_to(tmp_path / "mine", source).folder
    (mine / "a.ipynb").write_text("changed by me")
    assert copy_to(mine, source).kept == ()
    (source / "a.ipynb").write_text("second")
    (source / "b.ipynb").write_text("second")
    assert copy_to(mine, source).kept == ("a.ipynb",)
    assert visible(mine)["a.ipynb"] == "changed by me"
    assert visible(mine)["b.ipynb"] == "second"


def test_a_deleted_notebook_comes_back(source: Path, tmp_path: Path) -> None:
    """Deleting one's copy is how to get the packaged one again."""
    mine = copy_to(tmp_path / "mine", source).folder
    (mine / "a.ipynb").unlink()
    copy_to(mine, source)
    assert visible(mine)["a.ipynb"] == "first a.ipynb"


def test_a_file_that_was_there_before_is_kept(source: Path, tmp_path: Path) -> None:
    """A file of that name that no run has copied is the person's own."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "a.ipynb").write_text("my own")
    assert copy_to(mine, source).kept == ("a.ipynb",)
    assert visible(mine)["a.ipynb"] == "my own"


@pytest.mark.parametrize("record", ["", "[1]", "{", "\udcff"])
def test_a_broken_record_keeps_everything(source: Path, tmp_path: Path, record: str) -> None:
    """Where the record of what was copied cannot be read, nothing that differs is overwritten."""
    mine = copy_to(tmp_path / "mine", source).folder
    (mine / ".copied.json").write_bytes(record.encode(errors="surrogateescape"))
    (source / "a.ipynb").write_text("second")
    assert copy_to(mine, source).kept == ("a.ipynb",)


@given(st.lists(st.tuples(st.sampled_from(["edit", "renew", "delete", "copy"]), st.sampled_from("ab")), max_size=12))
def test_no_history_loses_a_change(tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, str]]) -> None:
    """However edits, new versions, deletions and copies follow each other, what a person wrote last stays."""
    root = tmp_path_factory.mktemp("history")
    source, mine = root / "packaged", root / "mine"
    source.mkdir()
    for name in "ab":
        (source / name).write_text("version 0")
    copy_to(mine, source)
    written: dict[str, str] = {}
    for count, (what, name) in enumerate(history, start=1):
        if what == "edit":
            written[name] = f"mine {count}"
            (mine / name).write_text(written[name])
        elif what == "delete":
            written.pop(name, None)
            (mine / name).unlink(missing_ok=True)
        elif what == "renew":
            (source / name).write_text(f"version {count}")
        else:
            copy_to(mine, source)
    copy_to(mine, source)
    for name in "ab":
        assert (mine / name).read_text() == written.get(name, (source / name).read_text())


def test_the_copy_is_made_in_the_current_folder(workdir: Path) -> None:
    """The packaged notebooks come to `./vidwidgets-notebooks`."""
    assert packaged().is_dir()
    assert copied().folder == workdir / FOLDER
    assert {path.suffix for path in packaged().glob("*.ipynb")} == {".ipynb"}


def test_where_the_folder_cannot_be_made_it_goes_home(workdir: Path, tmp_path: Path) -> None:
    """Where `./vidwidgets-notebooks` cannot be made, the copy goes below the home folder."""
    (workdir / FOLDER).write_text("a file in the way")
    assert copied().folder == tmp_path / "home" / "notebooks"


def test_where_neither_can_be_made_it_is_a_sentence(workdir: Path, tmp_path: Path) -> None:
    """Where neither place can be used, the error names both and what to do."""
    (workdir / FOLDER).write_text("a file in the way")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "notebooks").write_text("another")
    with pytest.raises(VidwidgetsError, match=f"{FOLDER}.*notebooks.*Run it in a folder that you can write to"):
        copied()
