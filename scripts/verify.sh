#!/bin/sh
# Run the long measurements and say of each whether its limits are met. Right answers are demanded
# (links, layout): one that is wrong fails the call. Speed depends on the machine and on what else
# runs on it: a limit that is missed is named as short, here and in the tables of docs/.
set -eu
cd "$(dirname "$0")/.."

count=${COUNT:-100000}
folder=$(mktemp -d)
told=$folder/told
store=$folder/archive.sqlite
trap 'rm -r "$folder"' EXIT
failed=0

measure() {
    kind=$1 name=$2
    shift 2
    echo "== $name: $*"
    status=0
    "$@" || status=$?
    case "$status,$kind" in
        0,*) echo "met    $name" >>"$told" ;;
        1,speed) echo "short  $name (the table names the limit)" >>"$told" ;;
        *) echo "FAILED $name (exit code $status)" >>"$told" && failed=1 ;;
    esac
}

python=.venv/bin/python
measure right packages "$python" -m pip check
# Mixed columns fail the call (exit code 2); character errors beyond a limit are short (1). LAYOUT
# names a file that keeps what is read: a run that was stopped goes on there.
measure speed layout "$python" bench/layout_accuracy.py --count "${LAYOUTS:-60}" \
    --results "${LAYOUT:-$folder/layout.jsonl}" --write docs/accuracy.md
measure right same-words "$python" bench/same_words.py --count "${LAYOUTS:-60}" \
    --write docs/accuracy.md
measure right links "$python" bench/archive_links.py --count "$count" --store "$store" \
    --write docs/accuracy.md
measure speed asking "$python" bench/archive_speed.py --only asking --count "$count" \
    --store "$store" --write docs/speed.md
measure speed writing "$python" bench/archive_speed.py --only writing --count "$count" \
    --write docs/speed.md
echo
cat "$told"
exit "$failed"
