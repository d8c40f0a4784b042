"""What GitHub has to know before it can test and send a letter, with the commands; and what is there already."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from cenum.doctor import repository_state
from cenum.doctor.diagnosis import Diagnosis, Health, bad, good, unknown, warning
from cenum.doctor.repository_want import Want, environment_want, secret_want
from cenum.doctor.site_needs import SITE_ENVIRONMENTS, site_wants
from cenum.errors import UsageMistake
from cenum.i18n import _, language
from cenum.issue.calendar import weekday_in_words
from cenum.letter_folder import LetterFolder
from cenum.repository.github_client import GitHubClient, GitHubRefused
from cenum.repository.github_pages import SITE_KEY
from cenum.repository.github_remote import repository_of
from cenum.services.registry import spec
from cenum.starter.file_status import FileState, compare, is_source
from cenum.starter.letter_files import MissingFile, UnreadableFile, read_file
from cenum.starter.provenance import FILE, LIBRARIES, is_exact, is_own_source, unhashed
from cenum.starter.template_files import material
from cenum.starter.workflow_hours import waits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from cenum.doctor.repository_state import GitHubAnswers
    from cenum.settings import Settings

# The test is sent and approved in the one, the letter in the other.
ENVIRONMENTS = ("review", "production")


def _in_environment(*names: str) -> re.Pattern[str]:
    """A job in one of these, however YAML spells it (docs.github.com, “Workflow syntax for GitHub Actions”)."""
    return re.compile(
        r"""\benvironment["']?\s*+:\s*+(?:\{?\s*+["']?name["']?\s*+:\s*+)?["']?(?:"""
        + "|".join(names)
        + r")(?![\w-])"
    )


# By how the pages come online.
_IN_ENVIRONMENT = {
    "folder": _in_environment(*ENVIRONMENTS),
    **{deploy: _in_environment(*ENVIRONMENTS, name) for deploy, name in SITE_ENVIRONMENTS.items()},
}
_WORKFLOWS = ".github/workflows"
_SOON = 60  # minutes that readers may wait
_GENERAL = "Settings › Actions › General"
_UNKNOWN_NAME = "{owner}/{repo}"  # gh puts the repository of the folder in its place


def examine_repository(settings: Settings, root: Path, environ: Mapping[str, str]) -> list[Diagnosis]:
    """Everything that the repository of the letter in ``root`` needs; asked about by gh where that can be."""
    name = repository_of(root, environ)
    if name is None:
        says = _("no git remote of this folder is at GitHub")
        command = "gh repo create --private --source . --push"
        if not LetterFolder(root).holds(".git"):
            command = f'git init --initial-branch main && git add --all && git commit -m "cenum init" && {command}'
        first = bad(_("repository"), says, _run(command))
        return [first, *_here(settings, root), *diagnose(settings, None, None)]
    answers = repository_state.AskedOnce(GitHubClient(name, environ))
    asked: GitHubAnswers | None = answers
    try:
        if answers.find("", repository_state.Repository) is None:
            says = _("{name} does not exist, or the logged-in person can't see it").format(name=name)
            asked, first = None, bad(_("repository"), says, _run("gh auth status"))
        else:
            first = good(_("repository"), name)
    except GitHubRefused as mistake:
        says = _("{name}; its settings can't be read ({reason}), so here is everything it needs")
        asked, first = None, unknown(_("repository"), says.format(name=name, reason=mistake.message), mistake.remedy)
    return [first, *_here(settings, root), *diagnose(settings, name, asked)]


def diagnose(settings: Settings, name: str | None, asked: GitHubAnswers | None) -> Iterator[Diagnosis]:
    """What GitHub needs for these settings, seen through ``asked``, or explained where nobody can be asked."""
    for want in _wants(settings, name or _UNKNOWN_NAME):
        if asked is None:
            yield unknown(want.subject, want.purpose, want.remedy)
            continue
        try:
            verdict, says = want.look(asked)
        except GitHubRefused as mistake:
            says = _("{purpose}; GitHub does not say whether this is set ({reason})")
            said = says.format(purpose=want.purpose, reason=mistake.message)
            yield unknown(want.subject, said, want.remedy)
            continue
        yield Diagnosis(want.subject, verdict, says, "" if verdict is Health.GOOD else want.remedy)


