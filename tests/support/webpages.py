"""Pages as sites really build them, around one story: for tests of the readers of web pages.

`STORY` is the text that must come out; every function gives a page whose furniture must not.
"""

from __future__ import annotations

STORY = (
    "The ferry to Kuryk left the port of Alat in the evening, after the crew had waited two days "
    "for the wind to fall. Captain Rauf Aliyev said that the crossing would take twenty hours.",
    "The drivers slept in their cabins while Aliyev and the engineer kept watch. “It is a small "
    "sea, but it has a temper,” the captain said of the Caspian.",
    "In the morning the coast of Mangystau appeared as a white line. The customs officers of Kuryk "
    "came on board, checked the papers of the drivers, and wished them a good road to Aktau.",
    "It was the first ferry of the week, and the last that carried apples. They had been picked "
    "in Quba, packed in straw, and sold before they left the orchard.",
    "Aliyev expects more traffic next year. The railway has ordered forty new wagons, and the port "
    "of Alat is building a second ramp for them.",
    "Nobody on board believed that the ramp would be ready in time, but all of them hoped that it "
    "would. The wind, the engineer said, reads no timetables.",
)
HEADLINE = "Night Ferry to Kuryk"
JUNK = (
    "We value your privacy", "Accept all cookies", "Ten lamps for your cabin", "Most read today",
    "Sign up for our newsletter", "Great story, I was there too", "Trending now",
    "Oil prices fall for third day", "Terms of use", "Share on Facebook", "Related stories",
)  # fmt: skip


def paragraphs(before: str = "<p>", after: str = "</p>") -> list[str]:
    return [before + text + after for text in STORY]


_COOKIES = """<div id="cookie-consent" role="dialog"><p>We value your privacy. We and our partners
store and access information on devices. Accept all cookies to go on, or manage your choices in the
settings of this site at any time.</p><button>Accept all cookies</button></div>"""
_HEADER = """<header class="site-header"><nav><ul><li><a href="/">Home</a></li>
<li><a href="/world">World</a></li><li><a href="/business">Business</a></li>
<li><a href="/sport">Sport</a></li></ul></nav><a href="/login">Sign in</a></header>"""
_RELATED = """<section class="related-stories"><h2>Related stories</h2><ul>
<li><a href="/a"><img src="/t1.jpg" alt=""><h3>Oil prices fall for third day</h3></a></li>
<li><a href="/b"><img src="/t2.jpg" alt=""><h3>Ten lamps for your cabin</h3></a></li>
<li><a href="/c"><h3>What the minister of transport did not say about the new ramp</h3></a></li>
</ul></section>"""
_COMMENTS = """<section id="comments"><h2>2 comments</h2>
<div class="comment"><b>seagull77</b><p>Great story, I was there too and the apples were the best
that I have ever eaten on a boat.</p></div>
<div class="comment"><b>Zaur</b><p>The second ramp will never be built, they said the same about the
first one, and that took eleven years.</p></div></section>"""
_FOOTER = """<footer><p>Sign up for our newsletter and never miss a story from the Caspian.</p>
<a href="/terms">Terms of use</a> <a href="/privacy">Privacy</a>
<p>© 2024 The Littoral Times. All rights reserved.</p></footer>"""
_SHARE = """<div class="share-bar"><a href="#">Share on Facebook</a><a href="#">Tweet</a>
<a href="#">E-mail</a></div>"""
_ASIDE = """<aside class="sidebar"><h4>Most read today</h4><ol><li><a href="/1">Trending now: a whale
in the harbour</a></li><li><a href="/2">Oil prices fall for third day</a></li></ol></aside>"""


