"""The shared sandbox as the one that `vw` finds, a photograph, and the kernels of tests/kernel."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sandboxed import Sandboxed, photo_in, running

import vidwidgets as vw

if TYPE_CHECKING:
    from kernels import Kernel

GATE_KEY = "gateway-key-0123456789"

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


@pytest.fixture
def gate(sandbox: Sandboxed, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The sandbox as a gateway that costs money; the name of its connection."""
    monkeypatch.setenv("GATE_KEY", GATE_KEY)
    vw.connect("gate", base_url=sandbox.url, key_env="GATE_KEY")
    yield "gate"
    vw.budget(None)


@pytest.fixture
def here(kernel: Kernel, workdir: Path, sandbox: Sandboxed) -> Kernel:
    """A kernel beside a photograph, whose sandbox is the shared one."""
    photo_in(workdir)
    kernel.check(f"import os; os.environ['VIDWIDGETS_SANDBOX_URL'] = {sandbox.url!r}")
    return kernel


@pytest.fixture
def begun(start_kernel: Callable[[], Kernel], workdir: Path, sandbox: Sandboxed) -> Callable[[], Kernel]:
    """Starts kernels of one notebook, beside a photograph, with the shared sandbox and one journal."""
    photo_in(workdir)

    def start() -> Kernel:
        one = start_kernel()
        one.check(
            f"import os\nos.environ.update(VIDWIDGETS_SANDBOX_URL={sandbox.url!r}, "
            f"VIDWIDGETS_HOME={str(workdir / 'home')!r}, JPY_SESSION_NAME={str(workdir / 'story.ipynb')!r})"
        )
        return one

    return start
