"""A web page becomes the text of its article, and what the page declares of itself.

trafilatura tells which parts of a page are the article; the words are then taken from the page itself. Each
block of the page (paragraph, heading, cell, caption) carries its number through the extraction as two
characters that no text has, and the blocks whose number arrives are kept whole. So no word is altered, glued,
or dropped because it occurs twice, whatever the extraction does to a paragraph on its way.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import trafilatura
from lxml import etree, html
from trafilatura.metadata import extract_metadata
from trafilatura.settings import Document as Found
from trafilatura.settings import use_config

from onrecord.errors import SourceError
from onrecord.facts import Metadata, iso_date

EXTRACTOR = f"trafilatura {trafilatura.__version__}"
# It warns on standard error about pages that it finds nothing on; our callers are told by an exception.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

MOST_BLOCKS = 20_000
"""Pages of more paragraphs are refused: trafilatura takes some four seconds over so many."""

_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary
    table tbody td tfoot th thead tr ul""".split()
)
_HEADINGS = ("h1", "h2", "h3")
_NOT_SHOWN = etree.XPath(
    """//script | //style | //noscript | //template | //svg | //iframe | //object | //video | //audio | //canvas
    | //button | //select | //textarea | //datalist | //dialog[not(@open)] | //body//title | //*[@hidden]
    | //*[contains(translate(@style, 'DISPLAYNOE ', 'displaynoe'), 'display:none')]"""
)
# By default it takes the whole page, menus and all, where an article has less than 250 characters.
_SETTINGS = use_config()
_SETTINGS.set("DEFAULT", "MIN_EXTRACTED_SIZE", "10")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_SPACES = re.compile(" {2,}")
_AROUND_BREAK = re.compile(r" *\n *")

