"""The refusals this service can give; each says what to do."""

from libs.common.refusals import FieldProblem, Refusal


class NotABranch(Refusal):
    """Only a branch that stands on that date meets."""

    slug = "not-a-branch"
    status = 422
    vi = "Chỉ chi bộ đang hoạt động mới có cuộc họp. Đề nghị chọn chi bộ."
    en = "Only a branch that exists on that date holds meetings. Choose a branch."


class TextNotKept(Refusal):
    """What must not lie here is not written down again."""

    slug = "text-not-kept"
    vi = "Việc này đã chuyển sang kênh khác, nội dung không lưu ở đây. Đề nghị gửi phần bổ sung đến kênh đó."
    en = "This was sent to another channel and nothing of it is kept here. Add to it there."


class OtherBranch(Refusal):
    """The id already stands for a meeting of another branch."""

    slug = "meeting-of-another-branch"
    vi = "Mã cuộc họp này đã thuộc về một chi bộ khác. Đề nghị tạo cuộc họp mới."
    en = "This meeting id already belongs to another branch. Create a new meeting."


class RegularExists(Refusal):
    """V20: one regular meeting a branch a month."""

    slug = "regular-meeting-exists"
    vi = (
        "Chi bộ đã có buổi sinh hoạt thường kỳ trong tháng {month}. "
        "Đề nghị chọn loại họp khác, hoặc hủy buổi kia trước."
    )
    en = "The branch already has a regular meeting in {month}. Choose another kind, or cancel that one first."


class MeetingBegun(Refusal):
    """Only what is scheduled can be changed or cancelled."""

    slug = "meeting-begun"
    vi = "Cuộc họp đã bắt đầu nên không đổi lịch hoặc hủy được nữa. Nếu cần, đề nghị lên lịch cuộc họp khác."
    en = "The meeting has begun; it can no longer be changed or cancelled. Schedule another one if needed."


class MeetingCancelled(Refusal):
    """Nothing happens at a cancelled meeting."""

    slug = "meeting-cancelled"
    vi = "Cuộc họp này đã hủy. Đề nghị chọn cuộc họp khác."
    en = "This meeting was cancelled. Choose another meeting."


class StartFirst(Refusal):
    """The start roll call begins the meeting; all else comes after it."""

    slug = "start-roll-call-first"
    vi = "Cuộc họp chưa điểm danh đầu giờ. Đề nghị điểm danh đầu giờ trước."
    en = "The start roll call has not been taken. Take it first."


class MeetingOver(Refusal):
    """Marks made after the end, or arriving too long after it."""

    slug = "meeting-ended"
    vi = (
        "Cuộc họp đã kết thúc. Chỉ ghép thêm điểm danh ghi trước lúc kết thúc và gửi lên trong vòng {days} ngày sau đó."
    )
    en = "The meeting has ended. Only marks made before its end are merged, and only for {days} days after it."


class ReadOutTooLate(Refusal):
    """An answer is read out in the room, or noted down within days."""

    slug = "read-out-too-late"
    vi = "Cuộc họp đã kết thúc quá {days} ngày. Đề nghị đọc câu trả lời tại cuộc họp tiếp theo."
    en = "The meeting ended more than {days} days ago. Read the answer out at the next meeting."


class UnmarkedMembers(Refusal):
    """V13: the end needs the end roll call, with everybody of the base marked."""

    slug = "end-roll-call-incomplete"
    vi = "Còn {count} đồng chí chưa được điểm danh cuối giờ. Đề nghị điểm danh đủ rồi kết thúc."
    en = "{count} members are not marked in the end roll call. Mark them, then end the meeting."


class NotOnRoster(Refusal):
    """Somebody who was not on the roll of the branch on the day of the meeting."""

    slug = "not-on-roster"
    status = 422
    vi = (
        "Không có trong danh sách chi bộ tại ngày họp: {who}. "
        "Đề nghị bỏ ra khỏi danh sách gửi lên, hoặc cập nhật hồ sơ đảng viên trước."
    )
    en = "Not on the roll of the branch on the day of the meeting: {who}. Leave them out, or correct the roll first."

    def fields(self, language: str) -> list[FieldProblem]:
        """Where in the body each of them stands."""
        paths = self.params.get("paths", ())
        text = self.text(language)
        return [FieldProblem(path=str(path), text=text) for path in paths] if isinstance(paths, tuple) else []


