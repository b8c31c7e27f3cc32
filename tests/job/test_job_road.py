"""The whole road over real sockets: submit, follow, fetch, write down."""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise
from typing import Any

import av
import pytest
from job_kit import Bench
from sandboxed import KLING, KLING_PRO, VEO, Sandboxed

from vidwidgets.wire.clip import Clip
from vidwidgets.wire.states import Queued, Running

ASKED = [
    (VEO, {"duration": "4s", "resolution": "720p", "aspect_ratio": "16:9"}, (1280, 720, 4.0, True)),
    (VEO, {"duration": "4s", "generate_audio": False}, (1280, 720, 4.0, False)),
    (KLING_PRO, {"duration": "5"}, (1920, 1080, 5.0, False)),
    (KLING, {"duration": "5", "cfg_scale": 0.0}, (1280, 720, 5.0, False)),
]


STORY = [
    ("Loading the image", 0.6),
    ("Sampling: 25%", 1.2),
    ("Sampling: 50%", 1.2),
    ("Sampling: 75%", 1.2),
    ("Encoding H.264", 1.2),
]
"""What the sandbox's log says after its first line, and how many seconds after the line before."""


def said(state: Running) -> list[str]:
    """The lines of a running state."""
    return [line.message for line in state.logs]


def measured(clip: Clip) -> tuple[int, int, float, bool]:
    """What a second reading of the file says: width, height, length, sound."""
    with av.open(str(clip.path)) as container:
        stream = container.streams.video[0]
        seconds = float(container.duration or 0) / av.time_base
        return stream.width, stream.height, round(seconds, 1), bool(container.streams.audio)


@pytest.mark.parametrize(("endpoint_id", "values", "wanted"), ASKED)
def test_the_clip_is_what_was_asked(
    bench: Bench, endpoint_id: str, values: dict[str, Any], wanted: tuple[int, int, float, bool]
) -> None:
    """Each endpoint gives a playable file of the asked length, size and sound, and the clip says so of itself."""
    clip = bench.start(bench.order(endpoint_id, values=values)).wait(30)
    assert measured(clip) == wanted
    said = (clip.width, clip.height, round(clip.duration_seconds, 1), bool(clip.audio_codec))
    assert (said, clip.video_codec, clip.remarks) == (wanted, "h264", ())
    assert clip.path.parent == bench.folder / "renders"
    assert clip.poster_jpeg.startswith(b"\xff\xd8")


def test_the_body_is_what_was_given(bench: Bench, sandbox: Sandboxed) -> None:
    """One POST carries exactly the given fields, `cfg_scale=0` among them, and the uploaded picture's address."""
    bench.start(bench.order(values={"cfg_scale": 0.0})).wait(30)
    (post,) = sandbox.submits()
    assert post["path"] == f"/{KLING}"
    address = post["body"].pop("image_url")
    assert address.startswith(f"{sandbox.url}/files/")
    assert post["body"] == {"prompt": "The fog lifts.", "cfg_scale": 0.0}


def test_file_receipt_and_journal_agree(gate: Bench, sandbox: Sandboxed) -> None:
    """The receipt beside the file and the journal's row hold the request, the id, the cost and the file's hash."""
    job = gate.start()
    clip = job.wait(30)
    (accepted,) = sandbox.jobs()
    receipt = json.loads(clip.path.with_suffix(".json").read_text(encoding="utf-8"))
    record = gate.record(job)
    digest = hashlib.sha256(clip.path.read_bytes()).hexdigest()
    assert accepted["id"] == job.request_id == receipt["request_id"] == record.request_id == clip.request_id
    assert digest == clip.sha256 == receipt["sha256"] == record.clip["sha256"]
    assert clip.path.stat().st_size == clip.size_bytes == receipt["size_bytes"] == record.clip["size_bytes"]
    assert (
        receipt["request"] == {"prompt": "The fog lifts.", "image_url": "cat.jpg, 640×360, 17 kB"} == dict(job.values)
    )
    assert (receipt["endpoint"], receipt["connection"], receipt["job"]) == (KLING, "gate", job.id)
    assert (record.state, record.clip["path"], record.message) == ("done", str(clip.path), "")


def test_the_bill_is_what_the_provider_counted(gate: Bench) -> None:
    """Over a connection that costs, the cost is the billed units at the list price."""
    cost = gate.start().wait(30).cost
    assert cost is not None
    assert (cost.amount, cost.currency) == (0.28, "USD")
    assert cost.how.startswith("5 units billed × $0.056")


