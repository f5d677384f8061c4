"""Takes the pictures of the documents from the real playground: `make pictures`, or one scene by its name.

Starts `python -m bot try`, does what members would do, and keeps what Chromium shows in `docs/images/`.
"""

from __future__ import annotations

import asyncio
import shutil
import sys

from playwright.async_api import async_playwright

from tests.browser.conftest import ARGUMENTS
from tests.pictures.buddies import buddies
from tests.pictures.care import care, helping, notes, thanks
from tests.pictures.checkins import checkins
from tests.pictures.prompts import prompts
from tests.pictures.steps import IMAGES, playground
from tests.pictures.wins import act

SCENES = (act, buddies, checkins, prompts, care, helping, notes, thanks)


async def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("There is no chromium on the path (Debian: apt install chromium).")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for scene in SCENES:
            if sys.argv[1:] and scene.__name__ not in sys.argv[1:]:
                continue
            async with playground() as url:
                await scene(browser, url)
        await browser.close()
    for picture in sorted(IMAGES.glob("*.png")):
        print(f"{picture.name}: {picture.stat().st_size // 1000} kB")


if __name__ == "__main__":
    asyncio.run(main())
