#!/bin/sh
# Counts a corpus in parts by GNU parallel: TEXT=texts WORK=work examples/shards/parallel.sh [OPTION...]
#
# Options are those of parallel: `-j 8`, or `--sshloginfile machines` for more machines than this one, to
# which TEXT, WORK and step.sh are to look the same. TEXT, WORK, READING and COUNTING as in step.sh.
set -eu
step=$(cd "$(dirname "$0")" && pwd)/step.sh
export TEXT WORK READING="${READING:-}" COUNTING="${COUNTING:-}" EIGENLEX="${EIGENLEX:-eigenlex}"
last=$(($(find "$TEXT"/* -prune | wc -l) - 1))

# Whatever part fails, the others go on; then all stops here. Run it again to try what is missing.
each() {
  seq 0 "$last" | parallel --env TEXT --env WORK --env READING --env COUNTING --env EIGENLEX "$@"
}
each "$@" "$step" vocabulary
"$step" vocabularies
each "$@" "$step" count
"$step" merge
