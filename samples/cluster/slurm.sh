#!/bin/sh
#SBATCH --job-name=pmpplan
#SBATCH --array=1-4
#SBATCH --cpus-per-task=2
#SBATCH --time=00:30:00
#SBATCH --requeue
#SBATCH --output=pmpplan-%A_%a.log
#
# slurm.sh - a part of a batch as a task of an array job:
#
#     sbatch --array=1-4 slurm.sh standard.yaml municipalities.csv drafts [OPTION...]
#
# Options go to "pmpplan render".  All tasks write into one folder, which the nodes share.
# A task that is repeated alone needs the number of parts:
#
#     SHARDS=4 sbatch --array=3 slurm.sh standard.yaml municipalities.csv drafts
set -eu
plan=$1 rows=$2 folder=$3
shift 3
k=$SLURM_ARRAY_TASK_ID
n=${SHARDS:-$SLURM_ARRAY_TASK_COUNT}
mkdir -p "$folder/reports"
# exec: Slurm's SIGTERM reaches pmpplan, which ends in good order; requeued, the task goes on.
exec "${PMPPLAN:-pmpplan}" render "$plan" --each "$rows" -o "$folder" --shard "$k/$n" \
	--jobs "${SLURM_CPUS_PER_TASK:-1}" --report "$folder/reports/$k.jsonl" "$@"
