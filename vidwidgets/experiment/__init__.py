"""Many jobs: what there was, what it cost, and how it compares."""
