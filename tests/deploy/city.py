"""A small city as its people use it: everything through the gateway, with patience for what is still on its way."""

import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx

from ops.services import SERVICES

SINCE = "2025-07-01"
PATIENCE = 60.0
ON_ITS_WAY = (403, 404, 409, 422, 502, 503)


class City:
    """The gateway, and the people signed in there by login; `ids` remembers units and people by name."""

    def __init__(self, url: str) -> None:
        self.ids: dict[str, str] = {}
        self._http = httpx.Client(base_url=url, trust_env=False, timeout=40)
        self._tokens: dict[str, str] = {}
        self._password = f"mật khẩu {secrets.token_hex(8)}"

    def get(self, who: str, path: str, **query: Any) -> Any:
        """Read; `path` begins with the service: `/petitions/v1/petitions`."""
        return self._ask(who, "GET", path, params=query)

    def put(self, who: str, path: str, **body: Any) -> Any:
        """Set something."""
        return self._ask(who, "PUT", path, json=body)

    def post(self, who: str | None, path: str, **body: Any) -> Any:
        """Do something, once however often it is tried."""
        return self._ask(who, "POST", path, json=body, headers={"Idempotency-Key": str(uuid4())})

    def until(self, who: str, path: str, holds: Callable[[Any], bool], **query: Any) -> Any:
        """Read until it holds."""
        end = time.monotonic() + PATIENCE
        while not holds(found := self.get(who, path, **query)):
            assert time.monotonic() < end, f"{path} stays {found}"
            time.sleep(0.2)
        return found

    def page(self, path: str) -> httpx.Response:
        """What a browser gets that is not signed in."""
        return self._http.get(path)

    def _ask(self, who: str | None, method: str, path: str, **request: Any) -> Any:
        end = time.monotonic() + PATIENCE
        headers = request.pop("headers", {}) | ({"Authorization": f"Bearer {self._tokens[who]}"} if who else {})
        while True:
            answer = self._http.request(method, f"/api{path}", headers=headers, **request)
            if answer.is_success:
                return answer.json()
            late = answer.status_code not in ON_ITS_WAY or time.monotonic() > end
            assert not late, f"{who}: {method} {path}: {answer.status_code} {answer.text}"
            time.sleep(0.2)

    def found(self, link_code: str) -> None:
        """The first administrator founds the city by the link of the first start, and gives it two officers."""
        wait_for_services(self._http)
        names = {"city_name": "Thành phố Thử", "city_token": "tt", "login": "admin", "name": "Quản trị"}
        first = {"link_code": link_code, "password": self._password, "valid_from": SINCE}
        self._tokens["admin"] = self.post(None, "/members/v1/first-admin", **names, **first)["access_token"]
        self.ids["city"] = self.get("admin", "/members/v1/units", tier="city")["items"][0]["id"]
        self.open_office("city", "Lê Thị Thanh Hà", "COF", "city")
        self.open_office("city-leader", "Nguyễn Quốc Thịnh", "CLE", "city")

    def found_ward_and_branch(self) -> None:
        """One ward with its officers, one branch with five members, among them its secretary and its clerk."""
        self.found_unit("city", "ward", "city", "w001", "Phường Thử")
        self.open_office("ward", "Phạm Thị Thu Trang", "WOF", "ward")
        self.open_office("ward-leader", "Hoàng Văn Khải", "WLE", "ward")
        self.found_unit("ward", "branch", "ward", "b001", "Chi bộ 1")
        for login, name in enumerate(("Lê Văn An", "Đặng Thị Bình", "Trần Văn Cường", "Ngô Thị Dung", "Hà Văn Đức")):
            self.register_member(f"member{login}", name)
        self.open_office("member0", "Lê Văn An", "BSE", "branch")
        self.open_office("member1", "Đặng Thị Bình", "CLK", "branch")

    def found_unit(self, who: str, tier: str, parent: str, code: str, name: str) -> None:
        """A unit below another; known by its tier from now on."""
        self.ids[tier] = str(uuid4())
        body = {"name": name, "tier": tier, "parent_id": self.ids[parent], "code": code, "valid_from": SINCE}
        self.put(who, f"/members/v1/units/{self.ids[tier]}", **body)

    def register_member(self, login: str, name: str) -> None:
        """A member on the roll of the branch."""
        self.ids[login] = str(uuid4())
        body = {"name": name, "unit_id": self.ids["branch"], "birth_year": 1970, "admitted_on": "2010-05-19"}
        self.put("ward", f"/members/v1/members/{self.ids[login]}", **body, official_on="2011-05-19")

    def open_office(self, login: str, name: str, role: str, unit: str) -> None:
        """An account by a one-time code, and an appointment."""
        person = self.ids.setdefault(login, str(uuid4()))
        made = self.put("admin", f"/members/v1/accounts/{person}", login=login, name=name)
        body = {"login": login, "code": made["one_time_code"], "password": self._password}
        self._tokens[login] = self.post(None, "/members/v1/activation", **body)["access_token"]
        office = {"person_id": person, "role": role, "unit_id": self.ids[unit], "valid_from": SINCE}
        self.put("admin", f"/members/v1/appointments/{uuid4()}", **office)

    def open_meeting(self) -> str:
        """A meeting that has just begun, everybody present; its path."""
        path, starts_at = f"/meetings/v1/meetings/{uuid4()}", datetime.now(UTC).isoformat()
        body = {"branch_id": self.ids["branch"], "kind": "extraordinary", "starts_at": starts_at}
        self.put("member0", path, **body, place="Nhà văn hóa")
        self.until("member1", f"{path}/roster", lambda roster: len(roster["items"]) == 5)
        self.call_roll(path, "start")
        return path

    def call_roll(self, meeting: str, which: str) -> None:
        """Everybody is there."""
        roster = self.get("member1", f"{meeting}/roster")["items"]
        marks = [{"member_id": person["member_id"], "mark": "present"} for person in roster]
        assert self.put("member1", f"{meeting}/roll-calls/{which}", marks=marks)["present"] == 5

    def end_meeting(self, meeting: str) -> None:
        """The second roll call and the end."""
        self.call_roll(meeting, "end")
        assert self.post("member1", f"{meeting}/end")["state"] == "ended"


def wait_for_services(http: httpx.Client) -> None:
    """The gateway lets all four through: signed out, they answer 401 or what is public."""
    end, waiting = time.monotonic() + PATIENCE, set(SERVICES)
    while waiting:
        assert time.monotonic() < end, f"{waiting} not reached through the gateway"
        waiting = {name for name in waiting if http.get(f"/api/{name}/openapi.json").status_code != 200}
        time.sleep(0.2)
