"""`form.paste`: the form asks for what the text asks for, says what it did not understand, and keeps no key."""

from __future__ import annotations

import json
import logging
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paste_kit import back
from sandboxed import KLING, VEO, Sandboxed

import vidwidgets as vw
from vidwidgets.form.form import EndpointForm
from vidwidgets.form.paste.fill import fill
from vidwidgets.form.paste.found import Found
from vidwidgets.providers.find import endpoints
from vidwidgets.spec.endpoint import Endpoint

pytestmark = pytest.mark.usefixtures("sandbox")
KEY = "3f2a9c-secret-key-0123456789"


def ready(photo: Path, endpoint_id: str = VEO, **values: Any) -> vw.Form:
    """A form that may be sent."""
    return vw.form(endpoint_id, **{"prompt": "The fog lifts.", "image": photo, **values})


def test_a_curl_command_fills_the_form(photo: Path) -> None:
    """What it names is filled in; what it does not goes back; the picture stays, since the text has none."""
    form = ready(photo, duration="4s", seed=7)
    said = form.paste(
        f"curl https://queue.fal.run/{VEO} -H 'Authorization: Key {KEY}' "
        """-d '{"prompt": "Birds.", "generate_audio": false, "durration": "6s"}'"""
    )
    assert (form.values["prompt"], form.values["generate_audio"], form.values["duration"]) == ("Birds.", False, "8s")
    assert "seed" not in form.values
    assert form.values["image_url"] == photo
    assert said == [
        f"Not known to {VEO}, and left out: durration (the nearest is duration).",
        "Not in the text, and so left out or back at the default: Duration, Seed.",
        "Still as it was: Image.",
    ]


def test_a_form_takes_its_own_words(photo: Path) -> None:
    """Each of the three texts of one form makes another form ask for the same."""
    form = ready(photo, duration="4s", seed=0, negative_prompt="rain, 'fog'")
    for text in (form.to_code(), form.to_code("provider")):
        other = vw.form(VEO)
        assert other.paste(text) == []
        assert other.values == {**form.values, "image_url": str(photo)}
    other = vw.form(VEO, image=photo)
    said = other.paste(form.to_curl())
    assert other.values == form.values
    assert said == ["Image: the picture itself is not there: give it in the form.", "Still as it was: Image."]


def test_a_text_for_another_endpoint_changes_nothing(photo: Path) -> None:
    """It is said which, and where to paste it; the form is as it was."""
    form = ready(photo)
    before = form.values
    other = ready(photo, "runway/image-to-video", ratio="1280:720", duration=5)
    for text in (other.to_code(), other.to_code("provider"), other.to_curl()):
        [said] = form.paste(text)
        assert 'vw.form("runway/image-to-video").paste' in said
    for text in (
        'fal_client.run("owner/app", arguments={"prompt": "x"})',
        "curl https://fal.run/owner/app -d '{\"a\": 1}'",
    ):
        [said] = form.paste(text)
        assert 'vw.form("owner/app")' in said
    assert form.values == before


def test_an_address_of_a_gateway_is_the_endpoints() -> None:
    """Below a gateway's prefix the paths are the same; an address that no provider has is said, and the body taken."""
    veo = vw.endpoint(VEO)
    body = '{"prompt": "Birds."}'
    assert back(f"curl https://gate.example/fal/{VEO} -d '{body}'", veo).said == ()
    runway = vw.endpoint("runway/image-to-video")
    path = "gate.example/runwayml/v1/image_to_video"
    assert back(f"""curl {path} -d '{{"promptText": "Birds."}}'""", runway).said == ()
    [said] = back(f"curl https://gate.example/clips -d '{body}'", veo).said
    assert "none that is known here" in said


