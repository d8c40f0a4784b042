"""A runner of GitHub Actions on this machine, as far as the workflows need one.

Every job begins in an empty folder, into which ``actions/checkout`` clones; the scripts run in order in bash, with
the environment that GitHub gives them, and the cache of all tests, which has the templates compiled.
``actions/setup-python`` and ``pip install`` do nothing: cenum is the one under test, in the environment of the tests.
The mailing service, which is the embedded one, outlives the jobs, as a real one would.

A script that calls cenum is that one command, so it ends as the command does. Bash says which words the script gives
it; cenum then runs in the process of the tests, in the same folder and environment, or where ``apart`` says so, as
bash's own child.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from platformdirs import user_cache_path

from tests import in_process
from tests.github import cenum_broken
from tests.github.workflows import filled, holds, workflow

if TYPE_CHECKING:
    from collections.abc import Callable

REPOSITORY = "team/letter"
FRIDAY = "2026-11-27"
PIP = """\
python -m pip install --require-hashes --only-binary :all: --requirement requirements.txt
python -m pip install --no-deps --no-build-isolation --requirement requirements-cenum.txt"""


class Ran(NamedTuple):
    """One step that ran: its job, its name, its exit code, and all that it said."""

    job: str
    name: str
    code: int
    said: str


class Runner:
    """A team's repository at GitHub, and its mailing service, in ``home``; ``origin`` is what is cloned."""

    def __init__(self, home: Path, origin: Path, service: Path | None = None) -> None:
        self.home = home
        self.origin = origin
        self.service = home / "service"
        if service:
            shutil.copytree(service, self.service)
        self.service.mkdir(exist_ok=True)
        self.state: dict[str, Any] = {
            "comments": {},
            "issues": [],
            "tree": None,
            # What was made of git's objects, by their hashes; branches, and pull requests of care's own.
            "made": {},
            "refs": {},
            "care_pulls": [],
            "people": {"ada": "write", "bea": "write", "ben": "write", "cy": "write"},
            # The pull request: its branch, what was pushed after the event, and who did what in it.
            "head": "pull",
            "pushed_later": "",
            "base": "main",
            "fork": "",
            "merged": False,
            "closed": False,
            "author": "ben",
            "commits": [{"author": {"login": "ben"}, "committer": {"login": "web-flow"}}],
            "pushed": ["ben"],
            "reviews": [],
            "truncated": False,
            # Which commits of main changed the issue, the last first; and pull request 11, which was before.
            "history": [{"sha": "later"}, {"sha": "first"}],
            "pulls_of": {"later": [12], "first": [12], "before": [11]},
            "before": {"pull": {"number": 11, "merged": True, "user": {"login": "cy"}}, "commits": [{"sha": "x"}]},
        }
        (home / "repository.json").write_text(json.dumps(self.state), "utf-8")
        (home / "calls.jsonl").touch()
        self.summary = home / "summary.md"
        self.summary.touch()
        self.variables: dict[str, str] = {}
        self.secrets: dict[str, str] = {}
        self.now = f"{FRIDAY}T06:07:00+00:00"
        self.breaks = ""
        self.artifact_url = ""  # what a program of the branch put in the place of GitHub's
        self.deployed: Callable[[Path], None] = lambda _site: None  # what GitHub Pages does with a site
        self.found: Callable[[Path], None] | None = None  # puts into a checkout what nobody has checked out
        self.dies: str = ""  # the step in which the machine dies
        self.between: Callable[[], None] | None = None  # what happens elsewhere after each job
        self.pip_fails = False
        self.apart = False
        _programs(home / "bin")

    # What became of it.

    @property
    def repository(self) -> Any:
        return json.loads((self.home / "repository.json").read_text("utf-8"))

    @property
    def calls(self) -> list[list[str]]:
        lines = (self.home / "calls.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line)["words"] for line in lines]

    def comments(self, number: int = 12) -> list[str]:
        return [comment["body"] for comment in self.repository["comments"].get(str(number), [])]

    def mails(self) -> list[str]:
        box = self.service / "mailbox" / "new"
        return [mail.read_text("utf-8") for mail in sorted(box.iterdir())] if box.is_dir() else []

    # What happens.

    def put(self, **facts: Any) -> None:
        """What GitHub knows of the repository and of its pull request from now on."""
        (self.home / "repository.json").write_text(json.dumps({**self.repository, **facts}), "utf-8")

    def pulled(self, branch: str = "pull", **facts: Any) -> str:
        """Pull request 12 is of ``branch`` from now on: the commit that it ends with."""
        self.put(head=branch, **facts)
        return git("-C", str(self.origin), "rev-parse", branch)

    def run(
        self,
        name: str,
        event: str,
        payload: dict[str, Any],
        *,
        ref: str = "main",
        inputs: dict[str, str] | None = None,
    ) -> tuple[dict[str, str], list[Ran]]:
        """Run a workflow: the result of each job, and the steps that ran."""
        self.number = number = getattr(self, "number", 0) + 1
        shutil.rmtree(self.home / "artifacts", ignore_errors=True)
        file = self.home / "event.json"
        file.write_text(json.dumps(payload), "utf-8")
        github = {
            "event": payload,
            "event_name": event,
            "repository": REPOSITORY,
            "server_url": "https://github.com",
            "run_id": str(number),
            "run_attempt": "1",
            "ref": ref,
            "token": "stub-token",
        }
        contexts = {
            "github": github,
            "vars": self.variables,
            "secrets": self.secrets,
            "inputs": inputs or {},
            "needs": {},
        }
        results: dict[str, str] = {}
        outputs: dict[str, dict[str, str]] = {}
        ran: list[Ran] = []
        for job, its in workflow(name)["jobs"].items():
            needs = [its["needs"]] if isinstance(its.get("needs"), str) else its.get("needs", [])
            contexts["needs"] = {one: {"result": results[one], "outputs": outputs[one]} for one in needs}
            state = "success" if all(results[one] == "success" for one in needs) else "failure"
            if not holds(its.get("if"), contexts, state):
                results[job], outputs[job] = "skipped", {}
                continue
            folder = self.home / f"work-{number}-{job}"
            folder.mkdir()
            results[job], outputs[job] = self._job(job, its, folder, contexts, ref, ran)
            if not self.service.exists():  # it was lent to the job
                (folder / ".cenum" / "local").rename(self.service)
            if self.between:
                self._elsewhere(self.between)
                file.write_text(json.dumps(payload), "utf-8")
        return results, ran

    def _elsewhere(self, between: Callable[[], None]) -> None:
        """Other runs have artifacts of their own."""
        mine, aside = self.home / "artifacts", self.home / f"artifacts-{self.number}"
        mine.mkdir(exist_ok=True)
        mine.rename(aside)
        between()
        shutil.rmtree(mine, ignore_errors=True)
        aside.rename(mine)

    def _job(  # noqa: PLR0913  the parts of a run
        self, job: str, its: Any, folder: Path, contexts: dict[str, Any], ref: str, ran: list[Ran]
    ) -> tuple[str, dict[str, str]]:
        state = "success"
        done: dict[str, Any] = {}
        for step in its["steps"]:
            known = {**contexts, "steps": done}
            if not holds(step.get("if"), known, state):
                outcome, outputs = "skipped", {}
            elif "uses" in step:
                outcome, outputs = "success", self._action(step, folder, known, state, ref)
            else:
                one, outputs = self._script(job, its, step, folder, known, state)
                ran.append(one)
                outcome = "success" if one.code == 0 else "failure"
                if step.get("name") == self.dies:
                    return "failure", {}
            if step.get("id"):
                done[step["id"]] = {"outcome": outcome, "outputs": outputs}
            if outcome == "failure" and not step.get("continue-on-error"):
                state = "failure"
        known = {**contexts, "steps": done}
        return state, {name: filled(value, known, state) for name, value in its.get("outputs", {}).items()}

    def _action(self, step: Any, folder: Path, contexts: Any, state: str, ref: str) -> dict[str, str]:
        options = {key: filled(value, contexts, state) for key, value in step.get("with", {}).items()}
        if step["uses"].startswith("actions/checkout@"):
            git("clone", "--quiet", "--no-checkout", str(self.origin), str(folder))
            git("-C", str(folder), "checkout", "--quiet", options.get("ref", f"origin/{ref}"))
            (folder / ".cenum").mkdir(exist_ok=True)
            self.service.rename(folder / ".cenum" / "local")
            if self.found:
                self.found(folder)
        elif step["uses"].startswith("actions/upload-pages-artifact@"):
            shutil.copytree(folder / options["path"], self.home / "artifacts" / options["name"])
        elif step["uses"].startswith("actions/deploy-pages@"):
            self.deployed(self.home / "artifacts" / options["artifact_name"])
        elif step["uses"].startswith("actions/upload-artifact@"):
            sources = list(folder.glob(options["path"].rstrip("/")))
            name = options.get("name") or (sources[0].name if sources else "")
            for source in sources:
                target = self.home / "artifacts" / name
                if source.is_dir():
                    shutil.copytree(source, target)
                else:
                    target.mkdir(parents=True)
                    shutil.copy(source, target)
            assert len(sources) == 1 or options.get("if-no-files-found") == "ignore"
            if self.artifact_url:
                return {"artifact-url": self.artifact_url}
            run = f"https://github.com/{REPOSITORY}/actions/runs/{self.number}"
            return {"artifact-url": f"{run}/artifacts/{len(name)}"}
        return {}

    def _script(  # noqa: PLR0913  as above
        self, job: str, its: Any, step: Any, folder: Path, contexts: Any, state: str
    ) -> tuple[Ran, dict[str, str]]:
        output = self.home / "output"
        output.write_text("", "utf-8")
        environment = {
            **{name: value for name, value in os.environ.items() if name != "CENUM_LANG"},
            "PATH": f"{self.home / 'bin'}:{os.environ['PATH']}",
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(user_cache_path()),
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": contexts["github"]["event_name"],
            "GITHUB_EVENT_PATH": str(self.home / "event.json"),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_RUN_ID": contexts["github"]["run_id"],
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "STUB_HOME": str(self.home),
            "GIVEN_NOW": self.now,
            "STUB_BREAKS": self.breaks,
            "STUB_ORIGIN": str(self.origin),
            "STUB_APART": str(int(self.apart)),
            "STUB_PERMISSIONS": json.dumps(its["permissions"]),
            **{key: filled(value, contexts, state) for key, value in step.get("env", {}).items()},
        }
        name = step.get("name", "")
        if step["run"].strip() == PIP:
            return Ran(job, name, int(self.pip_fails), ""), {}
        script = self.home / "script.sh"
        script.write_text(step["run"], "utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", str(script)],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
        ended, told = (done.returncode, done.stdout), self.home / "words"
        if told.exists():
            assert step["run"].startswith("cenum "), "what follows the command in its script was not run"
            assert ended == (0, "")
            *words, _end = told.read_text("utf-8").split("\0")
            told.unlink()
            here = in_process.run(
                *words, folder=folder, environment=environment, together=True, program=cenum_broken.main
            )
            ended = (here.code, here.out.decode())
        assert "Traceback" not in ended[1]
        outputs = dict(re.findall(r"^(\w+)=(.*)$", output.read_text("utf-8"), re.MULTILINE))
        return Ran(job, name, *ended), outputs


def git(*words: str) -> str:
    done = subprocess.run(["git", *words], capture_output=True, encoding="utf-8", check=True)
    return done.stdout.strip()


_CENUM = """\
#!/bin/sh
test "$STUB_APART" = 0 || exec {python} -m tests.github.cenum_broken "$@"
printf '%s\\0' "$@" > "$STUB_HOME/words"
"""
_GH = """\
#!/bin/sh
exec {python} -S {stub} "$@"
"""


def _programs(folder: Path) -> None:
    """``cenum`` and ``gh``, as the scripts find them."""
    folder.mkdir()
    for name, text in {"cenum": _CENUM, "gh": _GH}.items():
        program = folder / name
        program.write_text(text.format(python=sys.executable, stub=Path(__file__).with_name("gh_stub.py")), "utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
