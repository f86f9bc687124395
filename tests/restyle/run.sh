#!/bin/bash
# run.sh - templates as municipalities treat them: opened and saved in an office, or given
# another font, margins, a column and a coat of arms.  Text and structure of the filled
# documents are as before, and the PDF shows the changes.  Last line "N passed, N failed".
cd "$(dirname "$0")/../.." || exit 2
t=tests/tools pass=0 fail=0
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
check() { # name command...
	local name=$1; shift
	if "$@" > "$tmp/log" 2>&1; then pass=$((pass + 1)); echo "ok      $name"
	else fail=$((fail + 1)); echo "FAILED  $name"; sed 's/^/        /' "$tmp/log" | head -20
	fi
}
render() { # plan template format folder
	mkdir -p "$4"
	./pmpplan render "$1" -q -t "$2" -f "$3,pdf" -o "$4"
}
same() { diff <(text "$1") <(text "$2"); }
text() { python3 $t/doctext.py "$1" | sed 's,\\t[0-9]*$,,'; } # without page numbers of the contents
shows() { pdftotext "$1" - | grep -q "$2"; }
font() { pdffonts "$1" | grep -q 'LiberationSans ' && ! pdffonts "$1" | grep -q LiberationSerif; }
picture() { [ "$(pdfimages -list "$1" | wc -l)" -gt 2 ]; }
for pair in municipality:valka school:liepaja; do
	name=${pair%:*} plan=${pair#*:}
	for f in docx odt; do
		render samples/$plan.yaml templates/$name.$f $f "$tmp/own-$name-$f"
		if command -v soffice > /dev/null; then
			soffice "-env:UserInstallation=file://$tmp/profile" --headless --convert-to $f \
			    --outdir "$tmp/saved" templates/$name.$f > /dev/null 2>&1
			check "fills $name.$f saved by LibreOffice" render samples/$plan.yaml "$tmp/saved/$name.$f" $f "$tmp/lo-$name-$f"
			check "the same text from $name.$f saved by LibreOffice" \
			    same "$tmp/own-$name-$f/$plan.$f" "$tmp/lo-$name-$f/$plan.$f"
		fi
	done
done
for f in docx odt; do
	check "restyles municipality.$f" python3 tests/restyle/restyle.py templates/municipality.$f "$tmp/new.$f"
	check "fills the restyled $f" render samples/valka.yaml "$tmp/new.$f" $f "$tmp/new-$f"
	check "structure of the restyled $f" python3 $t/structure.py "$tmp/new-$f/valka.$f"
	check "the new column in the PDF from $f" shows "$tmp/new-$f/valka.pdf" Kods
	check "the new font in the PDF from $f" font "$tmp/new-$f/valka.pdf"
	check "the picture in the PDF from $f" picture "$tmp/new-$f/valka.pdf"
done
check "the restyled templates say the same" same "$tmp/new-docx/valka.docx" "$tmp/new-odt/valka.odt"
echo "$pass passed, $fail failed"
[ $fail -eq 0 ]
