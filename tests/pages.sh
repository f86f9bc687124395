#!/bin/bash
# pages.sh [FILE...] - our pages against the office's: every DOCX and ODT given (default: all
# samples and the files of tests/golden/page/) is laid out by "pmpplan dump pages" and by
# LibreOffice; pages, lines and line breaks are compared (tests/tools/lines_compare.py).
# The last line is "N passed, N failed".
cd "$(dirname "$0")/.." || exit 2
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
pass=0 fail=0
command -v soffice > /dev/null || { echo "skipped: soffice is not installed"; exit 0; }
files=("$@")
[ ${#files[@]} -gt 0 ] || mapfile -t files < <(find out/samples tests/golden/page -name '*.docx' -o -name '*.odt' 2> /dev/null | LC_ALL=C sort)
mkdir "$tmp/in"
for f in "${files[@]}"; do
	b=$(basename "$f"); cp "$f" "$tmp/in/${b%.*}-${b##*.}.${b##*.}"
done
timeout 600 soffice "-env:UserInstallation=file://$tmp/profile" --headless --convert-to pdf --outdir "$tmp/lo" "$tmp"/in/* > "$tmp/log" 2>&1 ||
	{ echo "LibreOffice failed"; tail -5 "$tmp/log"; }
for f in "${files[@]}"; do
	b=$(basename "$f"); n=${b%.*}-${b##*.}
	./pmpplan dump pages "$f" > "$tmp/$n.pages" 2> "$tmp/$n.err"
	if python3 tests/tools/lines_compare.py "$tmp/$n.pages" "$tmp/lo/$n.pdf" > "$tmp/$n.txt" 2>&1; then
		pass=$((pass + 1)); echo "ok      $f: $(tail -1 "$tmp/$n.txt")"
	else
		fail=$((fail + 1)); echo "FAILED  $f"; sed 's/^/        /' "$tmp/$n.txt" | tail -${MOST:-15}
	fi
done
echo "$pass passed, $fail failed"
[ $fail -eq 0 ]
