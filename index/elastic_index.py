"""The versions of a view's index: ``congvan-1``, ``congvan-2`` …, one of them behind the alias.

Searching and writing name the alias only, so a new version is built beside the old one and takes
its place in one step; the old one stays until somebody tells it to go.
"""

import re
from typing import Any

import elasticsearch

from dispatch.errors import IndexSchemaError, IndexUnavailableError
from index.analysis import ANALYSIS_VERSION
from index.elastic_client import Address
from index.schema import WORD_COLUMNS

MAPPING_VERSION = "3"
_KEYWORD = {"type": "keyword", "ignore_above": 1000}
_KEPT = {"type": "keyword", "index": False, "doc_values": False}
_COLUMN = {"type": "binary", "doc_values": True}
_WHOLE = {"type": "object", "enabled": False}
_NUMBER = {"type": "long"}
_WORDS = {"type": "text", "analyzer": "whitespace"}
KEYWORDS = (
    *("document_id", "number", "key", "folded", "day", "first_day", "last_day", "year"),
    *(
        "document_type",
        "issuing_body",
        "signer",
        "confidence",
        "standing",
        "renditions",
    ),
    *("cites", "cites_as", "relations", "statuses", "tails"),
)
MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    "_meta": {"mapping": MAPPING_VERSION, "analysis": ANALYSIS_VERSION},
    # The words can be made again from the record, so they are searched and not kept twice; what a
    # page shows is read from its own column.
    "_source": {"excludes": ["words.*", "tails", "shown", "likened"]},
    "properties": {
        **dict.fromkeys(KEYWORDS, _KEYWORD),
        **dict.fromkeys(("shown", "likened"), _COLUMN),
        "periods": {"type": "date_range", "format": "yyyy-MM-dd"},
        "words": {"properties": dict.fromkeys(WORD_COLUMNS, _WORDS)},
        **dict.fromkeys(("record", "overlay"), _WHOLE),
        **dict.fromkeys(("seq", "checksum", "position"), _NUMBER),
        "store": _KEPT,
    },
}
SETTINGS = {"number_of_shards": 1, "auto_expand_replicas": "0-1", "refresh_interval": "1s"}


def set_up(client: elasticsearch.Elasticsearch, address: Address) -> None:
    """Make the index and its alias; a second process doing the same at once does no harm."""
    if client.indices.exists_alias(name=address.name):
        check_schema(client, address)
        return
    check_name(client, address)
    index = f"{address.name}-1"
    try:
        _create(client, index, aliases={address.name: {}})
    except elasticsearch.BadRequestError as error:
        if error.error != "resource_already_exists_exception":
            raise
        check_schema(client, address, index)  # somebody else's gets no alias
        client.indices.put_alias(index=index, name=address.name)
    check_schema(client, address)


def check_name(client: elasticsearch.Elasticsearch, address: Address) -> None:
    """Raise an IndexSchemaError where the name is an index's own, which cannot be swapped."""
    if client.indices.exists(index=address.name) and not in_use(client, address):
        raise IndexSchemaError(
            f"{address.server}/{address.name} is an index of its own and no alias; name another.",
            vi=f"{address.server}/{address.name} là chỉ mục riêng, không phải bí danh; hãy dùng "
            "tên khác.",
        )


def open_set_up(client: elasticsearch.Elasticsearch, address: Address) -> None:
    """See that the view is there, to be searched and read only."""
    if not client.indices.exists_alias(name=address.name):
        check_name(client, address)
        raise IndexUnavailableError(
            f"There is no index at {address.server}/{address.name}; ingest something first: "
            "congvan ingest PATH --index URL.",
            vi=f"Chưa có chỉ mục tại {address.server}/{address.name}; hãy nạp văn bản trước: "
            "congvan ingest ĐƯỜNG_DẪN --index URL.",
        )
    check_schema(client, address)


def check_schema(
    client: elasticsearch.Elasticsearch, address: Address, index: str | None = None
) -> None:
    """Raise an IndexSchemaError where another version of the program made the index."""
    name = index or address.name
    for found in client.indices.get_mapping(index=name).values():
        if found["mappings"].get("_meta") != MAPPINGS["_meta"]:
            raise IndexSchemaError(
                f"{address.server}/{name} was made by another version of congvan, or by another "
                "program; run: congvan reindex --index URL, or use another name.",
                vi=f"{address.server}/{name} do phiên bản congvan khác hoặc chương trình khác "
                "tạo; hãy chạy: congvan reindex --index URL, hoặc dùng tên khác.",
            )


def create_next(client: elasticsearch.Elasticsearch, address: Address) -> str:
    """Make the index of the next version, behind no alias yet, and return its name.

    What an interrupted build left, a version above the one in use, goes first.
    """
    check_name(client, address)
    current = in_use(client, address)
    last = max(map(_number, current), default=0)
    for index in versions(client, address):
        if _number(index) > last:
            client.indices.delete(index=index)
    index = f"{address.name}-{last + 1}"
    if client.indices.exists(index=index):  # what is left is another program's
        raise IndexSchemaError(
            f"{address.server}/{index} is another program's index; use another name.",
            vi=f"{address.server}/{index} là chỉ mục của chương trình khác; hãy dùng tên khác.",
        )
    _create(client, index, aliases={})
    return index


def versions(client: elasticsearch.Elasticsearch, address: Address) -> list[str]:
    """Return every index that is a version of this view, oldest first: of its name, and made by
    this program or behind its alias."""
    found = client.indices.get(
        index=f"{address.name}-*",
        filter_path="*.aliases,*.mappings._meta",
        allow_no_indices=True,
    )
    named = [
        str(index)
        for index, told in found.items()
        if _NUMBERED.sub("", str(index)) == address.name
        and (
            address.name in told.get("aliases", ())
            or told.get("mappings", {}).get("_meta", {}).keys() == MAPPINGS["_meta"].keys()
        )
    ]
    return sorted(named, key=_number)


def in_use(client: elasticsearch.Elasticsearch, address: Address) -> list[str]:
    """Return the index behind the alias: one, or none."""
    if not client.indices.exists_alias(name=address.name):
        return []
    return [str(index) for index in client.indices.get_alias(name=address.name)]


def swap(client: elasticsearch.Elasticsearch, address: Address, index: str) -> None:
    """Put ``index`` behind the alias in the place of whatever is there, in one step."""
    away = [{"remove": {"index": old, "alias": address.name}} for old in in_use(client, address)]
    client.indices.update_aliases(actions=[*away, {"add": {"index": index, "alias": address.name}}])


def drop_old(client: elasticsearch.Elasticsearch, address: Address) -> list[str]:
    """Delete every version but the one in use; return their names."""
    current = in_use(client, address)
    old = [index for index in versions(client, address) if current and index not in current]
    for index in old:
        client.indices.delete(index=index)
    return old


_NUMBERED = re.compile(r"-(\d+)(?:-\d+)?$")


def _number(index: str) -> int:
    found = _NUMBERED.search(index)
    return int(found[1]) if found else 0


def _create(client: elasticsearch.Elasticsearch, index: str, *, aliases: dict[str, Any]) -> None:
    # Answers when the shards can be written to; the cluster's health is not everybody's to ask.
    client.indices.create(
        index=index,
        mappings=MAPPINGS,
        settings=SETTINGS,
        aliases=aliases,
        wait_for_active_shards=1,
        timeout="30s",
    )
