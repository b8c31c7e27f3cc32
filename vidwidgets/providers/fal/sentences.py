"""fal's types of error, each in words that say what to do.

From fal.ai/docs/documentation/model-apis/errors and …/request-errors (read 2026-11-21), and from pydantic, whose types
the models' own validation uses. What fal shows besides (`msg`) may change and is used only for types not listed here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

MODERATION = frozenset({"content_policy_violation", "no_media_generated"})
CANCELLED = frozenset({"client_cancelled", "client_disconnected"})

_OF_A_FIELD: Mapping[str, tuple[str, str]] = {
    # type: (with what `ctx` tells, without it); both follow the field's label
    "image_too_small": (
        "is too small: give one of at least {min_width}×{min_height} pixels",
        "is too small: give a larger one",
    ),
    "image_too_large": (
        "is too large: give one of at most {max_width}×{max_height} pixels",
        "has too many pixels: give a smaller one",
    ),
    "image_load_error": ("", "could not be opened as a picture: save it as JPEG or PNG and give that"),
    "file_download_error": ("", "could not be fetched: give a URL that anyone can open, or the file itself"),
    "face_detection_error": ("", "shows no face that the model finds: give a picture with one clear face"),
    "file_too_large": (
        "is too large a file: give one of at most {max_size}",
        "is too large a file: give a smaller one",
    ),
    "greater_than": ("must be greater than {gt}", "is too small a number: give a greater one"),
    "greater_than_equal": ("must be at least {ge}", "is too small a number: give a greater one"),
    "less_than": ("must be less than {lt}", "is too large a number: give a smaller one"),
    "less_than_equal": ("must be at most {le}", "is too large a number: give a smaller one"),
    "multiple_of": ("must be a multiple of {multiple_of}", "is not one of the steps that the model takes"),
    "sequence_too_short": ("needs at least {min_length} entries", "needs more entries"),
    "sequence_too_long": ("takes at most {max_length} entries", "takes fewer entries"),
    "too_short": ("needs at least {min_length} entries", "needs more entries"),
    "too_long": ("takes at most {max_length} entries", "takes fewer entries"),
    "string_too_short": ("needs at least {min_length} characters", "is too short: write more"),
    "string_too_long": ("takes at most {max_length} characters: shorten it", "is too long: shorten it"),
    "one_of": ("must be one of {expected}", "is none of the values that the model takes"),
    "literal_error": ("must be one of {expected}", "is none of the values that the model takes"),
    "enum": ("must be one of {expected}", "is none of the values that the model takes"),
    "missing": ("", "is missing: give it"),
    "extra_forbidden": ("", "is no field of this model: leave it out"),
    "feature_not_supported": ("", "asks for something that this model does not do: leave it out or change it"),
    "invalid_archive": ("", "could not be opened as an archive: give a ZIP file"),
    "archive_file_count_below_minimum": (
        "holds too few files: put at least {min_count} into it",
        "holds too few files: put more into it",
    ),
    "archive_file_count_exceeds_maximum": (
        "holds too many files: put at most {max_count} into it",
        "holds too many files: put fewer into it",
    ),
    "audio_duration_too_long": ("is too long: give at most {max_duration} s of sound", "is too long: give less sound"),
    "audio_duration_too_short": (
        "is too short: give at least {min_duration} s of sound",
        "is too short: give more sound",
    ),
    "video_duration_too_long": ("is too long: give at most {max_duration} s of video", "is too long: give less video"),
    "video_duration_too_short": (
        "is too short: give at least {min_duration} s of video",
        "is too short: give more video",
    ),
    "unsupported_image_format": (
        "is in a format that this model does not take: save it as one of {supported_formats}",
        "is in a format that this model does not take: save it as JPEG or PNG",
    ),
    "unsupported_audio_format": (
        "is in a format that this model does not take: save it as one of {supported_formats}",
        "is in a format that this model does not take: save it as MP3 or WAV",
    ),
    "unsupported_video_format": (
        "is in a format that this model does not take: save it as one of {supported_formats}",
        "is in a format that this model does not take: save it as MP4",
    ),
    "content_policy_violation": ("", "was held back by the content policy"),
    "string_type": ("", "must be text"),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), ("", "must be a whole number")),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), ("", "must be a number")),
    **dict.fromkeys(("bool_type", "bool_parsing"), ("", "must be true or false")),
    **dict.fromkeys(("list_type", "tuple_type"), ("", "must be a list")),
    **dict.fromkeys(("url_type", "url_parsing", "url_scheme"), ("", "is no usable URL: begin it with https://")),
}
_OF_THE_WHOLE: Mapping[str, str] = {
    "no_media_generated": "The model gave no clip, mostly because its content filter held it back",
    "request_timeout": "It took longer than fal allows",
    "startup_timeout": "No runner could be started in time",
    "generation_timeout": "The model took longer than it is allowed",
    "runner_scheduling_failure": "fal had no runner free for it",
    "runner_connection_timeout": "fal's runner did not answer in time",
    "runner_connection_refused": "fal's runner took no connection",
    "runner_connection_error": "The connection to fal's runner failed",
    "runner_disconnected": "fal's runner broke off",
    "runner_incomplete_response": "fal's runner broke off in the middle of its answer",
    "runner_server_error": "fal's runner failed inside",
    "downstream_service_error": "The service that runs the model failed",
    "downstream_service_unavailable": "The service that runs the model is not available",
    "internal_server_error": "The model failed inside",
    "internal_error": "fal failed inside",
    "bad_request": "fal could not read the request",
    "client_cancelled": "It was cancelled",
    "client_disconnected": "It was cancelled, since the connection to fal ended",
}
RUN_FAILURES = frozenset(_OF_THE_WHOLE) - MODERATION - CANCELLED - {"bad_request"}
"""What fails at fal or in the model, and is not the request's fault."""
DOCUMENTED = frozenset(_OF_A_FIELD) | frozenset(_OF_THE_WHOLE) | {"concurrent_requests_limit"}

