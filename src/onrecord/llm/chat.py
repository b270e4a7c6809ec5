"""Asks an OpenAI-compatible server: the one place from which a text leaves the machine to be read.

A server may be slow, broken or hostile. So an answer has a limit in bytes and in time, whatever the server sends; what
may pass is asked again after a while, and nobody is followed to another address with the key.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from onrecord.errors import AnswerError, ModelError
from onrecord.llm.tally import Tally

_REFUSED = (401, 402, 403, 404, 405)
_PASSING = (408, 409, 425, 429)
_SAID_CHARS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an answer may take: seconds and bytes; how often to try, and how long to wait at first and at most."""

    within_s: float = 300.0
    answer_bytes: int = 1 << 20
    attempts: int = 5
    wait_s: float = 1.0
    wait_at_most_s: float = 60.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered; ``cut`` where it stopped before its end."""

    content: str
    cut: bool


class Chat:
    """One model of one server. Several threads may ask it."""

    def __init__(self, model: str, url: str, key: str | None, tally: Tally, limits: Limits) -> None:
        self._model, self._url, self._tally, self._limits = model, f"{url.rstrip('/')}/chat/completions", tally, limits
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(headers=headers, timeout=limits.within_s)
        self._plain = False

    def ask(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any]) -> Reply:
        """Give the answer to these messages, in the form of a schema where the server can keep to one.

        Raises ``ModelError`` where no further question would do better (no server, no such model, a key that is
        refused, a quota that is spent), ``AnswerError`` where this one has no usable answer.
        """
        body: dict[str, Any] = {"model": self._model, "messages": list(messages)}
        if not self._plain:
            form = {"name": "reading", "strict": True, "schema": dict(schema)}
            wishes = {"temperature": 0, "response_format": {"type": "json_schema", "json_schema": form}}
            status, data = self._patiently(body | wishes)
            if status not in (400, 422):
                return self._reply(status, data)
            # It may not know what was wished for; if it was something else, it says so again.
        reply = self._reply(*self._patiently(body))
        self._plain = True
        return reply

    def _patiently(self, body: Mapping[str, Any]) -> tuple[int, bytes]:
        """Give status and bytes of an answer, after as many attempts as it takes."""
        attempt, wait = 1, self._limits.wait_s
        while True:
            last, asked_to_wait = attempt >= self._limits.attempts, 0.0
            try:
                status, data, asked_to_wait = self._once(body)
                if last or (status < 500 and status not in _PASSING):
                    return status, data
            except httpx.TransportError as error:
                if last:
                    raise self._unreached(error) from error
            time.sleep(min(max(wait, asked_to_wait), self._limits.wait_at_most_s))
            attempt, wait = attempt + 1, 2 * wait

    def _once(self, body: Mapping[str, Any]) -> tuple[int, bytes, float]:
        self._tally.asked()
        until = time.monotonic() + self._limits.within_s
        data = b""
        with self._client.stream("POST", self._url, json=body) as answer:
            for part in answer.iter_bytes():
                data += part
                if len(data) > self._limits.answer_bytes:
                    raise AnswerError(f"the answer has more than {self._limits.answer_bytes:,} bytes")
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("the answer took too long")
            return answer.status_code, data, _seconds(answer.headers.get("retry-after", ""))

    def _reply(self, status: int, data: bytes) -> Reply:
        if status in _REFUSED or status == 429 or 300 <= status < 400:
            raise ModelError(f"{self._url} refuses to answer ({status}{_told(data)}); check address, model and key")
        if status != 200:
            raise AnswerError(f"{self._url} has no answer ({status}{_told(data)})")
        try:
            values = json.loads(data)
            choice = values["choices"][0]
            content, cut = choice["message"]["content"], choice.get("finish_reason") == "length"
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise AnswerError("the server's answer is not of the protocol") from error
        if not isinstance(content, str):
            raise AnswerError("the model refuses to answer")
        self._tally.answered(*_tokens(values.get("usage")))
        return Reply(content, cut)

    def _unreached(self, error: httpx.TransportError) -> ModelError | AnswerError:
        if isinstance(error, httpx.TimeoutException) and not isinstance(error, httpx.ConnectTimeout):
            return AnswerError(f"{self._url} does not answer within {self._limits.within_s:g} seconds")
        return ModelError(f"{self._url} cannot be reached ({type(error).__name__}); check the address, or try later")


def _seconds(words: str) -> float:
    """Give how long a server asks to wait; dates, which it may send instead, are left to the own waiting."""
    return float(words) if words.isascii() and words.isdigit() else 0.0


def _told(data: bytes) -> str:
    """Give what a server says of its refusal, in short."""
    try:
        words = json.loads(data)["error"]["message"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""
    return f": {' '.join(words.split())[:_SAID_CHARS]}" if isinstance(words, str) else ""


def _tokens(usage: object) -> tuple[int, int]:
    numbers = [usage.get(name) if isinstance(usage, dict) else 0 for name in ("prompt_tokens", "completion_tokens")]
    told, given = (number if isinstance(number, int) and number > 0 else 0 for number in numbers)
    return told, given
