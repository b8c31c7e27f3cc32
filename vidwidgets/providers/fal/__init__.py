"""fal.ai's queue, and the gateways that resell it."""
