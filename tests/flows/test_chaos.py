"""``congvan ingest`` killed at every named point and resumed: nothing is lost, nothing is twice."""

from pathlib import Path

import pytest

from tests.command import congvan
from tests.flows.chaos import Chaos, contents, differences, make_folder
from tests.flows.chaos_child import POINTS

pytestmark = pytest.mark.prefect


@pytest.mark.timeout(600)
def test_any_number_of_kills_leads_to_the_same_archive(tmp_path: Path) -> None:
    data, log = tmp_path / "data", tmp_path / "killed.log"
    make_folder(tmp_path / "den", letters=30, every=2)
    index = f"sqlite:{tmp_path / 'killed.sqlite'}"
    chaos = Chaos(tmp_path / "den", data, index, log)
    left: list[str] = []
    # Some of the later ones come to nothing if the files are all in before: then twice is enough.
    for number, point in enumerate(POINTS):
        done = chaos.ingest(point, count=1 + number % 2)
        if done.returncode != -9:
            done = chaos.ingest(point)
        assert done.returncode == -9, f"{point} was never passed\n{done.stderr}"
        left += chaos.orphans(seconds=20)
    # Two workers may pass the point in the same moment.
    assert list(dict.fromkeys(chaos.killed())) == list(POINTS)
    assert len(POINTS) >= 20
    assert left == [], "no process outlives the one that was killed"
    last = chaos.ingest()
    assert last.returncode == 1, last.stderr  # some files are in quarantine, as they should be
    calm = Chaos(tmp_path / "den", data, f"sqlite:{tmp_path / 'calm.sqlite'}", tmp_path / "no.log")
    assert calm.ingest().returncode == 1
    assert congvan("stop", data=data).returncode == 0
    assert chaos.orphans(seconds=20) == []
    killed, undisturbed = contents(tmp_path / "killed.sqlite"), contents(tmp_path / "calm.sqlite")
    assert differences(killed, undisturbed) == []
    assert {words for _, words in killed["words"]} == {1}, "each document is indexed once"
    assert len(killed["records"]) > 30
