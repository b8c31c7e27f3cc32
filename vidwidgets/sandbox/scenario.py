"""Scripted trouble: what can be asked for, what is waiting, and which request it meets."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from vidwidgets.sandbox.wire import RequestKind

# Where a scenario takes hold. A request meets at most one scenario of each group, the oldest that matches; when
# one of "gate" answers in the wire's place, the other groups wait for the next request.
Group = Literal["gate", "reply", "answer", "links", "fate", "media", "queue", "envelope"]


class ScenarioError(ValueError):
    """A scenario that the sandbox cannot play; the message says why."""


@dataclass(frozen=True)
class Kind:
    """One scenario that can be asked for.

    Attributes:
        group: where it takes hold.
        meets: the kinds of request it applies to; a ``match`` narrows this, and for "gate" and "reply" replaces it.
        times: how often it plays unless told; None until it is cleared.
        takes: names of its settings.
        meaning: what it does.
    """

    group: Group
    meets: frozenset[RequestKind]
    times: int | None
    takes: tuple[str, ...]
    meaning: str


_LONGEST_SECONDS: Final = 3600
_SUBMIT: Final = frozenset[Any]({"submit"})
_POLL: Final = frozenset[Any]({"status", "result"})
_CALL: Final = frozenset[Any]({"submit", "status", "stream", "result", "cancel"})
_MEDIA: Final = frozenset[Any]({"media"})

KINDS: Final[dict[str, Kind]] = {
    "reject": Kind("gate", _SUBMIT, 1, ("status", "body"), "Answer an error; no job is accepted."),
    "rate-limit": Kind("gate", _SUBMIT, 1, ("retry_after", "body"), "429 with Retry-After (seconds); not accepted."),
    "refuse-connection": Kind(
        "gate",
        _SUBMIT,
        1,
        ("seconds",),
        "Reset the connection once the request's head is read; no job is accepted. With seconds: close the port, "
        "for everyone and everything, for so many real seconds (match and times say nothing then).",
    ),
    "flaky-polls": Kind("gate", _POLL, None, ("status",), "Answer the given status codes in turn; 0 cuts."),
    "html-error": Kind("gate", _CALL, 1, ("status", "body"), "A gateway's HTML page; the wire never sees the request."),
    "no-stream": Kind("gate", frozenset({"stream"}), None, ("status",), "No event stream here (405), as on a gateway."),
    "slow-reply": Kind("reply", _CALL, 1, ("seconds",), "Do as asked, answer after so many real seconds."),
    "drop-reply": Kind("reply", _SUBMIT, 1, (), "Accept the job, then cut the connection without a byte."),
    "bad-json": Kind("reply", _CALL, 1, (), "Do as asked, answer JSON that breaks off."),
    "unknown-status": Kind("answer", frozenset({"status"}), 1, ("status",), "A status word that no document has."),
    "no-cancel-url": Kind("links", _SUBMIT, 1, (), "The job's answers have no cancel_url (uniapi, seed 002)."),
    "foreign-urls": Kind("links", _SUBMIT, 1, ("host",), "The job's URLs name another host (queue.fal.run)."),
    "throttle": Kind("queue", _SUBMIT, 1, (), "Runway: it waits as THROTTLED rather than PENDING."),
    "gateway-envelope": Kind(
        "envelope",
        _SUBMIT,
        1,
        ("shape", "not_exist_seconds"),
        "Runway: the task comes in another shape (kling, luma, new-api, artifacts, one-api), and for so many real "
        "seconds its id is answered with task_not_exist.",
    ),
    "moderate": Kind(
        "fate",
        _SUBMIT,
        1,
        ("status", "body", "code"),
        "The content is refused after acceptance; code is Runway's failureCode.",
    ),
    "fail": Kind("fate", _SUBMIT, 1, ("status", "body", "code"), "The job runs, then fails; code as above."),
    "fail-at-result": Kind("fate", _SUBMIT, 1, ("status", "body"), "It completes, then the result is an error."),
    "stall": Kind("fate", _SUBMIT, 1, (), "It stays queued for ever."),
    "expired-media": Kind("media", _MEDIA, None, ("status",), "The file is gone (404)."),
    "slow-media": Kind("media", _MEDIA, None, ("seconds",), "The download takes so many real seconds."),
    "truncated-media": Kind("media", _MEDIA, 1, (), "Content-Length promises all, half is sent."),
}


@dataclass
class Scripted:
    """One scenario that is waiting. ``left`` is how often it still plays, None until it is cleared."""

    name: str
    path: str
    method: str
    settings: dict[str, Any]
    left: int | None
    played: int = field(default=0)

    @property
    def kind(self) -> Kind:
        """Its declaration."""
        return KINDS[self.name]

    def fits(self, request_kind: RequestKind, method: str, path: str) -> bool:
        """Whether it plays on this request."""
        named = bool(self.path or self.method) and self.kind.group in ("gate", "reply")
        # only asked for by its path: else a moderated submit would be spent on the upload before it
        upload = self.name == "moderate" and request_kind == "upload" and bool(self.path)
        return (
            (named or upload or request_kind in self.kind.meets)
            and self.path in path
            and self.method in ("", method)
            and self.left != 0
        )

    def told(self) -> dict[str, Any]:
        """It as JSON."""
        match = {"path": self.path, "method": self.method}
        return {"name": self.name, "match": match, "times": self.left, **self.settings}


def parse_scenario(payload: object) -> Scripted:
    """Read the body of ``POST /_sandbox/scenario``.

    Raises:
        ScenarioError: it is no known scenario, or ``match`` or ``times`` are not what they must be.
    """
    if not isinstance(payload, dict) or payload.get("name") not in KINDS:
        raise ScenarioError(f"A scenario is an object whose name is one of {', '.join(sorted(KINDS))}.")
    name = payload["name"]
    match = payload.get("match") or {}
    if not isinstance(match, dict) or not all(isinstance(match.get(key, ""), str) for key in ("path", "method")):
        raise ScenarioError('match is an object such as {"path": "veo3", "method": "POST"}.')
    settings = {key: value for key, value in payload.items() if key not in ("name", "match", "times")}
    if name == "flaky-polls":
        codes = settings.get("status", settings.get("codes", settings.get("statuses", [500, 502, 503])))
        settings["status"] = codes if isinstance(codes, list) else [codes]
        if not settings["status"] or not all(isinstance(code, int) for code in settings["status"]):
            raise ScenarioError("flaky-polls takes status, a list of HTTP status codes such as [500, 503].")
    seconds = settings.get("seconds", 0)
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not 0 <= seconds <= _LONGEST_SECONDS:
        raise ScenarioError(f"seconds is a number from 0 to {_LONGEST_SECONDS}.")
    times = payload.get("times", len(settings["status"]) if name == "flaky-polls" else KINDS[name].times)
    if times is not None and (not isinstance(times, int) or isinstance(times, bool) or times < 1):
        raise ScenarioError("times is how often the scenario plays, 1 or more; null until it is cleared.")
    return Scripted(name, match.get("path", ""), match.get("method", "").upper(), settings, times)


class ScenarioBook:
    """The scenarios that wait in this server, in the order in which they came."""

    def __init__(self) -> None:
        self._waiting: list[Scripted] = []
        self._lock = threading.Lock()

    def add(self, scripted: Scripted) -> None:
        """Let it wait behind the others."""
        with self._lock:
            self._waiting.append(scripted)

    def clear(self) -> None:
        """Forget all; jobs that one was stamped on keep it."""
        with self._lock:
            self._waiting.clear()

    def waiting(self) -> list[dict[str, Any]]:
        """All that wait, as JSON."""
        with self._lock:
            return [scripted.told() for scripted in self._waiting]

    def take(self, request_kind: RequestKind, method: str, path: str) -> dict[str, dict[str, Any]]:
        """Play what fits this request: group to settings, which have ``name`` and ``turn`` (0-based) besides."""
        with self._lock:
            fitting: dict[Group, Scripted] = {}
            for scripted in self._waiting:
                if scripted.fits(request_kind, method, path):
                    fitting.setdefault(scripted.kind.group, scripted)
            chosen = [fitting["gate"]] if "gate" in fitting else list(fitting.values())
            taken = {
                scripted.kind.group: {"name": scripted.name, "turn": scripted.played, **scripted.settings}
                for scripted in chosen
            }
            for scripted in chosen:
                scripted.played += 1
                scripted.left = None if scripted.left is None else scripted.left - 1
            self._waiting = [scripted for scripted in self._waiting if scripted.left != 0]
            return {str(group): settings for group, settings in taken.items()}
