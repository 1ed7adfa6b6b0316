"""Who gets in, and what is refused before it gets anywhere."""

import re
from collections.abc import Iterator

import httpx
import pytest

from app.web.access import Access, check_address, hash_password
from app.web.place import Place
from app.web.uploads import safe_name
from dispatch.errors import ConfigError
from tests.web.conftest import serving

PASSWORD = "mật khẩu đủ dài"
TOKEN = "token-for-machines"


@pytest.fixture(scope="module")
def guarded(place: Place) -> Iterator[str]:
    """The site as it is on an address that others can reach."""
    access = Access(password_hash=hash_password(PASSWORD), token=TOKEN)
    with serving(place, access) as url:
        yield url


def form_key(client: httpx.Client, address: str) -> str:
    """Return the key in a page's form."""
    found = re.search(r'name="form_key" value="([^"]+)"', client.get(address).text)
    assert found
    return found[1]


@pytest.mark.parametrize(
    "address", ["/", "/status", "/documents/x", "/numbers?name=x", "/documents/x/original"]
)
def test_pages_lead_to_the_login(guarded: str, address: str) -> None:
    answer = httpx.get(guarded + address)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login?next=")


@pytest.mark.parametrize("path", ["search", "health", "metrics", "openapi.json", "runs"])
def test_the_api_wants_the_token(guarded: str, path: str) -> None:
    address = f"{guarded}/api/v1/{path}"
    assert httpx.get(address).status_code == 401
    assert httpx.get(address, headers={"authorization": "Bearer wrong"}).status_code == 401
    assert httpx.get(address, headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_a_session_opens_and_ends(guarded: str) -> None:
    with httpx.Client(base_url=guarded) as client:
        key = form_key(client, "/login?next=//evil.example/")
        sent = {"form_key": key, "password": PASSWORD, "next": "//evil.example/"}
        answer = client.post("/login", data=sent)
        assert answer.headers["location"] == "/"
        assert "httponly" in answer.headers["set-cookie"].lower()
        assert client.get("/").status_code == 200
        assert client.post("/logout", data={"form_key": "wrong"}).status_code == 403
        client.post("/logout", data={"form_key": form_key(client, "/status")})
        assert client.get("/").status_code == 303


def test_guessing_has_to_wait(place: Place) -> None:
    access = Access(password_hash=hash_password(PASSWORD))
    with serving(place, access) as url, httpx.Client(base_url=url) as client:
        key = form_key(client, "/login")
        codes = [
            client.post("/login", data={"form_key": key, "password": "wrong"}).status_code
            for _ in range(6)
        ]
        assert codes == [401] * 5 + [429]
        right = client.post("/login", data={"form_key": key, "password": PASSWORD})
        assert right.status_code == 429


def test_other_addresses_need_a_password() -> None:
    for host in ("127.0.0.1", "::1", "localhost"):
        check_address(host, Access())
    for host in ("0.0.0.0", "::", "10.0.0.5", "archive.example"):
        with pytest.raises(ConfigError):
            check_address(host, Access())
        check_address(host, Access(token=TOKEN))
    with pytest.raises(ConfigError):
        hash_password("short")


def test_foreign_pages_can_do_nothing(client: httpx.Client) -> None:
    files = {"files": ("a.txt", b"x")}
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert client.post("/api/v1/ingest", files=files, headers=headers).status_code == 403
    assert client.post("/upload", files=files, data={"form_key": "x"}).status_code == 403
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421


def test_large_bodies_are_refused(client: httpx.Client) -> None:
    assert client.post("/login", content=b"x" * 1_000_001).status_code == 413


def test_a_head_is_a_get_without_its_body(client: httpx.Client) -> None:
    for address in ("/", "/api/v1/health", "/static/style.css", "/nothing"):
        whole, head = client.get(address), client.head(address)
        assert head.content == b""
        assert head.status_code == whole.status_code
        assert head.headers["content-type"] == whole.headers["content-type"]


def test_every_page_carries_the_headers(client: httpx.Client) -> None:
    for address in ("/", "/status", "/nothing", "/api/v1/health", "/static/style.css"):
        headers = client.get(address).headers
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        (".hidden", "hidden"),
        ("a\u202egpj.exe", "a_gpj.exe"),
        ("Kế hoạch 16.pdf", "Kế hoạch 16.pdf"),
        ("x" * 400 + ".pdf", "x" * 120 + ".pdf"),
        ("/", "file"),
        ("a!b.zip", "a_b.zip"),
    ],
)
def test_names_stay_in_their_folder(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept
