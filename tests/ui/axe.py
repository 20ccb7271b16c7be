"""axe-core in a page of the browser: what it finds against WCAG 2.2 A and AA and its best practices."""

from typing import Any, Final, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# "target-size" (WCAG 2.2, 2.5.8) is switched off in axe until one asks for it
OPTIONS: Final = {"runOnly": {"type": "tag", "values": list(TAGS)}, "resultTypes": ["violations", "incomplete"], "preload": False}

SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
NARROW: Final[ViewportSize] = {"width": 320, "height": 640}  # a window of 1280 pixels at 400 % (WCAG 2.2, 1.4.10)


def findings(page: Page, *, without: tuple[str, ...] = ()) -> list[str]:
    """Return what is wrong and what axe could not decide, one line each: rule, place, what it says; `without` are rules left out."""
    # by the debugger's door, not as a <script>: the pages forbid every script
    if page.evaluate("typeof window.axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    rules = {"target-size": {"enabled": True}} | {rule: {"enabled": False} for rule in without}
    result = page.evaluate("options => axe.run(document, options)", OPTIONS | {"rules": rules})
    assert result["testEngine"]["name"] == "axe-core"
    return [
        f"{kind}: {_line(rule, node)}"
        for kind in ("violations", "incomplete")
        for rule in result[kind]
        for node in rule["nodes"]
        if not node["html"].startswith(
            "<text"
        )  # the words of a drawing: axe does not know their ground, `words_in_drawings` does
    ]


def _line(rule: dict[str, Any], node: dict[str, Any]) -> str:
    checks = [check["message"] for group in ("any", "all", "none") for check in node[group]]
    return f"{rule['id']} at {node['target']}: {'; '.join(checks)}"


def words_in_drawings(page: Page) -> list[tuple[str, str, str]]:
    """Return the words of every drawing with their colour and that of the ground below the drawing, `#rrggbb`."""
    found = page.evaluate(
        """() => [...document.querySelectorAll('svg text')].map(word => {
            let below = word.closest('svg');
            while (below && getComputedStyle(below).backgroundColor === 'rgba(0, 0, 0, 0)') below = below.parentElement;
            return [word.textContent, getComputedStyle(word).fill, getComputedStyle(below || document.body).backgroundColor];
        })"""
    )
    return [(word, _hex(colour), _hex(ground)) for word, colour, ground in found]


def _hex(colour: str) -> str:
    """Return `rgb(1, 2, 3)` as `#010203`."""
    parts = colour.removeprefix("rgb(").removesuffix(")").split(", ")
    return "#" + "".join(f"{int(part):02x}" for part in parts)


def wider_than_window(page: Page) -> int:
    """Return by how many pixels the page has to be scrolled to the side; WCAG 2.2, 1.4.10 wants 0 in a `NARROW` window."""
    return int(page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"))