def modern() -> str:
    """A site of today: article element, JSON-LD, lazy pictures, boxes inside the text."""
    text = paragraphs()
    text.insert(
        2,
        """<figure class="lead"><img src="data:image/gif;base64,R0lGOD" alt="The ferry"
data-src="https://littoral.example/ferry.jpg"><figcaption>The ferry at Alat.
<span class="credit">Photo: Leyla Mamed</span></figcaption></figure>""",
    )
    text.insert(
        5,
        """<div class="newsletter-inline"><h4>Sign up for our newsletter</h4><p>Every
Friday in your inbox, the best of the Caspian.</p><input type="email"></div>""",
    )
    return f"""<!DOCTYPE html><html lang="en"><head><title>{HEADLINE} | The Littoral Times</title>
<meta property="og:title" content="{HEADLINE}"><meta property="og:site_name"
content="The Littoral Times"><link rel="canonical" href="https://littoral.example/ferry">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "{HEADLINE}", "datePublished": "2024-03-28T06:00:00+04:00",
"author": [{{"@type": "Person", "name": "Leyla Mamed"}}],
"publisher": {{"@type": "Organization", "name": "The Littoral Times"}}}}</script>
<script>var dataLayer = [];</script></head><body>{_COOKIES}{_HEADER}<main><article class="story">
<h1>{HEADLINE}</h1><div class="byline">By Leyla Mamed</div>{_SHARE}
<div class="story-body">{"".join(text)}</div>{_SHARE}</article>{_ASIDE}{_RELATED}{_COMMENTS}</main>
{_FOOTER}</body></html>"""


def soup() -> str:
    """A page of nested divs with hashed class names and no semantic element."""
    text = "".join(f'<div class="c-{i}x"><div class="t9"><span>{p}</span></div></div>'
                   for i, p in enumerate(STORY))  # fmt: skip
    return f"""<html><head><title>{HEADLINE}</title><script src="app.js"></script></head><body>
<div class="a1"><div class="b2"><a href="/">Home</a><a href="/w">World</a><a href="/b">Business</a>
</div><div class="q7"><div class="h0"><h1>{HEADLINE}</h1></div><div class="x5">{text}</div></div>
<div class="z3"><div><a href="/1">Trending now: a whale in the harbour</a></div>
<div><a href="/2">Oil prices fall for third day</a></div></div>
<div class="z4">Terms of use · Privacy · © The Littoral Times</div></div></body></html>"""


def tables() -> str:
    """A page of the nineties: layout tables, font elements and breaks between paragraphs."""
    text = "<br><br>".join(STORY)
    return f"""<html><head><title>{HEADLINE}</title></head><body bgcolor="#ffffff"><table width="780">
<tr><td colspan="3"><font size="5">The Littoral Times</font></td></tr><tr><td width="120"
valign="top"><a href="a.html">Home</a><br><a href="b.html">World</a><br><a href="c.html">Oil prices
fall for third day</a></td><td valign="top"><font face="Arial"><b>{HEADLINE}</b><br><br>{text}</font>
</td><td width="150" valign="top"><b>Most read today</b><br><a href="d.html">Ten lamps for your
cabin</a></td></tr><tr><td colspan="3"><a href="t.html">Terms of use</a></td></tr></table>
<table><tr><td>x</td></tr></table><table><tr><td>y</td></tr></table><table><tr><td>z</td></tr></table>
</body></html>"""


def forms() -> str:
    """A page that stands whole inside one form, as some servers make them."""
    return f"""<html><head><title>{HEADLINE}</title></head><body><form id="aspnetForm" method="post">
<input type="hidden" name="__VIEWSTATE" value="abc">{_HEADER}<div id="ctl00_main"><h1>{HEADLINE}</h1>
{"".join(paragraphs())}</div>{_ASIDE}{_RELATED}<select><option>2024</option></select></form>
{_FOOTER}</body></html>"""


