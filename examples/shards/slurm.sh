#!/bin/sh
# Counts a corpus in parts by Slurm: TEXT=texts WORK=work examples/shards/slurm.sh [OPTION...]
#
# Submits two arrays of tasks, a part each, and the steps after them, each of which begins when the one
# before has ended well. Options are those of sbatch: `--cpus-per-task=8 --mem=16G`. TEXT, WORK, READING and
# COUNTING as in step.sh. Prints the number of the last job.
set -eu
step=$(cd "$(dirname "$0")" && pwd)/step.sh
export TEXT WORK READING="${READING:-}" COUNTING="${COUNTING:-}" EIGENLEX="${EIGENLEX:-eigenlex}"
last=$(($(find "$TEXT"/* -prune | wc -l) - 1))
mkdir -p "$WORK/logs"

# submit NAME OPTION... -- STEP: the number of the job.
submit() {
  name=$1
  shift
  sbatch --parsable --export=ALL --job-name="eigenlex-$name" --output="$WORK/logs/$name-%A-%a.log" "$@"
}
vocabulary=$(submit vocabulary --array="0-$last" "$@" "$step" vocabulary)
vocabularies=$(submit vocabularies --dependency="afterok:$vocabulary" "$@" "$step" vocabularies)
count=$(submit count --array="0-$last" --dependency="afterok:$vocabularies" "$@" "$step" count)
submit merge --dependency="afterok:$count" "$@" "$step" merge
