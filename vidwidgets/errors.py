"""Every error that vidwidgets raises on purpose.

VidwidgetsError
├── InvalidRequest        a rule is broken; nothing was sent
├── MissingKey            no usable key; nothing was sent
├── Refused               the provider said no; nothing was made
│   ├── Moderated         …because of its content rules (also a job that failed for them)
│   └── OutOfCredit       …because the account has no money left
├── JobFailed             the provider took the job and did not finish it
│   └── Moderated
├── JobCancelled          the job was cancelled
├── OutcomeUnknown        the request may have been accepted; it is never sent again by itself
├── WaitTimeout           the waiting ended, the job goes on
└── ProviderUnreachable   no connection, or no usable answer, after bounded tries

Each message says what happened, where, what to do next, and whether money may have been spent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, TypeAlias

_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u206a-\u206f]")
"""What steers a terminal, or turns the order of letters round."""
_LONGEST_CODE = 100

Spent: TypeAlias = Literal["no", "maybe", "yes"]
"""Whether the provider may have charged for what failed."""


def readable(text: str) -> str:
    """The text with a sign in place of all that steers a terminal, turns letters round, or cannot be encoded.

    Line ends and tabs stay, and so do the marks that scripts written from the right and joined emoji need.
    """
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return _UNREADABLE.sub("\ufffd", whole.replace("\r\n", "\n"))


class VidwidgetsError(Exception):
    """The root: catch this to catch everything that vidwidgets raises on purpose."""

    spent: Spent = "no"
    """Whether money may have been spent when this was raised."""

    fields: tuple[str, ...]
    """The request's fields, by wire name, that the error is about; empty when it is about none."""

    code: str
    """The provider's own code for it (`content_policy_violation`), or "" where it gave none."""

    def __init__(self, message: str, *, spent: Spent | None = None, fields: Iterable[str] = (), code: str = "") -> None:
        message = readable(message)  # it may quote a provider, and is printed, logged and kept
        super().__init__(message)
        self.message = message
        self.fields = tuple(fields)
        self.code = readable(code)[:_LONGEST_CODE]
        if spent is not None:
            self.spent = spent


class InvalidRequest(VidwidgetsError):
    """A rule is broken, a keyword is unknown, or a picture cannot be used: nothing was sent."""


class MissingKey(VidwidgetsError):
    """No key was found for the connection, or it cannot be a key: nothing was sent."""


class Refused(VidwidgetsError):
    """The provider refused the request: nothing was made."""


class JobFailed(VidwidgetsError):
    """The provider accepted the job and ended it without a clip."""

    spent: Spent = "maybe"


class Moderated(Refused, JobFailed):
    """The provider's content rules stopped it, at the door or after the job had run."""

    spent: Spent = "maybe"


class OutOfCredit(Refused):
    """The provider's account has no balance for this request: nothing was made."""


class JobCancelled(VidwidgetsError):
    """The job was cancelled before it had a clip."""

    spent: Spent = "maybe"


class OutcomeUnknown(VidwidgetsError):
    """The request left and no verdict came back: it may have been accepted and charged.

    It is never sent again by itself.
    """

    spent: Spent = "maybe"


class WaitTimeout(VidwidgetsError):
    """The time given to `wait` ran out. The job goes on; it is in `.job`."""

    spent: Spent = "maybe"

    def __init__(self, message: str, *, job: object) -> None:
        super().__init__(message)
        self.job = job
        """The job that was waited for; wait again, or look at it."""


class ProviderUnreachable(VidwidgetsError):
    """The provider could not be reached, or gave no usable answer, after bounded tries."""
