"""Whatever a browser would fetch is found: by the check of the letter, and by the receipt of what arrived."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from cenum.analysis.fetched import fetched
from cenum.checks.third_parties import third_parties
from cenum.edition.inline import inline
from cenum.received.references import references_in
from cenum.web_address import host_of
from tests.checks.samples import view, with_html
from tests.chromium import needs_chromium
from tests.edition.samples import settings
from tests.hostile.canary import DOMAIN, asked_for, canary

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SETTINGS = settings(newsletter={"image_hosts": ["images.example.org"]})

# "{h}" is another host, "{u}" an address there.
WAYS = [
    '<img src="{u}">',
    "<img src={u}>",
    "<img/src={u}>",
    '<img src="\n ht\ntp:/\t/{h}/a ">',
    '<img src="http:{h}/a">',
    '<img src="http:/{h}/a">',
    r'<img src="http:\\{h}\a">',
    r'<img src="\\{h}\a">',
    r'<img src="/\{h}/a">',
    '<img src="//{h}/a">',
    '<img src="/&Tab;/{h}/a">',
    '<img src="&#104;ttp&colon;&sol;&sol;{h}/a">',
    '<img src="HTTP://lettre.example.org@{h}/a">',
    '<img src="http://lettre.example.org:x@{h}:80/a">',
    '<img src="//{h}#@lettre.example.org/">',
    '<img src="//{h}?@lettre.example.org/">',
    r'<img src="//{h}\@lettre.example.org/">',
    '<img src="//{full}/a">',
    '<img src="//{percent}/a">',
    '<img src="//{soft}/a">',
    '<img srcset="{u}">',
    '<img srcset="a.png 1x, {u} 2x">',
    '<img srcset="a.png 1x,{u} 2x" src="">',
    '<img srcset=",,{u}a,b 2x">',
    '<picture><source srcset="{u}"><img src="a.png"></picture>',
    '<image src="{u}">',
    '<input type="image" src="{u}">',
    '<video poster="{u}"></video>',
    '<video src="{u}"></video>',
    '<video autoplay muted><source src="{u}"></video>',
    '<audio src="{u}" preload="auto"></audio>',
    '<video src="/a"><track default kind="subtitles" src="{u}"></video>',
    '<body background="{u}">',
    '<table background="{u}"><tr><td>a</td></tr></table>',
    '<table><tr><td background="//{h}/a">a</td></tr></table>',
    '<iframe src="{u}"></iframe>',
    "<iframe srcdoc=\"<img src='{u}'>\"></iframe>",
    '<iframe srcdoc="&lt;img src=&quot;{u}&quot;&gt;"></iframe>',
    '<iframe srcdoc="<iframe srcdoc=&quot;<img src={u}>&quot;></iframe>"></iframe>',
    '<iframe src="data:text/html,<img src={u}>"></iframe>',
    "<iframe src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{u}'/></svg>\"></iframe>",
    '<frameset><frame src="{u}"></frameset>',
    '<object data="{u}"></object>',
    '<object type="text/html" data="//{h}/a"></object>',
    '<object codebase="http://{h}/" data="a"></object>',
    '<embed src="{u}">',
    '<applet archive="{u}" code="a"></applet>',
    '<base href="http://{h}/"><img src="a.png">',
    '<meta http-equiv="refresh" content="0;url={u}">',
    '<meta http-equiv="refresh" content="0, \'{u}\'">',
    '<meta http-equiv=" refresh" content="0 {u}">',
    '<META HTTP-EQUIV="Refresh" CONTENT="0;URL=//{h}/a">',
    '<link rel="stylesheet" href="{u}">',
    '<link rel="preload" as="image" imagesrcset="{u} 1x" href="">',
    '<link rel="preload" as="image" href="{u}">',
    '<link rel="prefetch" href="{u}">',
    '<link rel="icon" href="{u}">',
    '<link rel="modulepreload" href="{u}">',
    '<link rel="manifest" href="{u}">',
    '<link rel="stylesheet" href="data:text/css,@import url({u})">',
    '<html manifest="{u}">',
    '<script src="{u}"></script>',
    '<p style="background:url({u})">a</p>',
    "<p style=\"background:url('{u}')\">a</p>",
    '<p style="background: URL(  {u}  )">a</p>',
    r'<p style="background:\75rl({u})">a</p>',
    r'<p style="background:u\72 l({u})">a</p>',
    r'<p style="background:url(\68ttp:\2f\2f {h}/a)">a</p>',
    r'<p style="background:url(\2f/{h}/a)">a</p>',
    '<p style="background:url(&#39;{u}&#39;)">a</p>',
    '<p style="background:url({u}">a</p>',
    "<p style=\"background:image-set('{u}' 1x)\">a</p>",
    '<p style="background:-webkit-image-set(url({u}) 1x)">a</p>',
    "<p style=\"background:image-set(url(a.png) 2x, '//{h}/a' 1x)\">a</p>",
    "<p style=\"background:src('{u}')\">a</p>",
    '<p style="background:cross-fade(url({u}), url(a.png))">a</p>',
    '<p style="list-style:url({u}); display:list-item">a</p>',
    '<p style="border:9px solid; border-image:url({u}) 1">a</p>',
    '<p style="cursor:url({u}), auto">a</p>',
    '<p style="mask-image:url({u})">a</p>',
    '<p style="filter:url({u}#a)">a</p>',
    '<p style="--a:url({u}); background:var(--a)">a</p>',
    '<p style="content:url({u})">a</p>',
    "<p style=\"--x:foo(a 'x) '; background:url({u})\">a</p>",
    "<p style=\"quotes:'\\' '; background:url({u})\">a</p>",
    '<p style="shape-outside:url({u}); float:left">a</p>',
    '<style>@import "{u}";</style>',
    "<style>@import url({u});</style>",
    r"<style>@\69mport '\2f\2f{h}/a';</style>",
    "<style>@import'{u}'screen;</style>",
    "<style><!-- @import '//{h}/a'; --></style>",
    "<style>@import/**/url(/**/{u});@import '{u}';</style>",
    "<style>@font-face{{font-family:x;src:url({u})}} p{{font-family:x}}</style><p>a</p>",
    "<style>p::before{{content:url({u})}}</style><p>a</p>",
    "<style>@media all{{p{{background:url({u})}}}}</style><p>a</p>",
    "<style>@namespace x url({u});</style><p>a</p>",
    "<style>p{{background:url({u}",
    '<svg><image href="{u}" width="9" height="9"/></svg>',
    '<svg><image xlink:href="{u}" width="9" height="9"/></svg>',
    '<svg><use href="{u}#a"/></svg>',
    '<svg><use xlink:href="//{h}/a#a"/></svg>',
    '<svg><rect width="9" height="9" fill="url({u}#a)"/></svg>',
    '<svg><rect width="9" height="9" filter="url({u}#a)"/></svg>',
    '<svg><rect width="9" height="9" mask="url({u}#a)"/></svg>',
    '<svg><rect width="9" height="9" clip-path="url({u}#a)"/></svg>',
    '<svg><path d="M0 0L9 9" marker-end="url({u}#a)"/></svg>',
    '<svg><filter id="f"><feImage href="{u}"/></filter><rect width="9" height="9" filter="url(#f)"/></svg>',
    '<svg><style>@import "{u}";</style></svg>',
    "<svg><style>@import &quot;{u}&quot;;</style></svg>",
    "<svg><style><![CDATA[@import '{u}';]]></style></svg>",
    '<svg><style><img src="{u}"></style></svg>',
    '<svg><title><img src="{u}"></title></svg>',
    '<svg><desc><img src="{u}"></desc></svg>',
    '<svg><foreignObject><img src="{u}"></foreignObject></svg>',
    '<svg><image width="9" height="9"><set attributeName="href" to="{u}"/></image></svg>',
    '<svg><image width="9" height="9"><animate attributeName="href" values="a;{u}" dur="1s"/></image></svg>',
    '<svg><script href="{u}"></script></svg>',
    '<svg><script xlink:href="{u}"></script></svg>',
    '<math><mtext><img src="{u}"></mtext></math>',
    '<math><mglyph src="{u}"></mglyph></math>',
    '<!--[if mso]><v:fill src="{u}" type="tile"/><![endif]-->',
    '<!--[if gte mso 9]><v:image src="{u}"/><![endif]-->',
    '<!--[if mso]><v:rect><v:imagedata src="{u}" o:href="{u}"/></v:rect><![endif]-->',
    '<!--[if mso]><v:shape style="behavior:url({u})"/><![endif]-->',
    "<!--[if mso]><style>p{{background:url({u})}}</style><![endif]-->",
    '<!--[if !mso]><!--><img src="{u}"><!--<![endif]-->',
    '<!--[if mso]><!--[if true]><img src="{u}"><![endif]--><![endif]-->',
    '<![if !mso]><img src="{u}"><![endif]>',
    '<!--><img src="{u}">-->',
    '<!---><img src="{u}">-->',
    '<!-- a --!><img src="{u}">-->',
    '<!-- <a title=" --> <img src="{u}"> ">',
    '<![CDATA[><img src="{u}">]]>',
    '<?xml > <img src="{u}"> ?>',
    '<?import namespace="t" implementation="{u}">',
    '<?xml-stylesheet href="{u}"?>',
    '</p <img src="{u}">><img src="{u}">',
    "<noscript><img src={u}></noscript>",
    "<noscript><p title='</noscript><img src={u}>'></noscript>",
    "<template><img src={u}></template>",
    '<div><template shadowrootmode="open"><img src="{u}"></template></div>',
    "<xmp><p title='</xmp><img src={u}>'></xmp>",
    "<textarea><p title='</textarea><img src={u}>'></textarea>",
    "<noembed><p title='</noembed><img src={u}>'></noembed>",
    "<select><img src={u}></select>",
    '<img lowsrc="{u}">',
    '<img dynsrc="{u}">',
    '<img longdesc="{u}">',
    '<blockquote cite="{u}">a</blockquote>',
    '<a href="https://lettre.example.org/" ping="{u}">a</a>',
    '<a href="https://lettre.example.org/" attributionsrc="{u}">a</a>',
    '<img src="a.png" attributionsrc="{u}">',
    '<form action="{u}"></form>',
    '<button formaction="{u}">a</button>',
    '<head profile="{u}"></head>',
    '<menuitem icon="{u}">',
    '<bgsound src="{u}">',
    '<layer src="{u}"></layer>',
    '<xml src="{u}"></xml>',
    '<ilayer background="{u}"></ilayer>',
    '<img src="file://{h}/a">',
    r'<img src="file:\\{h}\a">',
    '<img src="ftp://{h}/a">',
    '<img onerror="fetch(\'{u}\')" src="a">',
    "<p onclick=\"location='//{h}/'\">a</p>",
    "<body onload=\"new Image().src='{u}'\">",
    '<img tomorrow="{u}">',
    '<unknown-element way="a, {u} 3x">a</unknown-element>',
    '<link rel="tomorrow" href="feed:{h}">',
    '<script>fetch("{u}")</script>',
]


def way(template: str, number: int) -> str:
    host = f"n{number}.{DOMAIN}"
    return template.format(
        h=host,
        u=f"http://{host}/a",
        full="".join(chr(ord(sign) + 0xFEE0) for sign in host),
        percent="".join(f"%{ord(sign):02X}" for sign in host),
        soft="\u00ad".join(host),
    )


def found_by_the_check(html: str) -> str:
    return " ".join(finding.message for finding in third_parties(view(with_html(html), settings=SETTINGS)))


def found_in_what_arrived(html: str) -> str:
    return " ".join(map(host_of, references_in(html).fetched))


@pytest.mark.parametrize("template", WAYS)
def test_a_way_to_name_another_host_is_found_by_the_check_and_in_what_arrived(template: str) -> None:
    html = way(template, 7)
    found = (found_by_the_check(html), found_in_what_arrived(html))
    # What a "data:" address holds, or another kind of address, is named by its kind.
    assert all(any(name in one for name in (f"n7.{DOMAIN}", "data:", "feed:")) for one in found), found


@needs_chromium
@pytest.mark.long
@pytest.mark.parametrize("scripts", [True, False])
def test_whatever_chromium_asks_for_is_found(browser: Browser, scripts: bool) -> None:  # noqa: FBT001  a table
    pages = [way(template, number) for number, template in enumerate(WAYS)]
    with canary(browser) as (host, own):
        asked = asked_for(host, own, pages, scripts=scripts)
    assert len(asked) > 60
    assert {pages[number] for number in asked if not is_found(pages[number], number)} == set()


@needs_chromium
@pytest.mark.long
def test_whatever_chromium_asks_for_in_a_rendered_letter_is_found(browser: Browser) -> None:
    """A template's HTML comes out of the renderer in another shape, with its styles inlined."""
    written = [f"<!doctype html><html><body>{way(template, at)}</body></html>" for at, template in enumerate(WAYS)]
    pages = [inline(one) for one in written]
    with canary(browser) as (host, own):
        asked = asked_for(host, own, pages, scripts=False)
    assert len(asked) > 50
    assert {pages[number] for number in asked if not is_found(pages[number], number)} == set()


