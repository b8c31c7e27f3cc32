"""`vidwidgets jobs`: the journal as a table."""

from __future__ import annotations

from vidwidgets.cli.say import say


def jobs() -> int:
    """Tell what the journal knows, newest first."""
    import vidwidgets

    say(str(vidwidgets.jobs()))
    return 0
