"""The guards of what SECURITY.md promises: of files, templates, keys and hosts, GitHub, limits, pages."""

from __future__ import annotations

from tools.guards import ROOT, Guarded, GuardTable, Mutation
from tools.guards.pages import PAGES

_FILES = {
    "letter_folder.py": Guarded(
        ("test_letter_folder.py",),
        {
            "no path is outside the folder": (
                'if not whole.is_relative_to(self.root):\n            raise LeadsOut(str(path), _("it',
                'if False:\n            raise LeadsOut(str(path), _("it',
            ),
            "no step goes up and out": (
                "if len(self._steps) == 1:\n            raise",
                "if False:\n            raise",
            ),
            "no link leads out": (
                "if not target.is_relative_to(root):\n                raise self._leads_out()\n            target = target.relative_to(root)\n            del self._steps[1:]",
                "return target.parts",
            ),
            "links end": ("_MOST_LINKS = 40", "_MOST_LINKS = 10_000"),
            "nothing is written through a link": ("if not self._follow:", "if False:"),
            "the last step of a way is looked at too": (
                "if _leads_elsewhere(found) and (todo or last):",
                "if _leads_elsewhere(found) and todo:",
            ),
            "no link is opened that came after the look": ('_NO_LINK = getattr(os, "O_NOFOLLOW", 0)', "_NO_LINK = 0"),
            "no folder of the way is replaced by a link": (
                "flags = _PASS if parent else _PASS & ~_NO_LINK",
                "flags = _PASS & ~_NO_LINK",
            ),
            "what was opened is a file": ("self._must_be_file(path, os.fstat(descriptor))  # it is", "pass  # it is"),
            "what is no file is not even opened": (
                "self._must_be_file(path, found.status)\n            descriptor",
                "descriptor",
            ),
            "the limit counts what is read": ("if not left:\n", "if False:\n"),
            "a file that is too large is not read at all": ("if size > most:", "if False:"),
            "a new file takes no name that is taken": (
                "os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode or",
                "os.O_WRONLY | os.O_CREAT, mode or",
            ),
            "nothing is written half": ("os.unlink(step.at(draft), dir_fd=step.descriptor)", "pass"),
            "a new file is whole, or is not": (
                "os.unlink(step.at(name), dir_fd=step.descriptor)\n                raise",
                "raise",
            ),
            "what is read-only stays": ("if before is not None and not before.st_mode & stat.S_IWUSR:", "if False:"),
            "what is written over is a file": ("self._must_be_file(path, before)", "pass"),
            "what is moved is a file": ("self._must_be_file(source, old.status)", "pass"),
            "what is moved over is a file": ("self._must_be_file(target, new.status)", "pass"),
            "what another library keeps beside its file is no link": (
                "for one in (path, *(path.with_name(path.name + ending) for ending in endings)):",
                "for one in (path,):",
            ),
            "what another library opens is a file": ("self._must_be_file(one, found.status)", "pass"),
            ".cenum is made for its owner alone": ("_OWNER_ONLY if private else self._mode", "self._mode"),
            ".cenum that is there becomes its owner's alone": (
                "elif private and self._made is not None and",
                "elif False and",
            ),
        },
    ),
    "limits.py": Guarded(
        ("test_limits.py",),
        {
            "templates are not too large": ("TEMPLATE = 256_000", "TEMPLATE = 256_000_000"),
            "words are not too many": ("WORDS = 1_000_000", "WORDS = 1_000_000_000"),
            "contacts are not too many": ("CONTACTS = 10_000_000", "CONTACTS = 10_000_000_000"),
        },
    ),
    "issue/images.py": Guarded(
        ("test_limits.py",),
        {
            "a picture's file is not too large": ("elif size > MOST_BYTES:", "elif False:"),
        },
    ),
    "record.py": Guarded(
        ("test_record.py",),
        {
            "a record is read in the folder": (
                "letter.read(path) if letter else path.read_bytes()",
                "path.read_bytes()",
            ),
        },
    ),
    "edition/sandbox.py": Guarded(
        ("hostile/test_templates.py", "edition/test_templates.py"),
        {
            "a value shows names of a list only": ("if _shows(obj, attribute):", "if True:"),
            "so it does by subscript": (
                "isinstance(argument, str) and _shows(obj, argument):",
                "isinstance(argument, str):",
            ),
            "no filter tells chance or memory": (
                '_NO_FILTERS = frozenset({"pprint", "random"})',
                "_NO_FILTERS = frozenset()",
            ),
        },
    ),
    "edition/pictures.py": Guarded(
        ("edition/test_pictures.py",),
        {
            "pixels are counted before they are decoded": (
                "if opened.width * opened.height > most:",
                "if False:",
            ),
            "a side is not too long": ("if max(size) > _LONGEST:", "if False:"),
            "what a picture says of its maker is left out": ("    picture.info = {}\n", ""),
        },
    ),
    "cache.py": Guarded(
        ("test_cache.py",),
        {
            "what others may touch is not read": ("if not _is_private(self._folder / kind):", "if False:"),
            "what others may touch is not written to": ("if not _is_private(folder):", "if False:"),
            "others have no rights": ("and not there.st_mode & 0o077", ""),
            "others' folders are not ours": ("there.st_uid == os.getuid() and", ""),
            "a link is no folder": ("there = folder.lstat()", "there = folder.stat()"),
            "a cache is made for its owner alone": ("folder.mkdir(mode=0o700, parents", "folder.mkdir(parents"),
            "what is kept is whole": (
                "return content if entry[:_DIGEST] == _seal(kind, name, content) else None",
                "return content",
            ),
            "what is kept is of its own name": (
                '_seal(kind: str, name: str, content: bytes) -> bytes:\n    return hashlib.sha256(f"{kind}/{name}\\n".encode() + content)',
                "_seal(kind: str, name: str, content: bytes) -> bytes:\n    return hashlib.sha256(content)",
            ),
            "a cache is not in the letter": (
                "and not (letter and folder.resolve().is_relative_to(letter.resolve()))",
                "",
            ),
            "a cache does not grow for ever": ("            _forget_the_oldest(folder)\n", ""),
        },
    ),
    "own_networks.py": Guarded(
        ("hostile/test_keys_and_hosts.py",),
        {
            "settings open no network but their own": ("if not may_be_own(network):", "if False:"),
            "settings do not open 0.0.0.0/8": ('        "0.0.0.0/8",\n', ""),
            "settings do not open 127.0.0.0/8": ('        "127.0.0.0/8",\n', ""),
            "settings do not open 169.254.0.0/16": ('        "169.254.0.0/16",\n', ""),
            "settings do not open 224.0.0.0/4": ('        "224.0.0.0/4",\n', ""),
            "settings do not open 255.255.255.255/32": ('        "255.255.255.255/32",\n', ""),
            "settings do not open fe80::/10": ('        "fe80::/10",\n', ""),
            "settings do not open ff00::/8": ('        "ff00::/8",\n', ""),
            "settings do not open ::/96": ('        "::/96",\n', ""),
            "settings do not open ::ffff:0:0/96": ('        "::ffff:0:0/96",\n', ""),
            "settings do not open 64:ff9b::/96": ('        "64:ff9b::/96",\n', ""),
            "settings do not open 2001::/32": ('        "2001::/32",\n', ""),
            "settings do not open 2002::/16": ('        "2002::/16",\n', ""),
        },
    ),
    "links/guard.py": Guarded(
        ("hostile/test_keys_and_hosts.py", "links/test_guard.py"),
        {
            "no machine's own keys are asked for": ("return carried not in _METADATA and", "return"),
            "an address in IPv6 is of the public Internet": ("and address not in _UNICAST:", "and False:"),
            "an address is no group's": ("and not address.is_multicast and", "and"),
            "an address is of no special network": (" and not _within(address, _NOT_PUBLIC)", ""),
            "an IPv4 address in IPv6 is judged": ("return address.ipv4_mapped or", "return"),
            "one in 6to4 is judged": ("or address.sixtofour or address", "or address"),
            "one behind NAT64 is judged": ("if address in _NAT64:", "if False:"),
            'keys are not asked of "fd00:ec2::254", ': ('"fd00:ec2::254", ', ""),
            'keys are not asked of "100.100.100.200", ': ('"100.100.100.200", ', ""),
            'keys are not asked of , "192.0.0.192"': (', "192.0.0.192"', ""),
        },
    ),
    "links/http_client.py": Guarded(
        ("hostile/test_keys_and_hosts.py", "links/test_guard.py", "links/test_behaviours.py"),
        {
            "no private address is connected to": ("if not is_public(address, self._own):", "if False:"),
            "links take no proxy and no password along": (
                "self.trust_env = False  # neither",
                "self.trust_env = True  # neither",
            ),
            "links take no cookie along": (
                "self.headers.clear()\n        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))",
                "self.headers.clear()",
            ),
            "a certificate is looked at": (
                "ssl.create_default_context(cafile=self._ca_file or certifi.where())",
                "ssl._create_unverified_context()",
            ),
            "a body is read as far as it is of use": ("if len(body) >= ask.want:", "if False:"),
            "nothing lasts for ever": ("if exchange.until < now]", "if False]"),
        },
    ),
    "services/http.py": Guarded(
        ("services/test_http.py", "hostile/test_keys_and_hosts.py"),
        {
            "a service is asked through no proxy, with no other password": (
                "session.trust_env = False",
                "session.trust_env = True",
            ),
            "a key does not follow to another address": ("allow_redirects=False", "allow_redirects=True"),
            "another address is no answer": ("if status in _REDIRECTS:", "if False:"),
            "an answer is not too large": ("if len(body) > _LARGEST or", "if"),
            "an answer does not drip for ever": ("or time.monotonic() > until:", ":"),
            "a provider's sentence shows no key": (
                'return redact(" ".join(str(said or "").split()), self._provider.secrets)',
                'return " ".join(str(said or "").split())',
            ),
        },
    ),
    "services/secrets.py": Guarded(
        ("services/test_secrets.py", "hostile/test_keys_and_hosts.py", "test_keys.py"),
        {
            "an address for a key is one": ("if not _ADDRESS.fullmatch(value):", "if False:"),
            "a key leaves this machine over https only": (
                "|http://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?",
                "|http://[\\w.-]+(:[0-9]+)?",
            ),
            "a key in an address is hidden": ('return secret, quote(secret, safe=""), ', "return secret, "),
            "a key in base64 is hidden": (', base64.b64encode(secret.encode()).decode().rstrip("=")', ""),
        },
    ),
    "services/local/__init__.py": Guarded(
        ("hostile/test_keys_and_hosts.py", "services/test_local_relay.py"),
        {
            "the settings choose no mail server elsewhere": (
                "    _refuse_if_chosen_by_the_letter_alone(choice.smtp, context.environ)\n",
                "",
            ),
            "the environment names the very server": (
                'environ.get(_SMTP, "").strip() == smtp:',
                'environ.get(_SMTP, "").strip():',
            ),
            "a server here is one of this machine": (
                'return host == "localhost" or ip_address(host).is_loopback',
                'return host == "localhost" or bool(ip_address(host))',
            ),
        },
    ),
    "loopback.py": Guarded(
        ("preview/test_serve.py", "services/test_local_web.py"),
        {
            "this machine is listened to alone": (
                '_listening(socket.AF_INET, "127.0.0.1", port)',
                '_listening(socket.AF_INET, "0.0.0.0", port)',
            ),
            "localhost is ours on both families": (
                'self.sockets = (first, _listening(socket.AF_INET6, "::1", self.port))',
                "return",
            ),
        },
    ),
    "received/imap.py": Guarded(
        ("received/test_receipt.py", "received/test_arrival.py"),
        {
            "the mailbox's certificate is looked at": (
                "ssl_context=ssl.create_default_context()",
                "ssl_context=None",
            ),
            "the mailbox is only read": ('mailbox.select("INBOX", readonly=True)', 'mailbox.select("INBOX")'),
            "a message is not too large": ("if _size(sizes) > MOST_BYTES:", "if False:"),
            "a refusal shows no password": ("reason = redact(str(mistake), [password])", "reason = str(mistake)"),
        },
    ),
    "toml.py": Guarded(
        ("test_toml.py",),
        {
            "a key has few parts": ("if len(parts) > DEEPEST:", "if False:"),
            "brackets end in each other": ("if depth > DEEPEST:", "if False:"),
            "a file is looked at before it is read": (
                "    lines_of_keys(text)\n    return tomllib",
                "    return tomllib",
            ),
        },
    ),
    "printable.py": Guarded(
        ("test_printable.py",),
        {
            "nothing moves the terminal": (
                "if not is_obeyed(character):\n        return character",
                "if True:\n        return character",
            ),
            "nothing of the category Cc is obeyed": ('"Cc"', '"Xx"'),
            "nothing of the category Cf is obeyed": ('"Cf"', '"Xx"'),
            "nothing of the category Cs is obeyed": ('"Cs"', '"Xx"'),
            "nothing of the category Zl is obeyed": ('"Zl"', '"Xx"'),
            "nothing of the category Zp is obeyed": ('"Zp"', '"Xx"'),
            "JSON spells out what is obeyed": ('if character != "\\n" and is_obeyed(character)', "if False"),
        },
    ),
    "cli/annotations.py": Guarded(
        ("test_annotations.py",),
        {
            "an annotation is one line": (
                "text = without_commands(printable(text))",
                "text = without_commands(text)",
            ),
            "an annotation holds no command": ("text = without_commands(printable(text))", "text = printable(text)"),
            "an annotation ends where it ends": ('for character in "%" + more:', 'for character in "%":'),
            "an annotation spells nothing": ('for character in "%" + more:', "for character in more:"),
            "a command in the midst of a line is none": ("##(?=\\[)|", ""),
            "a command at the beginning of a line is none": ("|(?:^|(?<=[\\r\\n]))[^\\S\\r\\n]*:(?=:)", ""),
        },
    ),
    "github/brought.py": Guarded(
        ("github/test_brought.py",),
        {
            "a letter is below issues/": ("if first != _ISSUES or", "if"),
            "a name is one on every system": ("any(mark in path for mark in '\\\\:*?\"<>|')", "False"),
            "a name can be shown": (" or not path.isprintable()", ""),
            "nothing that is hidden is taken": ('not part.startswith(".") and ', ""),
            "a name ends as it does on Windows": (' and part == part.rstrip(" .")', ""),
            "what the settings name is no letter": ("and change.path not in own", ""),
            "Hunspell's rules are no letter": (
                'names.append(str(PurePosixPath(dictionary).with_suffix(".aff")))',
                "pass",
            ),
            "a letter is regular files": (
                "        and all(entry is None or entry.is_regular for entry in (change.before, change.after))\n    )",
                "    )",
            ),
            "what else is changed is refused": ("if not found.besides:", "if True:"),
            "what main changed as well is refused": (
                "if (here and here.sha) != (change.before and change.before.sha):",
                "if False:",
            ),
            "a letter has few files": ("if len(letter) > _MOST_FILES or", "if"),
            "a letter is not too large": (" or sum(sizes.values()) > _MOST_IN_ALL", ""),
            "no file of it is too large": ("if size > _MOST_BYTES:", "if False:"),
        },
    ),
    "github/workflow_event.py": Guarded(
        ("github/test_workflow_event.py",),
        {
            "a program is no person": ('if sender.get("type") == "User" and is_login(login)', "if is_login(login)"),
            "a login is one": ('"User" and is_login(login) else', '"User" else'),
            "a number is one": ("if _NUMBER.fullmatch(named) else", "if named.isdecimal() else"),
            "a fork is no branch": ("bool(ours) and ours == theirs", "True"),
        },
    ),
    "github/comment.py": Guarded(
        ("github/test_gfm.py",),
        {
            "nobody else's comment is edited": ("comment.user.is_ours and ", ""),
            "a person's name is not ours": (' and self.type == "Bot"', ""),
            "another program is not us": ("self.login == _OURSELVES and ", ""),
            "another comment of ours is left alone": ('(comment.body or "").startswith(marker)', "True"),
            "a command's name is words": ("{gfm.text(command)} -->", "{command} -->"),
            "what was done is words": ("✅ {gfm.text(sentence)}", "✅ {sentence}"),
            "what went wrong is words": ("❌ **{gfm.text(message)}**", "❌ **{message}**"),
            "what to do is words": ("→ {gfm.text(record.remedy)}", "→ {record.remedy}"),
        },
    ),
    "github/gfm.py": Guarded(
        ("github/test_gfm.py",),
        {
            "words stay on their line": ("shown = printable(words)", "shown = words"),
            "no markup comes out of words": ("return _MEANT.sub(", "return re.compile('(?!)').sub("),
            "nobody is called": ('r"@"  #', 'r"(?!)"  #'),
            "no issue is referred to": ('r"|#(?=\\d)"', 'r""'),
            "no issue is referred to by letters": ('r"|GH-(?=\\d)|', 'r"|'),
            "no address becomes a link": ("|:(?=//)", ""),
            "no host becomes a link": ("|www(?=\\.)", ""),
            "no word becomes a picture": ('r"|:(?=[\\w+-]+:)"', 'r""'),
            "no commit is referred to": (
                "_HASH.sub(lambda match: _FEW_DIGITS.sub(_parted, match[0]), words)",
                "words",
            ),
            "words are not too long": (
                "shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1]",
                "shown if True else shown[: _LONGEST - 1]",
            ),
            "a comment is not too long": ("if left < 0:", "if False:"),
            "findings are not too many": ("for one in ordered[:_MOST]", "for one in ordered"),
        },
    ),
    "repository/git.py": Guarded(
        ("repository/test_git.py",),
        {
            "no monitor of the folder is run": ('    ("core.fsmonitor", "false"),', "#"),
            "no hook of the folder is run": ('    ("core.hooksPath", os.devnull),', "#"),
            "no program that looks at signatures is run": ('    ("log.showSignature", "false"),', "#"),
            "a folder of the letter is no repository": ('    ("safe.bareRepository", "explicit"),', "#"),
            "no filter of the folder is run": (
                "_ask(folder, environ, _without_filters(folder, environ), words)",
                "_ask(folder, environ, (), words)",
            ),
            "a filter that can't be switched off is not met": (
                'if any("=" in driver for driver in drivers):',
                "if False:",
            ),
            "a submodule is not looked into": ('"--ignore-submodules=dirty", ', ""),
            "a commit is no option": ('"--end-of-options", ', ""),
            "git is led elsewhere by no variable": ('if not name.startswith("GIT_") or name.startswith(_KEPT)}', "}"),
        },
    ),
    "repository/github_client.py": Guarded(
        ("repository/test_github_client.py",),
        {
            "a complaint shows no token of ours": ("complaint = complaint.replace(token, _HIDDEN)", "pass"),
            "a complaint shows no token": ("_TOKEN.sub(_HIDDEN, complaint)", "complaint"),
            "a complaint moves no terminal": ('return printable(" ".join(', 'return str(" ".join('),
            "a log of requests is not asked for": ("if name not in _NOISE}", "}"),
            "a dry run writes nothing": ("        if self._dry_run:\n", "        if False:\n"),
        },
    ),
    "doctor/repository_state.py": Guarded(
        ("doctor/test_repository_needs.py",),
        {
            "a token that may write is said": (
                'if permissions and permissions.default_workflow_permissions == "write":',
                "if False:",
            ),
            "a workflow that may approve is said": (
                "if permissions and permissions.can_approve_pull_request_reviews:",
                "if False:",
            ),
            "a fork that may write is said": (
                "if private.send_write_tokens_to_workflows or private.send_secrets_and_variables:",
                "if private.send_secrets_and_variables:",
            ),
            "a fork that is given keys is said": (
                "if private.send_write_tokens_to_workflows or private.send_secrets_and_variables:",
                "if private.send_write_tokens_to_workflows:",
            ),
            "a stranger who starts workflows is said": (
                'if public.approval_policy == "first_time_contributors_new_to_github":',
                "if False:",
            ),
            "an environment for all branches is said": ("if not found.deployment_branch_policy:", "if False:"),
            "an environment for protected branches is said": (
                "if not found.deployment_branch_policy.custom_branch_policies:",
                "if False:",
            ),
            "an environment for other branches is said": ("    if others:\n", "    if False:\n"),
            "a tag of main's name is said": (
                'if (one.name, one.type) != (branch, "branch")',
                "if one.name != branch",
            ),
            "a key for the whole repository is said": ("    if is_everywhere:\n", "    if False:\n"),
            "a key of the organization is said": ('for level in ("", "organization-"))', 'for level in ("",))'),
            "a branch without protection is said": (
                'if any(rule.type == "pull_request" for rule in rules):',
                "if True:",
            ),
        },
    ),
    "doctor/repository_needs.py": Guarded(
        ("doctor/test_repository_needs.py",),
        {
            "workflows that differ are said": ("    if differ:\n", "    if False:\n"),
            "workflows that name the keys are said": ("    if others:\n", "    if False:\n"),
            "a library without a hash is said": ("if loose := unhashed(libraries):", "if False:"),
            "cenum without a hash is said": ("elif not is_exact(itself.strip()):", "elif False:"),
            "a letter that nobody approves is said": ("    if settings.approvals:\n", "    if True:\n"),
        },
    ),
    "preview/access.py": Guarded(
        ("preview/test_host_guard.py", "preview/test_serve.py"),
        {
            "the preview has a key": ("if _same(key, self.printed):", "if True:"),
            "a browser's key opens once": ("if self._used or not", "if not"),
            "a browser's key is one": ("if self._used or not _same(key, self.once):", "if self._used:"),
            "a cookie is the one that was given": (
                "return found is not None and _same(found.value, self._session)",
                "return found is not None",
            ),
        },
    ),
    "preview/host_guard.py": Guarded(
        ("preview/test_host_guard.py", "preview/test_endpoints.py"),
        {
            "nobody asks under another name": (
                "if len(hosts) != 1 or hosts[0].lower() not in self._hosts:",
                "if len(hosts) != 1:",
            ),
            "nobody asks under two names": ("if len(hosts) != 1 or", "if"),
            "no other page asks": (
                "return len(origins) == 1 and origins[0].lower() in self._origins",
                "return len(origins) == 1",
            ),
            "no two pages ask": ("return len(origins) == 1 and", "return"),
            "only pages of ours change anything": ('return scope["method"] in {"GET", "HEAD"} and', "return"),
            "no other site shows what is ours": (
                ' and headers.get("sec-fetch-site", "none") in {"none", "same-origin"}',
                "",
            ),
            "nobody is shown anything uninvited": (
                'if comes_from_here and ("Set-Cookie" in given or self._is_admitted(scope)):',
                "if comes_from_here:",
            ),
            "a key opens the page alone": ('if scope["path"] != "/" or scope["method"] != "GET":', "if False:"),
            "no script but ours runs": ("script-src 'self'; style-src", "script-src *; style-src"),
            "the page asks no other host": ("\"default-src 'none'; script-src", '"default-src *; script-src'),
            "no other page shows ours": ("base-uri 'none'; frame-ancestors 'none'\"", "base-uri 'none'\""),
            "nothing runs in a letter": ("; sandbox allow-same-origin", ""),
            "a letter asks no other host": (
                "\"default-src 'none'; style-src 'unsafe-inline'; img-src 'self'",
                "\"style-src 'unsafe-inline'; img-src *",
            ),
            "nothing is kept by a browser": ('    "Cache-Control": "no-store",\n', ""),
            "a file is of its type": ('    "X-Content-Type-Options": "nosniff",\n', ""),
        },
    ),
    **PAGES,
}


def _tests_of(mutation: Mutation) -> tuple[str, ...]:
    return tuple(f"tests/{name}" for name in _FILES[mutation.file].tests)


SECURITY = GuardTable(
    ROOT / "docs" / "security-guards.md",
    tuple(
        Mutation(guard, file, *texts) for file, guarded in _FILES.items() for guard, texts in guarded.guards.items()
    ),
    _tests_of,
)
