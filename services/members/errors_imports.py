"""The refusals of imports: what is wrong with a file as a whole, and verbs that come at the wrong time."""

from typing import Final

from libs.common.refusals import Refusal


class ImportTaken(Refusal):
    slug = "import-exists"
    status = 409
    vi = "Lần nhập này đã có với một tệp khác. Đề nghị bắt đầu lần nhập mới."
    en = "This import exists with another file. Begin a new one."


class NotChecked(Refusal):
    slug = "import-not-checked"
    status = 409
    vi = "Tệp chưa kiểm tra xong hoặc không dùng được. Đề nghị chờ kết quả kiểm tra."
    en = "The file is not checked yet, or cannot be used. Wait for the check."


class RowsRefused(Refusal):
    slug = "import-has-refused-rows"
    status = 409
    vi = "Có {refused} dòng chưa nhận được. Đề nghị sửa tệp rồi nộp lại, hoặc xác nhận nhập không kèm các dòng này."
    en = "{refused} rows are refused. Correct the file and send it again, or confirm that they are left out."


class ImportUnderWay(Refusal):
    slug = "import-under-way"
    status = 409
    vi = "Đang ghi dữ liệu, chưa thể xóa lần nhập này. Đề nghị chờ trong giây lát."
    en = "The file is being taken over and cannot be deleted now. Wait a moment."


FILE_PROBLEMS: Final[dict[str, tuple[str, str]]] = {
    "file-empty": ("Tệp rỗng. Đề nghị chọn lại tệp.", "The file is empty. Choose it again."),
    "file-not-xlsx": (
        "Đây không phải tệp Excel (.xlsx). Đề nghị lưu lại dưới dạng “Excel Workbook (.xlsx)”.",
        "This is not an Excel file (.xlsx). Save it as “Excel Workbook (.xlsx)”.",
    ),
    "file-old-or-locked": (
        "Tệp ở định dạng cũ (.xls) hoặc có mật khẩu. Đề nghị bỏ mật khẩu và lưu lại dưới dạng .xlsx.",
        "The file has the old format (.xls) or a password. Remove the password and save it as .xlsx.",
    ),
    "file-broken": (
        "Tệp bị hỏng bên trong. Đề nghị mở bằng Excel, lưu lại rồi nộp lại.",
        "The file is damaged inside. Open it in Excel, save it and send it again.",
    ),
    "file-too-large": (
        "Tệp chứa quá nhiều dữ liệu. Đề nghị xóa các trang và dòng thừa, hoặc chia nhỏ.",
        "The file holds too much. Remove spare sheets and rows, or split it.",
    ),
    "file-too-slow": (
        "Đọc tệp mất quá nhiều thời gian. Đề nghị xóa các trang và dòng thừa, hoặc chia nhỏ.",
        "Reading the file takes too long. Remove spare sheets and rows, or split it.",
    ),
    "file-without-rows": (
        "Không có dòng dữ liệu nào dưới hàng tiêu đề. Đề nghị kiểm tra lại tệp.",
        "There are no rows below the headings. Check the file.",
    ),
    "sheet-missing": (
        "Thiếu trang “{sheet}”. Tệp cần hai trang “Tổ chức” và “Đảng viên”.",
        "The sheet “{sheet}” is missing. The file needs “Tổ chức” and “Đảng viên”.",
    ),
    "headings-missing": (
        "Trang “{sheet}” thiếu cột: {headings}. Đề nghị giữ nguyên hàng tiêu đề của mẫu.",
        "The sheet “{sheet}” lacks the columns: {headings}. Keep the headings of the form.",
    ),
    "other-city": (
        "Mã tổ chức trong tệp thuộc nhiều tỉnh, thành khác nhau hoặc không thuộc nơi này. Đề nghị kiểm tra lại tệp.",
        "The unit codes belong to several cities, or not to this one. Check the file.",
    ),
    "changed-meanwhile": (
        "Dữ liệu đã thay đổi sau khi kiểm tra nên kết quả khác trước. Đề nghị kiểm tra lại tệp.",
        "What is known has changed since the check, so the result would differ. Check the file again.",
    ),
}
"""Why a whole file cannot be taken over: Vietnamese, English."""
