"""The numbers that petitions go by, and the days off of 2026 and 2027. Changed by rows with a later `valid_from`."""

from datetime import date

from alembic import op
from sqlalchemy import column, table

revision = "0003"
down_revision = "0002"

FROM = date(2025, 1, 1)
DEFAULT = "Mặc định của hệ thống; chưa có quy định chung về thời hạn trả lời kiến nghị nêu tại sinh hoạt chi bộ"

RULES = (
    ("petitions.go_up", 48, "hours", "Mặc định: chi bộ chuyển kiến nghị chậm nhất 2 ngày sau cuộc họp"),
    ("petitions.branch_answer", 10, "working_days", DEFAULT),
    ("petitions.acknowledge", 2, "working_days", DEFAULT),
    ("petitions.classify", 3, "working_days", DEFAULT),
    ("petitions.answer", 10, "working_days", DEFAULT),
    ("petitions.answer_simple", 5, "working_days", DEFAULT),
    ("petitions.answer_complex", 15, "working_days", DEFAULT),
    ("petitions.city_answer", 30, "days", DEFAULT),
    ("petitions.complete", 5, "working_days", DEFAULT),
    ("petitions.read_out", 7, "day_of_next_month", "Mặc định: chi bộ họp thường kỳ trong tuần đầu của tháng"),
    ("petitions.reopen", 60, "days", DEFAULT),
    ("petitions.due_soon", 2, "working_days", DEFAULT),
    ("petitions.cut_off", 10, "day_of_month", "Mặc định: phường tổng hợp, báo cáo trước ngày 10 hằng tháng"),
    ("petitions.two_person_approval", 0, "switch", "Mặc định: tắt; bật (1) thì câu trả lời cần hai người"),
    ("petitions.city_by_itself", 0, "switch", "Mặc định: tắt; bật (1) thì phường quá hạn trả lời tự chuyển lên"),
)

LABOUR_CODE = "Bộ luật Lao động 2019, Điều 112"
COMPENSATED = "Bộ luật Lao động 2019, Điều 111: nghỉ bù vào ngày làm việc kế tiếp"
TET_2027 = "Bộ luật Lao động 2019, Điều 112; đối chiếu thông báo nghỉ Tết hằng năm"
CULTURE_DAY = "Nghị quyết 80-NQ/TW (01/2026): Ngày Văn hóa Việt Nam"

HOLIDAYS = (
    (date(2026, 1, 1), "Tết Dương lịch", LABOUR_CODE),
    (date(2026, 2, 16), "Tết Nguyên đán", LABOUR_CODE),
    (date(2026, 2, 17), "Tết Nguyên đán", LABOUR_CODE),
    (date(2026, 2, 18), "Tết Nguyên đán", LABOUR_CODE),
    (date(2026, 2, 19), "Tết Nguyên đán", LABOUR_CODE),
    (date(2026, 2, 20), "Tết Nguyên đán", LABOUR_CODE),
    (date(2026, 4, 26), "Giỗ Tổ Hùng Vương", LABOUR_CODE),
    (date(2026, 4, 27), "Nghỉ bù Giỗ Tổ Hùng Vương", COMPENSATED),
    (date(2026, 4, 30), "Ngày Chiến thắng", LABOUR_CODE),
    (date(2026, 5, 1), "Ngày Quốc tế lao động", LABOUR_CODE),
    (date(2026, 9, 1), "Quốc khánh", LABOUR_CODE),
    (date(2026, 9, 2), "Quốc khánh", LABOUR_CODE),
    (date(2026, 11, 24), "Ngày Văn hóa Việt Nam", CULTURE_DAY),
    (date(2027, 1, 1), "Tết Dương lịch", LABOUR_CODE),
    (date(2027, 2, 5), "Tết Nguyên đán", TET_2027),
    (date(2027, 2, 6), "Tết Nguyên đán", TET_2027),
    (date(2027, 2, 7), "Tết Nguyên đán", TET_2027),
    (date(2027, 2, 8), "Tết Nguyên đán", TET_2027),
    (date(2027, 2, 9), "Tết Nguyên đán", TET_2027),
    (date(2027, 2, 10), "Nghỉ bù Tết Nguyên đán", COMPENSATED),
    (date(2027, 2, 11), "Nghỉ bù Tết Nguyên đán", COMPENSATED),
    (date(2027, 4, 16), "Giỗ Tổ Hùng Vương", LABOUR_CODE),
    (date(2027, 4, 30), "Ngày Chiến thắng", LABOUR_CODE),
    (date(2027, 5, 1), "Ngày Quốc tế lao động", LABOUR_CODE),
    (date(2027, 5, 3), "Nghỉ bù Ngày Quốc tế lao động", COMPENSATED),
    (date(2027, 9, 1), "Quốc khánh", LABOUR_CODE),
    (date(2027, 9, 2), "Quốc khánh", LABOUR_CODE),
    (date(2027, 11, 24), "Ngày Văn hóa Việt Nam", CULTURE_DAY),
)


def upgrade() -> None:
    rules = table("rules", *map(column, ("key", "valid_from", "value", "unit", "source")))
    for key, value, unit, source in RULES:
        op.execute(rules.insert().values(key=key, valid_from=FROM, value=value, unit=unit, source=source))
    holidays = table("holidays", *map(column, ("day", "name", "source")))
    for day, name, source in HOLIDAYS:
        op.execute(holidays.insert().values(day=day, name=name, source=source))
