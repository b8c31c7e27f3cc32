"""An endpoint as controls: one control per field, problems beside them, and the same request as code."""
