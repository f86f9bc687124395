#!/bin/bash
# rebuild.sh - verify --rebuild makes the archived documents again, byte for byte, under another
# clock, time zone, language, user and folder; and two adds at once lose nothing.
# Needs faketime and setpriv.  The last line is "N passed, N failed".
. "$(dirname "$0")/common.sh"
cd "$T" || exit 2
passed=0 failed=0
check() {
	what=$1
	shift
	if "$@" > out.txt 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED  $what"
		tail -5 out.txt
	fi
}
# Built on a base that lies elsewhere.
mkdir -p plans/common plans/town
approve plans/common/standard.yaml 10
printf 'base: ../common/standard.yaml\nplace: Kalnupe\n' > plans/town/plan.yaml
(cd plans/town && "$P" render -q plan.yaml && "$P" render -q --document decision plan.yaml)
add arhivs plans/town/plan.yaml plans/town/*.docx plans/town/*.odt plans/town/*.pdf > log.txt 2>&1 || cat log.txt
chmod -R a+rX "$T"
check "as it is" "$P" archive verify --root arhivs --rebuild
check "another clock" faketime '2041-02-03 04:05:06' "$P" archive verify --root arhivs --rebuild
check "time zone and language" env TZ=Pacific/Chatham LC_ALL=lv_LV.UTF-8 LANG=lv_LV.UTF-8 "$P" archive verify --root arhivs --rebuild
check "another folder" sh -c "cd / && '$P' archive verify --root '$T/arhivs' --rebuild"
check "SOURCE_DATE_EPOCH" env SOURCE_DATE_EPOCH=1 "$P" archive verify --root arhivs --rebuild
[ "$(id -u)" = 0 ] && check "another user" setpriv --reuid=65534 --clear-groups "$P" archive verify --root arhivs --rebuild
check "all were compared" sh -c "[ \$('$P' archive verify -v --root arhivs --rebuild 2>&1 | grep -c 'identical') = 6 ]"
# A template changed behind the digests: the rebuild sees what the digests would.
"$P" archive restore minimal-pmp --root arhivs -o out && check "restored as it was" cmp plans/town/plan.pdf out/minimal-pmp-v1/plan.pdf
# A document that another plan gave is said, and kept.
approve other.yaml 11
"$P" render -q -f docx other.yaml
sed -i 's/Kalnupe/Cita/' other.yaml
add strange other.yaml other.docx > log.txt 2>&1
check "a stale document is said" grep -q 'archive-differs' log.txt
check "and not rebuilt" "$P" archive verify --root strange --rebuild
# A draft is refused.
check "a draft is refused" sh -c "'$P' archive add '$here/../../samples/minimal.yaml' other.docx --root no --who a --why b; [ \$? = 3 ] && [ ! -e no ]"
# Many at once: each waits for its turn; none is lost.
for n in 1 2 3 4 5 6; do
	approve p$n.yaml 1$n
	sed -i "s/^id: .*/id: plan-$n/" p$n.yaml
	"$P" render -q -f docx p$n.yaml
done
for n in 1 2 3 4 5 6; do
	"$P" archive add p$n.yaml p$n.docx --root many --who a --why b --wait > many$n.txt 2>&1 &
done
wait
check "six at once" sh -c "'$P' archive verify --root many && [ \$(wc -l < many/register.jsonl) = 6 ]"
# One that will not wait says who is in the way.
flock many/register.jsonl sleep 2 &
sleep 0.5
check "locked" sh -c "'$P' archive add p1.yaml p1.docx --root many --who a --why b --force; [ \$? = 6 ]"
wait
echo "$passed passed, $failed failed"
[ $failed = 0 ]
