"""A hostile host, a clip for it to give out, and a bench whose jobs go to it as to a gateway that costs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sandboxed import photo_in

sys.path.append(str(Path(__file__).parents[1] / "job"))

from clips import small_clip
from job_kit import GATE_KEY, Bench
from villain import Villain, all_in_one_at


@pytest.fixture(scope="session")
def film() -> bytes:
    """A small, whole MP4."""
    return small_clip()


@pytest.fixture
def villain(film: bytes) -> Iterator[Villain]:
    """A host that does all right until a test says otherwise."""
    with Villain(film) as made:
        yield made


@pytest.fixture
def thief(film: bytes) -> Iterator[Villain]:
    """A second host, to which answers of the first lead."""
    with Villain(film) as made:
        yield made


@pytest.fixture
def bench(villain: Villain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """Jobs go to the villain on any wire: with a key, for money, by polls."""
    monkeypatch.setenv("GATE_KEY", GATE_KEY)
    made = Bench(tmp_path, photo_in(tmp_path), all_in_one_at(villain.url))
    yield made
    made.journal.close()


@pytest.fixture
def left(bench: Bench) -> Callable[[], list[str]]:
    """Lists the files in `renders`, and fails where a file of the test lies outside of it."""
    before = set(bench.folder.rglob("*"))

    def listed() -> list[str]:
        new = [path for path in bench.folder.rglob("*") if path not in before and path.is_file()]
        strangers = [path for path in new if path.parent.name != "renders" and not path.name.startswith("journal")]
        assert not strangers, strangers
        return sorted(path.name for path in new if path.parent.name == "renders")

    return listed
