"""Where a key is found: the environment, a `.env` beside the notebook, the keyring; and what is said of each."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from vidwidgets.errors import MissingKey
from vidwidgets.wire import key_sources
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.keys import has_key, key_source, read_key

GATE = Connection(name="gate", provider="fal", base_url="https://gate.example", key_env="GATE_KEY")
KEY = "1f0c9a7b-e2d8:4c55$HOME{a0f3b6d4e891"


class Drawer(KeyringBackend):
    """A keyring in memory."""

    priority = 1.0  # type: ignore[assignment]  # a class attribute for keyring's own property

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.asked = 0
        self.trouble: Exception | None = None
        self.silent: threading.Event | None = None

    def get_password(self, service: str, username: str) -> str | None:
        """What is kept, or trouble."""
        self.asked += 1
        if self.silent is not None:
            self.silent.wait(60)
        if self.trouble is not None:
            raise self.trouble
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        self.kept[service, username] = password


@pytest.fixture(autouse=True)
def drawer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Drawer]:
    """A keyring that is empty at first."""
    before, made = keyring.get_keyring(), Drawer()
    monkeypatch.setattr(key_sources, "_hung", [])
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_a_file_beside_the_notebook(workdir: Path, tmp_path: Path) -> None:
    """Its line counts where the environment says nothing; dollars in it are no variables; os.environ stays."""
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    (workdir / ".env").write_text("GATE_KEY=another-folders-key\n")
    (notebooks / ".env").write_text(f"OTHER=1\nexport GATE_KEY='{KEY}'\n")
    environment = {"JPY_SESSION_NAME": str(notebooks / "story.ipynb")}
    assert read_key(GATE, environment) == KEY
    assert key_source(GATE, environment) == ".env"
    assert "GATE_KEY" not in os.environ
    assert read_key(GATE, {}) == "another-folders-key"


def test_the_environment_comes_first(workdir: Path, drawer: Drawer) -> None:
    """Then the file, then the keyring; a blank one is passed over."""
    (workdir / ".env").write_text("GATE_KEY=from-the-file\n")
    drawer.set_password("vidwidgets", "GATE_KEY", "from-the-keyring")
    assert read_key(GATE, {"GATE_KEY": "from-the-environment"}) == "from-the-environment"
    assert read_key(GATE, {"GATE_KEY": " "}) == "from-the-file"
    (workdir / ".env").write_text("GATE_KEY=\n")
    assert read_key(GATE, {}) == "from-the-keyring"
    assert key_source(GATE, {}) == "keyring"


def test_a_changed_file_is_read_again(workdir: Path) -> None:
    """A key that was put into the file while the kernel runs is found."""
    assert not has_key(GATE, {})
    (workdir / ".env").write_text(f"GATE_KEY={KEY[:20]}\n")
    assert read_key(GATE, {}) == KEY[:20]
    (workdir / ".env").write_text(f"GATE_KEY={KEY[:24]}\n")
    assert read_key(GATE, {}) == KEY[:24]


@pytest.mark.parametrize("content", [b"GATE_KEY=abc\xff\xfe-secret\n", None])
def test_a_file_that_cannot_be_read_is_said(workdir: Path, content: bytes | None) -> None:
    """With its path and nothing of its content; the connection counts as without a key."""
    if content is None:
        (workdir / ".env").mkdir()
    else:
        (workdir / ".env").write_bytes(content)
    with pytest.raises(MissingKey, match=r"\.env cannot be read for GATE_KEY: .*Nothing was sent") as caught:
        read_key(GATE, {})
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert not has_key(GATE, {})


def test_a_broken_line_shows_nothing(workdir: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A line that is none is passed over, and nothing of it is logged."""
    (workdir / ".env").write_text("'''secret-secret\nGATE_KEY\n")
    assert not has_key(GATE, {})
    assert "secret" not in caplog.text


def test_what_is_wrong_with_a_noted_key_names_its_place(workdir: Path) -> None:
    """A fault of a key is said with where the key is, and not with the key."""
    (workdir / ".env").write_text(f"GATE_KEY='Key {KEY}'\n")
    with pytest.raises(MissingKey, match=r"The key in GATE_KEY \(\.env\) has a blank in the middle") as caught:
        read_key(GATE, {})
    assert KEY not in str(caught.value)


def test_a_keyring_in_trouble_is_done_without(workdir: Path, drawer: Drawer) -> None:
    """A locked keyring means no key, not an error."""
    drawer.trouble = KeyringError("locked")
    with pytest.raises(MissingKey, match="nor in the keyring"):
        read_key(GATE, {})


def test_a_keyring_that_hangs_is_asked_once(workdir: Path, drawer: Drawer, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that waits for a person is left after a moment, and not asked again."""
    drawer.silent = threading.Event()
    monkeypatch.setattr(key_sources, "KEYRING_SECONDS", 0.05)
    assert not has_key(GATE, {})
    assert not has_key(GATE, {})
    assert drawer.asked == 1
    drawer.silent.set()
