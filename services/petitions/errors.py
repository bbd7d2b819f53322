"""The refusals that petitions can give; each says what to do instead."""

from libs.common.refusals import Refusal


class WrongState(Refusal):
    """The verb does not exist in this state, or not at this desk."""

    slug = "wrong-state"
    vi = "Kiến nghị đang ở bước khác nên chưa làm được việc này. Đề nghị tải lại trang để xem các việc có thể làm."
    en = "The petition is at another step, where this cannot be done. Reload to see what can be done now."


class ReadOutFirst(Refusal):
    """Nobody closes by hand what a branch can read out: the room does it."""

    slug = "read-out-first"
    vi = "Kiến nghị chỉ kết thúc khi câu trả lời đã được đọc tại chi bộ. Đề nghị ghi nhận việc này trong cuộc họp."
    en = "A petition closes only when its answer was read out at the branch. Record that in the meeting."


class ReturnedBefore(Refusal):
    """A unit returns a petition once."""

    slug = "returned-before"
    vi = "Đơn vị đã trả lại kiến nghị này một lần. Đề nghị trả lời hoặc chuyển lên cấp trên."
    en = "This unit has returned the petition once already. Answer it or escalate it."


class ExtendedBefore(Refusal):
    """A holder extends once."""

    slug = "extended-before"
    vi = "Đơn vị đã gia hạn kiến nghị này một lần. Đề nghị trả lời hoặc chuyển lên cấp trên."
    en = "This unit has extended the petition once already. Answer it or escalate it."


class ReopenedBefore(Refusal):
    """A petition is reopened once in its life."""

    slug = "reopened-before"
    vi = "Kiến nghị này đã được mở lại một lần. Nếu vẫn còn vướng mắc, đề nghị ghi nhận kiến nghị mới tại cuộc họp."
    en = "This petition has been reopened once already. Raise what is still open as a new recommendation."


class TooLateToReopen(Refusal):
    """The time for reopening is over."""

    slug = "too-late-to-reopen"
    vi = "Đã quá thời hạn mở lại kiến nghị. Nếu vẫn còn vướng mắc, đề nghị ghi nhận kiến nghị mới tại cuộc họp."
    en = "The time for reopening this petition is over. Raise what is still open as a new recommendation."


class NoUnitAbove(Refusal):
    """At the top there is no way up."""

    slug = "no-unit-above"
    vi = "Không có cấp trên để chuyển lên. Đề nghị trả lời hoặc trả lại cấp dưới."
    en = "There is no unit above to escalate to. Answer it or return it."


class NoUnitBelow(Refusal):
    """Where the branch has ended and nobody came after it, the unit that stands for it has nobody to ask."""

    slug = "no-unit-below"
    vi = "Chi bộ nơi nêu đã kết thúc hoạt động nên không còn nơi để trả lại. Đề nghị trả lời hoặc chuyển lên cấp trên."
    en = "The branch that raised it has ended, so there is nobody to return it to. Answer it or escalate it."


class NotMergeable(Refusal):
    """A petition follows only one of the same holder that is not final."""

    slug = "not-mergeable"
    vi = "Chỉ gộp được vào một kiến nghị khác do cùng đơn vị đang giữ và chưa kết thúc. Đề nghị chọn kiến nghị khác."
    en = "A petition can only be merged into another one of the same holder that is not final. Choose another one."


class NotAnAssignee(Refusal):
    """Only who is appointed as an assignee of the holding unit can be given work."""

    slug = "not-an-assignee"
    status = 422
    vi = "Người được chọn không thuộc đơn vị giải quyết của nơi đang giữ kiến nghị. Đề nghị chọn trong danh sách."
    en = "This person is not an assignee of the unit that holds the petition. Choose one from the list."


class TargetDateNeeded(Refusal):
    """A plan has a date."""

    slug = "target-date-needed"
    status = 422
    vi = "Tiếp thu, đưa vào kế hoạch thì cần có ngày dự kiến hoàn thành. Đề nghị bổ sung ngày, không sớm hơn hôm nay."
    en = "An answer that plans something needs the date it is planned for, today or later. Add the date."


class UnknownReason(Refusal):
    """A reason is one of the list that holds today."""

    slug = "unknown-reason"
    status = 422
    vi = "Lý do đã chọn không có trong danh mục hiện hành. Đề nghị tải lại trang và chọn lại."
    en = "The reason chosen is not in the list that holds today. Reload and choose again."


