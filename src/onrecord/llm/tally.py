"""What asking a language model cost, and what of its answers was not believed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from threading import Lock


class Tally:
    """Counts what several threads do: requests, answers from the cache, tokens, and drops by their reason."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.requests = self.from_cache = self.tokens_in = self.tokens_out = 0
        self.dropped: Counter[str] = Counter()

    def asked(self) -> None:
        """Count a request, whatever becomes of it."""
        with self._lock:
            self.requests += 1

    def kept(self) -> None:
        """Count an answer that was given before, and cost nothing now."""
        with self._lock:
            self.from_cache += 1

    def answered(self, tokens_in: int, tokens_out: int) -> None:
        """Count the tokens that the server says an answer cost."""
        with self._lock:
            self.tokens_in += tokens_in
            self.tokens_out += tokens_out

    def drop(self, reasons: Mapping[str, int]) -> None:
        """Count what was not believed."""
        with self._lock:
            self.dropped.update({reason: number for reason, number in reasons.items() if number})

    def words(self) -> str:
        """Give all of it in a sentence."""
        with self._lock:
            total = self.dropped.total()
            why = ", ".join(f"{number:,} {reason}" for reason, number in self.dropped.most_common())
            return (
                f"{self.requests:,} requests, {self.from_cache:,} answers from the cache; "
                f"{self.tokens_in:,} tokens asked, {self.tokens_out:,} answered; "
                f"{total:,} entries dropped" + (f" ({why})" if total else "")
            )
