"""fal's error bodies: the model's (a list of details) and the infrastructure's (a text with a type)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from vidwidgets.sandbox.scalars import Fault
from vidwidgets.sandbox.store import Outcome

# Wordings and contexts after fal's error reference (docs.fal.ai/errors; facts/fal.md §2, Errors).
_MODERATED = "The content could not be processed because it contained material flagged by a content checker."


def detail(fault: Fault) -> dict[str, Any]:
    """One entry of shape A."""
    entry: dict[str, Any] = {"loc": list(fault.loc), "msg": fault.msg, "type": fault.type}
    entry["url"] = f"https://docs.fal.ai/errors#{fault.type}"
    if fault.ctx:
        entry["ctx"] = fault.ctx
    entry["input"] = fault.input
    return entry


def invalid(faults: tuple[Fault, ...], notes: tuple[str, ...] = ()) -> Outcome:
    """The model refuses the input: COMPLETED, then 422 at the result. No runner worked, so it is free."""
    body = {"detail": [detail(fault) for fault in faults]}
    return Outcome(ok=False, charged=False, status=422, body=body, headers=_retryable(yes=False), notes=notes)


def scripted(fate: dict[str, Any], prompt: object) -> Outcome:
    """The end that a scenario (``moderate``, ``fail``, ``fail-at-result``) gives a job; its settings may overrule."""
    if fate["name"] == "fail":
        text = "Internal server error"
        outcome = Outcome(
            ok=False,
            charged=False,  # "5xx never charged" (facts/fal.md §2, Billing)
            status=fate.get("status", 500),
            body={"detail": text, "error_type": "runner_server_error"},
            headers={"X-Fal-Error-Type": "runner_server_error", **_retryable(yes=True)},
            error=text,
            error_type="runner_server_error",
        )
    elif fate["name"] == "moderate":
        outcome = invalid((Fault(("body", "prompt"), "content_policy_violation", _MODERATED, prompt),))
    else:
        text = "The model ran, but returned no video. Try another prompt or image."
        refused = invalid((Fault(("body",), "no_media_generated", text, None),))
        # A runner worked, and then "422 may be charged": the worse case is the one worth showing.
        outcome = replace(refused, charged=True)
    return replace(outcome, status=fate.get("status", outcome.status), body=fate.get("body", outcome.body))


def unknown(endpoint: str) -> Outcome:
    """What a job says whose model's document is gone."""
    body = {"detail": f"Application '{endpoint}' not found"}
    return Outcome(ok=False, charged=False, status=404, body=body, headers=_retryable(yes=False))


def cancelled() -> Outcome:
    """What the result of a job says that was cancelled in the queue (499 client_cancelled, facts/fal.md §2)."""
    text = "Request was cancelled before it started"
    return Outcome(
        ok=False,
        charged=False,
        status=499,
        body={"detail": text, "error_type": "client_cancelled"},
        headers={"X-Fal-Error-Type": "client_cancelled"},
        error=text,
        error_type="client_cancelled",
    )


def _retryable(*, yes: bool) -> dict[str, str]:
    return {"X-Fal-Retryable": "true" if yes else "false"}
