"""The consolidated report as a document (domain: báo cáo tổng hợp), and the section of the bulletin with its answers.

The numbers are those of the report; what only people can say (opinion, assessment, tasks) is left for the office to
write. No member is named.
"""

from collections.abc import Sequence
from typing import Final

from libs.common.clock import LOCAL_ZONE
from libs.common.rules import local_day
from libs.contracts.vocabulary import Tier
from services.petitions.paper import Head, Sheet
from services.petitions.paper_words import CATEGORY, LINE, STATE, code_of, on_behalf_of, place_of
from services.petitions.rules_report import Cell
from services.petitions.views_papers import Entry, ReportPaper
from services.petitions.views_report_out import Numbers

_COLUMNS: Final = (
    (Cell.CARRIED, "Kỳ trước"),
    (Cell.RAISED, "Mới"),
    (Cell.ALL, "Tổng"),
    (Cell.MERGED, "Gộp"),
    (Cell.REDIRECTED, "Chuyển kênh"),
    (Cell.WITHIN, "Thuộc thẩm quyền"),
    (Cell.WITHIN_ANSWERED, "Đã trả lời"),
    (Cell.WITHIN_OVERDUE, "Quá hạn"),
    (Cell.BEYOND, "Vượt thẩm quyền"),
)
_ANSWERED: Final = frozenset({Cell.WITHIN_ANSWERED, Cell.BEYOND_ANSWERED})


def report_document(report: ReportPaper) -> bytes:
    """The whole report."""
    sheet, tier = Sheet(), report.paper.unit.tier
    _begin(sheet, report)
    if tier is not Tier.BRANCH:
        sheet.heading("I. SINH HOẠT CHI BỘ")
        sheet.to_fill_in()
    sheet.heading("II. TÌNH HÌNH TƯ TƯỞNG, VẤN ĐỀ NỔI CỘM, BỨC XÚC")
    sheet.to_fill_in()
    sheet.heading("III. KẾT QUẢ GIẢI QUYẾT KIẾN NGHỊ KỲ TRƯỚC")
    sheet.text(_earlier(report.figures.earlier))
    sheet.heading("IV. KIẾN NGHỊ KỲ NÀY")
    _this_period(sheet, report)
    for heading in ("V. ĐÁNH GIÁ CHUNG", "VI. NHIỆM VỤ, GIẢI PHÁP THÁNG SAU", "VII. ĐỀ XUẤT"):
        sheet.heading(heading)
        sheet.to_fill_in()
    _sign(sheet, report)
    return sheet.file()


def _begin(sheet: Sheet, report: ReportPaper) -> None:
    paper, signed = report.paper, report.paper.signed
    issuer = signed.unit_name if signed else paper.unit.name
    on = local_day(signed.signed_at) if signed else None
    number = signed.number if signed else None
    sheet.head(Head(report.above, issuer, place_of(issuer), on, "BC", code_of(paper.unit.tier), number))
    subject = "Tổng hợp kết quả sinh hoạt chi bộ và ý kiến, kiến nghị"
    until = report.period.to_at.astimezone(LOCAL_ZONE)
    draft = "" if signed else "Dự thảo; "
    note = f"({draft}số liệu tính đến {until.hour} giờ {until.minute:02} phút, ngày {until:%d/%m/%Y})"
    sheet.title("BÁO CÁO", f"{subject} tháng {paper.month.month} năm {paper.month.year}", note)


def _earlier(numbers: Numbers) -> str:
    answered = numbers.within_answered + numbers.beyond_answered
    late = numbers.within_overdue + numbers.beyond_overdue
    open_ones = numbers.within_in_progress + numbers.beyond_in_progress
    return (
        f"Kỳ trước chuyển sang {_two(numbers.carried)} kiến nghị: đã trả lời {_two(answered)}, trong đó đúng hạn "
        f"{_two(numbers.on_time)}; đang giải quyết {_two(open_ones)}; quá hạn {_two(late)}; "
        f"gộp {_two(numbers.merged)}; chuyển kênh khác {_two(numbers.redirected)}; rút {_two(numbers.withdrawn)}."
    )


def _two(number: int) -> str:
    return f"{number:02}"


