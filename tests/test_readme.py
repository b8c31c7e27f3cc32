"""The README is true: its table is the code's, its ten lines run, its commands exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from PIL import Image
from readme import README, with_table


def test_the_table_of_endpoints_is_the_codes() -> None:
    """`uv run python tests/readme.py` would change nothing."""
    text = README.read_text(encoding="utf-8")

    assert with_table(text) == text
    assert "`fal-ai/veo3/image-to-video`" in text


def test_its_ten_lines_run(tmp_path: Path) -> None:
    """The Python block, as printed, makes a clip on the sandbox."""
    code = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    Image.effect_mandelbrot((1280, 720), (-2, -1, 1, 1), 60).convert("RGB").save(tmp_path / "boat.jpg")

    ran = subprocess.run(
        [sys.executable, "-c", "\n".join(code)], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )

    assert ran.returncode == 0, ran.stderr
    assert "4.0" in ran.stdout
    assert "done" in ran.stdout


def test_its_pictures_are_there() -> None:
    """Each picture that it shows is in the repository."""
    for path in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README.read_text(encoding="utf-8")):
        assert (README.parent / path).is_file(), path
