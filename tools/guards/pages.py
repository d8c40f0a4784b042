"""The guards of the letter's own pages: what nobody may see yet, what left and stays, and what care may propose."""

from __future__ import annotations

from tools.guards import Guarded

_RULE = ("archive/test_visibility.py", "archive/test_canary.py")
_OUTPUTS = (
    "archive/test_site.py",
    "archive/test_feed.py",
    "archive/test_letter_memory.py",
    "archive/test_canary.py",
)
_PUBLISHED = ("archive/test_publish.py", "archive/test_canary.py")
# Those of the e-mail, and the one that is shown where somebody shares the page.
_PICTURES = (
    "\n            mailed = published_files(entry.letter.issue(), settings, templates, cache)"
    '\n            yield from ((f"{MEDIA}/{file.name}", file.content) for file in mailed)'
)
_SHARED = (
    "\n            article = Article(entry.letter.issue(), settings, templates, cache)"
    "\n            yield from pages.letter(entry, article, None, None)[1].items()"
)
_CARE = ("care/test_care_pass.py", "care/test_wayback.py", "care/test_care_command.py")

PAGES = {
    "archive/visibility.py": Guarded(
        _RULE,
        {
            "a draft is never public": (
                "if issue.draft or not issue.is_committed:",
                "if not issue.is_committed:",
            ),
            "what is not committed is never public": (
                "if issue.draft or not issue.is_committed:",
                "if issue.draft:",
            ),
            "a letter is history after thirty days": ("if now - issue.sends_at > KNOWN_FOR:", "if True:"),
            "without an answer nothing becomes more public": (
                "return _as_before(entry, early, has_come=has_come)",
                "return Visibility.LISTED",
            ),
            "without an answer another letter than the published one is none": (
                "if not entry.is_this_one:\n        return Visibility.PRIVATE",
                "if False:\n        return Visibility.PRIVATE",
            ),
            "without an answer an embargo holds": (
                "return entry.before if has_come else min(entry.before, early)",
                "return entry.before",
            ),
            "what did not leave is not public": (
                "case Fate.STAYED:\n            return Visibility.PRIVATE",
                "case Fate.STAYED:\n            return Visibility.UNLISTED",
            ),
            "only what was tested is announced": (
                "case Fate.TESTED if entry.is_this_one and now",
                "case Fate.TESTED if now",
            ),
            "what was tested is announced until a day after its hour": (
                "entry.is_this_one and now - issue.sends_at < _DAY:",
                "entry.is_this_one:",
            ),
            "of what was tested nothing is shown": (
                "return Visibility.ANNOUNCED\n        case",
                "return Visibility.UNLISTED\n        case",
            ),
            "only what is scheduled has a page": (
                "case Fate.SCHEDULED if entry.is_this_one:",
                "case Fate.SCHEDULED:",
            ),
            "nothing is listed before its hour": (
                "return Visibility.LISTED if has_come else early",
                "return Visibility.LISTED",
            ),
            "only what left is listed": (
                "case Fate.LEFT if entry.is_this_one or _stays(issue, entry):",
                "case Fate.LEFT:",
            ),
            "only what a part of the readers got has a page": (
                "case Fate.PARTLY if entry.is_this_one or _stays(issue, entry):",
                "case Fate.PARTLY:",
            ),
            "what a part of the readers got is not listed": (
                "return max(entry.before, Visibility.UNLISTED)",
                "return Visibility.LISTED",
            ),
        },
    ),
    "archive/site.py": Guarded(
        _OUTPUTS,
        {
            "the index has what is listed": (
                "pages.home(listed, latest, illustration)",
                "pages.home(entries, latest, illustration)",
            ),
            "the newest letter is one that is listed": (
                "latest = in_full[0] if in_full else None",
                "latest = entries[0] if entries else None",
            ),
            "the page of the newest letter is one that is listed": (
                "if entry.is_listed and later is None:",
                "if later is None:",
            ),
            "a year has what is listed": ("pages.year(year, listed)", "pages.year(year, entries)"),
            "only a year with a listed letter has a page": (
                "{entry.facts.day.year for entry in listed}",
                "{entry.facts.day.year for entry in entries}",
            ),
            "the feed has what is listed": (
                "in_feed = entry.is_listed and len(contents)",
                "in_feed = len(contents)",
            ),
            "the map has what is listed": (
                "_for_search_engines(settings, pages, in_full)",
                "_for_search_engines(settings, pages, entries)",
            ),
            "the page of the search knows what is listed": ("pages.search(listed)", "pages.search(entries)"),
            "the search finds what is listed": ("search_files(in_full)", "search_files(entries)"),
            "a page leads to what is listed": (
                "if entry.is_listed and entry.is_shown:",
                "if entry.is_shown:",
            ),
            "no page leads to what was withdrawn": (
                "if entry.is_listed and entry.is_shown:",
                "if entry.is_listed:",
            ),
            "the page of an announced letter shows nothing of it": (
                "        if entry.is_shown:\n            drawn",
                "        if not entry.letter.withdrawn:\n            drawn",
            ),
            "the page of a withdrawn letter shows nothing of it": (
                "        if entry.is_shown:\n            drawn",
                "        if entry.letter.visibility > Visibility.ANNOUNCED:\n            drawn",
            ),
            "an announced letter has no pictures": (
                'page, said = pages.announced(entry), ""',
                f'page, said = pages.announced(entry), ""{_PICTURES}',
            ),
            "an announced letter has no picture to be shared": (
                'page, said = pages.announced(entry), ""',
                f'page, said = pages.announced(entry), ""{_SHARED}',
            ),
            "a withdrawn letter has no pictures": (
                "page, said = pages.withdrawn(entry), entry.letter.withdrawn",
                f"page, said = pages.withdrawn(entry), entry.letter.withdrawn{_PICTURES}",
            ),
            "a withdrawn letter has no picture to be shared": (
                "page, said = pages.withdrawn(entry), entry.letter.withdrawn",
                f"page, said = pages.withdrawn(entry), entry.letter.withdrawn{_SHARED}",
            ),
            "a page that is another one by now is made again": ("if page is None or any(", "if any("),
            "a picture that is another one by now is made again": (
                "if page is None or any(self.there(path, sha256) is None for path, sha256 in known.media.items()):",
                "if page is None:",
            ),
            "a page made with other templates is made again": (
                "json.dumps([self._look, self._pages",
                "json.dumps([self._pages",
            ),
            "a page made with other copies is made again": (
                "self._pages.emblem, self._pages.copies.rows_hash, about",
                "self._pages.emblem, about",
            ),
            "a page that is seen otherwise is made again": (
                "about = [letter.visibility.name, letter.sends_at.isoformat(), letter.digest]",
                "about = [letter.sends_at.isoformat(), letter.digest]",
            ),
            "a page of another edition is made again": (
                "letter.sends_at.isoformat(), letter.digest]",
                "letter.sends_at.isoformat()]",
            ),
            "a page of another hour is made again": (
                "letter.visibility.name, letter.sends_at.isoformat(), letter.digest]",
                "letter.visibility.name, letter.digest]",
            ),
            "a page beside other letters is made again": ("rows_hash, about, beside])", "rows_hash, about])"),
            "the search, the map and the newest letter leave out what was withdrawn": (
                "in_full = [entry for entry in listed if entry.is_shown]",
                "in_full = listed",
            ),
        },
    ),
    "archive/letter_memory.py": Guarded(
        ("archive/test_letter_memory.py",),
        {
            "what was read from other pictures is not remembered": (
                "if known is None or not _are_there(",
                "if known is None or False and not _are_there(",
            ),
            "what was drawn from something else is not remembered": (
                "return drawing if drawing and drawing.made_from == made_from else None",
                "return drawing",
            ),
            "a letter of another text is not remembered": (
                "name, hashlib.sha256(source).digest()",
                "name",
            ),
            "a letter of another day is not remembered": (
                "self._settings, name, hashlib",
                "self._settings, hashlib",
            ),
            "what was read with other settings is not remembered": (
                "own_code(), self._settings, name",
                "own_code(), name",
            ),
            "what another cenum read is not remembered": (
                "return own_code(), self._settings",
                "return self._settings",
            ),
            "a letter that changes while it is read is not published": (
                "            if self._place(path) != place:\n                raise _changed",
                "            if False:\n                raise _changed",
            ),
            "a letter that changed since it was decided on is not drawn": (
                "reading.issue is None or self._place(path) != place or _pictures",
                "reading.issue is None or _pictures",
            ),
            "nor is one whose pictures did": (
                "self._place(path) != place or _pictures(reading.issue) != known.pictures:",
                "self._place(path) != place:",
            ),
        },
    ),
    "archive/entry.py": Guarded(
        _OUTPUTS,
        {
            "lists name nothing of a withdrawn letter but its day": ("if not entry.is_shown:", "if False:"),
        },
    ),
    "archive/feed.py": Guarded(
        _OUTPUTS,
        {
            "the feed names no author of a withdrawn letter": (
                "for author in entry.facts.authors if entry.is_shown else ():",
                "for author in entry.facts.authors:",
            ),
        },
    ),
    "archive/pages.py": Guarded(
        (*_OUTPUTS, "archive/test_pages.py"),
        {
            "search engines are told to leave out what is not listed": (
                '"noindex": not entry.is_listed,',
                '"noindex": False,',
            ),
            "a page on the web asks nobody": (
                "\"default-src 'none'; style-src 'self'; img-src",
                "\"default-src *; style-src 'self'; img-src",
            ),
            "a page on the web shows pictures of our hosts": ("img-src 'self'{hosts}", "img-src *{hosts}"),
            "a page on the web has no base of its own": ("; base-uri 'none'; form-action 'self'\"", '"'),
            "a script runs on one page alone": ('_SEARCH_POLICY if search else ""', "_SEARCH_POLICY"),
            "what search engines read ends no script": (
                'return Markup(text.replace("<", "\\\\u003c"))',
                "return Markup(text)",
            ),
        },
    ),
    "archive/publication.py": Guarded(
        _PUBLISHED,
        {
            "redirects lead to what is listed": (
                "wanted, wrong = redirects(listed,",
                "wanted, wrong = redirects([letter.facts for letter in seen.letters],",
            ),
            "old sites lead to what is listed": (
                "keys = [letter.key for letter in listed]",
                "keys = [letter.key for letter in seen.letters]",
            ),
            "with an error nothing is published": ("if has_errors(found):", "if False:"),
        },
    ),
    "archive/pictures_ahead.py": Guarded(
        ("archive/test_pictures_ahead.py",),
        {
            "the folder in which cenum is run brings no code": ('"-I", "-m", __name__', '"-m", __name__'),
            "no key is given to another process": (
                "{name: os.environ[name] for name in _SYSTEM if name in os.environ}",
                "dict(os.environ)",
            ),
            "another process ends with the command": ("            process.kill()\n", ""),
        },
    ),
    "archive/survey.py": Guarded(
        _PUBLISHED,
        {
            "archive.json names what has a page": (
                "self._absent[key] = Absence.WAITING\n            return",
                (
                    "self._absent[key] = Absence.WAITING\n"
                    '            self._entries[key] = ManifestEntry("private", "", words, sends_at)\n'
                    "            return"
                ),
            ),
            "a draft is not even read": ("if is_draft or not is_there:", "if not is_there:"),
            "a letter that left and is a draft now is said": (
                "if self._had_left(key):\n                self._findings.append(gone(file, day",
                "if False:\n                self._findings.append(gone(file, day",
            ),
            "a letter that left and is gone is said": (
                'if self._had_left(key):\n                self._findings.append(gone(f"issues',
                'if False:\n                self._findings.append(gone(f"issues',
            ),
            "history asks no service": (
                "if not self._is_history(letter.day):",
                "if True:",
            ),
            "without an answer it is the published letter that counts": (
                "is_this_one = before is not None and before.digest == edition.digest",
                "is_this_one = True",
            ),
            "a change that is not committed is said": (
                "if not around.committed.has_as_it_is(letter.place.file):",
                "if False:",
            ),
            "a page says of which edition it is only if that was tested": (
                "vouched = edition is not None and (campaign is None or _vouches(campaign, tested))",
                "vouched = edition is not None",
            ),
            "the hour at which a letter left stays": (
                "if kept and kept.left:\n        return kept.at",
                "if False:\n        return kept.at",
            ),
        },
    ),
    "archive/after_sending.py": Guarded(
        ("archive/test_publish.py",),
        {
            "a change after a letter left is said": (
                "if baseline is None or letter.words == baseline.words or letter.withdrawn:",
                "if True:",
            ),
            "a second change is said anew": (
                "if correction and correction != baseline.correction:",
                "if correction:",
            ),
        },
    ),
    "archive/ledger.py": Guarded(
        ("archive/test_ledger.py",),
        {
            "a service that was not heard says nothing": ("if self.silence:", "if False:"),
            "other letters of the account say nothing of this one": (
                "if mark is not None and mark.is_of(newsletter):",
                "if mark is not None:",
            ),
            "a campaign vouches for the letter that it was tested with": (
                "vouches = mark is not None and any(mark.vouches_for(digest) for digest in wanted)",
                "vouches = mark is not None",
            ),
            "what vouches counts before what does not": (
                "weight = (vouches and fate not in {Fate.STAYED, Fate.TESTED}, _WEIGHT[fate])",
                "weight = (False, _WEIGHT[fate])",
            ),
            "what was tested and stayed does not count before what left": (
                "weight = (vouches and fate not in {Fate.STAYED, Fate.TESTED}, _WEIGHT[fate])",
                "weight = (vouches, _WEIGHT[fate])",
            ),
            "an untested draft is not tested": (
                "if vouches and campaign.state is State.DRAFT:",
                "if campaign.state is State.DRAFT:",
            ),
            "what was stopped did not reach all": ("State.PAUSED: Fate.PARTLY,", "State.PAUSED: Fate.LEFT,"),
        },
    ),
    "archive/kept.py": Guarded(
        (
            "archive/test_publish.py",
            "archive/test_kept.py",
            "github/test_side_branches.py",
        ),
        {
            "what is kept is never written over": (
                "if before is None or not before.left:",
                "if True:",
            ),
            "another letter than the kept one is said": ("if before.tested != after.tested:", "if False:"),
            "the files of a letter that left are those that it names": (
                "is_whole = message.files == parts and parts.keys()",
                "is_whole = parts.keys()",
            ),
            "they are of its own day": ("if is_whole and message.key == key and", "if is_whole and"),
        },
    ),
    "archive/committed.py": Guarded(
        ("archive/test_publish.py", "archive/test_canary.py"),
        {
            "what git does not have is on no branch": (
                "return self.known is None or file in self.known",
                "return True",
            ),
            "what differs from git is not as git has it": (
                "return self.has(file) and file not in self.changed",
                "return self.has(file)",
            ),
            "before the first commit nothing is committed": (
                "return CommittedFiles(frozenset())  # nothing was committed yet",
                "return CommittedFiles()",
            ),
        },
    ),
    "archive/redirects.py": Guarded(
        ("archive/test_redirects.py",),
        {
            "an alias is of the letter's own host": (
                "if (there.scheme or there.netloc) and (",
                "if False and (",
            ),
            "an alias is below the site": ("if not path.startswith(base):", "if False:"),
            "an alias has no query": ("if there.query or there.fragment or", "if there.fragment or"),
            "an alias has nothing that a file of redirects misreads": ("UNFIT.search(path) or", "False or"),
            "an alias goes nowhere up": ('or {".", ".."} & set(steps):', ":"),
            "an alias has no empty step": ("not all(steps) or", "False or"),
            "an alias takes no page's address": ("if not old_site and _is_own(path):", "if False:"),
            "an alias is one letter's": ("elif taken and taken[1].key != letter.key:", "elif False:"),
        },
    ),
    "archive/site_folder.py": Guarded(
        (
            "archive/test_site_folder.py",
            "archive/test_publish.py",
            "archive/test_live_manifest.py",
            "archive/test_letter_memory.py",
        ),
        {
            "a person's file is not written over": (
                'if not path.startswith(f"{MEDIA}/") and file_hash(path, there) not in own:',
                "if False:",
            ),
            "a person's file is not removed": (
                "if bears_its_hash(path.name, content) if in_media else file_hash(name, content) in own:",
                "if True:",
            ),
            "what was drawn before is known by its bytes": (
                "if content is not None and hashlib.sha256(content).hexdigest() == sha256 else None",
                "if content is not None else None",
            ),
            "no old address takes the place of a page": (
                "                if path in wanted:\n",
                "                if False:\n",
            ),
            "who is killed leaves nothing that nobody knows": ("if drafts or stale:", "if False:"),
            "a site does not say which files are cenum's": (
                "known = replace(self.manifest(), letters=live.letters)",
                "known = live",
            ),
        },
    ),
    "archive/manifest.py": Guarded(
        (
            "archive/test_manifest.py",
            "archive/test_site_folder.py",
            "archive/test_live_manifest.py",
        ),
        {
            "a word that nobody knows is nothing public": (
                "_NAMES.get(self.visibility, Visibility.PRIVATE)",
                "_NAMES.get(self.visibility, Visibility.LISTED)",
            ),
            "a copy of a page is not the page": (
                'hashlib.sha256(path.encode() + b"\\0" + content)',
                "hashlib.sha256(content)",
            ),
            "what a site says of its letters is of days": (
                "            date.fromisoformat(key)\n",
                "            del key\n",
            ),
        },
    ),
    "care/link_health.py": Guarded(
        _CARE,
        {
            "dead is what two passes say": (
                "return len(self.dead) > 1 and self.dead[-1] - self.dead[0] >= _BETWEEN",
                "return bool(self.dead)",
            ),
            "two passes are a week apart": (
                "return len(self.dead) > 1 and self.dead[-1] - self.dead[0] >= _BETWEEN",
                "return len(self.dead) > 1",
            ),
            "what answers again was not dead": (
                "return PageHealth(day, alive=True)",
                "return replace(known, asked=day, alive=True)",
            ),
            "what can't be told is not dead": (
                "case _:\n            return replace(known, asked=day, alive=False)",
                "case _:\n            return replace(known, asked=day, alive=False, dead=_seen(known.dead, day))",
            ),
        },
    ),
    "care/wayback.py": Guarded(
        _CARE,
        {
            "a copy is of the letter's time": ("if abs(day - page.day).days > _MOST_DAYS:", "if False:"),
            "a copy of an error is none": (
                "if answer.status != 200 or calls_itself_missing(drawn, lists.not_found):",
                "if False:",
            ),
            "a copy that calls itself missing is none": (
                "if answer.status != 200 or calls_itself_missing(drawn, lists.not_found):",
                "if answer.status != 200:",
            ),
            "a copy of a wall is none": ("if is_challenge(drawn, lists.challenge.phrases) or", "if"),
            "a copy of a login is none": (
                ' or drawn.title.strip(" .!").casefold() in lists.login.titles:',
                ":",
            ),
            "a copy of the front page is none": ("CopyMissing.OTHER_PAGE if front or", "CopyMissing.OTHER_PAGE if"),
            "a copy of another page is none": (
                "if front or not _is_what_was_cited(drawn, page.words) else",
                "if front else",
            ),
            "two words are shared at least": ("if shared >= _FEWEST_SHARED and", "if shared and"),
            "half of the words are shared": (" and 2 * shared >= len(name):", ":"),
            "a copy is a page": (
                'if kind.strip() not in {"text/html", "application/xhtml+xml"}:',
                "if False:",
            ),
            "the way to a copy stays in the archive": (
                "return CopySearch(missing=CopyMissing.LEADS_OUT)\n        if next_path in",
                "next_path = path\n        if next_path in",
            ),
            "the way to a copy ends": ("if next_path in visited:", "if False:"),
            "who turns away is asked later": (
                "if answer.fault or answer.status == _TOO_MANY:",
                "if answer.fault:",
            ),
            "what the archive replays is asked for once": (
                " or _REPLAYED in answer.headers:\n            return",
                ":\n            return",
            ),
        },
    ),
    "care/proposal.py": Guarded(
        _CARE,
        {
            "only what is dead gets a copy": (
                "if found.is_dead and page.url not in standing),",
                "if page.url not in standing),",
            ),
            "what a team refused is not proposed again": (
                "if found.is_dead and page.url not in standing),",
                "if found.is_dead),",
            ),
            "our own pages get no copy": ("if found.copy and not page.own]", "if found.copy]"),
            "no more is proposed than a person looks at": ("tuple(more[:room]),", "tuple(more),"),
            "what answers again gives its copy up": (
                "if found.alive and page.url in standing",
                "if False and page.url in standing",
            ),
        },
    ),
    "care/copies.py": Guarded(
        _CARE,
        {
            "a copy is at the archive": (
                'if row.copy and not row.copy.startswith(f"{ARCHIVE}/web/"):',
                "if False:",
            ),
            "a copy that a team refused is shown nowhere": (
                "for row in rows if row.copy)",
                "for row in rows)",
            ),
            "what is no page has no copy": ("for page, row in pages if page}", "for page, row in pages}"),
        },
    ),
    "doctor/site_state.py": Guarded(
        ("doctor/test_repository_needs.py",),
        {
            "drafts in a public repository are said": (
                'if is_private(asked):\n        return Health.GOOD, _("nobody can read',
                'if True:\n        return Health.GOOD, _("nobody can read',
            ),
            "pages that another branch makes are said": ('if found.build_type != "workflow":', "if False:"),
            "pages at another address are said": ("if where and _place(where) == _place(site):", "if where:"),
            "pages without https are said": ("if found and found.https_enforced:", "if found:"),
            "a key for the letter's own repository is said": (
                "if found.value.strip().casefold() == repository(asked).full_name.casefold():",
                "if False:",
            ),
        },
    ),
}
