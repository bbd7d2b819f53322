"""`make compose-test`: one recommendation's whole way through a city made of containers, some restarted on the way.

Not part of `make test`: it needs a container engine, and a few minutes.
"""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.deploy.city import City
from tests.deploy.engine import Project, ensure_images, running_project
from tests.deploy.prometheus import Prometheus

pytestmark = pytest.mark.timeout(1800)

WAY = ["recorded", "submitted", "received", "submitted", "received", "answered", "closed"]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    ensure_images()
    with running_project(tmp_path_factory.mktemp("compose")) as running:
        yield running


def first_admin_code(project: Project) -> str:
    """From the log of the first start, where the operator finds the link."""
    found = re.search(r"/first-admin#code=(\w+)", project.compose("logs", "--no-color", "members"))
    assert found, "members printed no link for the first administrator"
    return found[1]


def log_recommendation(city: City, meeting: str) -> str:
    """By the clerk, in the room; gives its id, which is the petition's."""
    recommendation = str(uuid4())
    city.put(
        "member1",
        f"/meetings/v1/recommendations/{recommendation}",
        meeting_id=meeting.rpartition("/")[2],
        text="Cống thoát nước ngõ 12 bị tắc, mưa lớn là ngập.",
        category="infrastructure",
        competence="city",
        urgent=False,
        raised_by={"kind": "residents"},
    )
    return recommendation


def decide(city: City, petition: str) -> None:
    """The ward takes it up and hands it on, the city takes it up and answers."""
    path = f"/petitions/v1/petitions/{petition}"
    city.until("ward", path, lambda seen: seen["state"] == "submitted")
    city.post("ward", f"{path}/acknowledge")
    city.post("ward", f"{path}/escalate", reason="Tuyến cống do thành phố quản lý.")
    city.post("city", f"{path}/acknowledge")
    city.post("city-leader", f"{path}/answer", outcome="resolved", text="Đã nạo vét toàn tuyến ngày 20.")


def read_out(city: City, petition: str) -> None:
    """The branch hears the answer at its next meeting, and is content."""
    meeting = city.open_meeting()
    agenda = city.until("member1", f"{meeting}/agenda", lambda agenda: agenda["items"])
    assert [item["petition_id"] for item in agenda["items"]] == [petition]
    city.put("member1", f"{meeting}/read-outs/{petition}", content=True)


def test_a_recommendation_goes_its_whole_way_and_a_restart_does_not_stop_it(project: Project) -> None:
    city = City(project.url)
    city.found(first_admin_code(project))
    city.found_ward_and_branch()

    meeting = city.open_meeting()
    project.compose("stop", "petitions")
    petition = log_recommendation(city, meeting)
    city.end_meeting(meeting)
    assert city.page("/api/petitions/openapi.json").status_code == 503
    project.compose("start", "petitions")
    decide(city, petition)
    project.compose("restart", "nats")
    read_out(city, petition)

    path = f"/petitions/v1/petitions/{petition}"
    closed = city.until("member0", path, lambda seen: seen["state"] == "closed")
    assert (closed["holder"], closed["due_at"]) == (None, None)
    assert closed["answer"]["content"] is True
    assert [line["to_state"] for line in closed["history"]] == WAY
    assert len(city.get("ward", "/petitions/v1/petitions", tab="all")["items"]) == 1
    told = city.until("member0", "/notifications/v1/inbox", lambda inbox: inbox["items"])
    assert {item["petition_id"] for item in told["items"]} == {petition}


def test_nothing_was_lost_and_nothing_is_wrong(project: Project) -> None:
    project.compose("run", "--rm", "--no-deps", "operator", "rebuild", "meetings")
    project.compose("run", "--rm", "--no-deps", "operator", "audit")
    assert "no dead letters" in project.compose("run", "--rm", "--no-deps", "operator", "dead-letters", "list")

    prometheus = Prometheus(f"http://127.0.0.1:{project.ports['PROMETHEUS_PORT']}")
    prometheus.wait_for('sum(up{job="services"}) == 4', patience=60)
    assert prometheus.value("max(lienthong_petitions_unowned)") == 0
    assert prometheus.value("sum(lienthong_dead_letters) or vector(0)") == 0


def test_the_gateway_shows_the_portal_and_nothing_of_the_inside(project: Project) -> None:
    city = City(project.url)

    assert city.page("/").headers["content-security-policy"].startswith("default-src 'self'")
    assert "<!doctype html>" in city.page("/petitions").text.lower()
    assert city.page("/metrics").text == city.page("/").text
    assert city.page("/api/petitions/metrics").status_code == 404
