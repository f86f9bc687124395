#!/bin/bash
# pdf.sh [FOLDER] - the PDFs of a folder (default out/samples) before their real consumers:
# veraPDF 2a and ua1 (all files in one start), qpdf, pdffonts, pdfinfo, and every word of the
# DOCX back in reading order.  One line a check; the last line is "N passed, N failed".
cd "$(dirname "$0")/.." || exit 2
dir=${1:-out/samples}
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
pass=0 fail=0
ok() { pass=$((pass + 1)); echo "ok      $1"; }
bad() { fail=$((fail + 1)); echo "FAILED  $1"; [ -z "$2" ] || echo "$2" | sed 's/^/        /' | head -30; }
pdfs=$(find "$dir" -name '*.pdf' | LC_ALL=C sort)
[ -n "$pdfs" ] || { echo "FAILED  no PDFs in $dir"; echo "0 passed, 1 failed"; exit 1; }
for f in $pdfs; do
	out=$(qpdf --check "$f" 2>&1) && ok "qpdf --check $f" || bad "qpdf --check $f" "$out"
	out=$(pdffonts "$f" | awk 'NR > 2 && !($(NF-4) == "yes" && $(NF-3) == "yes" && $(NF-2) == "yes")')
	[ -z "$out" ] && ok "fonts embedded, subset, with Unicode map: $f" || bad "fonts of $f" "$out"
	out=$(pdfinfo "$f" 2>&1)
	case $out in
	*Tagged:*yes*) ok "tagged: $f" ;;
	*) bad "tagged: $f" "$out" ;;
	esac
	d=${f%.pdf}.docx
	if [ -e "$d" ]; then
		out=$(python3 tests/tools/pdf_words.py "$d" "$f" 2>&1) && ok "words in order: $f" || bad "words in order: $f" "$out"
		out=$(python3 tests/tools/words_in_pdf.py "$d" "$f" 2>&1) && ok "pdftotext gives every word back: $f" || bad "pdftotext: $f" "$out"
	fi
done
if command -v java > /dev/null && command -v mvn > /dev/null; then
	while IFS= read -r line; do
		case $line in
		*": pass ("*) ok "veraPDF $line" ;;
		"    "*) echo "    $line" ;;
		*) bad "veraPDF $line" ;;
		esac
	done < <(tests/verapdf/run.sh 2a,ua1 $pdfs)
else
	echo "skipped veraPDF: needs java and mvn"
fi
echo "$pass passed, $fail failed"
[ $fail -eq 0 ]
