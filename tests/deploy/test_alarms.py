"""The alarms of deploy/prometheus, by Prometheus' own tool."""

from tests.deploy.prometheus import CONFIG, promtool


def test_the_configuration_is_valid() -> None:
    checked = promtool("check", "config", "prometheus.yml")

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_each_alarm_rings_when_it_must_and_only_then() -> None:
    tested = promtool("test", "rules", "rules_test.yml")

    assert tested.returncode == 0, tested.stdout + tested.stderr


def test_no_alarm_is_left_untested() -> None:
    rules = [line.split("alert: ")[1] for line in _lines("rules.yml") if "alert: " in line]
    rings = [line.split("alertname: ")[1] for line in _lines("rules_test.yml") if "- alertname: " in line]

    assert len(rules) >= 8
    assert set(rules) == set(rings)


def _lines(name: str) -> list[str]:
    return (CONFIG / name).read_text("utf-8").splitlines()
