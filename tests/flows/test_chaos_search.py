"""``congvan ingest`` into an Elasticsearch that is killed and started again on the way."""

from pathlib import Path

import pytest

from tests.command import congvan
from tests.elastic_nodes import cluster, room
from tests.flows.chaos import Chaos, contents, faults_of_view, make_folder, outlive

pytestmark = pytest.mark.prefect


@pytest.mark.elastic
@pytest.mark.timeout(600)
def test_a_search_server_that_dies_three_times_misses_nothing(tmp_path: Path) -> None:
    data, store = tmp_path / "data", tmp_path / "store.sqlite"
    files = make_folder(tmp_path / "den", letters=40, every=4)
    with room() as folder, cluster(folder, 1) as (node,):
        chaos = Chaos(tmp_path / "den", data, f"{node.url}/congvan", tmp_path / "no.log")
        done = outlive(chaos, node, store, files=files)
        assert done.returncode == 1, done.errors  # some files are in quarantine, as they should be
        assert "Traceback" not in done.errors
        assert done.killed_at == sorted(set(done.killed_at)), "each time there was more"
        assert done.killed_at[-1] < files, "the run was still under way"
        assert chaos.orphans(seconds=20) == []
        assert faults_of_view(f"{node.url}/congvan", store) == []
        found = contents(store, view=f"{node.url}/congvan")
        assert len(found["records"]) > 40
    congvan("stop", data=data)
