"""PixVerse's envelope and its error codes (facts/pixverse.md §1, §2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from vidwidgets.sandbox.json_text import JsonAnswer

if TYPE_CHECKING:
    from starlette.responses import Response

EMPTY_PARAMETER: Final = 400_011
BAD_ACCOUNT: Final = 400_012
BAD_BINDING: Final = 400_013
INVALID_PARAMETER: Final = 400_017
PROMPT_TOO_LONG: Final = 400_018
NEGATIVE_PROMPT_TOO_LONG: Final = 400_019
BAD_IMAGE_ID: Final = 400_032
NOT_FOUND: Final = 500_008
IMAGE_TOO_LARGE: Final = 500_030
IMAGE_UNREADABLE: Final = 500_031
IMAGE_FORMAT: Final = 500_032
IMAGE_PATH: Final = 500_042
TOO_MANY: Final = 500_044
IMAGE_MODERATED: Final = 500_052
OUT_OF_CREDIT: Final = 500_090

_MESSAGES: Final = {
    EMPTY_PARAMETER: "empty parameter",
    BAD_ACCOUNT: "invalid account",
    BAD_BINDING: "invalid binding request",
    INVALID_PARAMETER: "invalid param",
    PROMPT_TOO_LONG: "prompt length is too long",
    NEGATIVE_PROMPT_TOO_LONG: "negative prompt length is too long",
    BAD_IMAGE_ID: "invalid image id",
    NOT_FOUND: "the requested data was not found",
    500_020: "no permission for this operation",
    IMAGE_TOO_LARGE: "image size or pixels exceed the limit",
    IMAGE_UNREADABLE: "failed to get image information",
    IMAGE_FORMAT: "invalid image format",
    500_033: "invalid image width or height",
    500_041: "failed to upload image",
    IMAGE_PATH: "invalid image path",
    TOO_MANY: "reached the limit for concurrent generations",
    500_054: "image moderation failed",
    500_060: "reached the monthly limit of template activations",
    500_063: "content moderation failed",
    500_064: "the content has been deleted",
    500_069: "the system is currently experiencing high load",
    500_070: "the template is not activated",
    500_071: "this effect does not support 720p or 1080p",
    OUT_OF_CREDIT: "insufficient balance",
    500_100: "mysql error",
    99_999: "unknown error",
}


@dataclass(frozen=True)
class Fault:
    """Why a request is refused; the message names no field, as PixVerse's names none."""

    code: int

    @property
    def message(self) -> str:
        """``ErrMsg``."""
        return _MESSAGES.get(self.code, "error")


def accepted(resp: dict[str, Any]) -> Response:
    """An answer of success."""
    return JsonAnswer({"ErrCode": 0, "ErrMsg": "Success", "Resp": resp})


def refused(fault: Fault, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """An error: HTTP 200 in practice, and ``Resp`` null."""
    return JsonAnswer({"ErrCode": fault.code, "ErrMsg": fault.message, "Resp": None}, status, headers)


def moderated_upload() -> Response:
    """The one answer that is documented with HTTP 500 and in snake case: a picture that moderation stopped."""
    return JsonAnswer({"err_code": IMAGE_MODERATED, "err_msg": "图片未过审", "resp": ""}, 500)
