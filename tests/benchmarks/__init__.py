"""What vidwidgets costs, measured beside its peers in one run on one sandbox: `uv run python -m tests.benchmarks`."""
