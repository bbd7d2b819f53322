"""The refusals of files: each says what is wrong with the file and what to do about it."""

from libs.common.refusals import Refusal
from services.petitions.kinds import NAMES


class _BadFile(Refusal):
    status = 422


class FileEmpty(_BadFile):
    """0 bytes: most often a photo that the phone has not finished saving."""

    slug = "file-empty"
    vi = "Tệp trống, không có nội dung. Đề nghị mở thử tệp trên máy rồi chọn lại."
    en = "The file is empty. Open it on your device to see whether it is whole, then choose it again."


class FileBrokeOff(Refusal):
    """The line broke before all of it had come."""

    slug = "file-broke-off"
    status = 400
    vi = "Tệp gửi lên bị đứt giữa chừng. Đề nghị gửi lại khi có sóng."
    en = "The file broke off on the way. Send it again when there is signal."


class FileTooLarge(Refusal):
    """Over the limit for one file."""

    slug = "file-too-large"
    status = 413
    vi = "Tệp lớn hơn {most} MB. Đề nghị chụp hoặc quét lại ở độ phân giải thấp hơn, hoặc tách thành nhiều tệp."
    en = "The file is larger than {most} MB. Take the photo or scan smaller, or split it into several files."


class KindNotTaken(Refusal):
    """What it holds is nothing of the list, whatever it is called."""

    slug = "file-kind"
    status = 415
    vi = (
        f"Chỉ nhận tệp {NAMES}; nội dung tệp này không thuộc loại nào trong số đó, dù tên tệp là gì. Đề nghị mở tệp "
        "rồi lưu lại (xuất) thành một loại được nhận."
    )
    en = f"Only {NAMES} are taken, and the content of this file is none of them, whatever its name. Save it as one."


class FileDamaged(_BadFile):
    """It begins like its kind, and does not go on so."""

    slug = "file-damaged"
    vi = "Tệp bị hỏng hoặc chưa đầy đủ nên không đọc được. Đề nghị mở thử trên máy, lưu lại rồi gửi tệp mới."
    en = "The file is damaged or not whole. Open it on your device, save it again and send the new file."


class FileLocked(_BadFile):
    """Nobody could look into it, no scanner either."""

    slug = "file-locked"
    vi = "Tệp đặt mật khẩu nên người nhận không mở được. Đề nghị bỏ mật khẩu rồi gửi lại."
    en = "The file has a password, so nobody else can open it. Take the password off and send it again."


class FileActs(_BadFile):
    """Macros and scripts run on the machine of whoever opens it."""

    slug = "file-acts"
    vi = "Tệp có macro hoặc mã tự chạy nên không nhận. Đề nghị lưu lại thành .docx, .xlsx hoặc PDF không có mã."
    en = "The file has macros or scripts, which are not taken. Save it as .docx, .xlsx or PDF without them."


class FileUnpacksTooLarge(_BadFile):
    """Small as it comes, far too large once opened."""

    slug = "file-unpacks-too-large"
    vi = "Tệp khi mở ra lớn bất thường, có thể làm treo máy người nhận. Đề nghị kiểm tra và lưu lại thành tệp khác."
    en = "Once opened the file is larger than any document should be. Check it and save it as a new file."


class FileInfected(_BadFile):
    """The scanner knows what is in it."""

    slug = "file-infected"
    vi = "Phần mềm diệt vi-rút báo tệp có mã độc nên không nhận. Đề nghị không mở tệp này và báo người phụ trách máy."
    en = "The virus scanner found something in this file. Do not open it; tell whoever looks after your computer."


class ScannerAway(Refusal):
    """Where files are scanned, none comes in unscanned."""

    slug = "scanner-away"
    status = 503
    vi = "Chưa quét được vi-rút nên tệp chưa được nhận; các việc khác vẫn làm bình thường. Đề nghị gửi lại sau ít phút."
    en = "The file could not be scanned for viruses and was not taken. Send it again in a few minutes."


class TooManyFiles(Refusal):
    """A petition has so much room."""

    slug = "files-full"
    vi = "Mỗi kiến nghị nhiều nhất {files} tệp, tổng cộng {most} MB. Đề nghị gộp hoặc thu nhỏ các tệp."
    en = "A petition has room for {files} files of {most} MB together. Join them or make them smaller."


class StoreFull(Refusal):
    """Files never take the room that events need."""

    slug = "file-store-full"
    status = 507
    vi = "Kho tệp của hệ thống đã đầy. Tệp chưa được nhận; đề nghị báo quản trị hệ thống."
    en = "The store of files is full. The file was not taken; tell whoever runs the system."


class FileIdTaken(Refusal):
    """An id stands for one file."""

    slug = "file-id-taken"
    vi = "Mã tệp này đã dùng cho một tệp khác. Đề nghị tải lại trang rồi gửi lại."
    en = "This id already stands for another file. Reload and send it again."


class AttachedForGood(Refusal):
    """What others have gone on with stays."""

    slug = "attached-for-good"
    vi = "Tệp đã đi cùng kiến nghị sang bước khác hoặc do người khác gửi, nên không gỡ được nữa."
    en = "The petition has moved on with this file, or somebody else attached it, so it cannot be taken away."


class FileMissing(Refusal):
    """The store has lost it; `lienthong audit` names it."""

    slug = "file-missing"
    status = 410
    vi = "Tệp không còn nguyên vẹn trong kho. Đề nghị báo quản trị hệ thống để phục hồi từ bản sao lưu."
    en = "The file is no longer whole in the store. Tell whoever runs the system, to restore it from a backup."
