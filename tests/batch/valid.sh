#!/bin/bash
# valid.sh [PROGRAM] - the drafts of a batch before validators: veraPDF (PDF/A-2a and PDF/UA-1) over
# the PDFs of all 42 municipalities and of every EVERY-th (20th) of the 600 schools in one call, qpdf
# over the same, and the format schemas over their DOCX and ODT.  The last line is "N passed, N failed".
program=$1
. "$(dirname "$0")/common.sh"
every=${EVERY:-20}
schemas=${SHARED:-../shared}/schemas
pass=0 fail=0
ok() { pass=$((pass + 1)); }
bad() { fail=$((fail + 1)); echo "FAILED  $*" | head -30; }
"$p" render -q samples/standard.yaml --each samples/municipalities.csv -o "$t/towns" || bad "rendering the municipalities"
awk -v n="$every" 'NR == 1 || NR % n == 0' samples/schools.csv > "$t/schools.csv"
"$p" render -q samples/school-standard.yaml --each "$t/schools.csv" -o "$t/schools" || bad "rendering the schools"
pdfs=$(find "$t" -name '*.pdf' | LC_ALL=C sort)
echo "$(echo "$pdfs" | wc -l) drafts"
for f in $pdfs; do
	out=$(qpdf --check "$f" 2>&1) && ok || bad "qpdf $f: $out"
done
if command -v java >/dev/null && command -v mvn >/dev/null; then
	n=0
	while IFS= read -r line; do
		case $line in
		*": pass ("*) ok; n=$((n + 1)) ;;
		*) bad "veraPDF $line" ;;
		esac
	done < <(tests/verapdf/run.sh 2a,ua1 $pdfs)
	[ $n = $((2 * $(echo "$pdfs" | wc -l))) ] || bad "veraPDF: $n verdicts"
	echo "veraPDF: $n verdicts pass"
else
	echo "skipped: veraPDF (needs java and mvn)"
fi
if [ -x "$schemas/check-docx.sh" ]; then
	n=0
	for f in $(find "$t" -name '*.docx' -o -name '*.odt' | LC_ALL=C sort); do
		case $f in "$t"/towns/*) kind=municipality ;; *) kind=school ;; esac
		if out=$(LC_ALL=C "$schemas/check-${f##*.}.sh" "$f" "templates/$kind.${f##*.}" 2>&1); then
			ok
			n=$((n + 1))
		else
			bad "schema $f: $out"
		fi
	done
	echo "schemas: $n documents without complaint"
else
	echo "skipped: schemas (no $schemas here)"
fi
echo "$pass passed, $fail failed"
[ $fail -eq 0 ]
