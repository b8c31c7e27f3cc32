"""Reading a pasted text: curl, JSON, code or a request id becomes what it asks for; nothing of it is ever run."""
