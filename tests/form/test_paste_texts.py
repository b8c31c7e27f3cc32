"""What is read in a pasted text: every spelling that people meet, and nothing raised by what they should not meet."""

from __future__ import annotations

import json

import pytest

from vidwidgets.form.paste.fill import fill
from vidwidgets.form.paste.found import Found, Readers
from vidwidgets.form.paste.read import MOST_CHARACTERS, read_text
from vidwidgets.providers.find import endpoint, provider_names, sdk

VEO = endpoint("fal-ai/veo3/image-to-video")
READERS = Readers(tuple(sdk(name).read for name in provider_names()))
ADDRESS = ("queue.fal.run", "/fal-ai/veo3/image-to-video")
URL = "https://queue.fal.run/fal-ai/veo3/image-to-video"
KEY = "1b2c3d4e-secret"
SEED_004 = """{
 "duration": 5,
 "img_id": 1,
 "model": "v6",
 "template_id": 0,
 "motion_mode": "normal",
 //"camera_movement": "zoom_in", // 可以在文/图生视频添加运镜(支持v4,v4.5版本)参数请参考文档
 "prompt": "string",
 "quality": "720p",
 //"template_id": 302325299692608, //激活模版才可使用此字段
 //"sound_effect_switch":true,
 "seed": 0
}"""


def read(text: str) -> Found:
    """What is read, with every provider's SDK known; no key is ever in it."""
    found = read_text(text, READERS)
    assert KEY not in repr(found)
    return found


@pytest.mark.parametrize(
    "text",
    [
        f"""curl {URL} -d '{{"prompt": "it'\\''s $5"}}'""",
        f"""curl --request POST --url {URL} --header 'Authorization: {KEY}' --data '{{"prompt": "it\\u0027s $5"}}'""",
        f"""curl -sSLX POST {URL} -H "Authorization: Key {KEY}" -d "{{\\"prompt\\": \\"it's \\$5\\"}}" """,
        f"""$ curl -XPOST "{URL}?a=x" \\\n  -H 'Authorization: {KEY}' \\\n  --json $'{{"prompt": "it\\'s $5"}}'""",
        f"""!curl -u user:{KEY} -d'{{"prompt": "it'"'"'s $5"}}' {URL} -o clip.json""",
        f"""FAL_KEY={KEY}\ncurl -b "session={KEY}" {URL} --data-raw='{{"prompt": "it'"'"'s $5"}}' | jq .""",
        f"""curl {URL} -H 'Authorization: Key {KEY}' -d @- <<'EOF' | jq\n{{"prompt": "it's $5"}}\nEOF\necho done""",
        f"""```bash\ncurl {URL} --data-binary '{{"prompt": "it\\u0027s $5",}}' # with a comma too many\n```""",
        f'curl ^"{URL}^" ^\r\n  -H ^"a: {KEY}^" ^\r\n  --data-raw ^"^{{^\\^"prompt^\\^":^\\^"it\'s $5^\\^"^}}^"',
        f'curl "{URL}" ^\r\n  -H "authorization: Key {KEY}" ^\r\n  -d "{{\\"prompt\\": \\"it\'s $5\\"}}"',
        f'curl.exe "{URL}" `\n  -d "{{\\"prompt\\": \\"it\'s `$5\\"}}"',
    ],
    ids=["bare", "long", "short", "ansi", "letters", "equals", "here", "fence", "chrome", "cmd", "powershell"],
)
def test_a_curl_command_in_every_spelling(text: str) -> None:
    """Quoting, continuation lines and options of each shell and browser; address and body are what would be sent."""
    found = read(text)
    assert (found.kind, found.address) == ("a curl command", ADDRESS)
    assert found.body is not None
    assert found.body["prompt"].replace("`", "") == "it's $5"
    assert all("shell" in sentence for sentence in found.said)


