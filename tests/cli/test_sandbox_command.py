"""`vidwidgets sandbox` serves the providers until it is stopped."""

import json
import signal
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from command import Command
from ports import free_port, is_open


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_stopped(start: Callable[..., Command], number: signal.Signals) -> None:
    """It prints its base URL, answers there, and a signal closes the port and ends it cleanly."""
    command = start("sandbox", "--speed", "20")
    url = command.told("sandbox: ")
    assert set(httpx.get(f"{url}/_sandbox/log").json()) >= {"requests", "jobs"}
    command.signal(number)
    assert command.ended() == 0
    assert not is_open(url)
    assert "Traceback" not in "\n".join(command.said)


def test_it_says_how_a_notebook_finds_it(start: Callable[..., Command]) -> None:
    """It prints the variable that points notebooks at it."""
    command = start("sandbox")
    url = command.told("sandbox: ")
    assert command.told("Notebooks use it after:") == f"export VIDWIDGETS_SANDBOX_URL={url}"


def test_a_chosen_port_is_taken(start: Callable[..., Command]) -> None:
    """It listens on the port that was asked for; a second one there says that the port is taken."""
    port = free_port()
    assert start("sandbox", "--port", str(port)).told("sandbox: ") == f"http://127.0.0.1:{port}"
    second = start("sandbox", "--port", str(port))
    assert second.ended() == 1
    assert f"cannot listen on 127.0.0.1:{port}" in second.said[-1]
    assert "--port" in second.said[-1]
    assert len(second.said) == 1


def test_it_plays_a_model_whose_document_it_is_given(start: Callable[..., Command], tmp_path: Path) -> None:
    """The file's model is listed and served; a file that is no document ends it with a sentence."""
    schema = {"type": "object", "properties": {"prompt": {"type": "string"}}}
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps({"endpoint": "someone/new-model", "input": schema}), encoding="utf-8")
    command = start("sandbox", "--schema", str(path))
    assert command.told("plays ") == "someone/new-model"
    url = command.told("sandbox: ")
    assert "someone/new-model" in httpx.get(f"{url}/_sandbox/schema").json()["endpoints"]
    path.write_text("openapi: 3.0.4", encoding="utf-8")
    for file in (path, tmp_path / "nowhere.json"):
        refused = start("sandbox", "--schema", str(file))
        assert refused.ended() == 1
        assert f"{file} is not played: " in refused.said[-1]
        assert "Traceback" not in "\n".join(refused.said)
