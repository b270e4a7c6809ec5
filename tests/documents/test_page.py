"""Pages: the article's own words, without what stands around them."""

from __future__ import annotations

import json
import time

import pytest

from onrecord.documents.page import page
from onrecord.errors import SourceError
from onrecord.facts import Metadata

MENU = "<nav><ul><li><a href=/>Home</a></li><li><a href=/w>World</a></li></ul></nav>"
COOKIES = '<div class="cookie-banner"><p>We use cookies, and so do our 213 partners, he said.</p></div>'
RELATED = (
    '<aside class="related-articles"><h3>Read also</h3><ul><li><a href=/1>Minister “flees” in a small boat</a></li>'
    "<li><a href=/2>Five questions on the strait</a></li></ul></aside>"
)
TEASERS = (
    "<section class=more-stories><div class=teaser><h3><a href=/3>Gas is cheap</a></h3><p>“Very”, she said.</p></div>"
)
NEWSLETTER = '<div class="newsletter"><p>Get the Gazette in your inbox. “The best letter,” say readers.</p></div>'
FOOTER = "<footer><p>© 2019 The Gazette, 3 March 2019</p></footer>"
LONG = (
    "The ministers met on Monday in the harbour of Dorsk and left on Tuesday, an official told the Gazette, who had "
    "waited for both of them in the rain with an umbrella and a small dog."
)


def around(article: str, head: str = "") -> str:
    return (
        f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{MENU}{COOKIES}<main>{article}</main>"
        f"{RELATED}{TEASERS}</section>{NEWSLETTER}{FOOTER}</body></html>"
    )


def paragraphs(article: str, head: str = "") -> list[str]:
    return page(around(article, head), "a.html").text.split("\n\n")


def metadata(head: str, article: str = f"<p>{LONG}</p>") -> Metadata:
    return page(around(article, head), "a.html").metadata


def test_what_stands_around_the_article_goes() -> None:
    article = f"<article><h1>Ministers meet</h1><p>{LONG}</p><p>“No,” she said.</p></article>"
    assert paragraphs(article) == ["Ministers meet", LONG, "“No,” she said."]


def test_the_title_is_the_first_paragraph_whatever_stands_before_it() -> None:
    article = f"<article><p>The strait in spring</p><h1>Ministers meet</h1><p>{LONG}</p></article>"
    assert paragraphs(article)[0] == "Ministers meet"


@pytest.mark.parametrize(
    "article", ["<article><h1>Minister quits</h1><p>{}</p></article>", "<h1>Minister quits</h1><div>{}</div>"]
)
def test_a_short_article_brings_nothing_from_around_it(article: str) -> None:
    assert paragraphs(article.format("She quit, she said.")) == ["Minister quits", "She quit, she said."]


def test_words_are_neither_glued_nor_parted_at_tags() -> None:
    article = (
        f"<article><h1>What <em>they</em> want</h1><p>{LONG}</p>"
        "<p>“Now <a href=/t>Tor</a>gul will <b>speak</b>&nbsp;for it<i>self</i>,” "
        "<span>Oto</span>\n<span>Reschin</span> said.</p>"
        "<ul><li>Ardesia wants <b>ferries</b></li><li>Veltania wants<ul><li>gas</li></ul></li></ul>"
        "<table><tr><th>Party</th><th>Demand</th></tr><tr><td>Union</td><td>Sanctions</td></tr></table>"
        "<blockquote><p>“Peace.”</p><p>“Quiet.”</p></blockquote>"
        "<p>H<sub>2</sub>O is wa<wbr>ter.<!-- note --></p></article>"
    )
    assert paragraphs(article) == [
        "What they want",
        LONG,
        "“Now Torgul will speak\xa0for itself,” Oto Reschin said.",
        "Ardesia wants ferries",
        "Veltania wants",
        "gas",
        "Party",
        "Demand",
        "Union",
        "Sanctions",
        "“Peace.”",
        "“Quiet.”",
        "H2O is water.",
    ]


