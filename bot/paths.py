"""Where the project keeps what people edit and what the bot makes while it runs."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent

CONTENT = PROJECT / "content"
CARDS = CONTENT / "cards"
RED_FLAGS = CONTENT / "red_flags"
PICTURES = CONTENT / "pictures"
SOURCES = CONTENT / "sources.yml"
REGIONS = CONTENT / "regions.yml"

DATA = PROJECT / "data"
CONFIG = PROJECT / "config.yml"
DOMAIN = PROJECT / "domain.yml"
ENDPOINTS = PROJECT / "endpoints.yml"
CREDENTIALS = PROJECT / "credentials.yml"
CLINIC = PROJECT / "clinic.yml"

WIDGET = PROJECT / "widget" / "widget.js"
WIDGET_SOURCES = PROJECT / "widget" / "src"
WIDGET_WORDS = WIDGET_SOURCES / "words"
WIDGET_CONTRAST = WIDGET_SOURCES / "contrast.js"

MODELS = PROJECT / "models"
VAR = PROJECT / "var"
