"""A steady load on a system that something happens to. Everything sent has an id of its own and is sent again until it
is acknowledged; what was sent, and when, is remembered."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx

from tests.support.people import People
from tests.support.room import Room

PAUSE = 0.05
BATCH = 8
GIVE_UP_AFTER = 180.0


@dataclass
class Load:
    """`with load:` some people work; at the end of the block everything they sent is acknowledged."""

    people: People
    most: int = 0
    sent: dict[str, datetime] = field(default_factory=dict)
    interrupted: int = 0
    refused: list[str] = field(default_factory=list)
    _before: int = 0
    _over: threading.Event = field(default_factory=threading.Event)
    _workers: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> "Load":
        self._over.clear()
        self._before = len(self.sent)
        self._workers = [threading.Thread(target=self._work, args=(one,), daemon=True) for one in self.work()]
        for worker in self._workers:
            worker.start()
        return self

    def __exit__(self, *failed: object) -> None:
        self._over.set()
        for worker in self._workers:
            worker.join(GIVE_UP_AFTER)
        assert not any(worker.is_alive() for worker in self._workers), "somebody still waits for an acknowledgement"
        assert self.refused == []

    def work(self) -> list[Callable[[], None]]:
        """What each of the people does again and again."""
        raise NotImplementedError

    def flows(self, many: int) -> None:
        """Waits until so many have been sent since the block began."""
        wanted, end = self._before + many, time.monotonic() + GIVE_UP_AFTER
        while len(self.sent) < wanted:
            assert time.monotonic() < end, f"only {len(self.sent)} of {wanted} were sent"
            time.sleep(0.001)

    def new(self) -> str:
        """The id of something that is sent now."""
        made = str(uuid4())
        self.sent[made] = datetime.now(UTC)
        return made

    def until_acknowledged(self, who: str, method: str, path: str, body: dict[str, Any]) -> Any:
        """The same request again until it is answered."""
        end = time.monotonic() + GIVE_UP_AFTER
        while time.monotonic() < end:
            try:
                answer = self.people.ask(who, method, path, json=body)
            except httpx.HTTPError:
                self.interrupted += 1
            else:
                if answer.is_success:
                    return answer.json()
                self._note(answer)
            time.sleep(0.1)
        raise TimeoutError(f"{method} {path} was never acknowledged")

    def _note(self, answer: httpx.Response) -> None:
        self.interrupted += 1
        if answer.status_code < 500:
            self.refused.append(answer.text)
            raise ValueError(answer.text)

    def _work(self, step: Callable[[], None]) -> None:
        while not self._over.is_set() and len(self.sent) < self.most:
            step()


@dataclass
class Recommending(Load):
    """Three phones at one meeting log urgent recommendations, two by `PUT`, one by `sync`."""

    room: Room = field(kw_only=True)

    def work(self) -> list[Callable[[], None]]:
        """One each."""
        return [self._put, self._put, self._sync]

    def _put(self) -> None:
        path = f"/meetings/v1/recommendations/{self.new()}"
        self.until_acknowledged("clerk", "PUT", path, self._body())
        time.sleep(PAUSE)

    def _sync(self) -> None:
        operations = [self._operation(self.new()) for _ in range(BATCH)]
        answer = self.until_acknowledged("clerk", "POST", "/meetings/v1/sync", {"operations": operations})
        self.refused += [str(one) for one in answer["results"] if one["result"] == "rejected"]
        time.sleep(PAUSE * BATCH)

    def _body(self) -> dict[str, Any]:
        said = {"text": "Đèn đường ngõ 12 không sáng, đi lại buổi tối khó khăn.", "category": "infrastructure"}
        where = {"meeting_id": self.room.id, "raised_by": {"kind": "residents"}}
        return {**where, **said, "competence": "ward", "urgent": True}

    def _operation(self, recommendation: str) -> dict[str, Any]:
        path = f"/api/meetings/v1/recommendations/{recommendation}"
        at = datetime.now(UTC).isoformat()
        return {"id": str(uuid4()), "method": "PUT", "path": path, "body": self._body(), "at": at}


@dataclass
class Registering(Load):
    """The ward's office enters members of another of its branches."""

    branch: str = field(kw_only=True)

    def work(self) -> list[Callable[[], None]]:
        """Four clerks."""
        return [self._put] * 4

    def _put(self) -> None:
        facts = {"birth_year": 1970, "admitted_on": "2010-05-19", "official_on": "2011-05-19"}
        body = {"name": "Nguyễn Thị Thử", "unit_id": self.branch, **facts}
        self.until_acknowledged("ward", "PUT", f"/members/v1/members/{self.new()}", body)
        time.sleep(PAUSE)