class ReasonTextNeeded(Refusal):
    """Some reasons say too little by themselves."""

    slug = "reason-text-needed"
    status = 422
    vi = "Với lý do này, đề nghị ghi thêm nội dung cụ thể."
    en = "Say in words what this reason stands for here."


class ReasonTextNotKept(Refusal):
    """What must not lie here is not told again as a reason."""

    slug = "reason-text-not-kept"
    status = 422
    vi = "Với lý do này, nội dung không lưu trong hệ thống, nên đề nghị chỉ chọn lý do, không ghi thêm."
    en = "With this reason nothing of the matter is kept here. Choose the reason and write nothing beside it."


class PausedBefore(Refusal):
    """A holder pauses once."""

    slug = "paused-before"
    vi = "Đơn vị đã tạm dừng kiến nghị này một lần. Đề nghị trả lời, gia hạn hoặc chuyển lên cấp trên."
    en = "This unit has paused the petition once already. Answer it, extend it or escalate it."


class NothingToPause(Refusal):
    """Only a term that still runs can stand still."""

    slug = "nothing-to-pause"
    vi = "Thời hạn trả lời không còn chạy hoặc đã quá hạn nên không tạm dừng được. Đề nghị trả lời hoặc gia hạn."
    en = "The term of the answer does not run or has run out, so it cannot be paused. Answer it or extend it."


class PauseTooLong(Refusal):
    """A pause has a limit."""

    slug = "pause-too-long"
    status = 422
    vi = "Mỗi lần tạm dừng nhiều nhất {limit} ngày làm việc. Đề nghị chọn thời gian ngắn hơn."
    en = "A pause is at most {limit} working days. Choose a shorter one."


class NotExternal(Refusal):
    """Only what is for others to solve is sent to others."""

    slug = "not-external"
    vi = "Chỉ gửi cơ quan ngoài khi đã phân loại thuộc thẩm quyền cơ quan khác. Đề nghị phân loại lại trước."
    en = "Only what is classified as the competence of another body is sent to one. Classify it so first."


class AwaitsReply(Refusal):
    """One body is asked at a time."""

    slug = "awaits-reply"
    vi = "Đang chờ cơ quan ngoài trả lời. Đề nghị ghi nhận trả lời đó trước khi gửi nơi khác."
    en = "The reply of another body is awaited. Record it before asking elsewhere."


class ReplyDatePast(Refusal):
    """Nobody can reply by yesterday."""

    slug = "reply-date-past"
    status = 422
    vi = "Hạn trả lời của cơ quan ngoài không thể sớm hơn hôm nay. Đề nghị chọn ngày khác."
    en = "The other body cannot be asked to reply by a day that is over. Choose another day."


class WrongReportState(Refusal):
    """The verb does not exist where the report stands."""

    slug = "wrong-report-state"
    vi = "Báo cáo đang ở bước khác nên chưa làm được việc này. Đề nghị tải lại trang để xem các việc có thể làm."
    en = "The report is at another step, where this cannot be done. Reload to see what can be done now."


class NotSentYet(Refusal):
    """A report belongs to its unit until it is sent."""

    slug = "not-sent-yet"
    vi = "{unit} chưa gửi báo cáo tháng này. Đồng chí xem số liệu của đơn vị trong báo cáo của cấp mình."
    en = "{unit} has not sent the report of this month. See its figures in the report of your own tier."


class NotBegun(Refusal):
    """There is nothing to report of yet."""

    slug = "report-not-begun"
    vi = "Kỳ báo cáo này chưa bắt đầu hoặc không có số liệu. Đề nghị chọn tháng khác."
    en = "The period of this report has not begun, or there are no figures for it. Choose another month."


class NobodyAbove(Refusal):
    """Whoever a city reports to is not in the system."""

    slug = "nobody-above"
    vi = "Không có cấp trên trong hệ thống để gửi. Đề nghị tải văn bản về và gửi theo đường công văn."
    en = "There is no unit above in this system to send to. Download the document and send it by post."


class NothingToAnswer(Refusal):
    """A letter says what was answered."""

    slug = "no-answer-yet"
    vi = "Kiến nghị chưa có câu trả lời nên chưa lập được công văn. Đề nghị trả lời trước."
    en = "The petition has no answer yet, so there is no letter. Answer it first."