def blog() -> str:
    """A blog: date and tags above, a long discussion below."""
    talk = "".join(
        f"""<li class="comment"><cite>Reader {i}</cite><p>Great story, I was there too,
in the year {1990 + i}, and the sea was so calm that we played chess on the deck until the lights of
the other coast came up before us.</p><a href="#r">Reply</a></li>"""
        for i in range(8)
    )
    return f"""<html lang="en"><head><title>{HEADLINE} – Harbour Notes</title></head><body>
<div id="wrapper"><div id="nav"><a href="/">Home</a> <a href="/about">About</a></div>
<div class="post"><h2 class="entry-title"><a href="/ferry">{HEADLINE}</a></h2>
<div class="entry-meta">Posted on 28 March 2024 by <a rel="author" href="/leyla">Leyla Mamed</a></div>
<div class="entry-content">{"".join(paragraphs())}</div>
<div class="tags">Tagged <a href="/t/sea">sea</a>, <a href="/t/boats">boats</a></div></div>
<div id="comments"><h3>8 thoughts on “{HEADLINE}”</h3><ol class="commentlist">{talk}</ol></div>
<div id="sidebar"><h3>Trending now</h3><ul><li><a href="/x">Ten lamps for your cabin</a></li></ul></div>
</div></body></html>"""


def live() -> str:
    """A page with a player, a gallery, an embedded post and an unfinished consent dialogue."""
    text = paragraphs()
    text.insert(
        1,
        """<div class="video-player"><iframe src="https://video.example/v/1"
title="The ferry leaves"></iframe><span>03:12</span><a href="#">Share on Facebook</a></div>""",
    )
    text.insert(
        4,
        """<div class="teaser-box"><a href="/b"><img src="/t2.jpg" width="120"><span>Ten
lamps for your cabin</span></a></div>""",
    )
    return f"""<!DOCTYPE html><html lang="en"><head><title>{HEADLINE}</title>
<script src="/consent.js"></script></head><body>{_COOKIES}{_HEADER}<div class="page"><div
class="article-wrap"><h1 itemprop="headline">{HEADLINE}</h1><p class="standfirst">A crossing of the
Caspian, with apples</p><div itemprop="articleBody">{"".join(text)}</div></div>
<div class="rail">{_RELATED}</div></div>{_FOOTER}</body></html>"""


PAGES = {
    "modern": modern, "soup": soup, "tables": tables, "forms": forms, "blog": blog, "live": live,
}  # fmt: skip


# ---------------------------------------------------------------- oddities
def _page(body: str) -> str:
    return f"""<!DOCTYPE html><html lang="en"><head><title>{HEADLINE}</title><script src="/a.js">
</script></head><body>{_HEADER}{body}{_FOOTER}</body></html>"""


def twice() -> str:
    """The text once for wide screens and once, hidden, for phones."""
    story = "".join(paragraphs())
    return _page(f"""<div class="desktop"><h1>{HEADLINE}</h1><div class="story">{story}</div></div>
<div class="phone" style="display:none"><h1>{HEADLINE}</h1><div class="story">{story}</div></div>""")


def shadow() -> str:
    """A page of web components, saved with their shadow trees."""
    return _page(f"""<app-root><template shadowrootmode="open"><div class="x"><h1>{HEADLINE}</h1>
<div class="b">{"".join(paragraphs())}</div></div></template></app-root>""")


def signposts() -> str:
    """Blocks without paragraphs, and boxes between them that only point to other stories."""
    box = """<div class="block" data-type="article"><div class="b1"><a href="/x">Oil prices fall for
third day</a><span>27 March</span></div></div>"""
    blocks = paragraphs('<div class="block" data-type="text"><div class="b2">', "</div></div>")
    blocks[3:3] = [box]
    return _page(f"""<div class="layout"><h1>{HEADLINE}</h1><div class="body">{"".join(blocks)}</div>
</div>""")


def breaks() -> str:
    """One element with breaks between paragraphs, and the site's notice after the last."""
    story = "<br><br>".join(STORY)
    return _page(f"""<div class="content"><h1>{HEADLINE}</h1><div class="news">{story}<br><br>
&lt;Copyright (c) The Littoral Times. All rights reserved.&gt;</div></div>{_RELATED}""")


def questions() -> str:
    """An interview, and a list."""
    asked = "".join(f"<p><b>Why do you wait, question {i}?</b></p>{p}"
                    for i, p in enumerate(paragraphs()))  # fmt: skip
    return _page(f"<article><h1>{HEADLINE}</h1>{asked}</article>{_COMMENTS}")


ODD_PAGES = {"twice": twice, "shadow": shadow, "signposts": signposts, "breaks": breaks}
