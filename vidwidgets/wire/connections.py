"""Where an endpoint is reached, with which key, and what may be sent there."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from vidwidgets.errors import InvalidRequest
from vidwidgets.wire.origin import is_loopback, origin
from vidwidgets.wire.rebase import is_plain

SCHEMES = ("Key", "Bearer")
CONFIG_VARIABLE = "VIDWIDGETS_CONFIG"
GATEWAY_AT_ONCE = 10
"""Where nobody says what a gateway takes."""
PIXVERSE_AT_ONCE = 3
"""It refuses more than the account's plan runs at a time (500044), and does not publish the numbers."""
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]{0,63}")
"""How variables are named. Some keys are lower-case words too (Runway's begin `key_`), and must not pass for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One host with one key. The key itself is never in it."""

    name: str
    provider: str | None
    """Whose wire it speaks ("fal"); None for a host that serves every wire."""
    base_url: str
    """With or without a path prefix; empty for the sandbox until it runs."""
    key_env: str = ""
    """The environment variable that holds the key; empty where none is needed."""
    scheme: str = "Key"
    """The word before the key in the Authorization header, where the wire uses that header."""
    official: bool = False
    """Whether it is the provider's own host, so that its uploads and event streams may be used."""
    services: Mapping[str, str] = field(default_factory=dict)
    """The provider's other hosts that take the same key ("storage" → its base URL)."""
    public: Mapping[str, str] = field(default_factory=dict)
    """The provider's hosts that are asked without any key ("documents" → its base URL)."""
    at_once: int | None = None
    """How many of our requests may be away there at a time, over all kernels of this machine; the others wait here.
    None: any number."""

    @property
    def is_sandbox(self) -> bool:
        """Whether it is the local provider, which costs nothing."""
        return self.name == "sandbox"

    def url(self, path: str, service: str = "") -> str:
        """The absolute URL of a path below the base (or the service's base).

        Raises:
            InvalidRequest: The path would lead to another host.
        """
        base = self.services[service] if service else self.base_url
        found = f"{base.rstrip('/')}/{path.lstrip('/')}"
        stays = origin(base) is not None and origin(found) == origin(base)
        if not stays or not is_plain(path.split("?", maxsplit=1)[0]):
            raise InvalidRequest(f"{path!r} leads away from the connection {self.name!r}. Nothing was sent.")
        return found


BUILT_IN: tuple[Connection, ...] = (
    Connection(
        name="fal",
        provider="fal",
        base_url="https://queue.fal.run",
        key_env="FAL_KEY",
        official=True,
        # fal's own storage takes the same key (fal-client 1.0.3, read 2026-11-21), and so does the list of one's
        # requests (fal.ai/docs/platform-apis/v1/models/requests/by-endpoint, read 2026-11-27)
        services={"storage": "https://rest.fal.ai", "platform": "https://api.fal.ai"},
        # each model's OpenAPI document, for anyone (facts/fal.md §3, read 2026-11-21)
        public={"documents": "https://fal.ai"},
        # its queue takes any number, and runs 2 to 40 at a time (fal.ai docs, concurrency-limits; read 2026-11-21)
        at_once=40,
    ),
    # seed 002: POST api.uniapi.io/fal-ai/{model} with "Key"
    Connection(
        name="uniapi", provider="fal", base_url="https://api.uniapi.io", key_env="UNIAPI_KEY", at_once=GATEWAY_AT_ONCE
    ),
    # docs.dev.runwayml.com: the one public host; api.runwayml.com is another and answers 401 (read 2026-11-21)
    Connection(
        name="runway",
        provider="runway",
        base_url="https://api.dev.runwayml.com",
        key_env="RUNWAYML_API_SECRET",
        scheme="Bearer",
        official=True,
        # more are accepted as THROTTLED; tiers end at 20 (docs.dev.runwayml.com, usage/tiers; read 2026-11-21)
        at_once=20,
    ),
    # two hosts with separate keys and credits (docs.platform.pixverse.ai, pixverse-mcp 0.2.2; read 2026-11-21)
    Connection(
        name="pixverse",
        provider="pixverse",
        base_url="https://app-api.pixverse.ai",
        key_env="PIXVERSE_API_KEY",
        official=True,
        at_once=PIXVERSE_AT_ONCE,
    ),
    Connection(
        name="pixverse-cn",
        provider="pixverse",
        base_url="https://app-api.pixverseai.cn",
        key_env="PIXVERSE_API_KEY",
        official=True,
        at_once=PIXVERSE_AT_ONCE,
    ),
    Connection(name="sandbox", provider=None, base_url="", official=True),
)


