"""The roads by which messages come in: the widget on a website, and plain HTTP for integrators."""
