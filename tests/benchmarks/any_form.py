"""What forms of any model cost: OpenAPI documents, each read and drawn, against a peer that draws schemas."""

from __future__ import annotations

import json
import random
import time
import warnings
from dataclasses import dataclass
from typing import Any, Final

from .figure import Figure, median, spread

AT_MOST_SECONDS: Final = 5.0
_SEED: Final = 6


@dataclass(frozen=True)
class AnyForm:
    """In turn ours and the peer's, over the same documents, in this process and without a front end."""

    documents: int = 300
    rounds: int = 3

    def measure(self) -> list[Figure]:
        """Processor seconds for all of them (nothing here waits); what either refuses is counted."""
        documents = made_up(self.documents)
        inputs = [as_plain_schema(document) for _, document in documents]
        ours, peers = [], []
        refused = peer_refused = 0
        for _ in range(self.rounds):
            seconds, refused = _timed(_drawn, documents)
            ours.append(seconds)
            seconds, peer_refused = _timed(_drawn_by_the_peer, inputs)
            peers.append(seconds)
        kept = median(ours) <= AT_MOST_SECONDS * self.documents / 300 and not refused
        return [
            Figure(
                what=f"{self.documents} OpenAPI documents as forms",
                ours=median(ours),
                peer=median(peers),
                peer_name="ipywidgets-jsonschema",
                unit="s",
                target=f"at most {AT_MOST_SECONDS:g} s for 300, none refused",
                met=kept,
                measured="processor time from document to Endpoint to form, against `Form(schema)` of the same input; "
                f"ours refused {refused}, the peer {peer_refused}; ours {spread(ours, 's')}",
            )
        ]


def made_up(count: int) -> list[tuple[str, dict[str, Any]]]:
    """So many documents, each one of the sandbox's with some of its optional properties left out."""
    from vidwidgets.sandbox.fal_catalogue import load_catalogue

    rng, models = random.Random(_SEED), sorted(load_catalogue().items())  # noqa: S311  nothing secret
    found = []
    for number in range(count):
        endpoint_id, model = models[number % len(models)]
        document = json.loads(json.dumps(model.document))
        post = document["paths"][f"/{endpoint_id}"]["post"]
        name = post["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        schema = document["components"]["schemas"][name]
        kept = {key for key in schema["properties"] if key in schema.get("required", ()) or rng.random() < 0.8}
        schema["properties"] = {key: value for key, value in schema["properties"].items() if key in kept}
        schema["x-fal-order-properties"] = [key for key in schema["x-fal-order-properties"] if key in kept]
        found.append((endpoint_id, document))
    return found


def as_plain_schema(document: dict[str, Any]) -> dict[str, Any]:
    """The input as a JSON Schema on its own, as the peer takes it."""
    posts = [item["post"] for item in document["paths"].values() if "post" in item]
    name = posts[0]["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    schemas = document["components"]["schemas"]
    text = json.dumps({**schemas[name], "$defs": schemas}).replace("#/components/schemas/", "#/$defs/")
    plain: dict[str, Any] = json.loads(text)
    return plain


def _drawn(given: tuple[str, dict[str, Any]]) -> object:
    from vidwidgets.form.form import EndpointForm
    from vidwidgets.spec.openapi.endpoint import endpoint_of
    from vidwidgets.spec.source import Source

    endpoint_id, document = given
    endpoint = endpoint_of(document, endpoint_id, source=Source("a benchmark's document", "2026-11-27"))
    return EndpointForm(
        endpoint, {}, inspect=None, on_submit=lambda: None, connection_line="nowhere", sandbox=True
    ).widget


def _drawn_by_the_peer(schema: dict[str, Any]) -> object:
    from ipywidgets_jsonschema import Form

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it gives ipywidgets 8 what ipywidgets 7 took
        return Form(schema).widget


def _timed(draw: Any, given: list[Any]) -> tuple[float, int]:
    import ipywidgets

    draw(given[0])  # imports, and what is made once
    refused, started = 0, time.process_time()
    for one in given:
        try:
            draw(one)
        except Exception:  # noqa: BLE001  the peer raises what it happens to
            refused += 1
        ipywidgets.Widget.close_all()
    return time.process_time() - started, refused
