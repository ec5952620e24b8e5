#!/bin/sh
# A step of counting a corpus in parts, whoever runs it: a person, GNU parallel, Slurm or Kubernetes.
#
#   step.sh vocabulary [N]    the words of part N        (each part by itself, in any order)
#   step.sh vocabularies      the vocabulary of all      (once all parts have theirs)
#   step.sh count [N]         the counts of part N       (each part by itself, in any order)
#   step.sh merge             the counts of all          (once all parts have theirs)
#
# TEXT is a folder of text files, a part each, WORK the folder of what is made of them; both have to be
# where all machines see them. READING and COUNTING are options of `eigenlex vocabulary` and `eigenlex
# count`. A part without a number is that of the task: of an array of Slurm's or an indexed job of
# Kubernetes's. Parts count from 0, in the order of their names' bytes.
#
# A result appears when it is complete, and one that is there is not made again: a step that failed, or a
# machine that did, is tried again as it is.
set -eu
export LC_ALL=C
: "${TEXT:?must name the folder of text files}" "${WORK:?must name the folder of results}"
number=${2:-${SLURM_ARRAY_TASK_ID:-${JOB_COMPLETION_INDEX:-}}}

# The file of the part.
part() {
  count=0
  for file in "$TEXT"/*; do
    if [ "$count" = "${number:?which part?}" ]; then
      printf %s "$file"
      return
    fi
    count=$((count + 1))
  done
  echo "step.sh: there is no part $number in $TEXT" >&2
  exit 1
}

# make OUTPUT COMMAND...
make() {
  output=$1
  shift
  [ -e "$output" ] && return
  mkdir -p "$(dirname "$output")"
  "${EIGENLEX:-eigenlex}" "$@" -o "$output" --quiet
}

# READING and COUNTING are lists of options: they are to fall into words.
# shellcheck disable=SC2086
case ${1:-} in
  vocabulary)
    file=$(part)
    make "$WORK/vocabularies/${file##*/}" vocabulary "$file" ${READING:-}
    ;;
  vocabularies) make "$WORK/all.vocabulary" vocabulary "$WORK"/vocabularies/* ;;
  count)
    file=$(part)
    make "$WORK/counts/${file##*/}" count "$file" --vocabulary "$WORK/all.vocabulary" ${COUNTING:-}
    ;;
  merge) make "$WORK/all.counts" merge "$WORK"/counts/* ;;
  *)
    echo "usage: step.sh vocabulary [N] | vocabularies | count [N] | merge" >&2
    exit 2
    ;;
esac
