"""The refusals of a desk that several people work at."""

from libs.common.refusals import Refusal


class BeingWorkedOn(Refusal):
    """Somebody else at the desk has a form open on it: whoever goes on all the same says so."""

    slug = "being-worked-on"
    vi = (
        "Đồng chí {name} đang xử lý kiến nghị này (từ {since}), nên việc của đồng chí chưa được gửi. Đề nghị trao đổi "
        "với đồng chí ấy; nếu vẫn cần, đồng chí chọn làm thay."
    )
    en = (
        "{name} has been working on this petition since {since}, so nothing was sent. Talk to them; to go on all the "
        "same, take it over (header Take-Over: true)."
    )


class UnknownPlaceholder(Refusal):
    """A template fills in only what is known of every petition."""

    slug = "unknown-placeholder"
    status = 422
    vi = "Mẫu có chỗ điền {{{word}}} mà hệ thống không biết. Chỉ dùng được {{code}}, {{branch}} và {{date}}."
    en = "The template has {{{word}}}, which nothing is known of. Use {{code}}, {{branch}} and {{date}} only."


class TooManyViews(Refusal):
    """A person keeps a handful of views."""

    slug = "too-many-views"
    vi = "Đồng chí đã lưu đủ {most} bộ lọc. Đề nghị xóa bớt bộ lọc không còn dùng rồi lưu lại."
    en = "You have saved {most} views already. Delete one that you no longer use, then save again."


class ViewNameTaken(Refusal):
    """A person's views have different names."""

    slug = "view-name-taken"
    vi = "Đồng chí đã có bộ lọc mang tên này. Đề nghị đặt tên khác."
    en = "You have a view of this name already. Choose another name."
