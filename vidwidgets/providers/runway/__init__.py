"""Runway's developer API, and the gateways that resell it under /runwayml/v1."""
