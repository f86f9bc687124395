#!/bin/bash
# letters.sh [FOLDER] - every Latvian letter in all faces of Serif, Sans and Mono, drawn through
# our PDF and through LibreOffice's; the pictures are compared letter by letter
# (tests/tools/letters.py).  FOLDER keeps the pictures.  Ends with "N passed, N failed".
cd "$(dirname "$0")/.." || exit 2
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
for p in soffice pdftoppm; do
	command -v $p > /dev/null || { echo "skipped: $p is not installed"; exit 0; }
done
dir=${1:-$tmp}
mkdir -p "$dir"
python3 tests/tools/letters.py make "$dir/letters.docx" &&
	./pmpplan pdf -q --force -o "$dir/ours.pdf" "$dir/letters.docx" &&
	timeout 300 soffice "-env:UserInstallation=file://$tmp/profile" --headless --convert-to pdf --outdir "$dir" "$dir/letters.docx" > "$tmp/log" 2>&1 &&
	pdftoppm -gray -r 400 -f 2 -l 2 "$dir/ours.pdf" "$dir/ours" &&
	pdftoppm -gray -r 400 -f 2 -l 2 "$dir/letters.pdf" "$dir/office" || exit 2
if python3 tests/tools/letters.py compare "$dir"/ours-*.pgm "$dir"/office-*.pgm; then
	echo "1 passed, 0 failed"
else
	echo "0 passed, 1 failed"
	exit 1
fi
