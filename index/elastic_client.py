"""The connection to Elasticsearch: from a URL to a client, and from its errors to ours.

``http(s)://[user:password@]host:port[,host:port…]/name[?ca_certs=PATH]``: of several nodes any one
that answers serves. The environment may hold what should not stand in a URL: ELASTICSEARCH_API_KEY,
ELASTICSEARCH_PASSWORD (with the user in the URL) and ELASTICSEARCH_CA_CERTS.
"""

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from dispatch.errors import (
    ConfigError,
    DispatchError,
    IndexSchemaError,
    IndexUnavailableError,
    MissingToolError,
)

try:
    import elasticsearch
    from elastic_transport import OrjsonSerializer
except ImportError as error:  # the extra is not installed
    raise MissingToolError(
        "The Elasticsearch client is not installed; run: pip install 'congvan[elastic]'.",
        vi="Chưa cài thư viện Elasticsearch; hãy chạy: pip install 'congvan[elastic]'.",
    ) from error

OLDEST = (8, 19)
RETRIES = 5
# Each failed try would be told with its traceback; what matters of it is raised, with its remedy.
logging.getLogger("elastic_transport").setLevel(logging.ERROR)
_HOST = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[^\s:,@\[\]]+)(?::(?P<port>\d{1,5}))?")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,100}")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a view is: the server, the alias, and how to prove who asks."""

    servers: tuple[str, ...]
    name: str
    user: str | None = None
    password: str | None = None
    api_key: str | None = None
    ca_certs: str | None = None

    @property
    def server(self) -> str:
        """The server as messages name it; of several nodes the first."""
        return self.servers[0]


def parse_url(url: str) -> Address:
    """Return the address in ``url``, completed from the environment.

    Raises:
        ConfigError: It names no server or no usable index.
    """
    parts = urlsplit(url)
    name = parts.path.strip("/")
    account, _, hosts = parts.netloc.rpartition("@")
    found = [_HOST.fullmatch(host) for host in hosts.split(",")]
    if not all(found) or not _NAME.fullmatch(name):
        raise ConfigError(
            f"{_public(url)} names no index; use http(s)://host:port/name with a lower-case name.",
            vi=f"{_public(url)} thiếu tên chỉ mục; hãy dùng http(s)://máy:cổng/tên (chữ thường).",
        )
    usual = 443 if parts.scheme == "https" else 9200
    user, _, password = account.partition(":")
    ca_certs = parse_qs(parts.query).get("ca_certs", [None])[0]
    return Address(
        servers=tuple(
            f"{parts.scheme}://{one['host']}:{one['port'] or usual}" for one in found if one
        ),
        name=name,
        user=unquote(user) or None,
        password=unquote(password) or os.environ.get("ELASTICSEARCH_PASSWORD"),
        api_key=os.environ.get("ELASTICSEARCH_API_KEY"),
        ca_certs=ca_certs or os.environ.get("ELASTICSEARCH_CA_CERTS"),
    )


def connect(address: Address) -> elasticsearch.Elasticsearch:
    """Return a client of the server at ``address``, having seen that it answers and is new enough.

    Raises:
        IndexUnavailableError: It does not answer, refuses us, or is too old.
    """
    options: dict[str, Any] = {"request_timeout": 60, "max_retries": 3, "retry_on_timeout": True}
    options["retry_on_status"] = (429, 502, 503, 504)
    if address.user:
        options["basic_auth"] = (address.user, address.password or "")
    elif address.api_key:
        options["api_key"] = address.api_key
    if address.ca_certs and address.server.startswith("https"):
        options["ca_certs"] = address.ca_certs
    serializers = {OrjsonSerializer.mimetype: OrjsonSerializer()}
    client = elasticsearch.Elasticsearch(list(address.servers), serializers=serializers, **options)
    try:
        with translated(address):
            for version in _versions(client):
                _check_version(address, version)
    except DispatchError:
        client.close()
        raise
    return client


def _versions(client: elasticsearch.Elasticsearch) -> list[str]:
    """Return the versions of the nodes; none where whoever asks may only use an index."""
    try:
        # A server may hide GET /, so the version is read from the nodes.
        nodes = client.nodes.info(filter_path="nodes.*.version")["nodes"]
    except elasticsearch.AuthorizationException:
        return []
    return [node["version"] for node in nodes.values()]


@contextmanager
def translated(address: Address) -> Iterator[None]:
    """Turn the client's errors into ours, each with its own remedy."""
    try:
        yield
    except elasticsearch.UnsupportedProductError as error:
        raise IndexUnavailableError(
            f"{address.server} is no Elasticsearch; correct the URL.",
            vi=f"{address.server} không phải Elasticsearch; hãy sửa URL.",
            code="index-product",
        ) from error
    except elasticsearch.ApiError as error:
        raise _refused(address, error.status_code, _reason(error)) from error
    except elasticsearch.SSLError as error:
        raise IndexUnavailableError(
            f"The certificate of {address.server} is not trusted; name its authority with "
            "?ca_certs=PATH or ELASTICSEARCH_CA_CERTS.",
            vi=f"Không tin cậy chứng thư của {address.server}; hãy chỉ CA bằng ?ca_certs=ĐƯỜNG_DẪN "
            "hoặc ELASTICSEARCH_CA_CERTS.",
            code="index-certificate",
        ) from error
    except elasticsearch.TransportError as error:
        raise IndexUnavailableError(
            f"Elasticsearch at {address.server} does not answer; start it, or correct the URL "
            "(http or https, host, port).",
            vi=f"Elasticsearch tại {address.server} không trả lời; hãy khởi động nó hoặc sửa URL "
            "(http hay https, máy, cổng).",
        ) from error


