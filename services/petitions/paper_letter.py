"""The letter with which a unit answers a branch (công văn trả lời). Who raised it is not named: the branch knows."""

from libs.common.rules import local_day
from services.petitions.paper import Head, Sheet, in_full
from services.petitions.paper_words import OUTCOME, code_of, on_behalf_of, place_of
from services.petitions.views_papers import Letter


def letter_document(letter: Letter) -> bytes:
    """No name of a type; the subject stands under the number."""
    sheet, unit = Sheet(), letter.answered_by
    subject = f"Trả lời kiến nghị của {letter.branch}"
    on = local_day(letter.answered_at)
    sheet.head(Head(letter.above, unit.name, place_of(unit.name), on, "CV", code_of(unit.tier), None, subject))
    sheet.text(f"Kính gửi: {letter.branch}", bold=True)
    sheet.text(
        f"{unit.name} nhận được kiến nghị mã số {letter.code}, nêu tại sinh hoạt chi bộ "
        f"{in_full(local_day(letter.raised_at))}: “{letter.text}”."
    )
    sheet.text(f"Sau khi xem xét, {unit.name} trả lời như sau:")
    sheet.text(f"1. Kết quả: {OUTCOME[letter.outcome]}.")
    for part in letter.answer.splitlines():
        sheet.text(part)
    sheet.text("2. Căn cứ: ……")
    sheet.text(f"3. Việc tiếp theo: {_next(letter)}")
    sheet.text(f"Đề nghị {letter.branch} đọc nội dung trả lời này tại kỳ sinh hoạt gần nhất.")
    sheet.signature(["- Như trên;", "- Lưu Văn phòng."], on_behalf_of(unit.tier), "BÍ THƯ", "")
    return sheet.file()


def _next(letter: Letter) -> str:
    return f"hoàn thành trước ngày {letter.target}." if letter.target else "……"
