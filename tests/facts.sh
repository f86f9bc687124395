#!/bin/bash
# facts.sh - every fact of the Valka plan stands in its DOCX and ODT, and the as-printed
# plan gives every cell of the printed Tables 1-4 back in its place.
cd "$(dirname "$0")/.." || exit 2
dir=${1:-out/samples}
pass=0 fail=0
for k in docx odt; do
	if python3 tests/tools/facts.py "$dir/valka.$k" tests/facts/valka-facts.txt; then
		pass=$((pass + 1)); else fail=$((fail + 1)); fi
	if python3 tests/tools/cells.py "$dir/valka-as-printed.$k" tests/facts/valka-as-printed.tsv; then
		pass=$((pass + 1)); else fail=$((fail + 1)); fi
done
echo "$pass passed, $fail failed"
[ $fail -eq 0 ]
