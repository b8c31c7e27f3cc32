"""What was made of a reply, and why, in a sentence: for people who watch how it goes."""

from __future__ import annotations

from vidwidgets.wire.protocol import Ended, Hiccup, Missing, Output, Ready, Refusal, Seen
from vidwidgets.wire.states import Queued, Running

NOT_TWICE = "The request had left, so it may have been accepted: it is not sent again."
ACCEPTED = "From here on it is only looked at, and never sent again."
STALE = "A picture that was uploaded earlier is no longer known there. It is uploaded anew, and the request sent again."
POLLED = "There is no event stream here: it is asked now and then instead."
CUT_OFF = "The event stream broke off. Looking costs nothing: it goes on with the next request."
UPLOAD_AGAIN = "An upload costs nothing: it is sent again."
UPLOAD_GIVEN_UP = "It is given up; no clip was asked for."
_ANYWAY = "it is asked again."
"""How protocols end most of these sentences; here it is said when."""


def undelivered(reason: str, wait_seconds: float | None) -> str:
    """A submit that provably did not arrive; None: it was the last try."""
    ending = "given up" if wait_seconds is None else f"sent again in {_seconds(wait_seconds)}"
    return f"{reason} It did not arrive, so nothing can have been made: {ending}."


def refused(answer: Refusal, wait_seconds: float | None, longest_seconds: float) -> str:
    """A submit that was refused without work; `wait_seconds` is None where it is not sent again."""
    reason = answer.error.message
    if wait_seconds is not None:
        return f"{reason} So sending it again cannot pay twice: it is sent again in {_seconds(wait_seconds)}."
    if not answer.again:
        return f"{reason} The same request would meet the same answer: it is not sent again."
    if (answer.retry_after_seconds or 0) > longest_seconds:
        wanted = _seconds(answer.retry_after_seconds or 0)
        return f"{reason} It wants a pause of {wanted}, longer than is waited here: it is not sent again."
    return f"{reason} That was the last try: it is given up."


def looked(seen: Seen, wait_seconds: float | None = None) -> str:
    """A look at a job; `wait_seconds`: until the next one."""
    again = "" if wait_seconds is None else f" It is asked again in {_seconds(wait_seconds)}."
    match seen:
        case Queued(position=None):
            return f"It waits in the queue.{again}"
        case Queued(position=ahead):
            return f"It waits in the queue, {ahead} ahead.{again}"
        case Running(progress=None):
            return f"It is being made; how far it is, is not said.{again}"
        case Running(progress=progress):
            return f"It is being made, {progress:.0%} by the provider's word.{again}"
        case Ready():
            return "It has ended there: the result is asked for next."
        case Output():
            return "It is made: the clip is fetched next."
        case Ended(error=error):
            return f"It ended without a clip: {error.message}"
        case Missing(message=message):
            return f"{message} That may only mean “not yet”.{again}".lstrip()
        case Hiccup(message=message):
            told = message.removesuffix(_ANYWAY).rstrip(" .;")
            return f"{told}. That says nothing of the job, which goes on.{again}"


def unfetched(reason: str, wait_seconds: float | None) -> str:
    """A clip that could not be downloaded; None: it was the last try."""
    if wait_seconds is None:
        return f"{reason} That was the last try; the clip still exists at the provider."
    return f"{reason} The clip is made, and fetching costs nothing: tried again in {_seconds(wait_seconds)}."


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"  # noqa: PLR2004  a tenth of a second matters below
