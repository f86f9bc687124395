#!/bin/sh
# kill.sh N [PROGRAM] - kill -9 at N random moments of a batch, then --resume: the folder is
# byte for byte that of an undisturbed run, and nothing else lies in it; and
# the report of the resumed run is whole: every draft with documents, pages and findings.
# SEED=n repeats a row of moments.
n=${1:-20}
program=$2
. "$(dirname "$0")/common.sh"
# 200 rows from those of the municipalities
awk -F, 'NR==1 {print; next} $NF=="" {row[++k]=$0}
	END {for (i = 0; i < 200; i++) {s = row[i % k + 1]; sub(/^[^,]*/, "&-" i, s); print s}}' \
	samples/municipalities.csv > "$t/rows.csv"
run() { "$p" render -q samples/standard.yaml --each "$t/rows.csv" -f docx,odt -o "$@"; }
start=$(date +%s%N)
run "$t/whole" --report "$t/whole.jsonl" || exit 1
# what a report says of the drafts, without what differs from run to run
told() { jq -cS 'select(.report == null) | del(.ms, .cpu_ms, .state)' "$1"; }
told "$t/whole.jsonl" > "$t/whole.told"
ms=$(( ($(date +%s%N) - start) / 1000000 ))
SEED=${SEED:-$(od -An -N2 -tu2 /dev/urandom)}
echo "undisturbed: $ms ms, $(ls "$t/whole" | wc -l) files; seed $SEED"
i=0 hit=0
while [ $i -lt "$n" ]; do
	i=$((i + 1))
	SEED=$(( (SEED * 1103515245 + 12345) % 2147483648 ))
	rm -rf "$t/cut"
	( exec "$p" render -q samples/standard.yaml --each "$t/rows.csv" -f docx,odt -o "$t/cut" ) & pid=$!
	sleep "$(awk "BEGIN {print ($SEED / 2147483648) * $ms / 1000}")"
	kill -9 $pid 2>/dev/null && hit=$((hit + 1))
	wait $pid 2>/dev/null
	# whatever stands there under its own name is whole
	for f in "$t"/cut/*; do
		[ -e "$f" ] || continue
		cmp -s "$f" "$t/whole/${f##*/}" || { echo "half: $f"; bad=1; }
	done
	run "$t/cut" --resume --report "$t/cut.jsonl" || { echo "resume failed: $?"; bad=1; }
	rest=$(ls -A "$t/cut" | grep '^\.' | grep -v '^\.pmpplan-journal\.jsonl$')
	[ -z "$rest" ] || { echo "left over: $rest"; bad=1; }
	diff -rq -x '.pmpplan-journal.jsonl' "$t/whole" "$t/cut" || bad=1
	told "$t/cut.jsonl" | cmp -s - "$t/whole.told" || { echo "the report is not whole"; bad=1; }
	[ $bad = 0 ] || { echo "moment $i of seed"; break; }
done
echo "$i moments, $hit in time, bad: $bad"
exit $bad