def _run(command: str) -> str:
    return _("run: {command}").format(command=command)


def _here(settings: Settings, root: Path) -> Iterator[Diagnosis]:
    """What the folder itself has to bring."""
    if not _has_workflows(LetterFolder(root)):
        remedy = _("copy the folder .github from a new letter: {command}").format(command="cenum init")
        yield bad(_("workflows"), _("there are none in .github/workflows"), remedy)
    else:
        yield from _starts(settings, root)
        yield from _installs(root)
        yield from _workflows(settings, root)
    if settings.service.name == "local":
        says = _("“local” delivers on the machine that runs it: at GitHub, to nobody")
        yield bad(_("mailing service"), says, _("choose another service in cenum.toml, then run this command again"))
    if settings.approvals:
        yield good(_("approvals"), _("somebody else than who wrote a letter has to approve it"))
    else:
        says = _("nobody has to approve a letter: one person alone can write, test and send it")
        yield warning(_("approvals"), says, _("write approvals = 1 in cenum.toml"))


def _workflows(settings: Settings, root: Path) -> Iterator[Diagnosis]:
    """The workflows that have the keys are those of this version, and no others name them."""
    given = material(root)
    if is_source(root, given):
        return
    try:
        compared = compare(root, settings.newsletter, given)
    except UsageMistake as mistake:
        yield warning(_("workflows"), mistake.message, mistake.remedy)
        return
    ours = [file for file in compared.files if file.name.startswith(f"{_WORKFLOWS}/")]
    same = {FileState.CURRENT, FileState.MISSING, FileState.WITHDRAWN}
    differ = [file.name for file in ours if file.state not in same]
    if differ:
        says = _("they differ from those of cenum {version}, which protect the keys: {files}")
        said = says.format(version=compared.version, files=", ".join(differ))
        yield warning(_("workflows"), said, _("see the differences: {command}").format(command="cenum upgrade"))
    else:
        yield good(_("workflows"), _("they match cenum {version}").format(version=compared.version))
    others = [name for name in _with_keys(settings, root) if name not in {file.name for file in ours if file.given}]
    if others:
        says = _("these workflows, which are not cenum's, name the keys or their environments: {files}")
        yield warning(_("workflows"), says.format(files=", ".join(others)), _("delete them, or read what they do"))


def _with_keys(settings: Settings, root: Path) -> Iterator[str]:
    keys = (*spec(settings.service.name).variables, SITE_KEY)
    in_environment = _IN_ENVIRONMENT[settings.archive.deploy]
    for file in sorted(LetterFolder(root).names(_WORKFLOWS)):
        name = f"{_WORKFLOWS}/{file}"
        if file.endswith((".yml", ".yaml")):
            try:
                text = read_file(root, name).decode("utf-8", "replace")
            except (MissingFile, UnreadableFile):
                continue
            if any(key in text for key in keys) or in_environment.search(text):
                yield name


def _has_workflows(letter: LetterFolder) -> bool:
    with suppress(OSError):
        return any(name.endswith(".yml") for name in letter.names(_WORKFLOWS))
    return False


def _starts(settings: Settings, root: Path) -> Iterator[Diagnosis]:
    """Nothing else would notice a letter whose day or hour was changed in the settings alone."""
    try:
        workflow = LetterFolder(root).text(f"{_WORKFLOWS}/send.yml")
    except (OSError, UnicodeDecodeError):
        return
    newsletter = settings.newsletter
    hour = f"{weekday_in_words(newsletter.weekday, language())} {newsletter.hour}"
    soon = sorted(minutes for minutes in waits(workflow, newsletter) if minutes <= _SOON)
    if soon:
        says = _("send.yml starts {minutes} min after {hour}").format(minutes=soon[0], hour=hour)
        yield good(_("hours"), says)
        return
    says = _("send.yml does not start within {minutes} min after {hour}, when the letter is due")
    remedy = _("write the cron lines of send.yml and alarm.yml for that day and hour")
    yield bad(_("hours"), says.format(minutes=_SOON, hour=hour), remedy)


