"""Answers about a line are remembered: the zones of one document ask for the same lines, several
times each, and the letters of one office share their lines."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

Answer = TypeVar("Answer")

LINE = 256
"""Characters. What is longer is no line of the form, and is not kept: so the memory stays small."""


def remembered(ask: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """Return ``ask``, a pure function of a text, with the answers for the last lines kept."""
    recall = lru_cache(maxsize=512)(ask)

    @wraps(ask)
    def answer(text: str) -> Answer:
        return recall(text) if len(text) <= LINE else ask(text)

    return answer
