"""A property as a field: which control it gets, with the schema's own literals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from vidwidgets.spec.fields import Choice, Field, Flag
from vidwidgets.spec.media import Media
from vidwidgets.spec.media_list import MediaList
from vidwidgets.spec.openapi.bounds import LARGEST_NUMBER, LONGEST_DEFAULT, MOST_OPTIONS, SHORT_RANGE
from vidwidgets.spec.openapi.numbers import finite, number_field
from vidwidgets.spec.openapi.pictures import fits_an_address, limits_of, what_it_takes
from vidwidgets.spec.openapi.shape import Shape
from vidwidgets.spec.openapi.texts import text_field
from vidwidgets.spec.openapi.words import help_of, label_of, one_line
from vidwidgets.spec.source import Source
from vidwidgets.spec.values import same

_MAIN = {
    *("prompt", "duration", "aspect_ratio", "resolution", "generate_audio", "generate_audio_switch", "audio"),
    *("size", "video_size", "image_size", "quality", "enable_audio"),
}
"""What a person decides on each time; the rest is folded away unless it is required."""
_NOT_DRAWN = {"array": "a list", "object": "an object", "": "anything"}
_ORDER = ("string", "number", "integer", "boolean")
_BOUNDS = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}
_PLACEHOLDER_LENGTH = 200


@dataclass(frozen=True)
class Drawn:
    """What became of a property."""

    field: Field | None
    """None: it is not drawn."""
    needed: bool = False
    """Whether it must be given and has no default that is sent by itself."""
    nullable: bool = False
    partly: str = ""
    """What else it may be that its control cannot say, in words; empty when the control says it all."""
    why: str = ""
    """What it is where it is not drawn, in words ("a list of objects")."""
    always: Any = None
    """A default that must be sent; None for none."""
    default: Any = None
    """The document's, whether or not it is usable; None for none."""


def drawn(name: str, shape: Shape, *, required: bool, source: Source) -> Drawn:
    """The field of a property, or why it has none."""
    default = _usable(shape.default)
    more = name not in _MAIN and not required
    words: dict[str, Any] = {"name": name, "label": label_of(name, shape.said), "source": source, "more": more}
    found, partly = _field(name, shape, {**words, "help": "."}, default)
    if found is None:
        return Drawn(None, needed=required, why=shape.unread or partly or _kinds_in_words(shape), default=default)
    if isinstance(found, Choice) and len(found.options) == 1 and required and default is None:
        default = found.options[0]  # a const: there is nothing to choose
    taken = _as_its_kind(found, default)
    # what is no default of the control's is said in words
    unshown = default is not None and (taken is None or bool(partly))
    says: tuple[str, ...] = (_left_out_words(default),) if unshown and not required else ()
    if isinstance(found, Media) and (limit := one_line(next(shape.hints("limit_description"), ""), 120)):
        says = (limit if limit.endswith(".") else f"{limit}.", *says)
    needed = required and taken is None
    field = replace(
        found,
        help=help_of(name, shape.said, *says),
        required=needed and not partly,
        more=more and not isinstance(found, Media),
        # what may be given in another way has no default of its own, so that its control can leave it out
        default=None if partly else taken,
    )
    always = taken if required else None
    return Drawn(field, needed=needed, nullable=shape.nullable, partly=partly, always=always, default=default)


def _field(name: str, shape: Shape, words: dict[str, Any], default: object) -> tuple[Field | None, str]:
    """The field, and what else it may be that the field cannot say."""
    options, kinds = list(shape.options), list(shape.kinds)
    if options:
        kinds = [kind for kind in kinds if not _taken_in(kind, options)]
    pictures = next((kind for kind in kinds if _is_pictures(name, shape, kind)), None)
    if pictures is not None and not options:
        rest = [_kind_in_words(kind) for kind in kinds if kind is not pictures]
        return _several(shape, pictures, words), " or ".join(dict.fromkeys(rest))
    others = [kind for kind in kinds if kind.get("type") not in _ORDER]
    simple = sorted((k for k in kinds if k.get("type") in _ORDER), key=lambda k: _ORDER.index(k["type"]))
    also = " or ".join(dict.fromkeys(_kind_in_words(kind) for kind in others)) or shape.unread
    texts = [kind for kind in simple if kind["type"] == "string"]
    if options and not (texts and all(isinstance(option, str) for option in options)):
        fits_number = not any(same(default, option) for option in options)
        if not (simple and default is not None and fits_number):
            rest = [*(_kind_in_words(kind) for kind in simple), *([also] if also else [])]
            return _choice(name, options, words), " or ".join(dict.fromkeys(rest))
    if not simple:
        return None, also
    # any text is allowed beside the listed ones, so the list adds nothing but a hint
    chosen = next((kind for kind in simple if _is_of(default, kind["type"])), simple[0])
    any_number = chosen["type"] == "number" and not _BOUNDS & chosen.keys()
    further = [kind for kind in simple if kind is not chosen and not (any_number and _whole(kind))]
    listed = [] if chosen["type"] == "string" else options
    rest = [*(_kind_in_words(kind) for kind in further), *map(repr, listed[:3]), *([also] if also else [])]
    return _simple(name, shape, chosen, words, default), " or ".join(dict.fromkeys(rest))


