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
