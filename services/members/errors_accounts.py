"""The refusals of signing in and of accounts."""

from libs.common.refusals import Refusal


class WrongPassword(Refusal):
    slug = "wrong-password"
    status = 401
    vi = "Tên đăng nhập hoặc mật khẩu không đúng. Đề nghị kiểm tra bộ gõ tiếng Việt và phím Caps Lock."
    en = "The login or the password is wrong. Check the keyboard layout and Caps Lock."


class WrongCode(Refusal):
    slug = "wrong-code"
    status = 401
    vi = "Mã không đúng hoặc đã hết hạn. Đề nghị nhờ người quản trị cấp mã mới."
    en = "The code is wrong or has expired. Ask the administrator for a new one."


class TryLater(Refusal):
    slug = "try-later"
    status = 429
    vi = "Đã thử sai nhiều lần. Đề nghị chờ {seconds} giây rồi thử lại."
    en = "Too many failed attempts. Wait {seconds} seconds and try again."


class SignInBusy(Refusal):
    slug = "sign-in-busy"
    status = 503
    vi = "Đang có nhiều người đăng nhập cùng lúc. Đề nghị thử lại sau vài giây."
    en = "Many people are signing in at once. Try again in a few seconds."


class SignInEnded(Refusal):
    slug = "sign-in-ended"
    status = 401
    vi = "Phiên đăng nhập đã kết thúc. Đề nghị đăng nhập lại."
    en = "You have been signed out. Sign in again."


class GrantUnknown(Refusal):
    slug = "grant-unknown"
    status = 422
    vi = "Cần grant_type là password (kèm tên đăng nhập và mật khẩu) hoặc refresh_token."
    en = "grant_type has to be password (with username and password) or refresh_token."


class PasswordWeak(Refusal):
    slug = "password-weak"
    status = 422
    vi = "Mật khẩu cần ít nhất 12 ký tự, không chứa tên đăng nhập, không lặp lại vài ký tự. Có thể dùng một câu."
    en = "A password needs at least 12 characters, not the login in it and not a few repeated ones. A sentence is fine."


class LoginTaken(Refusal):
    slug = "login-taken"
    status = 409
    vi = "Tên đăng nhập này đã có người dùng. Đề nghị chọn tên khác."
    en = "This login is taken. Choose another one."


class AccountStands(Refusal):
    slug = "account-exists"
    status = 409
    vi = "Người này đã có tài khoản. Đề nghị cấp mã mới nếu cần đặt lại mật khẩu."
    en = "This person has an account. Give a new code if the password has to be set again."


class AccountIsDisabled(Refusal):
    slug = "account-disabled"
    status = 409
    vi = "Tài khoản đang bị khóa. Đề nghị cấp mã mới để mở lại."
    en = "The account is disabled. Give a new code to open it again."
