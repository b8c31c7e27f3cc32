"""What a job's picture shows that does not change while the job runs."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class About:
    """Who makes what, for how much. Every text comes from a user or a provider, and is shown as text only."""

    job_id: str
    title: str
    """The endpoint's short name: "Veo 3"."""
    kind: str
    """What it makes out of what: "image to video"."""
    endpoint: str
    """The endpoint's id, as the provider spells it."""
    provider: str
    """The provider as a sentence names it: "fal" in "In fal’s queue"."""
    connection: str
    """The text of the connection's chip: "fal", "sandbox: no FAL_KEY found"."""
    sandbox: bool
    """Whether no model makes this: it is then marked as such wherever it is shown."""
    prompt: str
    asked: tuple[tuple[str, str], ...]
    """What was asked for, as label and value: ("Duration", "8 s")."""
    price: str
    """The price line of the form at submit; "" where the provider publishes none."""
    picture_jpeg: bytes = field(default=b"", repr=False)
    """A small JPEG of the input picture; b"" where there is none."""
    usual: str = ""
    """How long such jobs usually take ("usually 48 s …"); "" where too few are known, or the job has ended."""
    cancel_means: str = ""
    """What cancelling means for the bill at this provider, in one honest sentence."""
