#!/bin/sh
# parallel.sh PLAN ROWS FOLDER [OPTION...] - a batch in parts by GNU parallel, then the joint report.
#
#     parallel.sh standard.yaml municipalities.csv drafts
#     SHARDS=16 HOSTS=4/one,4/two parallel.sh standard.yaml municipalities.csv /net/drafts
#
# SHARDS: parts, 4 unless said.  JOBS: workers of each part, 1 unless said.  HOSTS: GNU parallel's
# --sshlogin list, N/ before a name: so many parts at once there; the hosts share the files.
# Options go to "pmpplan render".  Status 1: something failed or is missing; run it again.
set -eu
plan=$1 rows=$2 folder=$3
shift 3
pmpplan=${PMPPLAN:-pmpplan}
shards=${SHARDS:-4}
mkdir -p "$folder/reports"
rm -f "$folder"/reports/*.jsonl
# A part that fails is known by its report, or by having none: the joint report has the last word.
seq "$shards" | parallel ${HOSTS:+--sshlogin "$HOSTS" --workdir .} -q \
	"$pmpplan" render "$plan" --each "$rows" -o "$folder" --shard "{}/$shards" \
	--jobs "${JOBS:-1}" --report "$folder/reports/{}.jsonl" "$@" || :
exec "$pmpplan" merge -o "$folder/reports/all.csv" "$folder"/reports/*.jsonl
