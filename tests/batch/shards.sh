#!/bin/sh
# shards.sh [PROGRAM] - the order of rows, the number of jobs, shards (by a loop and by
# samples/cluster/parallel.sh), time zone and locale change no byte; the reports of the shards join to one.
program=$1
. "$(dirname "$0")/common.sh"
run() { "$p" render -q samples/standard.yaml --each "$@"; }
same() { diff -rq -x '.pmpplan*' "$t/whole" "$1" || fail "$2"; }
rows=samples/municipalities.csv
run $rows -o "$t/whole" --report "$t/whole.jsonl" || fail whole
{ head -1 $rows; tail -n +2 $rows | sort -r; } > "$t/turned.csv"
run "$t/turned.csv" -o "$t/turned" -j 1 || fail turned
same "$t/turned" "order of rows, one job"
TZ=Pacific/Auckland LC_ALL=lv_LV.UTF-8 run $rows -o "$t/elsewhere" -j 5 || fail elsewhere
same "$t/elsewhere" "time zone, locale, five jobs"
# a loop, all shards into one folder
for k in 1 2 3 4; do run $rows -o "$t/loop" --shard $k/4 --report "$t/loop-$k.jsonl" || fail "shard $k"; done
same "$t/loop" "four shards in a loop"
# at once, each in a process of its own
if command -v parallel >/dev/null; then
	PMPPLAN=$p samples/cluster/parallel.sh samples/standard.yaml $rows "$t/parallel" 2>"$t/msg" || fail "parallel: $(cat "$t/msg")"
	grep -q '42 of 42' "$t/msg" || fail "parallel, merge: $(cat "$t/msg")"
	diff -rq -x '.pmpplan*' -x reports "$t/whole" "$t/parallel" || fail "four shards by parallel"
	SHARDS=7 PMPPLAN=$p samples/cluster/parallel.sh samples/standard.yaml $rows "$t/seven" -f odt 2>"$t/msg" || fail "seven shards"
	[ "$(ls "$t/seven" | grep -c 'odt$')" = 42 ] || fail "seven shards"
	PMPPLAN_FAULT=valkas-novads:abort PMPPLAN=$p samples/cluster/parallel.sh samples/standard.yaml $rows "$t/fault" -f odt 2>"$t/msg"
	[ $? = 1 ] || fail "parallel, a failed draft: $(cat "$t/msg")"
	grep -q '1 of 42 drafts left out: valkas-novads' "$t/msg" || fail "parallel, a failed draft: $(cat "$t/msg")"
fi
"$p" merge -q "$t"/loop-?.jsonl || fail "merge of the loop"
"$p" merge "$t"/loop-[124].jsonl 2>"$t/msg" && fail "a missing shard is not missed"
grep -q 'of 4 shards no report: 3' "$t/msg" || fail "$(cat "$t/msg")"
# an undivided run over what shards made finds all of it done
"$p" render samples/standard.yaml --each $rows -o "$t/loop" 2>&1 | grep -q '42 unchanged' || fail unchanged
# one changed row makes one draft again
sed 's/Valkas novadā/Valkas novada teritorijā/' $rows > "$t/changed.csv"
"$p" render samples/standard.yaml --each "$t/changed.csv" -o "$t/loop" 2>&1 |
	grep -q '1 made (3 files), 41 unchanged' || fail "one changed row"
[ -z "$(ls -A "$t/loop" | grep -E '\.tmp$|lock')" ] || fail "stray files"
[ $bad = 0 ] && echo "shards: all the same"
exit $bad
