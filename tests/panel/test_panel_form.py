"""`vw.form` as an object: what it says, what it sends, and what it would be as text. Its face is tested in kernels."""

from __future__ import annotations

import io
import json
import shlex
from pathlib import Path
from typing import Any

import pytest
from sandboxed import KLING, KLING_PRO, VEO, Sandboxed, draw_photo

import vidwidgets as vw
from vidwidgets.panel.received import received

pytestmark = pytest.mark.usefixtures("sandbox")


def ready(photo: Path, endpoint_id: str = KLING, **values: Any) -> vw.Form:
    """A form that may be sent."""
    return vw.form(endpoint_id, **{"prompt": "The fog lifts.", "image": photo, **values})


def test_a_form_says_what_its_controls_say(photo: Path) -> None:
    """Values, problems and price follow what it was filled with and what is loaded later."""
    form = vw.form(VEO, prompt="A cat.", duration="4s")
    assert form.values["prompt"] == "A cat."
    assert [problem.fields for problem in form.problems] == [("image_url",)]
    assert str(form.price) == "$1.60"
    form.load({"image": photo, "duration": "8s", "generate_audio": False})
    assert form.problems == []
    assert str(form.price) == "$1.60"
    assert form.endpoint is vw.endpoint(VEO)


def test_an_unknown_keyword_is_refused_by_name() -> None:
    """A misspelt field is said with the nearest known one, and there is no form."""
    with pytest.raises(vw.InvalidRequest, match=r"no field 'durration'. Did you mean duration\?"):
        vw.form(VEO, durration="8s")


def test_submit_sends_what_the_controls_say(sandbox: Sandboxed, photo: Path) -> None:
    """Generate makes one job of the values in sight; the same again at once asks first; the jobs are kept in order."""
    form = ready(photo, negative_prompt=None, cfg_scale=0.25)
    jobs = [form.submit()]
    with pytest.raises(vw.InvalidRequest, match=r"You sent exactly this 0\.\d s ago\. Send it a second time\? Nothing"):
        form.submit()
    jobs.append(form.submit(again=True))
    clips = [job.wait(30) for job in jobs]
    assert form.jobs == jobs
    assert len({clip.path for clip in clips}) == 2
    body = sandbox.submits()[0]["body"]
    assert (body["prompt"], body["cfg_scale"], body["duration"]) == ("The fog lifts.", 0.25, "5")


def test_a_form_that_is_not_ready_sends_nothing(sandbox: Sandboxed) -> None:
    """`submit` raises with every reason at once, and no job is made."""
    form = vw.form(VEO, duration="5s")
    with pytest.raises(vw.InvalidRequest) as caught:
        form.submit()
    assert {"prompt", "image_url", "duration"} <= set(caught.value.fields)
    assert form.jobs == []
    assert sandbox.requests() == []
    assert vw.jobs() == []


def test_the_code_makes_the_same_request(sandbox: Sandboxed, photo: Path) -> None:
    """The Python snippet runs as it is, and submits the same body as the form."""
    form = ready(photo, cfg_scale=0.25)
    form.submit().wait(30)
    code = form.to_code()
    assert "connection" not in code
    made: dict[str, Any] = {}
    tree = code.rstrip().replace("vw.submit(", "job = vw.submit(")
    exec(compile(tree, "snippet", "exec"), made)  # noqa: S102  that it runs is what is tested
    made["job"].wait(30)
    first, second = (dict(entry["body"], image_url="") for entry in sandbox.submits())
    assert first == second


def test_the_code_names_a_gateway(sandbox: Sandboxed, photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that is not the provider's own is in the snippet; the key never is."""
    monkeypatch.setenv("SHOWN_KEY", "shown-key-1234567890")
    vw.connect("shown", provider="fal", base_url=sandbox.url, key_env="SHOWN_KEY")
    form = ready(photo, connection="shown")
    assert 'connection="shown"' in form.to_code()
    assert "shown-key" not in form.to_code() + form.to_curl()
    assert "Authorization: Bearer $SHOWN_KEY".lower() in form.to_curl().lower()


def test_the_curl_command_is_the_providers(photo: Path) -> None:
    """From the sandbox the command is that for fal's own host, with the key's variable in place of the key."""
    form = ready(photo, KLING_PRO)
    words = shlex.split(form.to_curl())
    assert words[:4] == ["curl", "--request", "POST", f"https://queue.fal.run/{KLING_PRO}"]
    assert "authorization: Key $FAL_KEY" in words
    body = json.loads(words[words.index("--data-raw") + 1])
    assert body["image_url"] == "<uploaded first: cat.jpg>"
    assert body["duration"] == "5"


def test_an_earlier_job_fills_the_form(photo: Path) -> None:
    """A job's values are loaded; its picture, which the journal has not, stays as it is in the form."""
    job = vw.submit(KLING, prompt="An older prompt.", image=photo, duration="5", cfg_scale=0.75)
    job.wait(30)
    form = ready(photo, duration="10")
    form.load(vw.job(job.id))
    assert (form.values["prompt"], form.values["duration"], form.values["cfg_scale"]) == (
        "An older prompt.",
        "5",
        0.75,
    )
    assert form.values["image_url"] == photo
    with pytest.raises(vw.InvalidRequest):
        form.load({"durration": "10"})
    assert form.values["duration"] == "5"


def test_a_picture_that_changes_on_disk_is_judged_anew(photo: Path) -> None:
    """A file that was too small and is replaced by a larger one under the same name is no problem any more."""
    draw_photo(100, 100).save(photo, "JPEG")
    form = ready(photo)
    assert "100×100" in str(form.problems[0])
    draw_photo(640, 360).save(photo, "JPEG")
    assert form.problems == []


def test_objects_are_pictures_too(sandbox: Sandboxed) -> None:
    """Bytes and a PIL image in a form are sent as they are."""
    out = io.BytesIO()
    draw_photo().save(out, "PNG")
    for picture in (draw_photo(), out.getvalue()):
        form = vw.form(KLING, prompt="a", image=picture)
        assert form.problems == []
        assert form.submit().wait(30).path.is_file()
    assert len(sandbox.submits()) == 2


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("cat.png", "cat.png"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        (".hidden", "hidden"),
        ("a b\x00<c>\u202e.png", "a_b_c_.png"),
        ("", "picture"),
        ("x" * 300 + ".png", "x" * 56 + ".png"),
    ],
)
def test_an_upload_is_kept_under_a_name_of_ours(name: str, kept: str, tmp_path: Path) -> None:
    """Whatever a browser calls a file, it lands in the uploads folder, once, with its bytes."""
    path = Path(received(name, b"content"))
    assert path.parent == tmp_path / "home" / "uploads"
    assert path.name.partition("-")[2] == kept
    assert path.read_bytes() == b"content"
    assert received(name, b"content") != str(path)