_MOST_SHOWN = 300
_LONG_RUN = re.compile(r"[A-Za-z0-9+/=_-]{100,}")
"""No word and no id is as long: base64, which an error may quote back."""
_BYTES = {"max_size"}


def of_the_whole(kind: str) -> str:
    """What a type says of the request as a whole, without a full stop; empty for one that says nothing of it."""
    return _OF_THE_WHOLE.get(kind, "")


def of_a_field(kind: str, label: str, context: object, message: str) -> str:
    """What a type says of a field, without a full stop.

    Args:
        kind: fal's type.
        label: The field's label, or "The request".
        context: `ctx` of the error; fal leaves it out now and then.
        message: `msg` of the error, for a type that is not known here.
    """
    if kind in _OF_THE_WHOLE:
        return _OF_THE_WHOLE[kind]
    full, short = _OF_A_FIELD.get(kind, ("", ""))
    if not short:
        said = shown(message).removeprefix("Value error, ")
        return f"{label}: {said}" if said else f"{label} was not accepted"
    try:
        return f"{label} {full.format_map(_words(context))}" if full else f"{label} {short}"
    except KeyError:
        return f"{label} {short}"


def shown(text: str) -> str:
    """A provider's text on one line, cut, without its full stop and without any base64."""
    flat = " ".join(text.split())
    if "base64," in flat:
        flat = flat[: flat.index("base64,")] + "…"
    flat = _LONG_RUN.sub("…", flat)
    return (flat if len(flat) <= _MOST_SHOWN else f"{flat[:_MOST_SHOWN]}…").rstrip(".")


def _words(context: object) -> dict[str, str]:
    if not isinstance(context, Mapping):
        return {}
    return {str(key): _word(str(key), value) for key, value in context.items() if value not in (None, "", [])}


def _word(key: str, value: object) -> str:
    if key in _BYTES and isinstance(value, int | float):
        return f"{value / 1e6:.1f} MB" if value >= 1e6 else f"{value:,} bytes"  # noqa: PLR2004  a megabyte
    if isinstance(value, list):
        return shown(", ".join(map(str, value)))
    return shown(f"{value:g}" if isinstance(value, float) else str(value))
