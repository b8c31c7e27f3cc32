"""Downloading a clip: at once, without any key, through a temporary file, and never half."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hashlib
import os
import shutil
import socket
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from vidwidgets.errors import ProviderUnreachable, VidwidgetsError
from vidwidgets.job.bounds import Bounds
from vidwidgets.job.owner import may_live
from vidwidgets.job.probe import NotAVideo, Probe, probe
from vidwidgets.wire.call import Call
from vidwidgets.wire.http import AsyncClient, Broken, NeverDelivered
from vidwidgets.wire.origin import is_loopback, is_private, origin, without_query
from vidwidgets.wire.reach import ways_to
from vidwidgets.wire.recorder import Recorder
from vidwidgets.wire.send import streamed_bare

MAX_REDIRECTS = 4
MAX_ADDRESS_CHARACTERS = 8192
"""Longer than any signed address."""
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
    found = origin(url) if len(url) <= MAX_ADDRESS_CHARACTERS and url.isprintable() else None
    if found is None:
        raise Unfetched("The provider named a place for the clip that is no web address: it is not opened.")
    if loopback_allowed and is_loopback(url):
        return url
    if is_private(url):
        raise Unfetched(f"The provider named {found[1]}, inside this machine or network, as the clip's place: refused.")
    if found[0] != "https":
        raise Unfetched(f"The provider named an unencrypted address on {found[1]} as the clip's place: refused.")
    return url


async def fetch(
    client: AsyncClient,
    url: str,
    path: Path,
    *,
    loopback_allowed: bool,
    told: Told,
    own_bases: Collection[str] = (),
    bounds: Bounds = Bounds(),  # noqa: B008  a frozen value
    recorder: Recorder | None = None,
) -> Kept:
    """Download a clip to `path`, whole or not at all.

    Args:
        client: One without any key.
        url: Where the provider says that it is.
        path: Where it goes.
        loopback_allowed: Whether it may come from this machine, as from the sandbox.
        told: Is told how much has come.
        own_bases: The connection's own, whose hosts may be of a private network if their names are public.
        bounds: What it may take.
        recorder: Where the requests are recorded; None where they are not.

    Raises:
        Unfetched: The host refused, broke off, or sent something else; another try may do.
        Unkept: The disk is full or the folder cannot be written; trying again without mending it will not do.
    """
    # a name of its own: another kernel may be fetching the same clip
    part = path.with_name(f".{path.stem}.{_here()}{os.getpid()}-{uuid.uuid4().hex[:8]}.part")
    download = _Download(client, part, told, bounds, own_bases, loopback_allowed=loopback_allowed, recorder=recorder)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        size, digest = await download.run(url)
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


class _Download:
    """One try, from address to address until the bytes come."""

    def __init__(
        self,
        client: AsyncClient,
        part: Path,
        told: Told,
        bounds: Bounds,
        own_bases: Collection[str],
        *,
        loopback_allowed: bool,
        recorder: Recorder | None,
    ) -> None:
        self._client = client
        self._part = part
        self._told = told
        self._bounds = bounds
        self._own_bases = own_bases
        self._loopback_allowed = loopback_allowed
        self._recorder = recorder

    async def run(self, url: str) -> tuple[int, str]:
        """Size and hash of what came."""
        for _ in range(MAX_REDIRECTS + 1):
            checked_media_url(url, loopback_allowed=self._loopback_allowed)
            try:
                found = await self._step(url)
            except (NeverDelivered, Broken) as error:
                raise Unfetched(f"The clip could not be fetched: {error.message}") from error
            except TimeoutError as error:
                raise Unfetched(
                    f"The clip could not be fetched: {without_query(url)} sent next to nothing for "
                    f"{self._bounds.patience_seconds:g} s."
                ) from error
            if not isinstance(found, str):
                return found
            url = found
        raise Unfetched("The clip's address leads from one place to the next without end.")

    async def _step(self, url: str) -> tuple[int, str] | str:
        """What came; or where it is said to be instead."""
        ways = await ways_to(
            url,
            loopback_allowed=self._loopback_allowed,
            own_bases=self._own_bases,
            resolve=self._bounds.resolve,
        )
        call = Call(purpose="media", method="GET", url=url, headers={"accept-encoding": "identity"})
        patience = self._bounds.patience_seconds
        async with (
            asyncio.timeout(patience) as limit,
            streamed_bare(self._client, call, read_seconds=patience, ways=ways, recorder=self._recorder) as response,
        ):
            if response.status_code not in _REDIRECTS:
                return await self._written(response, url, limit)
            try:
                return urljoin(url, str(response.headers.get("location", "")))
            except ValueError:
                return ""  # which is no address

    async def _written(self, response: object, url: str, limit: asyncio.Timeout) -> tuple[int, str]:
        status, headers = response.status_code, response.headers  # type: ignore[attr-defined]  # either HTTP library's reply
        if status != 200:  # noqa: PLR2004  the one status of a whole file
            raise Unfetched(f"The clip's address answered {status} ({without_query(url)}).")
        declared = headers.get("content-length", "")
        total = int(declared) if declared.isascii() and declared.isdigit() and len(declared) < 20 else None  # noqa: PLR2004  more than any disk
        if total is not None:
            self._check_room(total)
        digest, size, seen, loop = hashlib.sha256(), 0, 0, asyncio.get_running_loop()
        # as it comes: to unpack what was not asked to be packed may fill any memory and disk
        async with contextlib.aclosing(response.aiter_raw()) as pieces:  # type: ignore[attr-defined]
            with self._part.open("wb") as file:
                async for piece in pieces:
                    size += len(piece)
                    if size > self._bounds.max_bytes:
                        raise Unkept(f"The clip is larger than {_size_words(self._bounds.max_bytes)}: it was not kept.")
                    file.write(piece)
                    digest.update(piece)
                    if size - seen >= self._bounds.least_bytes:
                        seen = size
                        limit.reschedule(loop.time() + self._bounds.patience_seconds)
                    self._told(size, total)
                limit.reschedule(None)
                file.flush()
                await asyncio.to_thread(os.fsync, file.fileno())  # a slow disk must not hold up the other jobs
        if total is not None and size != total:
            raise Unfetched(f"The clip was cut off after {size:,} of {total:,} bytes.")
        return size, digest.hexdigest()

    def _check_room(self, total: int) -> None:
        if total > self._bounds.max_bytes:
            most = _size_words(self._bounds.max_bytes)
            raise Unkept(f"The clip is said to be {total / 1e9:.1f} GB, more than {most}: refused.")
        free = shutil.disk_usage(self._part.parent).free
        if total > free:
            raise Unkept(
                f"The clip is made and paid, and has {total / 1e6:.1f} MB, but the disk is full: make room. "
                f"{self._part.parent} has {free / 1e6:.1f} MB left."
            )


def _size_words(count_bytes: int) -> str:
    return f"{count_bytes // 1024**3} GiB" if count_bytes >= 1024**3 else f"{count_bytes // 1024**2} MiB"


def unreachable(error: Unfetched, request_id: str) -> ProviderUnreachable:
    """The sentence when a paid clip could not be downloaded after bounded tries."""
    return ProviderUnreachable(
        f"The clip is made and paid, but could not be fetched. {error.message} It is not lost: "
        f"vw.job({request_id!r}) tries again, for as long as the provider keeps it.",
        spent="yes",
    )
