#!/bin/sh
# Counts a corpus in parts by Kubernetes: PARTS=8 IMAGE=... CLAIM=... examples/shards/kubernetes.sh
#
# Runs four jobs of job.yaml one after another, two of them with an indexed task for each of the PARTS.
# IMAGE is an image with eigenlex in it (the Dockerfile makes one), CLAIM a PersistentVolumeClaim that many
# machines can write to: its folder `text` holds the parts, `step.sh` is that of here, `work` is made.
# READING and COUNTING as in step.sh; CPUS and MEMORY are of each task.
set -eu
template=$(dirname "$0")/job.yaml
: "${PARTS:?must be the number of text files}" "${IMAGE:?must name an image}" "${CLAIM:?must name a claim}"

# run STEP TASKS
run() {
  sed -e "s|STEP|$1|g" -e "s|TASKS|$2|g" -e "s|IMAGE|$IMAGE|g" -e "s|CLAIM|$CLAIM|g" \
    -e "s|READING_OPTIONS|${READING:-}|g" -e "s|COUNTING_OPTIONS|${COUNTING:-}|g" \
    -e "s|CPUS|${CPUS:-2}|g" -e "s|MEMORY|${MEMORY:-4Gi}|g" "$template" | kubectl apply -f -
  kubectl wait --for=condition=complete --timeout=-1s "job/eigenlex-$1"
}
run vocabulary "$PARTS"
run vocabularies 1
run count "$PARTS"
run merge 1
