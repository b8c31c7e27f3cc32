"""Where a request is found again: paths taken from an answer's URLs, or built from its id."""

import re

import pytest
from driving import FAL, GATEWAY, KLING, REQUEST_ID, UNIAPI
from hypothesis import given
from hypothesis import strategies as st

from vidwidgets.providers.fal import paths
from vidwidgets.wire.connections import Connection

SCHEMES_AND_SIGNS = "https: http: // / \\ .. . %2e%2e %2f @ :443 :80 ? # ;"
HOSTS = "queue.fal.run QUEUE.fal.run. fal.run gate.example evil.example [::1]"
STEPS = f"fal fal-ai kling-video requests {REQUEST_ID} status cancel response"
ODD = [" ", "\t", "\n", "\N{FULLWIDTH SOLIDUS}", "\N{CYRILLIC SMALL LETTER A}"]
pieces = st.sampled_from([*SCHEMES_AND_SIGNS.split(), *HOSTS.split(), *STEPS.split(), *ODD])
urls = st.lists(pieces, max_size=14).map("".join) | st.text(max_size=60)
connections = st.sampled_from([FAL, UNIAPI, GATEWAY])


@given(status=urls, response=urls, cancel=urls, connection=connections)
def test_no_answer_leads_elsewhere(status: str, response: str, cancel: str, connection: Connection) -> None:
    """Whatever URLs an answer gives, each path is of this request, plain, and below the connection's base."""
    answer = {"status_url": status, "response_url": response, "cancel_url": cancel}
    found = paths.returned(answer, KLING, REQUEST_ID, connection)
    assert set(found) == {"status", "result", "cancel"}
    for purpose, suffix in (("status", "/status"), ("result", ""), ("cancel", "/cancel")):
        assert re.fullmatch(rf"(/[A-Za-z0-9_.-]+){{2,8}}/requests/{REQUEST_ID}{suffix}", found[purpose])
        assert not {"..", "."} & set(found[purpose].split("/"))
        assert connection.url(found[purpose]) == connection.base_url + found[purpose]


@given(text=st.text(max_size=140))
def test_an_id_is_one_step_of_a_path(text: str) -> None:
    """What passes as an id can stand in a path without being read as anything else."""
    if paths.is_request_id(text):
        assert re.fullmatch(r"[A-Za-z0-9_.:-]{1,128}", text)
        assert text.strip(".")


@pytest.mark.parametrize(
    ("endpoint", "place"),
    [
        (KLING, "/fal-ai/kling-video"),
        ("fal-ai/veo3/image-to-video", "/fal-ai/veo3"),
        ("owner/app", "/owner/app"),
        ("/owner/app/", "/owner/app"),
        ("workflows/owner/app/more", "/workflows/owner/app"),
        ("comfy/owner/app/more", "/comfy/owner/app"),
    ],
)
def test_a_built_path_is_of_owner_and_app(endpoint: str, place: str) -> None:
    """fal: only the owner and the app, and one step more for workflows and comfy."""
    assert paths.built(endpoint, "id-1") == {
        "status": f"{place}/requests/id-1/status",
        "result": f"{place}/requests/id-1",
        "cancel": f"{place}/requests/id-1/cancel",
    }


def test_the_other_places_are_tried_once_each() -> None:
    """No place is listed twice, and the literal `auto` only at a gateway."""
    assert [way["result"] for way in paths.alternatives("owner/app", "1", FAL)] == ["/owner/app/requests/1"]
    assert [way["result"] for way in paths.alternatives("owner/app/x", "1", GATEWAY)] == [
        "/owner/app/requests/1",
        "/owner/app/x/requests/1",
        "/fal-ai/auto/requests/1",
    ]


@pytest.mark.parametrize("host", ["https://gate.example", "https://queue.fal.run"])
@pytest.mark.parametrize("prefix", ["/fal", ""])
def test_a_base_with_a_prefix_keeps_it_once(host: str, prefix: str) -> None:
    """Behind https://gate.example/fal, a URL with the prefix, without it and of fal's host lead to the same place."""
    told = f"{host}{prefix if 'gate' in host else ''}/fal-ai/kling-video/requests/{REQUEST_ID}/status"
    found = paths.returned({"status_url": told}, KLING, REQUEST_ID, GATEWAY)
    assert GATEWAY.url(found["status"]) == f"https://gate.example/fal/fal-ai/kling-video/requests/{REQUEST_ID}/status"


@pytest.mark.parametrize(
    "answer", [None, [], "x", {"status_url": 5}, {"response_url": "https://evil.example/requests/1"}]
)
def test_no_id_is_taken_from_anywhere_else(answer: object) -> None:
    """An id is read only from a URL that leads to the connection or to fal."""
    assert paths.id_in(answer, GATEWAY) == ""
