"""An assistant that asks by the protocol's own client, over standard input and output and over HTTP."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

import served
from onrecord.identifying import identify
from onrecord.record import Record, Verdict, open_record
from onrecord.web.guard import Limits
from onrecord.web.serve import address_of, listening, server
from quoted import verified

mcp = pytest.importorskip("mcp", reason="needs the Model Context Protocol: pip install 'onrecord[mcp]'")

COMMAND = str(Path(sys.executable).with_name("onrecord"))
TOOLS = ["search_statements", "open_statement", "positions", "system", "compare"]

Ask = Callable[..., Awaitable[Any]]


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "quay.db") as opened:
        served.fill(opened)
        identify(opened)
        yield opened


def converse(transport: Any, talk: Callable[[Any], Awaitable[None]]) -> None:
    async def conversation() -> None:
        async with mcp.Client(transport) as client:
            await talk(client)

    asyncio.run(conversation())


@contextmanager
def over_http(record: Record, limits: Limits) -> Iterator[str]:
    from onrecord.web.assistants import application  # noqa: PLC0415 - where there is an SDK for it

    with listening(("127.0.0.1", 0), limits) as socket:
        serving = server(application(record, limits))
        thread = threading.Thread(target=serving.run, kwargs={"sockets": [socket]})
        thread.start()
        while not serving.started:
            time.sleep(0.01)
        try:
            yield f"{address_of(socket)}mcp"
        finally:
            serving.should_exit = True
            thread.join()


def test_a_conversation_over_standard_input_and_output(record: Record) -> None:
    served_by = mcp.StdioServerParameters(command=COMMAND, args=["mcp", record.name])
    converse(mcp.stdio_client(served_by), lambda client: conversation(client, record))


def test_the_same_conversation_over_http(record: Record) -> None:
    with over_http(record, Limits()) as address:
        converse(address, lambda client: conversation(client, record))


async def conversation(client: Any, record: Record) -> None:
    told = await client.list_tools()
    assert [tool.name for tool in told.tools] == TOOLS
    assert all(tool.annotations.read_only_hint and tool.description for tool in told.tools)
    assert "exactly as it stands" in client.instructions
    found = (await client.call_tool("search_statements", {"words": "close harbour"})).structured_content
    [statement] = found["statements"]
    assert statement["citation"].startswith("Mira Tessarić: “We’ll never close")
    assert "https://quay.example/0" in statement["citation"]
    opened = (await client.call_tool("open_statement", {"id": statement["id"][:8]})).structured_content
    assert opened["context"]["text"].startswith("Mira Tessarić said: ")
    system = (await client.call_tool("system", {"around": "Sulmar"})).structured_content
    assert [edge["evidence"][0]["url"] for edge in system["edges"]] == ["https://quay.example/0"]
    compared = (await client.call_tool("compare", {"a": "The Quay", "b": "The Tide"})).structured_content
    assert all(verified(answer, record) for answer in (found, opened, system, compared))
    for tool, given, named in (
        ("open_statement", {"id": "feed"}, "this record"),
        ("positions", {"actor": "Nobody Here"}, "Nobody Here"),
        ("search_statements", {"since": "yesterday"}, "yesterday"),
        ("search_statements", {"limit": 10_000}, "limit"),
        ("forget", {"id": statement["id"]}, "forget"),
    ):
        refused = await client.call_tool(tool, given)
        assert refused.is_error
        assert named in refused.content[0].text
        assert record.name not in refused.content[0].text


def test_over_http_only_whoever_has_the_token_is_answered_and_no_other_site(record: Record) -> None:
    asking = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    taken = {"Accept": "application/json, text/event-stream"}
    with over_http(record, Limits(token="opensesame")) as address:  # noqa: S106
        assert httpx.post(address, json=asking, headers=taken).status_code == 401
        taken["Authorization"] = "Bearer opensesame"
        assert httpx.post(address, json=asking, headers=taken | {"Origin": "https://evil.example"}).status_code == 403
        assert httpx.post(address, json=asking, headers=taken | {"Host": "evil.example"}).status_code == 421
        answer = httpx.post(address, json=asking, headers=taken)
        assert [tool["name"] for tool in answer.json()["result"]["tools"]] == TOOLS


def test_what_is_written_meanwhile_is_given(record: Record) -> None:
    from onrecord.web.assistants import Tools  # noqa: PLC0415

    tools = Tools(record)
    before = tools.system()["edges"]
    for evidence in before[0]["evidence"]:
        record.judge(evidence["statement"], Verdict.NO, "Edda Quill")
    assert tools.system()["edges"] == []
