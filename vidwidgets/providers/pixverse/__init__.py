"""PixVerse's platform API, at its two hosts and at the gateways that resell it."""
