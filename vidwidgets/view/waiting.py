"""How long a job usually takes, in words: by one's own earlier jobs, never a guess."""

from __future__ import annotations

from vidwidgets.view.figures import duration_text


def usual_text(median_seconds: float, within_seconds: float, count: int, *, alike: bool) -> str:
    """`usually 48 s (9 of 10 within 75 s), from your last 12`.

    Args:
        median_seconds: Half of them took no longer.
        within_seconds: Nine of ten took no longer.
        count: From so many jobs.
        alike: Whether they were all of this length and size; False is said.
    """
    others = "" if alike else " of any length and size"
    median, within = duration_text(median_seconds), duration_text(within_seconds)
    return f"usually {median} (9 of 10 within {within}), from your last {count}{others}"
