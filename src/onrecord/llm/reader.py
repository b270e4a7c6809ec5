"""A language model as the reader of documents."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from onrecord.documents.turns import layout
from onrecord.errors import AnswerError
from onrecord.facts import Document, Reading
from onrecord.llm import question
from onrecord.llm.answer import Answer, Filled, answer_of
from onrecord.llm.chat import Chat, Limits
from onrecord.llm.kept import Kept
from onrecord.llm.locate import Finder
from onrecord.llm.question import Window
from onrecord.llm.tally import Tally
from onrecord.statements.meaning import meant

KEY = "ONRECORD_READER_KEY"
"""The variable of the environment that holds the key. No other service's, which an address could be told by mistake."""

_NAMED = re.compile(r"openai:(?P<model>\S+?)@(?P<url>https?://\S+)")


class LanguageModel:
    """A reader that asks a model of a server. ``tally`` counts what that costs and what is not believed.

    ``name`` is what its readings bear: 0, which stands behind the number of every own reader, so that views go on
    showing the own reader's; the model; and the digest of the question.
    """

    def __init__(
        self, model: str, url: str, *, key: str | None = None, kept: Kept | None = None, limits: Limits | None = None
    ) -> None:
        self.model = model
        self.name = f"0-{model}-{question.digest()}"
        self.tally = Tally()
        self._chat = Chat(model, url, key, self.tally, limits or Limits())
        self._kept = kept or Kept()
        self._schema = Filled.model_json_schema()

    @classmethod
    def named(cls, words: str) -> LanguageModel:
        """Give the reader that ``openai:MODEL@URL`` names, with the key of the environment.

        Raises ``ValueError`` for other words.
        """
        found = _NAMED.fullmatch(words)
        if found is None or not _is_plain(found["url"]):
            raise ValueError(f"a reader must be like openai:MODEL@https://HOST/v1; its key belongs into {KEY}")
        return cls(found["model"], found["url"], key=os.environ.get(KEY) or None)

    def read(self, document: Document) -> Reading:
        """Read one document.

        Raises ``ModelError`` where the model cannot be asked at all, ``AnswerError`` where its answers about this text
        cannot be used: a reading is whole or there is none.
        """
        page = layout(document.text, document.metadata.title)
        answers: list[Answer] = []
        try:
            for window in question.windows(document, page):
                answers += self._answers(document, window)
        except AnswerError as error:
            raise AnswerError(f"{document.name}: {error}; the same command asks only for what is missing") from error
        finder = Finder(document, page)
        finder.take(answers)
        self.tally.drop(finder.dropped)
        return finder.reading(self.name)

    def read_for_record(self, document: Document) -> Reading:
        """Read one document, and give each statement its meaning. Raises as ``read`` does."""
        return meant(document, self.read(document))

    def _answers(self, document: Document, window: Window) -> Iterator[Answer]:
        """Give the answer about a window; where it has no room in one, the answers about its halves."""
        messages = question.messages(document, window)
        asked = hashlib.sha256(json.dumps([self.name, messages]).encode()).hexdigest()[:32]
        answer = self._known(document, asked)
        if answer is None:
            content = self._asked(messages)
            if content is not None:
                self._kept.put(document.id, asked, content)
                answer = answer_of(content)
        if answer is not None:
            yield answer
            return
        parts = question.halves(window)
        if not parts:
            raise AnswerError("the model stops in the middle of its answer; let the server give it more room")
        for part in parts:
            yield from self._answers(document, part)

    def _known(self, document: Document, asked: str) -> Answer | None:
        content = self._kept.get(document.id, asked)
        answer = _usable(content) if content is not None else None
        if answer is not None:
            self.tally.kept()
        return answer

    def _asked(self, messages: list[dict[str, str]]) -> str | None:
        """Give a usable answer, or nothing where the model stopped before its end."""
        reply = self._chat.ask(messages, self._schema)
        if not reply.cut and _usable(reply.content) is None:
            reply = self._chat.ask(messages, self._schema)
        if reply.cut:
            return None
        answer_of(reply.content)
        return reply.content


def _is_plain(url: str) -> bool:
    """Whether an address is one of a host and path alone."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.hostname) and parts.username is None and not parts.query and not parts.fragment


def _usable(content: str) -> Answer | None:
    try:
        return answer_of(content)
    except AnswerError:
        return None
