"""The shared sandbox as the one that `vw` finds, a photograph, and the kernels of tests/kernel."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sandboxed import Sandboxed, photo_in, running

KERNEL_TESTS = Path(__file__).parents[1] / "kernel"
sys.path.append(str(KERNEL_TESTS))
_found = importlib.util.spec_from_file_location("kernel_fixtures", KERNEL_TESTS / "conftest.py")
assert _found is not None
assert _found.loader is not None
_fixtures = importlib.util.module_from_spec(_found)
_found.loader.exec_module(_fixtures)
# the same fixtures as in tests/kernel: a real ipykernel, the newest and 6.31.0
kernel_version, shared_kernel, kernel = _fixtures.kernel_version, _fixtures.shared_kernel, _fixtures.kernel
start_kernel, fresh_kernel = _fixtures.start_kernel, _fixtures.fresh_kernel


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandboxed]:
    """The shared sandbox, with nothing scripted and an empty log; `vw` takes it for its own."""
    lent = running()
    lent.begin()
    monkeypatch.setenv("VIDWIDGETS_SANDBOX_URL", lent.url)
    yield lent
    lent.clear()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A JPEG of 640×360."""
    return photo_in(tmp_path)
