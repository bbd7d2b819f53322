"""Refusals: small classes with a slug and a text in both languages, mapped to problem details in one place (http.py).

In a listener a refusal means "this will never succeed": the event becomes a dead letter. `NotYet` is not a refusal:
what the event needs has not arrived, so it is tried again.
"""

from typing import ClassVar, TypedDict


class FieldProblem(TypedDict):
    """One field that is wrong: its path with dots, and what to do about it."""

    path: str
    text: str


class Refusal(Exception):
    """Base of all refusals. `vi` and `en` say what to do; `{name}` in them is filled from the keyword arguments."""

    slug: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    vi: ClassVar[str]
    en: ClassVar[str]

    def __init__(self, *, retry_after: int | None = None, **params: object) -> None:
        self.params = params
        self.retry_after = retry_after
        super().__init__(self.text("en"))

    def text(self, language: str) -> str:
        """What to say to the person, in their language."""
        return (self.en if language == "en" else self.vi).format(**self.params)

    def fields(self, language: str) -> list[FieldProblem]:
        """The fields that are wrong, where that is what the refusal is about."""
        return []


class Unauthorised(Refusal):
    """No token, or one that no longer holds."""

    slug = "sign-in-required"
    status = 401
    vi = "Đồng chí cần đăng nhập để tiếp tục."
    en = "Sign in to continue."


class Forbidden(Refusal):
    """The caller may see this but not do it."""

    slug = "not-allowed"
    status = 403
    vi = "Vai trò của đồng chí không được làm việc này. Nếu cần, đề nghị liên hệ người phụ trách đơn vị."
    en = "Your role may not do this. If it is needed, ask the person in charge of the unit."


class NotFound(Refusal):
    """It does not exist, or the caller may not know whether it does."""

    slug = "not-found"
    status = 404
    vi = "Không tìm thấy nội dung này, hoặc đồng chí không có quyền xem."
    en = "This does not exist, or you may not see it."


class Conflict(Refusal):
    """Somebody else was quicker."""

    slug = "changed-meanwhile"
    status = 409
    vi = "Nội dung vừa được người khác thay đổi. Đề nghị tải lại rồi thử lại."
    en = "Somebody has just changed this. Reload and try again."


class KeyReused(Refusal):
    """An Idempotency-Key that already stands for another request."""

    slug = "idempotency-key-reused"
    status = 422
    vi = "Mã chống gửi trùng này đã dùng cho một yêu cầu khác. Đề nghị tải lại trang rồi thử lại."
    en = "This Idempotency-Key already stands for another request. Use a new one."


class TooLarge(Refusal):
    """A body over the limit."""

    slug = "too-large"
    status = 413
    vi = "Nội dung gửi lên quá lớn (tối đa {limit_kb} KB). Đề nghị chia nhỏ rồi gửi lại."
    en = "What was sent is too large (at most {limit_kb} KB). Split it and send again."


class TooMany(Refusal):
    """More requests than one person can need."""

    slug = "too-many-requests"
    status = 429
    vi = "Có quá nhiều yêu cầu trong thời gian ngắn. Đề nghị chờ {seconds} giây rồi thử lại."
    en = "Too many requests in a short time. Wait {seconds} seconds and try again."


class Unavailable(Refusal):
    """Something behind the service does not answer."""

    slug = "unavailable"
    status = 503
    vi = "Hệ thống đang tạm gián đoạn, dữ liệu đã lưu không bị ảnh hưởng. Đề nghị thử lại sau ít giây."
    en = "The system is interrupted for a moment; nothing saved is affected. Try again in a few seconds."


class NotYet(Exception):
    """An event needs something that has not arrived: try again later, for as long as it takes."""
