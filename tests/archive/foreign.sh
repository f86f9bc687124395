#!/bin/bash
# foreign.sh - archives and exports before tools that are not ours: ocfl-py and bagit-python
# (in the Python environment VENV: pip install ocfl-py==2.1.0 bagit), sha512sum, jq, unzip,
# xmllint.  ocfl-py ends with 0 also when it says INVALID, so its text is read.
# The last line is "N passed, N failed".
. "$(dirname "$0")/common.sh"
cd "$T" || exit 2
says() {
	text=$1
	shift
	"$@" 2>&1 | tee said.txt | grep -q "$text"
}
for n in 10 11 12; do
	approve plan.yaml $n
	"$P" render -q --force plan.yaml && add arhivs plan.yaml plan.docx plan.odt plan.pdf > log.txt 2>&1 || cat log.txt
done
# A name that BagIt would have to encode is refused; one that is not ASCII is kept.
sign plan.edoc plan.pdf
cp plan.edoc "100% plāns.edoc"
check "a name with %" sh -c "'$P' archive add plan.yaml '100% plāns.edoc' --root arhivs --who a --why b 2>&1 | grep archive-name"
cp plan.edoc "parakstīts plāns.edoc"
add arhivs plan.yaml plan.edoc "parakstīts plāns.edoc" > log.txt 2>&1 || cat log.txt
O=arhivs/minimal-pmp
if [ -x "$VENV/bin/python" ]; then
	check "ocfl-py: object" says 'is VALID' "$VENV/bin/python" "$VENV/bin/ocfl-validate.py" $O
	grep -v 'W005\|W008\|is VALID' said.txt
	check "ocfl-py: root and objects" says 'Storage root arhivs is VALID' "$VENV/bin/python" "$VENV/bin/ocfl-root.py" validate --root arhivs --validate-objects
else
	echo "skipped: ocfl-py and bagit-python (VENV is not set)"
fi
for v in . v1 v2 v3 v4; do
	check "sha512sum of the inventory of $v" sh -c "cd $O/$v && sha512sum -c inventory.json.sha512"
done
check "jq and sha512sum: content" sh -c "cd $O && jq -r '.manifest | to_entries[] | .key as \$k | .value[] | \"\(\$k)  \(.)\"' inventory.json | sha512sum -c"
check "sha512sum: the root's own files" sh -c "cd arhivs && sha512sum -c root.sha512"
check "register: chain by hand" sh -c '
	prev=
	while IFS= read -r line; do
		[ "$(printf %s "$line" | jq -r .previous)" = "$prev" ] || exit 1
		prev=$(printf %s "$line" | sha512sum | cut -d" " -f1)
	done < arhivs/register.jsonl'
"$P" archive export --bagit --root arhivs -o bags && "$P" archive export --sip minimal-pmp@v2 --root arhivs -o sip || failed=$((failed + 1))
[ -x "$VENV/bin/python" ] && check "bagit-python" "$VENV/bin/python" "$VENV/bin/bagit.py" --validate bags/minimal-pmp-v4
check "sha512sum: bag" sh -c "cd bags/minimal-pmp-v4 && sha512sum -c tagmanifest-sha512.txt manifest-sha512.txt"
check "bag: all files listed" sh -c "cd bags/minimal-pmp-v4 && [ \$(find data -type f | wc -l) = \$(wc -l < manifest-sha512.txt) ]"
check "sha512sum: ZIP" sh -c "cd sip && sha512sum -c minimal-pmp-v2.zip.sha512"
check "unzip -t" unzip -tq sip/minimal-pmp-v2.zip
check "register.xml is well-formed" sh -c "unzip -p sip/minimal-pmp-v2.zip registrs.xml | xmllint --noout -"
check "register: as many as files" sh -c "[ \$(unzip -p sip/minimal-pmp-v2.zip registrs.csv | wc -l) = \$((\$(unzip -Z1 sip/minimal-pmp-v2.zip | wc -l) - 1)) ]"
check "no personal data or machine names" sh -c "! grep -rIl -e \"$(id -un)@\" -e \"$(hostname)\" -e \"$T\" arhivs"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