def test_bytes_in_an_ansi_text_are_characters() -> None:
    r"""`\xe2\x80\xa6` and `\u2026` are one and the same; half of one is no error."""
    found = read(f"""curl {URL} -d $'{{"prompt": "\\xe2\\x80\\xa6\\u2026\\t\\041\\xff"}}'""")
    assert found.body == {"prompt": "……\t!\ufffd"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"curl {URL} -d @body.json", "from a file"),
        (f"curl {URL} -F image=@cat.png", "form or a file"),
        (f"curl {URL}", "sends no JSON"),
        (f"curl {URL} -d 'a=b&c=d'", "breaks off at line 1, column 1"),
        (f"curl {URL} -d '[1, 2]'", "no object with names"),
        (f"""curl {URL} -d "{{\\"prompt\\": \\"$PROMPT\\"}}" """, "$PROMPT"),
        ("   \n", "There is no text"),
        ("what a nice day", "This was not understood. Paste a curl command"),
        ('{"prompt": "a" "seed": 1}', "line 1, column 16"),
        ("{“prompt”: “a”}", "curly quotation marks"),
        ("[1, 2]", "no object with names"),
        ("[" * 100_000, "beyond all measure"),
        ('{"a":' * 30 + "1" + "}" * 30, "nested more than 20 deep"),
        ('{"seed": ' + "9" * 5000 + "}", "beyond all measure"),
        ("import os\nprint(os.environ)", "makes no request that is known here"),
        ("vw.submit('a/b', prompt='x'", "As Python it breaks off"),
        ("f(" * 50 + ")" * 50, "too deeply nested"),
        ("https://queue.fal.run/fal-ai/veo3", "no request's id"),
        ("x" * (MOST_CHARACTERS + 1), "2,000,001 characters"),
    ],
)
def test_what_is_not_understood_is_said(text: str, sentence: str) -> None:
    """Each in a sentence with what to do, or where it breaks off."""
    said = read(text).said
    assert any(sentence in one for one in said), said
    assert all(len(one) < 400 for one in said)


def test_the_document_of_pixverse_is_read() -> None:
    """Seed 004's example has comments in it; as JSON inside a JSON text, with its escapes, it is the same."""
    wanted = {"duration": 5, "img_id": 1, "model": "v6", "template_id": 0, "motion_mode": "normal"}
    wanted |= {"prompt": "string", "quality": "720p", "seed": 0}
    escaped = json.dumps(SEED_004.replace("\n", "\r\n"))
    for text in (SEED_004, escaped, f'[{{"name": "示例 1", "value": {escaped}, "mediaType": "application/json"}}]'):
        assert read(text).body == wanted


@pytest.mark.parametrize(
    ("text", "endpoint_id"),
    [
        ('{"input": {"prompt": "a // b", "seed": 1}}', ""),
        ('{"application": "a/b", "arguments": {"prompt": "a // b", "seed": 1,},}', "a/b"),
        ('{"body": "{\\"prompt\\": \\"a // b\\", \\"seed\\": 1}"}', ""),
        ("{'prompt': 'a // b', 'seed': 1, 'negative_prompt': None}", ""),
        ('The body:\n\n{"prompt": "a // b", "seed": 1}\n\nand so on', ""),
    ],
)
def test_a_wrapped_body_is_opened(text: str, endpoint_id: str) -> None:
    """What platforms and queues put around the request is taken away; a Python dict is as good as JSON."""
    found = read(text)
    assert {name: value for name, value in (found.body or {}).items() if value is not None} == {
        "prompt": "a // b",
        "seed": 1,
    }
    assert found.endpoint == endpoint_id


def test_a_wrappers_name_may_be_a_fields() -> None:
    """An endpoint that has a field `input` keeps it."""
    assert read_text('{"input": {"a": 1}}', fields=["input"]).body == {"input": {"a": 1}}


def test_an_http_request_as_documents_print_it() -> None:
    """Its first line is the address; its headers are passed over."""
    found = read(f'POST /openapi/v2/video/img/generate HTTP/1.1\nAPI-KEY: {KEY}\n\n{{"prompt": "a"}}')
    assert (found.address, found.body) == (("", "/openapi/v2/video/img/generate"), {"prompt": "a"})


@pytest.mark.parametrize(
    "text",
    [
        "725e8f7a-afbf-4e9d-9e33-314220bb1fed",
        "https://queue.fal.run/fal-ai/veo3/requests/725e8f7a-afbf-4e9d-9e33-314220bb1fed/status",
        f"curl -H 'Authorization: Key {KEY}' https://a.example/v1/tasks/725e8f7a-afbf-4e9d-9e33-314220bb1fed",
        '{"status": "IN_QUEUE", "request_id": "725e8f7a-afbf-4e9d-9e33-314220bb1fed", "queue_position": 0}',
        '{"ErrCode": 0, "ErrMsg": "x", "Resp": {"video_id": "725e8f7a-afbf-4e9d-9e33-314220bb1fed"}}',
    ],
    ids=["bare", "address", "curl", "answer", "PixVerse's answer"],
)
def test_a_request_id_is_found(text: str) -> None:
    """Alone, in the address that polls it, and in a provider's answer."""
    assert read(text).request_id == "725e8f7a-afbf-4e9d-9e33-314220bb1fed"


