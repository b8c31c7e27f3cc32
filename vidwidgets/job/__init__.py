"""One request's life: the loop that drives it, the journal that remembers it, the vault that keeps its clip."""
