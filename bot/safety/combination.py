"""Signs that are said in parts: word groups near each other, in any order, within one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from bot.safety.catalogue import Sign
from bot.safety.matching import BARRIERS, Chart, Match

Span = tuple[int, int]


def together(chart: Chart, name: str, sign: Sign) -> Iterator[Match]:
    """Each place where all word groups of ``sign.together`` are said within ``sign.within`` words."""
    first, *others = sign.together
    for span in chart.mentions(first):
        spans = [span]
        for group in others:
            nearest = _nearest(chart, group, span, spans, sign.within)
            if nearest is None:
                break
            spans.append(nearest)
        else:
            yield _joined(name, spans)


def _nearest(chart: Chart, group: str, anchor: Span, taken: list[Span], within: int) -> Span | None:
    low, high = anchor[0] - within, anchor[1] + within
    candidates = [
        span
        for span in chart.mentions(group, max(0, low), high)
        if not any(span[0] < other[1] and other[0] < span[1] for other in taken) and not _parted(chart, anchor, span)
    ]
    return min(candidates, key=lambda span: _distance(anchor, span), default=None)


def _distance(one: Span, other: Span) -> int:
    return max(other[0] - one[1], one[0] - other[1])


def _parted(chart: Chart, one: Span, other: Span) -> bool:
    low, high = min(one[1], other[1]), max(one[0], other[0])
    return any(word in BARRIERS for word in chart.words[low:high])


def _joined(name: str, spans: list[Span]) -> Match:
    spans = sorted(spans)
    gaps = tuple((one[1], other[0]) for one, other in pairwise(spans) if one[1] < other[0])
    return Match(name, spans[0][0], max(end for _, end in spans), gaps)
