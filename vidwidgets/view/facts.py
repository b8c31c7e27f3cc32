"""The facts of a finished clip: what came, measured, and what was asked beside it."""

from __future__ import annotations

from dataclasses import dataclass

from vidwidgets.view.figures import clock_text, codec_text, rate_text, size_text
from vidwidgets.view.plain import plain
from vidwidgets.wire.clip import Clip, Cost


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the line under a player."""

    text: str
    strong: str = ""
    """What is said first, and stands out."""

    def __str__(self) -> str:
        return f"{self.strong} {self.text}".strip()


def facts(clip: Clip) -> tuple[Fact, ...]:
    """What came: length and size, rate and codecs, bytes, how long it took, what it cost. Unknown ones are left out."""
    told = (_picture(clip), _coding(clip), _bytes(clip), _making(clip), _cost(clip.cost))
    return tuple(fact for fact in told if fact is not None)


def remarks(clip: Clip) -> tuple[str, ...]:
    """Where what came is not what was asked, in sentences."""
    return tuple(plain(remark, 400) for remark in clip.remarks)


def _picture(clip: Clip) -> Fact | None:
    length = f"{clip.duration_seconds:.1f} s" if clip.duration_seconds > 0 else ""
    size = f"{clip.width}×{clip.height}" if clip.width and clip.height else ""
    return Fact(size, length) if length or size else None


def _coding(clip: Clip) -> Fact | None:
    if not clip.video_codec:
        return None
    rate = f"{rate_text(clip.fps)}, " if clip.fps > 0 else ""
    sound = f" + {codec_text(clip.audio_codec)}" if clip.audio_codec else ", no sound"
    return Fact(rate + codec_text(clip.video_codec) + sound)


def _bytes(clip: Clip) -> Fact | None:
    return Fact(size_text(clip.size_bytes)) if clip.size_bytes > 0 else None


def _making(clip: Clip) -> Fact | None:
    return None if clip.made_in_seconds is None else Fact(f"made in {clock_text(clip.made_in_seconds)}")


def _cost(cost: Cost | None) -> Fact:
    if cost is None:
        return Fact("cost not known")
    amount, how = "free" if cost.amount == 0 else str(cost), plain(cost.how, 160)
    return Fact(how, f"{amount}," if how else amount)
