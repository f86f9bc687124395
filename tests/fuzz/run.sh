#!/bin/sh
# run.sh SECONDS [TARGET]... - fuzz each target for so long; what was found lies in
# build/fuzz/found, what was learned in build/fuzz/corpus, and is used again next time.
set -eu
cd "$(dirname "$0")/../.."
seconds=$1
shift
[ $# -gt 0 ] || set -- yaml base markdown csv pdf template xlsx zip archive
dir=build/fuzz
mkdir -p $dir/found
python3 tests/fuzz/seeds.py $dir/seeds
rc=0
for t; do
	mkdir -p $dir/corpus/"$t" $dir/seeds/"$t"
	dict=
	[ ! -f tests/fuzz/"$t".dict ] || dict=-dict=tests/fuzz/$t.dict
	nice $dir/fuzz --target="$t" $dict -max_total_time="$seconds" -timeout=5 -rss_limit_mb=1024 -detect_leaks=1 \
		-max_len=100000 -len_control=0 -artifact_prefix=$dir/found/"$t"- -print_final_stats=1 \
		$dir/corpus/"$t" $dir/seeds/"$t" >$dir/"$t".log 2>&1 || rc=1
	awk -v t="$t" '/cov:/ { cov = $0; sub(/.*cov: /, "", cov); sub(/ .*/, "", cov) }
		/number_of_executed_units/ { n = $2 } /^SUMMARY|runtime error|^==.*ERROR/ { bad = bad "\n  " $0 }
		END { printf "%-9s %9d runs, %6d edges%s\n", t, n, cov, bad }' $dir/"$t".log
done
exit $rc
