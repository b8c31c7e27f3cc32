"""A request to PixVerse without us: it publishes no Python SDK for the platform API, so it is a script with httpx.

What is on PyPI of its own (pixverse-mcp 0.2.2, read 2026-11-21) is a server for language models.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from vidwidgets.providers.pixverse.protocol import PATHS, RESULT
from vidwidgets.providers.pixverse.uploading import PATH as UPLOAD
from vidwidgets.providers.sdk import LocalFile, Sdk, has_local, with_uploads
from vidwidgets.spec.python_text import Expression, call, literal, mapping

_PICTURES = ("img_id", "img_ids")
_CALLING = '''\
# PixVerse publishes no Python SDK for its platform API: this speaks it with httpx.
# Needs: pip install httpx, and the key in the environment variable PIXVERSE_API_KEY.
import os
import time
import uuid

import httpx

client = httpx.Client(base_url="https://app-api.pixverse.ai", timeout=120)


def ask(method, path, **options):
    """Make one call; PixVerse wants a new trace id with each."""
    headers = {"API-KEY": os.environ["PIXVERSE_API_KEY"], "Ai-trace-id": str(uuid.uuid4())}
    answer = client.request(method, path, headers=headers, **options).raise_for_status().json()
    if answer["ErrCode"] != 0:
        raise SystemExit(f"PixVerse: {answer['ErrCode']} {answer['ErrMsg']}")
    return answer["Resp"]
'''
_UPLOADING = f'''
def upload(path):
    """Give PixVerse a picture; the id that stands for it."""
    with open(path, "rb") as file:
        return ask("POST", "{UPLOAD}", files={{"image": file}})["img_id"]
'''
_FETCHING = f'''
def upload_from(url):
    """Let PixVerse fetch a picture; the id that stands for it."""
    return ask("POST", "{UPLOAD}", files={{"image_url": (None, url)}})["img_id"]
'''
_WAITING = f"""\
print(video_id)  # it is being made, and charged
while True:
    clip = ask("GET", f"{RESULT}/{{video_id}}")
    if clip["status"] == 1:
        print(clip["url"])
        break
    if clip["status"] in (6, 7, 8):  # gone, moderated, failed
        raise SystemExit(f"PixVerse made no clip (status {{clip['status']}})")
    time.sleep(5)
"""


def code(endpoint: str, body: Mapping[str, Any], above: Sequence[str]) -> str:
    """Upload, create and poll, with only the functions that this request needs."""
    given = {name: _fetched(value) if name in _PICTURES else value for name, value in body.items()}
    fetches = given != dict(body)
    given = with_uploads(given, lambda path: f"upload({path})")
    asked = [literal("POST"), literal(PATHS.get(endpoint, "/")), f"json={mapping(given)}"]
    pieces = [
        _CALLING,
        *([f"\n{_UPLOADING}"] if has_local(body) else []),
        *([f"\n{_FETCHING}"] if fetches else []),
        "\n\n",
        *(f"{line}\n" for line in above),
        "\n".join(call("video_id = ask", asked, after='["video_id"]')) + "\n",
        _WAITING,
    ]
    return "".join(pieces)


def endpoint_at(host: str, path: str) -> str:
    """By the operation's path, at PixVerse's hosts and below a gateway's prefix alike."""
    del host
    return next((endpoint for endpoint, known in PATHS.items() if path.rstrip("/").endswith(known)), "")


def _fetched(value: Any) -> Any:  # noqa: ANN401  an id, a text, a LocalFile, or a list of them
    """An address is given to PixVerse first: its body has room for ids only."""
    if isinstance(value, list | tuple):
        return [_fetched(one) for one in value]
    if isinstance(value, str) and not isinstance(value, Expression | LocalFile):
        return Expression(f"upload_from({literal(value)})")
    return value


SDK = Sdk(label="httpx script", code=code, endpoint_at=endpoint_at)
