#!/bin/sh
# The whole way of a letter, on the embedded mailing service, in a folder of its own:
# checked, rendered, sent to the reviewers, sent to the audience, and refused the second time.
set -eu

demo=.cenum/demo
rm -rf "$demo"
mkdir -p "$demo"
cp -R cenum.toml contacts.csv issues templates "$demo"
real=../shared/content
if [ -f "$real/2025-04-18.md" ]; then
  cp "$real/2025-04-18.md" "$demo/issues/"
  cp "$real/media/2025-04-18.png" "$demo/issues/media/"
fi
cd "./$demo"

# The letters cite pages that were made up: asking about them would say nothing of them.
export CENUM_OFFLINE=1

run() {
  printf '\n$ %s\n' "$*"
  "$@"
}

for file in issues/*.md; do
  issue=$(basename "$file" .md)
  run cenum check "$issue"
  run cenum build "$issue"
  run cenum test "$issue"
  run cenum send "$issue" --yes
  if run cenum send "$issue" --yes; then
    echo "demo: a letter left twice" >&2
    exit 1
  fi
  run cenum report "$issue"
done

run cenum status

printf '\nThe letters are in %s/dist, and as delivered in %s/.cenum/local/mailbox\n' "$demo" "$demo"
printf '(a Maildir: mutt -f). To read them in a browser: .venv/bin/cenum mailbox --folder %s\n' "$demo"
