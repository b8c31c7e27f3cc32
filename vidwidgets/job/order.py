"""What a job is told to do: a request as plain values, so that the job room knows no endpoint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from vidwidgets.wire.clip import Clip, Cost
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.media import Picture
from vidwidgets.wire.protocol import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asked for a request, and where."""

    session: str = ""
    """The kernel or script."""
    notebook: str = ""
    """The notebook's path; empty outside of one."""
    cell: str = ""
    """The cell; empty outside of one."""
    run: str = ""
    """Which run of the cell, in its session."""
    form: str = ""
    """The form, for taking turns; empty for code."""


Given: TypeAlias = Picture | int
"""A picture, or the provider's id of one that was uploaded before."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """One request, checked and ready."""

    endpoint: str
    title: str
    connection: Connection
    protocol: Protocol
    values: Mapping[str, Any]
    """What was asked for, by wire name; pictures as short descriptions."""
    pictures: Mapping[str, Given | tuple[Given, ...]] = field(default_factory=dict)
    """By wire name: what must be made ready before sending; several where the field takes several."""
    picture_names: frozenset[str] = frozenset()
    """The fields that take pictures, whether one was given or not."""
    body: Callable[[Mapping[str, Any]], dict[str, Any]]
    """From the wire's values for the pictures, by wire name, to the whole JSON body."""
    judge: Callable[[str, Picture], list[str]] = lambda _name, _picture: []
    """What is wrong with a picture once it is known, as sentences; empty when nothing is."""
    bill: Callable[[Mapping[str, Any]], Cost | None] = lambda _facts: None
    """What it cost, from what the provider said of the result; the estimate where it said nothing."""
    remarks: Callable[[Clip], tuple[str, ...]] = lambda _clip: ()
    """Where what came is not what was asked."""
    prompt: str = ""
    price: str = ""
    """The estimate in words, as it was shown before sending."""
    folder: Path
    """Where the clip goes."""
    estimate: Cost | None = None
    """What it is reckoned to cost; None where no price is published."""
    estimate_usd: float | None = None
    """The same in dollars; None where nobody prices it in dollars."""
    digest: str = ""
    """Equal for equal requests: endpoint, connection, values, and the pictures' content."""
    asked: Asked = field(default_factory=Asked)
    """Who asks."""
    key: Callable[[], str]
    """Reads the connection's key when it is needed."""
    shown_by: Callable[[Clip], dict[str, Any]] | None = None
    """How a notebook shows the clip."""

    @property
    def costs(self) -> bool:
        """Whether it is sent where it may cost money."""
        return not self.connection.is_sandbox

    @property
    def all_pictures(self) -> tuple[Picture, ...]:
        """Every picture, in the order of the fields; ids are not in it."""
        given = (one if isinstance(one, tuple) else (one,) for one in self.pictures.values())
        return tuple(one for several in given for one in several if isinstance(one, Picture))
