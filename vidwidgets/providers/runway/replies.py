"""What a look at a task shows (facts/runway.md §1.7, §2.6 and §6, read 2026-11-21)."""

from __future__ import annotations

from typing import Any

from vidwidgets.errors import JobFailed
from vidwidgets.providers.runway import failures
from vidwidgets.providers.runway.task import Task, gateway_error, read_task
from vidwidgets.providers.runway.words import credits_words, shown, who
from vidwidgets.wire.clip import Cost
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.protocol import Ended, Hiccup, Missing, Output, Seen
from vidwidgets.wire.reply import Reply
from vidwidgets.wire.states import LogLine, Queued, Running

NOT_THERE = "task_not_exist"
CREDIT_DOLLARS = 0.01
_REFUSED_KEY = {401, 403}
_NOT_FOUND = 404


def status(reply: Reply, connection: Connection) -> Seen:
    """What a task's reply shows."""
    name = who(connection)
    if not reply.ok:
        return _unanswered(reply, name)
    body = reply.json
    if not isinstance(body, dict):
        what = "a web page" if reply.is_html else "no task"
        return Hiccup(f"{name} answered with {what}; it is asked again.")
    if NOT_THERE in reply.text:
        return Missing(f"{name} does not know the task.")
    task = read_task(body)
    if task.stage != "unknown":
        return _seen(task, connection)
    if not task.word and task.urls:
        return _output(task, connection)
    wrong = None if task.word else gateway_error(body)
    said = f"an error: {shown(wrong)}" if wrong else f"a status that is not known here ({task.word[:40] or 'none'})"
    return Hiccup(f"{name} answered with {said}; it is asked again.")


def queued(task: Task) -> Queued:
    """The two queues of Runway, told apart in words."""
    said = [] if task.stage != "throttled" else ["throttled: your plan's limit of jobs at once is used up"]
    if task.estimated_credits is not None:
        said.append(f"it will cost at most {credits_words(task.estimated_credits)}")
    return Queued(note="; ".join(said))


def _seen(task: Task, connection: Connection) -> Seen:
    if task.stage in {"queued", "throttled"}:
        return queued(task)
    if task.stage == "running":
        cost = task.estimated_credits
        logs = () if cost is None else (LogLine(f"It will cost at most {credits_words(cost)}, says Runway."),)
        return Running(task.progress, logs)
    if task.stage == "done":
        return _output(task, connection)
    if task.stage == "cancelled":
        said = failures.charged(task, connection)
        return Ended(JobFailed(f"{who(connection)} says that it was cancelled. {said}", code=task.word), cancelled=True)
    return Ended(failures.failed(task, connection))


def _output(task: Task, connection: Connection) -> Seen:
    if not task.urls:
        error = JobFailed(
            f"{who(connection)} says that it is done, but names no clip. {failures.charged(task, connection)}",
            code=task.word,
        )
        return Ended(error)
    facts: dict[str, Any] = {}
    if task.created_at:
        facts["created_at"] = task.created_at
    if task.credits is not None:
        facts["credits"] = task.credits
    if task.estimated_credits is not None:
        facts["estimated_credits"] = task.estimated_credits
    if len(task.urls) > 1:
        facts["outputs"] = len(task.urls)
    return Output(task.urls[0], cost_of(task, connection), facts)


def cost_of(task: Task, connection: Connection) -> Cost | None:
    """What Runway says that it cost; None where it does not, and in the sandbox, where nothing is charged."""
    if task.credits is None or connection.is_sandbox:
        return None
    if connection.official:
        how = f"{credits_words(task.credits)}, Runway's own figure, at $0.01 a credit"
        return Cost(round(task.credits * CREDIT_DOLLARS, 4), "USD", how, billed=True)
    how = f"Runway's figure; what {connection.name} takes for it is its own price"
    return Cost(task.credits, "credits", how, billed=True)


def _unanswered(reply: Reply, name: str) -> Seen:
    if reply.status in _REFUSED_KEY:
        return Hiccup(f"The key was refused for looking at it ({reply.status}).", key_refused=True)
    if NOT_THERE in reply.text or (reply.status == _NOT_FOUND and not reply.is_html):
        return Missing(f"{name} does not know the task ({reply.status}).")
    what = "a web page" if reply.is_html else str(reply.status)
    return Hiccup(f"{name} answered with {what}; it is asked again.", reply.retry_after_seconds)