def test_a_line_break_stays_and_two_part_paragraphs() -> None:
    turns = f"<b>Q:</b> Who?<br>\n<b>A:</b> {LONG}<br>  <br><br/><b>Q:</b> And now?<br><b>A:</b> Home."
    assert paragraphs(f"<div class=article-body>{turns}</div>") == [f"Q: Who?\nA: {LONG}", "Q: And now?\nA: Home."]


def test_a_transcript_in_a_pre_keeps_its_lines() -> None:
    assert paragraphs(f"<pre>Q: Who?\n\nA: {LONG}\nI said so.</pre>") == ["Q: Who?", f"A: {LONG}\nI said so."]


def test_what_is_said_twice_stands_twice() -> None:
    cry = "“Resign, and resign at once, and do not come back to this town!”"
    article = f"<article><p>{LONG}</p><p>{cry}</p><p>{cry}</p><p>No.</p><p>{cry}</p><p>No.</p></article>"
    assert paragraphs(article) == [LONG, cry, cry, "No.", cry, "No."]


@pytest.mark.parametrize(
    "question",
    [
        "<p><strong>Gazette:</strong> Is it so, {}?</p>",
        "<p><b>Gazette: Is it so, {}?</b></p>",
        "<div class=q><b>Gazette:</b> Is it so, {}?</div>",
        "<h3>Gazette: Is it so, {}?</h3>",
        "<p><span style='font-weight: 400'><strong>Gazette:</strong></span> Is it so, {}?</p>",
    ],
)
@pytest.mark.parametrize("answer", ["<p>{}</p>", "<div>{}</div>", "<blockquote>{}</blockquote>"])
def test_questions_and_answers_both_stay_with_their_bold_names(question: str, answer: str) -> None:
    turns = "".join(question.format(n) + answer.format(f"Answer {n}. {LONG}") for n in range(12))
    kept = paragraphs(f"<div class=content><h1>A talk with Mira Kolt</h1>{turns}</div>")
    assert kept[0] == "A talk with Mira Kolt"
    assert kept[1::2] == [f"Gazette: Is it so, {n}?" for n in range(12)]
    assert kept[2::2] == [f"Answer {n}. {LONG}" for n in range(12)]


def test_combining_and_right_to_left_characters_stay_code_point_for_code_point() -> None:
    words = "“cafe\u0301, \u0928\u093f, \u202bعلي\u202c, soft\xadhyphen, zero\u200bwidth, 👩\u200d👧, ⠁⠃⠉, \U000f0001”"
    assert paragraphs(f"<article><p>{LONG}</p><p>{words}</p></article>") == [LONG, words]


def test_what_a_page_does_not_show_is_not_read() -> None:
    hidden = (
        "<p hidden>one</p><p style='color: red; DISPLAY : none'>two</p><script>three()</script><style>four</style>"
        "<template><p>five</p></template><noscript><p>six</p></noscript><p>Seen <button>seven</button>by all.</p>"
    )
    assert paragraphs(f"<article><p>{LONG}</p>{hidden}</article>") == [LONG, "Seen by all."]


@pytest.mark.parametrize(
    "source",
    [
        "<html><body><div id=app></div><script>render('Hi')</script><noscript>Turn it on.</noscript></body></html>",
        "<html><body><img src=a.png></body></html>",
        "<html><frameset><frame src=a.html></frameset></html>",
        "<!-- nothing -->",
        "",
        "<p>" + "<div>" * 5000 + "Deep, he said.",
    ],
)
def test_a_page_that_shows_no_text_is_refused_by_name(source: str) -> None:
    with pytest.raises(SourceError, match=r"^a\.html: .+"):
        page(source, "a.html")


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "font"])
def test_tags_a_thousand_deep_are_read(tag: str) -> None:
    text = page(f"<html><body>{f'<{tag}>' * 1000}<p>{LONG}</p></body></html>", "a.html").text
    assert text == LONG


def test_broken_tags_cost_no_words() -> None:
    source = f"<h1>Broken page</h2><p>{LONG}<p>He <b>said <i>that</b> he</i> would go</div>"
    source += "<p>Last & least &lt;fine&gt; &#8220;q&#8221; a < b"
    assert page(source, "a.html").text.split("\n\n") == [
        "Broken page",
        LONG,
        "He said that he would go",
        "Last & least <fine> “q” a < b",
    ]


