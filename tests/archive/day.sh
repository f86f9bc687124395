#!/bin/bash
# day.sh - the archivist's day: every command of docs/arhivs.md as it stands there, in Latvian,
# and what must be seen of it; signed files; nothing in archive, documents, exports and messages that
# says who worked where.  The last line is "N passed, N failed".
. "$(dirname "$0")/common.sh"
cd "$T" || exit 2
# A home, a user name and a work folder whose names would be seen.
mkdir -p bin "darbs-slepens/majas"
ln -s "$P" bin/pmpplan
PATH=$T/bin:$PATH HOME=$T/darbs-slepens/majas LANG=lv_LV.UTF-8 USER=slepenais LOGNAME=slepenais
unset LC_ALL LC_MESSAGES LANGUAGE 2> /dev/null
export PATH HOME LANG USER LOGNAME
TZ=Pacific/Chatham
export TZ
cd darbs-slepens || exit 2
cp "$here/../../samples/valka.yaml" .
approve novadi.yaml 10
{
	echo 'id;municipality.nominative;municipality.genitive;municipality.locative;piezīme'
	echo 'valkas-novads;Valkas novads;Valkas novada;Valkas novadā;Slepenais Vārds'
	echo 'adazu-novads;Ādažu novads;Ādažu novada;Ādažu novadā;Slepenais Vārds'
} > novadi.csv
n=0
while IFS= read -r line; do
	n=$((n + 1))
	case $line in
	*valka.edoc*) sign valka.edoc valka.pdf ;;
	*"grep me"*) ;;
	esac
	# In this very shell: "cd" counts.
	if eval "$line" > "$T/said.$n" 2> "$T/told.$n"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED  $line"
		cat "$T/said.$n" "$T/told.$n"
	fi
done < <(sed -n 's/^ \{4,6\}//p' "$here/../../docs/arhivs.md" | grep -E '^(pmpplan|cd|sha512sum|jq|sed) ')
cat "$T"/said.* > "$T/said"
cat "$T"/told.* > "$T/told"
check "all commands were found" [ "$n" = 20 ]
check "in force on a day: version 2" grep -q '^valka-pmp-2024	v2	2024-07-04	2028-12-31	Nr. 224	Parakstīts$' "$T/said"
check "superseded on its day: version 1" grep -q '^valka-pmp-2024	v1	2024-07-04	-	Nr. 224	Domes' "$T/said"
check "show: in force, mark" sh -c "grep -q 'spēkā: 2024-07-04 – 2028-12-31' '$T/said' && grep -q 'Valkas novada pašvaldības domes' '$T/said'"
check "verify: a line for each plan, and the sum" sh -c "grep -q '^valka-pmp-2024: 2 versijas' '$T/said' && grep -q '^2 plāni, 3 versijas.* 0 kļūdu' '$T/said'"
check "rebuilt: 3 + 3 + 2" grep -q 'no jauna, identiski: 8 dokument' "$T/said"
check "restored" cmp valka.pdf atpakal/valka-pmp-2024-v1/valka.pdf
check "by hand: version 2 as restored" sh -c "pmpplan archive restore valka-pmp-2024@v2 --root arhivs -o atpakal && diff -r atpakal/valka-pmp-2024-v2 majas/v2"
check "the digest by hand is the printed one" sh -c "tr -d ' \n' < '$T/said' | grep -q \"\$(sed -n 2p arhivs/register.jsonl | tr -d '\n' | sha512sum | cut -d' ' -f1)\""
check "quiet when all is well" sh -c "pmpplan archive verify --root arhivs -q > '$T/q' 2>&1 && [ ! -s '$T/q' ]"
check "paper digest" sh -c "pmpplan archive verify --root arhivs --digest \"\$(sed -n 3p arhivs/register.jsonl | tr -d '\n' | sha512sum | cut -d' ' -f1)\""
check "wrong paper digest" sh -c "pmpplan archive verify --root arhivs --digest 00; [ \$? = 1 ]"
check "a name without its plan" sh -c "pmpplan archive show valka-pmp-2025 --root arhivs; [ \$? = 3 ]"
# Signed files.
add_signed() { # STATUS CODE FILE...
	want=$1 code=$2
	shift 2
	pmpplan archive add valka.yaml "$@" --root parakstiti --who lietvedis --why x > "$T/s.txt" 2>&1
	[ $? = "$want" ] && { [ "$code" = - ] || grep -q "\[$code\]" "$T/s.txt"; }
}
pmpplan render -q -f docx,pdf valka.yaml -o .
check "signed before there is a version" add_signed 3 archive-no-document valka.edoc
check "documents and container at once" add_signed 0 - valka.docx valka.pdf valka.edoc
echo cits > cits.txt
sign cits.edoc cits.txt
check "signed: something else" add_signed 3 archive-signed-other cits.edoc
sign ar-pielikumu.asice cits.txt valka.docx
check "signed: a document and an attachment" add_signed 0 - ar-pielikumu.asice
python3 -c "
import zipfile
z = zipfile.ZipFile('neparakstits.edoc', 'w')
z.writestr('mimetype', 'application/vnd.etsi.asic-e+zip'); z.write('valka.pdf'); z.writestr('META-INF/manifest.xml', '<m/>'); z.close()
open('aprauts.edoc', 'wb').write(open('valka.edoc', 'rb').read()[:-100])
d = open('valka.pdf', 'rb').read()
tail = b'\n9 0 obj <</Type /Sig /ByteRange [0 1 2 3]>> endobj\n%%EOF\n'
open('valka-parakstits.pdf', 'wb').write(d + tail)
open('valka-parrakstits.pdf', 'wb').write(d[:500] + d[501:] + tail)"
check "unsigned container" add_signed 3 archive-unsigned neparakstits.edoc
check "cut-off container" add_signed 3 archive-no-container aprauts.edoc
cp novadi.csv novadi.edoc
check "no container" add_signed 3 archive-no-container novadi.edoc
check "signed PDF" sh -c "pmpplan archive add valka.yaml valka-parakstits.pdf --root parakstiti --who lietvedis --why x 2>&1 | grep -v '\['"
check "signed PDF, written anew" add_signed 0 archive-signed-unsure valka-parrakstits.pdf
check "all of it sound" pmpplan archive verify --root parakstiti --rebuild
check "an older plan's container after another version" sh -c "sed -i 's/^place: .*/place: Cita/' valka.yaml && pmpplan archive add valka.yaml valka.edoc --root parakstiti --who lietvedis --why x > '$T/o.txt' 2>&1; [ \$? = 3 ] && grep -q archive-other-plan '$T/o.txt'"
# Nothing that says who worked where: unpacked documents and exports too.
mkdir opened
for f in $(find . -name '*.docx' -o -name '*.odt' -o -name '*.zip'); do
	d=opened/$(echo "$f" | tr / _)
	mkdir "$d" && (cd "$d" && unzip -qo "../../$f")
