"""An endpoint: everything that can be asked of one model at one provider."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from vidwidgets.errors import InvalidRequest
from vidwidgets.spec import describe as describing
from vidwidgets.spec.fields import Choice, Field
from vidwidgets.spec.media import Media
from vidwidgets.spec.price import Price
from vidwidgets.spec.problem import Problem
from vidwidgets.spec.rules import Limit, Rule
from vidwidgets.spec.source import Source
from vidwidgets.spec.suggest import nearest_name
from vidwidgets.spec.values import Values

COMMON_WORDS = {"prompt": "prompt", "image": "first"}
"""Keywords that work on every endpoint, and the role of the field that they mean."""


@dataclass(frozen=True, kw_only=True)
class Example:
    """A request that the provider's own document shows."""

    values: Mapping[str, Any]
    body: Mapping[str, Any]
    """As printed, with anything taken out that `note` explains."""
    source: Source
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """What can be asked, as one frozen value. Values are mappings from wire names; None means left out."""

    id: str
    """In the provider's own words (`fal-ai/veo3/image-to-video`)."""
    provider: str
    """The room under `providers/` whose protocol speaks its wire ("fal")."""
    title: str
    """The model's name ("Veo 3")."""
    kind: str
    """What it makes of what ("image to video")."""
    source: Source
    fields: tuple[Field, ...]
    """What can be asked, in form order."""
    rules: tuple[Rule, ...] = ()
    """What a request must keep."""
    advice: tuple[Rule, ...] = ()
    """What may be refused or altered: warnings, which never block."""
    pricing: Callable[[Values], Price | None] | None = None
    """The estimate; None where the provider publishes no price."""
    unit_pricing: Callable[[Values], Price | None] | None = None
    """What one unit costs that the provider counts in its bill; None where that is not published."""
    examples: tuple[Example, ...] = ()
    notes: tuple[str, ...] = ()
    """What to know of it wherever it is reached: what a form does not draw, how old the document is."""
    gateway_notes: tuple[str, ...] = ()
    """What to know when it is reached through a gateway rather than at the provider."""
    shape: Callable[[Mapping[str, Any]], dict[str, Any]] | None = None
    """Turns the flat values into the provider's body; None sends them as they are."""
    unshape: Callable[[Mapping[str, Any]], dict[str, Any]] | None = None
    """The flat values of a body that somebody else may have written; what it does not know it leaves as it is. None:
    a body's entries are the values."""
    gateway: Endpoint | None = None
    """What can be asked of it through a gateway, where that is more than the provider's own host takes; None: the
    same. It has the same id."""

    def __post_init__(self) -> None:
        """Refuse a declaration whose rules name fields that it does not have."""
        names = [field.name for field in self.fields]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.id} declares a field twice.")
        for rule in (*self.rules, *self.advice):
            self._known(rule.reads, f"a rule of {self.id}")
        for field in self.fields:
            self._known(field.visible.reads if field.visible else (), f"{self.id}: when to show {field.name}")
            if isinstance(field, Media) and field.shaped_by:
                self._known((field.shaped_by,), f"{self.id}: the shape of {field.name}")

    def _known(self, reads: tuple[str, ...], where: str) -> None:
        unknown = [name for name in reads if all(field.name != name for field in self.fields)]
        if unknown:
            raise ValueError(f"{where} names {', '.join(unknown)}, which is no field of it.")

    @property
    def defaults(self) -> dict[str, Any]:
        """The provider's own default of each field that has one."""
        return {field.name: field.default for field in self.fields if field.default is not None}

    @property
    def media(self) -> tuple[Media, ...]:
        """The fields that take a picture."""
        return tuple(field for field in self.fields if isinstance(field, Media))

    def field(self, name: str) -> Field:
        """The field of that wire name (or common word).

        Raises:
            InvalidRequest: There is none; the message names the nearest.
        """
        wire_name = self._wire_name(name)
        if wire_name is None:
            raise InvalidRequest(self._unknown(name), fields=(name,))
        return self._by_name[wire_name]

    def resolve(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The same values by wire name, without those that are None; common words stand for their field.

        Raises:
            InvalidRequest: A keyword is unknown, or a field was given under two names.
        """
        found: dict[str, Any] = {}
        for name, value in values.items():
            wire_name = self.field(name).name
            if value is None:
                continue
            if wire_name in found:
                alias = next(a for a in values if a != wire_name and self._wire_name(a) == wire_name)
                raise InvalidRequest(
                    f"{alias}= and {wire_name}= mean the same field of {self.id}: give one of them. Nothing was sent.",
                    fields=(wire_name,),
                )
            found[wire_name] = value
        return {field.name: found[field.name] for field in self.fields if field.name in found}

    def problems(self, values: Mapping[str, Any]) -> list[Problem]:
        """Every rule that the values break, all at once, in form order; empty when it may be sent."""
        unknown = [name for name in values if self._wire_name(name) is None]
        found = [Problem((name,), self._unknown(name)) for name in unknown]
        try:
            seen = self._values({name: value for name, value in values.items() if name not in unknown})
        except InvalidRequest as twice:
            return [*found, Problem(twice.fields, twice.message)]
        for field in self.fields:
            found += _field_problems(field, seen)
        broken = {name for problem in found for name in problem.fields}
        across = (rule.problem(seen) for rule in self.rules)
        # a rule about a value that is wrong by itself would only repeat it
        found += [problem for problem in across if problem and not broken & set(problem.fields)]
        return found

    def warnings(self, values: Mapping[str, Any]) -> list[Problem]:
        """What may be refused or is not priced, in the same shape; it never blocks."""
        seen = self._leniently(values)
        found = [problem for rule in self.advice if (problem := rule.problem(seen))]
        if self.price(values) is None:
            found.append(Problem((), f"What {self.title} costs is not known here: look at the provider's page."))
        return found

    def options(self, name: str, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """The values of a closed field that keep every rule beside the other values.

        Empty for a field with no closed list; all of them for a field that leads the others (a model).

        Raises:
            InvalidRequest: There is no such field.
        """
        field = self.field(name)
        if isinstance(field, Choice) and field.leads:
            return field.choices()
        seen = self._leniently(values)
        return tuple(
            option for option in field.choices() if all(rule.leaves(field.name, option, seen) for rule in self.rules)
        )

    def offered(self, name: str, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """The values of a closed field that exist beside the other values, allowed or not: what a form lists.

        Advice may leave out a value as a rule does: it can then still be given, with a warning.

        Raises:
            InvalidRequest: There is no such field.
        """
        field = self.field(name)
        seen = self._leniently(values)
        limits = [
            rule
            for rule in (*self.rules, *self.advice)
            if isinstance(rule, Limit) and rule.leaves_out and rule.field == field.name
        ]
        return tuple(o for o in field.choices() if all(limit.leaves(field.name, o, seen) for limit in limits))

    def body(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The JSON body that would be sent: what was given, under the provider's names; what was left out is not.

        A picture that is not a URL yet stands as `<uploaded first: …>`; it is replaced before sending.

        Raises:
            InvalidRequest: A keyword is unknown.
        """
        flat = {
            name: describing.media_word(value) if isinstance(self.field(name), Media) else value
            for name, value in self.resolve(values).items()
        }
        return self.shaped(flat)

    def shaped(self, flat: Mapping[str, Any]) -> dict[str, Any]:
        """The provider's body of values by wire name, whatever stands in it for a picture."""
        return self.shape(flat) if self.shape else dict(flat)

    def flat(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a body as the provider takes it, by wire name; names that are no field's stay in it."""
        return self.unshape(body) if self.unshape else dict(body)

    def bill(self, values: Mapping[str, Any], units: float) -> Price | None:
        """What the provider's own count of units comes to; None where the price of one is not published."""
        unit = self.unit_pricing(self._values(values)) if self.unit_pricing else None
        if unit is None:
            return None
        return Price(round(units * unit.amount, 4), unit.currency, f"{units:g} units billed × {unit.how}")

    def price(self, values: Mapping[str, Any]) -> Price | None:
        """The estimate for these values; None where no price is published for them.

        A value that its own field refuses reads as None to the price list, and so does its default.
        """
        if self.pricing is None:
            return None
        seen = self._leniently(values)
        wrong = {name for name, value in seen.given.items() if self.field(name).check(value)}
        return self.pricing(Values(_without(seen.given, wrong), _without(seen.defaults, wrong)))

    def describe(self) -> str:
        """Fields, rules, price and sources as plain text."""
        return describing.as_text(self)

    def _repr_markdown_(self) -> str:
        return describing.as_markdown(self)

    def _values(self, values: Mapping[str, Any]) -> Values:
        return Values(self.resolve(values), self.defaults)

    def _leniently(self, values: Mapping[str, Any]) -> Values:
        """For what is only shown: unknown names are passed over, of two names for a field the last counts."""
        given = {wire: value for name, value in values.items() if (wire := self._wire_name(name)) and value is not None}
        return Values(given, self.defaults)

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        # a form and a sweep ask for a field's name many thousand times
        return {field.name: field for field in self.fields}

    def _wire_name(self, name: str) -> str | None:
        if name in self._by_name:
            return name
        role = COMMON_WORDS.get(name)
        return next((field.name for field in self.fields if role and field.role == role), None)

    def _unknown(self, name: str) -> str:
        known = [field.name for field in self.fields]
        near = nearest_name(name, [*known, *COMMON_WORDS])
        hint = f"Did you mean {near}?" if near else f"It has: {', '.join(known)}."
        return f"{self.id} has no field {name!r}. {hint} Nothing was sent."


def _without(values: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def _field_problems(field: Field, values: Values) -> list[Problem]:
    value = values.given.get(field.name)
    if value is None:
        return [Problem((field.name,), f"{field.label} is missing: {field.help}")] if field.required else []
    wrong = field.check(value)
    return [Problem((field.name,), wrong)] if wrong else []
