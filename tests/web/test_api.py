"""The JSON API, asked over a real connection."""

import httpx
import pytest

from app.web.place import Place
from dispatch.record import Dispatch
from index import open_archive

PLAN = "16/KH-BQL"


def campaign(client: httpx.Client) -> str:
    """Return the id of the campaign's second round."""
    found = client.get("/api/v1/search", params={"references": PLAN, "signer": "khoi"}).json()
    return str(found["hits"][0]["document_id"])


def test_search_pages_through_all_hits(client: httpx.Client) -> None:
    whole = client.get("/api/v1/search", params={"facets": True}).json()
    seen: list[str] = []
    after = ""
    while after is not None:
        page = client.get("/api/v1/search", params={"limit": 2, "after": after}).json()
        seen += [hit["document_id"] for hit in page["hits"]]
        after = page["after"]
    assert seen == [hit["document_id"] for hit in whole["hits"]]
    assert len(seen) == whole["total"]
    assert dict(whole["facets"]["document_type"])["Kế hoạch"] == 1


@pytest.mark.parametrize("typed", ["", "bao OR ke", '"thi đua'])
def test_a_facet_counts_what_its_condition_finds(client: httpx.Client, typed: str) -> None:
    found = client.get("/api/v1/search", params={"q": typed, "facets": True}).json()
    assert found["facets"]["status"]
    for name in ("status", "standing", "confidence"):
        for value, count in found["facets"][name]:
            asked = {"q": typed, name: value}
            answer = client.get("/api/v1/search", params=asked).json()
            assert answer["total"] == count
            if name == "standing":
                assert {hit["standing"] for hit in answer["hits"]} == {value}
    assert client.get("/api/v1/search", params={"standing": "còn"}).json()["total"]
    assert client.get("/api/v1/search", params={"status": 'x" OR "y'}).status_code == 400


def walked(client: httpx.Client, address: str) -> list[httpx.Response]:
    """Return the pages that the header ``Link`` leads through."""
    pages = [client.get(address)]
    while "next" in pages[-1].links:
        pages.append(client.get(pages[-1].links["next"]["url"]))
    return pages


def test_lists_lead_to_their_next_page(client: httpx.Client, place: Place) -> None:
    with open_archive(place.index) as archive:
        for _ in range(4):
            archive.end_run(archive.begin_run("a"))
    pages = walked(client, "/api/v1/runs?limit=2")
    runs = [run["id"] for page in pages for run in page.json()]
    assert runs == [run["id"] for run in client.get("/api/v1/runs?limit=200").json()]
    assert len(runs) >= 5
    assert runs == sorted(runs, reverse=True)
    assert "link" not in client.get("/api/v1/runs?limit=200").headers
    hits = walked(client, "/api/v1/search?limit=3&q=ban+OR+%C4%91%E1%BB%A3t")
    assert len(hits) > 1
    assert sum(len(page.json()["hits"]) for page in hits) == hits[0].json()["total"]


def test_a_document_and_its_parts(client: httpx.Client) -> None:
    name = campaign(client)
    document = client.get(f"/api/v1/documents/{name}").json()
    assert len(document["renditions"]) == 3
    record = client.get(f"/api/v1/documents/{name}/record").json()
    assert Dispatch.model_validate(record).document_id == name
    assert record["references"][0]["status"] == "resolved"
    text = client.get(f"/api/v1/documents/{name}/text").json()
    assert text["text"] == record["text"]
    (tree,) = client.get(f"/api/v1/documents/{name}/links").json()
    assert tree["up"][0]["document"]["number"] == PLAN
    picture = client.get(f"/api/v1/documents/{name}/pages/1.jpg?width=800")
    assert picture.content.startswith(b"\xff\xd8")
    assert client.get(f"/api/v1/documents/{name}/pages/99.jpg").status_code == 404


