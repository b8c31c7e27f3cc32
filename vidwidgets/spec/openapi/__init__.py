"""A fal OpenAPI document as an `Endpoint`: `endpoint.py` puts together what the other files read.

What fal publishes for each model, and what was seen in 308 of them: facts/fal.md §3 (read 2026-11-21). A document may
come from anyone, so whatever is read here is of any kind, as deep and as long as it likes: every loop has a bound.
"""
