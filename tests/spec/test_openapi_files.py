"""What in fal's documents takes a picture, a clip or a sound."""

from __future__ import annotations

from typing import Any

import pytest
from openapi_kit import as_told, endpoint_with, field

from vidwidgets.spec.address import Address
from vidwidgets.spec.fields import Choice, Text
from vidwidgets.spec.media import Media
from vidwidgets.spec.media_list import MediaList


@pytest.mark.parametrize(
    ("name", "schema", "kind"),
    [
        ("image_url", {"type": "string"}, Media),
        ("anything", {"type": "string", "ui": {"field": "image"}}, Media),
        ("anything", {"anyOf": [{"type": "string", "ui": {"field": "image_mask"}}, {"type": "null"}]}, Media),
        ("anything", {"type": "string", "_fal_ui_field": "image"}, Media),
        ("last_frame_url", {"anyOf": [{"type": "string"}, {"type": "null"}]}, Media),
        ("mask_image_url", {"type": "string", "format": "uri"}, Media),
        ("video_url", {"type": "string"}, Address),
        ("reference_video_url", {"type": "string"}, Address),
        ("image_url", {"type": "string", "ui": {"field": "video"}}, Address),
        ("audio_url", {"anyOf": [{"type": "string"}, {"type": "null"}]}, Address),
        ("lora_url", {"type": "string"}, Address),
        ("image_size", {"type": "string"}, Text),
        ("curl", {"type": "string"}, Text),
        ("image_url", {"type": "string", "enum": ["a", "b"]}, Choice),
        ("image_url", {"type": "string", "maxLength": 20}, Address),
    ],
)
def test_what_takes_a_file(name: str, schema: dict[str, Any], kind: type) -> None:
    """By fal's hint first, else by its name; a clip or a sound goes by its address."""
    assert type(field(schema, name)) is kind


@pytest.mark.parametrize(
    ("name", "schema", "least", "most"),
    [
        ("image_urls", {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 5}, 2, 5),
        ("image_urls", {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "null"}]}, 0, None),
        ("things", {"type": "array", "items": {"type": "string", "ui": {"field": "image"}}}, 0, None),
        ("things", {"type": "array", "items": {"type": "string"}, "ui": {"field": "image"}, "default": []}, 0, None),
        ("frame_urls", {"type": "array", "items": {"$ref": "#/components/schemas/Url"}, "maxItems": 7}, 0, 7),
    ],
)
def test_several_pictures(name: str, schema: dict[str, Any], least: int, most: int | None) -> None:
    """A list of pictures' addresses, by fal's hint or its name; its pictures have the limits of their kind."""
    found = field(schema, name)
    assert isinstance(found, MediaList)
    as_told(found, least=least, most=most, role="reference", default=None)
    assert endpoint_with({name: schema}).body({name: ["https://a.b/c.png"]}) == {name: ["https://a.b/c.png"]}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "items": {"type": "string", "maxLength": 5}},
        {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}},
        {"type": "array", "items": {"type": "object"}},
        {"type": "array", "items": {"type": "string"}, "maxItems": 0},
        {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        {"type": "array"},
    ],
)
def test_a_list_that_no_pictures_fit_goes_by_the_json(schema: dict[str, Any]) -> None:
    """Its name alone makes no pictures of it."""
    assert [found.name for found in endpoint_with({"image_urls": schema}).fields] == ["extra_json"]


def test_an_address_is_one() -> None:
    """A path on this machine is no address that the provider could open."""
    found = field({"type": "string"}, "video_url")
    assert found.check("https://clips.example/a.mp4") is None
    assert "begin it with https://" in str(found.check("a.mp4"))


@pytest.mark.parametrize(
    ("names", "roles"),
    [
        (["image_url", "end_image_url"], {"image_url": "first", "end_image_url": "last"}),
        (["tail_image_url", "image_url"], {"image_url": "first", "tail_image_url": "last"}),
        (["first_frame_url", "last_frame_url"], {"first_frame_url": "first", "last_frame_url": "last"}),
        (["start_image_url", "end_image_url"], {"start_image_url": "first", "end_image_url": "last"}),
        (["first_image_url", "end_image_url"], {"first_image_url": "first", "end_image_url": "last"}),
        (["image_url", "reference_image_url"], {"image_url": "first", "reference_image_url": "reference"}),
        (["subject_image_url", "mask_url"], {"subject_image_url": "reference", "mask_url": "mask"}),
        (["photo_url"], {"photo_url": "first"}),
        (["left_image_url", "right_image_url"], {"left_image_url": "", "right_image_url": ""}),
        (["start_image_url", "image_url"], {"image_url": "first", "start_image_url": ""}),
    ],
)
def test_what_a_picture_is_for(names: list[str], roles: dict[str, str]) -> None:
    """First, last, reference or mask by its name; `image=` means exactly one, or none where nobody could say which."""
    endpoint = endpoint_with({name: {"type": "string"} for name in names})
    assert {name: endpoint.field(name).role for name in names} == roles


def test_a_picture_has_fals_limits() -> None:
    """The `x-fal` limits, wherever they stand; what makes no sense limits nothing."""
    stated = {"min_width": 300, "min_height": 200, "min_aspect_ratio": 0.4, "max_aspect_ratio": 2.5, "timeout": 20}
    stated |= {"max_file_size": 10485760, "max_width": 4000, "max_height": 3000}
    union = {"anyOf": [{"type": "string", "x-fal": stated}, {"type": "null"}], "limit_description": "Up to 10 MB"}
    for schema in ({"type": "string", "x-fal": stated}, union):
        found = field(schema, "image_url")
        assert isinstance(found, Media)
        as_told(found.limits, min_width=300, min_height=200, max_size_bytes=10485760, max_side=4000)
        as_told(found.limits, min_aspect_ratio=0.4, max_aspect_ratio=2.5)
    assert "Up to 10 MB." in field(union, "image_url").help
    odd = {"min_width": -1, "max_file_size": "big", "min_aspect_ratio": 3, "max_aspect_ratio": 1, "max_width": 10**40}
    nothing = field({"type": "string", "x-fal": odd}, "image_url")
    assert isinstance(nothing, Media)
    as_told(nothing.limits, min_width=None, max_size_bytes=None, min_aspect_ratio=None, max_side=None)
