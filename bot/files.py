"""Reads the YAML files that people edit, and says file, line and what is wrong when one is broken."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError, parse_obj_as
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

T = TypeVar("T")
_VARIABLE = re.compile(r"\$\{(\w+)\}")


class FileError(ValueError):
    """A file that people edit cannot be used.

    Attributes:
        path: the file.
        line: the line, counted from 1, or ``None`` where no line can be named.
        message: what is wrong and how to mend it, one sentence.
    """

    def __init__(self, path: Path, line: int | None, message: str) -> None:
        self.path, self.line, self.message = path, line, message
        super().__init__(f"{path}{f':{line}' if line else ''}: {message}")


class Edited(BaseModel):
    """Base of every model of a file that people edit: a misspelt key is an error, not a silence."""

    class Config:
        extra = "forbid"
        allow_mutation = False


def read_text(path: Path) -> str:
    """The text of a file; raises :class:`FileError` when it is missing or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise FileError(path, None, "the file is missing; restore it from the repository.") from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise FileError(path, line, "a character is not UTF-8; save the file as UTF-8.") from None


def read_yaml(path: Path) -> Any:
    """The plain data of a YAML file, ``${NAME}`` filled in once Rasa is loaded; raises FileError on broken YAML."""
    text = read_text(path)
    for name in _VARIABLE.findall(text):
        # Rasa teaches the reader to fill variables in, and fails on one that is not set: unset means empty here.
        os.environ.setdefault(name, "")
    try:
        return YAML(typ="safe").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = min(mark.line + 1, len(text.splitlines())) if mark else None
        raise FileError(path, line, f"not valid YAML: {error.problem or error}.") from None
    except YAMLError as error:
        raise FileError(path, None, f"not valid YAML: {error}.") from None


def read_model(path: Path, model: type[T]) -> T:
    """A YAML file as a typed model (a pydantic model, or a type such as ``list[Card]``).

    Raises:
        FileError: with the line of the first value that does not fit.
    """
    data = read_yaml(path)
    try:
        return parse_obj_as(model, data)
    except ValidationError as error:
        first = error.errors()[0]
        where = tuple(part for part in first["loc"] if part != "__root__")
        key = ".".join(str(part) for part in where) or "the file"
        raise FileError(path, line_of(path, where), f"{key}: {first['msg']}.") from None


def line_of(path: Path, where: tuple[Any, ...]) -> int | None:
    """The line, counted from 1, of the value at the path of keys and indices ``where``, or of its parent."""
    node: Node | None = YAML().compose(read_text(path))
    if node is None:
        return None
    for part in where:
        child = _child(node, part)
        if child is None:
            break
        node = child
    return int(node.start_mark.line) + 1


def _child(node: Node, part: Any) -> Node | None:
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part]
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return value
    return None
