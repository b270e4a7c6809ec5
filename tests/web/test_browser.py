"""The pages in a real browser: by mouse, by key, in the dark, on a phone, and for whoever hears them read out."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import served
from onrecord.facts import Metadata
from onrecord.identifying import identify
from onrecord.ingest import add
from onrecord.record import Query, Record, open_record
from onrecord.sources.files import captures

playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: pip install 'onrecord[dev]'")

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: sudo apt-get install chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        # Root, as in a container, has no sandbox.
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Record]]:
    """The examples in a record that may be written to, and its address."""
    examples = str(Path(__file__).parents[2] / "examples")
    with open_record(tmp_path_factory.mktemp("browsed") / "strait.db") as record:
        add(captures([examples], Metadata()), record)
        identify(record)
        with served.running(record) as address:
            yield address, record


Opened = Callable[..., Any]


@pytest.fixture
def open_page(browser: Any, own: tuple[str, Record]) -> Iterator[Opened]:
    """Open a page; what the browser complains of fails the test."""
    complaints: list[str] = []
    contexts = []

    def opened(path: str, **context: Any) -> Any:
        contexts.append(browser.new_context(base_url=own[0], **context))
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else 0
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: complaints.extend(failure(request)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def test_a_statement_is_found_and_opened_by_key(open_page: Opened) -> None:
    page = open_page("/")
    page.keyboard.press("/")
    page.keyboard.type("apology")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?words=apology")
    page.keyboard.press("n")
    assert "apology" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_url("**/statement/*")
    assert "apology" in page.locator("mark").inner_text()


def test_a_plot_narrows_a_search_by_a_click(open_page: Opened) -> None:
    page = open_page("/search?words=strait")
    page.get_by_role("complementary").get_by_role("link", name="Nadja Brandt").click()
    page.wait_for_url("**speaker=Nadja*")
    assert {who.inner_text() for who in page.locator(".said .who").all()} == {"Nadja Brandt"}


def test_a_document_is_walked_by_key_and_shows_everything_about_a_statement(open_page: Opened, own: Any) -> None:
    document = own[1].search(Query(words='"four times"')).hits[0].entry.statement.document
    page = open_page(f"/document/{document}")
    page.keyboard.press("n")
    page.keyboard.press("n")
    second = page.evaluate("document.activeElement.dataset.id")
    page.keyboard.press("Enter")
    page.locator("#panel .facts").wait_for()
    assert page.url.endswith(f"#s{second}")
    page.keyboard.press("n")
    page.wait_for_function("id => document.querySelector('#panel').dataset.of !== id", arg=second)
    page.keyboard.press("p")
    page.wait_for_function("id => document.querySelector('#panel').dataset.of === id", arg=second)
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    assert page.evaluate("document.activeElement.dataset.id") == second


def test_a_citation_is_copied(open_page: Opened, own: Any) -> None:
    statement = own[1].search(Query(words="apology")).hits[0].entry.id
    page = open_page(f"/statement/{statement}", permissions=["clipboard-read", "clipboard-write"])
    page.keyboard.press("c")
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Leyla Sorgun")
    assert "#:~:text=an%20apology" in copied


def test_an_edge_of_the_graph_is_followed_to_its_quotes(open_page: Opened) -> None:
    page = open_page("/system", viewport={"width": 1300, "height": 1000})
    page.locator("#graph[data-ready]").wait_for()
    words = page.locator("#panel blockquote a").first
    # The graph hears of scrolling some frames later; until then it looks for clicks where it was.
    for _ in range(10):
        at = page.evaluate(
            """() => {
                const place = document.getElementById("graph");
                place.scrollIntoView();
                const edge = place.graph.edges("[sign = 1]")[0].renderedMidpoint();
                const box = place.getBoundingClientRect();
                return [box.x + edge.x, box.y + edge.y];
            }"""
        )
        page.mouse.click(*at)
        page.wait_for_timeout(1000)
        if words.is_visible():
            break
    words.click()
    page.wait_for_url("**/statement/*")


def test_the_graph_is_dragged_zoomed_and_filtered(open_page: Opened) -> None:
    page = open_page("/system")
    page.locator("#graph[data-ready]").wait_for()
    seen = "document.getElementById('graph').graph.edges().not('.out').length"
    every = page.evaluate(seen)
    page.locator("[data-sign='-1']").uncheck()
    without = page.evaluate(seen)
    assert 0 < without < every
    page.locator("#g-until").fill("0")
    assert 0 < page.evaluate(seen) < without
    page.locator("#graph").scroll_into_view_if_needed()
    box = page.locator("#graph").bounding_box()
    x, y = box["x"] + 20, box["y"] + box["height"] - 20
    pan, zoom = (f"document.getElementById('graph').graph.{what}()" for what in ("pan", "zoom"))
    before = page.evaluate(pan)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 80, y - 40, steps=4)
    page.mouse.up()
    assert page.evaluate(pan) != before
    before = page.evaluate(zoom)
    # While the page itself scrolls, the wheel is the page's; then its first turns tell a wheel from a touchpad.
    page.wait_for_timeout(400)
    for _ in range(6):
        page.mouse.wheel(0, -120)
    page.wait_for_function(f"zoom => {zoom} !== zoom", arg=before)


@pytest.mark.parametrize(("name", "start"), [("SVG", b"<svg"), ("PNG", b"\x89PNG")])
def test_the_picture_is_downloaded(open_page: Opened, name: str, start: bytes) -> None:
    page = open_page("/system")
    with page.expect_download() as download:
        page.locator(".tools").get_by_role("link", name=name).click()
    assert Path(download.value.path()).read_bytes().startswith(start)


def test_rows_are_downloaded(open_page: Opened) -> None:
    page = open_page("/search?words=apology")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert "an apology" in Path(download.value.path()).read_text(encoding="utf-8")


def test_statements_are_judged_and_taken_back_by_key(open_page: Opened, own: Any) -> None:
    page = open_page("/review")
    claims = []
    for key in ("y", "n", "u"):
        claims.append(page.locator(".claim a").get_attribute("href").split("/")[-1])
        page.keyboard.press(key)
        page.wait_for_function("id => !document.querySelector('.claim a').href.endsWith(id)", arg=claims[-1])
    verdicts = [own[1].judgements(id_)[0].verdict.value for id_ in claims]
    assert verdicts == ["yes", "no", "unsure"]
    page.keyboard.press("z")
    page.wait_for_url(f"**id={claims[-1]}")
    assert own[1].judgements(claims[-1])[0].note == "taken back"
    page.keyboard.press("j")
    page.wait_for_url("**skip=1")


def test_who_is_who_is_judged_and_taken_back_by_key(open_page: Opened, own: Any) -> None:
    who = own[1].who
    first = who.alike(9)[0]
    page = open_page("/review/same")
    assert page.locator(".sides h2 a").all_inner_texts() == [actor.name for actor in first]
    page.keyboard.press("n")
    page.locator("[data-key=z]").wait_for()
    assert first not in who.alike(9)
    page.keyboard.press("z")
    page.locator("[data-key=z]").wait_for(state="detached")
    assert who.alike(9)[0] == first
    page.keyboard.press("y")
    page.locator("[data-key=z]").wait_for()
    assert who.actor(first[0].id).figures >= 1
    assert len(who.named(first[0].id) + who.named(first[1].id)) == 1
    page.keyboard.press("z")
    page.locator("[data-key=z]").wait_for(state="detached")
    assert who.alike(9)[0] == first


def test_a_statement_is_corrected_by_selecting_words(open_page: Opened, own: Any) -> None:
    entry = own[1].search(Query(words="apology")).hits[0].entry
    page = open_page(f"/review?id={entry.id}")
    page.get_by_text("Right, but for").click()
    select(page, ".context", "the accusation absurd")
    page.locator("[data-take=k-content]").click()
    page.get_by_role("button", name="Right, as corrected").click()
    page.wait_for_load_state()
    assert own[1].entry(entry.id).json()["quote"] == "the accusation absurd"


def test_what_was_missed_is_added_by_selecting_words_behind_an_emoji(open_page: Opened, own: Any) -> None:
    text = "🙂🙂 Dorsk 🙂 keeps the quay shut.\n\nNobody in Port Halm said anything else about it all day."
    page = open_page("/add")
    page.locator("#text").fill(text)
    page.get_by_role("button", name="Read it", exact=True).click()
    page.get_by_text("Done").wait_for()
    page.goto(f"/document/{own[1].latest(1)[0].document}")
    page.get_by_text("Add what the reader missed").click()
    select(page, ".row > p", "keeps the quay shut")
    page.locator("[data-take=k-content]").click()
    page.get_by_role("button", name="Add the statement").click()
    page.wait_for_url("**/statement/*")
    assert page.locator("mark").inner_text() == "keeps the quay shut"


def failure(request: Any) -> list[str]:
    """Why a request failed; what is aborted is what a page no longer waits for when it is left."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"{request.url}: {request.failure}"]


