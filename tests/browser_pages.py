"""Every kind of page, and what a real browser makes of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import axe_playwright_python

from archive.demo.keys import demo_id
from tests import browsing
from tests.browsing import ADMIN, OFFICER, REVIEWER, VISITOR, item

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Request, Response

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 360, "height": 740}
NARROWEST, ZOOMED = {"width": 320, "height": 640}, {"width": 320, "height": 256}
AGENT, EVENT = demo_id("agent:artist"), demo_id("event:gathering")
WORDS = demo_id(f"file:{browsing.VIDEO}.vi.vtt")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page: an example's path, who looks, and the status that it answers with."""

    name: str
    path: str
    who: str = VISITOR
    status: int = 200


PUBLIC = (
    Kind("home", "/"),
    Kind("search-hits", "/search?q=xoe"),
    Kind("search-none", "/search?q=zzzzqqq"),
    Kind("search-list", "/search?type=item&view=list"),
    Kind("search-everything", "/search?q=xoe&type="),
    Kind("search-map", "/search?q=xoe&view=map"),
    Kind("search-mistake", "/search?q=xoe+(khan"),
    Kind("search-advanced", "/search/advanced"),
    Kind("elements", "/elements"),
    Kind("element", "/elements/xoe-moi-lau"),
    Kind("item-image", item(browsing.IMAGE)),
    Kind("item-sound", item(browsing.SOUND)),
    Kind("item-video", item(browsing.VIDEO)),
    Kind("item-papers", item(browsing.PAPERS)),
    Kind("item-restricted", item(browsing.RESTRICTED)),
    Kind("item-withdrawn", item(browsing.WITHDRAWN), status=410),
    Kind("people", "/people"),
    Kind("person", f"/people/{AGENT}"),
    Kind("places", "/places"),
    Kind("place", "/places/phuong-chieng-coi"),
    Kind("map", "/map"),
    Kind("calendar", "/calendar"),
    Kind(
        "compare",
        f"/compare?item={browsing.item_id(browsing.IMAGE)}&item={browsing.item_id(browsing.VIDEO)}",
    ),
    Kind("compare-nothing", "/compare"),
    Kind("collections", "/collections"),
    Kind("collection", "/collections/vong-xoe-minh-hoa"),
    Kind("events", "/events"),
    Kind("event", f"/events/{EVENT}"),
    Kind("communities", "/communities"),
    Kind("community", "/communities/cong-dong-mau"),
    Kind("term", "/terms/k-khan-pieu"),
    Kind("lessons", "/lessons"),
    Kind("help", "/help"),
    Kind("help-page", "/help/tutorials/officer"),
    Kind("about", "/about"),
    Kind("accessibility", "/accessibility"),
    Kind("contact", f"/contact?about={item(browsing.IMAGE)}"),
    Kind("privacy", "/privacy"),
    Kind("ask", f"{item(browsing.RESTRICTED)}/ask"),
    Kind("sign-in", "/sign-in"),
    Kind("join", "/join"),
    Kind("welcome", "{welcome}"),
    Kind("not-found", "/items/nothing", status=404),
)
DESK = (
    Kind("account", "/account", OFFICER),
    Kind("second-factor", "/account/second-factor", OFFICER),
    Kind("searches", "/account/searches", OFFICER),
    Kind("my-requests", "/account/requests", OFFICER),
    Kind("search-signed-in", "/search?q=xoe", OFFICER),
    Kind("forbidden", "/desk/users", OFFICER, status=403),
    Kind("desk-home", "/desk", OFFICER),
    Kind("desk-upload", "/desk/upload", OFFICER),
    Kind("desk-batch", "{batch}", OFFICER),
    Kind("desk-items", "/desk/items", OFFICER),
    Kind("desk-describe", f"/desk{item(browsing.DRAFT)}", OFFICER),
    Kind("desk-describe-video", f"/desk{item(browsing.VIDEO)}", OFFICER),
    Kind("desk-captions", f"/desk{item(browsing.VIDEO)}/captions/{WORDS}", OFFICER),
    Kind("desk-history", f"/desk{item(browsing.IMAGE)}/history", OFFICER),
    Kind("desk-aside", "/desk/aside", OFFICER),
    Kind("desk-consents", "/desk/consents", OFFICER),
    Kind("desk-consents-of-item", f"/desk{item(browsing.VIDEO)}/consents", OFFICER),
    Kind("desk-dossiers", "/desk/dossiers", OFFICER),
    Kind("desk-dossier", "/desk/dossiers/xoe-nhom-khan", OFFICER),
    Kind("desk-sheets", "/desk/sheets", OFFICER),
    Kind("desk-sheet", "{sheet}", OFFICER),
    Kind("desk-messages", "/desk/messages", OFFICER),
    Kind("desk-notices", "/desk/notices", OFFICER),
    Kind("desk-requests", "/desk/requests", OFFICER),
    Kind("desk-people", "/desk/nouns/agent", OFFICER),
    Kind("desk-person", f"/desk/agent/{AGENT}", OFFICER),
    Kind("desk-new-place", "/desk/new/place", OFFICER),
    Kind("desk-review", "/desk/review", REVIEWER),
    Kind("desk-look", f"/desk{item('cho-duyet')}/review", REVIEWER),
    Kind("desk-bulk", "/desk/bulk?q=xoe", REVIEWER),
    Kind("desk-change", "{change}", REVIEWER),
    Kind("desk-statistics", "/desk/statistics", REVIEWER),
    Kind("desk-formats", "/desk/formats", REVIEWER),
    Kind("desk-tasks", "/desk/tasks", ADMIN),
    Kind("vocabulary", "/desk/vocabulary", ADMIN),
    Kind("vocabulary-element", "/desk/vocabulary/element/xoe-vong", ADMIN),
    Kind("vocabulary-new", "/desk/vocabulary/term/new", ADMIN),
    Kind("merge", "/desk/merge/term/k-khan-pieu", ADMIN),
    Kind("split", "/desk/split/term/k-khan-pieu", ADMIN),
    Kind("users", "/desk/users", ADMIN),
    Kind("invitations", "/desk/invitations", ADMIN),
    Kind("activity", "/desk/activity", ADMIN),
)
KINDS = (*PUBLIC, *DESK)
NAMES = [kind.name for kind in KINDS]


