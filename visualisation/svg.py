"""SVG as text: elements with everything escaped, and how long a line of text is.

Pages forbid inline styles (Content-Security-Policy ``style-src 'self'``), so a picture carries
presentation attributes (``fill="#…"``), which work anywhere, and classes, which the pages' style
sheet uses for forced colours and for print. It never carries ``style`` or ``<style>``.
"""

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

FONT = "Arial, Helvetica, sans-serif"

# What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets): a name with a stray control
# character would otherwise make the whole picture unreadable.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Mean width of a character of Arial, as a share of the font size: enough to break lines by.
_CHARACTER = 0.51

# Only an address on this service may be linked: no scheme, no host.
_LOCAL = re.compile(r"/(?![/\\])[^\s\\]*")


def clean(text: object) -> str:
    """The text without characters that XML cannot hold."""
    return _NOT_XML.sub("", str(text))


def text(value: object) -> str:
    """The value as escaped character data."""
    return escape(clean(value))


def element(tag: str, *children: str, **attributes: object) -> str:
    """One element; ``children`` are markup already, ``attributes`` are escaped here.

    An attribute whose value is None is left out; underscores become hyphens, and a trailing one
    is dropped (``class_`` → ``class``). Numbers are written with at most one decimal, so that a
    picture is the same on every machine.
    """
    written = "".join(
        f" {name.rstrip('_').replace('_', '-')}={quoteattr(clean(_number(value)))}"
        for name, value in attributes.items()
        if value is not None
    )
    if not children:
        return f"<{tag}{written}/>"
    return f"<{tag}{written}>{''.join(children)}</{tag}>"


def label(
    value: object,
    *,
    x: float,
    y: float,
    size: float = 14,
    anchor: str = "start",
    fill: str = "#0b0c0c",
    weight: str | None = None,
    class_: str | None = None,
) -> str:
    """One line of text at a point (its baseline)."""
    return element(
        "text",
        text(value),
        class_=class_ or "pv-text",
        x=x,
        y=y,
        font_family=FONT,
        font_size=size,
        font_weight=weight,
        text_anchor=anchor,
        fill=fill,
    )


def link(href: str | None, body: str) -> str:
    """The body as a link, if the address is one on this service; else the body alone.

    The body begins with a ``<title>``: it names the link.
    """
    if href is None or not _LOCAL.fullmatch(href):
        return body
    return element("a", body, href=href, class_="pv-link")


def picture(
    body: Iterable[str],
    *,
    width: float,
    height: float,
    title: str,
    description: str,
    ident: str,
    class_: str,
    role: str = "img",
) -> str:
    """A whole picture with its accessible name and description.

    ``ident`` must be unique within the page: the title and description are referred to by it.
    """
    return element(
        "svg",
        element("title", text(title), id=f"{ident}-title"),
        element("desc", text(description), id=f"{ident}-desc"),
        *body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_number(width)} {_number(height)}",
        role=role,
        aria_labelledby=f"{ident}-title {ident}-desc",
        class_=f"pv {class_}",
        width=width,
        height=height,
    )


def points(corners: Iterable[tuple[float, float]], x: float, y: float) -> str:
    """The corners of a shape, moved to a place, as the attribute ``points`` wants them."""
    return " ".join(f"{x + right:.1f},{y + down:.1f}" for right, down in corners)


def width_of(value: str, size: float = 14) -> float:
    """About how wide a line of text is, in picture units."""
    return len(value) * size * _CHARACTER


def lines(value: str, width: float, *, size: float = 14, most: int = 2) -> list[str]:
    """The text broken into at most ``most`` lines; what does not fit ends in an ellipsis."""
    room = max(4, int(width / (size * _CHARACTER)))
    done: list[str] = []
    words = clean(value).split()
    while words and len(done) < most:
        line = words.pop(0)
        while words and len(line) + 1 + len(words[0]) <= room:
            line += " " + words.pop(0)
        last = len(done) == most - 1 and bool(words)
        if last or len(line) > room:
            line = line[: room - 1].rstrip() + "…"
        done.append(line)
    return done


def _number(value: object) -> str:
    """Numbers short, everything else as it is."""
    if isinstance(value, float):
        return f"{value:.1f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))
    return str(value)
