"""How to speak HTTP: calls and replies as values, connections, keys, media, and the one door to the client."""
