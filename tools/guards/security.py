"""The guards of what SECURITY.md promises: of files, templates, keys and hosts, GitHub, limits, pages."""

from __future__ import annotations

from tools.guards import ROOT, Guarded, GuardTable, Mutation
from tools.guards.brought_in import BROUGHT_IN
from tools.guards.pages import PAGES

_FILES = {
    "letter_folder.py": Guarded(
        ("test_letter_folder.py", "preview/test_source_store.py"),
        {
            "no path is outside the folder": (
                'if steps is None:\n            raise LeadsOut(str(path), _("it',
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
                "os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if",
                "os.O_WRONLY | os.O_CREAT, 0o666 if",
            ),
            "a new file takes no name that was taken meanwhile": (
                "if step.link(new, name):",
                "if not step.rename(new, name):",
            ),
            "only where there is no second name is one written in its place": (
                "if mistake.errno not in _NO_SECOND_NAME:",
                "if False:",
            ),
            "nothing is written half": ("os.unlink(step.at(new), dir_fd=step.descriptor)", "pass"),
            "what changed meanwhile stays": ("if step.content(name) != before:", "if False:"),
            "what is written in the instant of saving stays": (
                "elif (replaced := step.content(new)) != before:",
                "elif False and (replaced := step.content(new)) != before:",
            ),
            "what is newer stays where ours is taken back": (
                "while self.exchange(kept, name) and (found := self.content(kept)) != ours:",
                "if self.exchange(kept, name) and (found := self.content(kept)) != ours:",
            ),
            "a new file is whole, or is not": (
                "os.unlink(step.at(name), dir_fd=step.descriptor)\n        raise",
                "raise",
            ),
            "what is read-only stays": ("if not before.st_mode & stat.S_IWUSR:", "if False:"),
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
            "where links are refused none is followed": (
                "        if not self._follow:\n",
                "        if not self._follow and self._made is not None:\n",
            ),
            "what is moved is moved through no link": (
                "self._walked(source, follow=False) as old,",
                "self._walked(source) as old,",
            ),
            "what is moved over is no link": (
                "self._walked(target, follow=False) as new,",
                "self._walked(target) as new,",
            ),
            "what is removed is in the folder": (
                "self._walked(path, follow=False, last=False) as (step, name, _status):\n            os.unlink",
                "self._walked(path, last=False) as (step, name, _status):\n            os.unlink",
            ),
            "a folder that is removed is in the folder": (
                "with self._walked(path, follow=False) as (step, name, _status):\n            os.rmdir",
                "with self._walked(path) as (step, name, _status):\n            os.rmdir",
            ),
            "a folder is made through no link": (
                "self._walked(path, follow=False, made=made, mode=mode, into=True)",
                "self._walked(path, made=made, mode=mode, into=True)",
            ),
            "what is private stays so": (
                "return stat.S_IMODE(before.st_mode)",
                "return None",
            ),
            "a new file has the rights that were asked for": (
                "        if mode is not None:  # whatever the umask says\n            os.chmod",
                "        if False:\n            os.chmod",
            ),
        },
    ),
    "limits.py": Guarded(
        ("test_limits.py",),
        {
            "templates are not too large": ("TEMPLATE = 256_000", "TEMPLATE = 256_000_000"),
            "words are not too many": ("WORDS = 1_000_000", "WORDS = 1_000_000_000"),
            "contacts are not too many": ("CONTACTS = 10_000_000", "CONTACTS = 10_000_000_000"),
            "settings are not too large": ("SETTINGS = 64_000", "SETTINGS = 64_000_000"),
        },
    ),
    "issue/images.py": Guarded(
        ("test_limits.py", "preview/test_hostile.py"),
        {
            "a picture's file is not too large": ("elif size > MOST_BYTES:", "elif False:"),
            "a picture is named from the issue": ("if PurePosixPath(source).is_absolute() or ", "if "),
            "a picture's name has no backslash": ('or "\\\\" in source or', "or"),
            "a picture's name has no colon": (' or ":" in source:', ":"),
            "a picture begins as its name says": (
                "elif not opening.startswith(_SIGNATURES.get(path.suffix.lower(), ())):",
                "elif False:",
            ),
            "a picture comes over https": ('        if scheme != "https":\n', "        if False:\n"),
            "a picture comes from the newsletter's own host": ("elif host not in self._hosts:", "elif False:"),
            "a picture that leads out is a sentence": (
                "        except LeadsOut:\n",
                "        except ZeroDivisionError:\n",
            ),
        },
    ),
    "record.py": Guarded(
        ("test_record.py",),
        {
            "a record is read in the folder": (
                "    if letter:\n        return letter.read",
                "    if False:\n        return letter.read",
            ),
            "a record in the folder is not too large": (
                "return letter.read(path, limits.RECORD)",
                "return letter.read(path)",
            ),
            "a record elsewhere is not too large": ("if len(content) > limits.RECORD:", "if False:"),
            "a record that is too large is none that ended well": (
                "    except TooLarge as mistake:\n",
                "    except ZeroDivisionError as mistake:\n",
            ),
        },
    ),
    "edition/sandbox.py": Guarded(
        ("edition/test_sandbox.py", "hostile/test_templates.py", "edition/test_templates.py"),
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
            "no function tells chance": ('_NO_GLOBALS = frozenset({"lipsum"})', "_NO_GLOBALS = frozenset()"),
            "no text becomes bytes": ('    "encode",\n', ""),
            "no text is translated": ('    "translate",\n', ""),
            "Jinja's own door stays shut": (
                "if _shows(obj, attribute):\n            return super().getattr(obj, attribute)",
                "if _shows(obj, attribute):\n            return getattr(obj, attribute)",
            ),
            "what is not shown is a sentence": (
                "if isinstance(name, str) and hasattr(obj, name) and not isinstance(obj, Undefined):",
                "if False:",
            ),
            "what can be called is not put out": (
                "if callable(value) and not isinstance(value, Undefined):",
                "if False:",
            ),
            "the budget ends": ("    if left[0] < 0:\n", "    if False:\n"),
            "whatever goes round is priced": ("        _price(template)\n        return", "        return"),
            "a loop's condition is priced": (
                "if isinstance(part, nodes.For) and part.test is not None:",
                "if False:",
            ),
            "what compares is weighed": ("            operand.expr = _weighing(operand.expr)", "            pass"),
            "what is compared is weighed": ("compared.expr = _weighing(compared.expr)", "pass"),
            "a key is weighed": ("pair.key = _weighing(pair.key)", "pass"),
            "what is cut is weighed": ("cut.node = _weighing(cut.node)", "pass"),
            "what is looked up is weighed": ("        _spend(_weight(argument))\n", ""),
            "what a template says costs as much as it is long": (
                "(len(one.data) // _COPIED if isinstance(one, nodes.TemplateData) else 0)",
                "0",
            ),
            "what is put out is weighed": (
                "    def _output(value: Any) -> Any:  # noqa: ANN401  whatever a template puts out\n        _spend(_weight(value))\n",
                "    def _output(value: Any) -> Any:  # noqa: ANN401  whatever a template puts out\n",
            ),
            "texts put together are weighed": ("        _spend(_CALL + sum(map(_weight, parts)))\n", ""),
            "what a macro puts out is weighed": ("            _spend(len(part) // _COPIED)\n", ""),
            "what is handed over is weighed": (
                "        _spend(_LOOKED_AT * sum(map(_weight, (owner, *given))))\n",
                "",
            ),
            "what a call makes is weighed": ("        _spend(_CALL + _weight(made))\n", ""),
            "what a call is about to make is foreseen": (
                '        _foresee(owner if isinstance(owner, str) else "", given)\n',
                "",
            ),
            "a filter costs what it looks at": ("_spend(_CALL + _LOOKED_AT * units + (", "_spend(_CALL + ("),
            "a filter that looks at all for each costs the square": (
                "(units * units // _SQUARE_PARTS if name in _SQUARE else 0)",
                "0",
            ),
            "striptags costs the square": ('frozenset({"striptags", "sum",', 'frozenset({"sum",'),
            "sum costs the square": ('"striptags", "sum", ', '"striptags", '),
            "urlize costs the square": ('"sum", "urlize", ', '"sum", '),
            "xmlattr costs the square": ('"urlize", "xmlattr"})', '"urlize"})'),
            "a filter's outcome is weighed": (
                "            return _counting(made)\n        _spend(_weight(made))\n",
                "            return _counting(made)\n",
            ),
            "a filter's parts are counted as they come": (
                "            return _counting(made)\n",
                "            return made\n",
            ),
            "a filter's outcome is foreseen": ("            _foresee(given[0], given[1:])\n", "            pass\n"),
            "the filter format is foreseen": ('        if name == "format":\n', "        if False:\n"),
            "a test is counted": (
                'self.tests = {name: _counted(name, cast("Callable[..., Any]", one)) for name, one in self.tests.items()}',
                "pass",
            ),
            "format is foreseen": ('            _foresee_format(form, (*args, *named.values()), "{")\n', ""),
            "a percent is foreseen": (
                '_foresee_format(left, right if isinstance(right, tuple) else (right,), "%")',
                "pass",
            ),
            "a number stays small": (
                'if _bits(left) * (abs(right) if operator == "**" else 1) + _bits(right) > _LARGEST_INTEGER:',
                "if False:",
            ),
            "a product stays small": (
                'elif operator == "*" and _extent(left) * _extent(right) > _LARGEST_PRODUCT:',
                "elif False:",
            ),
            "what an operator is given is weighed": ("        _spend(_CALL + _weight(left) + _weight(right))\n", ""),
            "what an operator makes is weighed": (
                "        made = super().call_binop(context, operator, left, right)\n        _spend(_weight(made))\n",
                "        made = super().call_binop(context, operator, left, right)\n",
            ),
            "no number makes something wide": (
                "if any(isinstance(one, int) and abs(one) > _LARGEST_NUMBER for one in others):",
                "if False:",
            ),
            "nothing is made that is too large": ("if _extent(first) * widest > _LARGEST_PRODUCT:", "if False:"),
            "no format makes something wide": (
                "if wide or form.count(mark) * widest > _LARGEST_PRODUCT:",
                "if form.count(mark) * widest > _LARGEST_PRODUCT:",
            ),
            "no format makes something long": (
                "if wide or form.count(mark) * widest > _LARGEST_PRODUCT:",
                "if wide:",
            ),
            "lists in lists are not gone through": (
                "        if units + len(waiting) > most:\n",
                "        if False:\n",
            ),
            "a template is not too long to compile": ("if len(source) > _LONGEST_SOURCE:", "if False:"),
        },
    ),
    "edition/template_values.py": Guarded(
        ("edition/test_template_values.py",),
        {
            "a view shows its fields only": (
                "if name in _names(self._of) else _HIDDEN",
                "if hasattr(self._of, name) else _HIDDEN",
            ),
            "what is no plain value is not shown": (
                "            if value is _HIDDEN:\n                raise KeyError",
                "            if False:\n                raise KeyError",
            ),
            "a value of ours is a view": ("return TemplateView(value)", "return value"),
            "no list hides what is not shown": (
                "return _HIDDEN if _HIDDEN in parts else tuple(parts)",
                "return tuple(parts)",
            ),
            "no table hides what is not shown": (
                "return {name: part for name, part in shown.items() if part is not _HIDDEN}",
                "return shown",
            ),
            "a function of ours is a tool": (
                "return TemplateTool(name, value) if callable(value) else _plain(value)",
                "return value if callable(value) else _plain(value)",
            ),
            "a function of ours gives plain values": ("        return _plain(given)\n", "        return given\n"),
            "nothing else is handed to templates": (
                "        if value is _HIDDEN:\n            raise TypeError",
                "        if False:\n            raise TypeError",
            ),
        },
    ),
    "edition/templates.py": Guarded(
        ("edition/test_sandbox.py", "hostile/test_templates.py"),
        {
            "no template is above the folder": ("if os.pardir in PurePosixPath(template).parts:", "if False:"),
            "a template is rendered within a budget": (
                "            with budget():\n",
                "            with budget(10**15):\n",
            ),
            "HTML is escaped": ('name is not None and (".mjml" in name or ".html" in name)', "False"),
            "what was compiled without the sandbox is not run": (
                'Bytecode(cache, "documents", version_of("cenum.edition.sandbox"))',
                'Bytecode(cache, "documents")',
            ),
            "what was compiled for other pages is not run": (
                'Bytecode(cache, "documents", version_of("cenum.edition.sandbox"))',
                "Bytecode(cache)",
            ),
            "what is nested too deep is a sentence": (
                "except (RecursionError, MemoryError) as mistake:",
                "except ZeroDivisionError as mistake:",
            ),
            "what does too much is a sentence": (
                "except TooMuch as mistake:",
                "except ZeroDivisionError as mistake:",
            ),
        },
    ),
    "edition/palette.py": Guarded(
        ("edition/test_palette.py", "edition/test_sandbox.py"),
        {
            "a colour is a colour": ("#[0-9a-f]{6}", "#.*"),
            "a font has a name": (r"[\w'][\w ',-]*", ".*"),
        },
    ),
    "edition/mjml.py": Guarded(
        ("edition/test_mjml.py", "hostile/test_templates.py"),
        {
            "a panic ends as a sentence": ('if type(panic).__name__ == "PanicException":', "if False:"),
            "a panic writes nowhere": ("            os.dup2(nowhere, 2)\n", ""),
            "standard error comes back": ("            os.dup2(self._kept, 2)\n", ""),
            "nothing is nested too deep for mrml": (
                "        if depth > _DEEPEST:\n",
                "        if depth > 10 * _DEEPEST:\n",
            ),
            "no entity is resolved": ("resolve_entities=False", "resolve_entities=True"),
            "marks change nothing of a letter": (
                "return marked if without_marks(marked) == without_marks(html) else html",
                "return marked",
            ),
        },
    ),
    "edition/pictures.py": Guarded(
        ("edition/test_pictures.py",),
        {
            "pixels are counted before they are decoded": ("if opened.width * opened.height > most:", "if False:"),
            "a side is not too long": ("if max(size) > _LONGEST:", "if False:"),
            "what a picture says of its maker is left out": ("    picture.info = {}\n", ""),
            "no decoder is used but four": (
                'warnings.catch_warnings(action="ignore"), Pillow.open(io.BytesIO(source), formats=FORMATS) as',
                'warnings.catch_warnings(action="ignore"), Pillow.open(io.BytesIO(source)) as',
            ),
            "a picture is read in the folder": (
                "source = folder.read(file, MOST_BYTES)",
                "source = file.read_bytes()",
            ),
            "a picture is not too large when it is read": (
                "source = folder.read(file, MOST_BYTES)",
                "source = folder.read(file, 10**9)",
            ),
            "a profile goes": (
                "    picture.info = {}\n",
                '    picture.info = {key: one for key, one in picture.info.items() if key == "icc_profile"}\n',
            ),
            "what takes more memory has fewer pixels": (
                '_FEWER_PIXELS.get((opened.format or "", opened.mode), MOST_PIXELS)',
                "MOST_PIXELS",
            ),
            "a picture is shown in few widths": (">= _WIDTHS:", ">= 10**9:"),
            "a long picture stays small": ("    if size[0] * size[1] > _AT_ONCE:\n", "    if False:\n"),
            "what Pillow calls a bomb is a sentence": (
                "except (Pillow.DecompressionBombError, MemoryError):",
                "except ZeroDivisionError:",
            ),
            "what can't be decoded is a sentence": (
                "except (OSError, ValueError, SyntaxError, EOFError, OverflowError, struct.error) as mistake:",
                "except ZeroDivisionError as mistake:",
            ),
            "what can't be saved is a sentence": (
                "except (OSError, ValueError, SystemError, MemoryError):",
                "except ZeroDivisionError:",
            ),
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
            "an address is global": ("return address.is_global and not", "return not"),
            "a network's own name hides no address": (
                'ip_address(address.partition("%")[0])',
                "ip_address(address)",
            ),
            "3fff::/20 is not public": ('        "3fff::/20",\n', ""),
            "192.0.0.0/24 is not public": ('        "192.0.0.0/24",\n', ""),
            "192.88.99.0/24 is not public": ('        "192.88.99.0/24",\n', ""),
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
            "one private address is reason enough": (
                "for address, _port in endpoints:\n",
                "for address, _port in endpoints[:1]:\n",
            ),
            "a name is looked up once": (
                "socket.create_connection(endpoint, max(left, _SHORTEST))",
                "socket.create_connection((host, port), max(left, _SHORTEST))",
            ),
            "a redirect is not followed unseen": (
                "        return iter(())\n",
                "        return super().resolve_redirects(*_arguments, **_options)\n",
            ),
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
            "a provider's sentence is short": ("self._provider.secrets)[:_LONGEST_WORDS]", "self._provider.secrets)"),
            "an answer is of its shape": (
                "        except msgspec.ValidationError:\n            raise self._unreadable() from None",
                "        except msgspec.ValidationError:\n            return data",
            ),
            "brackets without end are no answer": (
                "    except (ValueError, RecursionError):\n        return None",
                "    except ValueError:\n        return None",
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
            "the mailbox's password is a secret too": (
                '_OTHERS = ("CENUM_IMAP_PASSWORD", "CENUM_SITE_KEY")',
                '_OTHERS = ("CENUM_SITE_KEY",)',
            ),
            "the key of the pages is a secret too": (
                '_OTHERS = ("CENUM_IMAP_PASSWORD", "CENUM_SITE_KEY")',
                '_OTHERS = ("CENUM_IMAP_PASSWORD",)',
            ),
            "the longest form is hidden first": ("sorted(spelt, key=len, reverse=True)", "sorted(spelt, key=len)"),
            "a key is hidden without the space around it": (
                "[line.strip() for name",
                "[line for name",
            ),
            "each line of a key is hidden": (
                'for line in environ.get(name, "").splitlines()]',
                'for line in [environ.get(name, "")]]',
            ),
            "a key is no other header": ("    if not _FIT.fullmatch(value):\n", "    if False:\n"),
            "a password is one line": ("    if not value.isprintable():\n", "    if False:\n"),
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
            "nobody else has the port on the other family": (
                "                if mistake.errno in _NO_IPV6:\n                    return\n",
                "                return\n",
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
            "what is read stays new": ('"(BODY.PEEK[])"', '"(BODY[])"'),
            "a few messages are looked at": (".split()[-_LATEST:])", ".split())"),
            "a message of no size is too large": ("if said else MOST_BYTES + 1", "if said else 0"),
            "a mailbox is not waited for for ever": ("connect(server, timeout=_SECONDS, ", "connect(server, "),
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
            "issues/ itself is no letter": ("if first != _ISSUES or not parts or", "if first != _ISSUES or"),
            "a part of a name is not empty": ("return all(part and not part", "return all(not part"),
            "what takes the place of a link is no letter": (
                "        and all(entry is None or entry.is_regular for entry in (change.before, change.after))\n    )",
                "        and all(entry is None or entry.is_regular for entry in (change.after,))\n    )",
            ),
            "the words of the settings are no letter": (
                "names = [settings.writing.words, settings",
                "names = [settings",
            ),
            "the contacts are no letter": ("settings.service.local.contacts, dictionary]", "dictionary]"),
            "the dictionary is no letter": (
                "settings.service.local.contacts, dictionary]",
                "settings.service.local.contacts]",
            ),
            "what the settings name is found however it is spelt": (
                "frozenset(os.path.normpath(name)",
                "frozenset(name",
            ),
            "no link is taken away": ("    letter.place(name)  # refuses a link, which is no part of a letter\n", ""),
        },
    ),
    "github/media_branch.py": Guarded(
        ("github/test_side_branches.py",),
        {
            "what lies on the pictures' branch is a file": ("if not entry.is_regular or entry.size", "if entry.size"),
            "it is what its name says": ("        if is_what_it_says(name, content):\n", "        if content:\n"),
            "no picture that is there is written over": (" if not is_there(one.name)}", "}"),
        },
    ),
    "edition/file_names.py": Guarded(
        ("github/test_side_branches.py",),
        {
            "a published file begins as its ending says": ("not content.startswith(kind) or ", ""),
            "its name is one that cenum gives": ("name != address_safe(name) or ", ""),
        },
    ),
    "github/kept_branch.py": Guarded(
        ("github/test_side_branches.py",),
        {
            "what comes back of a letter is whole": (
                "        if read_bundle(key, files) is None:\n",
                "        if not files:\n",
            ),
            "what is kept beside the letters counts": ("if before is None or not before.left:", "if True:"),
        },
    ),
    "github/side_branch.py": Guarded(
        ("github/test_side_branches.py",),
        {
            "nothing on the branch of letters that left is lost": (
                "is_there=bool(before), force=False",
                "is_there=bool(before), force=True",
            )
        },
    ),
    "archive/live_manifest.py": Guarded(
        ("archive/test_live_manifest.py",),
        {"a site that does not answer is not one without letters": ("_NOT_THERE = 404", "_NOT_THERE = 503")},
    ),
    "repository/site_push.py": Guarded(
        ("repository/test_site_push.py",),
        {
            "the host is GitHub's by its key": ('"StrictHostKeyChecking=yes"', '"StrictHostKeyChecking=no"'),
            "the key is its owner's alone": ("key.touch(mode=0o600)", "key.touch()"),
            "git is told no variable of the job": ("if name in _KEPT}", "if True}"),
            "the repository is a name": ("if not _NAME.fullmatch(self.repository):", "if not self.repository:"),
            "what has no pages empties no site": ('if "index.html" not in files:', "if False:"),
        },
    ),
    "github/workflow_event.py": Guarded(
        ("github/test_workflow_event.py",),
        {
            "a program is no person": ('if sender.get("type") == "User" and is_login(login)', "if is_login(login)"),
            "a login is one": ('"User" and is_login(login) else', '"User" else'),
            "a number is one": ("if _NUMBER.fullmatch(named) else", "if named.isdecimal() else"),
            "a login is letters and digits": (
                '_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")',
                '_LOGIN = re.compile(r"[^\\n]*")',
            ),
            "a login holds no space and no line": (
                '_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")',
                '_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\\s-]*")',
            ),
            "a number has few digits": ("[0-9]{0,8}", "[0-9]*"),
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
        ("github/test_gfm.py", "github/test_review.py"),
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
            "a row's name is words": ("| {text(name)} |", "| {name} |"),
            "a row's value is words": ('{text(value)} |"', '{value} |"'),
            "where a finding is, is words": ("**{text(one.place)}**", "**{one.place}**"),
            "what a finding says is words": ("{text(one.message)} —", "{one.message} —"),
            "what a finding asks for is words": ("— {text(one.remedy)}", "— {one.remedy}"),
            "an address ends where it ends": ("&'()*+,;=%-]+)\"", "&'()*+,;=%`-]+)\""),
        },
    ),
    "github/approvers.py": Guarded(
        ("github/test_approvers.py",),
        {
            "who only reads may nothing": (
                "_Permission).permission in _MAY",
                '_Permission).permission not in {"", "none"}',
            ),
            "an answer without a permission gives none": ('permission: str = ""', 'permission: str = "write"'),
            "what was pushed since is not what was seen": ("if seen != pull.head.sha:", "if False:"),
            "a program asks for no test": ("if not event.person:\n        raise", "if False:\n        raise"),
            "who only reads asks for no test": ("if not _may_write(event.person, client):", "if False:"),
            "a program approves nothing": ("if by_label and not event.person:", "if False:"),
            "who only reads approves nothing": (
                "able = tuple(person for person in people if _may_write(person, client))",
                "able = people",
            ),
            "who wrote the letter does not approve it": (" if person.casefold() not in wrote)", ")"),
            "who wrote it in other letters does not either": (
                "if person.casefold() not in wrote)",
                "if person not in wrote)",
            ),
            "a writer's name counts in all letters": (
                "wrote = {name.casefold() for name in",
                "wrote = {name for name in",
            ),
            "a review is a person's": ('review.user.type == "User" and ', ""),
            "a reviewer's login is one": (" and is_login(review.user.login)", ""),
            "a wish for changes ends an approval": ('_APPROVED, "CHANGES_REQUESTED", ', "_APPROVED, "),
            "an approval that was dismissed is none": (', "DISMISSED"}', "}"),
            "a review of an earlier commit is none": (" and review.commit_id == pull.head.sha", ""),
            "only a yes is a yes": ("if review.state == _APPROVED and", "if"),
            "who opened a pull request wrote it": (
                "opened = {pull.user.login} if pull.user else set()",
                "opened: set[str] = set()",
            ),
            "a commit's author wrote it": ("*(one.author for one in commits), ", ""),
            "a commit's committer wrote it": (", *(one.committer for one in commits)", ""),
            "who pushed a commit wrote it": (
                " | _people(*(push.actor for push in _pushes(pull, client) if push.after in pushed))",
                "",
            ),
            "all commits are looked at, or nobody approves": ("if len(commits) >= _MOST_COMMITS:", "if False:"),
            "who pushed to an open branch is known, or nobody approves": (" and pull.merged:", ":"),
            "a branch is nobody's only where it is gone": ("refused.status in _NOT_THERE and ", ""),
            "a branch's name is no other question": (
                'branch = quote(f"refs/heads/{pull.head.ref}", safe="")',
                'branch = f"refs%2Fheads%2F{pull.head.ref}"',
            ),
            "the author of an earlier commit wrote it too": (
                "_people(commit.author, commit.committer)",
                "_people(commit.committer)",
            ),
            "the committer of an earlier commit wrote it too": (
                "_people(commit.author, commit.committer)",
                "_people(commit.author)",
            ),
            "who brought the letter before wrote it too": (
                "found |= _authors(pull_request_now(client, number), client)",
                "pass",
            ),
            "earlier pull requests are not too many": ("if len(numbers) > _MOST_PULLS:", "if False:"),
        },
    ),
    "github/pull_requests.py": Guarded(
        ("github/test_approvers.py",),
        {
            "a pull request is the repository's own": (
                " or ours.full_name.casefold() != theirs.full_name.casefold()",
                "",
            ),
            "a fork that is gone is a fork": ("or not theirs or", "or"),
            "two repositories without a name are not the same": (
                "    full_name: str\n    default_branch: str\n",
                '    full_name: str = ""\n    default_branch: str = ""\n',
            ),
            "a branch without a name is not the main one": (
                "    default_branch: str\n",
                '    default_branch: str = ""\n',
            ),
            "a letter is for the main branch": ("if pull.base.ref != ours.default_branch:", "if False:"),
            "what was closed is not tested": ('if pull.state != "open" and not pull.merged:', "if False:"),
        },
    ),
    "github/besides.py": Guarded(
        ("github/test_brought.py", "github/test_take.py"),
        {
            "settings are said by key": ("if change.path == FILE_NAME:", "if False:"),
            "settings that are a link are none": ("if entry.is_regular and entry.size", "if entry.size"),
            "settings are not too large to compare": (
                "entry.is_regular and entry.size <= _MOST_BYTES",
                "entry.is_regular",
            ),
            "settings are not nested too deep to compare": (
                "_flat(loads(side.",
                '_flat(__import__("tomllib").loads(side.',
            ),
            "settings that nobody can compare are named": ("    if not changed:  # not", "    if False:  # not"),
            "a key that looks like another hides nothing": (
                "name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)",
                "name",
            ),
            "who is sent what, and who says yes, stand first": (
                'key=lambda one: one.key.partition(".")[0] not in _FIRST',
                "key=lambda one: one.key",
            ),
            "a change late in a value is seen": ("if same < _LONGEST - _KEPT:", "if True:"),
            "a value is not too long": ("value if len(value) <= _LONGEST else", "value if True else"),
            "keys are not too many": ("for one in changed[:_SHOWN]:", "for one in changed:"),
            "that there are more keys is said": ("    if len(changed) > _SHOWN:\n", "    if False:\n"),
            "files are not too many": ("for name in names[:_SHOWN]]", "for name in names]"),
            "that there are more files is said": ("    if len(names) > _SHOWN:\n", "    if False:\n"),
            "a file's name is words": ('lines += [f"- {gfm.text(name)}"', 'lines += [f"- {name}"'),
            "a key is words": ("{gfm.text(one.key)}", "{one.key}"),
            "what a key was is words": ("{gfm.text(before)}", "{before}"),
            "what a key would be is words": ("{gfm.text(after)}", "{after}"),
        },
    ),
    "github/git_tree.py": Guarded(
        ("github/test_brought.py",),
        {
            "a link is no regular file": (
                '_REGULAR = frozenset({"100644", "100755"})',
                '_REGULAR = frozenset({"100644", "100755", "120000"})',
            ),
            "a submodule is no regular file": (
                '_REGULAR = frozenset({"100644", "100755"})',
                '_REGULAR = frozenset({"100644", "100755", "160000"})',
            ),
            "a commit is listed whole": ("if said.truncated:", "if False:"),
            "another mode is another file": (
                "return (entry.mode, entry.sha) if entry",
                'return ("", entry.sha) if entry',
            ),
            "a content is that of its hash": ("if blob_hash(content) != entry.sha:", "if False:"),
            "what is no base64 is no content": (
                '    except binascii.Error:\n        content = b""',
                '    except binascii.Error:\n        return b""',
            ),
        },
    ),
    "github/review.py": Guarded(
        ("github/test_review.py",),
        {
            "an issue's key is one": ('Meta(pattern=r"^\\d{4}-\\d{2}-\\d{2}\\Z")', 'Meta(pattern="")'),
            "a key ends where it ends": ("\\d{2}\\Z", "\\d{2}$"),
            "a key begins where it begins": ('r"^\\d{4}', 'r"\\d{4}'),
            "a picture has one of two names": (
                '_Name: TypeAlias = Literal["phone.png", "desktop.png"]',
                "_Name: TypeAlias = str",
            ),
            "a review is not too large": (
                "letter.read(folder / NAME, _MOST_REVIEW, follow=False)",
                "letter.read(folder / NAME, 2**30, follow=False)",
            ),
            "a review is no link": ("_MOST_REVIEW, follow=False)", "_MOST_REVIEW)"),
            "a picture is not too large for a review": ("one.key / name, _MOST_PICTURE,", "one.key / name, 2**30,"),
            "a picture is no link": ("_MOST_PICTURE, follow=False)", "_MOST_PICTURE)"),
            "a picture is one": ("if content.startswith(_PNG):", "if content:"),
            "pictures are not too many": ("for one in reviewed[:_MOST_DRAWN]:", "for one in reviewed:"),
            "a picture is shown at its own issue": (
                "for (key, name), address in pictures.items() if key == one.key}",
                "for (key, name), address in pictures.items()}",
            ),
            "a review leaves room for what is ours": ("lines = gfm.fitting(lines)", "lines = list(lines)"),
            "the sender is words": ("**{gfm.text(sender)}**", "**{sender}**"),
            "the subject is words": ("**{gfm.text(subject)}**", "**{subject}**"),
            "the preheader is words": (' {gfm.text(preheader)}"', ' {preheader}"'),
        },
    ),
    "github/picture_branch.py": Guarded(
        ("github/test_gfm.py", "github/test_review.py"),
        {
            "a folder of any name stops no comment": (
                'if _NUMBER.fullmatch(top := one.path.partition("/")[0])}',
                'if (top := one.path.partition("/")[0]).isdecimal()}',
            ),
            "pictures do not grow for ever": ("sorted(numbers)[-_KEPT:]", "sorted(numbers)"),
        },
    ),
    "github/care_request.py": Guarded(
        ("github/test_care_request.py",),
        {
            "nobody else's issue is edited": (" and one.user and one.user.is_ours), None)", "), None)"),
            "a pull request is not edited as an issue": ("one.pull_request is None and one.user", "one.user"),
            "what letters cite is words": ("' | '.join(map(gfm.text, cells))", "' | '.join(cells)"),
            "where a dead link stands is words": ("- {gfm.text(str(page.places[0]))} ", "- {page.places[0]} "),
            "a dead address is words": (' {gfm.text(page.url)}"', ' {page.url}"'),
            "what care proposes fits into an issue": ('"\\n".join(gfm.fitting(lines))', '"\\n".join(lines)'),
            "dead links are not too many": ("for page, _health in dead[:MOST_ROWS]]", "for page, _health in dead]"),
        },
    ),
    "cli/github_take_cmd.py": Guarded(
        ("github/test_take.py",),
        {
            "a letter comes from a pull request of ours": ("    refuse_others(pull)\n", ""),
            "a letter is the one that a person saw": ("    refuse_pushed_since(event, pull)\n", ""),
            "who asks for a test may": ("    if event.name and not approval:\n", "    if False:\n"),
            "main wants as many approvals as it says": ("wanted=workspace.settings.approvals)", "wanted=0)"),
            "what is merged is what was tested": ("if main.get(change.path) != change.after:", "if False:"),
            "the letter alone is taken": ("        refuse_besides(found)\n", ""),
            "what main changed too is not taken": ("        refuse_changed_here(found.letter, main)\n", ""),
            "no letter is no other letter": ("    if not found.letter:\n", "    if False:\n"),
            "a pull request is about one issue": ("    if len(keys) != 1:\n", "    if False:\n"),
        },
    ),
    "cli/github_comment_cmd.py": Guarded(
        ("github/test_take.py",),
        {
            "a preview is of this run": (
                'preview if re.fullmatch(re.escape(event.run) + r"/artifacts/[0-9]+", preview) and event.run else ""',
                "preview",
            ),
            "a preview's address is no pattern": ("re.escape(event.run)", "event.run"),
            "a preview outside a run is none": (", preview) and event.run else", ", preview) else"),
            "a review that nobody can read hides nothing": (
                "    with suppress(UsageMistake):  #",
                "    with suppress():  #",
            ),
            "that nobody can say what else is changed is said": (
                '        return [f"⚠️ **{gfm.text(said)}**", ""]',
                "        return []",
            ),
        },
    ),
    "repository/github_remote.py": Guarded(
        ("repository/test_github_remote.py",),
        {
            "a remote at GitHub is at GitHub": ("(?:www\\.|ssh\\.)?github", "[^/]*github"),
            "GitHub's name ends where it ends": ("github\\.com(?::\\d+)?[:/]", "github\\.com[^/:]*(?::\\d+)?[:/]"),
            "a person's name is no command": ("(?P<name>[a-z0-9][\\w-]*/", "(?P<name>[^/]+/"),
            "a repository's name is no command": ("/[\\w.-]*?[\\w-][\\w.-]*?)", "/[^/\\s]*?[\\w-][^/\\s]*?)"),
            "dots alone are no repository": ("/[\\w.-]*?[\\w-][\\w.-]*?)", "/[\\w.-]+?)"),
            "a name is in plain letters": ("re.ASCII | re.IGNORECASE", "re.IGNORECASE"),
        },
    ),
    "repository/program.py": Guarded(
        ("repository/test_git.py",),
        {
            "a program is not looked for in the folder at hand": (" if Path(folder).is_absolute())", ")"),
            "nor where Windows looks first": (
                "return program if program and Path(program).is_absolute() else None",
                "return program",
            ),
            "a program does not last for ever": ("timeout=seconds", "timeout=None"),
        },
    ),
    "starter/provenance.py": Guarded(
        ("starter/test_provenance.py",),
        {
            "an index gives a hash or nothing": ("if found and _SHA256.fullmatch(found) else", "if found else"),
            "a commit is one": ("if public and _COMMIT.fullmatch(commit) else", "if public else"),
            "what nobody else can reach is not named": (
                "if public and _COMMIT.fullmatch(commit) else",
                "if _COMMIT.fullmatch(commit) else",
            ),
            "an address is one word, with no other part": (
                '    if re.search(r"[^!-~]|[#?]", address):\n        return None\n',
                "",
            ),
            "an address is asked over https": ('if parts.scheme not in {"https", "ssh"} or not', "if not"),
            "a machine at hand is no address": (' or "." not in parts.hostname', ""),
            "who asks is left out of an address": (
                'public = f"https://{parts.hostname}{port}{parts.path}"',
                'public = f"https://{parts.netloc}{parts.path}"',
            ),
            "an address names no commit of its own": (
                'return public if "@" not in parts.path else None',
                "return public",
            ),
            "nothing follows what is exact": (
                "return bool(_EXACT.fullmatch(line))",
                "return bool(_EXACT.match(line))",
            ),
            "a commit after a mark is none": ("git\\+https://[^\\s@?#]+/[^\\s@?#]+@", "git\\+https://\\S+@"),
            "an exact address is https": ("git\\+https://[^", "git\\+https?://[^"),
            "an exact line is of cenum": ("|cenum @ git", "|\\w+ @ git"),
            "a branch is not exact": (']+@{_COMMIT.pattern}"', ']+@.+"'),
            "a library has a hash": (" if not _HASHED.match(line)]", " if False]"),
            "a hash is a whole one": ("[0-9a-f]{64,128}(?!\\S)", "[0-9a-f]+"),
            "a hash is of a kind that holds": (
                "--hash=sha(?:256|384|512):[0-9a-f]{64,128}",
                "--hash=\\w+:[0-9a-f]{32,128}",
            ),
            "an option is no library": ('re.compile(r"[^-].*', 're.compile(r".*'),
            "a hash in a comment is none": (
                'whole, begun = _COMMENT.sub("", f"{begun} {line}" if is_comment else begun + line).strip(), ""',
                'whole, begun = (begun + line).strip().removeprefix("#"), ""',
            ),
            "a comment does not go on": ('if line.endswith("\\\\") and not is_comment:', 'if line.endswith("\\\\"):'),
            "a line ends where pip ends it": (
                "for line in content.splitlines():",
                'for line in content.split("\\n"):',
            ),
            "a line that never ends is one": ("    if begun.strip():\n", "    if False:\n"),
            "cenum's own folder stands alone": ('== ["."]', '[-1:] == ["."]'),
            "a letter's line is of this version": (' and pinned.startswith(f"cenum=={version} "):', ":"),
            "a line that is not exact is not kept": ("given if given and is_exact(given) else None", "given or None"),
        },
    ),
    "received/mime.py": Guarded(
        ("received/test_mime.py", "received/test_receipt.py"),
        {
            "a message's file is not too large": ("if len(raw) > LARGEST:", "if False:"),
            "a message is bounded before it is read": ("if not is_bounded(raw):", "if False:"),
            "a header is not too long": (
                "if any(len(value) > _LONGEST_HEADER for _name, value in message.raw_items()):",
                "if False:",
            ),
            "its text is not too large": (
                'if max(len(received.html), len(received.text or "")) > _LONGEST_BODY:',
                "if False:",
            ),
            "what breaks the library for e-mail is a sentence": ("except BREAKS:", "except RecursionError:"),
        },
    ),
    "mail_parts.py": Guarded(
        ("received/test_mime.py", "received/test_receipt.py", "imported/test_mail.py"),
        {
            "its lines are not too many": ("if len(lines) > most_lines:", "if False:"),
            "its parts are not too many": ("len(headers) <= _MOST_SAID", "True"),
            "what says what a part is, is not too long": (
                "and all(len(one) <= _LONGEST_SAID for one in headers)",
                "",
            ),
            "what is folded counts too": ("            said[-1].append(line)\n", "            pass\n"),
            "parts are not too deep in each other": (
                'and sum(b"boundary" in one.lower() for one in headers) <= _MOST_AROUND',
                "",
            ),
            "a codec of Python's is no charset": ('    name = "utf-8" if name in _NO_CHARSETS else name\n', ""),
        },
    ),
    "received/receipt.py": Guarded(
        ("received/test_receipt.py",),
        {
            "what was received is code": ("received = [_code(one).replace", "received = [one.replace"),
            "a bar ends no cell": ('_code(one).replace("|", "\\\\|")', "_code(one)"),
            "what is said of it is code": ("{_code(one.message)} —", "{one.message} —"),
            "code is one line": (
                "    shown = printable(text)\n    if not shown",
                "    shown = text\n    if not shown",
            ),
            "code ends where it ends": (
                'fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)',
                'fence = "`"',
            ),
        },
    ),
    "cli/command.py": Guarded(
        ("test_keys.py",),
        {
            "a trace shows no key": (
                'return redact_environment("\\n".join(map(printable, lines)), os.environ)',
                'return "\\n".join(map(printable, lines))',
            ),
            "a trace moves no terminal": ('"\\n".join(map(printable, lines))', '"\\n".join(lines)'),
            "what nobody foresaw shows no key": (
                "reason = redact_environment(str(mistake), os.environ)",
                "reason = str(mistake)",
            ),
        },
    ),
    "cli/github_tell_cmd.py": Guarded(
        ("github/test_take.py",),
        {
            "a label's name is no other path": ("quote(event.label, safe='')", "event.label"),
            "a label is taken off its own pull request": (
                "if event.label and event.number == number:",
                "if event.label:",
            ),
        },
    ),
    "github/alarm.py": Guarded(
        ("github/test_gfm.py",),
        {
            "nobody else's alarm is edited": (" and one.user and one.user.is_ours), None)", "), None)"),
            "a pull request is no alarm": ("if one.pull_request is None and one.user", "if one.user"),
            "what an alarm is about is words": ("**{gfm.text(message)}**", "**{message}**"),
            "what an alarm asks for is words": ("→ {gfm.text(record.remedy)}", "→ {record.remedy}"),
            "what ends an alarm is words": ("✅ {gfm.text(sentence)}", "✅ {sentence}"),
            "an alarm's issue is one": ("if record and is_key(record.issue) else", "if record else"),
            "another letter ends no alarm": ('if about and about[1] not in {"", record.issue}:', "if False:"),
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
            "git fetches nothing, by no way": ('    "GIT_ALLOW_PROTOCOL": "",', "    #"),
            "git fetches nothing that is missing": ('    "GIT_NO_LAZY_FETCH": "1",', "    #"),
            "a filter cleans nothing": ('_FILTER_COMMANDS = ("clean", "process")', '_FILTER_COMMANDS = ("process",)'),
            "a filter processes nothing": (
                '_FILTER_COMMANDS = ("clean", "process")',
                '_FILTER_COMMANDS = ("clean",)',
            ),
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
            "a complaint shows no GH_TOKEN": ('"GH_TOKEN", ', ""),
            "a complaint shows no GITHUB_TOKEN": ('"GITHUB_TOKEN", ', ""),
            "a complaint shows no GH_ENTERPRISE_TOKEN": ('"GH_ENTERPRISE_TOKEN", ', ""),
            "a complaint shows no GITHUB_ENTERPRISE_TOKEN": (', "GITHUB_ENTERPRISE_TOKEN")', ")"),
            "a refusal is no absence": ("if refused.status == _NOT_FOUND:", "if True:"),
        },
    ),
    "doctor/repository_state.py": Guarded(
        ("doctor/test_repository_needs.py",),
        {
            "a token that may write is said": (
                'if permissions.default_workflow_permissions == "write":',
                "if False:",
            ),
            "a workflow that may approve is said": (
                "if permissions.can_approve_pull_request_reviews:",
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
            "that Actions are off is said": ("if not allowed.enabled:", "if False:"),
            "that nobody says whether Actions are on is said": ("    if allowed is None:\n", "    if False:\n"),
            "that GitHub's own actions may not run is said": (
                ' == "selected" and selected and selected.github_owned_allowed:',
                ' == "selected":',
            ),
            "that a team's own actions alone may run is said": (
                'if allowed.allowed_actions == "selected" and selected',
                "if selected",
            ),
            "that nobody says what a token may is said": ("    if permissions is None:\n", "    if False:\n"),
            "that the alarm has nowhere to write is said": ("if repository(asked).has_issues:", "if True:"),
            "a label that is missing is said": ('if asked.find(f"labels/{name}", _Named):', "if True:"),
            "that nobody says what a fork is given is said": ("        if private is None:\n", "        if False:\n"),
            "that nobody says what a stranger starts is said": ("    if public is None:\n", "    if False:\n"),
            "a public repository without an environment is bad": (
                '    if is_private(asked):\n        says = _("it is missing; a private',
                '    if True:\n        says = _("it is missing; a private',
            ),
            "an environment without a branch is said": ("    if not policies:\n", "    if False:\n"),
            "a key of the repository is said": (
                'for level in ("", "organization-"))',
                'for level in ("organization-",))',
            ),
            "a key for a whole public repository is bad": (
                "if is_everywhere and is_private(asked) and not is_here:",
                "if is_everywhere and not is_here:",
            ),
            "a key in both places is bad": (
                "if is_everywhere and is_private(asked) and not is_here:",
                "if is_everywhere and is_private(asked):",
            ),
            "a key that is missing is said": ("    if is_here:\n", "    if True:\n"),
            "another rule is no protection": ('if any(rule.type == "pull_request" for rule in rules):', "if rules:"),
            "a branch that is there is not protected yet": ("if found and found.protected:", "if found:"),
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
            "whether Actions are on is looked at": (
                "        repository_state.actions,\n",
                '        lambda _asked: (Health.GOOD, ""),\n',
            ),
            "the token is looked at": (
                "        repository_state.token,\n",
                '        lambda _asked: (Health.GOOD, ""),\n',
            ),
            "what forks may is looked at": (
                "        repository_state.forks,\n",
                '        lambda _asked: (Health.GOOD, ""),\n',
            ),
            "whether there are issues is looked at": (
                "        repository_state.issues,\n",
                '        lambda _asked: (Health.GOOD, ""),\n',
            ),
            "the main branch is looked at": (
                "        repository_state.protection,\n",
                '        lambda _asked: (Health.GOOD, ""),\n',
            ),
            "each label is looked at": (
                "look = partial(repository_state.label, label)",
                'look = lambda _asked: (Health.GOOD, "")',
            ),
            "the environment of tests is looked at": (
                'ENVIRONMENTS = ("review", "production")',
                'ENVIRONMENTS = ("production",)',
            ),
            "the environment of sending is looked at": (
                'ENVIRONMENTS = ("review", "production")',
                'ENVIRONMENTS = ("review",)',
            ),
            "what GitHub does not tell is not good": (
                "yield unknown(want.subject, said, want.remedy)",
                "yield good(want.subject, said)",
            ),
            "what nobody could be asked is not good": (
                "yield unknown(want.subject, want.purpose, want.remedy)",
                "yield good(want.subject, want.purpose)",
            ),
            "a repository that nobody sees is said": (
                'if answers.find("", repository_state.Repository) is None:',
                "if False:",
            ),
            "a letter without workflows is said": ("if not _has_workflows(LetterFolder(root)):", "if False:"),
            "what can't be installed is said": (
                '        yield bad(_("installation"), said, _run("cenum upgrade"))\n',
                "",
            ),
            "a workflow that names a key is said": (
                "if any(key in text for key in keys) or in_environment",
                "if in_environment",
            ),
            "a workflow that names an environment is said": (" or in_environment.search(text):", ":"),
            "an environment is found by its name too": ("(?:\\{?\\s*+[\"']?name[\"']?\\s*+:\\s*+)?", ""),
            "an environment is found in quotation marks": (')?["\']?(?:"""', ')?(?:"""'),
            "a workflow may end in .yaml": ('if file.endswith((".yml", ".yaml")):', 'if file.endswith(".yml"):'),
            "a service that reaches nobody is said": ('if settings.service.name == "local":', "if False:"),
            "a push takes approvals away": (
                '"dismiss_stale_reviews_on_push": True,',
                '"dismiss_stale_reviews_on_push": False,',
            ),
            "a review is wanted at GitHub too": (
                '"required_approving_review_count": min(approvals, 1),',
                '"required_approving_review_count": 0,',
            ),
            "the main branch is not taken away": ('            {"type": "deletion"},\n', ""),
            "the main branch is not written anew": ('            {"type": "non_fast_forward"},\n', ""),
            "the rule is for the main branch": ('"include": ["~DEFAULT_BRANCH"]', '"include": []'),
            "the rule is in force": ('"enforcement": "active"', '"enforcement": "evaluate"'),
            "others' actions are not allowed": ("-F verified_allowed=false", "-F verified_allowed=true"),
            "a token is told to read only": (
                "-f default_workflow_permissions=read ",
                "-f default_workflow_permissions=write ",
            ),
            "a workflow is told not to approve": (
                "-F can_approve_pull_request_reviews=false",
                "-F can_approve_pull_request_reviews=true",
            ),
            "a stranger is told to wait": (
                'approval_policy=first_time_contributors"',
                'approval_policy=first_time_contributors_new_to_github"',
            ),
        },
    ),
    "doctor/repository_want.py": Guarded(
        ("doctor/test_repository_needs.py",),
        {
            "each environment is looked at": (
                "look = partial(repository_state.environment, environment, says)",
                'look = lambda _asked: (repository_state.Health.GOOD, "")',
            ),
            "each key is looked at": (
                "        partial(repository_state.secret, variable, environment),\n",
                '        lambda _asked: (repository_state.Health.GOOD, ""),\n',
            ),
            "an environment is told to be main's alone": ('-f name=main"', "-f 'name=*'\""),
        },
    ),
    "archive/known_public.py": Guarded(
        ("care/test_care_command.py",),
        {
            "nobody is asked about the links of a draft": ("issue.draft, committed", "False, committed"),
            "nobody is asked about what is not committed": ("committed.has(issue.place.file)", "True"),
            "nobody is asked about a letter that was taken back": (" and not issue.withdrawn", ""),
            "nobody is asked about a letter that is only scheduled": (
                "(kept is not None and kept.left)",
                "kept is not None",
            ),
            "nobody is asked about a letter that is not listed": (
                "issue.key in before and before[issue.key].seen is Visibility.LISTED",
                "issue.key in before",
            ),
        },
    ),
    "archive/redirect_files.py": Guarded(
        ("archive/test_redirects.py",),
        {
            "no address of a site adds a rule for servers": (
                "return path if UNFIT.search(unquote(path)) else unquote(path)",
                "return unquote(path)",
            ),
            "Apache reads an alias letter by letter": ("{re.escape(old)}", "{old}"),
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
            "no other site sends a cookie of ours": ("; SameSite=Strict", ""),
            "no script reads a cookie of ours": ("HttpOnly; ", ""),
            "a broken cookie is none": (
                "        except CookieError:\n            return False",
                "        except ZeroDivisionError:\n            return False",
            ),
            "a cookie is one port's": ('return f"cenum-{port}"', 'return "cenum"'),
        },
    ),
    "preview/host_guard.py": Guarded(
        ("preview/test_host_guard.py", "preview/test_endpoints.py"),
        {
            "nobody asks under another name": (
                "return len(hosts) == 1 and hosts[0].lower() in self._hosts",
                "return len(hosts) == 1",
            ),
            "nobody asks under two names": ("return len(hosts) == 1 and hosts", "return hosts"),
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
                'let_in = comes_from_here and ("Set-Cookie" in given or self._is_admitted(scope))',
                "let_in = comes_from_here",
            ),
            "who arrives only looks": (
                '            scope["method"] == "GET"\n            and scope',
                "            scope",
            ),
            "there is one place to arrive at": ('            and scope["path"] == ARRIVAL\n', ""),
            "who arrives names this machine": ("            and self._is_named(headers)\n", ""),
            "no script arrives": ('            and not headers.getlist("origin")\n', ""),
            "who arrives is shown where it came": (
                '            and headers.getlist("sec-fetch-mode") == ["navigate"]\n',
                "",
            ),
            "what arrives is a whole window": (
                '            and headers.getlist("sec-fetch-dest") == ["document"]\n',
                "",
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
    "cli/printing.py": Guarded(
        ("test_views.py", "test_printable.py"),
        {
            "GitHub's runner obeys no text": ("if isinstance(text, str) and _is_on_github():", "if False:"),
            "a line moves no terminal": ("    say(printable(text), err=err)\n", "    say(text, err=err)\n"),
            "what was done moves no terminal": ("bold=True) + printable(sentence))", "bold=True) + sentence)"),
            "a changed line moves no terminal": ("shown = printable(line)", "shown = line"),
            "the name of a row moves no terminal": (
                "(printable(name), printable(value))",
                "(name, printable(value))",
            ),
            "a row moves no terminal": ("(printable(name), printable(value))", "(printable(name), value)"),
            "a document spells out what terminals obey": (
                "document = printable_json(json.dumps(value, ensure_ascii=plain, indent=2, default=str))",
                "document = json.dumps(value, ensure_ascii=plain, indent=2, default=str)",
            ),
            "a document holds no command": ('say(document.replace("##[", "##\\\\u005b"))', "say(document)"),
            "what went wrong moves no terminal": (
                '{label} {printable(mistake.message)}"',
                '{label} {mistake.message}"',
            ),
            "what to do moves no terminal": ("printable(mistake.remedy), err", "mistake.remedy, err"),
            "a place moves no terminal": (
                "click.style(printable(str(finding.place)), bold=True)",
                "click.style(str(finding.place), bold=True)",
            ),
            "a finding moves no terminal": ("{label} {printable(finding.message)} —", "{label} {finding.message} —"),
            "a remedy moves no terminal": ('— {printable(finding.remedy)}"', '— {finding.remedy}"'),
            "an accepted place moves no terminal": ("{printable(places)}{more}", "{places}{more}"),
            "a reason moves no terminal": ('— {printable(reason)}"', '— {reason}"'),
            "a diagnosis is of nothing that moves the terminal": (
                "click.style(printable(one.subject), bold=True)",
                "click.style(one.subject, bold=True)",
            ),
            "a diagnosis moves no terminal": ("{printable(one.says)}", "{one.says}"),
            "a diagnosis's remedy moves no terminal": ("→ {printable(one.remedy)}", "→ {one.remedy}"),
        },
    ),
    "cli/terminal_links.py": Guarded(
        ("test_terminal_links.py",),
        {
            "a link's words move no terminal": ("(escape(printable(text)) for text in", "(escape(text) for text in"),
            "a link's words are no markup": ("(escape(printable(text)) for text in", "(printable(text) for text in"),
            "a link's secret is not shown": ("what, masked(finding.url))", "what, finding.url)"),
            "a host is no markup": (
                'escape(", ".join(standing.waiting_for[:_SHOWN]))',
                '", ".join(standing.waiting_for[:_SHOWN])',
            ),
        },
    ),
    "analysis/fetched.py": Guarded(
        ("analysis/test_fetched.py",),
        {
            "who hides more has something to hide": ("        if left < 0:\n", "        if False:\n"),
            "a second body is one": (
                "        if _ONCE.search(text):\n            root",
                "        if False:\n            root",
            ),
            "what a comment hides is read": (
                "        for hidden in _hidden_texts(root):\n",
                "        for hidden in ():\n",
            ),
            "what nothing but comments hide is read": (
                'root = page("<body>" + _ONCE.sub(r"<x-\\1", text))\n            yield root\n',
                'yield page("<body>" + _ONCE.sub(r"<x-\\1", text))\n',
            ),
            "a comment ends early for some": (
                "for piece in (hidden, *(hidden[end:] for end in ends)):",
                "for piece in (hidden,):",
            ),
            "a style on an element is read": ('        if name == "style":\n', "        if False:\n"),
            "what is refreshed leads somewhere": (
                '            if element.get("http-equiv") is not None:\n',
                "            if False:\n",
            ),
            "an address is one whatever it says": (
                'elif name in _FETCHED and not (name == "href" and tag in LINKING):',
                "elif False:",
            ),
            "a link of a link alone is followed": (
                'and not (name == "href" and tag in LINKING):',
                'and name != "href":',
            ),
            "an attribute that nobody knows is read": (
                '        elif name != "href":\n            yield from _read_anyhow(value)\n',
                "",
            ),
            "a style sheet is read": ('    if tag in {"script", "style"} and element.text:\n', "    if False:\n"),
            "a script is read": (
                '    if tag in {"script", "style"} and element.text:\n',
                '    if tag == "style" and element.text:\n',
            ),
            "a style sheet within SVG is text": ('        if "&" in element.text:', "        if False:"),
            "a string of a style sheet may be an address": (
                "if string and names_host(said := _unescaped(string)):",
                "if False:",
            ),
            "a name in a style sheet may be spelt with escapes": (
                '_unescaped(token["name"]).lower() == "url"',
                'token["name"].lower() == "url"',
            ),
            "an address in a style sheet may be spelt with escapes": (
                "found.append(_unescaped(bare[1]).strip())",
                "found.append(bare[1].strip())",
            ),
            "a string in a style sheet may be spelt with escapes": (
                "names_host(said := _unescaped(string))",
                "names_host(said := string)",
            ),
            "an attribute may hold many addresses": (
                "(*whole, *_PARTS.split(value), *addresses_in_css(value))",
                "(*whole, *addresses_in_css(value))",
            ),
            "an attribute may hold a style": (
                "(*whole, *_PARTS.split(value), *addresses_in_css(value))",
                "(*whole, *_PARTS.split(value))",
            ),
            "an attribute may hold an address": (
                "(*whole, *_PARTS.split(value), *addresses_in_css(value))",
                "(*_PARTS.split(value), *addresses_in_css(value))",
            ),
            "an instruction of XML may be read": (
                'yield f"<x {node.text}>" if instruction else node.text or ""',
                'yield "" if instruction else node.text or ""',
            ),
            "what stands behind the page is read": ("chain(root.iter(), root.itersiblings())", "root.iter()"),
            "what is text to one is a page to another": (
                "if node.text and (node.tag in _TEXT or",
                "if node.text and (",
            ),
            "words within SVG may be a page": (" or (node.tag in _WORDS and around & _FOREIGN)):", "):"),
            "an attribute may hold a page": (
                '        yield from (value for _name, value in attributes if "<" in value)\n',
                "",
            ),
            "an attribute of what is text may hold a page": (
                "node.items() if around & _TEXT else addresses_of(node)",
                "addresses_of(node)",
            ),
            "where a refresh leads may be in pieces": (
                "in (led, *_read_anyhow(value)) if",
                "in _read_anyhow(value) if",
            ),
            "whatever a page tells its browser is read": ("in (led, *_read_anyhow(value)) if", "in (led,) if"),
            "a comment of CSS begins no string": (
                '      /\\*.*?(?:\\*/|\\Z)\n    | "',
                '      "',
            ),
            "a string of CSS ends with its line": ("(?P<single>(?:[^'\\\\\\r\\n\\f]", "(?P<single>(?:[^'\\\\]"),
            "so does one in double quotation marks": ('(?P<double>(?:[^"\\\\\\r\\n\\f]', '(?P<double>(?:[^"\\\\]'),
            "a string of CSS holds its own quotation marks": (
                "\\f]|{_ESCAPE}|\\\\\\Z)*)'?",
                "\\f]|\\\\\\Z)*)'?",
            ),
            "a comment ends at a bracket for some": ('|(?<=\\])>")', '")'),
        },
    ),
    "web_address.py": Guarded(
        ("test_web_address.py",),
        {
            "a page of ours leads to the web or to a mail program": (
                "return scheme_of(address) in FOLLOWED",
                "return True",
            ),
            "a line end hides no scheme": (
                'return _OVERLOOKED.sub("", address.strip(_AROUND))',
                "return address.strip(_AROUND)",
            ),
            "nothing before a scheme hides it": (
                'return _OVERLOOKED.sub("", address.strip(_AROUND))',
                'return _OVERLOOKED.sub("", address)',
            ),
            "data is points alone": ('return "" if _POINTS.match(rest) else text[:40]', 'return ""'),
            "a scheme that nobody knows is somebody's": (
                'return "" if scheme in _INERT or not scheme else f"{scheme}:"',
                'return ""',
            ),
            "two slashes lead to a host, whichever": (
                'not re.match(r"[/\\\\]{2}", rest):',
                'not rest.startswith("//"):',
            ),
            "a host stands behind any slashes": ("rest.lstrip(_SLASHES), maxsplit=1)[0]", "rest[2:], maxsplit=1)[0]"),
            "a host stands behind the last @": (
                '_host_and_port(authority.rpartition("@")[2])',
                '_host_and_port(authority.partition("@")[2] or authority)',
            ),
            "a host that can't be read is one": (
                "    except ValueError:\n        return address\n\n\ndef names_host",
                '    except ValueError:\n        return ""\n\n\ndef names_host',
            ),
            "what leads to no scheme leads to a host": ("or bool(_AT_A_HOST.match(address))", ""),
            "a page in an address is one": ('in {*_SPECIAL, "data"}', "in _SPECIAL"),
            "a host has no sign that divides addresses": ("if not name or _FORBIDDEN.search(name):", "if not name:"),
            "a host of numbers is an address": ("    return _as_ipv4(name)\n", "    return name\n"),
            "a number counts in its own notation": ('8 if part.startswith("0") and part != "0" else 10', "10"),
            "no host is too large a number": (
                "if any(one > 0xFF for one in first) or last >= 256 ** (4 - len(first)):",
                "if False:",
            ),
            "no address has too many numbers": ("if len(parts) > 4 or not", "if not"),
            "a port is one": ("if port is not None and port > _LAST_PORT:", "if False:"),
            "what looks like another host's Punycode is refused": (
                "if shown.isascii() or shown != idna.uts46_remap(shown, std3_rules=False):",
                "if False:",
            ),
            "dots lead nowhere": (
                '    path = _without_dots("".join(rest).replace("\\\\", "/"))',
                '    path = "".join(rest).replace("\\\\", "/")',
            ),
            "a backslash is a slash": ('"".join(rest).replace("\\\\", "/")', '"".join(rest)'),
        },
    ),
    "preview/endpoints.py": Guarded(
        ("preview/test_endpoints.py",),
        {
            "only the page that we gave asks about links": (
                "        if not self._token.is_in(request):\n            return _forbidden()\n        asked",
                "        asked",
            ),
            "only the page that we gave opens anything": (
                "        if not self._token.is_in(request):\n            return _forbidden()\n        try",
                "        try",
            ),
            "the letter is put under its own policy": (
                'headers={"Content-Security-Policy": LETTER_POLICY}',
                "headers={}",
            ),
            "what is asked to be opened is what we ask": ("frozen=True, forbid_unknown_fields=True", "frozen=True"),
            "the preview's door is guarded": (
                "return HostGuard(Starlette(routes=routes, lifespan=beside), port, access)",
                "return Starlette(routes=routes, lifespan=beside)",
            ),
        },
    ),
    "preview/library.py": Guarded(
        ("preview/test_library.py",),
        {
            "an issue is asked for by its day": (
                "not (is_key(key) and self.workspace.files.holds(self.path(key)))",
                "not self.workspace.files.holds(self.path(key))",
            ),
            "a line is opened in files of the letter alone": (
                "return found if found and workspace.files.is_file(found) else None",
                "return found",
            ),
            "what is opened is one that is listed": (
                "found = next((path for path in listed if path.relative_to(workspace.root).as_posix() == name), None)",
                "found = workspace.root / name",
            ),
            "few earlier versions are kept": ("((key, other), then)][-_PAST:])", "((key, other), then)])"),
        },
    ),
    "preview/source_store.py": Guarded(
        ("preview/test_source_store.py", "preview/test_writing_hostile.py"),
        {
            "a text replaces only what its writer was given": ("if now.digest != base:", "if False:"),
            "no text is read or written through a link": ("MOST_BYTES, follow=False)", "MOST_BYTES)"),
        },
    ),
    "preview/writing_endpoints.py": Guarded(
        ("preview/test_writing_hostile.py", "preview/test_writing_endpoints.py"),
        {
            "only the page that we gave writes": ("if not self._token.is_in(request):", "if False:"),
            "what is written is an issue of a day": ("if not is_key(key) or not (", "if not ("),
            "no issue is of a day that the calendar has not": (
                "(day_of(path) or self._library.workspace.files.holds(path))",
                "True",
            ),
            "what is asked to be written is what we ask": (
                "class DraftText(msgspec.Struct, frozen=True, forbid_unknown_fields=True)",
                "class DraftText(msgspec.Struct, frozen=True)",
            ),
            "a text is no longer than a letter": (
                "too_large = len(wanted.text.encode()) > MOST_BYTES",
                "too_large = False",
            ),
        },
    ),
    "preview/tool_endpoints.py": Guarded(
        ("preview/test_writing_hostile.py", "preview/test_media_upload.py"),
        {
            "only the page that we gave uses the tools": (
                " if self._token.is_in(request) else Response(status_code=403)",
                "",
            ),
            "a picture is of an issue that is there": ("if not self._has(key):", "if False:"),
        },
    ),
    "preview/media_shelf.py": Guarded(
        ("preview/test_media_upload.py",),
        {
            "a picture replaces nothing": ("workspace.files.create(path,", "workspace.files.write(path,"),
            "a picture's name is letters and digits": ('re.compile(r"[^a-z0-9]+")', 're.compile(r"[^a-z0-9./]+")'),
        },
    ),
    "preview/new_issue_endpoints.py": Guarded(
        ("preview/test_writing_hostile.py", "preview/test_new_issue.py"),
        {
            "only the page that we gave begins an issue": ("if not self._token.is_in(request):", "if False:"),
            "what is begun is an issue and nothing else": ("frozen=True, forbid_unknown_fields=True", "frozen=True"),
        },
    ),
    "preview/request_body.py": Guarded(
        ("preview/test_writing_hostile.py", "preview/test_clip_hostile.py"),
        {
            "what is too much is not taken": ("    if size > most:\n        raise", "    if False:\n        raise"),
            "nobody sends for ever": ("if size > most + _PATIENCE:", "if False:"),
        },
    ),
    "preview/revisions.py": Guarded(
        ("preview/test_revisions.py",),
        {
            "a revision is a commit's name": ("if REVISION.fullmatch(revision) else None", ""),
            "a link that was committed is not followed": ('if mode.startswith("100") and', "if"),
            "a picture of then is not too large": (" and int(size) <= _MOST_BYTES", ""),
            "a picture of today is not too large": ("files.read(file, _MOST_BYTES)", "files.read(file, 10**9)"),
            "a picture of then is a picture": (
                "return PurePosixPath(place).suffix.lower() in _PICTURES and place in source",
                "return place in source",
            ),
            "a place of then that is a folder today stops nothing": (
                "            with suppress(OSError):  # a place outside, or one that is a folder today\n",
                "            if True:\n",
            ),
        },
    ),
    "preview/standalone.py": Guarded(
        ("preview/test_standalone.py",),
        {
            "no data ends the script that it stands in": ('.replace("<", "\\\\u003c")', ""),
            "a page from a disk asks nobody": (
                "\"default-src 'none'; script-src 'sha256-{script}'; style-src 'unsafe-inline'; img-src data:; \"",
                "\"default-src *; script-src 'sha256-{script}'; style-src 'unsafe-inline'; img-src *; \"",
            ),
            "a page from a disk runs our script alone": (
                "script-src 'sha256-{script}'; style-src 'unsafe-inline'; img-src data:; \"",
                "script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; \"",
            ),
        },
    ),
    "page_templates.py": Guarded(
        ("hostile/test_own_pages.py", "report/test_report.py", "preview/test_standalone.py"),
        {
            "every value of our pages is escaped": ("        autoescape=True,\n", "        autoescape=False,\n"),
            "a link of our pages is one": (
                'environment.tests["followed"] = is_followed',
                'environment.tests["followed"] = bool',
            ),
        },
    ),
    "report/report_page.py": Guarded(
        ("report/test_report.py", "hostile/test_own_pages.py"),
        {
            "a report asks nobody": ("\"default-src 'none'; style-src", '"default-src *; style-src'),
            "a report's style is ours": ("style-src 'sha256-{style}'", "style-src 'unsafe-inline'"),
            "a report leads nowhere by itself": ("; form-action 'none'; base-uri 'none'\"", '"'),
        },
    ),
    "services/listmonk.py": Guarded(
        ("hostile/test_keys_and_hosts.py",),
        {
            "the settings choose no other listmonk": (
                'if choice.url is not None and choice.url.rstrip("/") != url:',
                "if False:",
            ),
            "the token goes where the environment says": (
                "    url = address(environ, _URL)\n",
                "    url = choice.url or address(environ, _URL)\n",
            ),
        },
    ),
    "issue/front_matter.py": Guarded(
        ("issue/test_head.py",),
        {
            "the head of an issue is not too long": (
                "    if len(source) > MOST_CHARACTERS:\n        message",
                "    if False:\n        message",
            ),
            "nor is one that is only looked at": ("if len(source) <= MOST_CHARACTERS else {}", "if True else {}"),
        },
    ),
    "issue/head.py": Guarded(
        ("issue/test_head.py",),
        {
            "no alias of YAML is followed": ("        if id(node) in self._met:\n", "        if False:\n"),
            "tables of the head are not nested too deep": ("        if len(path) > _DEPTH:\n", "        if False:\n"),
            "what YAML can't read is a sentence": (
                "    except (RecursionError, ValueError) as mistake:\n",
                "    except ZeroDivisionError as mistake:\n",
            ),
        },
    ),
    "waivers.py": Guarded(
        ("test_waivers.py",),
        {
            "a waiver is of its rule": (
                "return self.rule == finding.rule and _matches(self.url, finding.url)",
                "return _matches(self.url, finding.url)",
            ),
            "a waiver is of its address": (
                "return self.rule == finding.rule and _matches(self.url, finding.url)",
                "return self.rule == finding.rule",
            ),
            "an address begins and ends as its waiver says": (
                "if at > end or not (url.startswith(first) and url.endswith(last)):",
                "if at > end:",
            ),
            "no sign of an address counts twice": ("if at > end or not", "if not"),
            "all pieces of a waiver stand in the address": ("        if found < 0:\n            return False\n", ""),
            "a piece stands behind the one before": ("        at = found + len(piece)\n", ""),
            "a waiver ends": ("        if self.until and day.isoformat() > self.until:\n", "        if False:\n"),
            "what can't be waived is not waived": ("        elif not rule.can_be_waived:\n", "        elif False:\n"),
        },
    ),
    **PAGES,
    **BROUGHT_IN,
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
