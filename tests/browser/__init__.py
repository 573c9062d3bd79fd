"""The widget in a real browser: on a clinic's page, against a running server."""
