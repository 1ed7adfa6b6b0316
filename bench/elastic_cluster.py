"""Three nodes of Elasticsearch on this machine: one is killed in a bulk load, then all are away.

Prints what was lost or doubled (nothing may be), how long the flow waited, what it said and how it
ended. Run: .venv/bin/python bench/elastic_cluster.py [--documents 20000] [--away 60]
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from index import open_archive  # run as a script, from anywhere
from index.archive import Archive
from index.base import Written
from index.elastic import ElasticView
from index.maintenance import check
from tests.elastic_nodes import Node, cluster, room
from tests.index.drawn import written

SAMPLES = Path(__file__).parents[1] / "samples"


def main() -> int:
    """Run both trials; the exit code is 1 where anything was lost, doubled or left unsaid."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=20_000)
    arguments.add_argument("--away", type=float, default=60.0, help="seconds without any node")
    given = arguments.parse_args()
    with room() as folder, tempfile.TemporaryDirectory() as work:
        began = time.monotonic()
        with cluster(folder, 3) as three:
            print(f"three nodes up after {time.monotonic() - began:.0f} s")
            hosts = ",".join(f"127.0.0.1:{node.http}" for node in three)
            url = f"http://{hosts}/congvan"
            is_whole = kill_one(url, three, Path(work), given.documents)
            is_whole &= all_away(url, three, Path(work), given.away)
    return 0 if is_whole else 1


def kill_one(url: str, three: list[Node], work: Path, documents: int) -> bool:
    """Kill the node that holds the primary shard while ``documents`` are fed."""
    store = work / "archive.sqlite"
    with open_archive(f"sqlite:{store}") as archive:
        for start in range(0, documents, 1000):
            numbers = range(start, min(start + 1000, documents))
            archive.add([_letter(number) for number in numbers])
    with open_archive(url, archive=store) as archive:
        view = archive.view
        assert isinstance(view, ElasticView)
        view.client.cluster.health(index="congvan", wait_for_status="green", timeout="60s")
        holder = _holder(view, three)
        killer = threading.Thread(target=_kill_midway, args=(url, holder, documents))
        killer.start()
        began = time.monotonic()
        archive.catch_up()
        seconds = time.monotonic() - began
        killer.join()
        print(f"fed {documents} documents in {seconds:.1f} s; {holder.name} was killed meanwhile")
        is_whole = _is_whole(archive)
    holder.start()
    for node in three:
        node.wait(nodes=3)
    return is_whole


def all_away(url: str, three: list[Node], work: Path, away: float) -> bool:
    """Stop every node while the flow writes, and start them after ``away`` seconds."""
    data = work / "data"
    command = [
        *(str(Path(sys.executable).with_name("congvan")), "--lang", "en", "ingest"),
        *(str(path) for path in sorted(SAMPLES.glob("*.docx"))),
        *("--index", url.replace("/congvan", "/mau"), "--archive", str(work / "samples.sqlite")),
        *("--wait", str(away + 240)),
    ]
    environment = {**os.environ, "CONGVAN_DATA_FOLDER": str(data)}
    began = time.monotonic()
    flow = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert flow.stdout is not None
    told = ""
    while "Reading" not in told:  # the servers go once the flow is under way
        told += flow.stdout.readline()
    for node in three:
        node.stop()
    time.sleep(away)
    for node in three:
        node.start()
    told += flow.communicate(timeout=away + 600)[0]
    for node in three:
        node.wait(nodes=3)
    print(
        f"all nodes away for {away:.0f} s; the flow ended with {flow.returncode} after "
        f"{time.monotonic() - began:.0f} s and said:"
    )
    print("  " + told.strip().replace("\n", "\n  "))
    subprocess.run([command[0], "stop"], env=environment, check=False, capture_output=True)
    with open_archive(url.replace("/congvan", "/mau"), archive=work / "samples.sqlite") as archive:
        return flow.returncode == 0 and _is_whole(archive)


def _is_whole(archive: Archive) -> bool:
    assert isinstance(archive.view, ElasticView)
    archive.view.refresh()
    held = Counter(name for name, _ in archive.view.states())
    wanted = {one["document_id"] for one in archive.records()}
    doubled = sum(count > 1 for count in held.values())
    faults = check(archive)
    print(
        f"  in the store {len(wanted)}, in the index {len(held)}, lost "
        f"{len(wanted - held.keys())}, doubled {doubled}, faults {faults}"
    )
    return not faults and wanted == held.keys() and not doubled


def _letter(number: int) -> Written:
    text = f"Công văn thứ {number} về việc phát động thi đua năm 2023."
    return written(f"letter-{number}", number=f"{number + 1}/BQL-VP", text=text)


def _holder(view: ElasticView, three: list[Node]) -> Node:
    found = view.client.search_shards(index="congvan")
    (copies,) = found["shards"]
    (primary,) = [copy for copy in copies if copy["primary"]]
    named = found["nodes"][primary["node"]]["name"]
    return next(node for node in three if node.name == named)


def _kill_midway(url: str, holder: Node, documents: int) -> None:
    """Kill ``holder`` once a third of the documents has arrived."""
    from index.elastic_client import connect, parse_url

    address = parse_url(url)
    with connect(address) as client:
        while int(client.count(index=address.name)["count"]) < documents // 3:
            time.sleep(0.2)
            client.indices.refresh(index=address.name)
    holder.kill()


if __name__ == "__main__":
    sys.exit(main())
