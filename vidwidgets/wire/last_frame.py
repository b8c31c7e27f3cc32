"""The last frame of a clip's file, decoded with PyAV."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from vidwidgets.errors import InvalidRequest

if TYPE_CHECKING:
    from PIL import Image

MAX_PIXELS = 100_000_000
_OPENING = {
    # other kinds of file lead to further ones (playlists), or are single pictures
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm",
    "protocol_whitelist": "file",
}


def last_frame_of(path: Path) -> Image.Image:
    """The last frame, in RGB; a copy of one's own.

    Raises:
        InvalidRequest: The file is not there any more, or cannot be decoded.
    """
    try:
        seen = path.stat()
    except OSError as error:
        raise InvalidRequest(
            f"The clip's file {path} is not there any more, so it has no last frame: get the job again with vw.job, "
            "which fetches it while the provider keeps it. Nothing was sent."
        ) from error
    return _decoded(path, seen.st_mtime_ns, seen.st_size).copy()


@lru_cache(maxsize=4)
def _decoded(path: Path, changed_ns: int, size_bytes: int) -> Image.Image:
    del changed_ns, size_bytes  # another file under the same name is another frame
    import av

    last: av.VideoFrame | None = None
    try:
        # "file:" or FFmpeg would read a colon in a name as another protocol
        with av.open(f"file:{path}", options=_OPENING) as container:
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
            if container.duration:
                # to the last key frame: what comes after it is decoded whole, since frames stand on one another
                container.seek(container.duration, backward=True)
            for frame in container.decode(stream):
                last = frame
    except (av.error.FFmpegError, OSError, ValueError, IndexError) as error:
        raise InvalidRequest(f"{path.name} cannot be decoded, so it has no last frame. Nothing was sent.") from error
    if last is None:
        raise InvalidRequest(f"{path.name} has no picture in it, so no last frame. Nothing was sent.")
    image: Image.Image = last.to_image()  # type: ignore[no-untyped-call]  # PyAV types only a part of itself
    return image
