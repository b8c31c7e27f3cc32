"""Downloading a clip: at once, without any key, through a temporary file, and never half."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hashlib
import os
import socket
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from vidwidgets.errors import ProviderUnreachable, VidwidgetsError
from vidwidgets.job.owner import may_live
from vidwidgets.job.probe import NotAVideo, Probe, probe
from vidwidgets.wire.call import Call
from vidwidgets.wire.http import AsyncClient, Broken, NeverDelivered, streamed
from vidwidgets.wire.origin import is_loopback, is_private, origin, without_query

MAX_CLIP_BYTES = 4 * 1024**3
PART_BYTES = 256 * 1024
MAX_REDIRECTS = 4
READ_SECONDS = 60.0
_REDIRECTS = {301, 302, 303, 307, 308}

Told = Callable[[int, int | None], None]
"""How many bytes came, of how many (None where the host does not say)."""


class Unfetched(VidwidgetsError):
    """The clip exists at the provider and could not be downloaded this time."""

    spent = "yes"


class Unkept(VidwidgetsError):
    """The clip came and could not be written here; it still exists at the provider."""

    spent = "yes"


@dataclass(frozen=True, slots=True)
class Kept:
    """A clip on disk."""

    path: Path
    size_bytes: int
    sha256: str
    facts: Probe


def checked_media_url(url: str, *, loopback_allowed: bool) -> str:
    """A URL that a clip may be fetched from.

    Raises:
        Unfetched: It is not http(s), not encrypted, or leads into this machine or a private network.
    """
    found = origin(url)
    if found is None:
        raise Unfetched("The provider named a place for the clip that is no web address: it is not opened.")
    if loopback_allowed and is_loopback(url):
        return url
    if is_private(url):
        raise Unfetched(f"The provider named {found[1]}, inside this machine or network, as the clip's place: refused.")
    if found[0] != "https":
        raise Unfetched(f"The provider named an unencrypted address on {found[1]} as the clip's place: refused.")
    return url


async def fetch(client: AsyncClient, url: str, path: Path, *, loopback_allowed: bool, told: Told) -> Kept:
    """Download a clip to `path`, whole or not at all.

    Raises:
        Unfetched: The host refused, broke off, or sent something else; another try may do.
        Unkept: The disk is full or the folder cannot be written; trying again without mending it will not do.
    """
    # a name of its own: another kernel may be fetching the same clip
    part = path.with_name(f".{path.stem}.{_here()}{os.getpid()}-{uuid.uuid4().hex[:8]}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        size, digest = await _download(client, url, part, loopback_allowed=loopback_allowed, told=told)
        facts = await asyncio.to_thread(probe, part)
        await asyncio.to_thread(os.replace, part, path)
    except NotAVideo as error:
        raise Unfetched(error.message) from error
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        reason = "the disk is full: make room" if full else (error.strerror or "it failed")
        raise Unkept(f"The clip is made and paid, but could not be written to {path.parent}: {reason}.") from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return Kept(path, size, digest, facts)


def _here() -> str:
    """This machine in a few letters, for the names of parts: folders can be shared."""
    return f"{hashlib.sha256(socket.gethostname().encode()).hexdigest()[:6]}-"


def _sweep(path: Path) -> None:
    """Take away what processes of this machine that died while fetching this very clip have left."""
    for left in path.parent.glob(f".{path.stem}.{_here()}*.part"):
        pid = left.name.removeprefix(f".{path.stem}.{_here()}").partition("-")[0]
        if not may_live(f"{socket.gethostname()}/{pid}/"):
            left.unlink(missing_ok=True)


async def _download(
    client: AsyncClient, url: str, part: Path, *, loopback_allowed: bool, told: Told
) -> tuple[int, str]:
    address = url
    for _ in range(MAX_REDIRECTS + 1):
        checked_media_url(address, loopback_allowed=loopback_allowed)
        call = Call(purpose="media", method="GET", url=address, headers={"accept-encoding": "identity"})
        try:
            async with streamed(client, call, address, {}, read_seconds=READ_SECONDS) as response:
                if response.status_code not in _REDIRECTS:
                    return await _written(response, part, told)
                address = urljoin(address, response.headers.get("location", ""))
        except (NeverDelivered, Broken) as error:
            raise Unfetched(f"The clip could not be fetched: {error.message}") from error
    raise Unfetched("The clip's address leads from one place to the next without end.")


async def _written(response: object, part: Path, told: Told) -> tuple[int, str]:
    status, headers = response.status_code, response.headers  # type: ignore[attr-defined]  # either HTTP library's reply
    host = without_query(str(response.url))  # type: ignore[attr-defined]
    if status != 200:  # noqa: PLR2004  the one status of a whole file
        raise Unfetched(f"The clip's address answered {status} ({host}).")
    declared = headers.get("content-length", "")
    total = int(declared) if declared.isdigit() else None
    if total is not None and total > MAX_CLIP_BYTES:
        raise Unkept(
            f"The clip is said to be {total / 1e9:.1f} GB, more than {MAX_CLIP_BYTES // 1024**3} GiB: refused."
        )
    digest, size = hashlib.sha256(), 0
    with part.open("wb") as file:
        async for piece in response.aiter_bytes(PART_BYTES):  # type: ignore[attr-defined]
            file.write(piece)
            digest.update(piece)
            size += len(piece)
            if size > MAX_CLIP_BYTES:
                raise Unkept(f"The clip is larger than {MAX_CLIP_BYTES // 1024**3} GiB: it was not kept.")
            told(size, total)
        file.flush()
        await asyncio.to_thread(os.fsync, file.fileno())  # a slow disk must not hold up the other jobs
    if total is not None and size != total:
        raise Unfetched(f"The clip was cut off after {size:,} of {total:,} bytes.")
    return size, digest.hexdigest()


def unreachable(error: Unfetched, request_id: str) -> ProviderUnreachable:
    """The sentence when a paid clip could not be downloaded after bounded tries."""
    return ProviderUnreachable(
        f"The clip is made and paid, but could not be fetched. {error.message} It is not lost: "
        f"vw.job({request_id!r}) tries again, for as long as the provider keeps it.",
        spent="yes",
    )