class Connections:
    """The connections of this process: the built-in ones, those of the TOML file, those of `connect`."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._environment = environment
        self._known = {connection.name: connection for connection in BUILT_IN}
        self._read_from: str | None = None

    def all(self) -> tuple[Connection, ...]:
        """Every connection, built-in ones first."""
        self._read_file()
        return tuple(self._known.values())

    def named(self, name: str) -> Connection:
        """The connection of that name.

        Raises:
            InvalidRequest: There is none.
        """
        self._read_file()
        if name not in self._known:
            raise InvalidRequest(
                f"There is no connection {name!r}: known are {', '.join(self._known)}. "
                "vw.connect(…) adds one. Nothing was sent."
            )
        return self._known[name]

    def official_for(self, provider: str) -> Connection:
        """The provider's own host."""
        return next(c for c in self.all() if c.provider == provider and c.official)

    def add(
        self,
        name: str,
        *,
        base_url: str,
        key_env: str,
        provider: str | None = None,
        scheme: str = "Bearer",
        at_once: int | None = GATEWAY_AT_ONCE,
    ) -> Connection:
        """Add a gateway, or replace one of that name.

        Raises:
            InvalidRequest: The name is a built-in one, or the URL, scheme or variable cannot be used.
        """
        self._read_file()  # first, so that what is said here wins over the file
        found = self._checked(
            name, base_url=base_url, key_env=key_env, provider=provider, scheme=scheme, at_once=at_once
        )
        self._known[name] = found
        return found

    def _checked(
        self, name: str, *, base_url: str, key_env: str, provider: str | None, scheme: str, at_once: int | None
    ) -> Connection:
        if any(built_in.name == name for built_in in BUILT_IN):
            raise InvalidRequest(f"{name!r} is a built-in connection: choose another name.")
        # whoever passes the key itself as the scheme or the variable must not see it echoed
        if scheme not in SCHEMES:
            raise InvalidRequest(f"scheme must be one of {', '.join(SCHEMES)}: only the word before the key.")
        if not (_VARIABLE.fullmatch(key_env) or key_env in self._environment):
            raise InvalidRequest(
                "key_env must be the name of an environment variable (like MY_GATEWAY_KEY), not the key itself."
            )
        if at_once is not None and (isinstance(at_once, bool) or not isinstance(at_once, int) or at_once < 1):
            raise InvalidRequest("at_once is how many requests may be away at a time: 1 or more; None: any number.")
        return Connection(
            name=name,
            provider=provider,
            base_url=checked_base_url(base_url),
            key_env=key_env,
            scheme=scheme,
            at_once=at_once,
        )

    def _read_file(self) -> None:
        path = self._environment.get(CONFIG_VARIABLE)
        if not path or path == self._read_from:
            return
        try:
            declared = tomllib.loads(Path(path).read_text(encoding="utf-8")).get("connections", {})
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise InvalidRequest(f"{CONFIG_VARIABLE} names {path}, which cannot be read: {error}.") from error
        if not isinstance(declared, dict):
            raise InvalidRequest(f"{path}: connections must be tables, such as [connections.my-gateway].")
        found = {name: self._of_table(path, name, entry) for name, entry in declared.items()}
        self._known.update(found)
        self._read_from = path  # only a file that was right is not read again

    def _of_table(self, path: str, name: str, entry: object) -> Connection:
        known = {"provider", "base_url", "key_env", "scheme", "at_once"}
        if not isinstance(entry, dict) or not {"base_url", "key_env"} <= set(entry) <= known:
            raise InvalidRequest(
                f"{path}: [connections.{name}] takes base_url, key_env and optionally provider, scheme and at_once."
            )
        if not all(isinstance(value, str) for name, value in entry.items() if name != "at_once"):
            raise InvalidRequest(f"{path}: [connections.{name}] takes text in quotation marks only.")
        try:
            return self._checked(
                name,
                base_url=entry["base_url"],
                key_env=entry["key_env"],
                provider=entry.get("provider"),
                scheme=entry.get("scheme", "Bearer"),
                at_once=entry.get("at_once", GATEWAY_AT_ONCE),
            )
        except InvalidRequest as error:
            raise InvalidRequest(f"{path}: [connections.{name}]: {error.message}") from error


def checked_base_url(url: str) -> str:
    """A base URL without its trailing slash.

    Raises:
        InvalidRequest: It is no http(s) URL, carries a query, a name or a password, or would send a key unencrypted.
    """
    found = origin(url)
    if found is None or "?" in url or "#" in url or not is_plain(url):
        raise InvalidRequest("base_url must be an https URL of a host, with or without a path, and nothing else.")
    if found[0] == "http" and not is_loopback(url):
        raise InvalidRequest(f"base_url {url!r} is not encrypted: a key would travel in the clear. Use https.")
    return url.rstrip("/")
