"""fal's errors as sentences.

Two shapes (fal.ai/docs/documentation/model-apis/errors and …/request-errors, read 2026-11-21): the model's, a list
under `detail` whose entries name the field; and the infrastructure's, a text under `detail` with an `error_type`. What
to say is chosen by the type, never by the text; `input`, which may echo a whole picture, is never shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from vidwidgets.errors import InvalidRequest, JobFailed, Moderated, OutOfCredit, Refused, VidwidgetsError
from vidwidgets.wire.reply import Reply, take, text_at

MODERATION = frozenset({"content_policy_violation", "no_media_generated"})
CANCELLED = frozenset({"client_cancelled", "client_disconnected"})
IN_PROGRESS = "still in progress"
MAY_BE_CHARGED = "fal may still charge for a request that a runner worked on."
NOT_CHARGED = "fal does not charge for this."
_UNPROCESSABLE, _FORBIDDEN, _UNAUTHORIZED, _SERVER = 422, 403, 401, 500

_BY_TYPE: Mapping[str, str] = {
    "image_too_small": "is too small: at least {min_width}×{min_height} pixels are needed",
    "image_too_large": "is too large: at most {max_width}×{max_height} pixels are taken",
    "image_load_error": "could not be opened as a picture: save it as JPEG or PNG and try again",
    "file_download_error": "could not be fetched by fal: the URL must be public; or give the file itself",
    "face_detection_error": "shows no face that the model can use",
    "file_too_large": "is too large a file: at most {max_size} bytes are taken",
    "greater_than": "must be greater than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "multiple_of": "must be a multiple of {multiple_of}",
    "sequence_too_short": "needs at least {min_length} entries",
    "sequence_too_long": "takes at most {max_length} entries",
    "string_too_short": "is too short: at least {min_length} characters are needed",
    "string_too_long": "is too long: at most {max_length} characters are taken",
    "one_of": "must be one of {expected}",
    "literal_error": "must be one of {expected}",
    "enum": "must be one of {expected}",
    "missing": "is missing",
    "feature_not_supported": "asks for something that this model does not do",
    "unsupported_image_format": "is in a format that this model does not take: it takes {supported_formats}",
    "content_policy_violation": "was judged against the content policy",
    "no_media_generated": "gave no clip, mostly because the content filter held it back",
}
_INFRASTRUCTURE: Mapping[str, str] = {
    "request_timeout": "it took longer than fal allows",
    "startup_timeout": "no runner could be started in time",
    "generation_timeout": "the model took longer than it is allowed",
    "runner_scheduling_failure": "fal had no runner free for it",
    "downstream_service_error": "the model's own service failed",
    "downstream_service_unavailable": "the model's own service is not available",
    "internal_server_error": "the model failed inside",
    "internal_error": "fal failed inside",
    "runner_server_error": "the runner failed inside",
}

LabelOf = Callable[[str], str]
"""From a wire name to the form's word for it."""


def error_type(reply: Reply) -> str:
    """The reply's own type of error; empty where it names none."""
    body = reply.json
    return (
        text_at(body, "detail", 0, "type")
        or text_at(body, "error_type")
        or text_at(body, "type")
        or reply.headers.get("x-fal-error-type", "")
    )


def explains_itself(reply: Reply) -> bool:
    """Whether an error reply is fal's own word on the request, rather than something between us and fal."""
    body = reply.json
    return isinstance(take(body, "detail"), list) or bool(error_type(reply))


def in_progress(reply: Reply) -> bool:
    """Whether it is the result's way of saying "not yet", whatever its status code."""
    return IN_PROGRESS in text_at(reply.json, "detail").lower()


