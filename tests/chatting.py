"""A server that speaks the protocol of OpenAI, and answers as a test wants it: well, slowly, broken or lying."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

NOTHING: dict[str, list[Any]] = {"statements": [], "relations": []}


@dataclass
class Asked:
    """What came in one request."""

    body: dict[str, Any]
    headers: dict[str, str]
    path: str

    @property
    def material(self) -> dict[str, Any]:
        """What the model is given to read."""
        found: dict[str, Any] = json.loads(self.body["messages"][1]["content"])
        return found

    @property
    def words(self) -> str:
        return "\n\n".join(words for _, words in self.material["paragraphs"])


@dataclass
class Answer:
    """An answer as it goes over the wire: its bytes may be cut, drip, or be no JSON at all."""

    data: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0.0


def answer(content: Any, *, finish: str = "stop", tokens: tuple[int, int] = (100, 10), **how: Any) -> Answer:
    """An answer of the protocol whose message is this, as JSON unless it is a string."""
    words = content if isinstance(content, str) or content is None else json.dumps(content)
    usage = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
    choice = {"index": 0, "message": {"role": "assistant", "content": words}, "finish_reason": finish}
    return Answer(json.dumps({"choices": [choice], "usage": usage}).encode(), **how)


def refusal(status: int, words: str = "no", **headers: str) -> Answer:
    return Answer(json.dumps({"error": {"message": words}}).encode(), status, headers)


@dataclass
class Server:
    """Where it listens, what it was asked, and how it answers."""

    url: str
    answers: Callable[[Asked], Answer] = lambda _: answer(NOTHING)
    asked: list[Asked] = field(default_factory=list)

    def in_turn(self, *answers: Answer) -> None:
        """Give these answers, one after the other, and the last one from then on."""
        waiting = list(answers)
        self.answers = lambda _: waiting.pop(0) if len(waiting) > 1 else waiting[0]


@contextmanager
def serving() -> Iterator[Server]:
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.asked.append(Asked(body, dict(self.headers), self.path))
            given = server.answers(server.asked[-1])
            self.send_response(given.status)
            for name, value in given.headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            try:
                for part in given.data if given.drip else ():
                    self.wfile.write(bytes([part]))
                    self.wfile.flush()
                    over.wait(given.drip)
                if not given.drip:
                    self.wfile.write(given.data)
            except OSError:
                pass  # whoever asked has gone

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        listening.daemon_threads = True
        server = Server(f"http://127.0.0.1:{listening.server_port}/v1")
        threading.Thread(target=listening.serve_forever, args=[0.01], daemon=True).start()
        yield server
        over.set()
        listening.shutdown()
