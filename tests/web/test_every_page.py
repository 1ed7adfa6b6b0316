"""What every page is held to: WCAG, a still layout, the focus, hostile text, the password."""

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from fastapi.routing import APIRoute
from playwright.sync_api import Page, expect

from app.web import api, graph_api
from app.web.access import Access
from app.web.application import PAGES as PAGES_OF
from app.web.place import Place
from index import open_archive, saved
from tests.web.checks import checked
from tests.web.conftest import Visit, serving
from tests.web.hostile import MARKUP, hostile_file, texts

PAGES = {
    "home": "/",
    "found": "/?q=thi+dua&references=16/KH-BQL",
    "nothing found": "/?q=kh%C3%B4ngc%C3%B3g%C3%AC",
    "bad query": "/?q=)(",
    "document": "/documents/{campaign}",
    "graph": "/documents/{campaign}/graph?relations=all",
    "reference": "/documents/{campaign}/references/0",
    "stub": "/numbers?name=91/2017/N%C4%90-CP",
    "unknown number": "/numbers?name=1/XX",
    "campaigns": "/campaigns",
    "review": "/review",
    "nothing to review": "/review?kind=link",
    "saved": "/saved",
    "status": "/status",
    "login": "/login",
    "no such page": "/nothing",
}
_WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
}).observe({ type: "layout-shift", buffered: true });
"""
_FOCUSED = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const box = one.getBoundingClientRect();
  const frame = one.parentElement.closest(".drawing, .scroll, .pages");
  const whole = { left: 0, top: 0, right: 1e9, bottom: 1e9 };
  const bounds = frame ? frame.getBoundingClientRect() : whole;
  const left = Math.max(box.left, bounds.left, 0);
  const top = Math.max(box.top, bounds.top, 0);
  const right = Math.min(box.right, bounds.right, window.innerWidth);
  const bottom = Math.min(box.bottom, bounds.bottom, window.innerHeight);
  const style = getComputedStyle(one);
  const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return {
    what: one.outerHTML.slice(0, 120),
    top: box.top + window.scrollY,
    bottom: box.bottom + window.scrollY,
    inMain: one.closest("main") !== null && one.closest(".drawing, .scroll, .pages") === null,
    isSeen: right - left > 8 && bottom - top > 8,
    isMarked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    isFree: at !== null && (one.contains(at) || at.contains(one) || at.closest("label") !== null),
  };
}"""


@pytest.fixture(scope="session")
def pages(client: httpx.Client) -> dict[str, str]:
    """The addresses of all pages by name."""
    asked = {"references": "16/KH-BQL", "signer": "khoi"}
    name = client.get("/api/v1/search", params=asked).json()["hits"][0]["document_id"]
    return {told: address.format(campaign=name) for told, address in PAGES.items()}


@pytest.mark.browser
def test_campaigns_stand_still_while_they_arrive_slowly(
    visit: Visit, pages: dict[str, str]
) -> None:
    page = visit.page
    page.add_init_script(_WATCH_SHIFTS)
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 5, "downloadThroughput": 20_000, "uploadThroughput": 1e6}
    line.send("Network.emulateNetworkConditions", slow)
    for _ in range(2):  # the first is painted whole, when the style sheet is there
        page.goto(pages["campaigns"])
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.shifted") <= 0.01


@pytest.mark.browser
def test_every_page_passes_axe_and_stands_still(visit: Visit, pages: dict[str, str]) -> None:
    page = visit.page
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.emulate_media(color_scheme="dark" if width > 1000 else "light")
    page.add_init_script(_WATCH_SHIFTS)
    for name, address in pages.items():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.shifted") <= 0.01, name
        checked(page)
        expect(page.locator("h1")).to_have_count(1)


@pytest.mark.browser
@pytest.mark.parametrize("name", ["found", "document", "graph", "review", "status", "campaigns"])
def test_the_focus_walks_down_the_page_and_is_always_seen(
    visit: Visit, pages: dict[str, str], name: str
) -> None:
    page = visit.page
    if page.viewport_size and page.viewport_size["width"] > 1000:
        page.set_viewport_size({"width": 720, "height": 450})  # 1440 × 900 at 200 %
    page.goto(pages[name])
    page.locator(".skip").focus()
    walked = list(_walk(page))
    assert len(walked) > 8
    last = 0.0
    for one in walked:
        assert one["isMarked"], one["what"]
        assert one["isSeen"], one["what"]
        assert one["isFree"], one["what"]
        if one["inMain"]:
            assert one["bottom"] > last, one["what"]
            last = one["top"]


