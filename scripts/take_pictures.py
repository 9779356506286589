"""Takes the pictures of the README, of docs/design.md and of the guides for HR: python -m scripts.take_pictures public

From a built sample site, the one that `make site` builds: as its managers see it.
"""

from __future__ import annotations

import base64
import sys
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

PICTURES = Path(__file__).parents[1] / "docs" / "images"
README = {"rule.png": "en/rules/regional-manager.html", "home.png": "zh/index.html"}
# The page that comes out of each task of the guides for HR.
TASKS = {
    "1-start": "index.html",
    "2-goal": "goals/2026-q4-east-revenue.html",
    "3-rule": "rules/district-manager.html",
    "4-reward": "rewards/quarterly-bonus-district-manager.html",
    "5-change": "changes/2026-q3.html",
    "6-actuals": "actuals/2026-q3-kingdee.html",
    "7-result": "results/2026-q3-quarterly-bonus-district-manager.html",
    "8-promotion": "results/promotion/2026-h1-promotion-s2-to-s3.html",
    "9-correction": "results/2025-q2-quarterly-bonus-account-manager.html#course",
    "10-exceptions": "exceptions/index.html",
}
LANGUAGES = ("zh", "en")
WIDTH, HEIGHT = 1180, 860
# Those of the guides are many, and stand beside the text: smaller, and as WebP, which Playwright itself cannot write.
TASK_WIDTH, TASK_HEIGHT, QUALITY = 1000, 720, 55


def take_pictures(site: Path) -> None:
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        take_of_readme(browser, site)
        take_of_design(browser, site)
        take_of_tasks(browser, site)
        browser.close()


def take_of_readme(browser: Browser, site: Path) -> None:
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", reduced_motion="reduce")
    for name, address in README.items():
        page.goto((site.resolve() / address).as_uri())
        page.screenshot(path=PICTURES / name)


def take_of_design(browser: Browser, site: Path) -> None:
    """A checklist on a laptop with a box ticked, and a rule on a phone in the dark; both smaller than they are."""
    laptop = browser.new_page(
        viewport={"width": 1280, "height": 900}, device_scale_factor=0.6, color_scheme="light", reduced_motion="reduce"
    )
    laptop.goto((site.resolve() / "zh/promotion/m1-to-m2.html").as_uri())
    laptop.get_by_role("checkbox").first.check()
    laptop.evaluate("document.activeElement.blur()")
    laptop.screenshot(path=PICTURES / "criteria.zh.png")
    phone = browser.new_page(
        viewport={"width": 360, "height": 800}, device_scale_factor=0.8, color_scheme="dark", reduced_motion="reduce"
    )
    phone.goto((site.resolve() / "en/rules/regional-manager.html").as_uri())
    phone.screenshot(path=PICTURES / "rule-phone.en.png")


def take_of_tasks(browser: Browser, site: Path) -> None:
    size: ViewportSize = {"width": TASK_WIDTH, "height": TASK_HEIGHT}
    page = browser.new_page(viewport=size, color_scheme="light", reduced_motion="reduce")
    session = page.context.new_cdp_session(page)
    for name, address in TASKS.items():
        for lang in LANGUAGES:
            path, _, clause = address.partition("#")
            file = site.resolve() / lang / path
            if not file.is_file():
                raise SystemExit(f"{lang}/{path} is not in {site}: build it with `make site`.")
            page.goto(f"{file.as_uri()}#{clause}")
            taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
            (PICTURES / f"{name}.{lang}.webp").write_bytes(base64.b64decode(taken["data"]))


if __name__ == "__main__":
    take_pictures(Path(sys.argv[1]))
