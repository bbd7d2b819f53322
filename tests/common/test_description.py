"""What the OpenAPI document says holds for every route, and what is measured of requests."""

from typing import Any

import pytest
from prometheus_client import REGISTRY

from libs.common.service import create_app
from tests.common.toy_door import door_of, toy_service
from tests.common.toys import Toys
from tests.support.service import Subject


def measured(route: str) -> float:
    """How many requests of a route were measured."""
    label = {"service": "toys", "route": route, "status": "401"}
    return REGISTRY.get_sample_value("lienthong_http_request_seconds_count", label) or 0


@pytest.fixture
def document(toys: Toys) -> dict[str, Any]:
    return create_app(toy_service(toys)).openapi()


def test_every_error_is_described_as_a_problem(document: dict[str, Any]) -> None:
    operations = [operation for path in document["paths"].values() for operation in path.values()]

    assert all({"4XX", "5XX"} <= operation["responses"].keys() for operation in operations)
    assert not any("422" in operation["responses"] for operation in operations)
    assert list(document["components"]["responses"]["Refused"]["content"]) == ["application/problem+json"]
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_a_token_is_asked_for_unless_the_route_is_public(document: dict[str, Any]) -> None:
    assert document["security"] == [{"bearer": []}]
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    assert document["paths"]["/api/toys/v1/hello"]["get"]["security"] == []
    assert "security" not in document["paths"]["/api/toys/v1/toys"]["get"]


def test_a_post_may_carry_a_key(document: dict[str, Any]) -> None:
    names = [one["name"] for one in document["paths"]["/api/toys/v1/toys/{toy_id}/play"]["post"]["parameters"]]

    assert names == ["toy_id", "Idempotency-Key"]


async def test_how_long_a_stream_was_open_is_not_measured(toys: Toys) -> None:
    door: Subject = door_of(toys)
    before = measured("/api/toys/v1/toys"), measured("/api/toys/v1/stream")

    async with door.as_person(None) as stranger:
        answers = [await stranger.get(path) for path in ("/toys", "/stream")]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert measured("/api/toys/v1/toys") == before[0] + 1
    assert measured("/api/toys/v1/stream") == before[1] == 0