def _walk(page: Page) -> Iterator[dict[str, object]]:
    for _ in range(150):
        page.keyboard.press("Tab")
        found = page.evaluate(_FOCUSED)
        if found is None:
            return
        yield found


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site whose only document, saved search, correction and run are hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    place = Place(f"sqlite:{folder / 'a.sqlite'}", None, folder)
    with open_archive(place.index) as archive:
        archive.begin_run(MARKUP)
        archive.add([hostile_file()])
        (name,) = archive.find(hostile_file().file_id)
        record = archive.read(name)
        assert record
        archive.correct(name, "/place", MARKUP[:-1], seen=record["place"], author=MARKUP)
        saved.save(archive, MARKUP, "q=a", author=MARKUP)
        seen = hostile_file().sighting
        bad = replace(seen, path=f"/x/{MARKUP}")
        archive.quarantine(bad, code=MARKUP, message=MARKUP, version="1")
    with serving(place, Access(hosts=frozenset({"127.0.0.1"}))) as url:
        yield url


@pytest.mark.browser
def test_hostile_text_in_every_field_shows_as_text(visit: Visit, hostile: str) -> None:
    record = httpx.get(f"{hostile}/api/v1/documents/{hostile_file().file_id}/record").json()
    assert sum(MARKUP in one for one in texts(record)) > 30
    name = record["document_id"]
    page = visit.page
    number = httpx.QueryParams({"name": record["references"][0]["number"]})
    for address in (
        "/",
        "/?q=a",
        f"/?{httpx.QueryParams({'q': MARKUP.replace('(', ' ').replace(')', ' ')})}",
        f"/?{httpx.QueryParams({'signer': MARKUP})}",
        f"/documents/{name}",
        f"/documents/{name}/graph?relations=all",
        f"/documents/{name}/references/0",
        f"/documents/{name}/similar",
        f"/numbers?{number}",
        f"/campaigns?{httpx.QueryParams({'running': MARKUP[-20:]})}",
        "/campaigns",
        "/review",
        "/review?kind=warning",
        "/saved",
        "/status",
    ):
        page.goto(hostile + address)
        page.wait_for_load_state("networkidle")
        made = page.locator("main img[src=x], main b b, script:not([src])")
        assert made.count() == 0, address
        assert "49</script>" not in page.content()
        assert page.evaluate(_UNBOUND) == [], address
    visit.foreign.clear()  # the fixture knows the usual site's address only


_UNBOUND = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const one = walker.currentNode;
    const held = "bdi, .running, option, textarea, text, title";
    if (one.data.includes("\\u202e") && !one.parentElement.closest(held)) found.push(one.data);
  }
  return found;
}"""


def test_files_of_hostile_results_hold_it_as_text(hostile: str) -> None:
    for form in ("csv", "jsonl", "register-out", "register-in"):
        assert httpx.get(f"{hostile}/results", params={"format": form}).status_code == 200
    listed = httpx.get(f"{hostile}/saved").text
    feed = listed.partition('href="/saved/')[2].partition('"')[0]
    told = httpx.get(f"{hostile}/saved/{feed}")
    assert told.status_code == 200
    assert "<script>" not in told.text


def test_nothing_answers_without_the_password(place: Place) -> None:
    access = Access(password_hash="$argon2id$none", token="t" * 20)
    found = [("", one) for pages in PAGES_OF for one in pages.router.routes]
    found += [("/api/v1", one) for part in (api, graph_api) for one in part.router.routes]
    routes = [(at + one.path, one.methods) for at, one in found if isinstance(one, APIRoute)]
    assert len(routes) > 35
    with serving(place, access) as url:
        for path, methods in routes:
            if path == "/login":
                continue
            for method in methods:
                answer = httpx.request(method, url + path.replace("{", "").replace("}", ""))
                is_sent_on = answer.headers.get("location", "").startswith("/login?next=")
                assert answer.status_code == 401 or is_sent_on, (method, path)
        assert httpx.get(f"{url}/api/v1/openapi.json").status_code == 401
