"""`vidwidgets sandbox`: the local provider alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from vidwidgets.cli.say import complain, say
from vidwidgets.cli.signals import stopped_by_signals


def sandbox(*, port: int, speed: float, schemas: Sequence[str] = ()) -> int:
    """Serve the sandbox until Ctrl-C.

    Args:
        port: Its TCP port; 0 takes a free one.
        speed: How many times as fast as usual.
        schemas: Files with the OpenAPI documents of fal models that it shall play; they are kept in its home.
    """
    from vidwidgets.sandbox.fal_catalogue import take_document
    from vidwidgets.sandbox.server import serve_sandbox
    from vidwidgets.wire.home import home

    for schema in schemas:
        try:
            taken = take_document(Path(schema), home=home() / "sandbox")
        except (OSError, ValueError) as error:
            complain(f"{schema} is not played: {getattr(error, 'strerror', None) or error}")
            return 1
        say(f"plays {taken}")
    try:
        with stopped_by_signals():
            serve_sandbox(home=home() / "sandbox", port=port, speed=speed, on_ready=_told)
    except OSError as error:
        complain(f"{error}. Choose another port with --port, or leave it out to take a free one.")
        return 1
    return 0


def _told(url: str) -> None:
    say(f"sandbox: {url}")
    say(f"Notebooks use it after:  export VIDWIDGETS_SANDBOX_URL={url}")
    say("Nothing costs anything here and any key is taken. Ctrl-C stops it; its jobs stay.")
