"""Plain paragraphs from a MediaWiki XML dump.

A cleaner for training text: what is not running text (tables, templates, references, images, links
to other languages) goes, the words of links stay. It does not expand templates.
"""

import html
import re
from collections.abc import Iterable, Iterator

# Elements whose content is not running text; comments; all other tags lose only the tag.
NON_TEXT = re.compile(
    r"<!--.*?-->|<(ref|math|gallery|timeline|pre|imagemap)\b[^<>]*(?:/>|>.*?</\1\s*>)",
    re.DOTALL | re.IGNORECASE,
)
TAG = re.compile(r"</?[A-Za-z][^<>]*>")
# Innermost templates and tables: they nest, and are removed from the inside out.
TEMPLATE = re.compile(r"\{\{[^{}]*\}\}")
TABLE = re.compile(r"\{\|(?:[^{|]|\{(?!\|)|\|(?!\}))*\|\}")
# [http://example.org the text of the link], or only the address.
EXTERNAL_LINK = re.compile(r"\[(?:https?|ftp)://[^\s\[\]]*(?:\s([^\[\]]*))?\]", re.IGNORECASE)
ADDRESS = re.compile(r"(?:https?|ftp)://\S+", re.IGNORECASE)
LINK = re.compile(r"\[\[([^\[\]]*)\]\]")
# Links that are not part of a sentence: pictures, categories, the article in other languages.
ASIDE = re.compile(r"\s*(?:image|file|category|media|[a-z]{2,3}(?:-[a-z]+)*)\s*:", re.IGNORECASE)

WORD = re.compile(r"[^\W_]+")


def text_of_link(link: re.Match) -> str:
    target, *labels = link[1].split("|")
    if ASIDE.match(target):
        return " "
    return labels[-1] if labels and labels[-1] else target


def remove_nested(pattern: re.Pattern, replacement, text: str) -> str:
    """Replaces matches until none is left, so that what nests goes from the inside out."""
    count = 1
    while count:
        text, count = pattern.subn(replacement, text)
    return text


def plain_text(markup: str) -> str:
    """An article's text without mark-up; its paragraphs are still lines."""
    text = NON_TEXT.sub(" ", markup)
    text = TAG.sub(" ", text)
    text = remove_nested(TEMPLATE, " ", text)
    text = remove_nested(TABLE, " ", text)
    text = EXTERNAL_LINK.sub(r"\1", text)
    text = ADDRESS.sub(" ", text)
    text = remove_nested(LINK, text_of_link, text)
    return html.unescape(text).replace("'''", "").replace("''", "")


def articles(lines: Iterable[str]) -> Iterator[str]:
    """The mark-up of each article of a dump; redirections are left out."""
    article = None
    for line in lines:
        if article is None:
            _, tag, line = line.partition("<text")
            if not tag:
                continue
            line = line.partition(">")[2]
            article = []
        text, end, _ = line.partition("</text>")
        article.append(text)
        if end:
            markup = html.unescape("".join(article))
            if not markup.lstrip().lower().startswith("#redirect"):
                yield markup
            article = None


def paragraphs(lines: Iterable[str]) -> Iterator[list[str]]:
    """The words of each paragraph: lower-cased runs of letters and digits of any script."""
    for markup in articles(lines):
        for line in plain_text(markup).splitlines():
            yield WORD.findall(line.lower())
