"""The finished clip in its card: where it plays from, and what is said where it cannot play."""

import dataclasses
from pathlib import Path

from playwright.sync_api import Page, expect
from view_front_end import FrontEnd, NewCard
from view_samples import (
    ABOUT,
    PROMPT,
    clip_of,
)

from vidwidgets.view.card import Card
from vidwidgets.view.saved import SavedJob, saved_html
from vidwidgets.wire.states import Done


def test_the_clip_plays_from_its_bytes(front: FrontEnd, clip_file: Path) -> None:
    """Where no saved player is, the file comes in pieces, plays to its end, and can be downloaded as it is."""
    front.card.tell(Done(clip_of(clip_file)))
    front.pump_until("document.querySelector('.vw-download').textContent === 'Download'")
    video = front.page.locator(".vidwidgets-card video")
    expect(video).to_be_visible()
    assert video.evaluate("(v) => [v.videoWidth, v.videoHeight, Math.round(v.duration)]") == [320, 180, 1]
    assert video.evaluate("(v) => [v.controls, v.autoplay, v.loop, v.preload, v.paused]") == [
        True,
        False,
        False,
        "metadata",
        True,
    ]
    assert video.evaluate("(v) => v.poster.startsWith('blob:') && v.src.startsWith('blob:')")
    assert video.get_attribute("aria-label") == f"Veo 3: {PROMPT}"
    video.evaluate("(v) => { v.muted = true; return v.play(); }")
    front.page.wait_for_function("document.querySelector('video').ended")
    with front.page.expect_download() as got:
        front.find("download").click()
    assert got.value.suggested_filename == "boat.mp4"
    assert got.value.path().read_bytes() == clip_file.read_bytes()


def test_a_large_clip_is_fetched_once_for_all_views(front: FrontEnd, clip_file: Path) -> None:
    """Several pieces are put together in order, and a second view of the card asks for nothing."""
    padded = clip_file.read_bytes() + b"\x00\x00\x00\x08free" * 300_000
    clip_file.write_bytes(padded)
    front.page.evaluate("document.body.append(Object.assign(document.createElement('div'), {id: 'two'}))")
    front.page.set_viewport_size({"width": 400, "height": 900})
    front.card.tell(Done(clip_of(clip_file)))
    front.pump()
    front.page.wait_for_function("model.sent.length > 0")
    asked = []
    for _ in range(100):
        asked += [message["offset"] for message in front.pump() if message["kind"] == "bytes"]
        if front.page.evaluate("document.querySelector('.vw-download').textContent === 'Download'"):
            break
        front.page.wait_for_timeout(30)
    assert asked == [0, 1 << 20, 2 << 20]
    assert front.page.evaluate(
        "fetch(document.querySelector('video').src).then((r) => r.blob()).then((b) => b.size)"
    ) == (len(padded))
    front.page.evaluate("void widget.render({model, el: document.getElementById('two')})")
    expect(front.page.locator("#two .vw-download")).to_have_text("Download")
    assert [message["kind"] for message in front.pump()] == ["hello"]


def test_the_saved_player_s_address_is_used_and_its_place_is_taken(
    page: Page, card: Card, clip_file: Path, served: str
) -> None:
    """With the saved output in the same cell the card plays from that address, asks for no bytes, and shows it once."""
    saved = saved_html([SavedJob(ABOUT, Done(clip_of(clip_file)), clip_file.name)])
    page.goto(served)
    front = FrontEnd(page, card, body=f'<div class="jp-OutputArea"><div id="root"></div><div>{saved}</div></div>')
    card.tell(Done(clip_of(clip_file)))
    front.pump_until("document.querySelector('.vw-download').textContent === 'Download'")
    heard = front.pump()
    assert [message for message in heard if message["kind"] == "bytes"] == []
    assert page.locator(".vidwidgets-card video").evaluate("(v) => [v.src, v.videoWidth]") == [
        f"{served}/boat.mp4",
        320,
    ]
    expect(page.locator(".vidwidgets-clip-k3f9q2")).to_be_hidden()
    assert page.locator("video:visible").count() == 1
    page.evaluate("document.getElementById('root').remove()")
    expect(page.locator(".vidwidgets-clip-k3f9q2")).to_be_visible()


def test_a_saved_player_elsewhere_stays(page: Page, card: Card, clip_file: Path, served: str) -> None:
    """The same clip shown in another cell on purpose is not hidden."""
    saved = saved_html([SavedJob(ABOUT, Done(clip_of(clip_file)), clip_file.name)])
    page.goto(served)
    body = f'<div class="jp-OutputArea"><div id="root"></div></div><div class="jp-OutputArea">{saved}</div>'
    front = FrontEnd(page, card, body=body)
    card.tell(Done(clip_of(clip_file)))
    front.pump_until("document.querySelector('.vw-download').textContent === 'Download'")
    expect(page.locator(".vidwidgets-clip-k3f9q2")).to_be_visible()