def test_a_connection_is_said_and_not_taken(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The form stays where it sends; a name that is no connection is not repeated."""
    form = ready(photo)
    said = form.paste(f'vw.submit("{VEO}", prompt="x", connection="uniapi")')
    assert "The snippet goes to the connection uniapi; this form stays on sandbox." in said
    said = form.paste(f'vw.submit("{VEO}", prompt="x", connection="{KEY}")')
    assert "The snippet names a connection that is not known here." in said
    assert KEY not in " ".join(said)


def test_a_request_id_is_looked_up(sandbox: Sandboxed, photo: Path) -> None:
    """The provider's id, ours, and the answer that held it bring the request back; the journal has no pictures."""
    job = vw.submit(KLING, prompt="An older prompt.", image=photo, duration="10", cfg_scale=0.75)
    job.wait(30)
    for text in (job.id, job.request_id, json.dumps({"request_id": job.request_id, "status": "COMPLETED"})):
        form = ready(photo, KLING)
        said = form.paste(text)
        assert (form.values["prompt"], form.values["duration"], form.values["cfg_scale"]) == (
            "An older prompt.",
            "10",
            0.75,
        )
        assert form.values["image_url"] == photo
        assert said == ["Image: the picture itself is not there: give it in the form.", "Still as it was: Image."]
    [said] = ready(photo, VEO).paste(job.request_id)
    assert f'vw.form("{KLING}").paste' in said


def test_an_unknown_id_is_not_repeated(photo: Path) -> None:
    """A key that was pasted by mistake looks like an id: it is neither said again nor written down."""
    form = ready(photo)
    before = form.values
    [said] = form.paste(KEY)
    assert "knows no request with it" in said
    assert KEY not in said
    assert form.values == before


def test_no_key_is_kept_anywhere(
    photo: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Headers, users, cookies, arguments of clients: not in the form, the sentences, the log, or a file of ours."""
    caplog.set_level(logging.DEBUG)
    form = ready(photo)
    texts = [
        f"curl https://u:{KEY}@queue.fal.run/{VEO}?key={KEY} -u a:{KEY} -b s={KEY} -H 'Authorization: Key {KEY}' "
        """-d '{"prompt": "a"}'""",
        f"import fal_client\nc = fal_client.SyncClient(key='{KEY}')\nc.run('{VEO}', arguments={{'prompt': 'b'}})",
        f"requests.post('https://queue.fal.run/{VEO}', json={{'prompt': 'c'}}, headers={{'Authorization': '{KEY}'}})",
        f'Authorization: Key {KEY}\n\n{{"prompt": "d", "{KEY}": 1, "api_key": "{KEY}"}}',
        f"Key {KEY}",
        f'{{"prompt": {KEY}}}',
    ]
    said = [one for text in texts for one in form.paste(text)]
    assert form.values["prompt"] == "d"
    seen = [*said, repr(form.values), repr(form), form.to_code(), form.to_curl(), caplog.text, *capsys.readouterr()]
    assert not [one for one in seen if KEY in one]
    files = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert not [path for path in files if KEY.encode() in path.read_bytes()]


def test_only_two_kinds_of_code(photo: Path) -> None:
    """Another word is refused with the two that there are."""
    with pytest.raises(vw.InvalidRequest, match="'curl' is neither"):
        ready(photo).to_code("curl")


def test_code_for_a_gateway_says_where_it_goes(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The provider's SDK goes to the provider; a form on a gateway says that in the first line."""
    monkeypatch.setenv("UNIAPI_KEY", KEY)
    code = ready(photo, connection="uniapi").to_code("provider")
    assert code.startswith("# This goes to fal itself; the form goes to its connection uniapi.\n")
    assert KEY not in code


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=[])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("endpoint", endpoints(), ids=lambda endpoint: endpoint.id)
@settings(max_examples=25)
@given(data=st.data())
def test_any_body_can_be_shown(endpoint: Endpoint, data: st.DataObject) -> None:
    """Whatever stands under the names of fields, the form takes it or a sentence says why not; nothing is raised."""
    names = [field.name for field in endpoint.fields]
    body = data.draw(st.dictionaries(st.sampled_from(names) | st.text(max_size=5), JSON, max_size=6))
    filling = fill(endpoint, Found(body=body))
    form = empty(endpoint.id)
    form.load(filling.values, whole=True)
    shown = form.values
    assert repr({name: shown[name] for name in filling.values if name in shown}) == repr(
        {name: value for name, value in filling.values.items() if name in shown}
    )
    assert isinstance(form.problems, list)


@cache
def empty(endpoint_id: str) -> EndpointForm:
    """An empty form, one for all examples: each one fills it whole."""
    asked_of = vw.endpoint(endpoint_id)
    return EndpointForm(asked_of, {}, inspect=None, on_submit=lambda: None, connection_line="", sandbox=True)
