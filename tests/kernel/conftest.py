"""`kernel`: a driven ipykernel, once the newest and once 6.31.0; `fresh_kernel`: one that no test has used.

The first is one process per version and session, emptied between tests (names, widgets, working folder,
environment); what a module keeps for itself, like the engine's thread, goes on. Ask for the second where that matters.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kernels import NEWEST, Kernel, environment_for
from older import NotMade, python_with_ipykernel

VERSIONS = ("newest", "6.31.0")


def python_of(version: str) -> str:
    """The interpreter with that ipykernel; skips where it cannot be made, and fails in CI."""
    if version == "newest":
        return NEWEST
    try:
        return python_with_ipykernel(version)
    except NotMade as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))


@pytest.fixture(scope="session", params=VERSIONS)
def kernel_version(request: pytest.FixtureRequest) -> str:
    """Say which ipykernel: "newest" (this environment's) or a number."""
    return str(request.param)


@pytest.fixture(scope="session")
def shared_kernel(kernel_version: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """Start one kernel per version and session; use `kernel` in a test."""
    folder = tmp_path_factory.mktemp("kernel")
    started = Kernel(python_of(kernel_version), folder, environment_for(folder))
    yield started
    started.close()


@pytest.fixture
def kernel(shared_kernel: Kernel, workdir: Path) -> Iterator[Kernel]:
    """Lend the session's kernel, emptied, in the test's own working folder."""
    shared_kernel.begin(workdir, {name: value for name, value in os.environ.items() if name.startswith("VIDWIDGETS_")})
    yield shared_kernel
    left = shared_kernel.left_the_machine()
    assert not left, f"The kernel left the machine: {left}"


@pytest.fixture
def start_kernel(kernel_version: str, workdir: Path) -> Iterator[Callable[[], Kernel]]:
    """Start kernels of the test's own, in its working folder; they are ended with it."""
    started: list[Kernel] = []

    def start() -> Kernel:
        folder = workdir.parent / f"kernel-{len(started)}"
        folder.mkdir()
        one = Kernel(python_of(kernel_version), folder, environment_for(folder))
        started.append(one)
        one.check(f"import os; os.chdir({str(workdir)!r}); del os")
        return one

    yield start
    for one in started:
        one.close()


@pytest.fixture
def fresh_kernel(start_kernel: Callable[[], Kernel]) -> Kernel:
    """Start a kernel that no other test has used."""
    return start_kernel()
