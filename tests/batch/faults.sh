#!/bin/sh
# faults.sh [PROGRAM] - a batch where something goes wrong: full disk, read-only folder, a second
# run, a crash, limits, signals, edited drafts.  Status and folder are as documented each time.
program=$1
. "$(dirname "$0")/common.sh"
trap 'umount "$t/small" 2>/dev/null; rm -rf "$t"' EXIT
rows=samples/municipalities.csv
run() { "$p" render samples/standard.yaml --each $rows -f docx,odt "$@" 2>"$t/msg"; }
# status WANTED WHAT
status() { [ "$1" = "$2" ] || { fail "$3: status $1, not $2"; cat "$t/msg"; }; }
# All that lies there is whole, and nothing stands half-written.
whole() {
	for f in "$1"/*; do
		[ ! -e "$f" ] || cmp -s "$f" "$t/whole/${f##*/}" || fail "$2: not whole: $f"
	done
	left=$(ls -A "$1" | grep -E '\.tmp$|lock$')
	[ -z "$left" ] || fail "$2: left over: $left"
}
run -o "$t/whole" || fail whole

# a crash costs that draft only
for kind in abort segv exit cpu wall memory; do
	PMPPLAN_FAULT=valkas-novads:$kind run -o "$t/$kind" --max-cpu 1 --max-time 2 --max-memory 256 --report "$t/r.jsonl"
	status $? 1 "fault $kind"
	[ "$(ls "$t/$kind" | wc -l)" = 82 ] || fail "fault $kind: $(ls "$t/$kind" | wc -l) files"
	grep -q '"valkas-novads".*"state":"failed".*"cause"' "$t/r.jsonl" || fail "fault $kind: no cause"
	whole "$t/$kind" "fault $kind"
	run -o "$t/$kind" --resume
	status $? 0 "after fault $kind"
	grep -q '1 made (2 files), 41 unchanged' "$t/msg" || fail "after fault $kind: $(cat "$t/msg")"
	rm -rf "$t/$kind"
done
PMPPLAN_FAULT=valkas-novads:abort run -o "$t/fast" --fail-fast -j 1
status $? 1 fail-fast
grep -q 'resume goes on' "$t/msg" || fail "fail-fast does not stop"

# a full disk
mkdir "$t/small"
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=700k none "$t/small" 2>/dev/null; then
	run -o "$t/small"
	status $? 5 "full disk"
	grep -q 'disk is full' "$t/msg" || fail "full disk: $(cat "$t/msg")"
	whole "$t/small" "full disk"
	mount -o remount,size=8m "$t/small"
	run -o "$t/small" --resume
	status $? 0 "disk with room again"
	diff -rq -x '.pmpplan*' "$t/whole" "$t/small" || fail "disk with room again"
	umount "$t/small"
else
	echo "skipped: full disk (cannot mount)"
fi

# a folder that may not be written
if [ "$(id -u)" = 0 ] && setpriv --reuid=65534 --regid=65534 --clear-groups test -x "$p"; then
	mkdir "$t/ro"
	setpriv --reuid=65534 --regid=65534 --clear-groups "$p" render samples/standard.yaml \
		--each $rows -f docx -o "$t/ro" 2>"$t/msg"
	status $? 5 "read-only folder"
	[ -z "$(ls -A "$t/ro")" ] || fail "read-only folder: something was written"
else
	echo "skipped: read-only folder (not root, or nobody cannot run the program)"
fi

# two runs at once
PMPPLAN_FAULT=rigas-valstspilseta:wall run -o "$t/two" --max-time 3 &
first=$!
sleep 1
"$p" render samples/standard.yaml --each $rows -f docx,odt -o "$t/two" 2>"$t/second"
status $? 6 "second run"
grep -q 'process [0-9]* on' "$t/second" || fail "second run: $(cat "$t/second")"
"$p" render -q samples/standard.yaml --each $rows -f docx,odt -o "$t/two" --wait
status $? 0 "second run that waits"
wait $first
whole "$t/two" "two runs"

# signals: what is done is whole; the next run goes on
for sig in INT TERM HUP; do
	rm -rf "$t/sig"
	# A shell starts background jobs with SIGINT ignored; env puts it back.
	env --default-signal=INT,TERM,HUP "$p" render samples/standard.yaml --each $rows -o "$t/sig" -j 1 2>"$t/msg" &
	pid=$!
	while [ "$(ls "$t/sig" 2>/dev/null | wc -l)" -lt 6 ]; do sleep 0.02; done
	kill -$sig $pid
	wait $pid
	got=$?
	case $sig in INT) want=130;; TERM) want=143;; HUP) want=129;; esac
	status $got $want "SIG$sig"
	grep -q 'resume goes on' "$t/msg" || fail "SIG$sig: $(cat "$t/msg")"
	[ -z "$(ls -A "$t/sig" | grep -E '\.tmp$|lock$')" ] || fail "SIG$sig: left over"
	"$p" render -q samples/standard.yaml --each $rows -o "$t/sig" --resume || fail "after SIG$sig"
	[ "$(ls "$t/sig" | wc -l)" = 126 ] || fail "after SIG$sig"
done

# a draft that somebody edited is kept and named; --force replaces it
printf x >> "$t/whole/valkas-novads.docx"
run -o "$t/whole"
status $? 0 "edited draft, nothing else changed"
grep -q 'kept as they are: .*valkas-novads.docx' "$t/msg" || fail "edited: $(cat "$t/msg")"
sed 's/Valkas novadā,/Valkas novada teritorijā,/' $rows > "$t/changed.csv"
"$p" render samples/standard.yaml --each "$t/changed.csv" -f docx -o "$t/whole" 2>"$t/msg"
status $? 1 "edited draft, row changed"
tail -c 1 "$t/whole/valkas-novads.docx" | grep -q x || fail "edited draft was replaced"
run -o "$t/whole" --force
status $? 0 "edited draft, --force"
tail -c 1 "$t/whole/valkas-novads.docx" | grep -q x && fail "--force does not replace"

# names that would collide, ignoring case; nothing is written
"$p" render samples/standard.yaml --each $rows -o "$t/names" --name 'Plan' 2>"$t/msg"
status $? 2 collision
[ ! -e "$t/names" ] || fail "collision: something was written"
"$p" render samples/standard.yaml --each $rows -o "$t/names" -f docx --name 'PMP_{{municipality.nominative}}' 2>"$t/msg"
status $? 0 names
[ -e "$t/names/PMP_kekavas-novads.docx" ] || fail "names: $(ls "$t/names" | head -3)"
[ $bad = 0 ] && echo "faults: all as documented"
exit $bad
