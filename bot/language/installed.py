"""Data files inside installed packages, found without importing the packages."""

from __future__ import annotations

import importlib.util
from pathlib import Path


class ModelFileError(RuntimeError):
    """A file of the sentence model is missing or is not the file it should be."""


def package_file(package: str, inside: str) -> Path:
    """A file inside an installed package, found without importing the package.

    Raises:
        ModelFileError: when the package is not installed.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModelFileError(f"the package {package!r} is not installed; run: uv sync")
    return Path(next(iter(spec.submodule_search_locations))) / inside
