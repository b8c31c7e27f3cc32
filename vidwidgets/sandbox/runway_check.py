"""A request's body against the table of models, told as Runway tells it: zod's issues (facts/runway.md §1.8). Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from vidwidgets.sandbox.runway_models import Model, Rule

Issue: TypeAlias = dict[str, Any]
Path: TypeAlias = list[str | int]

DATA_URI_CHARACTERS: Final = 5_242_880
_HTTPS_CHARACTERS: Final = (13, 2048)
_RUNWAY_CHARACTERS: Final = 5000
_OWN_HOSTS: Final = ("http://127.", "http://localhost", "http://[::1]")


def check(models: dict[str, Model], body: object) -> list[Issue]:
    """Everything that is wrong with a body; empty when Runway would take it."""
    if not isinstance(body, dict):
        return [_type([], "object", body)]
    model = models.get(body["model"]) if isinstance(body.get("model"), str) else None
    if model is None:
        message = "Invalid input"
        note = {"note": "No matching discriminator", "discriminator": "model"}
        return [{"code": "invalid_union", "errors": [], **note, "path": ["model"], "message": message}]
    rules = {name: rule for name, rule in model.items() if name != "closed"}
    found = [issue for name, rule in rules.items() for issue in _field(name, rule, body)]
    found += _keyframe_ratio(body)
    unknown = [name for name in body if name not in rules and name != "model"]
    if unknown and model.get("closed"):
        quoted = ", ".join(f'"{name}"' for name in unknown)
        message = f"Unrecognized key{'s' if len(unknown) > 1 else ''}: {quoted}"
        found.append({"code": "unrecognized_keys", "keys": unknown, "path": [], "message": message})
    return found


def frames_of(body: dict[str, Any]) -> list[tuple[Path, str]]:
    """Where each picture stands in a checked body, and its address."""
    given = body.get("promptImage")
    if isinstance(given, str):
        return [(["promptImage"], given)]
    entries = given if isinstance(given, list) else []
    return [(["promptImage", at, "uri"], entry["uri"]) for at, entry in enumerate(entries)]


def _field(name: str, rule: Rule, body: dict[str, Any]) -> list[Issue]:
    if name not in body:
        return [_type([name], _word(rule), None, missing=True)] if rule.get("required") else []
    value: Any = body[name]
    if "frames" in rule:
        return _frames(rule, value)
    if "object" in rule:
        return _object(name, rule["object"], value)
    return _value([name], rule, value)


def _value(path: Path, rule: Rule, value: Any) -> list[Issue]:  # noqa: ANN401 - a JSON value
    if "enum" in rule:
        return [] if _among(value, rule["enum"]) else [_option(path, rule["enum"])]
    if "text" in rule:
        if not isinstance(value, str):
            return [_type(path, "string", value)]
        least, most = rule["text"]
        return _bounds(path, "string", len(value.encode("utf-16-le", "surrogatepass")) // 2, least, most)
    if "integer" in rule or "number" in rule:
        return _number(path, rule, value)
    if "flag" in rule and not isinstance(value, bool):
        return [_type(path, "boolean", value)]
    if "list" in rule and not isinstance(value, list):
        return [_type(path, "array", value)]
    return []


def _number(path: Path, rule: Rule, value: Any) -> list[Issue]:  # noqa: ANN401 - a JSON value
    whole = "integer" in rule
    if rule.get("auto") and value == "auto":
        return []
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        return [_type(path, "int" if whole else "number", value)]
    return _bounds(path, "number", value, *rule["integer" if whole else "number"])


def _object(name: str, inner: dict[str, list[str]], value: object) -> list[Issue]:
    if not isinstance(value, dict):
        return [_type([name], "object", value)]
    found = [
        _option([name, key], options) for key, options in inner.items() if key in value and value[key] not in options
    ]
    unknown = [key for key in value if key not in inner]
    if unknown:
        message = f'Unrecognized key: "{unknown[0]}"'
        found.append({"code": "unrecognized_keys", "keys": unknown, "path": [name], "message": message})
    return found


def _frames(rule: Rule, value: object) -> list[Issue]:
    if isinstance(value, str):
        return _address(["promptImage"], value)
    if not isinstance(value, list):
        return [_type(["promptImage"], "string", value)]
    found: list[Issue] = []
    positions = []
    for at, entry in enumerate(value):
        if not isinstance(entry, dict) or not isinstance(entry.get("uri"), str):
            found.append(_type(["promptImage", at, "uri"], "string", entry))
            continue
        found += _address(["promptImage", at, "uri"], entry["uri"])
        position = entry.get("position")
        positions.append(position)
        optional = position is None and rule.get("references")
        if not optional and position not in rule["frames"]:
            found.append(_option(["promptImage", at, "position"], rule["frames"]))
    if not found and "last" in positions and "first" not in positions:
        found.append(_custom(["promptImage"], "A last frame requires a first frame"))
    if not found and len(positions) != len(set(positions)) and None not in positions:
        found.append(_custom(["promptImage"], "Each position may be used once"))
    return found or ([] if value else _bounds(["promptImage"], "array", 0, 1, None))


def _keyframe_ratio(body: dict[str, Any]) -> list[Issue]:
    """Wan follows its first frame: keyframe requests must use a ratio that begins with auto_ (SDK 5.24.0)."""
    given, ratio = body.get("promptImage"), body.get("ratio", "auto_720p")
    keyframes = isinstance(given, list) and any(isinstance(one, dict) and "position" in one for one in given)
    if body["model"] in ("wan3", "wan3_prime") and keyframes and not str(ratio).startswith("auto_"):
        return [_custom(["ratio"], "Keyframe requests must use auto_480p, auto_720p, or auto_1080p")]
    return []


def _address(path: Path, uri: str) -> list[Issue]:
    if uri.startswith("data:"):
        if not uri.startswith("data:image/") or ";base64," not in uri[:100]:
            return [_custom(path, "Invalid data URI: expected data:image/<type>;base64,<data>")]
        return _bounds(path, "string", len(uri), 13, DATA_URI_CHARACTERS)
    if uri.startswith("runway://"):
        return _bounds(path, "string", len(uri), 13, _RUNWAY_CHARACTERS)
    if uri.startswith(("https://", *_OWN_HOSTS)):  # Runway wants https; this machine has none
        return _bounds(path, "string", len(uri), *_HTTPS_CHARACTERS)
    return [{"code": "invalid_format", "format": "url", "path": path, "message": "Invalid URL"}]


def _custom(path: Path, message: str) -> Issue:
    return {"code": "custom", "path": path, "message": message}


def _option(path: Path, options: list[Any]) -> Issue:
    quoted = "|".join(f'"{option}"' if isinstance(option, str) else str(option) for option in options)
    message = f"Invalid option: expected one of {quoted}"
    return {"code": "invalid_value", "values": options, "path": path, "message": message}


def _type(path: Path, expected: str, value: object, *, missing: bool = False) -> Issue:
    received = "undefined" if missing else _received(value)
    message = f"Invalid input: expected {expected}, received {received}"
    return {"expected": expected, "code": "invalid_type", "path": path, "message": message}


def _bounds(path: Path, origin: str, size: float, least: float | None, most: float | None) -> list[Issue]:
    unit = {"string": " characters", "array": " items"}.get(origin, "")
    has = f" to have {{}}{unit}" if unit else " to be {}"
    common = {"origin": origin, "inclusive": True, "path": path}
    if most is not None and size > most:
        message = f"Too big: expected {origin}{has.format(f'<={most}')}"
        return [{**common, "code": "too_big", "maximum": most, "message": message}]
    if least is not None and size < least:
        message = f"Too small: expected {origin}{has.format(f'>={least}')}"
        return [{**common, "code": "too_small", "minimum": least, "message": message}]
    return []


def _among(value: object, options: list[Any]) -> bool:
    return any(type(value) is type(option) and value == option for option in options)


def _word(rule: Rule) -> str:
    words = {"integer": "int", "flag": "boolean", "list": "array", "object": "object"}
    return next((word for key, word in words.items() if key in rule), "string")


def _received(value: object) -> str:
    kinds: tuple[tuple[type, str], ...] = ((bool, "boolean"), (str, "string"), (int, "number"), (float, "number"))
    kinds += ((list, "array"), (dict, "object"))
    return next((word for kind, word in kinds if isinstance(value, kind)), "null")
