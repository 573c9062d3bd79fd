"""Lets Rasa 3.6 import, train, load and answer with TensorFlow not installed.

Rasa imports TensorFlow at the top of modules that only DIET, TED and their like run. This pipeline has none of
them, so a finder puts inert stand-ins in its place: names resolve, classes can be derived from, nothing is ever
computed. It also puts off ``skops.io``, which scans every loaded module (5 s) and serves only components that save
scikit-learn models. :func:`check_components` turns a component that does need TensorFlow into a clear error.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import sys
import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from bot.files import FileError, line_of, read_yaml

ABSENT = frozenset({"tensorflow", "keras", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "jax"})
PUT_OFF = frozenset({"skops.io"})
#: Services that Rasa's own channels and stores speak to and this server does not: 27 MB and 0.5 s of every start.
#: Rasa's command line keeps them.
NOT_SERVED = frozenset(
    {"boto3", "botocore", "pymongo", "bson", "gridfs", "aiogram", "questionary", "prompt_toolkit"}
    | {"socketio", "engineio", "twilio", "fbmessenger", "webexteamssdk", "mattermostwrapper", "rocketchat_API"}
)
NEEDS_TENSORFLOW = frozenset(
    {
        "DIETClassifier",
        "ResponseSelector",
        "TEDPolicy",
        "UnexpecTEDIntentPolicy",
        "LanguageModelFeaturizer",
        "ConveRTFeaturizer",
    }
)


class _StandInMeta(type):
    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return _StandIn

    def __getitem__(cls, key: Any) -> Any:
        return _StandIn

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        # Used as a decorator, such as @tf.function: hand the function back.
        if len(args) == 1 and not kwargs and callable(args[0]):
            return args[0]
        return super().__call__(*args, **kwargs)


class _StandIn(metaclass=_StandInMeta):
    """Any class, function or decorator of an absent module."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        pass

    def __init_subclass__(cls, **kwargs: Any) -> None:
        pass

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        # Used as a decorator with arguments, such as @tf.function(jit=True): hand the function back.
        return args[0] if args and callable(args[0]) else self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return _StandIn


class _AbsentModule(types.ModuleType):
    __path__: ClassVar[list[str]] = []  # type: ignore[misc]
    __version__ = "2.12.0"  # Rasa compares it with the version it was built for

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return _StandIn


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, absent: frozenset[str]) -> None:
        self._absent = absent

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] in self._absent:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        if fullname in PUT_OFF:
            spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
            if spec is not None and spec.loader is not None:
                spec.loader = importlib.util.LazyLoader(spec.loader)
            return spec
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _AbsentModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        pass


def install(*, serving: bool = False) -> None:
    """Puts the stand-ins in place; calling it twice does nothing.

    Args:
        serving: leave out :data:`NOT_SERVED` as well.
    """
    if any(isinstance(finder, _Finder) for finder in sys.meta_path):
        return
    installed = importlib.machinery.PathFinder.find_spec("tensorflow") is not None
    sys.meta_path.insert(0, _Finder((frozenset() if installed else ABSENT) | (NOT_SERVED if serving else frozenset())))


def check_components(config: Path) -> None:
    """Raises FileError when ``config.yml`` names a component that needs TensorFlow and it is not installed."""
    if importlib.machinery.PathFinder.find_spec("tensorflow") is not None:
        return
    data = read_yaml(config) or {}
    for section in ("pipeline", "policies"):
        for index, component in enumerate(data.get(section) or []):
            name = str(component.get("name", "")) if isinstance(component, dict) else str(component)
            if name.rpartition(".")[2] in NEEDS_TENSORFLOW:
                raise FileError(
                    config,
                    line_of(config, (section, index)),
                    f"{name} needs TensorFlow, which is left out of this project. Take the component out, or remove "
                    "the tensorflow lines under override-dependencies in pyproject.toml and install again.",
                )
