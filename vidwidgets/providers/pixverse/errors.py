"""PixVerse's error codes as sentences (docs.platform.pixverse.ai, Error codes, read 2026-11-21).

A code in an envelope always means that nothing was accepted, whatever the HTTP status.
"""

from __future__ import annotations

from collections.abc import Mapping

from vidwidgets.errors import InvalidRequest, Moderated, OutOfCredit, Refused, VidwidgetsError
from vidwidgets.providers.pixverse.envelope import Envelope

FREE = "Nothing was made or charged."
INVALID_PARAMETER = 400_017
STALE_IMAGE = 400_032
NOT_FOUND = 500_008
TOO_MANY = 500_044
HIGH_LOAD = 500_069
DATABASE = 500_100
UNEXPLAINED = 99_999
UPLOAD_FAILED = 500_041
DELETED = 500_064
OUT_OF_CREDIT = 500_090
AUTH = frozenset({10_001, 10_002, 10_003, 10_004, 10_005, 400_012})
MODERATION = frozenset({500_052, 500_054, 500_063})
AGAIN_SECONDS: Mapping[int, float] = {TOO_MANY: 15.0, HIGH_LOAD: 10.0, DATABASE: 5.0, UNEXPLAINED: 5.0}
"""What is sent again by itself, within the bounds of every submit, and how long it waits first."""
ONCE = frozenset({DATABASE, UNEXPLAINED})
"""Of these, what is sent again only once."""

_INPUT: Mapping[int, tuple[str, tuple[str, ...]]] = {
    400_011: ("something that the request needs is empty. Fill in what is missing", ()),
    400_013: ("a value is of the wrong kind (a text for a number, a number for a text)", ()),
    400_018: ("the prompt is too long. Shorten it to 2,048 characters", ("prompt",)),
    400_019: ("the negative prompt is too long. Shorten it to 2,048 characters", ("negative_prompt",)),
    STALE_IMAGE: (
        "it does not know the image's id: it is of another account or host, or has expired. Give the picture itself",
        ("img_id", "img_ids"),
    ),
    500_030: ("the picture is too large: less than 20 MB and at most 4,000 pixels a side are safe", ("img_id",)),
    500_031: ("it cannot read the picture. Save it as JPEG or PNG and try again", ("img_id",)),
    500_032: ("the picture's format is not taken. Save it as JPEG, PNG or WebP", ("img_id",)),
    500_033: ("the picture's width or height is not taken. Choose another size", ("img_id",)),
    500_042: ("the picture's address does not work. It must be public; or give the file itself", ("img_id",)),
    500_071: ("this template does not make 720p or 1080p. Choose 360p or 540p", ("quality", "template_id")),
}
_REFUSED: Mapping[int, str] = {
    NOT_FOUND: "it does not find what the request names: check the ids in it",
    500_020: "the account's plan does not allow this. Free accounts get 360p and 540p only: choose one of them, or "
    "look at the plan in the console",
    UPLOAD_FAILED: "the upload of the picture failed. Try again",
    500_060: "the account has activated as many templates as it may this month",
    DELETED: "the content was deleted",
    500_070: "the template is not activated. Activate it in the console first",
    TOO_MANY: "as many clips are being made as the account's plan allows at a time, and it stayed so. Wait for one to "
    "end; where none is being made, the content itself may be the reason: change the prompt or the picture",
    HIGH_LOAD: "it is under high load and stayed so. Try again in some minutes",
    DATABASE: "its database failed. Try again in some minutes",
    UNEXPLAINED: "it gave its unexplained error (99999). Try again, and tell PixVerse if it stays",
}


def refusal(found: Envelope, *, key_name: str, findings: str = "") -> VidwidgetsError:
    """Why nothing was accepted.

    Args:
        found: The envelope, its code not 0.
        key_name: The environment variable of the key, for a code that is about it.
        findings: What the rules known here say of the request, for the code that names no field.
    """
    code = str(found.code)
    if found.code in AUTH:
        return Refused(
            f"PixVerse refused the key in {key_name} ({code}). Check that it is whole, and a key of the platform for "
            f"this host: the app's keys and those of the other host do not work here. {FREE}",
            code=code,
        )
    if found.code in MODERATION:
        return Moderated(
            f"PixVerse's content rules stopped it at the door ({code}). Change the prompt or the picture. {FREE}",
            spent="no",
            code=code,
        )
    if found.code == OUT_OF_CREDIT:
        return OutOfCredit(
            f"PixVerse refused it because the account has too few credits ({code}). Ask for less (a shorter clip, a "
            "lower quality, no sound) or buy credits in the platform's console; those of the app do not count here. "
            f"{FREE}",
            code=code,
        )
    if found.code == INVALID_PARAMETER:
        return InvalidRequest(
            f"PixVerse refused the request ({code}{_said(found)}) and names no field. {findings} {FREE}", code=code
        )
    if found.code in _INPUT:
        reason, fields = _INPUT[found.code]
        return InvalidRequest(f"PixVerse refused it: {reason} ({code}{_said(found)}). {FREE}", fields=fields, code=code)
    reason = _REFUSED.get(found.code, "it gave a reason that is not known here")
    return Refused(f"PixVerse refused it: {reason} ({code}{_said(found)}). {FREE}", code=code)


def _said(found: Envelope) -> str:
    return f": {found.message}" if found.message else ""
