"""A stand-in for GitHub's program ``gh``: writes down what it is asked, and answers from a repository in a file.

It refuses what the permissions of the job do not allow, as GitHub does (docs.github.com, "Permissions required for
GitHub Apps"), and everything without a token. Commits, trees and blobs are those of the repository that is cloned.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

OURSELVES = {"login": "github-actions[bot]", "type": "Bot"}


def home() -> Path:
    return Path(os.environ["STUB_HOME"])


def main(words: list[str]) -> None:
    text = sys.stdin.read() if "--input" in words else ""
    with (home() / "calls.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps({"words": words, "given": json.loads(text) if text else None}) + "\n")
    if not os.environ.get("GH_TOKEN"):
        refuse("set the GH_TOKEN environment variable")
    repository = json.loads((home() / "repository.json").read_text("utf-8"))
    match words:
        case ["run", "download", _run, "--name", name, "--dir", folder]:
            needs("actions", "read")
            if not (home() / "artifacts" / name).is_dir():
                refuse(f"no artifact matches any of the names: {name}")
            shutil.copytree(home() / "artifacts" / name, folder, dirs_exist_ok=True)
        case ["workflow", "run", _file, *_more]:
            needs("actions", "write")
        case ["label", "create", *_more]:
            needs("issues", "write")
        case ["issue", "list", *_more]:
            needs("issues", "read")
            sys.stdout.write("\n".join(str(issue["number"]) for issue in repository["issues"]))
        case ["issue", "create", *more]:
            needs("issues", "write")
            open_issue(repository, more[more.index("--title") + 1], more[more.index("--body") + 1])
        case ["api", *more]:
            method = more[more.index("--method") + 1] if "--method" in more else "GET"
            address = next(word for word in more if word.startswith("repos/"))
            prefix = f"repos/{os.environ['GITHUB_REPOSITORY']}/"
            if not address.startswith(prefix):
                refuse("HTTP 404: Not Found")
            said = api(repository, method, address.removeprefix(prefix), json.loads(text) if text else {})
            sys.stdout.write(json.dumps([said] if "--slurp" in more else said))
        case _:
            refuse(f"unknown command {words}")
    (home() / "repository.json").write_text(json.dumps(repository), "utf-8")


def api(repository: Any, method: str, path: str, given: Any) -> Any:  # noqa: C901, PLR0912, PLR0915  one table of routes
    def at(pattern: str) -> re.Match[str] | None:
        return re.fullmatch(pattern, f"{method} {path}")

    def right_over(number: str) -> str:
        return "issues" if number in {str(issue["number"]) for issue in repository["issues"]} else "pull-requests"

    if found := at(r"GET issues/(\d+)/comments\?.*"):
        needs(right_over(found[1]), "read")
        return repository["comments"].get(found[1], [])
    if found := at(r"POST issues/(\d+)/comments"):
        needs(right_over(found[1]), "write")
        comments = repository["comments"].setdefault(found[1], [])
        comments.append({"id": 100 + len(comments), "body": given["body"], "user": OURSELVES})
        return comments[-1]
    if found := at(r"PATCH issues/comments/(\d+)"):
        every = [(number, one) for number, comments in repository["comments"].items() for one in comments]
        number, comment = next(one for one in every if one[1]["id"] == int(found[1]))
        needs(right_over(number), "write")
        comment["body"] = given["body"]
        return {}
    if at(r"DELETE issues/\d+/labels/[^/]+"):
        return needs("pull-requests", "write")
    if at(r"GET issues\?state=open&labels=cenum-(alarm|care)&.*"):
        needs("issues", "read")
        return [issue for issue in repository["issues"] if issue["state"] == "open"]
    if at("POST labels"):
        return needs("issues", "write")
    if at("POST issues"):
        needs("issues", "write")
        return open_issue(repository, given["title"], given["body"])
    if found := at(r"PATCH issues/(\d+)"):
        needs("issues", "write")
        next(issue for issue in repository["issues"] if issue["number"] == int(found[1])).update(given)
        return {}
    if found := at(r"GET collaborators/([\w-]+)/permission"):
        return {"permission": repository["people"].get(found[1], "read")}
    if found := at(r"GET commits\?path=issues/([\d-]+)\.md.*"):
        needs("contents", "read")
        return repository["history"]
    if found := at(r"GET pulls/12(/reviews|/commits)?(\?per_page=100)?"):
        needs("pull-requests", "read")
        match found[1]:
            case "/reviews":
                return repository["reviews"]
            case "/commits":
                return [{"sha": rev(repository["head"]), **one} for one in repository["commits"]]
        return pull_request(repository)
    if at(r"GET activity\?ref=refs%2Fheads%2F[\w%-]+&per_page=100"):
        needs("contents", "read")
        return [{"after": rev(repository["head"]), "actor": {"login": name}} for name in repository["pushed"]]
    if found := at(r"GET compare/([\w/]+)\.\.\.(\w+)\?per_page=1"):
        needs("contents", "read")
        return {"merge_base_commit": {"sha": git("merge-base", found[1], found[2]).decode().strip()}}
    if at(r"GET pulls\?state=open&head=team:cenum-care&per_page=100"):
        needs("pull-requests", "read")
        return repository["care_pulls"]
    if found := at(r"GET git/ref/heads/([\w-]+)"):
        needs("contents", "read")
        if found[1] not in repository["refs"]:
            refuse("HTTP 404: Not Found")
        return {"ref": f"refs/heads/{found[1]}", "object": {"type": "commit", "sha": repository["refs"][found[1]]}}
    if found := at(r"GET git/commits/([0-9a-f]{40})"):
        needs("contents", "read")
        if found[1] in repository["made"]:
            return {"sha": found[1], "tree": {"sha": repository["made"][found[1]]["tree"]}}
        return {"sha": found[1], "tree": {"sha": git("rev-parse", f"{found[1]}^{{tree}}").decode().strip()}}
    if (found := at(r"GET git/(?:trees|blobs)/([0-9a-f]{40})(?:\?recursive=1)?")) and found[1] in repository["made"]:
        needs("contents", "read")
        made = repository["made"][found[1]]
        return repository["made"][made["tree"]] if "parents" in made else made
    if found := at(r"GET git/trees/([0-9a-f]{40})\?recursive=1"):
        needs("contents", "read")
        return {"truncated": repository["truncated"], "tree": list(tree(found[1]))}
    if found := at(r"GET git/blobs/([0-9a-f]{40})"):
        needs("contents", "read")
        content = base64.encodebytes(git("cat-file", "blob", found[1])).decode()
        return {"content": content, "encoding": "base64", "size": len(content)}
    if found := at(r"GET commits/(\w+)/pulls"):
        needs("pull-requests", "read")
        return [{"number": number} for number in repository["pulls_of"][found[1]]]
    if found := at(r"GET pulls/11(/commits\?per_page=100)?"):
        needs("pull-requests", "read")
        return (
            repository["before"]["commits"] if found[1] else pull_request(repository) | repository["before"]["pull"]
        )
    if at(r"(POST|PATCH) git/.*"):
        needs("contents", "write")
        return made_by(repository, path, given)
    return refuse(f"HTTP 404: Not Found ({method} {path})")


def made_by(repository: Any, path: str, given: Any) -> Any:
    """docs.github.com/rest/git: an object, or a branch that is moved, which may not lose what is on it."""
    sha = f"{len((home() / 'calls.jsonl').read_bytes()):040x}"
    made = dict(given)
    if path == "git/blobs":
        content = base64.b64decode(given["content"])
        sha, made["size"] = blob_hash(content), len(content)
    elif path == "git/trees":
        repository["tree"] = given["tree"]
        if not given["tree"]:
            refuse("HTTP 422: Invalid tree info")
        under = base_tree(repository, given["base_tree"]) if "base_tree" in given else []
        entries = {one["path"]: one for one in [*under, *given["tree"]]}
        made["tree"] = [{**one, **sized(repository, one["sha"])} for one in entries.values()]
    elif path.startswith("git/refs"):
        branch, refs = given.get("ref", path).rpartition("/")[2], repository["refs"]
        if path == "git/refs" and branch in refs:
            refuse("HTTP 422: Reference already exists")
        if not given.get("force", True) and not follows(repository, given["sha"], refs[branch]):
            refuse("HTTP 422: Update is not a fast forward")
        refs[branch] = given["sha"]
    repository["made"][sha] = made
    return {"sha": sha}


def base_tree(repository: Any, sha: str) -> list[dict[str, Any]]:
    return repository["made"][sha]["tree"] if sha in repository["made"] else list(tree(sha))


def sized(repository: Any, sha: str) -> dict[str, int]:
    return {"size": size} if (size := repository["made"].get(sha, {}).get("size")) is not None else {}


def follows(repository: Any, commit: str, before: str) -> bool:
    while commit in repository["made"] and commit != before:
        commit = next(iter(repository["made"][commit]["parents"]), "")
    return commit == before


def pull_request(repository: Any) -> Any:
    """docs.github.com/rest/pulls/pulls, “Get a pull request”; ``pushed_later`` came after the event."""
    ours = {"full_name": os.environ["GITHUB_REPOSITORY"], "default_branch": "main"}
    theirs = {**ours, "full_name": repository["fork"]} if repository["fork"] else ours
    head = rev(repository["pushed_later"] or repository["head"])
    return {
        "number": 12,
        "state": "closed" if repository["merged"] or repository["closed"] else "open",
        "merged": repository["merged"],
        "user": {"login": repository["author"]},
        "head": {"sha": head, "ref": repository["head"], "repo": theirs},
        "base": {"sha": rev("main"), "ref": repository["base"], "repo": ours},
    }


def tree(commit: str) -> Iterator[dict[str, Any]]:
    """docs.github.com/rest/git/trees: folders too, and no size for what is no blob."""
    for line in git("ls-tree", "-r", "-t", "-l", "-z", commit).split(b"\0")[:-1]:
        about, _tab, path = line.partition(b"\t")
        mode, kind, sha, size = about.decode().split()
        entry: dict[str, Any] = {"path": path.decode(), "mode": mode, "type": kind, "sha": sha}
        yield entry | ({"size": int(size)} if size != "-" else {})


def blob_hash(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def rev(name: str) -> str:
    return git("rev-parse", "--verify", f"{name}^{{commit}}").decode().strip()


def git(*words: str) -> bytes:
    return subprocess.run(
        ["git", "-C", os.environ.get("STUB_ORIGIN", ""), *words], capture_output=True, check=True
    ).stdout


def open_issue(repository: Any, title: str, body: str) -> Any:
    number = 40 + len(repository["issues"])
    repository["issues"].append({"number": number, "title": title, "body": body, "state": "open", "user": OURSELVES})
    return repository["issues"][-1]


def needs(what: str, how: str) -> Any:
    """Refuse where the job has not the permission."""
    granted = json.loads(os.environ["STUB_PERMISSIONS"]).get(what)
    if granted not in {"write", how}:
        refuse(f"HTTP 403: Resource not accessible by integration ({what}: {how})")
    return {}


def refuse(reason: str) -> Any:
    sys.stderr.write(f"gh: {reason}\n")
    sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