def _simple(name: str, shape: Shape, kind: Mapping[str, Any], words: dict[str, Any], default: object) -> Field | None:
    if kind["type"] == "boolean":
        return Flag(**words)
    if kind["type"] in {"number", "integer"}:
        counted = {**words, "unit": "s" if name == "duration" else ""}
        low = kind.get("minimum")
        if finite(low) is not None and same(low, kind.get("maximum")):
            return Choice(**counted, options=(low,))
        return number_field(kind, counted, default)
    takes = what_it_takes(name, shape)
    if takes == "picture" and fits_an_address(kind):
        return Media(**words, limits=limits_of(shape))
    example = next((e for e in _examples(shape) if isinstance(e, str)), "")
    placeholder = "" if takes else one_line(example, _PLACEHOLDER_LENGTH)
    return text_field(kind, words, placeholder=placeholder, address=bool(takes))


def _is_pictures(name: str, shape: Shape, kind: Mapping[str, Any]) -> bool:
    """Whether a kind is a list of pictures' addresses."""
    items = kind.get("items")
    if not isinstance(items, Mapping) or items.get("type") != "string" or "enum" in items:
        return False
    return what_it_takes(name, shape) == "picture" and fits_an_address(items) and _lengths(kind) is not None


def _lengths(kind: Mapping[str, Any]) -> tuple[int, int | None] | None:
    """The least and the most entries of a list; None where no list keeps them."""
    least, most = finite(kind.get("minItems")) or 0, finite(kind.get("maxItems"))
    if kind.get("uniqueItems") or (most is not None and most < max(least, 1)):
        return None
    return int(max(least, 0)), None if most is None else int(most)


def _several(shape: Shape, kind: Mapping[str, Any], words: dict[str, Any]) -> Field:
    least, most = _lengths(kind) or (0, None)
    return MediaList(**words, limits=limits_of(shape), least=least, most=most)


def _choice(name: str, options: list[Any], words: dict[str, Any]) -> Field:
    if len(options) == 2 and all(isinstance(option, bool) for option in options):  # noqa: PLR2004  yes and no
        return Flag(**words)
    labels = {}
    # 5, 5.0 and True are one key of a mapping: a list of several types keeps its literals as labels
    if name == "duration" and len({type(option) for option in options}) == 1:
        labels = {option: said for option in options if (said := _seconds(option))}
    return Choice(**words, unit="s" if labels else "", options=tuple(options), labels=labels)


def _taken_in(kind: Mapping[str, Any], options: list[Any]) -> bool:
    """Whether what a kind allows could be listed beside the options, which was then done: yes and no, a short range."""
    if kind.get("type") == "boolean":
        options += [value for value in (True, False) if not any(same(value, option) for option in options)]
        return True
    low, high = finite(kind.get("minimum")), finite(kind.get("maximum"))
    bounded = low is not None and high is not None and 0 <= high - low < SHORT_RANGE
    if not (_whole(kind) and bounded) or (_BOUNDS - {"minimum", "maximum"}) & kind.keys():
        return False
    whole = range(int(low or 0), int(high or 0) + 1)
    if len(options) + len(whole) > MOST_OPTIONS:
        return False
    options += [value for value in whole if not any(same(value, option) for option in options)]
    return True


def _usable(default: object) -> Any:  # noqa: ANN401  a JSON value
    """A default that may be kept; None for none, and for what no request should hold."""
    if isinstance(default, bool):
        return default
    if isinstance(default, int | float):
        return default if finite(default) is not None else None
    return None if default == [] or (isinstance(default, str) and len(default) > LONGEST_DEFAULT) else default


def _as_its_kind(field: Field, default: object) -> Any:  # noqa: ANN401  a JSON value
    """The default as the field's own literal; None where the field does not take it."""
    if isinstance(default, float) and default.is_integer() and abs(default) < LARGEST_NUMBER:
        default = next((one for one in (default, int(default)) if field.check(one) is None), None)
    return default if default is not None and field.check(default) is None else None


def _left_out_words(default: object) -> str:
    said = one_line(default if isinstance(default, str) else repr(default)[:200], 60)
    return f"Left out, it is {said or 'empty'}."


def _seconds(option: object) -> str:
    text = str(option)
    number = text.removesuffix("s")
    return f"{number} s" if number.replace(".", "", 1).isdigit() and number.isascii() else ""


def _whole(kind: Mapping[str, Any]) -> bool:
    return kind.get("type") == "integer"


def _is_of(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if isinstance(value, int | float):
        return kind == "number" or (kind == "integer" and (isinstance(value, int) or value.is_integer()))
    return isinstance(value, str) and kind == "string"


def _examples(shape: Shape) -> list[Any]:
    found = shape.said.get("examples")
    listed = found if isinstance(found, list) else []
    return [*listed[:20], *([shape.said["example"]] if "example" in shape.said else [])]


def _kinds_in_words(shape: Shape) -> str:
    return " or ".join(dict.fromkeys(_kind_in_words(kind) for kind in shape.kinds)) or "nothing but null"


def _kind_in_words(kind: Mapping[str, Any]) -> str:
    named = kind.get("type")
    if named == "array":
        items = kind.get("items")
        inner = items.get("type") if isinstance(items, Mapping) else None
        of = {"string": " of texts", "number": " of numbers", "integer": " of numbers", "array": " of lists"}
        return f"a list{of.get(str(inner), ' of objects') if items else ''}"
    simple = {"string": "a text", "number": "a number", "integer": "a whole number", "boolean": "yes or no"}
    return simple.get(str(named)) or _NOT_DRAWN.get(str(named or ""), "something else")
