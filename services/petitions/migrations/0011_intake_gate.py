"""The intake gate: reasons that say a matter must not lie here, and reasons to see who raised a petition.

Of what such a reason redirects no text is kept. Lines of signed reports stay as they are but for that: a function of
the owner empties their text, and can do nothing else.
"""

from datetime import date

from alembic import op
from sqlalchemy import column, table

revision = "0011"
down_revision = "0010"

FROM = date(2026, 1, 1)
KEPT_OUT = """
ALTER TABLE reasons ADD keeps_text BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE reasons ADD CONSTRAINT reasons_keeps_text_check
    CHECK (keeps_text OR (verb = 'redirect' AND NOT needs_text));
ALTER TABLE reasons DROP CONSTRAINT reasons_verb_check;
ALTER TABLE reasons ADD CONSTRAINT reasons_verb_check CHECK (verb IN ('escalate', 'return', 'redirect', 'extend',
    'reopen', 'withdraw', 'pause', 'reveal'))
"""

# One code said both, and so could not say which channel is the right one. What was chosen before keeps its words.
TOLD_APART = """
UPDATE reasons SET valid_to = GREATEST(valid_from, CURRENT_DATE - 1)
WHERE verb = 'redirect' AND code = 'complaint' AND valid_to IS NULL
"""
LATER = "UPDATE reasons SET position = position + 2 WHERE verb = 'redirect' AND valid_to IS NULL"

PETITIONS_STAY = """
DROP TRIGGER report_petitions_rows_stay ON report_petitions;
CREATE TRIGGER report_petitions_rows_stay BEFORE DELETE ON report_petitions
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();
CREATE TRIGGER report_petitions_say_the_same BEFORE UPDATE ON report_petitions FOR EACH ROW
WHEN (to_jsonb(NEW) IS DISTINCT FROM to_jsonb(OLD) || '{"text": ""}')
EXECUTE FUNCTION refuse_change_of_history()
"""
EMPTIES = """
CREATE FUNCTION empty_report_lines(petition UUID) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS $$ UPDATE report_petitions SET text = '' WHERE petition_id = petition $$
"""
OF_PETITION = "CREATE INDEX report_petitions_of_petition ON report_petitions (petition_id)"

COMPLAINTS = "Luật Khiếu nại 02/2011/QH13: đơn gửi người có thẩm quyền giải quyết, không xử lý như kiến nghị"
DENUNCIATIONS = "Luật Tố cáo 25/2018/QH14: giữ bí mật người tố cáo, không xử lý như kiến nghị"
SECRETS = "Luật Bảo vệ bí mật nhà nước 117/2025/QH15: không soạn, lưu trên hệ thống này"
PROTECTED = "Mặc định của hệ thống: người giải quyết chỉ xem người nêu khi cần, có lý do"

REASONS = {
    ("redirect", False): (
        ("formal_complaint", "Là khiếu nại một quyết định hành chính", "A formal complaint", False, COMPLAINTS),
        ("denunciation", "Là tố cáo", "A denunciation", False, DENUNCIATIONS),
        ("secret", "Có nội dung bí mật nhà nước", "It touches state secrets", False, SECRETS),
    ),
    ("reveal", True): (
        ("ask_more", "Cần hỏi thêm người nêu để giải quyết", "Whoever raised it has to be asked more", True, PROTECTED),
        ("meet", "Mời người nêu kiểm tra thực địa hoặc làm việc", "To be met, here or on the spot", True, PROTECTED),
        (
            "own_papers",
            "Cần đối chiếu hồ sơ của người nêu",
            "The papers of whoever raised it are needed",
            True,
            PROTECTED,
        ),
        ("other", "Lý do khác", "Another reason", True, PROTECTED),
    ),
}


def upgrade() -> None:
    for statement in (*KEPT_OUT.split(";\n"), TOLD_APART, LATER, *PETITIONS_STAY.split(";\n"), EMPTIES, OF_PETITION):
        op.execute(statement)
    names = ("code", "vi", "en", "needs_text", "source", "verb", "keeps_text", "position", "valid_from")
    reasons = table("reasons", *map(column, names))
    for (verb, keeps_text), listed in REASONS.items():
        for position, row in enumerate(listed, start=1):
            values = (*row, verb, keeps_text, position, FROM)
            op.execute(reasons.insert().values(dict(zip(names, values, strict=True))))
