"""What a test needs and may not find: skipped with one plain sentence, and in CI a failure."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

NPM_SECONDS = 120


def needed(found: str | None, sentence: str) -> str:
    """What was found; where nothing was, the test is skipped with the sentence, and in CI it fails with it."""
    if found:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail(f"{sentence} In CI nothing is skipped.", pytrace=False)
    pytest.skip(sentence)


def npm_package(request: pytest.FixtureRequest, name: str, version: str, entry: str) -> Path:
    """A package's entry file, installed once into pytest's cache with the ordinary npm.

    Args:
        request: The fixture's own request, for the cache.
        name: The package's name, with its scope.
        version: The exact version.
        entry: The file inside the package.
    """
    cache = request.config.cache
    assert cache is not None
    folder = cache.mkdir(f"{name.strip('@').replace('/', '-')}-{version}")
    found = folder / "node_modules" / name / entry
    if not found.exists():
        npm = needed(shutil.which("npm"), f"npm was not found: install it to let {name} judge the sandbox.")
        command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder)]
        done = subprocess.run(
            [*command, f"{name}@{version}"], capture_output=True, text=True, timeout=NPM_SECONDS, check=False
        )
        needed(
            "done" if found.exists() else None, f"npm could not install {name} {version}: {done.stderr.strip()[-300:]}"
        )
    return found
