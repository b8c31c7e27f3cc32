"""When a rule applies or a field is shown: `Is`, `Has`, `Not`, `Both`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from vidwidgets.spec.values import Values, same


class Condition(ABC):
    """Something that is true or not of the values of a request."""

    @property
    @abstractmethod
    def reads(self) -> tuple[str, ...]:
        """The wire names that it looks at."""

    @abstractmethod
    def holds(self, values: Values) -> bool:
        """Whether it is true of these values."""

    @abstractmethod
    def __str__(self) -> str:
        """In words, as the end of `only when …`."""


@dataclass(frozen=True)
class Is(Condition):
    """A field has one of these values; its default counts where nothing was given."""

    field: str
    options: tuple[object, ...]

    def __init__(self, field: str, *options: object) -> None:
        object.__setattr__(self, "field", field)
        object.__setattr__(self, "options", options)

    @property
    def reads(self) -> tuple[str, ...]:
        """The one field."""
        return (self.field,)

    def holds(self, values: Values) -> bool:
        """Compares type as well, since `True in (1,)` holds in Python."""
        return any(same(values[self.field], option) for option in self.options)

    def __str__(self) -> str:
        """`duration is 5 or 8`."""
        return f"{self.field} is {' or '.join(str(option) for option in self.options)}"


@dataclass(frozen=True)
class Has(Condition):
    """A person gave this field."""

    field: str

    @property
    def reads(self) -> tuple[str, ...]:
        """The one field."""
        return (self.field,)

    def holds(self, values: Values) -> bool:
        """Defaults do not count; 0 and False do."""
        return values.has(self.field)

    def __str__(self) -> str:
        """`tail_image_url is given`."""
        return f"{self.field} is given"


@dataclass(frozen=True)
class Not(Condition):
    """The opposite of a condition."""

    condition: Condition

    @property
    def reads(self) -> tuple[str, ...]:
        """What the condition reads."""
        return self.condition.reads

    def holds(self, values: Values) -> bool:
        """Whether the condition does not hold."""
        return not self.condition.holds(values)

    def __str__(self) -> str:
        """`not (model is v6)`."""
        return f"not ({self.condition})"


@dataclass(frozen=True)
class Both(Condition):
    """Two or more conditions at once."""

    conditions: tuple[Condition, ...]

    def __init__(self, *conditions: Condition) -> None:
        object.__setattr__(self, "conditions", conditions)

    @property
    def reads(self) -> tuple[str, ...]:
        """What any of them reads."""
        return tuple(name for condition in self.conditions for name in condition.reads)

    def holds(self, values: Values) -> bool:
        """Whether all of them hold."""
        return all(condition.holds(values) for condition in self.conditions)

    def __str__(self) -> str:
        """Joined by `and`."""
        return " and ".join(str(condition) for condition in self.conditions)
