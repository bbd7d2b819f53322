"""Every error as problem details (RFC 9457), in the caller's language. The one place where refusals become HTTP."""

from collections.abc import Sequence
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from libs.common.log import logger
from libs.common.refusals import Conflict, FieldProblem, NotFound, Refusal, Unavailable

log = logger(__name__)

MEDIA_TYPE: Final = "application/problem+json"

_SAY: Final[dict[str, tuple[str, str]]] = {
    "missing": ("Vui lòng nhập thông tin này.", "This is required."),
    "string_too_short": ("Cần ít nhất {min_length} ký tự.", "At least {min_length} characters are needed."),
    "string_too_long": ("Tối đa {max_length} ký tự.", "At most {max_length} characters."),
    "too_long": ("Tối đa {max_length} mục.", "At most {max_length} items."),
    "too_short": ("Cần ít nhất {min_length} mục.", "At least {min_length} items are needed."),
    "text_unreadable": (
        "Có ký tự không đọc được (phông chữ cũ). Đề nghị gõ lại bằng bảng mã Unicode.",
        "Some characters cannot be read (an old font). Type them again in Unicode.",
    ),
    "enum": (
        "Giá trị không có trong danh mục. Chọn một trong: {expected}.",
        "Not on the list. Choose one of: {expected}.",
    ),
    "literal_error": (
        "Giá trị không có trong danh mục. Chọn một trong: {expected}.",
        "Not on the list. Choose one of: {expected}.",
    ),
    "uuid_parsing": ("Mã định danh không đúng dạng UUID.", "This is not a UUID."),
    "uuid_type": ("Mã định danh không đúng dạng UUID.", "This is not a UUID."),
    "json_invalid": ("Nội dung gửi lên không phải JSON hợp lệ.", "What was sent is not valid JSON."),
    "extra_forbidden": ("Không có mục này. Đề nghị bỏ đi.", "There is no such field. Leave it out."),
    "bool_type": ("Chỉ nhận đúng hoặc sai (true, false).", "Only true or false."),
    "bool_parsing": ("Chỉ nhận đúng hoặc sai (true, false).", "Only true or false."),
    "int_parsing": ("Cần một số nguyên.", "A whole number is needed."),
    "timezone_aware": ("Thời điểm cần kèm múi giờ, ví dụ 2026-11-03T19:30:00+07:00.", "Give the time with its zone."),
}
_DATES: Final = ("Ngày giờ không hợp lệ.", "This is not a valid date or time.")
_OTHERWISE: Final = ("Giá trị không hợp lệ.", "This value is not valid.")


def problem(
    *,
    slug: str,
    status: int,
    detail: str,
    fields: Sequence[FieldProblem] = (),
    retry_after: int | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """One problem; `type` ends in the slug."""
    body: dict[str, Any] = {
        "type": f"/problems/{slug}",
        "slug": slug,
        "title": detail,
        "status": status,
        "detail": detail,
    }
    if fields:
        body["fields"] = list(fields)
    extra = dict(headers or {})
    if retry_after is not None:
        extra["Retry-After"] = str(retry_after)
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE, headers=extra)


def refusal_problem(refusal: Refusal, language: str) -> JSONResponse:
    """A refusal as a problem."""
    headers = {"WWW-Authenticate": "Bearer"} if refusal.status == 401 else None
    return problem(
        slug=refusal.slug,
        status=refusal.status,
        detail=refusal.text(language),
        fields=refusal.fields(language),
        retry_after=refusal.retry_after if refusal.status != 503 else refusal.retry_after or 2,
        headers=headers,
    )


def field_problems(errors: Sequence[Any], language: str) -> list[FieldProblem]:
    """What pydantic found, in words; the values themselves are never repeated."""
    return [
        FieldProblem(path=".".join(str(part) for part in error["loc"] if part != "body"), text=_say(error, language))
        for error in errors
    ]


def _say(error: Any, language: str) -> str:
    kind = str(error["type"])
    if kind in ("too_short", "too_long") and isinstance(error.get("input"), str):
        kind = f"string_{kind}"
    pair = _SAY.get(kind) or (_DATES if kind.startswith(("date", "time")) else _OTHERWISE)
    text = pair[1] if language == "en" else pair[0]
    return text.format_map({"min_length": "", "max_length": "", "expected": "", **(error.get("ctx") or {})})


def language_of(request: Request) -> str:
    """`en` if the caller's first language is English, else `vi`."""
    wanted = request.headers.get("accept-language", "").lower()
    english, vietnamese = wanted.find("en"), wanted.find("vi")
    return "en" if english >= 0 and (vietnamese < 0 or english < vietnamese) else "vi"


def handle_problems(app: FastAPI) -> None:
    """Installs the handlers."""
    handlers: dict[type[Exception], Any] = {
        Refusal: _refused,
        RequestValidationError: _invalid,
        HTTPException: _plain,
        DBAPIError: _database,
        PoolTimeout: _away,
        OSError: _away,
        TimeoutError: _away,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


async def _refused(request: Request, error: Refusal) -> JSONResponse:
    return refusal_problem(error, language_of(request))


async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    return invalid_problem(error.errors(), language_of(request))


async def _plain(request: Request, error: HTTPException) -> JSONResponse:
    language = language_of(request)
    if isinstance(error.__cause__, Refusal):  # raised while FastAPI read the body
        return refusal_problem(error.__cause__, language)
    if error.status_code == 404:
        return refusal_problem(NotFound(), language)
    text = ("Yêu cầu không hợp lệ ({code}).", "The request is not valid ({code}).")[language == "en"]
    detail = text.format(code=error.status_code)
    return problem(slug="bad-request", status=error.status_code, detail=detail, headers=dict(error.headers or {}))


async def _database(request: Request, error: DBAPIError) -> JSONResponse:
    return _database_problem(error, language_of(request))


async def _away(request: Request, error: Exception) -> JSONResponse:
    log.error("request_could_not_be_served", error=type(error).__name__)
    return refusal_problem(Unavailable(), language_of(request))


def stumbled_problem(language: str) -> JSONResponse:
    """What is said of an error of ours: that it is one, and nothing of its inside."""
    return problem(slug="internal", status=500, detail=Unavailable().text(language))


def invalid_problem(errors: Sequence[Any], language: str) -> JSONResponse:
    """422 with the fields that are wrong."""
    detail = ("Thông tin chưa hợp lệ, đề nghị xem từng mục.", "Some fields are not valid; see each of them.")
    return problem(slug="invalid", status=422, detail=detail[language == "en"], fields=field_problems(errors, language))


_DATA_EXCEPTION: Final = "22"


def _database_problem(error: DBAPIError, language: str) -> JSONResponse:
    state = getattr(error.orig, "sqlstate", None)
    if state is not None and state.startswith(_DATA_EXCEPTION):
        return invalid_problem([{"loc": ("body",), "type": "value_error"}], language)
    if isinstance(error, IntegrityError) or state in ("40001", "40P01"):
        log.warning("request_conflicted", sqlstate=state, constraint=_constraint(error))
        return refusal_problem(Conflict(), language)
    log.error("request_failed_in_database", sqlstate=state, error=type(error.orig).__name__, exc_info=error)
    away = isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated
    if away or state is None or state.startswith(("08", "53", "57")):
        return refusal_problem(Unavailable(), language)
    return stumbled_problem(language)


def _constraint(error: DBAPIError) -> str | None:
    cause = getattr(error.orig, "__cause__", None)
    return getattr(cause, "constraint_name", None)
