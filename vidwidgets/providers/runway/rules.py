"""What goes with which model, as rules and advice made from a table of models."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vidwidgets.providers.runway.fields import PROMPT
from vidwidgets.providers.runway.models import SURE_SECONDS, RunwayModel, taking
from vidwidgets.spec.conditions import Is, Not
from vidwidgets.spec.rules import Check, Forbid, Length, Limit, Require, Rule
from vidwidgets.spec.values import Values

ONLY_SOME = {
    "ratio": "no ratio",
    "resolution": "no resolution",
    "lastFrame": "no last frame",
    "audio": "no choice of sound",
    "seed": "no seed",
    "negativePrompt": "no negative prompt",
    "cfgScale": "no guidance",
    "promptExpansionMode": "no prompt rewriting",
    "contentModeration": "no choice of moderation",
    "outputFormat": "no choice of file format",
    "proresProfile": "no ProRes profile",
    "draft": "no drafts",
}
"""The fields that not every model takes, and how a model without one is described."""
MOST_NAMED = 8
NOT_PLAYED = ("mov", "prores", "hdr_prores", "hdr_pq_12bit_master", "hdr10", "hlg", "sdr_rec709_10bit")


def rules(models: Sequence[RunwayModel], fields: frozenset[str]) -> tuple[Rule, ...]:
    """Every rule of an operation that has these fields."""
    found: list[Rule] = []
    for model in models:
        found += _closed_lists(model)
        found += _needed(model)
        found += _prompt_lengths(model)
    for name, what in ONLY_SOME.items():
        having = taking(models, name)
        if name in fields and len(having) < len(models):
            found.append(_only_some(models, name, what, having))
    if "draft" in fields:
        why = "A draft comes as mp4 only: leave the file format out, or the draft."
        found.append(Limit(field="outputFormat", allowed=("mp4",), when=Is("draft", True), why=why))
    why = "HDR ProRes comes as 422, 422 HQ or 4444: choose one of them."
    allowed = ("422", "422 HQ", "4444")
    found.append(Limit(field="proresProfile", allowed=allowed, when=Is("outputFormat", "hdr_prores"), why=why))
    return tuple(found)


def advice(models: Sequence[RunwayModel], fields: frozenset[str]) -> tuple[Rule, ...]:
    """What may be refused or come out otherwise."""
    found: list[Rule] = [_unpublished(model) for model in models if not model.longest_published]
    kept = "Most browsers do not play this format: the file is kept as it comes, and plays in an editor."
    found.append(Check(names=("outputFormat",), why=kept, broken=lambda values: values["outputFormat"] in NOT_PLAYED))
    found += [_unfetchable(name) for name in ("promptImage", "lastFrame") if name in fields]
    return tuple(found)


def _closed_lists(model: RunwayModel) -> Iterator[Rule]:
    here = Is("model", model.name)
    lengths = _seconds_in_words(model.durations)
    for field, allowed, words in (
        ("ratio", (*model.ratios, *model.tolerated_ratios), _in_words(model.ratios)),
        ("resolution", model.resolutions, _in_words(model.resolutions)),
        ("outputFormat", model.formats, _in_words(model.formats)),
        ("duration", model.durations, lengths),
    ):
        if allowed:
            why = f"{model.title} makes {words}: choose one of these, or another model."
            yield Limit(field=field, allowed=allowed, when=here, why=why, leaves_out=True)


def _needed(model: RunwayModel) -> Iterator[Rule]:
    here = Is("model", model.name)
    if model.prompt_needed:
        yield Require(field="promptText", when=here, why=f"{model.title} needs a prompt: write what should happen.")
    if model.ratio_needed:
        yield Require(field="ratio", when=here, why=f"{model.title} needs a ratio: choose one.")
    if model.duration_needed:
        yield Require(field="duration", when=here, why=f"{model.title} needs a duration: choose one.")


def _prompt_lengths(model: RunwayModel) -> Iterator[Rule]:
    here = Is("model", model.name)
    if model.prompt_most is not None:
        why = f"{model.title} takes a prompt of {model.prompt_most:,} characters (an emoji counts as two)."
        yield Length(field="promptText", maximum=model.prompt_most, length=PROMPT.length, when=here, why=why)
    least = model.prompt_least
    if least > PROMPT.min_length:

        def too_short(values: Values) -> bool:
            text = values["promptText"]
            return here.holds(values) and isinstance(text, str) and PROMPT.length(text) < least

        why = f"{model.title} needs a prompt of at least {least} characters, or none."
        yield Check(names=("promptText", "model"), why=why, broken=too_short)


def _only_some(models: Sequence[RunwayModel], name: str, what: str, having: tuple[str, ...]) -> Rule:
    titles = [model.title for model in models if model.name in having]
    why = f"This model takes {what}: leave it out, or choose {_in_words(titles, last=' or ')}."
    if not titles:
        why = f"No model here takes it: leave {name} out."
    return Forbid(field=name, when=Not(Is("model", *having)), why=why)


def _unpublished(model: RunwayModel) -> Rule:
    here = Is("model", model.name)

    def long(values: Values) -> bool:
        seconds = values["duration"]
        return here.holds(values) and isinstance(seconds, int) and seconds > SURE_SECONDS

    why = (
        f"Runway publishes no longest length for {model.title}. More than {SURE_SECONDS} s may be refused; "
        "a refusal costs nothing."
    )
    return Check(names=("duration", "model"), why=why, broken=long)


def _unfetchable(name: str) -> Rule:
    def plain(values: Values) -> bool:
        address = values[name]
        near = ("http://127.", "http://localhost", "http://[::1]")
        return isinstance(address, str) and address.startswith("http://") and not address.startswith(near)

    why = "Runway fetches only https addresses: give an https one, or the file itself."
    return Check(names=(name,), why=why, broken=plain)


def _in_words(options: Sequence[str], last: str = " and ") -> str:
    if len(options) > MOST_NAMED:
        return f"{', '.join(options[:MOST_NAMED])} and {len(options) - MOST_NAMED} more"
    return last.join([", ".join(options[:-1]), options[-1]]) if len(options) > 1 else "".join(options)


def _seconds_in_words(durations: tuple[int | str, ...]) -> str:
    numbers = [seconds for seconds in durations if isinstance(seconds, int)]
    whole = list(range(numbers[0], numbers[-1] + 1)) == numbers
    words = f"{numbers[0]} to {numbers[-1]} s" if whole else f"{_in_words([str(n) for n in numbers], ' or ')} s"
    return words if len(numbers) == len(durations) else f'{words}, or "auto"'