def is_found(html: str, number: int) -> bool:
    name = f"n{number}.{DOMAIN}"
    hosts = {host_of(address) for _element, address in fetched(html)}
    return name in hosts or any(host.startswith("data:") for host in hosts)


_ELEMENTS = (
    *(
        "a",
        "img",
        "image",
        "input type=image",
        "video",
        "audio autoplay",
        "source",
        "track default",
        "iframe",
        "embed",
    ),
    *("object", "link rel=stylesheet", "link rel=icon", "link rel=preload as=image", "body", "table", "td", "script"),
    *("meta http-equiv=refresh", "base", "form", "button", "svg", "svg><image width=9 height=9", "svg><use"),
    *("svg><rect width=9 height=9", "svg><filter id=f><feImage", "svg><style", "math><mglyph", "style", "noscript"),
    *("!--", "![CDATA[", "?xml", "/p", "title", "textarea", "template", "xmp", "select", "v:fill", "frameset", "p"),
)
_ATTRIBUTES = (
    *(
        "src",
        "srcset",
        "href",
        "xlink:href",
        "poster",
        "data",
        "background",
        "style",
        "srcdoc",
        "content",
        "imagesrcset",
    ),
    *(
        "fill",
        "filter",
        "mask",
        "clip-path",
        "action",
        "ping",
        "title",
        "alt",
        "class",
        "lowsrc",
        "code",
        "cite",
        "to",
    ),
)
_VALUES = (
    *("{u}", "//{h}/a", r"\\{h}\a", "http:\\/{h}", "url({u})", "url('{u}')", r"u\72l({u})", "background:url({u})"),
    *("background:image-set('{u}' 1x)", "0;url={u}", "a 1x, {u} 2x", "<img src={u}>", "&lt;img src={u}&gt;", "a"),
    *("a;{u}", "@import '{u}'", "data:text/html,<img src={u}>", "/\t/{h}/a", "'", "-->", "]]>", "/*", "*/", "\\"),
)
_BETWEEN = (
    *(">", "/>", " >", "-->", "--!>", "]]>", "?>", "", "<!--", "<p>", "</p>", "</style>", "</svg>", "</title>", "'>"),
    *("<img src={u}>", "<style>@import '{u}';</style>", "<svg>", "<noscript>", "<![endif]-->", "<!--[if mso]>", "\n"),
)


def some_page(chance: random.Random, number: int) -> str:
    """Elements, attributes and values that belong together or not, some of them never closed."""
    parts = []
    for _ in range(chance.randint(1, 4)):
        quote = chance.choice(["'", '"', '"', ""])
        values = [
            f" {chance.choice(_ATTRIBUTES)}={quote}{chance.choice(_VALUES)}{quote}"
            for _ in range(chance.randint(0, 3))
        ]
        parts += [
            "<",
            chance.choice(_ELEMENTS),
            *values,
            chance.choice((">", ">", *_BETWEEN)),
            chance.choice(_BETWEEN),
        ]
    host = f"n{number}.{DOMAIN}"
    return "".join(parts).replace("{u}", f"http://{host}/a").replace("{h}", host)


@needs_chromium
@pytest.mark.long
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.whole) for seed in range(1, 4))])
def test_whatever_chromium_asks_for_is_found_in_pages_that_nobody_wrote(browser: Browser, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  no secret
    pages = [some_page(chance, number) for number in range(300)]
    with canary(browser) as (host, own):
        asked = asked_for(host, own, pages, scripts=bool(seed % 2))
    assert len(asked) > 15
    assert [pages[number] for number in sorted(asked) if not is_found(pages[number], number)] == []
