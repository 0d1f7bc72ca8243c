"""Writing SVG as text: every attribute and every word is escaped, no inline style anywhere."""

from html import escape
from unicodedata import east_asian_width

Attribute = str | int | None


def tag(name: str, /, *inside: str, **attributes: Attribute) -> str:
    """Give one element; `stroke_width` is written as stroke-width, `class_` as class, None not."""
    words = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{words}>{''.join(inside)}</{name}>" if inside else f"<{name}{words}/>"


def text(words: str, /, x: int, y: int, **attributes: Attribute) -> str:
    """Give a line of escaped text at a place."""
    return tag("text", escape(words, quote=False), x=x, y=y, **attributes)


def titled(words: str, /) -> str:
    """Give the tooltip of an element."""
    return tag("title", escape(words, quote=False))


def picture(*inside: str, size: tuple[int, int], key: str, said: tuple[str, str], kind: str) -> str:
    """Give a whole picture with its title and description read out as one image."""
    return _root(inside, size, key, said, kind, role="img")


def figure(*inside: str, size: tuple[int, int], key: str, said: tuple[str, str], kind: str) -> str:
    """Give a whole picture in its natural size whose links stay reachable one by one."""
    return _root(
        inside,
        size,
        key,
        said,
        kind,
        role="graphics-document document",
        width=size[0],
        height=size[1],
    )


def _root(
    inside: tuple[str, ...],
    size: tuple[int, int],
    key: str,
    said: tuple[str, str],
    kind: str,
    **attributes: Attribute,
) -> str:
    title, description = said
    heading = tag("title", escape(title, quote=False), id=f"{key}-title")
    labels = f"{key}-title"
    if description:
        heading += tag("desc", escape(description, quote=False), id=f"{key}-desc")
        labels += f" {key}-desc"
    return tag(
        "svg",
        heading,
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {size[0]} {size[1]}",
        class_=kind,
        aria_labelledby=labels,
        **attributes,
    )


def columns(words: str) -> int:
    """Count how many letters wide a text is; a Chinese letter is two wide (Unicode annex 11)."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in words)


def shortened(words: str, most: int) -> str:
    """Keep the beginning and the end of what is wider than so many letters, with one to spare."""
    if columns(words) <= most:
        return words
    for kept in range(len(words) - 1, 1, -1):
        head, tail = words[: kept // 2].rstrip(), words[kept // 2 - kept :].lstrip()
        if columns(head) + 1 + columns(tail) < most:
            return f"{head}…{tail}"
    return "…"
