"""The rules of what became of a link that was asked about: findings.py says them, of each."""

from __future__ import annotations

from cenum.finding import Severity
from cenum.i18n import N_
from cenum.links.link import Reason
from cenum.rule import Example, Rule

LINK_GONE = Rule(
    "link-gone",
    Severity.ERROR,
    what=N_("The page answers 404 or 410, to a full request and not only to a short one (HEAD)."),
    why=N_("A reader who follows a dead link stops following links."),
    remedy=N_("Find the page's new address, or link to the archived copy that the message gives."),
    waive=True,
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → 404",
        passes="https://a.fr/rapport → 200",
    ),
)
LINK_NO_SUCH_HOST = Rule(
    "link-no-such-host",
    Severity.ERROR,
    what=N_(
        "The DNS answers twice that the site does not exist, and knows others. A lookup that only failed is "
        "`link-lookup`."
    ),
    why=N_("The site has closed, or its name is misspelt."),
    remedy=N_("Correct the name, or link to the archived copy."),
    waive=True,
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → no such host",
        passes="https://a.fr/rapport → 200",
    ),
)
LINK_CONNECTION_REFUSED = Rule(
    "link-connection-refused",
    Severity.ERROR,
    what=N_("The site's server refuses connections, three times in a row."),
    why=N_("The site is down."),
    remedy=N_("Try it in a browser; if it fails there too, link to another page or to the archived copy."),
    waive=True,
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → connection refused",
        passes="https://a.fr/rapport → 200",
    ),
)
LINK_CERTIFICATE_EXPIRED = Rule(
    "link-certificate-expired",
    Severity.ERROR,
    what=N_("The certificate has expired, or is not valid yet."),
    why=N_("Browsers show a warning page first."),
    remedy=N_("Tell the site's owner; link to another page until it is repaired."),
    waive=True,
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → certificate expired",
        passes="https://a.fr/rapport → 200",
    ),
)
LINK_CERTIFICATE_OF_ANOTHER = Rule(
    "link-certificate-of-another",
    Severity.ERROR,
    what=N_("The certificate was issued to another host."),
    why=N_("Browsers show a warning page first."),
    remedy=N_("Check whether the address needs a `www.`, or has one too many."),
    waive=True,
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → certificate of another host",
        passes="https://a.fr/rapport → 200",
    ),
)
LINK_REDIRECT_LOOP = Rule(
    "link-redirect-loop",
    Severity.ERROR,
    what=N_("The page redirects to a page that redirects back."),
    why=N_("Browsers give up."),
    remedy=N_("Link to the page that it should lead to."),
    waive=True,
    example=Example(
        kind="web",
        fails="""
            https://a.fr/rapport → 302 https://a.fr/page
            https://a.fr/page → 302 https://a.fr/rapport
            """,
        passes="""
            https://a.fr/rapport → 302 https://a.fr/page
            https://a.fr/page → 200
            """,
    ),
)
LINK_TOO_MANY_REDIRECTS = Rule(
    "link-too-many-redirects",
    Severity.ERROR,
    what=N_("The page redirects more than ten times in a row."),
    why=N_("Browsers give up, sooner or later."),
    remedy=N_("Link to the page that it should lead to."),
    waive=True,
    example=Example(
        kind="web",
        fails="""
            https://a.fr/rapport → 302 https://a.fr/1
            https://a.fr/1 → 302 https://a.fr/2
            https://a.fr/2 → 302 https://a.fr/3
            https://a.fr/3 → 302 https://a.fr/4
            https://a.fr/4 → 302 https://a.fr/5
            https://a.fr/5 → 302 https://a.fr/6
            https://a.fr/6 → 302 https://a.fr/7
            https://a.fr/7 → 302 https://a.fr/8
            https://a.fr/8 → 302 https://a.fr/9
            https://a.fr/9 → 302 https://a.fr/10
            https://a.fr/10 → 302 https://a.fr/11
            https://a.fr/11 → 200
            """,
        passes="""
            https://a.fr/rapport → 302 https://a.fr/1
            https://a.fr/1 → 302 https://a.fr/2
            https://a.fr/2 → 200
            """,
    ),
)
LINK_REDIRECT_TO_NOTHING = Rule(
    "link-redirect-to-nothing",
    Severity.ERROR,
    what=N_("The page redirects without an address, or to one that is not on the web."),
    why=N_("Browsers show nothing."),
    remedy=N_("Link to the page that it should lead to."),
    waive=True,
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → 302",
        passes="""
            https://a.fr/rapport → 302 https://a.fr/page
            https://a.fr/page → 200
            """,
    ),
)
LINK_NO_MAIL_SERVER = Rule(
    "link-no-mail-server",
    Severity.ERROR,
    what=N_(
        "The domain of an e-mail address has neither a mail server nor an IP address, or says "
        "that it accepts no mail (RFC 7505)."
    ),
    why=N_("Messages to it would bounce."),
    remedy=N_("Check the spelling."),
    waive=True,
    example=Example(
        kind="web",
        fails="mailto:bonjour@a.fr → no such host",
        passes="mailto:bonjour@a.fr → 200",
    ),
)
LINK_PRIVATE = Rule(
    "link-private",
    Severity.ERROR,
    what=N_("The address, or one that it redirects to, is in a private network. cenum does not open it."),
    why=N_("Readers can't reach it, and a letter must not make a machine query its own network."),
    remedy=N_("Use the public address. To allow a network of your own, add it to `[link_check] networks`."),
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → address of a private network",
        passes="https://a.fr/rapport → 200",
    ),
)
LINK_MOVED_FOR_GOOD = Rule(
    "link-moved-for-good",
    Severity.WARNING,
    what=N_("The page answers at another address, and says that the move is permanent (301, 308)."),
    why=N_("Old addresses stop redirecting one day."),
    remedy=N_("`cenum check --fix` writes the new address."),
    corrected=True,
    example=Example(
        kind="web",
        fails="""
            https://a.fr/rapport → 301 https://b.fr/rapport
            https://b.fr/rapport → 200
            """,
        passes="""
            https://a.fr/rapport → 302 https://b.fr/rapport
            https://b.fr/rapport → 200
            """,
    ),
)
LINK_HTTPS_ANSWERS = Rule(
    "link-https-answers",
    Severity.WARNING,
    what=N_("The link uses http, and the same page is available over https."),
    why=N_("Pages sent over http can be read and changed on the way."),
    remedy=N_("`cenum check --fix` writes the https address."),
    corrected=True,
    example=Example(
        kind="web",
        fails="""
            http://a.fr/rapport → 200 <title>Le rapport</title>
            https://a.fr/rapport → 200 <title>Le rapport</title>
            """,
        passes="""
            http://a.fr/rapport → 200 <title>Le rapport</title>
            https://a.fr/rapport → 200 <title>Serveur par défaut</title>
            """,
    ),
)
# As many words as a page that surely has its text.
_REPORT = (
    "Le rapport</h2> <p>Nous avons passé six mois dans les médiathèques de la région et y avons vu ce que l’on ne "
    "compte pas : des habitants qui reviennent le jeudi parce que quelqu’un les attend et prend le temps de leur "
    "expliquer ce que la machine demande et ce que l’on peut lui refuser.</p>"
)
LINK_FRAGMENT = Rule(
    "link-fragment",
    Severity.WARNING,
    what=N_(
        "The page has no anchor with the name after the `#`. Nothing is said of a page that keeps programs "
        "out, or that scripts make."
    ),
    why=N_("Readers land at the top of the page, and have to search."),
    remedy=N_("Find the anchor's new name, or remove it."),
    example=Example(
        kind="web",
        letter="[L’annexe du rapport](https://a.fr/rapport#annexe)",
        fails=f'https://a.fr/rapport → 200 <h2 id="introduction">{_REPORT}',
        passes=f'https://a.fr/rapport → 200 <h2 id="annexe">{_REPORT}',
    ),
)
LINK_LOGIN = Rule(
    "link-login",
    Severity.WARNING,
    what=N_("The page answers 401 or 407, or redirects to a login or consent page."),
    why=N_("Readers may not have access."),
    remedy=N_("Open it in a private window of your browser."),
    example=Example(
        kind="web",
        fails="""
            https://a.fr/rapport → 302 https://a.fr/login
            https://a.fr/login → 200
            """,
        passes="https://a.fr/rapport → 200",
    ),
)
LINK_COOKIES = Rule(
    "link-cookies",
    Severity.WARNING,
    what=N_("The page redirects in a loop when cookies are not kept."),
    why=N_("A browser may get through; cenum can't tell."),
    remedy=N_("Open it in a browser."),
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → 302 https://a.fr/rapport, Set-Cookie: vu=1",
        passes="""
            https://a.fr/rapport → 302 https://a.fr/page, Set-Cookie: vu=1
            https://a.fr/page → 200
            """,
    ),
)
LINK_FORBIDDEN = Rule(
    "link-forbidden",
    Severity.WARNING,
    what=N_("The page answers 403."),
    why=N_("Many sites give this answer to programs, and let people in."),
    remedy=N_("Open it in a browser."),
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → 403",
        passes="https://a.fr/rapport → 200",
    ),
)
LINK_PAYMENT = Rule(
    "link-payment",
    Severity.WARNING,
    what=N_("The page answers 402."),
    why=N_("Readers may have to pay."),
    remedy=N_("Open it in a browser; if readers have to pay, say so in the text."),
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → 402",
        passes="https://a.fr/rapport → 200",
    ),
)
LINK_LEGAL = Rule(
    "link-legal",
    Severity.WARNING,
    what=N_("The page answers 451: it is blocked for legal reasons, perhaps only where cenum runs."),
    why=N_("It may work where your readers are."),
    remedy=N_("Open it in a browser."),
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → 451",
        passes="https://a.fr/rapport → 200",
    ),
)
LINK_METHOD = Rule(
    "link-method",
    Severity.WARNING,
    what=N_("The page answers 405 or 501, to HEAD and to GET."),
    why=N_("It may be meant for programs only."),
    remedy=N_("Open it in a browser."),
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → 405",
        passes="https://a.fr/rapport → 200",
    ),
)
LINK_ASKED_TOO_OFTEN = Rule(
    "link-asked-too-often",
    Severity.WARNING,
    what=N_("The site answers 429 (too many requests), and asks cenum to wait longer than a check may last."),
    why=N_("The page could not be checked."),
    remedy=N_("Run `cenum check` again later."),
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → 429 Retry-After: 3600",
        passes="https://a.fr/rapport → 200",
    ),
)
LINK_SERVER_ERROR = Rule(
    "link-server-error",
    Severity.WARNING,
    what=N_("The site answers 5xx, three times in a row."),
    why=N_("It may work again on the day of sending."),
    remedy=N_("Open it in a browser later."),
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → 500",
        passes="https://a.fr/rapport → 200",
    ),
)
LINK_ODD_STATUS = Rule(
    "link-odd-status",
    Severity.WARNING,
    what=N_("The site answers with a status code that says neither yes nor no."),
    why=N_("The page could not be checked."),
    remedy=N_("Open it in a browser."),
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → 418",
        passes="https://a.fr/rapport → 200",
    ),
)
LINK_WALL = Rule(
    "link-wall",
    Severity.WARNING,
    what=N_(
        "The site is known to block programs (cenum/links/lists.toml, `[link_check] walls`), so "
        "cenum did not open it; or it answered 999."
    ),
    why=N_("Its answer says nothing about the page."),
    remedy=N_("Open it in a browser; it is in the list of links to open by hand."),
    example=Example(
        kind="web",
        fails="https://www.linkedin.com/posts/42 → 200",
        passes="https://a.fr/rapport → 200",
    ),
)
LINK_TIMEOUT = Rule(
    "link-timeout",
    Severity.WARNING,
    what=N_("The site takes longer than `[link_check] timeout`, twice in a row."),
    why=N_("It may be slow at the moment only."),
    remedy=N_("Open it in a browser."),
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → too slow",
        passes="https://a.fr/rapport → 200",
    ),
)
LINK_CUT = Rule(
    "link-cut",
    Severity.WARNING,
    what=N_("The connection was cut before the answer arrived, three times."),
    why=N_("Some sites do this to programs."),
    remedy=N_("Open it in a browser."),
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → cut off",
        passes="https://a.fr/rapport → 200",
    ),
)
LINK_UNREADABLE = Rule(
    "link-unreadable",
    Severity.WARNING,
    what=N_("The answer is not HTTP."),
    why=N_("The page could not be checked."),
    remedy=N_("Open it in a browser."),
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → no HTTP",
        passes="https://a.fr/rapport → 200",
    ),
)
LINK_CERTIFICATE_UNKNOWN = Rule(
    "link-certificate-unknown",
    Severity.WARNING,
    what=N_("The certificate comes from an unknown authority, or an intermediate certificate is missing."),
    why=N_("Browsers may know the authority."),
    remedy=N_("Open it in a browser."),
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → certificate of an unknown authority",
        passes="https://a.fr/rapport → 200",
    ),
)
LINK_TLS = Rule(
    "link-tls",
    Severity.WARNING,
    what=N_("No secure connection is possible."),
    why=N_("The site may use a version of TLS that is too old or too new."),
    remedy=N_("Open it in a browser."),
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → TLS failed",
        passes="https://a.fr/rapport → 200",
    ),
)
LINK_LOOKUP = Rule(
    "link-lookup",
    Severity.WARNING,
    what=N_("The site's name could not be looked up, but the DNS does not say that it does not exist."),
    why=N_("The DNS or your own connection may be faulty."),
    remedy=N_("Run `cenum check` again, or open it in a browser."),
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → lookup failed",
        passes="https://a.fr/rapport → 200",
    ),
)
LINK_UNREACHABLE = Rule(
    "link-unreachable",
    Severity.WARNING,
    what=N_("The site can't be reached from this machine (no route)."),
    why=N_("It may use IPv6 only, or your network may be faulty."),
    remedy=N_("Open it in a browser."),
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → no way there",
        passes="https://a.fr/rapport → 200",
    ),
)
LINK_FRONT_PAGE = Rule(
    "link-front-page",
    Severity.WARNING,
    what=N_("The page redirects to its site's home page."),
    why=N_("Many sites hide in this way that a page is gone."),
    remedy=N_("Open it; if it is gone, link to the archived copy."),
    example=Example(
        kind="web",
        fails="""
            https://a.fr/rapport → 302 https://a.fr/
            https://a.fr/ → 200
            """,
        passes="""
            https://a.fr/rapport → 302 https://a.fr/rapports/
            https://a.fr/rapports/ → 200
            """,
    ),
)
LINK_SAYS_NOT_FOUND = Rule(
    "link-says-not-found",
    Severity.WARNING,
    what=N_("The page answers 200, but its title or first heading says that it was not found."),
    why=N_("Many sites answer in this way for pages that are gone."),
    remedy=N_("Open it; if it is gone, link to the archived copy."),
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → 200 <title>Page introuvable</title>",
        passes="https://a.fr/rapport → 200 <title>La Peugeot 404</title>",
    ),
)
LINK_PROGRAM = Rule(
    "link-program",
    Severity.WARNING,
    what=N_("The page redirects to an address that opens an app: a messenger, an app store."),
    why=N_("Readers may not have the app, and cenum can't follow the link."),
    remedy=N_("Open it in a browser, and on a phone too."),
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → 302 whatsapp://send?text=rapport",
        passes="""
            https://a.fr/rapport → 302 https://a.fr/partage
            https://a.fr/partage → 200
            """,
    ),
)
LINK_NO_TIME = Rule(
    "link-no-time",
    Severity.WARNING,
    what=N_("`[link_check] seconds` ran out before this link's turn."),
    why=N_("The page could not be checked."),
    remedy=N_("Run `cenum check` again: the links that worked are remembered."),
    example=Example(
        kind="web",
        fails="https://a.fr/rapport → no time left",
        passes="https://a.fr/rapport → 200",
    ),
)
LINKS_NOT_CHECKED = Rule(
    "links-not-checked",
    Severity.WARNING,
    what=N_("No link was checked: `--offline` was given, this machine is offline, or the check was interrupted."),
    why=N_("Some links may be dead."),
    remedy=N_("Check them online before the letter goes out: in the preview, or with `cenum check`."),
    example=Example(
        kind="web",
        letter="[Un](https://a.fr/un), [deux](https://b.fr/deux), [trois](https://c.fr/trois)",
        fails="""
            https://a.fr/un → no way there
            https://b.fr/deux → no way there
            https://c.fr/trois → no way there
            """,
        passes="""
            https://a.fr/un → 200
            https://b.fr/deux → 200
            https://c.fr/trois → 200
            """,
    ),
)
LINK_CHECK_MEMORY = Rule(
    "link-check-memory",
    Severity.WARNING,
    what=N_("The saved link results could not be read, or were written by another program, and were set aside."),
    why=N_("All links were checked again: this is slower, but nothing is lost."),
    remedy=N_("Nothing to do. You can delete the file that the message names."),
    example=Example(
        kind="memory",
        file=".cenum/cache/links.sqlite3",
        fails="Ceci n’est pas une base de données.",
        passes="",
    ),
)
IMAGE_NOT_AN_IMAGE = Rule(
    "image-not-an-image",
    Severity.ERROR,
    what=N_("The picture's address does not return a PNG, JPEG, GIF or WebP."),
    why=N_("Readers would see a broken picture."),
    remedy=N_("Save it in `media/`."),
    waive=True,
    example=Example(
        kind="web",
        letter="![La Creuse en bleu pâle](https://lettre.fr/carte.png)",
        fails="https://lettre.fr/carte.png → 200 Content-Type: text/html",
        passes="https://lettre.fr/carte.png → 200 Content-Type: image/png",
    ),
)
IMAGE_HEAVY = Rule(
    "image-heavy",
    Severity.WARNING,
    what=N_("A picture on the web weighs more than 1 MB."),
    why=N_("Many people read on a phone, on a mobile connection."),
    remedy=N_("Export it smaller, or save it in `media/`, where cenum resizes it."),
    example=Example(
        kind="web",
        letter="![La Creuse en bleu pâle](https://lettre.fr/carte.png)",
        fails="https://lettre.fr/carte.png → 200 Content-Type: image/png, Content-Length: 2300000",
        passes="https://lettre.fr/carte.png → 200 Content-Type: image/png, Content-Length: 230000",
    ),
)

