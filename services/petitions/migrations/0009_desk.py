"""The desk: work in hand, notes inside, templates, saved views, bodies and what is usually whose."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from alembic import op
from sqlalchemy import column, table

from libs.common.ids import new_id

revision = "0009"
down_revision = "0008"

TABLES = """
CREATE TABLE work_in_hand (
    petition_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    person_id UUID NOT NULL,
    verb TEXT NOT NULL,
    since TIMESTAMPTZ NOT NULL,
    until TIMESTAMPTZ NOT NULL,
    CONSTRAINT work_in_hand_pkey PRIMARY KEY (petition_id),
    CONSTRAINT work_in_hand_verb_check CHECK (verb IN ('acknowledge', 'classify', 'assign', 'answer', 'escalate',
        'return', 'merge', 'redirect', 'extend', 'pause', 'resume', 'transfer', 'reply', 'close', 'reopen', 'withdraw',
        'unmerge', 'read_out', 'read_out_against', 'go_up')),
    CONSTRAINT work_in_hand_period_check CHECK (until >= since),
    CONSTRAINT work_in_hand_petition_id_fkey FOREIGN KEY(petition_id) REFERENCES petitions (id)
);
CREATE INDEX work_in_hand_of_unit ON work_in_hand (unit_id);

CREATE TABLE inside_notes (
    id UUID NOT NULL,
    petition_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT inside_notes_pkey PRIMARY KEY (id),
    CONSTRAINT inside_notes_petition_id_fkey FOREIGN KEY(petition_id) REFERENCES petitions (id)
);
CREATE INDEX inside_notes_of_petition ON inside_notes (petition_id, unit_id, at);

CREATE TABLE answer_templates (
    id UUID NOT NULL,
    unit_id UUID,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    outcome TEXT,
    source TEXT,
    at TIMESTAMPTZ NOT NULL,
    CONSTRAINT answer_templates_pkey PRIMARY KEY (id),
    CONSTRAINT answer_templates_outcome_check CHECK (outcome IN ('resolved', 'accepted_planned', 'explained',
        'not_accepted', 'transferred')),
    CONSTRAINT answer_templates_source_check CHECK (unit_id IS NOT NULL OR source IS NOT NULL)
);
CREATE INDEX answer_templates_of_unit ON answer_templates (unit_id, name);

CREATE TABLE saved_views (
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    name TEXT NOT NULL,
    asked JSONB NOT NULL,
    is_default BOOLEAN NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    CONSTRAINT saved_views_pkey PRIMARY KEY (id),
    CONSTRAINT saved_views_name_key UNIQUE (person_id, name)
);
CREATE UNIQUE INDEX saved_views_one_default ON saved_views (person_id) WHERE is_default;

CREATE TABLE body_kinds (
    code TEXT NOT NULL,
    parent_code TEXT,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    source TEXT NOT NULL,
    CONSTRAINT body_kinds_pkey PRIMARY KEY (code)
);

CREATE TABLE bodies (
    unit_id UUID NOT NULL,
    code TEXT NOT NULL,
    parent_code TEXT,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    absent BOOLEAN NOT NULL,
    CONSTRAINT bodies_pkey PRIMARY KEY (unit_id, code)
);

CREATE TABLE body_members (
    unit_id UUID NOT NULL,
    person_id UUID NOT NULL,
    code TEXT NOT NULL,
    CONSTRAINT body_members_pkey PRIMARY KEY (unit_id, person_id)
);

