"""After all of it: nothing lost, nothing left undone, and nothing set aside."""

from tests.support.system import RunningSystem


def test_the_audit_is_clean(running_system: RunningSystem) -> None:
    assert "✓" in running_system.lienthong("audit").stdout
