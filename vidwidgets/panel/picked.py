"""Some of a request's values: those that an endpoint still takes, its seeds, those that outlive a kernel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.fields import Seed


def still_taken(endpoint: Endpoint, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values whose wire names the endpoint has: it may have changed since they were kept."""
    known = {field.name for field in endpoint.fields}
    return {name: value for name, value in values.items() if name in known}


def seeds_of(endpoint: Endpoint, values: Mapping[str, Any]) -> dict[Seed, Any]:
    """The seeds among the values, by field."""
    return {f: values[f.name] for f in endpoint.fields if isinstance(f, Seed) and f.name in values}


def without_lost_pictures(endpoint: Endpoint, values: Mapping[str, Any]) -> dict[str, Any]:
    """A job's values without its pictures, which the journal has not, but for public addresses."""
    pictures = {field.name for field in endpoint.media}
    return {n: v for n, v in values.items() if n not in pictures or str(v).startswith("http")}
