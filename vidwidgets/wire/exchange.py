"""One request and its reply as a person may look at them afterwards: no key, no picture's bytes, no signed query."""

from __future__ import annotations

import re
import shlex
from dataclasses import asdict, dataclass
from typing import Any

from vidwidgets.wire.call import Purpose

_PLAIN = re.compile(r"[\w :-]*", re.ASCII)
"""What a shell leaves alone between double quotes."""
Headers = tuple[tuple[str, str], ...]
"""Names in lower case, and values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and what came of it. Every text in it has been freed of keys, and of the queries of URLs."""

    number: int
    """Its place among the job's requests, from 1 on."""
    purpose: Purpose
    attempt: int
    """The how-manieth request of this kind to this very place, from 1 on."""
    method: str
    url: str
    """Where it went; `?…` stands for a query."""
    started_at: float
    """Seconds since the epoch, of this machine's clock."""
    request_headers: Headers = ()
    """Those that vidwidgets sets; where one carries the key, the key's variable stands in its place."""
    request_body: str = ""
    """JSON, indented, long texts cut, pictures left out; "" where there is none, and for uploads."""
    request_bytes: int | None = None
    """How long a body is that is not JSON; None otherwise."""
    status: int | None = None
    """None while no reply has come."""
    reply_headers: Headers = ()
    reply_body: str = ""
    """Indented where it is JSON, and cut; for a stream its events, one a line; "" for media and uploads."""
    reply_bytes: int | None = None
    """How much came; None where that is not known."""
    duration_seconds: float | None = None
    """Until the reply was read; None while it is under way."""
    error: str = ""
    """What went wrong on the way; "" where a whole reply came."""
    decision: str = ""
    """What was made of it, and why: sent again, asked again, given up; "" where there was nothing to decide."""
    key_env: str = ""
    """The variable that holds the key; "" for a request without a key, and in the sandbox."""

    def to_dict(self) -> dict[str, Any]:
        """It as JSON takes it."""
        return asdict(self)

    def to_curl(self) -> str:
        """A curl command for bash that makes the same request, as far as it was kept, with the variable for the key."""
        notes = []
        if self.purpose == "submit":
            notes.append("# Running this asks for a new clip, which is paid for where it is not the sandbox.")
        if self.url.endswith("?…"):
            notes.append("# The query is not kept: add it.")
        if "…" in self.request_body or self.request_bytes:
            notes.append("# Its body is not kept whole: complete it.")
        parts = [f"curl --request {shlex.quote(self.method)} {shlex.quote(self.url.removesuffix('?…'))}"]
        parts += [f"--header {self._header(f'{name}: {value}')}" for name, value in self.request_headers]
        if self.request_body:
            parts.append(f"--data-raw {shlex.quote(self.request_body)}")
        return "\n".join([*notes, " \\\n  ".join(parts)]) + "\n"

    def _header(self, line: str) -> str:
        """The header for a shell, which fills in the key's variable and nothing else."""
        before, variable, after = line.partition(f"${self.key_env}") if self.key_env else (line, "", "")
        if not variable:
            return shlex.quote(line)
        if _PLAIN.fullmatch(before) and not after:
            return f'"{line}"'
        return f'{shlex.quote(before)}"{variable}"{shlex.quote(after) if after else ""}'
