"""Rasa without TensorFlow: names resolve, and a component that needs it is named with its line."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.files import FileError
from bot.paths import CONFIG, PROJECT
from bot.runtime import without_tensorflow


def test_tensorflow_is_not_installed_and_rasa_loads_all_the_same() -> None:
    code = (
        "from bot.runtime import without_tensorflow as w; w.install(); w.install()\n"
        "import rasa.core.agent, rasa.engine.recipes.default_components, sys\n"
        "import tensorflow as tf\n"
        "assert tf.keras.Model and tf.__version__\n"
        "class Layer(tf.keras.layers.Layer): pass\n"
        "assert tf.function(len) is len\n"
        "import importlib.machinery\n"
        "assert importlib.machinery.PathFinder.find_spec('tensorflow') is None\n"
        "assert sum(type(f).__name__ == '_Finder' for f in sys.meta_path) == 1\n"
    )
    run = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=PROJECT, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()


@pytest.mark.parametrize(
    ("config", "line"),
    [
        ("pipeline:\n- name: WhitespaceTokenizer\n- name: DIETClassifier\n  epochs: 1\n", 3),
        ("policies:\n- name: TEDPolicy\n", 2),
        ("pipeline:\n- name: rasa.nlu.selectors.response_selector.ResponseSelector\n", 2),
    ],
)
def test_when_a_component_needs_tensorflow_then_it_is_named(tmp_path: Path, config: str, line: int) -> None:
    path = tmp_path / "config.yml"
    path.write_text(config, encoding="utf-8")
    with pytest.raises(FileError, match=r"needs TensorFlow.*pyproject\.toml") as caught:
        without_tensorflow.check_components(path)
    assert caught.value.line == line


def test_this_projects_own_pipeline_needs_none() -> None:
    without_tensorflow.check_components(CONFIG)
