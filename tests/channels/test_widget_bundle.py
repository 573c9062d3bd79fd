"""The bundle that is committed: small enough, and made of the sources beside it."""

import gzip
import hashlib
from pathlib import Path

from bot.paths import PROJECT, WIDGET

LIMIT = 15 * 1024  # bytes, gzipped
SOURCES = PROJECT / "widget" / "src"


def test_the_bundle_weighs_at_most_15_kilobytes() -> None:
    assert len(gzip.compress(WIDGET.read_bytes(), 9, mtime=0)) <= LIMIT


def test_the_bundle_is_no_older_than_its_sources() -> None:
    digest = hashlib.sha256()
    for path in sorted(filter(Path.is_file, SOURCES.rglob("*")), key=lambda each: each.relative_to(SOURCES).as_posix()):
        digest.update(path.relative_to(SOURCES).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    first, _, _ = WIDGET.read_text(encoding="utf-8").partition("\n")
    assert digest.hexdigest() in first, "widget.js is older than its sources: npm run build in widget/"