PYTHON = {
    "ours": ("import vidwidgets as v\njob = v.submit('a/b', prompt='x', seed=-1, fresh=True)", "a/b", None),
    "ours, imported": ("from vidwidgets import form as f\nf('a/b', **{'prompt': 'x', 'seed': -1})", "a/b", None),
    "variables": (
        "import vidwidgets as vw\np = 'x'\nkw = dict(seed=-1)\nvw.form('a/b', prompt=f'{p}', **kw)",
        "a/b",
        None,
    ),
    "in a function": (
        "async def main():\n  with x:\n    return await vw.submit('a/b', prompt='x', seed=-1)",
        "a/b",
        None,
    ),
    "fal": ("import fal_client\nfal_client.subscribe('a/b', arguments={'prompt': 'x', 'seed': -1})", "a/b", None),
    "fal, positional": ("h = fal_client.submit('a/b', {'prompt': 'x', 'seed': -1})", "a/b", None),
    "fal's client": (
        f"c = fal_client.SyncClient(key='{KEY}')\nc.run('a/b', arguments={{'prompt': 'x', 'seed': -1}})",
        "a/b",
        None,
    ),
    "requests": (
        f"import requests\nurl = '{URL}'\nbody = {{'prompt': 'x', 'seed': -1}}\n"
        f"requests.post(url, headers={{'Authorization': 'Key {KEY}'}}, json=body)",
        "",
        ADDRESS,
    ),
    "httpx with dumps": (
        f"import httpx, json\nb = json.dumps({{'prompt': 'x', 'seed': -1}})\nhttpx.request('POST', '{URL}', content=b)",
        "",
        ADDRESS,
    ),
    "http.client": (
        f"conn.request('POST', '/fal-ai/x', '{{\"prompt\": \"x\", \"seed\": -1}}', {{'Authorization': '{KEY}'}})",
        "",
        ("", "/fal-ai/x"),
    ),
    "a dict": (
        f"headers = {{'Authorization': 'Key {KEY}', 'a': 1, 'b': 2}}\nd = {{'prompt': 'x', 'seed': -1}}",
        "",
        None,
    ),
}


@pytest.mark.parametrize(("text", "endpoint_id", "address"), PYTHON.values(), ids=PYTHON)
def test_python_is_read_without_running_it(text: str, endpoint_id: str, address: object) -> None:
    """Our own snippets, SDKs and HTTP libraries, by their syntax tree."""
    found = read(text)
    assert (found.values or found.body) == {"prompt": "x", "seed": -1}
    assert (found.endpoint, found.address) == (endpoint_id, address)


def test_runways_sdk_is_read_in_its_own_spelling() -> None:
    """Python's names become the wire's, inside of objects too."""
    found = read(
        f"client = RunwayML(api_key='{KEY}')\nimage = client.uploads.create_ephemeral(file=Path('cat.png')).uri\n"
        "client.with_options(max_retries=0).image_to_video.create(model='gen4_turbo', prompt_text='x',\n"
        "  prompt_image=[{'uri': image, 'position': 'first'}], content_moderation={'public_figure_threshold': 'low'})"
        ".wait_for_task_output()"
    )
    values = fill(endpoint("runway/image-to-video"), found).values
    assert values == {"model": "gen4_turbo", "promptText": "x", "promptImage": "cat.png", "contentModeration": "low"}


def test_several_requests_are_counted() -> None:
    """The first is taken, and it is said."""
    found = read("vw.submit('a/b', prompt='x')\nvw.submit('a/b', prompt='y')")
    assert (found.values, found.said) == ({"prompt": "x"}, ("The text makes 2 requests: the first one was read.",))


def test_what_is_worked_out_is_said() -> None:
    """A value that only running would tell is named by its field, and left out; nothing is made up for it."""
    found = read("vw.submit('fal-ai/veo3/image-to-video', prompt=text, seed=int(x), image_url=open('cat.png', 'rb'))")
    filling = fill(VEO, found)
    assert filling.values == {"image_url": "cat.png"}
    assert filling.said == (
        "Prompt: its value is worked out in the code, and was not read.",
        "Seed: its value is worked out in the code, and was not read.",
    )


def test_unknown_names_have_their_nearest_and_no_key_is_repeated() -> None:
    """A misspelt name is said with the known one; a name that may be a key, or is long, is not said again."""
    body = {"prompt": "x", "durration": "4s", "s-k-abcdef0123456789abcdef": 1, "n" * 90: 2, "<b>": 3, "image": "c.png"}
    filling = fill(VEO, Found(body=body))
    assert filling.values == {"prompt": "x", "image_url": "c.png"}
    [said] = filling.said
    assert "durration (the nearest is duration)" in said
    assert "abcdef0123456789" not in said
    assert "nnn" not in said
    assert "<b>" not in said


def test_a_value_is_taken_as_it_stands() -> None:
    """A wrong option is the form's to say; what no control can show is said here."""
    filling = fill(VEO, Found(body={"duration": 5, "seed": "x", "prompt": {"a": 1}, "negative_prompt": "\ud83d"}))
    assert filling.values == {"duration": 5, "seed": "x"}
    assert [one.partition(":")[0] for one in filling.said] == ["Prompt", "Negative prompt"]
