"""python-pptx, loaded when it is needed; it is annotated only in part, so its objects are `Any`."""

from functools import cache
from importlib import import_module
from typing import Any

from ozg_workflow.domain.characters import xml_text


@cache
def pptx(module: str) -> Any:
    """Return a module of python-pptx when it is needed, `pptx("util")`."""
    return import_module(f"pptx.{module}")


def inches(*sides: float) -> Any:
    """Return lengths as the library wants them; one length for one side, else a list."""
    lengths = [pptx("util").Inches(side) for side in sides]
    return lengths[0] if len(lengths) == 1 else lengths


def rgb(colour: str) -> Any:
    """Return `#RRGGBB` as a colour of the library."""
    return pptx("dml.color").RGBColor.from_string(colour.lstrip("#"))


def parsed(xml: str) -> Any:
    """Return an element of the library's own classes."""
    return pptx("oxml").parse_xml(xml)


def describe(frame: Any, description: str) -> None:
    """Set the text alternative, which the library has no public way for."""
    frame._element.nvGraphicFramePr.cNvPr.set("descr", xml_text(description))  # noqa: SLF001