# Three Braille cells, which count as symbols: no rule of the extraction sees a word or a control character.
_BRAILLE = 0x2800
_MARK = re.compile("[\u2800-\u28ff]{3}")
# What would pass for a mark, and what an XML tree refuses.
_UNMARKABLE = re.compile("[\u2800-\u28ff\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

_HOME = re.compile(r"(?:https?://[^/]+)?/?")
_DATE_NAMES = frozenset(
    """article:published_time og:article:published_time article:published datepublished date pubdate publishdate
    publish-date publication_date citation_publication_date parsely-pub-date sailthru.date dc.date dc.date.issued
    dc:date dcterms.date dcterms.issued dcterms.created""".split()
)
_ARTICLE_TYPE = re.compile(r"article|posting|report|webpage|interview", re.IGNORECASE)
# What content systems write where no date was set.
_UNSET_DATES = ("0001-", "1970-01-01")


class Page(NamedTuple):
    """The text of a page's article, and what the page says of itself."""

    text: str
    metadata: Metadata


class _Block(NamedTuple):
    """The words of one block, and the element that its first word stands in."""

    words: str
    element: html.HtmlElement


class _Marker:
    """Lists the blocks of a page in order, and puts each one's number before each of its stretches of text."""

    def __init__(self) -> None:
        self.blocks: list[_Block] = []
        self._pieces: list[str] = []
        self._element: html.HtmlElement | None = None
        self._after_break = False

    def mark(self, text: str | None, element: html.HtmlElement) -> str | None:
        """Take text into the open block; return it with the block's number."""
        if not text:
            return text
        self._pieces.append(text if element.tag == "pre" else _SPACE.sub(" ", text))
        if text.isspace():
            return text
        self._after_break = False
        if self._element is None:
            self._element = element
        return _mark(len(self.blocks)) + _UNMARKABLE.sub("", text)

    def line_break(self) -> None:
        """Take a ``<br>``; two in a row end the block, as on the page."""
        if self._after_break:
            self.close()
        elif self._element is not None:
            self._pieces.append("\n")
            self._after_break = True

    def close(self) -> None:
        """End the open block."""
        if self._element is not None:
            words = _AROUND_BREAK.sub("\n", _SPACES.sub(" ", "".join(self._pieces))).strip()
            self.blocks.append(_Block(words, self._element))
        self._pieces, self._element, self._after_break = [], None, False


def page(source: str, name: str) -> Page:
    """Take the article from an HTML page; ``SourceError`` where it shows none.

    Paragraphs are separated by a blank line, ``<br>`` is a line break; the title, where the page shows it,
    is the first paragraph. Only a date that the page declares (JSON-LD, meta, ``<time>``) is ``published``.
    """
    tree = _parsed(source, name)
    # What a page of any length says of itself takes seconds to find.
    _check_length(_begun(tree), name)
    for heading in tree.iter("h1"):
        # The outlet's name, which leads to its first page, is no title.
        if any(_HOME.fullmatch(link.get("href", "-")) for link in heading.iter("a")):
            heading.tag = "div"
    metadata = _declared(tree)
    for element in _NOT_SHOWN(tree):
        if element.getparent() is not None:
            element.drop_tree()
    blocks = _marked(tree)
    _check_length(len(blocks), name)
    kept = _article(tree)
    title = _title(blocks, kept, metadata)
    paragraphs = [] if title is None else [blocks[title].words]
    paragraphs += [blocks[number].words for number in sorted(kept) if number != title]
    if not kept:
        raise SourceError(
            f"{name}: the page shows no text; where a script builds it, save it from the browser once it is open"
        )
    if title is not None:
        metadata = Metadata(title=" ".join(blocks[title].words.split())).over(metadata)
    return Page("\n\n".join(paragraphs), metadata)


def _parsed(source: str, name: str) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(source.encode(), parser=parser)
    except etree.ParserError as error:
        raise SourceError(f"{name}: the page is empty; nothing to read") from error
    if tree.body is None:
        raise SourceError(f"{name}: the page is made of frames; give the page in the frame that holds the text")
    # The parser drops what lies deeper, and says so only here.
    if any("depth" in entry.message for entry in parser.error_log):
        raise SourceError(f"{name}: tags are nested too deeply to be read; save the text as .txt")
    return tree


def _begun(tree: html.HtmlElement) -> int:
    """Count the blocks that begin with words of their own: most of those that are shown, and never more."""
    hidden, count = set(_NOT_SHOWN(tree)), 0
    walk = etree.iterwalk(tree.body, events=("start",))
    for _, element in walk:
        if element in hidden:
            walk.skip_subtree()
        elif element.tag in _BLOCKS and element.text and not element.text.isspace():
            count += 1
    return count


def _check_length(blocks: int, name: str) -> None:
    if blocks > MOST_BLOCKS:
        raise SourceError(
            f"{name}: the page has {blocks:,} paragraphs, more than an article has; split it, or save its text as .txt"
        )


def _marked(tree: html.HtmlElement) -> list[_Block]:
    """List the blocks of the tree, put their numbers into it, and call a div that is a paragraph one.

    Interviews set questions in a div and answers in a p, and trafilatura would keep only the answers.
    """
    marker, body = _Marker(), tree.body
    innermost = body
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _BLOCKS:
            marker.close()
        if event == "start":
            innermost = element if element.tag in _BLOCKS else innermost
            if element.tag == "br":
                marker.line_break()
            element.text = marker.mark(element.text, element)
        else:
            if element is innermost and element.tag == "div":
                element.tag = "p"
            if element is not body:
                element.tail = marker.mark(element.tail, element.getparent())
    return marker.blocks


def _article(tree: html.HtmlElement) -> set[int]:
    """Give the numbers of the blocks that trafilatura takes for the article."""
    found = trafilatura.bare_extraction(tree, include_comments=False, config=_SETTINGS)
    if not isinstance(found, Found):
        return set()
    return {_number(mark) for mark in _MARK.findall("".join(found.body.itertext()))}


def _mark(number: int) -> str:
    return "".join(chr(_BRAILLE + cell) for cell in number.to_bytes(3))


def _number(mark: str) -> int:
    return int.from_bytes(ord(cell) - _BRAILLE for cell in mark)


def _title(blocks: list[_Block], kept: set[int], metadata: Metadata) -> int | None:
    """Give the number of the block that shows the title: the heading that fits the declared one, or the only one."""
    shown = {level: _headings(blocks, level, metadata.outlet) for level in _HEADINGS}
    fitting = [n for level in _HEADINGS for n in shown[level] if _alike(blocks[n].words, metadata.title or "")]
    in_article = [n for n in shown["h1"] if n in kept]
    for candidates in (fitting[:1], shown["h1"], in_article):
        if len(candidates) == 1:
            return candidates[0]
    return None


def _headings(blocks: list[_Block], level: str, outlet: str | None) -> list[int]:
    """Give the blocks in headings of a level, without the outlet's own name."""
    return [
        number
        for number, block in enumerate(blocks)
        if any(element.tag == level for element in (block.element, *block.element.iterancestors()))
        and _plain(block.words) != _plain(outlet or "")
    ]


def _alike(words: str, title: str) -> bool:
    shorter, longer = sorted((_plain(words), _plain(title)), key=len)
    return bool(shorter) and shorter in longer and 2 * len(shorter) >= len(longer)


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


def _declared(tree: html.HtmlElement) -> Metadata:
    found = extract_metadata(tree, extensive=False)
    # Without a declared name trafilatura gives the host of the address, which names nobody.
    outlet = (
        None if found.sitename and f"//{found.sitename}/" in f"{found.url}/".replace("//www.", "//") else found.sitename
    )
    return Metadata(
        url=found.url or None,
        title=found.title or None,
        outlet=outlet or None,
        author=found.author or None,
        published=_published(tree),
    )


def _published(tree: html.HtmlElement) -> str | None:
    """Give the one date that the page declares, by the first way of declaring that says one."""
    for ways in (_json_dates(tree), _meta_dates(tree), _time_dates(tree)):
        dates = {date for words in ways if (date := _iso_or_none(words))}
        if dates:
            # A date and the same date with its time are no contradiction.
            fullest = max(sorted(dates), key=len)
            return fullest if all(fullest.startswith(date) for date in dates) else None
    return None


def _json_dates(tree: html.HtmlElement) -> Iterator[object]:
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        try:
            values = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _items(values):
            if _ARTICLE_TYPE.search(str(item.get("@type"))):
                yield item.get("datePublished")


def _items(values: object) -> Iterator[dict[str, Any]]:
    """Give what a page says of itself: not what it lists or mentions, which lies deeper."""
    for value in values if isinstance(values, list) else [values]:
        if isinstance(value, dict):
            yield value
            graph = value.get("@graph")
            yield from (item for item in graph if isinstance(item, dict)) if isinstance(graph, list) else ()


def _meta_dates(tree: html.HtmlElement) -> Iterator[object]:
    for element in tree.iter("meta"):
        names = (element.get("property"), element.get("name"), element.get("itemprop"))
        if any(name and name.lower() in _DATE_NAMES for name in names):
            yield element.get("content")


def _time_dates(tree: html.HtmlElement) -> Iterator[object]:
    times = tree.xpath('//time[@datetime][@pubdate or contains(@itemprop, "datePublished")]')
    for element in times or tree.xpath("//time[@datetime]"):
        yield element.get("datetime")


def _iso_or_none(words: object) -> str | None:
    if not isinstance(words, str) or words.strip().startswith(_UNSET_DATES):
        return None
    try:
        return iso_date(words)
    except ValueError:
        return None
