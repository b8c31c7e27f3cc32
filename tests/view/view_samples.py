"""Jobs to show: what a card is told in tests, plain and hostile."""

import dataclasses
import io
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

from vidwidgets.errors import JobFailed, Moderated, OutcomeUnknown
from vidwidgets.view.about import About
from vidwidgets.view.glass import Happened
from vidwidgets.wire.clip import Clip, Cost
from vidwidgets.wire.exchange import Exchange
from vidwidgets.wire.states import (
    Cancelled,
    Failed,
    Fetching,
    LogLine,
    Preparing,
    Queued,
    Running,
    State,
    Submitting,
    Unknown,
)
from vidwidgets.wire.timeline import Span

PROMPT = "The fog lifts from the lake, the boat drifts slowly towards us, birds take off."
HOSTILE = '<img src=x onerror="window.owned=1"><script>window.owned=1</script>&amp;\'"><b>x</b>'
"""Text that is markup, of several kinds at once."""


def jpeg(width: int = 320, height: int = 180) -> bytes:
    """A small landscape-like picture."""
    rows = np.linspace(0, 1, height)[:, None, None]
    picture = (1 - rows) * np.array([49, 85, 110]) + rows * np.array([217, 197, 154])
    out = io.BytesIO()
    Image.fromarray(np.broadcast_to(picture, (height, width, 3)).astype("uint8")).save(out, "JPEG", quality=70)
    return out.getvalue()


ABOUT = About(
    job_id="k3f9q2",
    title="Veo 3",
    kind="image to video",
    endpoint="fal-ai/veo3/image-to-video",
    provider="fal",
    connection="sandbox: no FAL_KEY found",
    sandbox=True,
    prompt=PROMPT,
    asked=(("Duration", "8 s"), ("Resolution", "720p"), ("Aspect ratio", "auto"), ("Sound", "on")),
    price="free here, $3.20 at fal",
    picture_jpeg=jpeg(),
    cancel_means="fal bills nothing for a request that is cancelled in its queue; one that runs may be charged.",
)

HOSTILE_ABOUT = dataclasses.replace(
    ABOUT,
    title=HOSTILE,
    kind=HOSTILE,
    endpoint=HOSTILE,
    provider=HOSTILE,
    connection=HOSTILE,
    sandbox=False,
    prompt=HOSTILE,
    asked=((HOSTILE, HOSTILE),),
    price=HOSTILE,
    cancel_means=HOSTILE,
)

MODERATED = Moderated(
    "The image was judged against the content policy. Nothing was made; fal says that such requests may still be "
    "charged. Change the image or the prompt.",
    code="content_policy_violation",
)
UNKNOWN = OutcomeUnknown(
    "The connection broke after the request had left, at 14:02:11. It may have been accepted and charged ($3.20)."
)

HAPPENED = Happened(
    spans=(Span("submitting", 1_795_000_000.0, 0.3), Span("provider queue", 1_795_000_000.3, 9.0, goes_on=True)),
    change=1,
    changed=(
        Exchange(
            number=1,
            purpose="submit",
            attempt=1,
            method="POST",
            url="https://queue.fal.run/fal-ai/veo3/image-to-video",
            started_at=1_795_000_000.0,
            request_headers=(("authorization", "Key $FAL_KEY"),),
            request_body='{\n  "prompt": "The fog lifts."\n}',
            status=429,
            reply_headers=(("content-type", "application/json"),),
            reply_body='{\n  "detail": "slow down"\n}',
            duration_seconds=0.3,
            decision="fal takes no more requests just now (429). It is sent again in 0.5 s.",
            key_env="FAL_KEY",
        ),
    ),
    numbers=(1,),
)

UNENDED: tuple[State, ...] = (
    Preparing("uploading cat.png, 12.1 MB"),
    Preparing("2 ahead of you here; then fal’s queue.", ahead=2),
    Submitting(),
    Queued(2),
    Running(0.4, (LogLine("loading weights"), LogLine("step 12 of 30"))),
    Fetching(3_100_000, 4_100_000),
)
ENDED_WITHOUT_CLIP: tuple[State, ...] = (
    Failed(MODERATED),
    Failed(JobFailed("fal’s worker stopped: CUDA out of memory.", code="internal_error")),
    Cancelled("Cancelled in fal’s queue: nothing was charged."),
    Unknown(UNKNOWN, "Look for it under https://fal.ai/dashboard/requests, then give its id to vw.job."),
)


def mp4(path: Path, *, seconds: float = 1.0, width: int = 320, height: int = 180) -> Path:
    """A real H.264 file: a light bar that moves."""
    fps = 12
    with av.open(path, "w") as file:
        stream = file.add_stream("libx264", rate=fps)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        frames = round(seconds * fps)
        for number in range(frames):
            picture = np.full((height, width, 3), (49, 85, 110), dtype="uint8")
            at = number * (width - 20) // max(1, frames - 1)
            picture[:, at : at + 20] = (217, 197, 154)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, fps)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


def clip_of(path: Path, **changes: object) -> Clip:
    """A clip as the vault would describe it."""
    clip = Clip(
        path=path,
        url="https://v3.fal.media/files/x/output.mp4",
        width=1280,
        height=720,
        duration_seconds=8.04,
        cost=Cost(0, "USD", "$3.20 at fal"),
        size_bytes=4_100_000,
        fps=24.0,
        video_codec="h264",
        audio_codec="aac",
        poster_jpeg=jpeg(),
        made_in_seconds=82.4,
        job_id=ABOUT.job_id,
        endpoint=ABOUT.endpoint,
        connection="sandbox",
        request_id="764cabcf-b745-4b3e-ae38-1200304cf45b",
        values={"prompt": PROMPT, "duration": "8s"},
    )
    return dataclasses.replace(clip, **changes)  # type: ignore[arg-type]  # the fields are named in the tests
