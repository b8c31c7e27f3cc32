"""What a form writes as code, a form reads again: for every declared endpoint and any values."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paste_kit import ADDRESSES, PATHS, back, values_of

from vidwidgets.panel.code import curl, our_code, provider_code
from vidwidgets.panel.route import route
from vidwidgets.providers.find import endpoints, provider_names, sdk
from vidwidgets.providers.sdk import Sdk
from vidwidgets.spec.endpoint import Endpoint

pytestmark = pytest.mark.usefixtures("sandbox")
every_endpoint = pytest.mark.parametrize("endpoint", endpoints(), ids=lambda endpoint: endpoint.id)
often = settings(max_examples=20)


@every_endpoint
@often
@given(data=st.data())
def test_our_snippet_comes_back_as_the_same_values(endpoint: Endpoint, data: st.DataObject) -> None:
    """Values → `vw.submit(…)` → the same values, of the same types, and nothing was not understood."""
    values = data.draw(values_of(endpoint, ADDRESSES | PATHS))
    found = back(our_code(endpoint, values, route(endpoint, None)), endpoint)
    assert (found.values, found.said) == (values, ())
    assert repr(dict(sorted(found.values.items()))) == repr(dict(sorted(values.items())))


@every_endpoint
@often
@given(data=st.data())
def test_the_curl_command_comes_back_as_the_same_body(endpoint: Endpoint, data: st.DataObject) -> None:
    """Values → curl → values that make the same body, wherever quotes, dollars and carets stand in them."""
    values = data.draw(values_of(endpoint, ADDRESSES))
    found = back(curl(endpoint, values, route(endpoint, None)), endpoint)
    assert_same_body(endpoint, values, found.values)
    assert found.said == ()


@every_endpoint
@often
@given(data=st.data())
def test_the_providers_code_comes_back_as_the_same_body(endpoint: Endpoint, data: st.DataObject) -> None:
    """Values → the provider's SDK → values that make the same body; local pictures by their path."""
    values = data.draw(values_of(endpoint, ADDRESSES | PATHS))
    code = provider_code(endpoint, values, route(endpoint, None))
    compile(code, "code", "exec")
    found = back(code, endpoint)
    assert_same_body(endpoint, values, found.values)
    assert found.said == ()


@every_endpoint
@often
@given(data=st.data(), wrapper=st.sampled_from(["", "input", "arguments"]), indent=st.none() | st.integers(0, 3))
def test_a_json_body_comes_back(endpoint: Endpoint, data: st.DataObject, wrapper: str, indent: int | None) -> None:
    """Values → JSON with comments and trailing commas, wrapped or not → values that make the same body."""
    values = data.draw(values_of(endpoint, ADDRESSES))
    body = json.dumps(endpoint.body(values), indent=indent)
    body = f"{body[:-1]}{',' if len(body) > 2 else ''} // the end\n}}"
    text = f'/* {wrapper} */ {{"{wrapper}": {body},}}' if wrapper else f"# a body\n{body}"
    found = back(text, endpoint)
    assert_same_body(endpoint, values, found.values)


def assert_same_body(endpoint: Endpoint, values: dict[str, Any], again: Any) -> None:
    """The same JSON, the types of its literals included; an empty one fills nothing in."""
    wanted = endpoint.body(values)
    made = endpoint.body(again) if again is not None else {}
    assert json.dumps(made, sort_keys=True) == json.dumps(wanted, sort_keys=True)


def test_every_provider_has_its_code() -> None:
    """Each room says how its SDK writes a request."""
    assert {sdk(name).label for name in provider_names()} == {"fal_client", "runwayml", "httpx script"}
    assert all(isinstance(sdk(name), Sdk) for name in provider_names())