def test_control_characters_do_not_stop_the_reading() -> None:
    assert page(f"<article><p>{LONG}</p><p>Hello\x01 there\x0b, he said.</p></article>", "a.html").text.endswith(
        "Hello\x01 there\x0b, he said."
    )


def test_the_outlets_name_in_a_heading_is_no_title() -> None:
    article = f"<h1><a href='/'>The Gazette</a></h1><h2 class=headline>Gas flows again</h2><p>{LONG}</p><p>Warm.</p>"
    found = page(around(article, "<title>Gas flows again | The Gazette</title>"), "a.html")
    assert found.text.split("\n\n")[0] == "Gas flows again"
    assert found.metadata.title == "Gas flows again"


def test_a_page_says_who_published_it_what_and_where() -> None:
    found = metadata(
        "<title>Ministers meet | The Gazette</title><meta property=og:title content='Ministers meet'>"
        "<meta property=og:site_name content='The Gazette'><meta name=author content='Edda Quill'>"
        "<link rel=canonical href=https://gazette.example/ministers>"
    )
    assert found == Metadata(
        title="Ministers meet", outlet="The Gazette", author="Edda Quill", url="https://gazette.example/ministers"
    )


def test_the_host_of_an_address_is_no_outlet() -> None:
    assert metadata("<link rel=canonical href=https://www.gazette.example/ministers>").outlet is None


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("<meta property=article:published_time content=2031-05-15T18:40:00+02:00>", "2031-05-15T18:40:00+02:00"),
        ("<meta name=date content='2031-05-15 18:40:00'>", "2031-05-15"),
        ("<meta itemprop=datePublished content=2031-05-15>", "2031-05-15"),
        ("<meta name=date content='15/05/2031'>", None),
        ("<meta name=date content='0001-01-01T00:00:00'>", None),
        ("<meta name=last-modified content=2031-05-15>", None),
        ("<meta name=date content=2031-05-15><meta name=date content=2031-05-16>", None),
        ("", None),
    ],
)
def test_a_date_is_what_the_page_declares_and_no_guess(head: str, published: str | None) -> None:
    assert metadata(head).published == published


@pytest.mark.parametrize(
    ("declared", "published"),
    [
        ({"@type": "NewsArticle", "datePublished": "2031-05-15T18:40:00Z"}, "2031-05-15T18:40:00+00:00"),
        ({"@graph": [{"@type": ["WebPage"]}, {"@type": "Article", "datePublished": "2031-05-15"}]}, "2031-05-15"),
        ({"@type": "NewsArticle", "mentions": [{"@type": "Article", "datePublished": "1999-01-01"}]}, None),
        ({"@type": "NewsArticle", "datePublished": None, "@graph": None}, None),
        ([], None),
    ],
)
def test_a_date_is_declared_in_json(declared: object, published: str | None) -> None:
    assert metadata(f'<script type="application/ld+json">{json.dumps(declared)}</script>').published == published


def test_broken_json_declares_nothing() -> None:
    assert metadata('<script type="application/ld+json">{"datePublished": "2031-05-15"</script>').published is None


def test_a_time_element_declares_the_date_where_it_is_the_only_one() -> None:
    one = "<time datetime=2031-05-15T18:40:00+02:00>yesterday</time>"
    other = "<time datetime=2030-01-01>last year</time>"
    assert metadata("", f"<article>{one}<p>{LONG}</p></article>").published == "2031-05-15T18:40:00+02:00"
    assert metadata("", f"<article>{one}<p>{LONG}</p>{other}</article>").published is None
    marked = "<time itemprop=datePublished datetime=2031-05-15>today</time>"
    assert metadata("", f"<article>{marked}<p>{LONG}</p>{other}</article>").published == "2031-05-15"


def test_a_page_of_more_paragraphs_than_any_article_is_refused_at_once() -> None:
    source = f"<article>{'<p>The ferry left the harbour of Arvel.</p>' * 100_000}</article>"
    began = time.process_time()
    with pytest.raises(
        SourceError, match=r"a\.html: the page has 100,000 paragraphs, more than an article has; split it"
    ):
        page(source, "a.html")
    assert time.process_time() - began < 5