def _this_period(sheet: Sheet, report: ReportPaper) -> None:
    figures = report.figures
    sheet.text(_sums(figures.total))
    _numbers(sheet, "Lĩnh vực", [(CATEGORY[one.category], one.numbers) for one in figures.categories], figures.total)
    if line := LINE.get(report.paper.unit.tier):
        _numbers(sheet, line, [(one.unit_name, one.numbers) for one in figures.lines], figures.total)
    if report.paper.unit.tier is not Tier.CITY:
        sheet.heading("1. Thuộc thẩm quyền")
        within = [one for one in report.entries if Cell.WITHIN in one.cells]
        titles = ("TT", "Chi bộ", "Nội dung", "Lĩnh vực", "Cơ quan giải quyết", "Thời hạn", "Kết quả")
        body = [_within(number, one) for number, one in enumerate(within, 1)]
        sheet.table(titles, body, (8, 22, 52, 24, 24, 17, 22))
    sheet.heading("2. Vượt thẩm quyền, đề nghị cấp trên xem xét")
    beyond = [one for one in report.entries if Cell.BEYOND in one.cells]
    asked = ("TT", "Nội dung", "Lý do vượt thẩm quyền", "Đề xuất", "Cơ quan đề nghị")
    sheet.table(asked, [_beyond(number, one) for number, one in enumerate(beyond, 1)], (8, 60, 45, 30, 25))


def _sums(total: Numbers) -> str:
    came = (
        f"Kỳ trước chuyển sang {_two(total.carried)}, mới trong kỳ {_two(total.raised)}, "
        f"mở lại {_two(total.reopened)}, rút {_two(total.withdrawn)}"
    )
    left = (
        f"gộp {_two(total.merged)}, chuyển kênh khác {_two(total.redirected)}, "
        f"thuộc thẩm quyền {_two(total.within)}, vượt thẩm quyền {_two(total.beyond)}"
    )
    read_out = f"Đã đọc trả lời tại chi bộ: {_two(total.read_out)}"
    return f"{came}; tổng phải giải quyết {_two(total.all)}, gồm: {left}. {read_out}."


def _numbers(sheet: Sheet, first: str, lines: Sequence[tuple[str, Numbers]], total: Numbers) -> None:
    cells = [cell for cell, _ in _COLUMNS]
    rows = [(name, numbers) for name, numbers in lines if any(numbers.model_dump().values())]
    body = [
        [str(number), name, *(str(getattr(numbers, cell)) for cell in cells)]
        for number, (name, numbers) in enumerate(rows, 1)
    ]
    body.append(["", "Cộng", *(str(getattr(total, cell)) for cell in cells)])
    sheet.table(
        ["TT", first, *(title for _, title in _COLUMNS)], body, (8, 40, *(13 for _ in cells)), numbers=len(cells)
    )


def _within(number: int, one: Entry) -> list[str]:
    due = f"{local_day(one.due_at):%d/%m/%Y}" if one.due_at else ""
    result = "Quá hạn" if Cell.WITHIN_OVERDUE in one.cells else STATE[one.state]
    solved_by = one.answered_by or one.holder
    return [str(number), one.branch, one.text, CATEGORY[one.category], solved_by, due, result]


def _beyond(number: int, one: Entry) -> list[str]:
    return [str(number), f"{one.code}: {one.text}", one.reason or "", "", one.answered_by or one.holder]


def _sign(sheet: Sheet, report: ReportPaper) -> None:
    signed, tier = report.paper.signed, report.paper.unit.tier
    to = [f"- {report.above},"] if report.above else []
    keep = "- Lưu Chi bộ." if tier is Tier.BRANCH else "- Lưu Văn phòng."
    sheet.signature([*to, keep], on_behalf_of(tier), "BÍ THƯ", (signed and signed.signed_by_name) or "")


def answers_document(report: ReportPaper) -> bytes:
    """Section IV of the monthly bulletin: the answers of the period, for every branch to read out."""
    sheet, paper = Sheet(), report.paper
    sheet.head(
        Head(report.above, paper.unit.name, place_of(paper.unit.name), None, "TB", code_of(paper.unit.tier), None)
    )
    sheet.title("THÔNG TIN, ĐỊNH HƯỚNG", f"Tháng {paper.month.month} năm {paper.month.year}")
    sheet.heading("IV. TRẢ LỜI KIẾN NGHỊ")
    answered = [one for one in report.entries if one.cells & _ANSWERED]
    if not answered:
        sheet.text("Trong kỳ không có kiến nghị được trả lời.")
    else:
        titles = ("TT", "Mã", "Chi bộ", "Nội dung kiến nghị", "Nội dung trả lời", "Nơi trả lời")
        sheet.table(titles, [_answer(number, one) for number, one in enumerate(answered, 1)], (8, 24, 24, 46, 46, 24))
    sheet.text("Đề nghị các chi bộ đọc nội dung trả lời tại kỳ sinh hoạt gần nhất.", italic=True)
    return sheet.file()


def _answer(number: int, one: Entry) -> list[str]:
    return [str(number), one.code, one.branch, one.text, one.answer or "", one.answered_by or ""]