@dataclass(slots=True)
class Sight:
    """What was seen of a page: what axe found by look, what stuck out by width, what was asked."""

    status: int = 0
    findings: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sticking_out: dict[str, list[str]] = field(default_factory=dict)
    covered_px: int = 0
    forbidden: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def look_at(context: BrowserContext, origin: str, path: str, *, is_whole: bool = True) -> Sight:
    """Visit a page once and look at it wide and narrow, light and dark, or in one look of those.

    Which one look it is the address says, so that half of the pages are seen each way.
    """
    page, sight = context.new_page(), Sight()
    page.set_viewport_size(WIDE)
    page.add_init_script(_LISTEN)
    page.on("request", lambda request: sight.asked.append(request.url))
    page.on("requestfailed", lambda request: _note_failure(sight, request))
    page.on("response", lambda answer: _note_answer(sight, answer))
    page.on("pageerror", lambda error: sight.failures.append(str(error)))
    answer = page.goto(origin + path)
    sight.status = answer.status if answer else 0
    page.evaluate(AXE)
    is_wide = crc32(path.encode()) % 2 == 0
    if is_whole or is_wide:
        _examine(page, sight, "wide", "light")
    if is_whole:
        _examine(page, sight, "wide", "dark", only=["color-contrast"])
    page.set_viewport_size(NARROW)
    page.evaluate(_OPEN_ALL)
    if is_whole or not is_wide:
        _examine(page, sight, "narrow", "dark")
    if is_whole:
        _examine(page, sight, "narrow", "light", only=["color-contrast"])
    for name, size in (("320 px", NARROWEST), ("400 %", ZOOMED)):
        page.set_viewport_size(size)
        sight.sticking_out[name] = page.evaluate(_STICKING_OUT)
    sight.covered_px = page.evaluate(_COVERED)
    sight.forbidden = page.evaluate("window.forbidden")
    page.close()
    return sight


def _note_failure(sight: Sight, request: Request) -> None:
    # A lazy picture that is out of sight again when the window shrinks is no failure.
    if request.failure != "net::ERR_ABORTED":
        sight.failures.append(f"{request.url}: {request.failure}")


def _note_answer(sight: Sight, answer: Response) -> None:
    if answer.status >= 400 and not answer.request.is_navigation_request():
        sight.failures.append(f"{answer.url}: {answer.status}")


def _examine(
    page: Page, sight: Sight, width: str, scheme: str, only: list[str] | None = None
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    chosen = {"type": "rule", "values": only} if only else {"type": "tag", "values": WCAG}
    options = {"runOnly": chosen, "resultTypes": ["violations"], "iframes": False}
    for found in page.evaluate("(options) => axe.run(document, options)", options)["violations"]:
        for node in found["nodes"]:
            why = node["failureSummary"].replace("\n", " ")
            text = f"{found['id']}: {node['html'][:200]} {why[:300]}"
            sight.findings[f"{width}, {scheme}"].append(text)


_LISTEN = """
window.forbidden = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.forbidden.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""

# A menu that floats lies over its neighbours when it is open.
_OPEN_ALL = """
() => document.querySelectorAll("main details:not(.player-menu)")
  .forEach((one) => { one.open = true; })
"""

# What is wider than the window and does not scroll inside a frame of its own.
_STICKING_OUT = """
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const isFramed = (one) => {
    for (let up = one.parentElement; up; up = up.parentElement)
      if (getComputedStyle(up).overflowX !== "visible") return true;
    return false;
  };
  return [...document.body.querySelectorAll("*")]
    .filter((one) => one.getBoundingClientRect().right > width + 1 && !isFramed(one))
    .slice(0, 5)
    .map((one) => one.outerHTML.slice(0, 160));
}
"""

# The height of what stays over the page while it is scrolled.
_COVERED = """
() => {
  window.scrollTo(0, 400);
  return [...document.body.querySelectorAll("*")]
    .filter((one) => ["fixed", "sticky"].includes(getComputedStyle(one).position))
    .map((one) => one.getBoundingClientRect())
    .filter((box) => box.bottom > 0 && box.top < innerHeight && box.width > innerWidth / 2)
    .reduce((sum, box) => sum + Math.min(box.bottom, innerHeight) - Math.max(box.top, 0), 0);
}
"""