def refusal(reply: Reply, *, key_name: str, label_of: LabelOf) -> VidwidgetsError:
    """Why a submit was refused: nothing was made."""
    detail = text_at(reply.json, "detail")
    if "balance" in detail.lower() or "locked" in detail.lower():
        return OutOfCredit(
            "fal refused it because the account's balance is used up. Top it up at fal.ai/dashboard/billing, then "
            "press Generate again. Nothing was made or charged.",
            code="exhausted_balance",
        )
    if reply.status in {_UNAUTHORIZED, _FORBIDDEN}:
        return Refused(
            f"The key in {key_name} was refused ({reply.status}): check that it is whole, active and for this host. "
            "Nothing was made or charged.",
            code=str(reply.status),
        )
    if isinstance(take(reply.json, "detail"), list):
        return explained(reply, label_of=label_of, made=False)
    said = f": {_shown(detail)}" if detail else ""
    return Refused(
        f"The request was refused with {reply.status}{said}. Nothing was made or charged.",
        code=error_type(reply) or str(reply.status),
    )


def explained(reply: Reply, *, label_of: LabelOf, made: bool = True) -> VidwidgetsError:
    """A job's failure, or a refusal at the door (`made=False`), from its reply."""
    body, code = reply.json, error_type(reply)
    entries = take(body, "detail")
    if isinstance(entries, list) and entries:
        return _of_entries(entries, code, label_of, made=made)
    detail = text_at(body, "detail") or text_at(body, "error")
    if "balance" in detail.lower():
        return OutOfCredit("fal ended it because the account's balance is used up. Nothing was made.", code=code)
    reason = _INFRASTRUCTURE.get(code) or _shown(detail) or f"fal answered {reply.status}"
    charged = NOT_CHARGED if reply.status >= _SERVER else MAY_BE_CHARGED
    return JobFailed(
        f"fal did not finish it: {reason}. {charged} Sending it again is a new request.",
        spent="no" if reply.status >= _SERVER else "maybe",
        code=code or str(reply.status),
    )


def failed(message: str, code: str) -> JobFailed:
    """A failure that came as a status rather than a reply."""
    reason = _INFRASTRUCTURE.get(code) or _shown(message) or "it gave no reason"
    return JobFailed(f"fal did not finish it: {reason}. {MAY_BE_CHARGED}", code=code)


def _of_entries(entries: list[Any], code: str, label_of: LabelOf, *, made: bool) -> VidwidgetsError:
    fields = tuple(dict.fromkeys(name for entry in entries if (name := _field_of(entry))))
    sentences = " ".join(_sentence(entry, label_of) for entry in entries[:5])
    if code in MODERATION:
        return Moderated(
            f"{sentences} Change the image or the prompt. No clip was made; {MAY_BE_CHARGED}", fields=fields, code=code
        )
    if not made:
        return InvalidRequest(f"{sentences} Nothing was made or charged.", fields=fields, code=code)
    return JobFailed(f"fal did not take it: {sentences} {MAY_BE_CHARGED}", fields=fields, code=code)


def _field_of(entry: object) -> str:
    names = [step for step in take(entry, "loc") or [] if isinstance(step, str) and step != "body"]
    return names[0] if names else ""


def _sentence(entry: object, label_of: LabelOf) -> str:
    name, kind = _field_of(entry), text_at(entry, "type")
    subject = label_of(name) if name else "The request"
    template = _BY_TYPE.get(kind)
    if template is None:
        return f"{subject}: {_shown(text_at(entry, 'msg')) or kind or 'not accepted'}."
    context = take(entry, "ctx")
    try:
        return f"{subject} {template.format_map(_words(context))}."
    except KeyError:
        # fal leaves ctx out now and then: what is known without it is said
        return f"{subject} {template.split(':', maxsplit=1)[0].split('{', maxsplit=1)[0].strip()}."


def _words(context: object) -> dict[str, str]:
    if not isinstance(context, Mapping):
        return {}
    return {
        str(key): _shown(", ".join(map(str, value)) if isinstance(value, list) else str(value))
        for key, value in context.items()
    }


def _shown(text: str, most: int = 300) -> str:
    flat = " ".join(text.split())
    if "base64," in flat:
        flat = flat[: flat.index("base64,")] + "…"
    return (flat if len(flat) <= most else f"{flat[:most]}…").rstrip(".")
