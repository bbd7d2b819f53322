"""Why something is done, as lists to choose from, and the rules of what happens by itself at a ward. Both are changed
by rows with a later `valid_from`."""

from datetime import date

from alembic import op
from sqlalchemy import column, table

revision = "0005"
down_revision = "0004"

FROM = date(2026, 1, 1)
SOURCE = "Danh mục ban đầu của hệ thống"

TABLES = """
CREATE TABLE reasons (
    verb TEXT NOT NULL,
    code TEXT NOT NULL,
    vi TEXT NOT NULL,
    en TEXT NOT NULL,
    needs_text BOOLEAN NOT NULL,
    position INTEGER NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    source TEXT NOT NULL,
    CONSTRAINT reasons_pkey PRIMARY KEY (verb, code, valid_from),
    CONSTRAINT reasons_verb_check CHECK (verb IN ('escalate', 'return', 'redirect', 'extend', 'reopen', 'withdraw',
        'pause')),
    CONSTRAINT reasons_period_check CHECK (valid_to IS NULL OR valid_to >= valid_from)
);

CREATE TABLE transfers (
    petition_id UUID NOT NULL,
    number INTEGER NOT NULL,
    unit_id UUID NOT NULL,
    body TEXT NOT NULL,
    document_number TEXT,
    document_date DATE,
    sent_at TIMESTAMPTZ NOT NULL,
    reply_due_at TIMESTAMPTZ NOT NULL,
    replied_at TIMESTAMPTZ,
    reply_text TEXT,
    CONSTRAINT transfers_pkey PRIMARY KEY (petition_id, number),
    CONSTRAINT transfers_reply_check CHECK ((replied_at IS NULL) = (reply_text IS NULL)),
    CONSTRAINT transfers_petition_id_fkey FOREIGN KEY(petition_id) REFERENCES petitions (id)
)
"""

RULES = (
    ("petitions.external_reply", 20, "working_days", "Mặc định: cơ quan ngoài trả lời trong 20 ngày làm việc"),
    ("petitions.pause", 10, "working_days", "Mặc định: mỗi đơn vị tạm dừng một lần, tối đa 10 ngày làm việc"),
    (
        "petitions.city_at_cut_off",
        0,
        "switch",
        "Mặc định: tắt; bật (1) thì việc vượt thẩm quyền tự chuyển lên",
    ),
    ("petitions.hand_up_hour", 17, "hour_of_day", "Mặc định: cuối ngày làm việc liền trước ngày tổng hợp"),
)

PAUSES = """
ALTER TABLE clocks ADD paused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE clocks ALTER paused DROP DEFAULT;
ALTER TABLE clocks ADD paused_at TIMESTAMPTZ;
ALTER TABLE clocks DROP CONSTRAINT clocks_kind_check;
ALTER TABLE clocks ADD CONSTRAINT clocks_kind_check CHECK (kind IN ('go_up', 'branch_answer', 'acknowledge',
    'classify', 'answer', 'complete', 'read_out', 'pause', 'external_reply'));
CREATE INDEX clocks_pauses ON clocks (due_at) WHERE closed_at IS NULL AND kind = 'pause';
ALTER TABLE unit_marks DROP CONSTRAINT unit_marks_verb_check;
ALTER TABLE unit_marks ADD CONSTRAINT unit_marks_verb_check CHECK (verb IN ('return', 'extend', 'pause'))
"""

OTHER = ("other", "Lý do khác", "Another reason", True)

