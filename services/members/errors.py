"""The refusals of members about units, people and appointments, and of files as a whole."""

from libs.common.refusals import Refusal


class NotFounded(Refusal):
    slug = "not-founded"
    status = 409
    vi = "Hệ thống chưa có đơn vị cấp trên cùng. Đề nghị mở đường dẫn dành cho người quản trị đầu tiên."
    en = "There is no top unit yet. Open the link for the first administrator."


class AlreadyFounded(Refusal):
    slug = "already-founded"
    status = 409
    vi = "Hệ thống đã có người quản trị. Đề nghị đăng nhập, hoặc nhờ người quản trị cấp mã."
    en = "There is an administrator already. Sign in, or ask the administrator for a code."


class WrongLink(Refusal):
    slug = "wrong-link"
    status = 403
    vi = "Đường dẫn không đúng. Đề nghị chép lại nguyên vẹn từ màn hình máy chủ."
    en = "The link is wrong. Copy it again, whole, from the server's output."


class TokenTaken(Refusal):
    slug = "token-taken"
    status = 409
    vi = "Ký hiệu này đã dùng cho một đơn vị khác (kể cả đơn vị đã kết thúc). Đề nghị chọn ký hiệu khác."
    en = "This token was given to another unit before, perhaps an ended one. Choose another."


class CodeTaken(Refusal):
    slug = "official-code-taken"
    status = 409
    vi = "Mã tổ chức này đang dùng cho một đơn vị khác. Đề nghị kiểm tra lại quyết định."
    en = "Another unit has this official code. Check the decision."


class UnitStands(Refusal):
    slug = "unit-exists"
    status = 409
    vi = "Đơn vị này đã có với nội dung khác. Đề nghị dùng đổi tên, chuyển hoặc kết thúc."
    en = "This unit exists with other content. Rename, move or end it instead."


class UnitHasEnded(Refusal):
    slug = "unit-ended"
    status = 409
    vi = "Đơn vị này đã kết thúc hoặc chưa thành lập vào ngày đó. Đề nghị chọn đơn vị kế thừa hoặc ngày khác."
    en = "This unit does not stand on that day. Choose its successor or another day."


class TierElsewhere(Refusal):
    slug = "tier-elsewhere"
    status = 422
    vi = "Cấp này không thể trực thuộc đơn vị đã chọn. Đề nghị chọn đơn vị cấp trên khác."
    en = "A unit of this tier cannot stand below the chosen one. Choose another parent."


class UnitBelowItself(Refusal):
    slug = "unit-below-itself"
    status = 422
    vi = "Không thể chuyển một đơn vị vào chính nó hoặc vào đơn vị trực thuộc nó. Đề nghị chọn đơn vị khác."
    en = "A unit cannot be moved below itself. Choose another parent."


class ChildrenFirst(Refusal):
    slug = "children-first"
    status = 409
    vi = "Còn đơn vị trực thuộc đang hoạt động. Đề nghị chuyển hoặc kết thúc các đơn vị đó trước."
    en = "Units below this one still stand. Move or end them first."


class SuccessorNeeded(Refusal):
    slug = "successor-needed"
    status = 409
    vi = "Đơn vị còn đảng viên. Đề nghị chọn đơn vị kế thừa để tiếp nhận."
    en = "The unit still has members. Choose the successor that takes them over."


class SuccessorUnfit(Refusal):
    slug = "successor-unfit"
    status = 422
    vi = "Đơn vị kế thừa phải là một đơn vị cùng cấp đang hoạt động."
    en = "The successor has to be another standing unit of the same tier."


class DayInFuture(Refusal):
    slug = "day-in-future"
    status = 422
    vi = "Ngày có hiệu lực không được ở trong tương lai. Đề nghị ghi nhận khi đến ngày."
    en = "The day must not lie in the future. Enter the change on its day."


class DayTooEarly(Refusal):
    slug = "day-too-early"
    status = 422
    vi = "Ngày có hiệu lực phải sau {after}, là ngày của thay đổi gần nhất."
    en = "The day has to be after {after}, the day of the last change."


class PeriodReversed(Refusal):
    slug = "period-reversed"
    status = 422
    vi = "Ngày kết thúc phải từ ngày bắt đầu trở đi."
    en = "The last day must not be before the first."


class RoleElsewhere(Refusal):
    slug = "role-elsewhere"
    status = 422
    vi = "Vai trò này không có ở cấp đã chọn. Đề nghị chọn đơn vị hoặc vai trò khác."
    en = "This role does not exist at that tier. Choose another unit or role."


class AppointmentStands(Refusal):
    slug = "appointment-exists"
    status = 409
    vi = "Đã có phân công này với nội dung khác, hoặc người này đã giữ vai trò đó trong thời gian trùng nhau."
    en = "This appointment exists with other content, or the person holds the role in an overlapping period."


class LastAdministrator(Refusal):
    slug = "last-administrator"
    status = 409
    vi = "Đây là người quản trị cuối cùng còn đăng nhập được. Đề nghị phân công một người quản trị khác trước."
    en = "This is the last administrator who can sign in. Appoint another one first."


class MemberElsewhere(Refusal):
    slug = "member-elsewhere"
    status = 409
    vi = "Đảng viên này đang sinh hoạt ở đơn vị khác. Đề nghị làm thủ tục chuyển sinh hoạt đảng."
    en = "This member belongs to another unit. A transfer has to be made."


class CardTaken(Refusal):
    slug = "card-taken"
    status = 409
    vi = "Số thẻ đảng này đã ghi cho người khác. Đề nghị đối chiếu với thẻ đảng viên."
    en = "Another person has this card number. Compare it with the card."


class WrongDates(Refusal):
    slug = "wrong-dates"
    status = 422
    vi = (
        "Các ngày chưa hợp lệ: ngày vào Đảng sau ngày sinh, ngày chính thức sau ngày vào Đảng, không ở trong tương lai."
    )
    en = "The dates do not fit: admission after birth, full membership after admission, none in the future."


class WrongPhone(Refusal):
    slug = "phone-invalid"
    status = 422
    vi = "Số điện thoại cần 10 chữ số, bắt đầu bằng 03, 05, 07, 08 hoặc 09."
    en = "A phone number has 10 digits beginning with 03, 05, 07, 08 or 09."