def _refused(address: Address, status: int, reason: str) -> DispatchError:
    """Return the error for an answer that is no success."""
    where = f"{address.server}/{address.name}"
    if status == 403 and "cluster_block" not in reason:
        return IndexUnavailableError(
            f"{where}: whoever asks may not do that ({reason}); to search, a role needs read and "
            f"view_index_metadata on {address.name}*, to write and reindex, all.",
            vi=f"{where}: tài khoản không có quyền này ({reason}); để tìm, vai trò cần read và "
            f"view_index_metadata trên {address.name}*, để ghi và reindex cần all.",
            code="index-forbidden",
        )
    if status == 401:
        return IndexUnavailableError(
            f"{address.server} refuses the user name, password or API key; correct them.",
            vi=f"{address.server} từ chối tên, mật khẩu hoặc khóa API; hãy sửa lại.",
            code="index-refused",
        )
    if "cluster_block" in reason:
        return IndexUnavailableError(
            f"{where} takes no writes ({reason}); free disk space on the server, then lift the "
            "block (index.blocks.read_only_allow_delete) and run the command again.",
            vi=f"{where} không nhận ghi ({reason}); hãy giải phóng đĩa trên máy chủ, bỏ chặn "
            "(index.blocks.read_only_allow_delete) rồi chạy lại.",
            code="index-read-only",
        )
    if status in (400, 404):
        return IndexSchemaError(
            f"{where} does not fit this version of congvan ({reason}); run: congvan reindex.",
            vi=f"{where} không khớp phiên bản congvan này ({reason}); hãy chạy: congvan reindex.",
        )
    return IndexUnavailableError(
        f"{where} answered {status} ({reason}); look at the server's log and run again.",
        vi=f"{where} trả lời {status} ({reason}); hãy xem nhật ký máy chủ rồi chạy lại.",
    )


def refused_items(address: Address, failures: list[dict[str, Any]]) -> DispatchError:
    """Return the error for documents that a bulk request did not take."""
    first = next(iter(failures[0].values()))
    cause = first.get("error")
    reason = cause.get("type", "") if isinstance(cause, dict) else str(cause)
    detail = cause.get("reason", "") if isinstance(cause, dict) else ""
    return _refused(
        address,
        int(first.get("status", 500)),
        # The first that was refused, how many beside it, the server's own words.
        f"{first.get('_id')} +{len(failures) - 1}: {reason} {detail}"[:400].rstrip(" ;"),
    )


def _check_version(address: Address, version: str) -> None:
    found = tuple(int(part) for part in version.split(".")[:2])
    if found < OLDEST:
        raise IndexUnavailableError(
            f"{address.server} runs Elasticsearch {version}; 8.19 or later is needed.",
            vi=f"{address.server} chạy Elasticsearch {version}; cần bản 8.19 trở lên.",
            code="index-version",
        )


def _reason(error: elasticsearch.ApiError) -> str:
    body = error.body if isinstance(error.body, dict) else {}
    cause = body.get("error")
    if isinstance(cause, dict):
        return f"{cause.get('type')}: {cause.get('reason')}"[:400]
    return str(error.message)[:400]


def _public(url: str) -> str:
    """Return ``url`` without its password."""
    return re.sub(r"(://[^:/@]+):[^@/]*@", r"\1@", url)