done
for f in $(find arhivs atpakal somas -name '*.pdf'); do
	qpdf --qdf --object-streams=disable "$f" "opened/$(echo "$f" | tr / _)" 2> /dev/null || true
done
# A host's name may be a word of the plan; only one that is not is looked for.
host=$(hostname)
[ ${#host} -gt 7 ] || host=darbs-slepens
traces() {
	! grep -rlaF -e darbs-slepens -e slepenais -e "Slepenais Vārds" -e "$(id -un)@" -e "$host" -e "$T" "$@"
}
check "no names, hosts or folders in the archive and what it hands on" traces arhivs parakstiti somas nodosana atpakal opened
check "nor in what it says" traces "$T/said" "$T/told"
# What a document says of itself is what the plan says.
check "document properties" python3 - <<'END'
import re, zipfile
plan = open('novadi.yaml').read() + open('valka.yaml').read()
d = zipfile.ZipFile('arhivs/valka-pmp-2024/v1/content/valka.docx')
core = d.read('docProps/core.xml').decode()
for text in re.findall(r'>([^<>]+)<', core):
    assert text.strip() in ('', 'lv-LV', '2024-07-04T00:00:00Z') or text.split(',')[0][:12] in plan or 'pašvaldība' in text, text
app = d.read('docProps/app.xml').decode() if 'docProps/app.xml' in d.namelist() else ''
assert 'Company' not in app and 'Manager' not in app, app
custom = d.read('docProps/custom.xml').decode()
assert set(re.findall(r'name="([^"]+)"', custom)) <= {'pmpplan.digest'}, custom
o = zipfile.ZipFile('arhivs/valka-pmp-2024/v1/content/valka.odt').read('meta.xml').decode()
for tag in ('meta:printed-by', 'meta:editing-duration', 'meta:editing-cycles', 'meta:print-date', 'meta:template'):
    assert tag not in o, tag
print(re.sub(r'<[^>]+>', ' ', core + o))
END
echo "$passed passed, $failed failed"
[ $failed = 0 ]
