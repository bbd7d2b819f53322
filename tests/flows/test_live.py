"""The live badge: an open stream through the gateway hears of a new line, and catches up after a break."""

import json
import threading
from collections.abc import Iterator
from queue import Queue
from typing import Any

import httpx
import pytest

from tests.support.people import PATIENCE, People
from tests.support.room import Petition, Room

STREAM = "/api/notifications/v1/stream"


class Ear:
    """A browser that listens; what it hears comes out of `heard` as (id, data)."""

    def __init__(self, people: People, who: str, **headers: str) -> None:
        self.heard: Queue[tuple[str, dict[str, Any]]] = Queue()
        self._client = httpx.Client(base_url=people.system.url, trust_env=False, timeout=PATIENCE)
        self._headers = {"Authorization": f"Bearer {people.token(who)}", **headers}
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def hears(self, line_id: str) -> dict[str, Any]:
        """Waits for the event of one line."""
        while True:
            event_id, data = self.heard.get(timeout=PATIENCE)
            if event_id == line_id:
                return data

    def close(self) -> None:
        """The browser goes away."""
        self._client.close()

    def _listen(self) -> None:
        try:
            with self._client.stream("GET", STREAM, headers=self._headers) as answer:
                self._read(answer.iter_lines())
        except (httpx.TransportError, httpx.StreamError):
            return

    def _read(self, lines: Iterator[str]) -> None:
        event_id = ""
        for line in lines:
            name, _, value = line.partition(": ")
            event_id = value if name == "id" else event_id
            if name == "data":
                self.heard.put((event_id, json.loads(value)))


@pytest.fixture
def ear(people: People) -> Iterator[Ear]:
    listening = Ear(people, "ward")
    listening.heard.get(timeout=PATIENCE)
    yield listening
    listening.close()


def test_the_ward_hears_of_a_petition_while_it_looks(people: People, room: Room, ear: Ear) -> None:
    petition = Petition(people, room.log(urgent=True))

    line = petition.told("ward", "submitted.holder")
    unread = ear.hears(line["id"])["unread"]

    assert unread == people.get("ward", "/notifications/v1/unread")["unread"]


def test_what_came_during_a_break_comes_when_the_stream_is_opened_again(people: People, room: Room) -> None:
    first = Petition(people, room.log(urgent=True)).told("ward", "submitted.holder")
    missed = Petition(people, room.log(urgent=True)).told("ward", "submitted.holder")

    listening = Ear(people, "ward", **{"Last-Event-ID": first["id"]})

    assert listening.hears(missed["id"])
    listening.close()


def test_reading_a_line_lowers_the_badge(people: People, room: Room, ear: Ear) -> None:
    line = Petition(people, room.log(urgent=True)).told("ward", "submitted.holder")
    before = ear.hears(line["id"])["unread"]

    after = people.post("ward", f"/notifications/v1/inbox/{line['id']}/read")["unread"]

    assert after == before - 1
    assert people.refused("city", "POST", f"/notifications/v1/inbox/{line['id']}/read") == (404, "not-found")
