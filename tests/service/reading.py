"""A page read without a browser: its texts, its links, and the sections that its headings name."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "circle", "line", "rect"})


class Page(HTMLParser):
    """Elements of a page with their attributes, and whether each that was opened was closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag, f"</{tag}> closes nothing"


def section(html: str, name: str) -> str:
    """The markup of the section that a heading names."""
    found = re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', html, re.S)
    assert found is not None, f"no section {name}"
    return found[0]


def text_of(html: str) -> str:
    """What a reader sees; figures apart."""
    return " ".join(unescape(re.sub(r"<svg.*?</svg>|<[^>]*>", " ", html, flags=re.S)).split())


def links(html: str) -> list[str]:
    """Where a piece of markup leads."""
    return [unescape(address) for address in re.findall(r'<a [^>]*href="([^"]*)"', html)]


def facts(html: str) -> dict[str, str]:
    """The facts of a page by name, each as a reader sees it."""
    pairs = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", html, re.S)
    return {text_of(name): text_of(value) for name, value in pairs}
