#!/bin/sh
# The way of a letter on the embedded mailing service, in a folder of its own: checked, built, tested, sent, refused the
# second time, and published.
set -eu

issue=2026-11-20
cenum=$(command -v cenum)
demo=.cenum/demo
port=8026 # the mailbox has the one before
rm -rf "$demo"
mkdir -p "$demo"
cp -R cenum.toml contacts.csv issues templates "$demo"
log=$PWD/$demo/.log said=$PWD/$demo/.said
: >"$said"

# The letter cites pages that were made up: asking about them would say nothing of it.
export CENUM_OFFLINE=1
# The letter's own language is French: CENUM_LANG=fr make demo
export CENUM_LANG="${CENUM_LANG:-en}"

# The exit code that is right, what the step is for, and the command. Shows what no step before has said; all of it
# where it went wrong.
step() {
  expected=$1 purpose=$2 code=0
  shift 2
  printf '\n$ %s   # %s\n' "$*" "$purpose"
  (cd "$demo" && "$@") >"$log" 2>&1 || code=$?
  if [ "$code" != "$expected" ]; then
    cat "$log"
    echo "demo: the exit code is $code, and not $expected" >&2
    exit 1
  fi
  awk '{ line = $0; gsub(/ +/, " ", line) } FILENAME == ARGV[1] { said[line]; next } !(line in said)' "$said" "$log"
  cat "$log" >>"$said"
}

step 0 'every mistake with its line, and what the letter weighs' cenum check "$issue"
step 0 'HTML, plain text, and the message for a mail program' cenum build "$issue"
step 0 'to the reviewers, and to nobody else' cenum test "$issue"
step 0 'to the readers, exactly what the reviewers received' cenum send "$issue" --yes --early
step 1 'once, and never again' cenum send "$issue" --yes --early

# Only what is committed is published, and the repository around this folder knows nothing of its letters.
if command -v git >"$log"; then
  git init --quiet "$demo"
  git -C "$demo" add issues
  git -C "$demo" -c user.name=demo -c user.email=demo@example.org -c commit.gpgSign=false commit --quiet --message demo
fi
step 0 'its page, with an index, a search and a feed' cenum publish

python=${cenum%/*}/python
[ -x "$python" ] || python=python3
printf '\nThe letter is in %s/dist, and in the mailbox of every reader:\n  %s mailbox --folder %s\n' \
  "$demo" "${cenum#"$PWD"/}" "$demo"
printf '\nIts site is in %s/site. Run this, then open http://localhost:%s/%s:\n' "$demo" "$port" "$issue"
printf '  %s -m http.server %s --bind localhost --directory %s/site\n' "${python#"$PWD"/}" "$port" "$demo"
