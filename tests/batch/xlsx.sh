#!/bin/sh
# xlsx.sh [PROGRAM] - a table saved by others (LibreOffice Calc as XLSX and as CSV in five ways;
# openpyxl and XlsxWriter of $PYTHON, else of a virtual environment), and as Excel here saves text,
# gives the same drafts as the CSV that it came from.
program=$1
. "$(dirname "$0")/common.sh"
# dates and amounts besides the names, so that styles of cells matter
awk -F, 'NR==1 {print $0 ",date,activities[vecaku-skola].money.2026,indicators[interesu].base.value"; next}
	{printf "%s,2026-03-%02d,%d.5,%d\n", $0, NR % 28 + 1, NR * 100, NR}' \
	samples/municipalities.csv > "$t/rows.csv"
# office HOW FOLDER FILE [OPTION]
office() { soffice "-env:UserInstallation=file://$t/lo" --headless ${4:+"$4"} --convert-to "$1" --outdir "$t/$2" "$3" >/dev/null 2>&1; }
render() { "$p" render -q samples/standard.yaml --each "$1" -f docx -o "$2" || bad=1; }
same() { diff -rq -x '.pmpplan*' "$t/want" "$1" 2>&1 | head -3 | grep . && { echo "FAILED: $1"; bad=1; }; }
render "$t/rows.csv" "$t/want"
office 'xlsx:Calc MS Excel 2007 XML' made "$t/rows.csv" --infilter=CSV:44,34,76,1
if [ -e "$t/made/rows.xlsx" ]; then
	render "$t/made/rows.xlsx" "$t/xlsx"
	same "$t/xlsx"
	# separator, quote, encoding by LibreOffice's numbers, first line
	for how in 59,34,76,1,utf8 9,34,65535,1,utf16 59,34,39,1,w1257 44,34,76,1,comma 9,34,76,1,tab; do
		name=${how##*,}
		office "csv:Text - txt - csv (StarCalc):${how%,*}" "calc-$name" "$t/made/rows.xlsx"
		"$p" render samples/standard.yaml --each "$t/calc-$name/rows.csv" -f docx -o "$t/of-$name" 2>"$t/msg" ||
			{ cat "$t/msg"; bad=1; }
		grep 'read as' "$t/msg"
		same "$t/of-$name"
	done
else
	echo "skipped: LibreOffice Calc is not installed"
fi
PYTHON=${PYTHON:-$(tests/batch/python.sh openpyxl xlsxwriter)}
for lib in openpyxl xlsxwriter; do
	if ! ${PYTHON:-python3} -c "import $lib" 2>/dev/null; then
		echo "skipped: no $lib"
		continue
	fi
	${PYTHON:-python3} - $lib "$t/rows.csv" "$t/$lib.xlsx" <<'END' || bad=1
import csv, datetime, sys
lib, source, target = sys.argv[1:]

def typed(name, s):
    if name == "date":
        return datetime.date.fromisoformat(s)
    if "money" in name or name.endswith("value"):
        return float(s)
    return s or None

rows = list(csv.reader(open(source, encoding="utf-8")))
table = [rows[0]] + [[typed(n, s) for n, s in zip(rows[0], r)] for r in rows[1:]]
if lib == "openpyxl":
    import openpyxl
    book = openpyxl.Workbook()
    book.active.title = "Novadi"
    for r in table:
        book.active.append(r)
    book.save(target)
else:
    import xlsxwriter
    book = xlsxwriter.Workbook(target, {"default_date_format": "dd.mm.yyyy"})
    page = book.add_worksheet("Novadi")
    for y, r in enumerate(table):
        page.write_row(y, 0, r)
    book.close()
END
	render "$t/$lib.xlsx" "$t/$lib"
	same "$t/$lib"
done
# as Excel here saves text: ; and decimal commas, in Windows-1257, in UTF-16 with tabs
sed 's/,/;/g; s/\([0-9]\)\.5;/\1,5;/' "$t/rows.csv" > "$t/semi.csv"
iconv -f UTF-8 -t CP1257 "$t/semi.csv" | sed 's/$/\r/' > "$t/rows1257.csv"
"$p" render samples/standard.yaml --each "$t/rows1257.csv" -f docx -o "$t/w1257" 2>&1 | grep csv-legacy || bad=1
same "$t/w1257"
{ printf '\377\376'; tr ';' '\t' < "$t/semi.csv" | iconv -f UTF-8 -t UTF-16LE; } > "$t/utf16.csv"
render "$t/utf16.csv" "$t/utf16"
same "$t/utf16"
[ $bad = 0 ] && echo "xlsx: all the same"
exit $bad
