"""What was deleted from an Elasticsearch index leaves the server's files as well."""

import time

import elasticsearch

from dispatch.errors import IndexUnavailableError
from index.elastic_client import Address, translated

SECONDS = 90.0


def purge(client: elasticsearch.Elasticsearch, address: Address) -> None:
    """Write the segments anew without what was deleted.

    A shard keeps deleted documents for replicas that may ask for them, until its retention lease
    has passed the deletion: the server renews it every half minute.

    Raises:
        IndexUnavailableError: The server does not answer, or still keeps them after ``SECONDS``.
    """
    patient = client.options(request_timeout=3600).indices
    deadline = time.monotonic() + SECONDS
    while _has_deleted(client, address):
        if time.monotonic() > deadline:
            raise IndexUnavailableError(
                f"{address.server} still keeps what was deleted; run the command again.",
                vi=f"{address.server} vẫn giữ phần đã xóa; hãy chạy lại lệnh.",
                code="not-purged",
            )
        with translated(address):
            patient.flush(index=address.name, force=True, wait_if_ongoing=True)
            patient.forcemerge(index=address.name, max_num_segments=1)
        time.sleep(0.5)


def _has_deleted(client: elasticsearch.Elasticsearch, address: Address) -> bool:
    with translated(address):
        client.indices.refresh(index=address.name)
        found = client.indices.segments(index=address.name)["indices"]
    return any(
        segment["deleted_docs"]
        for index in found.values()
        for copies in index["shards"].values()
        for shard in copies
        for segment in shard["segments"].values()
    )