# What is not here is alive, or said in a sentence of its own.
OF = {
    Reason.MOVED_FOR_GOOD: LINK_MOVED_FOR_GOOD,
    Reason.HTTPS_ANSWERS: LINK_HTTPS_ANSWERS,
    Reason.GONE: LINK_GONE,
    Reason.NO_SUCH_HOST: LINK_NO_SUCH_HOST,
    Reason.CONNECTION_REFUSED: LINK_CONNECTION_REFUSED,
    Reason.CERTIFICATE_EXPIRED: LINK_CERTIFICATE_EXPIRED,
    Reason.CERTIFICATE_OF_ANOTHER: LINK_CERTIFICATE_OF_ANOTHER,
    Reason.REDIRECT_LOOP: LINK_REDIRECT_LOOP,
    Reason.TOO_MANY_REDIRECTS: LINK_TOO_MANY_REDIRECTS,
    Reason.REDIRECT_TO_NOTHING: LINK_REDIRECT_TO_NOTHING,
    Reason.NO_MAIL_SERVER: LINK_NO_MAIL_SERVER,
    Reason.NOT_AN_IMAGE: IMAGE_NOT_AN_IMAGE,
    Reason.LOGIN: LINK_LOGIN,
    Reason.COOKIES: LINK_COOKIES,
    Reason.FORBIDDEN: LINK_FORBIDDEN,
    Reason.PAYMENT: LINK_PAYMENT,
    Reason.LEGAL: LINK_LEGAL,
    Reason.METHOD: LINK_METHOD,
    Reason.ASKED_TOO_OFTEN: LINK_ASKED_TOO_OFTEN,
    Reason.SERVER_ERROR: LINK_SERVER_ERROR,
    Reason.ODD_STATUS: LINK_ODD_STATUS,
    Reason.WALL: LINK_WALL,
    Reason.TIMEOUT: LINK_TIMEOUT,
    Reason.CUT: LINK_CUT,
    Reason.UNREADABLE: LINK_UNREADABLE,
    Reason.CERTIFICATE_UNKNOWN: LINK_CERTIFICATE_UNKNOWN,
    Reason.TLS: LINK_TLS,
    Reason.LOOKUP: LINK_LOOKUP,
    Reason.UNREACHABLE: LINK_UNREACHABLE,
    Reason.FRONT_PAGE: LINK_FRONT_PAGE,
    Reason.SAYS_NOT_FOUND: LINK_SAYS_NOT_FOUND,
    Reason.PROGRAM: LINK_PROGRAM,
    Reason.PRIVATE: LINK_PRIVATE,
    Reason.NO_TIME: LINK_NO_TIME,
}
