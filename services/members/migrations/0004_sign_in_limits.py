"""How long to wait after failed attempts, as rows: for a login at one address, a known device, an address as such."""

from datetime import date

from alembic import op
from sqlalchemy import column, table

revision = "0004"
down_revision = "0003"

FROM = date(2026, 1, 1)
SOURCE = "Mặc định của hệ thống, trong giới hạn của NIST SP 800-63B, mục 5.2.2"
OFFICE = "Mặc định của hệ thống: một địa chỉ có thể là của cả cơ quan, nên cho sai nhiều lần và chờ ngắn"

WAITS = {
    "login": (5, 5, 900, 3600, SOURCE),
    "device": (10, 5, 900, 3600, SOURCE),
    "address": (60, 2, 120, 1800, OFFICE),
}
UNITS = {"free": "failures", "first": "seconds", "longest": "seconds", "forgotten": "seconds"}
GRACE = "Mặc định của hệ thống: hai cửa sổ cùng gửi một mã gia hạn"


def upgrade() -> None:
    rules = table("rules", *map(column, ("key", "valid_from", "value", "unit", "source")))
    rows = [
        (f"members.wait_{name}_{what}", value, unit, numbers[-1])
        for name, numbers in WAITS.items()
        for (what, unit), value in zip(UNITS.items(), numbers[:-1], strict=True)
    ]
    for key, value, unit, source in [*rows, ("members.refresh_grace", 30, "seconds", GRACE)]:
        op.execute(rules.insert().values(key=key, valid_from=FROM, value=value, unit=unit, source=source))
