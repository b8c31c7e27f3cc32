"""Adding a gateway."""

from __future__ import annotations

from vidwidgets.panel.world import known_connections
from vidwidgets.wire.connections import GATEWAY_AT_ONCE, Connection


def connect(
    name: str,
    *,
    base_url: str,
    key_env: str,
    provider: str | None = None,
    scheme: str = "Bearer",
    at_once: int | None = GATEWAY_AT_ONCE,
) -> Connection:
    """Add a connection to a gateway, for this process.

    Args:
        name: What `connection=` then says.
        base_url: The gateway's address, with or without a path prefix; https, unless it is on this machine.
        key_env: The name of the environment variable that holds the key; never the key itself.
        provider: Whose wire it speaks ("fal"); None for a host that serves every wire at the paths of the seeds.
        scheme: The word before the key: "Bearer" at most gateways, "Key" at fal and uniapi.
        at_once: How many requests may be away there at a time, over all kernels of this machine; the others wait here.
            None: any number.

    Raises:
        InvalidRequest: The name is a built-in one, or an argument cannot be used.
    """
    return known_connections().add(
        name, base_url=base_url, key_env=key_env, provider=provider, scheme=scheme, at_once=at_once
    )
