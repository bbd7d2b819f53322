"""The gateway as the Caddyfile sets it up: what goes where, what never does, and what is said when nobody answers."""

import http.server
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from ops.servers.caddy import CONFIG, Caddy
from ops.servers.process import Command, free_port, last_words, start, stop

PAGE = "<!doctype html><title>Liên Thông</title>"


SAFE = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Echo(http.server.BaseHTTPRequestHandler):
    """A service that answers with the path it was asked for, and is strict with files."""

    def do_GET(self) -> None:
        self.send_response(200)
        if self.path.endswith("/file"):
            self.send_header("Content-Security-Policy", "sandbox")
            self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(self.path.encode())

    def log_message(self, *arguments: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def upstream() -> Iterator[int]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture(scope="module")
def caddy(upstream: int, tmp_path_factory: pytest.TempPathFactory) -> Caddy:
    """Three services that answer and one, petitions, where nobody listens."""
    folder = tmp_path_factory.mktemp("gateway")
    (folder / "portal" / "assets").mkdir(parents=True)
    (folder / "portal" / "index.html").write_text(PAGE)
    (folder / "portal" / "assets" / "main-1a2b.js").write_text("1")
    (folder / "portal" / "assets" / "main-1a2b.js.br").write_bytes(b"small")
    ports = dict.fromkeys(("members", "meetings", "notifications"), upstream) | {"petitions": free_port()}
    return Caddy(free_port(), ports, folder, folder / "data", folder / "log", folder / "portal")


@pytest.fixture(scope="module")
def gateway(caddy: Caddy) -> Iterator[httpx.Client]:
    yield from answering(caddy.command(), caddy.url)


@pytest.fixture(scope="module")
def tls_gateway(caddy: Caddy, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The same with a name and a certificate of its own making; nothing listens on port 80 for those who forget."""
    config, port = tmp_path_factory.mktemp("tls") / "Caddyfile", free_port()
    config.write_text(CONFIG.read_text("utf-8").replace("admin off", "admin off\n\tauto_https disable_redirects"))
    plain = caddy.command()
    argv = tuple(str(config) if word == str(CONFIG) else word for word in plain.argv)
    env = {"GATEWAY_SITE": f"https://localhost:{port}", "GATEWAY_METRICS": f"http://:{free_port()}"}
    yield from answering(replace(plain, argv=argv, env={**plain.env, **env}), f"https://localhost:{port}")


def answering(command: Command, url: str) -> Iterator[httpx.Client]:
    """A client of the gateway that runs meanwhile."""
    process = start(command)
    with httpx.Client(base_url=url, trust_env=False, timeout=20, verify=False) as client:
        while not answers(client):
            assert process.poll() is None, last_words(command.log)
            time.sleep(0.02)
        yield client
    stop(process, command)


def answers(client: httpx.Client) -> bool:
    try:
        return client.get("/").is_success
    except httpx.TransportError:
        return False


def test_calls_reach_their_service_unchanged(gateway: httpx.Client) -> None:
    assert gateway.get("/api/meetings/v1/meetings?limit=2").text == "/api/meetings/v1/meetings?limit=2"


@pytest.mark.parametrize("path", ["/", "/petitions/1", "/first-admin"])
def test_every_screen_is_the_one_page_never_stored_unasked(gateway: httpx.Client, path: str) -> None:
    answer = gateway.get(path)

    assert answer.text == PAGE
    assert answer.headers["Cache-Control"] == "no-cache"


def test_what_a_service_answers_is_stored_nowhere(gateway: httpx.Client) -> None:
    assert gateway.get("/api/members/v1/members").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/unknown/v1/things"])
def test_an_unknown_call_is_never_answered_with_the_page(gateway: httpx.Client, path: str) -> None:
    answer = gateway.get(path)

    assert answer.status_code == 404
    assert PAGE not in answer.text


def test_hashed_files_are_kept_for_ever_and_missing_ones_are_missing(gateway: httpx.Client) -> None:
    assert "immutable" in gateway.get("/assets/main-1a2b.js").headers["Cache-Control"]
    assert gateway.get("/assets/main-gone.js").status_code == 404


def test_what_was_made_small_at_the_build_is_sent_to_whoever_reads_it(gateway: httpx.Client) -> None:
    with gateway.stream("GET", "/assets/main-1a2b.js", headers={"Accept-Encoding": "br"}) as answer:
        assert answer.headers["Content-Encoding"] == "br"
        assert answer.headers["Content-Type"].startswith("text/javascript")
        assert b"".join(answer.iter_raw()) == b"small"
    assert gateway.get("/assets/main-1a2b.js", headers={"Accept-Encoding": "identity"}).text == "1"


def test_services_own_pages_are_not_reachable(gateway: httpx.Client) -> None:
    assert gateway.get("/metrics").text == gateway.get("/readyz").text == PAGE


@pytest.mark.parametrize("path", ["/", "/api/members/v1/about", "/api/unknown"])
def test_every_answer_carries_the_safe_headers(gateway: httpx.Client, path: str) -> None:
    headers = gateway.get(path).headers

    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert {name: headers.get(name) for name in SAFE} == SAFE
    assert not {"Server", "Via", "Strict-Transport-Security"} & {name.title() for name in headers}


def test_a_service_may_be_stricter_with_a_file(gateway: httpx.Client) -> None:
    headers = gateway.get("/api/members/v1/file").headers

    assert headers.get_list("Content-Security-Policy") == ["sandbox"]
    assert headers.get_list("X-Content-Type-Options") == ["nosniff"]


@pytest.mark.parametrize("path", ["/", "/api/members/v1/about", "/api/unknown", "/assets/main-gone.js"])
def test_under_tls_a_browser_is_told_to_stay_there(tls_gateway: httpx.Client, path: str) -> None:
    headers = tls_gateway.get(path).headers

    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert {name: headers.get(name) for name in SAFE} == SAFE


def test_prometheus_hears_of_it_on_a_port_of_its_own(caddy: Caddy, gateway: httpx.Client) -> None:
    measured = httpx.get(f"http://127.0.0.1:{caddy.metrics_port}/metrics", trust_env=False)

    assert measured.is_success
    assert "go_goroutines" in measured.text


def test_a_service_that_does_not_answer_is_a_problem_to_try_again(gateway: httpx.Client) -> None:
    answer = gateway.get("/api/petitions/v1/petitions")

    assert (answer.status_code, answer.json()["slug"]) == (503, "service-away")
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert int(answer.headers["Retry-After"]) > 0
