"""The measurements of one round."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

from benchmarks import texts
from benchmarks.bots import Bot, Ours
from benchmarks.serving import Served, ServingError, serving

ALONE = 200  # messages of one client at a time, after which the memory is read
PER_SENDER = 10  # messages after which that client is another person
PEOPLE = 8  # at once
EACH = 25  # messages each of them says
LONG_TALKS = 3  # conversations for the growth of the cost
EARLY = slice(5, 14)  # messages 6 to 14 of a conversation: around the 10th
LATE = slice(89, 99)  # messages 90 to 99: around the 95th
SCREENED = 500  # messages for the screening
MEGABYTE = 1e6

Figures = dict[str, float]


def measure(bot: Bot) -> Figures:
    """Starts a bot and takes its figures.

    Returns:
        ``start_s``, ``memory_mb``, ``median_ms``, ``p95_ms``, ``cpu_ms`` and ``per_second``; for ours ``growth`` and
        ``answered`` (the share of replies that tell a card, 0 to 1) too.
    """
    messages = bot.messages()
    with serving(bot, next(messages)) as served:
        busy = processor_seconds(served.process.pid)
        turns = sorted(alone(served, messages))
        busy = processor_seconds(served.process.pid) - busy
        figures = {
            "start_s": served.first_answer,
            "memory_mb": resident_bytes(served.process.pid) / MEGABYTE,
            "median_ms": statistics.median(turns) * 1000,
            "p95_ms": turns[int(len(turns) * 0.95)] * 1000,
            "cpu_ms": busy / len(turns) * 1000,
            "per_second": together(served, messages),
        }
        if isinstance(bot, Ours):
            figures["growth"] = growth(served, messages)
            figures["answered"] = served.kinds["answer"] / served.kinds.total()
        return figures


def alone(served: Served, messages: Iterator[str]) -> list[float]:
    """Seconds of each of :data:`ALONE` turns, one client, a fresh sender every :data:`PER_SENDER` messages."""
    seconds: list[float] = []
    for number in range(ALONE // PER_SENDER):
        seconds += talk(served, f"alone-{number}", list(islice(messages, PER_SENDER)))
    return seconds


def together(served: Served, messages: Iterator[str]) -> float:
    """Messages a second that :data:`PEOPLE` get answered at once, each saying the next when the last is answered."""
    talks = [list(islice(messages, EACH)) for _ in range(PEOPLE)]
    with ThreadPoolExecutor(PEOPLE) as pool:
        began = time.perf_counter()
        done = [pool.submit(talk, served, f"together-{number}", said) for number, said in enumerate(talks)]
        for future in done:
            future.result()
        seconds = time.perf_counter() - began
    return PEOPLE * EACH / seconds


def growth(served: Served, messages: Iterator[str]) -> float:
    """How many times a message around the 10th of a conversation one around the 95th costs."""
    early: list[float] = []
    late: list[float] = []
    for number in range(LONG_TALKS):
        seconds = talk(served, f"long-{number}", list(islice(messages, LATE.stop)))
        early += seconds[EARLY]
        late += seconds[LATE]
    return statistics.median(late) / statistics.median(early)


def talk(served: Served, sender: str, messages: list[str]) -> list[float]:
    """Says one message after the other; the seconds of each turn."""
    with served.person(sender) as person:
        seconds = [person.say(message) for message in messages]
    served.said += len(messages)
    return seconds


def resident_bytes(pid: int) -> int:
    """Resident memory (RSS) of a process and all its descendants, in bytes.

    RSS and not PSS: shared libraries that a neighbour on the machine has open too would make the PSS smaller.
    """
    own = next(line for line in _proc(pid, "smaps_rollup").splitlines() if line.startswith("Rss:"))
    return int(own.split()[1]) * 1024 + sum(map(resident_bytes, _children(pid)))


def processor_seconds(pid: int) -> float:
    """Processor time that a process and all its descendants have used, in seconds."""
    fields = _proc(pid, "stat").rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])  # in user and in kernel mode
    return ticks / os.sysconf("SC_CLK_TCK") + sum(map(processor_seconds, _children(pid)))


def _children(pid: int) -> list[int]:
    files = Path(f"/proc/{pid}").glob("task/*/children")
    return [int(child) for file in files for child in file.read_text().split()]


def _proc(pid: int, name: str) -> str:
    return Path(f"/proc/{pid}/{name}").read_text()


def installed_bytes(environment: Path) -> int:
    """Disk space of an environment in bytes, as ``du`` counts it, without the byte code that running it leaves."""
    blocks = {}
    for folder, subfolders, files in os.walk(environment):
        if "__pycache__" in subfolders:
            subfolders.remove("__pycache__")
        for name in [*subfolders, *files]:
            entry = (Path(folder) / name).lstat()
            blocks[entry.st_ino] = entry.st_blocks * 512  # a file with two names counts once
    return sum(blocks.values())


def screening(bot: Ours) -> Figures:
    """``backspasm screen --jsonl`` held on one core.

    Returns:
        ``screen_start_s``, seconds to the first line of output, and ``screen_per_second``, messages a second after it.

    Raises:
        ServingError: when it does not screen.
    """
    first, *rest = [json.dumps({"text": text}) + "\n" for text in texts.screened(SCREENED + 1)]
    core = str(min(os.sched_getaffinity(0)))
    began = time.perf_counter()
    with subprocess.Popen(
        ["taskset", "-c", core, *bot.screen_command()],
        cwd=bot.folder,
        env=bot.process_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(first)
        process.stdin.flush()
        if not process.stdout.readline():
            raise ServingError(f"{' '.join(bot.screen_command())} gave no answer")
        started = time.perf_counter()
        feeder = threading.Thread(target=_feed, args=(process, rest))
        feeder.start()
        answers = [json.loads(line) for line in process.stdout]
        ended = time.perf_counter()
        feeder.join()
    screened = sum("level" in answer for answer in answers)
    return {"screen_start_s": started - began, "screen_per_second": screened / (ended - started)}


def _feed(process: subprocess.Popen[str], lines: list[str]) -> None:
    assert process.stdin
    process.stdin.writelines(lines)
    process.stdin.close()
