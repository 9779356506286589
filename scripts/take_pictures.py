"""Takes the pictures of the README from a built sample site: python -m scripts.take_pictures public"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURES = Path(__file__).parents[1] / "docs" / "images"
PAGES = {"rule.png": "en/rules/regional-manager.html", "home.png": "zh/index.html"}
WIDTH, HEIGHT = 1180, 860


def take_pictures(site: Path) -> None:
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", reduced_motion="reduce"
        )
        for name, address in PAGES.items():
            page.goto((site.resolve() / address).as_uri())
            page.screenshot(path=PICTURES / name)
        browser.close()


if __name__ == "__main__":
    take_pictures(Path(sys.argv[1]))
