"""What is said about a state."""

import dataclasses
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from view_samples import ENDED_WITHOUT_CLIP, UNENDED

from vidwidgets import errors
from vidwidgets.errors import (
    InvalidRequest,
    JobCancelled,
    JobFailed,
    MissingKey,
    Moderated,
    OutcomeUnknown,
    OutOfCredit,
    ProviderUnreachable,
    Refused,
    VidwidgetsError,
)
from vidwidgets.view.plain import LONGEST, plain
from vidwidgets.view.words import last_known, words
from vidwidgets.wire.states import (
    Cancelled,
    Failed,
    Fetching,
    Preparing,
    Queued,
    Running,
    State,
    Submitting,
    Unknown,
)


@pytest.mark.parametrize(
    ("state", "headline"),
    [
        (Preparing("uploading"), "Preparing"),
        (Submitting(), "Sending to fal"),
        (Queued(), "In fal’s queue"),
        (Queued(0), "Next in fal’s queue"),
        (Queued(2), "In fal’s queue, 2 ahead"),
        (Queued(-1), "In fal’s queue"),
        (Running(), "fal is making it"),
        (Running(0.0), "fal is making it, 0%"),
        (Running(0.29), "fal is making it, 29%"),
        (Running(0.999), "fal is making it, 99%"),
        (Running(1.7), "fal is making it, 100%"),
        (Running(float("nan")), "fal is making it"),
        (Fetching(), "Fetching the clip"),
        (Fetching(3_100_000, 4_100_000), "Fetching the clip, 3.1 of 4.1 MB"),
        (Fetching(0, 4_100_000), "Fetching the clip, 0.0 of 4.1 MB"),
        (Fetching(40_000, 90_000), "Fetching the clip, 40 of 90 kB"),
        (Fetching(3_100_000), "Fetching the clip, 3.1 MB so far"),
        (Cancelled(), "Cancelled"),
        (Unknown(OutcomeUnknown("cut")), "It is not known whether fal took this"),
    ],
)
def test_a_state_has_one_short_headline(state: State, headline: str) -> None:
    """Each state is said in one line, with figures only where the provider gave some."""
    assert words(state, "fal").headline == headline


@pytest.mark.parametrize(
    ("error", "headline"),
    [
        (Moderated("m"), "Refused by fal’s content check"),
        (OutOfCredit("m"), "No credit left at fal"),
        (Refused("m"), "Refused by fal"),
        (InvalidRequest("m"), "Not sent: the request breaks a rule"),
        (MissingKey("m"), "Not sent: no key for fal"),
        (ProviderUnreachable("m"), "fal could not be reached"),
        (JobCancelled("m"), "Cancelled"),
        (OutcomeUnknown("m"), "It is not known whether fal took this"),
        (JobFailed("m"), "fal did not finish it"),
        (VidwidgetsError("m"), "It did not work"),
    ],
)
def test_a_failure_is_named_after_its_narrowest_class(error: VidwidgetsError, headline: str) -> None:
    """Moderated is both a refusal and a failed job, and is called neither."""
    said = words(Failed(error), "fal")
    assert (said.headline, said.message, said.tone) == (headline, "m", "bad")


def test_every_error_that_can_end_a_job_has_words_of_its_own() -> None:
    """No error class of the tree falls to the general sentence, except the root and the end of a wait."""
    tree = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, VidwidgetsError)]
    ends = [kind for kind in tree if kind not in {VidwidgetsError, errors.WaitTimeout}]
    assert len(ends) == 9
    assert [kind for kind in ends if words(Failed(kind("m")), "fal").headline == "It did not work"] == []


@pytest.mark.parametrize(
    ("spent", "sentence"),
    [("no", "Nothing was charged."), ("maybe", "It may have been charged."), ("yes", "It was charged.")],
)
def test_a_failure_says_what_it_cost(spent: errors.Spent, sentence: str) -> None:
    """Whether money was spent is said, from the error itself."""
    assert words(Failed(JobFailed("m", spent=spent)), "fal").money == sentence


def test_an_unknown_outcome_says_that_it_is_not_sent_again_and_where_to_look() -> None:
    """Money, the promise not to send again, and the note are all there."""
    said = words(Unknown(OutcomeUnknown("The connection broke."), "Look in the dashboard."), "Runway")
    assert said.message == "The connection broke."
    assert said.money == "It may have been charged. It is not sent again by itself."
    assert said.advice == "Look in the dashboard."
    assert said.tone == "warn"


def test_a_note_is_kept_apart_from_the_headline() -> None:
    """What the provider adds to a running state is the note."""
    assert words(Queued(None, "throttled by your plan"), "fal").note == "throttled by your plan"
    assert words(Preparing("reading cat.png"), "fal").note == "reading cat.png"
    assert words(Fetching(note="tried again"), "fal").note == "tried again"
    assert words(Running(), "fal").note == ""


@pytest.mark.parametrize("state", [*UNENDED, *ENDED_WITHOUT_CLIP])
def test_every_state_has_a_place_where_it_was_last_seen(state: State) -> None:
    """The saved output can say of any state where the job was, with no name of a class in it."""
    said = last_known(state, "fal")
    assert said.startswith(("was ", "had "))
    assert type(state).__name__ not in said


@given(st.text(st.characters(codec=None), max_size=9_000))
def test_text_from_outside_is_bounded_and_can_be_sent(text: str) -> None:
    """Whatever a provider says, every word of it can be encoded, and none is longer than a message should be."""
    said = words(Failed(JobFailed(text, code=text)), text)
    for part in dataclasses.astuple(said):
        part.encode("utf-8")
        assert not [sign for sign in part if unicodedata.category(sign) == "Cc" and sign not in "\n\t"]
        assert len(part) <= LONGEST
    if len(text) <= LONGEST and all(sign.isprintable() or sign in "\n\t" for sign in text):
        assert said.message == text


def test_a_long_text_is_cut_with_a_sign_of_it() -> None:
    """What was cut ends with an ellipsis; what fits is left alone."""
    assert plain("abcdef", 4) == "abc…"
    assert plain("abcd", 4) == "abcd"


def test_what_an_error_says_is_not_said_twice() -> None:
    """The advice and the promise are left out where the error's own sentence has them."""
    look = "Look for it in fal’s dashboard."
    said = words(Unknown(OutcomeUnknown(f"It broke. It is not sent again by itself. {look}"), look), "fal")
    assert (said.money, said.advice) == ("It may have been charged.", "")
    short = words(Unknown(OutcomeUnknown("It broke."), look), "fal")
    assert (short.money, short.advice) == ("It may have been charged. It is not sent again by itself.", look)