def test_the_sandbox_charges_nothing(bench: Bench) -> None:
    """In the sandbox the cost is nothing, and what it would be is said."""
    cost = bench.start().wait(30).cost
    assert cost is not None
    assert (cost.amount, cost.how) == (0.0, "nothing is charged in the sandbox; $0.28 at fal")


def test_states_come_in_the_order_of_a_life(bench: Bench, sandbox: Sandboxed) -> None:
    """Each state is told once in its turn, the queue counts down, and the end is Done."""
    sandbox.clock.hold()
    job, watch = bench.watched()
    for ahead in (2, 1, 0):
        watch.until(lambda state, ahead=ahead: state == Queued(ahead))  # type: ignore[misc]  # mypy loses the default
        sandbox.clock.move(1.01)  # a little more, for the sake of binary fractions
    watch.until(Running)
    sandbox.clock.run()
    job.wait(30)
    assert watch.kinds == ["Preparing", "Submitting", "Queued", "Running", "Fetching", "Done"]
    positions = [state.position for state in watch.states if isinstance(state, Queued)]
    assert positions == sorted(positions, reverse=True)  # type: ignore[type-var]  # the sandbox always says one


@pytest.mark.parametrize("streams", [True, False])
def test_log_lines_come_once_each(bench: Bench, sandbox: Sandboxed, streams: bool) -> None:
    """By the stream (new lines only) and by polls (all lines each time) every line is there once, in order."""
    if not streams:
        sandbox.play("no-stream")
    sandbox.clock.hold()
    job, watch = bench.watched()
    watch.until(Queued)
    sandbox.clock.move(3.01)
    for step, seconds in STORY:
        sandbox.clock.move(seconds)
        watch.until(lambda state, step=step: isinstance(state, Running) and said(state)[-1:] == [step])  # type: ignore[misc]
    sandbox.clock.run()
    job.wait(30)
    logs = [said(state) for state in watch.states if isinstance(state, Running)]
    assert logs[-1][1:] == [step for step, _ in STORY]
    assert all(earlier == later[: len(earlier)] for earlier, later in pairwise(logs))


def test_the_stream_is_used_where_there_is_one(bench: Bench, sandbox: Sandboxed) -> None:
    """On the sandbox's own connection one stream replaces the polls: submit, stream, result, file."""
    bench.start().wait(30)
    asked = [(entry["method"], entry["path"].rpartition("/")[2]) for entry in sandbox.requests(part="/requests/")]
    assert [kind for _, kind in asked[:1]] == ["stream"]
    assert len(asked) == 2
    assert sandbox.requests(part="/status") == sandbox.requests(part="/status/stream")


def test_polls_replace_a_stream_that_is_not_there(bench: Bench, sandbox: Sandboxed) -> None:
    """Where the stream answers 405 the job is polled to its end."""
    sandbox.play("no-stream")
    bench.start().wait(30)
    assert [entry for entry in sandbox.requests(part="/status") if entry["path"].endswith("/status")]


def test_a_gateway_is_polled_and_never_streamed(gate: Bench, sandbox: Sandboxed) -> None:
    """Behind a gateway no stream is tried, and the picture goes inside the body."""
    gate.start().wait(30)
    assert sandbox.requests(part="/stream") == []
    assert sandbox.requests(part="/storage") == []
    (post,) = sandbox.submits()
    assert post["body"]["image_url"].startswith("data:image/jpeg;base64,")


def test_the_key_goes_to_the_api_alone(gate: Bench, sandbox: Sandboxed) -> None:
    """Every call of the API carries the key, and the download carries none."""
    gate.start().wait(30)
    for entry in sandbox.requests():
        assert ("authorization" in entry["headers"]) is not entry["path"].startswith("/files/"), entry["path"]
        assert "key-on-media" not in entry["flags"]


def test_two_jobs_share_a_folder(bench: Bench) -> None:
    """Two jobs of the same request at the same time give two files, each whole."""
    first, second = bench.start(), bench.start()
    clips = [first.wait(30), second.wait(30)]
    assert len({clip.path for clip in clips}) == 2
    assert len({clip.sha256 for clip in clips}) == 1
    left = sorted(path.name for path in (bench.folder / "renders").iterdir() if path.name.startswith("."))
    assert left == []