def test_a_number_is_resolved_or_a_stub(client: httpx.Client) -> None:
    known = client.get("/api/v1/references", params={"number": PLAN}).json()
    assert known["status"] == "resolved"
    stub = client.get("/api/v1/references", params={"number": "91/2017/NĐ-CP"}).json()
    assert (stub["status"], stub["documents"]) == ("stub", [])
    assert client.get("/api/v1/references", params={"number": "1/XX-YY"}).status_code == 404


def test_an_etag_spares_the_second_answer(client: httpx.Client) -> None:
    address = f"/api/v1/documents/{campaign(client)}/record"
    tag = client.get(address).headers["etag"]
    for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        assert client.get(address, headers={"if-none-match": held}).status_code == 304
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200


def test_health_runs_and_metrics(client: httpx.Client) -> None:
    health = client.get("/api/v1/health").json()
    assert health["status"] == "ok"
    assert f"congvan_documents {health['documents']}" in client.get("/api/v1/metrics").text
    assert client.get("/api/v1/runs?limit=200").json()[-1]["outcomes"]["new"] == 7


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/documents/none", 404),
        ("/api/v1/documents/%00", 404),
        ("/api/v1/nothing", 404),
        ("/api/v1/search?limit=0", 422),
        ("/api/v1/search?q=)(", 400),
        ("/api/v1/search?since=31/2/2023", 400),
        ("/api/v1/search?after=NQ==", 400),  # JSON, but no page mark
        ("/api/v1/search?after=%00", 400),
        ("/api/v1/documents/x/links?depth=99", 422),
        ("/api/v1/documents/..%2F..%2Fetc%2Fpasswd/text", 404),
    ],
)
def test_errors_are_problems(client: httpx.Client, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["detail"]


def test_campaigns_likeness_and_suggestions(client: httpx.Client) -> None:
    found = client.get("/api/v1/campaigns", params={"plan": PLAN}).json()
    assert {one["plan"]["number"] for one in found} == {PLAN}
    assert [one for one in found if one["launches"]]
    pages = walked(client, "/api/v1/campaigns?limit=1")
    assert [one["id"] for page in pages for one in page.json()] == [
        one["id"] for one in client.get("/api/v1/campaigns").json()
    ]
    assert len(pages) >= len(found) >= 2
    assert client.get("/api/v1/campaigns", params={"running": "1990-01-01"}).json() == []
    (first, *_) = client.get(f"/api/v1/documents/{campaign(client)}/similar").json()
    assert 0 < first["score"] <= 1
    assert client.get("/api/v1/documents/none/similar").status_code == 404
    typed = client.get("/api/v1/suggest", params={"q": "16/K", "kind": "number"}).json()
    assert typed[0]["value"] == PLAN


def test_the_description_names_every_route(client: httpx.Client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert {"/api/v1/search", "/api/v1/documents/{name}", "/api/v1/ingest"} <= paths.keys()


def test_the_later_of_two_corrections_is_told(client: httpx.Client) -> None:
    address = f"/api/v1/documents/{campaign(client)}/corrections"
    sent = {"path": "/place", "value": "Bắc Kạn", "seen": "Chợ Mới", "author": "An"}
    assert client.post(address, json=sent).status_code == 201
    late = client.post(address, json={**sent, "value": "Ba Bể", "author": "Bình"})
    assert (late.status_code, late.json()["code"]) == (409, "conflict")
    record = client.get(address.replace("corrections", "record")).json()
    assert record["place"] == "Bắc Kạn"
    assert record["evidence"]["/place"]["method"] == "person"
    undo = {**sent, "value": "Chợ Mới", "seen": "Bắc Kạn"}
    assert client.post(address, json=undo).status_code == 201
    assert [one["author"] for one in client.get(address).json()] == ["An", "An"]
    for wrong in ({"path": "/text"}, {"path": "/date", "value": "31/2/2023"}):
        assert client.post(address, json={**sent, **wrong}).status_code == 400
