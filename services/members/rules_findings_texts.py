"""The words of the import report, one entry per slug."""

from typing import Final, NamedTuple


class Text(NamedTuple):
    """`refused` rows are left out; the others are taken over with a warning."""

    refused: bool
    reason_vi: str
    cure_vi: str
    reason_en: str
    cure_en: str


def _refused(reason_vi: str, cure_vi: str, reason_en: str, cure_en: str) -> Text:
    return Text(True, reason_vi, cure_vi, reason_en, cure_en)


def _warning(reason_vi: str, cure_vi: str, reason_en: str, cure_en: str) -> Text:
    return Text(False, reason_vi, cure_vi, reason_en, cure_en)


TEXTS: Final[dict[str, Text]] = {
    "text-unreadable": _refused(
        "Ô có ký tự không đọc được (phông chữ cũ như .VnTime, VNI).",
        "Đề nghị chuyển nội dung sang Unicode rồi nộp lại tệp.",
        "The cell has characters that cannot be read (legacy fonts such as .VnTime, VNI).",
        "Convert the text to Unicode and send the file again.",
    ),
    "name-missing": _refused(
        "Thiếu họ và tên khai sinh.",
        "Đề nghị ghi họ và tên theo hồ sơ đảng viên.",
        "The birth name is missing.",
        "Enter the name as in the member's dossier.",
    ),
    "name-unusual": _warning(
        "Họ tên “{value}” chỉ có một từ hoặc có ký tự lạ.",
        "Đề nghị kiểm tra lại; nếu đúng thì không cần sửa.",
        "The name “{value}” has only one word or unusual characters.",
        "Check it; if it is right, nothing needs to be done.",
    ),
    "gender-missing": _warning(
        "Chưa ghi giới tính.",
        "Đề nghị bổ sung Nam hoặc Nữ.",
        "Gender is not given.",
        "Add Nam or Nữ.",
    ),
    "gender-unknown": _warning(
        "Giới tính “{value}” không rõ.",
        "Đề nghị ghi Nam hoặc Nữ.",
        "Gender “{value}” is not understood.",
        "Write Nam or Nữ.",
    ),
    "birth-missing": _warning(
        "Chưa ghi ngày sinh.",
        "Đề nghị bổ sung ngày sinh theo hồ sơ.",
        "The birth date is not given.",
        "Add the birth date from the dossier.",
    ),
    "birth-day-unknown": _warning(
        "Ngày sinh chỉ có năm {value}.",
        "Đã ghi năm sinh; đề nghị bổ sung ngày và tháng.",
        "The birth date is only the year {value}.",
        "The year was taken over; add day and month.",
    ),
    "birth-not-a-date": _refused(
        "Ngày sinh “{value}” không phải là ngày có thật.",
        "Đề nghị ghi theo dạng ngày/tháng/năm, ví dụ 03/02/1960.",
        "The birth date “{value}” is not a real date.",
        "Write it as day/month/year, for example 03/02/1960.",
    ),
    "birth-in-future": _refused(
        "Ngày sinh {value} ở trong tương lai.",
        "Đề nghị đối chiếu ngày sinh với hồ sơ đảng viên.",
        "The birth date {value} lies in the future.",
        "Compare the birth date with the dossier.",
    ),
    "birth-too-young": _refused(
        "Theo ngày sinh {value} thì chưa đủ 16 tuổi.",
        "Đề nghị đối chiếu ngày sinh với hồ sơ đảng viên.",
        "By the birth date {value} the person is under 16.",
        "Compare the birth date with the dossier.",
    ),
    "card-unusual": _warning(
        "Số thẻ đảng “{value}” không đủ 8 chữ số.",
        "Đề nghị đối chiếu với thẻ đảng viên.",
        "The card number “{value}” does not have 8 digits.",
        "Compare it with the membership card.",
    ),
    "admitted-missing": _refused(
        "Thiếu ngày vào Đảng.",
        "Đề nghị ghi ngày vào Đảng theo hồ sơ.",
        "The date of admission is missing.",
        "Enter the date of admission from the dossier.",
    ),
    "admitted-not-a-date": _refused(
        "Ngày vào Đảng “{value}” không phải là ngày có thật.",
        "Đề nghị ghi theo dạng ngày/tháng/năm, ví dụ 03/02/1998.",
        "The date of admission “{value}” is not a real date.",
        "Write it as day/month/year, for example 03/02/1998.",
    ),
    "admitted-in-future": _refused(
        "Ngày vào Đảng {value} ở trong tương lai.",
        "Đề nghị kiểm tra lại năm; người chưa kết nạp thì chưa đưa vào danh sách.",
        "The date of admission {value} lies in the future.",
        "Check the year; who is not admitted yet does not belong on the list.",
    ),
    "admitted-before-birth": _refused(
        "Ngày vào Đảng {value} trước ngày sinh.",
        "Đề nghị đối chiếu cả hai ngày với hồ sơ.",
        "The date of admission {value} is before birth.",
        "Compare both dates with the dossier.",
    ),
    "official-not-a-date": _refused(
        "Ngày chính thức “{value}” không phải là ngày có thật.",
        "Đề nghị ghi theo dạng ngày/tháng/năm; đảng viên dự bị thì để trống.",
        "The date of full membership “{value}” is not a real date.",
        "Write it as day/month/year; leave it empty for a probationary member.",
    ),
    "official-before-admitted": _refused(
        "Ngày chính thức {value} trước ngày vào Đảng.",
        "Đề nghị đối chiếu hai ngày với hồ sơ; có thể đã ghi nhầm cột.",
        "The date of full membership {value} is before admission.",
        "Compare both dates with the dossier; the columns may be swapped.",
    ),
    "official-in-future": _refused(
        "Ngày chính thức {value} ở trong tương lai.",
        "Đảng viên còn dự bị thì để trống ô này.",
        "The date of full membership {value} lies in the future.",
        "Leave the cell empty while the member is on probation.",
    ),
    "official-early": _warning(
        "Công nhận chính thức ngày {value}, chưa đủ 12 tháng kể từ ngày vào Đảng.",
        "Vẫn ghi nhận; đề nghị đối chiếu với quyết định.",
        "Full membership on {value}, less than 12 months after admission.",
        "Taken over as it is; compare it with the decision.",
    ),
    "phone-invalid": _refused(
        "Số điện thoại “{value}” không đúng (cần 10 chữ số, bắt đầu bằng 03, 05, 07, 08 hoặc 09).",
        "Đề nghị sửa số điện thoại, hoặc để trống nếu không có.",
        "The phone number “{value}” is wrong (10 digits beginning with 03, 05, 07, 08 or 09).",
        "Correct it, or leave it empty if there is none.",
    ),
    "post-unknown": _warning(
        "Chức vụ “{value}” không có trong danh mục.",
        "Đã bỏ qua chức vụ này; dùng Bí thư, Phó Bí thư hoặc Chi ủy viên.",
        "The post “{value}” is not on the list.",
        "It was left out; use Bí thư, Phó Bí thư or Chi ủy viên.",
    ),
    "exempt-not-a-date": _refused(
        "Ngày được miễn sinh hoạt “{value}” không phải là ngày có thật.",
        "Đề nghị ghi theo dạng ngày/tháng/năm, hoặc để trống nếu không được miễn.",
        "The date of exemption “{value}” is not a real date.",
        "Write it as day/month/year, or leave it empty if there is no exemption.",
    ),
    "branch-unknown": _refused(
        "Không có chi bộ “{value}” trong danh sách tổ chức.",
        "Đề nghị sửa tên đảng bộ, chi bộ cho khớp với trang Tổ chức, hoặc bổ sung chi bộ vào trang đó.",
        "There is no branch “{value}” on the list of units.",
        "Make ward and branch match the sheet of units, or add the branch there.",
    ),
    "other-ward": _refused(
        "“{value}” không thuộc đảng bộ của đồng chí.",
        "Chỉ nộp các dòng của đảng bộ mình; tệp của cả thành phố do cấp thành phố nộp.",
        "“{value}” is not part of your ward.",
        "Send only the rows of your own ward; the city sends the file of the whole city.",
    ),
    "belongs-elsewhere": _refused(
        "Đảng viên này đang sinh hoạt ở đảng bộ khác.",
        "Đề nghị làm thủ tục chuyển sinh hoạt đảng trước.",
        "This member belongs to a branch of another ward.",
        "A transfer has to be made first.",
    ),
    "row-repeated": _refused(
        "Dòng này lặp lại nguyên vẹn dòng {other_row}.",
        "Đề nghị xóa một trong hai dòng.",
        "This row repeats row {other_row} exactly.",
        "Delete one of the two rows.",
    ),
    "card-repeated": _refused(
        "Số thẻ đảng {value} đã có ở dòng {other_row}.",
        "Đề nghị đối chiếu hai dòng với thẻ đảng viên và sửa dòng sai.",
        "The card number {value} already stands in row {other_row}.",
        "Compare both rows with the cards and correct the wrong one.",
    ),
    "same-person": _refused(
        "Có thể là cùng một người với dòng {other_row}: cùng họ tên, ngày sinh và chi bộ.",
        "Đề nghị so sánh hai dòng; nếu là hai người khác nhau thì ghi số thẻ đảng của cả hai.",
        "Possibly the person of row {other_row}: same name, birth date and branch.",
        "Compare both rows; if they are two people, give the card numbers of both.",
    ),
    "unit-code-invalid": _refused(
        "Mã tổ chức “{value}” không đúng dạng 00.000.000.000.000.",
        "Đề nghị ghi đủ 14 chữ số theo quyết định.",
        "The unit code “{value}” does not have the form 00.000.000.000.000.",
        "Write all 14 digits as in the decision.",
    ),
    "unit-code-repeated": _refused(
        "Mã tổ chức {value} đã có ở dòng {other_row}.",
        "Mỗi chi bộ có một mã riêng; đề nghị sửa dòng sai.",
        "The unit code {value} already stands in row {other_row}.",
        "Every branch has a code of its own; correct the wrong row.",
    ),
    "unit-name-missing": _refused(
        "Thiếu tên đảng bộ hoặc chi bộ.",
        "Đề nghị ghi đủ tên đảng bộ phường, xã và tên chi bộ.",
        "The name of the ward or of the branch is missing.",
        "Enter both the ward and the branch.",
    ),
    "unit-name-repeated": _refused(
        "Chi bộ “{value}” đã có ở dòng {other_row} của cùng đảng bộ.",
        "Đề nghị đặt tên phân biệt, ví dụ thêm số thứ tự.",
        "The branch “{value}” already stands in row {other_row} of the same ward.",
        "Give it a name that tells them apart, for example a number.",
    ),
    "ward-name-differs": _refused(
        "Mã tổ chức thuộc một đảng bộ khác với “{value}” (xem dòng {other_row}).",
        "Đề nghị sửa mã tổ chức hoặc tên đảng bộ cho khớp nhau.",
        "The unit code belongs to another ward than “{value}” (see row {other_row}).",
        "Make the code and the name of the ward match.",
    ),
    "unit-renamed": _warning(
        "Đơn vị sẽ được đổi tên: {value}.",
        "Nếu không phải đổi tên, đề nghị sửa lại tên trong tệp cho khớp với mã tổ chức.",
        "The unit will be renamed: {value}.",
        "If that is not meant, correct the name in the file to fit the unit code.",
    ),
    "unit-other-tree": _refused(
        "Mã tổ chức “{value}” không thuộc thành phố này, hoặc trùng ký hiệu với một chi bộ khác.",
        "Đề nghị kiểm tra lại mã tổ chức.",
        "The unit code “{value}” is not of this city, or its token is that of another branch.",
        "Check the unit code.",
    ),
}
