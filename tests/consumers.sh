#!/bin/bash
# consumers.sh [FOLDER] - the documents of a folder (default out/samples, made by "make
# samples") before their real consumers: format schemas, LibreOffice, a DOCX and an ODF
# library of another language, own structure checks; DOCX and ODT of one plan must have
# the same text.  One line a check; the last line is "N passed, N failed".
cd "$(dirname "$0")/.." || exit 2
dir=${1:-out/samples}
shared=${SHARED:-../shared}
t=tests/tools
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
pass=0 fail=0
check() { # name command...
	local name=$1; shift
	if "$@" > "$tmp/log" 2>&1; then
		pass=$((pass + 1)); echo "ok      $name"
	else
		fail=$((fail + 1)); echo "FAILED  $name"; sed 's/^/        /' "$tmp/log" | head -40
	fi
}
template_of() { # school plans use the school template, other documents their own
	case $1 in
	*-lemums.*) echo "templates/decision.$2" ;;
	*-parskats.*) echo "templates/report.$2" ;;
	*-kopsavilkums.*) echo "templates/summary.$2" ;;
	*-izmainas.*) echo "templates/changes.$2" ;;
	*liepaja*|*school*|*skola*) echo "templates/school.$2" ;; *) echo "templates/municipality.$2" ;;
	esac
}
tables_of() { # how many it has at least
	case $1 in *-lemums.*) echo 0 ;; *-kopsavilkums.*|*-izmainas.*) echo 1 ;; *) echo 2 ;; esac
}
lo() { # format file -> $tmp/lo
	timeout 300 soffice "-env:UserInstallation=file://$tmp/profile" --headless --convert-to "$1" --outdir "$tmp/lo" "${@:2}"
}
docs=$(find "$dir" -name '*.docx' -o -name '*.odt' | LC_ALL=C sort)
[ -n "$docs" ] || { echo "FAILED  no documents in $dir"; echo "0 passed, 1 failed"; exit 1; }

for f in $docs; do
	check "structure $f" python3 $t/structure.py "$f"
	k=${f##*.}
	if [ -x "$shared/schemas/check-$k.sh" ]; then
		check "schema $f" env LC_ALL=C "$shared/schemas/check-$k.sh" "$f" "$(template_of "$f" "$k")"
	else
		echo "skipped schema $f: no $shared/schemas here"
	fi
done
for f in $docs; do
	case $f in
	*.docx)
		check "python-docx reads $f" /usr/bin/python3 -c 'import sys, docx
d = docx.Document(sys.argv[1]); assert len(d.paragraphs) > 5 and len(d.tables) >= int(sys.argv[2]); [c.text for t in d.tables for r in t.rows for c in r.cells]' "$f" "$(tables_of "$f")"
		o=${f%.docx}.odt
		if [ -e "$o" ]; then
			python3 $t/doctext.py "$f" > "$tmp/a"; python3 $t/doctext.py "$o" > "$tmp/b"
			check "same text $f .odt" diff "$tmp/a" "$tmp/b"
		fi ;;
	*.odt)
		check "odfpy reads $f" /usr/bin/python3 -c 'import sys
from odf.opendocument import load
from odf import text, table, teletype
d = load(sys.argv[1]); assert len(d.getElementsByType(text.P)) > 5 and len(d.getElementsByType(table.Table)) >= int(sys.argv[2])
[teletype.extractText(p) for p in d.getElementsByType(text.P)]' "$f" "$(tables_of "$f")" ;;
	esac
done
if command -v soffice > /dev/null; then
	# one start of the office for all files; two names may not differ in the ending alone
	mkdir -p "$tmp/in"
	for f in $docs; do b=$(basename "$f"); cp "$f" "$tmp/in/${b%.*}-${b##*.}.${b##*.}"; done
	check "LibreOffice converts all" lo pdf "$tmp"/in/*
	for f in $docs; do
		b=$(basename "$f"); p=$tmp/lo/${b%.*}-${b##*.}.pdf
		check "LibreOffice shows every word of $f" python3 $t/words_in_pdf.py "$f" "$p"
	done
else
	echo "skipped LibreOffice: soffice is not installed"
fi
if command -v soffice > /dev/null; then
	check "marked templates in the office" python3 tests/mark.py ./pmpplan --office
fi
echo "$pass passed, $fail failed"
[ $fail -eq 0 ]
