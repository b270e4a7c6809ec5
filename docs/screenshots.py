"""Makes the pictures of the pages, of the examples' record, where there is Chromium.

``make docs`` runs this; a browser of another version may draw other pixels, so that no test compares them.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from onrecord.facts import Metadata
from onrecord.identifying import identify
from onrecord.ingest import add
from onrecord.record import Query, Record, open_record
from onrecord.sources.files import captures
from onrecord.web.app import app
from onrecord.web.guard import Limits
from onrecord.web.serve import address_of, listening, server

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"


def shoot(page: Page, record: Record) -> None:
    """Open the pages that the documentation shows, and take their pictures."""
    interview = record.search(Query(words='"four times"')).hits[0].entry
    page.goto(f"/document/{interview.statement.document}#s{interview.id}")
    page.locator("#panel .facts").wait_for()
    page.screenshot(path=PICTURES / "page-document.png")
    page.goto("/system")
    page.locator("#graph[data-ready]").wait_for()
    page.locator("a[data-tie]").first.click()
    page.locator("#panel blockquote").first.wait_for()
    page.wait_for_timeout(500)
    page.screenshot(path=PICTURES / "page-system.png")


def main() -> int:
    """Read the examples, show them, and take the pictures; 1 where there is no browser."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("the pictures of the pages need Chromium: sudo apt-get install chromium", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, open_record(Path(folder) / "strait.db") as record:
        add(captures([str(ROOT / "examples")], Metadata()), record)
        identify(record)
        limits = Limits()
        with listening(("127.0.0.1", 0), limits) as socket, sync_playwright() as started:
            serving = server(app(record, limits))
            thread = threading.Thread(target=serving.run, kwargs={"sockets": [socket]})
            thread.start()
            browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            view = {"width": 1240, "height": 780}
            shoot(browser.new_page(base_url=address_of(socket), viewport=view), record)  # type: ignore[arg-type]
            browser.close()
            serving.should_exit = True
            thread.join()
    return 0


if __name__ == "__main__":
    sys.exit(main())
