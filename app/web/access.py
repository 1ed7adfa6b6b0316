"""Who is asking: the one place where the current user is decided, and what guards every request.

On the machine's own address nobody needs to log in, since whoever can connect can read the files
as well. On any other address the application does not start without a password or a token.
"""

import hashlib
import hmac
import ipaddress
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from starlette.requests import HTTPConnection, Request

from dispatch.errors import ConfigError

SESSION_COOKIE = "congvan_session"
FORM_COOKIE = "congvan_form"
SESSION_SECONDS = 12 * 3600
_TRIES = 5
"""Wrong passwords of one address, and ten times as many of all, before it has to wait."""
_WAIT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class User:
    """Whoever a request acts for; accounts with roles can take this place."""

    name: str
    is_machine: bool = False


@dataclass(slots=True)
class _Failures:
    times: list[float] = field(default_factory=list)

    def recent(self, now: float) -> int:
        self.times = [one for one in self.times if now - one < _WAIT_SECONDS]
        return len(self.times)


class Access:
    """The password, the API token and the sessions that are open.

    Args:
        password_hash: argon2 hash of the one password; None where none is set.
        token: what machines send as ``Authorization: Bearer``.
        hosts: names the server answers to; others are refused, so that no foreign site can
            point its own name here. Empty for any.
    """

    def __init__(
        self,
        *,
        password_hash: str | None = None,
        token: str | None = None,
        hosts: frozenset[str] = frozenset(),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._password_hash = password_hash
        self._token = token
        self.hosts = hosts
        self._clock = clock
        self._sessions: dict[str, float] = {}
        self._failures: dict[str, _Failures] = {}
        self._lock = threading.Lock()

    @property
    def is_required(self) -> bool:
        return bool(self._password_hash or self._token)

    @property
    def has_password(self) -> bool:
        return bool(self._password_hash)

    def user_of(self, request: HTTPConnection) -> User | None:
        """Return the user of a request, None where it may not go on."""
        kind, _, sent = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and self._token:
            if hmac.compare_digest(sent.strip().encode(), self._token.encode()):
                return User("api", is_machine=True)
            return None
        if not self.is_required:
            return User("local")
        session = request.cookies.get(SESSION_COOKIE, "")
        with self._lock:
            ends = self._sessions.get(_key(session), 0.0)
        return User("staff") if ends > self._clock() else None

    def must_wait(self, address: str) -> bool:
        """Tell whether an address, or everybody, has sent too many wrong passwords lately."""
        now = self._clock()
        with self._lock:
            own = self._failures.get(address)
            total = sum(one.recent(now) for one in self._failures.values())
            return (own is not None and own.recent(now) >= _TRIES) or total >= 10 * _TRIES

    def log_in(self, password: str, address: str) -> str | None:
        """Return the cookie of a new session, None for a wrong password."""
        if self._password_hash is None or not _is_right(self._password_hash, password):
            with self._lock:
                self._failures.setdefault(address, _Failures()).times.append(self._clock())
            return None
        cookie = secrets.token_urlsafe(32)
        now = self._clock()
        with self._lock:
            self._sessions = {key: end for key, end in self._sessions.items() if end > now}
            self._sessions[_key(cookie)] = now + SESSION_SECONDS
            self._failures.pop(address, None)
        return cookie

    def log_out(self, request: Request) -> None:
        """End the request's session."""
        with self._lock:
            self._sessions.pop(_key(request.cookies.get(SESSION_COOKIE, "")), None)


def hash_password(password: str) -> str:
    """Return the argon2 hash that is kept instead of a password.

    Raises:
        ConfigError: it is shorter than ten characters.
    """
    if len(password) < 10:
        raise ConfigError(
            "The password is too short: take ten characters or more.",
            vi="Mật khẩu quá ngắn: hãy dùng ít nhất mười ký tự.",
        )
    return PasswordHasher().hash(password)


def check_address(host: str, access: Access) -> None:
    """Refuse to listen where others can connect unless they have to show something.

    Raises:
        ConfigError: neither a password nor a token is set.
    """
    if is_loopback(host) or access.is_required:
        return
    raise ConfigError(
        f"On {host} others can connect: set a password with congvan serve --set-password, or a "
        "token in CONGVAN_API_TOKEN, or leave --host away.",
        vi=f"Máy khác có thể truy cập qua {host}: hãy đặt mật khẩu bằng congvan serve "
        "--set-password, hoặc đặt CONGVAN_API_TOKEN, hoặc bỏ --host.",
    )


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can connect to ``host``."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_right(password_hash: str, password: str) -> bool:
    try:
        return PasswordHasher().verify(password_hash, password)
    except (Argon2Error, InvalidHashError):
        return False


def _key(cookie: str) -> str:
    # The table holds hashes, so that what is read from memory opens nothing.
    return hashlib.sha256(cookie.encode()).hexdigest()
