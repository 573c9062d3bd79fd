"""The roads by which messages come in: the chat page, and plain HTTP for integrators."""
