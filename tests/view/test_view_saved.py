"""The saved output: plain HTML that plays without us."""

import dataclasses
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_view_markup import Seen
from view_samples import ABOUT, ENDED_WITHOUT_CLIP, HOSTILE, HOSTILE_ABOUT, MODERATED, PROMPT, UNENDED, clip_of, jpeg

from vidwidgets.errors import JobFailed
from vidwidgets.view.player import box, clip_bundle
from vidwidgets.view.saved import SavedJob, saved_html
from vidwidgets.wire.clip import Cost
from vidwidgets.wire.states import Cancelled, Done, Failed, Queued, State, Unknown

CLIP = clip_of(Path("/home/ada/renders/boat.mp4"))

KEPT = {
    "*": {"class", "style", "title", "dir"},
    "video": {"controls", "src", "width", "height", "preload", "poster"},
    "a": {"href"},
    **{name: set() for name in ("div", "span", "b", "i", "code")},
}
"""Elements and attributes that JupyterLab 4.6's sanitiser leaves in a notebook that is not trusted."""
GRACE = {("video", "playsinline"), ("a", "download")}
"""What it drops, and what works without."""


def seen_of(*jobs: SavedJob) -> Seen:
    """The saved output, as a parser reads it."""
    return Seen(saved_html(jobs))


def test_a_finished_job_has_a_player_with_its_address_on_it() -> None:
    """Controls, the sizes of its box, the relative address on the element itself; no autoplay, no loop."""
    seen = seen_of(SavedJob(ABOUT, Done(CLIP), "renders/boat.mp4"))
    [(_, video)] = [element for element in seen.elements if element[0] == "video"]
    assert video["src"] == "renders/boat.mp4"
    assert (video["width"], video["height"]) == ("640", "360")
    assert video["preload"] == "metadata"
    assert {"controls", "playsinline"} <= set(video)
    assert not {"autoplay", "loop", "muted"} & set(video)
    assert (video["poster"] or "").startswith("data:image/jpeg;base64,")
    assert "source" not in [name for name, _ in seen.elements]


def test_a_finished_job_says_what_came_beside_what_was_asked() -> None:
    """Facts, prompt, what was asked, remarks, and a download link under the file's name."""
    clip = dataclasses.replace(CLIP, remarks=("8 s were asked for, 5.04 s came.",), duration_seconds=5.04)
    seen = seen_of(SavedJob(ABOUT, Done(clip), "renders/boat.mp4"))
    text = "".join(seen.texts)
    assert "5.0 s 1280×720 · 24 fps, H.264 + AAC · 4.1 MB · made in 1:22 · free, $3.20 at fal · sandbox" in text
    assert PROMPT in text
    assert "Duration 8 s · Resolution 720p · Aspect ratio auto · Sound on" in text
    assert "Not as asked: 8 s were asked for, 5.04 s came." in text
    assert ("a", {"href": "renders/boat.mp4", "download": "boat.mp4"}) in seen.elements


def test_a_card_can_find_its_job_by_class() -> None:
    """A finished job has both classes, one without a clip only the job's."""
    seen = seen_of(SavedJob(ABOUT, Done(CLIP), "renders/boat.mp4"), SavedJob(ABOUT, ENDED_WITHOUT_CLIP[0]))
    classes = [attributes.get("class") for _, attributes in seen.elements if attributes.get("class")]
    assert classes == ["vidwidgets-saved", "vidwidgets-job-k3f9q2 vidwidgets-clip-k3f9q2", "vidwidgets-job-k3f9q2"]


def test_jobs_stand_in_the_order_given() -> None:
    """The caller gives the newest first, and so it stays."""
    jobs = [SavedJob(dataclasses.replace(ABOUT, title=title), Done(CLIP), "a.mp4") for title in ("new", "old")]
    text = "".join(seen_of(*jobs).texts)
    assert text.index("new") < text.index("old")


@pytest.mark.parametrize(
    "src",
    [
        "renders/my boat #1?.mp4",
        "renders/Möwe über dem See.mp4",
        "../100%.mp4",
        "a&b=c+d.mp4",
        "C:/x.mp4",
        "ж/日本.mp4",
    ],
)
def test_any_file_name_becomes_an_address(src: str) -> None:
    """Blanks, `#`, `?`, `%`, `:` and other alphabets are percent-encoded once, in the player and the link."""
    seen = seen_of(SavedJob(ABOUT, Done(CLIP), src))
    addresses = [attributes.get("src") or attributes.get("href") for _, attributes in seen.elements]
    written = [address for address in addresses if address]
    assert len(written) == 2
    for address in written:
        assert address.isascii()
        assert not set(address) & set(" #?:&+")
        assert unquote(address) == src


def test_without_an_address_the_path_is_said() -> None:
    """No player that could not play; the file's place as text."""
    seen = seen_of(SavedJob(ABOUT, Done(CLIP), None))
    assert not [name for name, _ in seen.elements if name in {"video", "a"}]
    assert str(CLIP.path) in seen.texts


@pytest.mark.parametrize("state", UNENDED)
def test_a_running_job_is_one_line_that_says_how_to_take_it_up(state: State) -> None:
    """What was last known, and the call that brings it back."""
    text = "".join(seen_of(SavedJob(ABOUT, state)).texts)
    assert text.startswith("Veo 3 was ")
    assert text.endswith("when this was saved; vw.job('k3f9q2') takes it up again.")


