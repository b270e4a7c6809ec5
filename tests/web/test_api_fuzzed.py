"""Everything that the description allows, and much that it does not, is asked: no fault, and nothing undescribed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings

import served
from onrecord.identifying import identify
from onrecord.record import open_record

schemathesis = pytest.importorskip("schemathesis", reason="needs Schemathesis: pip install 'onrecord[dev]'")

checks = pytest.importorskip("schemathesis.checks")

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]

Schema = Any


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with open_record(tmp_path_factory.mktemp("fuzzed") / "quay.db") as record:
        served.fill(record)
        identify(record)
        with served.running(record) as address:
            yield f"{address}/api/v1"


@pytest.fixture(scope="module")
def described(address: str) -> Schema:
    return schemathesis.openapi.from_url(f"{address}/openapi.json")


@pytest.fixture(scope="module")
def ids(address: str) -> dict[str, list[str]]:
    """What is there, by the first part of the path that opens it."""
    statements = httpx.get(f"{address}/search").json()["statements"]
    edges = httpx.get(f"{address}/system").json()["edges"]
    known = [each["id"] for each in statements]
    return {
        "statement": known,
        "judge": known + [each["relation"] for edge in edges for each in edge["evidence"]],
        "undo": known,
        "change": [f"{one}-{other}" for one in known for other in known],
        "document": [each["document"]["id"] for each in statements],
        "actor": [each["id"] for each in httpx.get(f"{address}/actor?name=Tessarić").json()["actors"]],
    }


@pytest.mark.parametrize("examples", [5, pytest.param(400, marks=pytest.mark.soak)])
def test_nothing_that_is_asked_is_a_fault(described: Schema, ids: dict[str, list[str]], examples: int) -> None:
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) > 25
    often = settings(max_examples=examples, deadline=None, derandomize=True, suppress_health_check=QUIET)
    for operation, mode in product(operations, schemathesis.GenerationMode):

        @often
        @given(case=operation.as_strategy(generation_mode=mode))
        def asking(case: Any) -> None:
            ask(case, ids)

        asking()


def ask(case: Any, ids: dict[str, list[str]]) -> None:
    """Ask for it; half of the time for something that is there."""
    known = ids.get(case.path.split("/")[1])
    draw = random.Random(repr(case.path_parameters))  # noqa: S311
    if "id" in (case.path_parameters or {}) and known and draw.random() < 0.5:
        case.path_parameters["id"] = draw.choice(known)
    case.call_and_validate(checks=CHECKS, timeout=60)