CREATE TABLE category_owners (
    category TEXT NOT NULL,
    code TEXT NOT NULL,
    source TEXT NOT NULL,
    CONSTRAINT category_owners_pkey PRIMARY KEY (category),
    CONSTRAINT category_owners_category_check CHECK (category IN ('land', 'clearance', 'construction',
        'urban_order', 'environment', 'infrastructure', 'security', 'traffic', 'fire', 'social_policy',
        'education', 'health', 'culture', 'economy', 'admin', 'neighbourhood', 'party_work', 'member_policy',
        'discipline', 'digital', 'other'))
)
"""

FROM = date(2025, 1, 1)
SINCE = datetime(2025, 1, 1, tzinfo=UTC)
RULES = (
    (
        "petitions.work_in_hand",
        3,
        "minutes",
        "Mặc định của hệ thống: nhắc người khác khi có người đang soạn, đến 3 phút sau lần cuối còn mở",
    ),
    ("petitions.saved_views", 20, "views", "Mặc định của hệ thống: đủ cho một người, danh sách vẫn gọn"),
)

GUIDE = "Hướng dẫn phân công công tác của văn phòng đảng ủy một xã, tỉnh Khánh Hòa (2026)"
WARD = "Cổng thông tin phường Hạc Thành: tổ chức bộ máy sau 7/2025"
CUSTOM = "Mặc định của hệ thống, theo cách chia lĩnh vực khi khảo sát các chi bộ"

BODY_KINDS = (
    ("UBND", None, "Ủy ban nhân dân", 10, GUIDE),
    ("UBND-VP", "UBND", "Văn phòng HĐND và UBND", 11, WARD),
    ("UBND-KTHTDT", "UBND", "Phòng Kinh tế, Hạ tầng và Đô thị", 12, WARD),
    ("UBND-VHXH", "UBND", "Phòng Văn hóa – Xã hội", 13, WARD),
    ("UBND-TTPVHCC", "UBND", "Trung tâm Phục vụ hành chính công", 14, WARD),
    ("CA", "UBND", "Công an", 15, WARD),
    ("BCHQS", "UBND", "Ban Chỉ huy quân sự", 16, WARD),
    ("UBKT", None, "Ủy ban Kiểm tra Đảng ủy", 20, GUIDE),
    ("BXDD", None, "Ban Xây dựng Đảng", 30, GUIDE),
    ("MTTQ", None, "Ủy ban Mặt trận Tổ quốc", 40, GUIDE),
    ("VPDU", None, "Văn phòng Đảng ủy", 50, GUIDE),
)

CATEGORY_OWNERS = (
    ("land", "UBND-KTHTDT", CUSTOM),
    ("clearance", "UBND-KTHTDT", CUSTOM),
    ("construction", "UBND-KTHTDT", CUSTOM),
    ("urban_order", "UBND", CUSTOM),
    ("environment", "UBND", CUSTOM),
    ("infrastructure", "UBND", CUSTOM),
    ("security", "CA", CUSTOM),
    ("traffic", "CA", CUSTOM),
    ("fire", "CA", GUIDE),
    ("social_policy", "UBND-VHXH", CUSTOM),
    ("education", "UBND-VHXH", CUSTOM),
    ("health", "UBND-VHXH", GUIDE),
    ("culture", "UBND-VHXH", CUSTOM),
    ("economy", "UBND", CUSTOM),
    ("admin", "UBND-TTPVHCC", GUIDE),
    ("neighbourhood", "MTTQ", CUSTOM),
    ("party_work", "BXDD", GUIDE),
    ("member_policy", "BXDD", GUIDE),
    ("discipline", "UBKT", GUIDE),
    ("digital", "VPDU", GUIDE),
    ("other", "VPDU", CUSTOM),
)

LETTER = "Mẫu của hệ thống theo nội dung một công văn trả lời: mã kiến nghị, kết quả, căn cứ, bước tiếp theo"
TEMPLATES = (
    (
        "Mẫu đã giải quyết xong",
        "resolved",
        (
            "Về kiến nghị {code} của {branch}: đến ngày {date}, việc đồng chí nêu đã được giải quyết xong. Cụ thể: … "
            "Đề nghị chi bộ tiếp tục theo dõi và phản ánh nếu còn vướng mắc."
        ),
    ),
    (
        "Mẫu tiếp thu, đưa vào kế hoạch",
        "accepted_planned",
        (
            "Về kiến nghị {code} của {branch}: Đảng ủy tiếp thu và đã đưa vào kế hoạch. Đơn vị thực hiện: … Căn cứ: … "
            "Tiến độ sẽ được báo lại với chi bộ."
        ),
    ),
    (
        "Mẫu giải trình, cung cấp thông tin",
        "explained",
        (
            "Về kiến nghị {code} của {branch}: qua kiểm tra đến ngày {date}, xin thông tin để chi bộ rõ như sau: … "
            "Căn cứ: …"
        ),
    ),
    (
        "Không có cơ sở giải quyết",
        "not_accepted",
        (
            "Về kiến nghị {code} của {branch}: sau khi xem xét, chưa có cơ sở để giải quyết theo đề nghị. Căn cứ: … "
            "Đề nghị chi bộ giải thích để đảng viên và nhân dân hiểu, đồng thuận."
        ),
    ),
    (
        "Chuyển cơ quan có thẩm quyền",
        "transferred",
        (
            "Về kiến nghị {code} của {branch}: nội dung thuộc thẩm quyền của … Ngày {date} đã chuyển cơ quan này, "
            "kết quả sẽ được báo lại chi bộ."
        ),
    ),
)


def upgrade() -> None:
    for statement in TABLES.split(";\n"):
        op.execute(statement)
    rules = [(key, FROM, value, unit, source) for key, value, unit, source in RULES]
    _fill("rules", ("key", "valid_from", "value", "unit", "source"), rules)
    _fill("body_kinds", ("code", "parent_code", "name", "position", "source"), BODY_KINDS)
    _fill("category_owners", ("category", "code", "source"), CATEGORY_OWNERS)
    templates = [(new_id(), name, text, outcome, LETTER, SINCE) for name, outcome, text in TEMPLATES]
    _fill("answer_templates", ("id", "name", "text", "outcome", "source", "at"), templates)


def _fill(name: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    into = table(name, *map(column, columns))
    for row in rows:
        op.execute(into.insert().values(**dict(zip(columns, row, strict=True))))
