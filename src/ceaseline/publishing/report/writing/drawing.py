"""A picture as part of a page: named for those who do not see it, and with nothing in it that acts."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from ceaseline.publishing.report.model import Picture

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
# everything that a drawing is made of; what is not named here is left out
_KEPT = frozenset(
    {
        *("svg", "g", "defs", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *(
            "text",
            "tspan",
            "clipPath",
            "pattern",
            "linearGradient",
            "radialGradient",
            "stop",
            "marker",
            "mask",
            "use",
        ),
    }
)
# a style of the drawing would be one of the whole page; this is what Matplotlib says in it
_STROKES = {"stroke-linejoin": "round", "stroke-linecap": "butt"}


def drawing(picture: Picture) -> str:
    """Return a picture as an SVG element with its title and description, its names made its own.

    Two pictures of one page may have the same names inside; each gets the name of its picture in front.
    """
    root = ET.fromstring(picture.svg)  # noqa: S314  expat fetches nothing; an entity bomb would have to be our own
    own = f"picture-{picture.name}"
    _strip(root)
    _rename(root, own)
    for key in ("width", "height"):
        root.attrib.pop(key, None)
    names = f"{own}-title", f"{own}-desc"
    root.attrib.update({"role": "img", "aria-labelledby": " ".join(names)} | _STROKES)
    for at, (tag, name, text) in enumerate(
        zip(("title", "desc"), names, (picture.title, picture.text), strict=True)
    ):
        element = ET.Element(f"{{{_SVG}}}{tag}", {"id": name})
        element.text = text
        root.insert(at, element)
    _in_one_namespace(root)
    return ET.tostring(root, encoding="unicode")


def _in_one_namespace(root: ET.Element) -> None:
    """Name elements and attributes as a page does.

    Prefixes that a library keeps for the whole process would hang on what else was loaded in it.
    """
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{_SVG}}}")
        for key in [key for key in element.attrib if key.startswith("{")]:
            value = element.attrib.pop(key)
            if key == f"{{{_XLINK}}}href":
                element.attrib["href"] = value
    root.attrib["xmlns"] = _SVG


def _strip(element: ET.Element) -> None:
    for key, value in list(element.attrib.items()):
        away = key.endswith("href") and not value.startswith("#")
        if away or key.lower().startswith("on") or re.search(r"url\((?!#)", value):
            del element.attrib[key]
    for child in list(element):
        if child.tag.removeprefix(f"{{{_SVG}}}") in _KEPT:
            _strip(child)
        else:
            element.remove(child)


def _rename(root: ET.Element, name: str) -> None:
    for element in root.iter():
        if "id" in element.attrib:
            element.attrib["id"] = f"{name}-{element.attrib['id']}"
        for key, value in element.attrib.items():
            if key.endswith("href"):
                element.attrib[key] = f"#{name}-{value[1:]}"
            elif "url(#" in value:
                element.attrib[key] = re.sub(r"url\(#", f"url(#{name}-", value)