REASONS = {
    "escalate": (
        ("beyond_competence", "Vượt thẩm quyền của đơn vị", "Beyond the competence of this unit", False),
        ("beyond_means", "Vượt khả năng kinh phí của đơn vị", "Beyond the means of this unit", False),
        ("several_units", "Liên quan nhiều địa bàn, nhiều cơ quan", "Concerns several places or bodies", False),
        ("needs_guidance", "Cần cấp trên hướng dẫn hoặc sửa quy định", "Needs guidance or a change of rules", False),
        ("tried_in_vain", "Đã giải quyết nhưng chưa dứt điểm", "Tried here without a lasting result", True),
        OTHER,
    ),
    "return": (
        ("place_missing", "Thiếu địa điểm cụ thể", "The exact place is missing", False),
        ("unclear", "Nội dung chưa rõ kiến nghị việc gì", "It is not clear what is asked for", False),
        ("papers_missing", "Thiếu giấy tờ, hình ảnh kèm theo", "Papers or pictures are missing", True),
        ("several_matters", "Nêu nhiều việc, cần nói rõ từng việc", "Several matters, to be told apart", False),
        ("lower_competence", "Thuộc thẩm quyền của cấp dưới", "Within the competence of the unit below", False),
        OTHER,
    ),
    "redirect": (
        ("complaint", "Là khiếu nại hoặc tố cáo", "It is a formal complaint or a denunciation", False),
        ("party_discipline", "Liên quan kỷ luật của Đảng", "It concerns Party discipline", False),
        ("personal_procedure", "Là thủ tục hành chính của cá nhân", "It is a procedure of a single person", False),
        ("court", "Đang do Tòa án, cơ quan điều tra giải quyết", "It lies with a court or an investigation", False),
        OTHER,
    ),
    "extend": (
        ("awaiting_opinion", "Chờ ý kiến cơ quan chuyên môn", "A specialist body has not given its opinion yet", False),
        ("site_check", "Cần kiểm tra thực địa thêm", "The place has to be looked at again", False),
        ("many_parties", "Việc phức tạp, nhiều bên liên quan", "A complex matter with many parties", False),
        ("awaiting_funds", "Đang bố trí kinh phí", "Funds are being found", False),
        OTHER,
    ),
    "pause": (
        ("awaiting_papers", "Chờ hồ sơ, tài liệu bổ sung", "Papers are awaited", False),
        ("awaiting_opinion", "Chờ ý kiến cơ quan chuyên môn", "The opinion of a specialist body is awaited", False),
        ("awaiting_inspection", "Chờ kết quả kiểm tra, đo đạc", "An inspection or a survey is awaited", False),
        (
            "awaiting_decision",
            "Chờ cấp có thẩm quyền quyết định",
            "A decision from above is awaited",
            False,
        ),
        ("awaiting_raiser", "Chờ người nêu cung cấp thông tin", "Whoever raised it is to tell more", False),
        OTHER,
    ),
    "reopen": (
        ("not_done", "Chưa làm như đã trả lời", "What was answered has not been done", False),
        ("came_back", "Sự việc tái diễn", "It has happened again", False),
        ("partly_done", "Mới giải quyết được một phần", "Only a part of it was solved", True),
        ("new_facts", "Có tình tiết mới", "There are new facts", True),
        OTHER,
    ),
    "withdraw": (
        ("solved", "Việc đã được giải quyết", "It has been solved", False),
        ("raised_twice", "Đã nêu ở kiến nghị khác", "It was raised in another petition", False),
        ("by_mistake", "Ghi nhận nhầm", "It was logged by mistake", False),
        ("raiser_asks", "Người nêu đề nghị rút", "Whoever raised it asks for it", False),
        OTHER,
    ),
}


def upgrade() -> None:
    for statement in (*TABLES.split(";\n"), *PAUSES.split(";\n")):
        op.execute(statement)
    rules = table("rules", *map(column, ("key", "valid_from", "value", "unit", "source")))
    for key, value, unit, source in RULES:
        op.execute(rules.insert().values(key=key, valid_from=FROM, value=value, unit=unit, source=source))
    columns = ("verb", "code", "vi", "en", "needs_text", "position", "valid_from", "source")
    reasons = table("reasons", *map(column, columns))
    for verb, listed in REASONS.items():
        for position, (code, vi, en, needs_text) in enumerate(listed, start=1):
            values = (verb, code, vi, en, needs_text, position, FROM, SOURCE)
            op.execute(reasons.insert().values(dict(zip(columns, values, strict=True))))