def select(page: Any, where: str, words: str) -> None:
    page.evaluate(
        """([where, words]) => {
            const walker = document.createTreeWalker(document.querySelector(where), NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + words.length);
            }
        }""",
        [where, words],
    )


def addresses(record: Record) -> list[str]:
    # Other tests judge and correct what stands in this record.
    said = record.search(Query()).hits[0].entry
    who = record.who.actor("Leyla Sorgun").id
    pages = [
        "/",
        "/search?words=strait",
        f"/document/{said.statement.document}",
        f"/statement/{said.id}",
        f"/actor/{who}",
    ]
    sides = "/compare?a=Veltan+Post&b=Northern+Wire"
    return [
        *pages,
        sides,
        "/changes",
        "/system",
        "/review",
        "/review/same",
        "/review/judged",
        "/review/agreement",
        "/add",
        "/nowhere",
    ]


@pytest.mark.parametrize(
    "context",
    [{"color_scheme": "light"}, {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}}],
    ids=["light", "dark on a phone"],
)
def test_every_page_can_be_used_by_everybody(browser: Any, own: Any, context: dict[str, Any]) -> None:
    with browser.new_context(base_url=own[0], **context) as opened:
        page = opened.new_page()
        for address in addresses(own[1]):
            page.goto(address)
            if address == "/system":
                page.locator("#graph[data-ready]").wait_for()
            page.evaluate(AXE)
            found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
            serious = [
                (each["id"], node["target"], node["failureSummary"])
                for each in found
                if each["impact"] in ("serious", "critical")
                for node in each["nodes"][:2]
            ]
            assert serious == [], address
            beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert beyond <= 0, f"{address} is wider than the window"


def test_everything_is_read_without_scripts(open_page: Opened, own: Any) -> None:
    page = open_page("/", java_script_enabled=False)
    for address in addresses(own[1])[:-1]:
        page.goto(address)
        assert len(page.locator("main").inner_text()) > 100, address
    page.goto("/system")
    page.locator("a[data-tie]").first.click()
    page.locator("blockquote a").first.click()
    assert "/statement/" in page.url


def test_the_interface_for_programs_is_described_and_tried_without_any_other_site(open_page: Opened) -> None:
    page = open_page("/api")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.locator("#operations-Read-find_statements .opblock-summary-control").click()
    page.locator("#operations-Read-find_statements .execute").click()
    page.locator("#operations-Read-find_statements .live-responses-table td.response-col_status").last.wait_for()
    assert any("/api/v1/search?" in each for each in asked)
    assert {each.split("/")[2] for each in asked} == {page.url.split("/")[2]}
