"""The guards of what comes from elsewhere: letters that are imported, and pages that are clipped."""

from __future__ import annotations

from tools.guards import Guarded

BROUGHT_IN = {
    "imported/docx/word_package.py": Guarded(
        ("imported/docx/test_hostile_documents.py", "imported/docx/test_word_letter.py"),
        {
            "a document has no more parts than letters have": ("if most_names(content) > _MOST_PARTS:", "if False:"),
            "a document's part is packed as Word packs": (
                "if info.compress_type not in _PACKED or info.flag_bits & 1:",
                "if False:",
            ),
            "a document's part that is too large is not unpacked": ("if info.file_size > most:", "if False:"),
            "a document has no more elements than a letter": (
                "if self._tags[has_words] > _MOST_TAGS[has_words] or self._attributes",
                "if self._attributes",
            ),
            "a document has no more text than a letter": ("if self._text > _MOST_TEXT:", "if False:"),
            "no two parts of a document have one name": ("if name in self._listed:", "if False:"),
        },
    ),
    "imported/docx/word_xml.py": Guarded(
        ("imported/docx/test_hostile_documents.py",),
        {"a document names no entities": ('if "<!DOCTYPE" in text:', "if False:")},
    ),
    "imported/html_page.py": Guarded(
        ("imported/test_html_page.py",),
        {
            "a page is no larger than a letter's": ("if len(html) > _MOST_WITHOUT_PICTURES:", "if False:"),
            "a page says no more than a letter": ("if self._said > _MOST_SAID:", "if False:"),
            "a page has no more elements than a letter": ("if self._elements > _MOST_ELEMENTS or ", "if "),
            "a page has no more links than a letter": (" or self._links > _MOST_LINKS", ""),
            "a page is not nested deeper than a letter": (" or len(self._open) > _DEEPEST", ""),
        },
    ),
    "imported/html_source.py": Guarded(
        ("imported/test_html_source.py",),
        {"a zip is no larger than a letter's": ("if len(content) > _LARGEST_ZIP:", "if False:")},
    ),
    "imported/mail.py": Guarded(
        ("imported/test_mail.py",),
        {
            "a message is no larger than a letter's": ("if len(content) > _LARGEST or not", "if not"),
            "a message has no more lines than a letter": (" or not is_bounded(content, _MOST_LINES):", ":"),
        },
    ),
    "imported/clean_links.py": Guarded(
        ("imported/test_clean_links.py",),
        {
            "a link of an imported letter leads to a page": (
                "if scheme not in FOLLOWED or len(url) > _LONGEST or not is_complete(url):",
                "if len(url) > _LONGEST:",
            ),
            "no link of one reader's comes to all": ("if is_of_one_reader(clean):", "if False:"),
        },
    ),
    "imported/kept_pictures.py": Guarded(
        ("imported/test_kept_pictures.py",),
        {
            "a photo does not say whose it is": ('exif=b"", comment=b"")', 'exif=b"")'),
        },
    ),
    "imported/import_files.py": Guarded(
        ("imported/test_import_files.py",),
        {
            "an issue is replaced where it is the one that was read": (
                "if files.read(path) != before:",
                "if False:",
            ),
            "an import that fails leaves nothing": (
                "    except OSError as mistake:\n        _take_back(files, made)\n",
                "    except OSError as mistake:\n",
            ),
            "an import that is stopped leaves nothing": (
                "    except BaseException:\n        _take_back(files, made)\n",
                "    except BaseException:\n",
            ),
        },
    ),
    "cli/import_cmd.py": Guarded(
        ("imported/test_import_command.py",),
        {"an import asks the web where it is told to": ("    if not fetch:", "    if False:")},
    ),
    "archive/words_hash.py": Guarded(
        ("checks/test_remarks.py",),
        {"a remark is nothing that readers were given": ('"draft", "remarks", ', '"draft", ')},
    ),
    "accents.py": Guarded(
        ("test_accents.py",),
        {
            "marks on one letter are put in order in parts": ("if len(text) <= _AT_ONCE:", "if True:"),
        },
    ),
    "imported/markdown_source.py": Guarded(
        ("imported/test_markdown_source.py",),
        {
            "Markdown has no more signs than a letter": (
                "or any(text.count(sign) > most for sign, most in _MOST.items())",
                "",
            ),
        },
    ),
    "imported/archive_files.py": Guarded(
        ("imported/test_archive_files.py",),
        {
            "a name in an archive leads nowhere else": (
                'if path.is_absolute() or ".." in path.parts or PureWindowsPath(name).drive:',
                "if False:",
            ),
            "a link in an archive is passed over": ("if stat.S_ISLNK(entry.external_attr >> 16):", "if False:"),
            "what unpacks to far more than it is is passed over": (
                "if entry.file_size > max(_WORTH_A_LOOK, entry.compress_size * _PACKED):",
                "if False:",
            ),
            "an archive unpacks to no more than letters": ("if self._left < 0:", "if False:"),
        },
    ),
    "imported/archive_plan.py": Guarded(
        ("imported/test_archive_plan.py", "imported/test_archive_command.py"),
        {"a letter of an archive that is to come is a draft": (" or day >= own.today)", ")")},
    ),
    "imported/importing_archive.py": Guarded(
        ("imported/test_archive_command.py",),
        {
            "a letter with errors or remarks becomes a draft": (
                "if planned.draft or not (has_errors(made.findings) or planned.letter.remarks):",
                "if True:",
            ),
            "no archive writes over an issue": ("if not files.holds(imported.path):", "if True:"),
        },
    ),
    "imported/importing.py": Guarded(
        ("imported/test_import_command.py", "imported/test_every_word.py"),
        {"a word that is astray keeps an issue from being written": ("    if ledger.astray:", "    if False:")},
    ),
    "imported/proposed_blocks.py": Guarded(
        ("imported/test_proposed_blocks.py",),
        {
            "a block is proposed as the reader takes it": (
                "if proposal and _is_accepted(proposal, language):",
                "if proposal:",
            ),
        },
    ),
    "clip/clip_address.py": Guarded(
        ("clip/test_page_facts.py", "clip/test_hostile_addresses.py", "clip/test_clip_cmd.py"),
        {
            "a page is believed no address of another site": (
                "if _site(there.host) != _site(asked.host) or there.port",
                "if there.port",
            ),
        },
    ),
    "clip/page_tags.py": Guarded(
        ("clip/test_page_tags.py",),
        {
            "a tag of a page says no more than so many things": (
                "said is not None and len(said) < _MOST_SAID",
                "said is not None",
            ),
        },
    ),
    "clip/page_facts.py": Guarded(
        ("preview/test_clip_desk.py",),
        {
            "what a browser calls a page is to be checked": (
                "FactSource.BROWSER, sure=False",
                "FactSource.BROWSER, sure=True",
            )
        },
    ),
    "clip/clipping.py": Guarded(
        ("preview/test_clip_desk.py",),
        {
            "what a browser calls a page is of that page alone": (
                'titles.get(given, "")',
                'next(iter(titles.values()), "")',
            ),
        },
    ),
    "cli/github_clip_cmd.py": Guarded(
        ("github/test_clip_request.py",),
        {"who asks for clips at GitHub can write there": ("    asker(event, client)\n", "")},
    ),
    "clip/literal_text.py": Guarded(
        ("clip/test_literal_text.py",),
        {
            "signs in a page's words are no marks": (
                '_ALWAYS = frozenset("\\\\`*[]<>{}~|#^$=")',
                "_ALWAYS = frozenset()",
            )
        },
    ),
    "preview/clip_desk.py": Guarded(
        ("preview/test_clip_desk.py", "preview/test_clip_page.py", "preview/test_clip_hostile.py"),
        {"clips go into an issue that there is": ("if path not in workspace.dated_issues():", "if False:")},
    ),
    "preview/clip_page.py": Guarded(
        ("preview/test_clip_page.py", "preview/test_clip_hostile.py"),
        {
            "a bookmark brings one address": ("return first if not others and plain", "return first if plain"),
            "a bookmark brings what looks like an address": (
                "not others and plain and parts",
                "not others and parts",
            ),
        },
    ),
    "clip/clip_inbox.py": Guarded(
        ("clip/test_clip_cmd.py", "preview/test_clip_desk.py"),
        {
            "a clip goes into the file that was read": (
                "letter.swap(path, before, after)",
                "letter.write(path, after)",
            )
        },
    ),
    "preview/page_token.py": Guarded(
        ("preview/test_endpoints.py",),
        {
            "a page that we gave knows its word": (
                'return hmac.compare_digest(request.headers.get(_HEADER, "").encode(), self.value.encode())',
                "return True",
            ),
        },
    ),
}