def test_a_queued_job_was_in_the_queue() -> None:
    """The line names the provider."""
    assert "was in fal’s queue when this was saved" in "".join(seen_of(SavedJob(ABOUT, Queued(2))).texts)


@pytest.mark.parametrize("state", ENDED_WITHOUT_CLIP)
def test_what_ended_without_a_clip_is_kept_too(state: State) -> None:
    """Headline, prompt and, where there is an error, its message and what it cost."""
    text = "".join(seen_of(SavedJob(ABOUT, state)).texts)
    assert PROMPT in text
    if isinstance(state, Failed | Unknown):
        assert state.error.message in text
        assert "It may have been charged." in text
        assert state.error.code in text
    else:
        assert "Cancelled" in text


def test_a_code_is_not_said_twice() -> None:
    """A message that names its code already is left as it is."""
    error = JobFailed("It failed (internal_error).", code="internal_error")
    assert saved_html([SavedJob(ABOUT, Failed(error))]).count("internal_error") == 1
    assert saved_html([SavedJob(ABOUT, Failed(MODERATED))]).count("content_policy_violation") == 1


ALL = [
    SavedJob(ABOUT, Done(CLIP), "renders/boat.mp4"),
    SavedJob(ABOUT, Done(dataclasses.replace(CLIP, video_codec="hevc")), None),
    *(SavedJob(ABOUT, state) for state in (*UNENDED, *ENDED_WITHOUT_CLIP)),
]


def test_nothing_in_it_is_taken_away_by_the_sanitiser() -> None:
    """Only elements, attributes and styles that JupyterLab leaves in an untrusted notebook are used."""
    for name, attributes in seen_of(*ALL).elements:
        assert name in KEPT
        for attribute in attributes:
            assert attribute in KEPT["*"] | KEPT[name] or (name, attribute) in GRACE
        style = attributes.get("style") or ""
        assert "var(" not in style
        properties = {part.split(":")[0] for part in style.split(";") if part}
        assert properties <= {"max-width", "height", "margin", "margin-bottom", "opacity"}


def test_no_text_becomes_an_element() -> None:
    """Markup in every text of a job stays text, in every state."""
    clip = dataclasses.replace(
        CLIP,
        remarks=(HOSTILE,),
        cost=Cost(1, HOSTILE, HOSTILE),
        video_codec=HOSTILE,
        audio_codec=HOSTILE,
        path=Path("/tmp/" + HOSTILE.replace("/", "_")),  # noqa: S108  # a name, no file
    )
    states: list[State] = [
        Done(clip),
        Failed(JobFailed(HOSTILE, code=HOSTILE)),
        Cancelled(HOSTILE),
        Unknown(JobFailed(HOSTILE), HOSTILE),
        Queued(1, HOSTILE),
    ]
    jobs = [SavedJob(HOSTILE_ABOUT, state, src) for state in states for src in (HOSTILE, None)]
    seen = seen_of(*jobs)
    plain_names = [name for name, _ in seen_of(*[SavedJob(ABOUT, job.state, job.src and "a") for job in jobs]).elements]
    assert {name for name, _ in seen.elements} <= set(plain_names) | {"i"}
    assert not [attribute for _, attributes in seen.elements for attribute in attributes if attribute.startswith("on")]
    assert "window.owned" in "".join(seen.texts)


@given(st.integers(1, 8000), st.integers(1, 8000))
def test_the_player_has_the_clips_shape_within_its_limits(width: int, height: int) -> None:
    """No player is wider than 640 or higher than 480 pixels, and none is out of shape by more than rounding."""
    across, down = box(dataclasses.replace(CLIP, width=width, height=height))
    assert 1 <= across <= 640
    assert 1 <= down <= 480
    assert across in {640, 1} or down in {480, 1}
    assert abs(across * height - down * width) <= max(width, height)


def test_a_clip_alone_is_a_player_and_a_line_of_text() -> None:
    """Both faces of a MIME bundle; its player is not one that a card would hide."""
    bundle = clip_bundle(CLIP, src="renders/my boat.mp4")
    seen = Seen(bundle["text/html"])
    [(_, video)] = [element for element in seen.elements if element[0] == "video"]
    assert video["src"] == "renders/my%20boat.mp4"
    assert video["title"] == PROMPT
    assert "vidwidgets-clip-" not in bundle["text/html"]
    assert bundle["text/plain"].startswith("Clip boat.mp4: 8.0 s 1280×720, 24 fps, H.264 + AAC, 4.1 MB")
    assert str(CLIP.path) not in bundle["text/plain"]
    assert clip_bundle(CLIP, src=None)["text/plain"].endswith(str(CLIP.path))


def test_a_clip_whose_file_was_not_understood_is_shown_with_what_is_known() -> None:
    """Unknown facts are left out, not shown as zero; a picture that is none and a large one are no poster."""
    bare = dataclasses.replace(
        CLIP,
        width=0,
        height=0,
        duration_seconds=0,
        fps=0,
        video_codec="",
        size_bytes=0,
        made_in_seconds=None,
        cost=None,
    )
    for poster in (b"", b"GIF89a", jpeg() + b"x" * 70_000):
        bundle = clip_bundle(dataclasses.replace(bare, poster_jpeg=poster), src="a.mp4")
        seen = Seen(bundle["text/html"])
        [(_, video)] = [element for element in seen.elements if element[0] == "video"]
        assert "poster" not in video
        assert bundle["text/plain"].startswith("Clip boat.mp4: cost not known")
