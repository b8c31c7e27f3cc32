"""What a provider's wire must say of itself.

A protocol does no input or output. Where one reply decides the next call it is a generator: it yields calls, is sent
their replies, and returns what it made of them. The job drives it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from vidwidgets.errors import VidwidgetsError
from vidwidgets.wire.call import Call
from vidwidgets.wire.clip import Cost
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.media import Picture
from vidwidgets.wire.reply import Reply
from vidwidgets.wire.states import Queued, Running

T = TypeVar("T")
Steps: TypeAlias = Generator[Call, Reply, T]
"""Calls out, replies in, a result at the end. It raises a `VidwidgetsError` for what ends the job."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What is needed to find an accepted job again. It is JSON, and is on disk before the first poll."""

    request_id: str
    """The provider's id."""
    endpoint: str
    paths: Mapping[str, str] = field(default_factory=dict)
    """"status", "result", "cancel": paths below the connection's base."""
    queued: Queued | None = None
    """What the submit's answer already said of the queue."""


@dataclass(frozen=True, slots=True)
class Output:
    """What a finished job made."""

    media_url: str
    cost: Cost | None = None
    """None where the provider does not say; the estimate then stands."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What else the provider says of it (the seed it used, a rewritten prompt)."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The provider is done; its result must be fetched to know how it ended."""


@dataclass(frozen=True, slots=True)
class Missing:
    """The provider does not know the id: too early, cancelled and gone, or expired."""

    message: str = ""


@dataclass(frozen=True, slots=True)
class Hiccup:
    """No usable answer this time; the job goes on and the question is asked again."""

    message: str
    """What happened, as a sentence."""
    retry_after_seconds: float | None = None
    key_refused: bool = False
    """Whether it was the key: this will not mend itself."""


@dataclass(frozen=True, slots=True)
class Ended:
    """It ended without a clip."""

    error: VidwidgetsError
    cancelled: bool = False
    """Whether it ended because it was cancelled."""


Seen: TypeAlias = Queued | Running | Ready | Output | Missing | Hiccup | Ended
"""What one look at a job may show."""


@dataclass(frozen=True, slots=True)
class CancelAnswer:
    """What the provider said to a cancellation."""

    gone: bool
    """Whether it will certainly make nothing any more."""
    message: str
    """In words, with what it means for the bill."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A submit's reply that is no acceptance."""

    error: VidwidgetsError
    again: bool = False
    """Whether it was provably refused without work, so that sending it again cannot pay twice."""
    retry_after_seconds: float | None = None
    stale_uploads: bool = False
    """Whether it was refused because a picture's id is no longer known: uploading it again will do."""
    most_again: int | None = None
    """How often it may be sent again for this reason; None: as often as for any other."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A request in a provider's own list of what it took."""

    request_id: str
    body: Mapping[str, Any] | None = None
    """What was asked; None where the list does not say."""
    sent_at: float | None = None
    """Seconds since the epoch; None where the list does not say."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a provider may be asked."""

    first_seconds: float = 1.0
    longest_seconds: float = 5.0
    near_end_seconds: float | None = None
    """Around the expected end; None where the provider does not want to be asked oftener than `first_seconds`."""


class Protocol(ABC):
    """One provider's wire."""

    name: str
    """The provider's room ("fal")."""
    label: str
    """How people write it ("fal")."""
    pace: Pace = Pace()

    @abstractmethod
    def key_headers(self, key: str, scheme: str) -> Mapping[str, str]:
        """The headers that carry the key. Override this."""

    def own_headers(self, trace_id: str) -> Mapping[str, str]:
        """What else each keyed call carries; `trace_id` is new for each. Override it where the wire wants some."""
        del trace_id
        return {}

    @abstractmethod
    def path(self, endpoint: str, connection: Connection) -> str:
        """The path that an endpoint's request is posted to. Override this."""

    @abstractmethod
    def submit(self, endpoint: str, body: Mapping[str, Any], connection: Connection) -> Steps[Ticket | Refusal]:
        """Post the request: exactly one call of purpose "submit". Override this."""

    @abstractmethod
    def status(self, ticket: Ticket, connection: Connection) -> Steps[Seen]:
        """Look once. Override this."""

    def result(self, ticket: Ticket, connection: Connection) -> Steps[Seen]:
        """Fetch the result after `Ready`, or a fresh media URL later. Override it where the status has no output."""
        return self.status(ticket, connection)

    def events(self, ticket: Ticket, connection: Connection) -> Call | None:
        """The call that streams status changes; None where the host has none. Usually not overridden."""
        del ticket, connection
        return None

    def read_event(self, data: str) -> Seen:
        """One event of that stream. Override it together with `events`."""
        raise NotImplementedError(data)

    @abstractmethod
    def cancel(self, ticket: Ticket, connection: Connection) -> Steps[CancelAnswer]:
        """Ask for cancellation. Override this."""

    @abstractmethod
    def cancel_means(self, connection: Connection) -> str:
        """What cancelling means for the bill, in one or two honest sentences. Override this."""

    @abstractmethod
    def embeds(self, picture: Picture, connection: Connection) -> bool:
        """Whether a picture goes inside the body as a data URI rather than through an upload. Override this."""

    @abstractmethod
    def upload(self, picture: Picture, connection: Connection) -> Steps[Any]:
        """Upload a picture; the value that stands for it in the body (a URL, an id). Override this."""

    def fitted(self, picture: Picture, connection: Connection) -> Picture:
        """The picture as it travels: itself, or a smaller copy; its `note` says how. Override it where size decides.

        It may take a while (a large picture is encoded again), so it is called away from the loop.
        """
        del connection
        return picture

    def remembers_uploads(self, connection: Connection) -> bool:
        """Whether what stands for a picture stays valid, so that the same one need not be uploaded twice."""
        del connection
        return False

    def takes_url(self, picture: Picture, connection: Connection) -> bool:
        """Whether a public URL can stand in the body as it is. Override it where even those are uploaded."""
        del picture, connection
        return True

    def account(self, connection: Connection) -> Steps[str]:
        """What the account still has, in a few words ("1 240 credits"); empty where the provider does not say.

        It costs nothing. Override it where there is such a call.
        """
        del connection
        yield from ()
        return ""

    @abstractmethod
    def ticket(self, endpoint: str, request_id: str, connection: Connection) -> Ticket:
        """What finds a request by an id that a person gives. Override this.

        Raises:
            InvalidRequest: It cannot be an id of this provider.
        """

    def lists(self, connection: Connection) -> bool:
        """Whether `listed` can tell anything there. Override it together with that."""
        del connection
        return False

    def listed(self, endpoint: str, connection: Connection, *, since: float) -> Steps[tuple[Listed, ...] | None]:
        """The endpoint's requests since then (seconds since the epoch); None where they cannot be listed.

        Override it where the provider has such a list.
        """
        del endpoint, connection, since
        yield from ()
        return None

    def look_up(self, connection: Connection, endpoint: str) -> str:
        """Where a person can look for a request whose outcome is not known. Override it where there is a place."""
        return f"Look in {self.label}'s console for {endpoint} on the connection {connection.name}."
