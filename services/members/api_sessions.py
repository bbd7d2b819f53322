"""The HTTP door for signing in and for the very beginning."""

from typing import Annotated, Any, Final

from fastapi import Form, Request, Response
from pydantic import BaseModel

from libs.common.clock import now, today
from libs.common.http import PUBLIC, Caller, Router, Session
from libs.common.tokens import LIFETIME
from services.members import cookies, views_accounts, views_keys, workflow_accounts, workflow_founding, workflow_sign_in
from services.members.bodies import Activation, FirstAdministrator, NewPassword
from services.members.cookies import settings_of
from services.members.errors_accounts import GrantUnknown, SignInEnded
from services.members.signing import load_signer
from services.members.workflow_founding import Founding
from services.members.workflow_sign_in import Attempt, SignedIn

router = Router("members")
BEARER: Final = "bearer"


class TokenOut(BaseModel):
    """An access token; the refresh token goes into a cookie."""

    access_token: str
    token_type: str
    expires_in: int


@router.get("/about", **PUBLIC)
async def get_about(request: Request, session: Session) -> views_keys.About:
    """Whether this is a demo, and whether the first administrator has been here."""
    return await views_keys.about(session, demo=settings_of(request).demo)


@router.get("/keys", **PUBLIC)
async def get_keys(session: Session) -> views_keys.Keys:
    """The public keys that tokens are signed with (JWKS)."""
    return await views_keys.keys(session, at=now())


@router.post("/token", **PUBLIC)
async def post_token(
    request: Request,
    response: Response,
    grant_type: Annotated[str | None, Form(max_length=40)] = None,
    username: Annotated[str | None, Form(max_length=100)] = None,
    password: Annotated[str | None, Form(max_length=200)] = None,
) -> TokenOut:
    """Sign in with login and password, or stay signed in with the refresh cookie (`grant_type=refresh_token`)."""
    database = request.app.state.database
    if grant_type == "refresh_token":
        cookies.check_origin(request)
        signed_in = await workflow_sign_in.refresh(database, signer=_signer(request), token=_refresh_token(request))
        return _welcome(request, response, signed_in)
    if grant_type not in (None, "password") or not username or not password:
        raise GrantUnknown()
    attempt = _attempt(request, username)
    signed_in = await workflow_sign_in.sign_in(database, attempt=attempt, password=password)
    _remember_device(request, response, attempt.login)
    return _welcome(request, response, signed_in)


@router.delete("/token", status_code=204, **PUBLIC)
async def delete_token(request: Request, response: Response, session: Session) -> None:
    """Sign out: the refresh token and all that follow from it end."""
    cookies.check_origin(request)
    settings = settings_of(request)
    token = request.cookies.get(cookies.refresh_cookie_name(settings))
    if token:
        await workflow_sign_in.sign_out(session, token=token)
    response.delete_cookie(
        cookies.refresh_cookie_name(settings), path=cookies.PATH, secure=settings.is_secure, samesite="strict"
    )


@router.post("/first-admin", **PUBLIC)
async def post_first_admin(
    body: FirstAdministrator, request: Request, response: Response, session: Session
) -> TokenOut:
    """The first administrator takes their account and founds the top unit."""
    facts = body.model_dump(exclude={"link_code", "valid_from"})
    signed_in = await workflow_founding.found(
        session,
        given_code=body.link_code,
        right_code=first_admin_code(request),
        founding=Founding(**facts, since=body.valid_from or today(), demo=settings_of(request).demo),
    )
    _remember_device(request, response, body.login)
    return _welcome(request, response, signed_in)


@router.post("/activation", **PUBLIC)
async def post_activation(body: Activation, request: Request, response: Response) -> TokenOut:
    """A one-time code is used up for a password of one's own."""
    signed_in = await workflow_accounts.activate(
        request.app.state.database,
        attempt=_attempt(request, body.login),
        code=body.code,
        password=body.password,
        demo=settings_of(request).demo,
    )
    _remember_device(request, response, body.login)
    return _welcome(request, response, signed_in)


@router.post("/password")
async def post_password(body: NewPassword, request: Request, response: Response, caller: Caller) -> TokenOut:
    """Another password; every other sign-in ends."""
    signed_in = await workflow_accounts.change_password(
        request.app.state.database,
        person_id=caller.person_id,
        address=_address(request),
        old=body.old,
        new=body.new,
        demo=settings_of(request).demo,
    )
    return _welcome(request, response, signed_in)


@router.get("/me")
async def get_me(request: Request, session: Session, caller: Caller) -> views_accounts.Me:
    """Who is signed in, and what they may act as."""
    return await views_accounts.me(session, caller.person_id, demo=settings_of(request).demo)


def first_admin_code(request: Request) -> str:
    """The code of the link for the first administrator."""
    fixed = settings_of(request).first_admin_code
    return fixed.get_secret_value() if fixed else _signer(request).first_admin_code()


def _signer(request: Request) -> Any:
    return load_signer(settings_of(request).signing_key_file)


def _welcome(request: Request, response: Response, signed_in: SignedIn) -> TokenOut:
    settings = settings_of(request)
    name = cookies.refresh_cookie_name(settings)
    cookies.set_cookie(response, settings, name, signed_in.refresh_token, signed_in.expires_in)
    response.headers["Cache-Control"] = "no-store"
    token = _signer(request).access_token(signed_in.person_id, signed_in.sign_in_id)
    return TokenOut(access_token=token, token_type=BEARER, expires_in=int(LIFETIME.total_seconds()))


def _remember_device(request: Request, response: Response, login: str) -> None:
    settings = settings_of(request)
    value = workflow_sign_in.device_cookie(_signer(request), login)
    cookies.set_cookie(response, settings, cookies.device_cookie_name(settings), value, cookies.DEVICE_KEPT)


def _attempt(request: Request, login: str) -> Attempt:
    login = login.strip().lower()
    cookie = request.cookies.get(cookies.device_cookie_name(settings_of(request)))
    return Attempt(login, _address(request), workflow_sign_in.known_device(_signer(request), login, cookie))


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _refresh_token(request: Request) -> str:
    token = request.cookies.get(cookies.refresh_cookie_name(settings_of(request)))
    if not token:
        raise SignInEnded()
    return token