class MemberNeeded(Refusal):
    """What a member raised names the member."""

    slug = "member-needed"
    status = 422
    vi = "Kiến nghị của đảng viên cần ghi rõ đồng chí nào nêu. Đề nghị chọn trong danh sách chi bộ."
    en = "A recommendation raised by a member names the member. Choose from the roll of the branch."

    def fields(self, language: str) -> list[FieldProblem]:
        """The one field."""
        return [FieldProblem(path="raised_by.member_id", text=self.text(language))]


class MarkedTwice(Refusal):
    """V12: each member has exactly one value per roll call."""

    slug = "marked-twice"
    status = 422
    vi = "Một đồng chí được điểm danh hai lần trong cùng một lần gửi: {who}. Đề nghị chỉ giữ một kết quả cho mỗi người."
    en = "A member is marked twice in one roll call: {who}. Keep one mark for each."


class ExcuseReasonNeeded(Refusal):
    """Who is excused is excused with a reason."""

    slug = "excuse-reason-needed"
    status = 422
    vi = "Vắng có lý do thì cần ghi lý do. Đề nghị chọn lý do, hoặc ghi là vắng không lý do."
    en = "Who is excused is excused with a reason. Choose the reason, or mark the absence as unexcused."

    def fields(self, language: str) -> list[FieldProblem]:
        """Where in the body each of them stands."""
        text, paths = self.text(language), self.params.get("paths", ())
        return [FieldProblem(path=str(path), text=text) for path in paths] if isinstance(paths, tuple) else []


class ChairIsClerk(Refusal):
    """V14."""

    slug = "chair-is-clerk"
    status = 422
    vi = "Chủ trì và thư ký phải là hai đồng chí khác nhau. Đề nghị chọn lại."
    en = "Chair and clerk must be two different people. Choose another one."


class NoOpenAnswer(Refusal):
    """Nothing to read out: no answer stands open for this petition."""

    slug = "no-open-answer"
    vi = "Kiến nghị này hiện không có câu trả lời nào chờ đọc. Đề nghị tải lại trang."
    en = "No answer to this petition waits to be read out. Reload the page."


class ReadOutBefore(Refusal):
    """The answer was read out already, with another result or in another meeting."""

    slug = "read-out-before"
    vi = "Câu trả lời này đã được đọc và ghi kết quả trước đó. Kết quả đã ghi được giữ nguyên."
    en = "This answer was read out before and its result noted. What was noted stands."


class ReasonNeeded(Refusal):
    """A branch that is not content says why."""

    slug = "reason-needed"
    status = 422
    vi = "Chi bộ chưa đồng tình với câu trả lời: đề nghị ghi rõ lý do."
    en = "The branch is not content with the answer: say why."

    def fields(self, language: str) -> list[FieldProblem]:
        """The one field."""
        return [FieldProblem(path="reason", text=self.text(language))]


class AnswersNotHere(Refusal):
    """Answers are read out to the branch, not to its committee."""

    slug = "no-answers-at-this-kind"
    vi = "Câu trả lời không đọc tại hội nghị chi ủy. Đề nghị đọc tại cuộc họp chi bộ."
    en = "Answers are not read out at a meeting of the branch committee. Do it at a meeting of the branch."


class OtherMeeting(Refusal):
    """A recommendation stays with the meeting where it was raised."""

    slug = "recommendation-of-another-meeting"
    vi = "Mã kiến nghị này đã thuộc về một cuộc họp khác. Đề nghị ghi thành kiến nghị mới."
    en = "This recommendation id already belongs to another meeting. Log it as a new one."


class WrongTime(Refusal):
    """An operation of a phone without a usable time."""

    slug = "time-invalid"
    status = 422
    vi = "Thời điểm của thao tác không đọc được. Đề nghị kiểm tra đồng hồ trên điện thoại rồi ghi lại."
    en = "The time of this operation cannot be read. Check the clock of the phone and enter it again."


class NotSyncable(Refusal):
    """`sync` takes the PUTs of this service and the end of a meeting, nothing else."""

    slug = "operation-unknown"
    status = 422
    vi = "Thao tác này không gửi được qua đồng bộ. Đề nghị mở lại trang, nối mạng rồi làm lại."
    en = "This operation cannot be synchronised. Reload the page and do it online."


class InvalidBody(Refusal):
    """The body of one operation is not what it should be."""

    slug = "invalid"
    status = 422
    vi = "Nội dung chưa đúng. Đề nghị sửa các ô được nêu."
    en = "Some fields are not right. Correct the ones named."

    def fields(self, language: str) -> list[FieldProblem]:
        """What is wrong, as the validation found it."""
        found = self.params.get("found", {})
        return found.get(language, []) if isinstance(found, dict) else []
