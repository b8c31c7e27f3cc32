"""No file of the project names a package registry's host, a folder of somebody's machine, or a key."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = {".py", ".js", ".css", ".md", ".toml", ".ipynb", ".json", ".html", ".txt", ".yml", ".yaml", ".cfg", ".sh", ""}

# The users "user" and "ada" are nobody's: examples may live in their home.
# Written in pieces, so that this file does not name what it looks for.
REGISTRIES = [
    "".join(pieces)
    for pieces in (
        ("pypi", ".org"),
        ("python", "hosted.org"),
        ("npm", "js.org"),
        ("npm", "js.com"),
        ("yarn", "pkg.com"),
        ("deb.", "debian.org"),
        ("proxy.", "golang.org"),
        ("crates", ".io"),
    )
]
FORBIDDEN = {
    "a registry's host": re.compile("|".join(map(re.escape, REGISTRIES))),
    "a machine's path": re.compile(
        r"(?<![\w.$}~-])/(?:root|work|home/(?!(?:user|ada)\b)[a-z_][\w-]*|Users/[A-Za-z][\w-]*)(?:/|\b(?=['\"\s]))"
    ),
    "a fal key": re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}:[0-9a-f]{32}"),
    "a Runway key": re.compile(r"\bkey_[0-9a-f]{64,}"),
    "an sk- key": re.compile(r"\bsk-[A-Za-z0-9_-]{20,}"),
    "an AWS key": re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    "a GitHub token": re.compile(r"\bgh[pousr]_[A-Za-z0-9]{30,}"),
    "a JSON web token": re.compile(r"\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\."),
    "a private key": re.compile("-----BEGIN [A-Z ]*PRIVATE " + "KEY-----"),
}


def found_in(text: str) -> list[tuple[int, str]]:
    """What the text names and should not, as (line, what it is)."""
    return [
        (count, what)
        for count, line in enumerate(text.splitlines(), start=1)
        for what, pattern in FORBIDDEN.items()
        if pattern.search(line)
    ]


def test_no_file_names_what_it_should_not() -> None:
    """Every file that is, or is to be, in the repository is free of hosts, machine paths and keys."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("This is no git checkout: which files belong to the project is not known.")
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [ROOT / name for name in listed.stdout.split("\0") if name and Path(name).suffix in TEXT]
    assert ROOT / "pyproject.toml" in paths
    offenders = [
        f"{path.relative_to(ROOT)}:{line}: {what}"
        for path in paths
        if path.is_file()
        for line, what in found_in(path.read_text(encoding="utf-8"))
    ]
    assert not offenders, "\n" + "\n".join(offenders)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("https://files.python" + "hosted.org/x", "a registry's host"),
        ("open('/ro" + "ot/.config')", "a machine's path"),
        ("cd /wo" + "rk/main", "a machine's path"),
        ('"/home/' + 'ann/clip.mp4"', "a machine's path"),
        ("/Users/" + "ann/clip.mp4", "a machine's path"),
        ("01234567-89ab-cdef-0123-456789abcdef" + ":" + "0123456789abcdef" * 2, "a fal key"),
        ("key_" + "0123456789abcdef" * 8, "a Runway key"),
        ("sk-" + "Ab1" * 10, "an sk- key"),
        ("AKIA" + "ABCDEFGHIJKLMNOP", "an AWS key"),
        ("ghp_" + "Ab1" * 12, "a GitHub token"),
        ("eyJ" + "hbGciOiJIUzI1NiIsInR5" + ".eyJ" + "zdWIiOiIxMjM0NTY3ODkw" + ".x", "a JSON web token"),
        ("-----BEGIN RSA PRIVATE " + "KEY-----", "a private key"),
    ],
)
def test_a_planted_one_is_found(text: str, what: str) -> None:
    """Each kind is found where it stands."""
    assert found_in(f"fine\nx = {text}\n") == [(2, what)]


@pytest.mark.parametrize(
    "text",
    ["/api/work/x", "$HOME/work", "clips/root/x", "https://queue.fal.run/fal-ai/work/requests", "~/work", "sk-short"],
)
def test_what_only_looks_like_it_is_not(text: str) -> None:
    """Relative paths, URLs and short words pass."""
    assert found_in(text) == []
