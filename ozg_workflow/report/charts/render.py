"""Draw a chart as SVG for a light and a dark ground, and put it into Markdown."""

import base64
import re
from typing import Final

from ozg_workflow.report.charts.look import BORDER, DARK, WIDTH, Spec

# The cockpit shows the picture apart from its page: the picture itself has to know both grounds.
_RULES: Final = "".join(f'[fill="{light}"]{{fill:{dark}}}[stroke="{light}"]{{stroke:{dark}}}' for light, dark in DARK.items())
STYLE: Final = f"<style>@media (prefers-color-scheme: dark){{{_RULES}}}</style>"


def svg(spec: Spec) -> str:
    """Return the chart as SVG with rounded corners; loads nothing from anywhere."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[], format_locale="de-DE", time_format_locale="de-DE")
    head, body = re.split(r'<rect width="[^"]*" height="[^"]*"', drawn, maxsplit=1)
    size = re.search(r'width="(\d+)" height="(\d+)"', head)
    width, height = (max(int(size[1]), WIDTH), int(size[2])) if size else (WIDTH, WIDTH)
    head = re.sub(
        r'width="\d+" height="\d+" viewBox="[^"]*"', f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"', head
    )
    ground = f'<rect x="0.5" y="0.5" rx="10" stroke="{BORDER}" width="{width - 1}" height="{height - 1}"'
    return f"{head}{STYLE}{ground}{body}"


def image(spec: Spec, alternative: str) -> str:
    """Return the chart as a Markdown image; `alternative` says in words what it shows."""
    words = re.sub(r"[\[\]\n]", " ", alternative)
    return f"![{words}](data:image/svg+xml;base64,{base64.b64encode(svg(spec).encode()).decode()})"