def test_a_saved_player_whose_file_is_not_there_is_no_help(
    page: Page, card: Card, clip_file: Path, served: str
) -> None:
    """Where the relative address does not work (VS Code, a moved notebook) the bytes are fetched after all."""
    saved = saved_html([SavedJob(ABOUT, Done(clip_of(clip_file)), "nowhere/boat.mp4")])
    page.goto(served)
    front = FrontEnd(page, card, body=f'<div class="jp-OutputArea"><div id="root"></div>{saved}</div>')
    card.tell(Done(clip_of(clip_file)))
    front.pump_until("document.querySelector('.vw-download').textContent === 'Download'")
    assert page.locator(".vidwidgets-card video").evaluate("(v) => [v.src.slice(0, 5), v.videoWidth]") == ["blob:", 320]


def test_the_place_of_the_player_is_free_before_it_comes(front: FrontEnd, clip_file: Path) -> None:
    """The card of a finished job has its full height at once, and keeps it when the clip has loaded."""
    front.card.tell(Done(clip_of(clip_file)))
    for data, buffers in front.comm.published[front.taken :]:
        front._deliver(data, buffers)  # noqa: SLF001  # the end without the bytes that follow it
    front.taken = len(front.comm.published)
    before = front.page.locator(".vidwidgets-card").bounding_box()
    front.pump_until("document.querySelector('.vw-download').textContent === 'Download'")
    assert front.page.locator(".vidwidgets-card").bounding_box() == before


def test_a_clip_that_cannot_be_fetched_is_said_with_its_place(front: FrontEnd, tmp_path: Path) -> None:
    """A file that was moved away: the kernel's sentence and where it had been."""
    front.card.tell(Done(clip_of(tmp_path / "gone.mp4")))
    front.pump_until("!document.querySelector('.vw-trouble').hidden")
    expect(front.find("trouble")).to_contain_text("gone.mp4: No such file or directory.")
    expect(front.find("trouble")).to_contain_text(str(tmp_path / "gone.mp4"))
    expect(front.find("download")).to_be_hidden()


def test_a_clip_that_the_browser_cannot_decode_is_a_text_and_a_link(front: FrontEnd, tmp_path: Path) -> None:
    """HEVC and the like: what it is, the download, the place; the poster instead of a dead player."""
    file = tmp_path / "boat.mp4"
    file.write_bytes(b"\x00\x00\x00\x18ftypmp42" + bytes(4000))
    front.card.tell(Done(clip_of(file, video_codec="hevc")))
    front.pump_until("!document.querySelector('.vw-trouble').hidden")
    expect(front.find("trouble")).to_contain_text("This browser cannot play this clip (HEVC).")
    expect(front.find("download")).to_have_text("Download")
    assert front.page.locator(".vidwidgets-card video").count() == 0
    expect(front.page.locator(".vw-stage img")).to_be_visible()


def test_the_jobs_of_a_cell_do_not_disturb_each_other(
    page: Page, new_card: NewCard, clip_file: Path, served: str
) -> None:
    """A card hides its own entry in the saved output, and no other's."""
    other = dataclasses.replace(ABOUT, job_id="other1")
    jobs = [SavedJob(about, Done(clip_of(clip_file)), clip_file.name) for about in (ABOUT, other)]
    page.goto(served)
    body = f'<div class="jp-OutputArea"><div id="root"></div>{saved_html(jobs)}</div>'
    FrontEnd(page, new_card(ABOUT), body=body)
    expect(page.locator(".vidwidgets-job-k3f9q2")).to_be_hidden()
    expect(page.locator(".vidwidgets-job-other1")).to_be_visible()


def test_vs_code_is_told_that_it_is_silent(page: Page, card: Card, clip_file: Path) -> None:
    """In its webview no address is looked for, the bytes are played, and the sound that is not heard is named."""
    saved = saved_html([SavedJob(ABOUT, Done(clip_of(clip_file)), clip_file.name)])
    front = FrontEnd(page, card, body=f'<div id="root"></div><div>{saved}</div>')
    page.evaluate("document.body.dataset.vscodeThemeKind = 'vscode-dark'")
    card.tell(Done(clip_of(clip_file, audio_codec="aac")))
    front.pump_until("document.querySelector('.vw-download').textContent === 'Download'")
    expect(front.find("trouble")).to_contain_text("VS Code plays no AAC sound")
    assert page.locator(".vidwidgets-card video").evaluate("(v) => v.src.startsWith('blob:')")
    expect(page.locator(".vidwidgets-job-k3f9q2")).to_be_hidden()


def test_a_silent_clip_is_not_said_to_be_silenced(page: Page, card: Card, clip_file: Path) -> None:
    """Nor is one that another codec gives its sound."""
    front = FrontEnd(page, card)
    page.evaluate("document.body.dataset.vscodeThemeKind = 'vscode-dark'")
    card.tell(Done(clip_of(clip_file, audio_codec="")))
    front.pump_until("document.querySelector('.vw-download').textContent === 'Download'")
    expect(front.find("trouble")).to_be_hidden()