def _installs(root: Path) -> Iterator[Diagnosis]:
    """Whether the workflows can install one cenum and one set of libraries only."""
    try:
        libraries, itself = (read_file(root, name).decode("utf-8", "replace") for name in (LIBRARIES, FILE))
    except (MissingFile, UnreadableFile) as mistake:
        says = _("{files} are needed, and one of them can't be read ({reason})")
        said = says.format(files=f"{LIBRARIES}, {FILE}", reason=mistake)
        yield bad(_("installation"), said, _run("cenum upgrade"))
        return
    if is_own_source(itself):
        return
    if loose := unhashed(libraries):
        says = _("{file} names {name} without a hash: whatever has this name and version is installed")
        yield bad(_("installation"), says.format(file=LIBRARIES, name=loose[0]), _run("cenum upgrade"))
    elif not is_exact(itself.strip()):
        says = _("{file} names neither a hash nor a commit of cenum: whatever has its name and version is installed")
        yield warning(_("installation"), says.format(file=FILE), _run("cenum upgrade"))
    else:
        yield good(_("installation"), _("cenum and its libraries are pinned by hash or commit"))


def _wants(settings: Settings, name: str) -> Iterator[Want]:
    api = f"gh api --method PUT repos/{name}"
    yield Want(
        _("actions"),
        _("the workflows use GitHub's own actions only"),
        f"{api}/actions/permissions -F enabled=true -f allowed_actions=selected && "
        f"{api}/actions/permissions/selected-actions -F github_owned_allowed=true -F verified_allowed=false",
        f"{_GENERAL} › Actions permissions",
        repository_state.actions,
    )
    yield Want(
        _("token"),
        _("a workflow that asks for no permission should only be able to read"),
        f"{api}/actions/permissions/workflow -f default_workflow_permissions=read "
        "-F can_approve_pull_request_reviews=false",
        f"{_GENERAL} › Workflow permissions",
        repository_state.token,
    )
    yield Want(
        _("forks"),
        _("a stranger's pull request should start nothing by itself, and be given no key"),
        f"{api}/actions/permissions/fork-pr-contributor-approval -f approval_policy=first_time_contributors",
        f"{_GENERAL} › Fork pull request workflows",
        repository_state.forks,
    )
    yield Want(
        _("issues"),
        _("a failure on the day of sending becomes an issue"),
        "gh repo edit --enable-issues",
        "Settings › General › Features › Issues",
        repository_state.issues,
    )
    for label, (about, colour) in repository_state.LABELS.items():
        command = f'gh label create {label} --color {colour} --description "{_(about)}"'
        look = partial(repository_state.label, label)
        yield Want(_("label {name}").format(name=label), _(about), command, "Issues › Labels › New label", look)
    for environment in ENVIRONMENTS:
        yield _environment(environment, name)
        for variable in spec(settings.service.name).variables:
            yield secret_want(
                variable, environment, _("it opens the mailing service; gh asks for it and never shows it")
            )
    yield from site_wants(settings, name)
    yield Want(
        _("who may change the letter"),
        _("the letter is sent from the main branch: nobody should change it without a pull request"),
        f"echo '{_ruleset(settings.approvals)}' | gh api --method POST repos/{name}/rulesets --input -",
        "Settings › Rules › Rulesets › New ruleset",
        repository_state.protection,
    )


def _ruleset(approvals: int) -> str:
    """As JSON: older versions of gh (2.23 was tried) nest the fields of a rule wrongly."""
    pull_request = {
        "required_approving_review_count": min(approvals, 1),
        "dismiss_stale_reviews_on_push": True,
        "require_code_owner_review": False,
        "require_last_push_approval": False,
        "required_review_thread_resolution": False,
    }
    ruleset = {
        "name": "main",
        "target": "branch",
        "enforcement": "active",
        "conditions": {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}},
        "rules": [
            {"type": "deletion"},
            {"type": "non_fast_forward"},
            {"type": "pull_request", "parameters": pull_request},
        ],
    }
    return json.dumps(ruleset)


def _environment(environment: str, name: str) -> Want:
    purpose = _("the letter is sent in it, from the main branch only; it has the key of the mailing service")
    if environment == "review":
        purpose = _("tests and approvals run in it, from the main branch only; it has the key of the mailing service")
    return environment_want(environment, name, purpose)
