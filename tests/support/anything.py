"""Requests nobody thought of: schemathesis makes them from a service's own OpenAPI document, right and wrong ones, and
they are sent as everybody, with ids that exist put in here and there.

Whatever is sent: never a fault of ours, every refusal a problem in words, and nobody without a token gets in.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final
from uuid import UUID

import schemathesis
from httpx import AsyncClient, Response
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case as AnyCase
from schemathesis import GenerationMode

from libs.common.problems import MEDIA_TYPE
from tests.support.service import Subject

Case = AnyCase[Any]

EACH: Final = 10
"""Examples of each mode, right and wrong: twenty a route."""

Known = Mapping[str, Sequence[UUID | str]]
"""By the name of a field or a parameter: values that exist."""


def requests_for(subject: Subject, known: Known) -> Iterator[tuple[str, bool, dict[str, Any]]]:
    """For every route: its name, whether it is public, and a request as arguments for a client."""
    chance = random.Random(20261121)
    for operation in operations_of(subject):
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            for case in examples(operation, mode):
                request = case.as_transport_kwargs(base_url="http://test")
                yield operation.label, "x-public" in operation.definition.raw, with_known(request, known, case, chance)


def operations_of(subject: Subject) -> Iterator[Any]:
    """The routes of a service as its document says."""
    found: Any
    for found in schemathesis.openapi.from_dict(subject.app.openapi()).get_all_operations():
        yield found.ok()


def examples(operation: Any, mode: GenerationMode) -> list[Case]:
    """Always the same ones; none where no such request can be made."""
    made: list[Case] = []

    @settings(
        max_examples=EACH, database=None, derandomize=True, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(operation.as_strategy(generation_mode=mode))
    def collect(case: Case) -> None:
        made.append(case)

    with suppress(Unsatisfiable):
        collect()
    return made


def with_known(request: dict[str, Any], known: Known, case: Case, chance: random.Random) -> dict[str, Any]:
    """Two of three times what exists stands where an id belongs."""
    for name, values in known.items():
        given = str((case.path_parameters or {}).get(name, ""))
        if given and chance.random() < 2 / 3:
            request["url"] = request["url"].replace(given, str(chance.choice(values)))
    if "json" in request:
        request["json"] = _replaced(request["json"], known, chance)
    return request


def _replaced(value: Any, known: Known, chance: random.Random) -> Any:
    if isinstance(value, list):
        return [_replaced(one, known, chance) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: str(chance.choice(known[name]))
        if name in known and chance.random() < 2 / 3
        else _replaced(of, known, chance)
        for name, of in value.items()
    }


async def send_everything(
    subject: Subject, people: Sequence[UUID], known: Known, token: Callable[[UUID], str] | None = None
) -> Counter[int]:
    """Every request as one of the people or as a stranger, in turn; how often each status came."""
    token_of = token or subject.token
    statuses: Counter[int] = Counter()
    for number, (label, public, request) in enumerate(requests_for(subject, known)):
        if label.endswith("/stream"):
            continue
        turn = number % (len(people) + 1)
        person = people[turn - 1] if turn else None
        async with subject.as_person(None) as client:
            answer = await send(client, request, token_of(person) if person else None)
        check(label, request, answer, stranger=person is None and not public)
        statuses[answer.status_code] += 1
    return statuses


async def send_what_cannot_be_read(subject: Subject, person: UUID, token: Callable[[UUID], str] | None = None) -> int:
    """To every route that takes a body, one announced as far too large, and one that breaks off; gives how many."""
    headers, taking = {"Authorization": f"Bearer {(token or subject.token)(person)}"}, 0
    for operation in operations_of(subject):
        if "requestBody" not in operation.definition.raw:
            continue
        taking += 1
        path = operation.full_path.replace("{", "").replace("}", "")
        async with subject.as_person(None) as client:
            large = {**headers, "Content-Length": "1000000000"}
            answer = await client.request(operation.method, f"http://test{path}", content=b"{", headers=large)
            assert (answer.status_code, answer.json()["slug"]) == (413, "too-large"), operation.label
            kind = {"Content-Type": "application/json"}
            broken = await client.request(operation.method, f"http://test{path}", content=b"{", headers=headers | kind)
            check(operation.label, {"content": "{"}, broken, stranger=False)
            assert broken.status_code in (400, 403, 404, 422), operation.label
    return taking


async def send(client: AsyncClient, request: dict[str, Any], token: str | None) -> Response:
    """One request, as it was made; headers as bytes, because not all of them are letters."""
    wanted = {
        name: request[name] for name in ("method", "url", "params", "json", "data") if request.get(name) is not None
    }
    if isinstance(wanted.get("data"), bytes | str):
        wanted["content"] = wanted.pop("data")
    headers = {**(request.get("headers") or {}), **({"Authorization": f"Bearer {token}"} if token else {})}
    plain = {
        name.encode("latin-1", "replace"): str(value).encode("latin-1", "replace") for name, value in headers.items()
    }
    return await client.request(**wanted, headers=plain)


def check(label: str, request: dict[str, Any], answer: Response, *, stranger: bool) -> None:
    """What holds for every answer."""
    told = f"{label}: {answer.status_code} {answer.text[:500]} to {request}"
    assert answer.status_code < 500, told
    if stranger:
        assert answer.status_code == 401, told
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == MEDIA_TYPE, told
        problem = answer.json()
        assert problem["status"] == answer.status_code, told
        assert problem["type"].endswith(problem["slug"]), told
        assert problem["detail"], told
