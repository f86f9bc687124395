#!/bin/bash
# rebuild.sh - verify --rebuild makes the archived documents again, byte for byte, under another
# clock, time zone, language, user and folder: plans, plans of a table's row, decisions, reports
# of any year, PDFs with the plan in them or of documents finished by hand, own templates; and
# two adds at once lose nothing.
# Needs faketime and setpriv.  The last line is "N passed, N failed".
. "$(dirname "$0")/common.sh"
cd "$T" || exit 2
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
check "all were compared" sh -c "[ \$('$P' archive verify -v --root arhivs --rebuild 2>&1 | grep -c 'made again, identical\$') = 6 ]"
# A row of a table: the archive holds the plan, its base and the row, and needs nothing else.
mkdir -p town/plans
approve town/base.yaml 10
sed -i 's/^  date: 2025-01-10/  date: 2025-01-10\n  body: "{{municipality.council_genitive}}"/' town/base.yaml
printf 'base: ../base.yaml\nplace: Kaut kur\n' > town/plans/standard.yaml
{
	printf 'id;municipality.nominative;municipality.genitive;municipality.locative;municipality.council_genitive;approval.decision;approval.date;place;contact;piezīmes\r\n'
	printf 'valkas-novads;Valkas novads;Valkas novada;Valkas novadā;Valkas novada domes;224;04.07.2024;Valka;"A; ""B"" =C";Anna Kalniņa\r\n'
	printf 'adazu-novads;Ādažu novads;Ādažu novada;Ādažu novadā;Ādažu novada domes;225;05.07.2024;Ādaži;B;Jānis Kalniņš\r\n'
} > town/rows.csv
for kind in plan "report --year 2025" decision; do
	(cd town && "$P" render -q plans/standard.yaml --each rows.csv -o drafts --document $kind) || failed=$((failed + 1))
done
check "a row is taken in" "$P" archive add town/plans/standard.yaml --each town/rows.csv --row valkas-novads town/drafts/valkas-novads* --root rowed --who a --why b
mv town town.gone
check "a row: made again" sh -c "[ \$('$P' archive verify -v --root rowed --rebuild 2>&1 | grep -c 'made again, identical\$') = 9 ]"
check "a row: what the plan does not ask for is not kept" sh -c "! grep -rl -e Kalniņ -e Ādaži rowed"
"$P" archive restore valkas-novads --root rowed -o rowout || failed=$((failed + 1))
cat > arguments.py <<'END'
# By the very arguments that provenance.json gives, without the archive.
import json, os, shutil, subprocess, sys
os.chdir('rowout/valkas-novads-v1')
n = 0
for d in json.load(open('provenance.json'))['documents']:
    shutil.rmtree('out', ignore_errors=True)
    subprocess.run([sys.argv[1]] + d['arguments'], check=True)
    made = [f for f in os.listdir('out') if f.endswith(d['path'].split('.')[-1])]
    assert len(made) == 1, made
    assert open('out/' + made[0], 'rb').read() == open(d['path'], 'rb').read(), d
    n += 1
assert n == 9, n
END
check "a row: by the recorded arguments" python3 arguments.py "$P"
mv town.gone town
check "a row that is not there" sh -c "'$P' archive add town/plans/standard.yaml --each town/rows.csv --row valkas-novad town/drafts/valkas-novads* --root no --who a --why b > no.txt 2>&1; [ \$? = 3 ] && grep -q 'valkas-novads' no.txt && [ ! -e no ]"
check "documents of another row are said" sh -c "'$P' archive add town/plans/standard.yaml --each town/rows.csv --row adazu-novads town/drafts/valkas-novads.docx --root other --who a --why b 2>&1 | grep -q archive-differs"
# Named as anybody likes; the plan in the PDF; an ODT alone; finished by hand; own template.
mkdir any
approve any/plan.yaml 12
"$P" render -q any/plan.yaml -f docx -o any/projekts.docx
"$P" render -q any/plan.yaml --attach-source -f pdf -o any/ar-pielikumu.pdf
"$P" render -q any/plan.yaml -f odt -o any/viens.odt
"$P" render -q any/plan.yaml --document report --year 2025 -f pdf -o any/report-2025.pdf
"$P" render -q any/plan.yaml --document decision -f odt -o any/lemuma-projekts.odt
cp "$here/../../templates/municipality.docx" any/own.docx
"$P" render -q any/plan.yaml -f pdf --template any/own.docx -o any/own.pdf
cat > byhand.py <<'END'
import sys, zipfile
a, b = zipfile.ZipFile(sys.argv[1]), zipfile.ZipFile(sys.argv[2], 'w')
for n in a.namelist():
    s = a.read(n)
    b.writestr(n, s.replace(b'Kalnup', b'Kalnu-p') if n == 'word/document.xml' else s)
b.close()
END
python3 byhand.py any/projekts.docx any/labots.docx
"$P" pdf -q any/labots.docx -o any/labots.pdf
"$P" archive add any/plan.yaml any/projekts.docx any/labots.docx any/*.odt any/*.pdf --template any/own.docx --root named --who a --why b > log.txt 2>&1 || cat log.txt
check "any name, attachment, ODT alone, PDF of one by hand, own template" sh -c "'$P' archive verify --root named --rebuild > said.txt 2>&1; cat said.txt; grep -q '7 documents made again' said.txt && grep -q 'labots.docx cannot be made again' said.txt && [ \$(grep -c 'cannot be made again' said.txt) = 1 ]"
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
