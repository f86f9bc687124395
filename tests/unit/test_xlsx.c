/* Tables of workbooks, made here part by part. */
#include "scratch.h"

#include <unistd.h>

#include "base/buf.h"
#include "base/publish.h"
#include "data/xlsx.h"
#include "pack/pkg.h"

#define NS "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" " \
	"xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define RELS "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\""

static void
put_part(struct pkg_out *o, const char *name, const char *s)
{
	if (s != NULL)
		pkg_out_put(o, name, s, strlen(s));
}

/* A workbook of two sheets, the first hidden, with these rows on the second. */
static const char *behind_rows = ""; /* what stands behind sheetData */

static void
make_book(const char *rows, const char *properties)
{
	struct pkg_out *o = pkg_out_new(NULL);
	struct publish_opts force = {.force = true};
	struct diag *d = diag_new(DIAG_EN);
	struct buf out = {0}, book = {0}, sheet = {0};

	buf_printf(&book, "<workbook " NS ">%s<sheets><sheet name=\"Paslēpta\" sheetId=\"1\" "
	    "state=\"hidden\" r:id=\"rId1\"/><sheet name=\"Novadi\" sheetId=\"2\" r:id=\"rId2\"/>"
	    "</sheets></workbook>", properties);
	buf_printf(&sheet, "<worksheet " NS "><sheetData>%s</sheetData>%s</worksheet>", rows,
	    behind_rows);
	put_part(o, "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
	put_part(o, "xl/workbook.xml", buf_cstr(&book));
	put_part(o, "xl/_rels/workbook.xml.rels", "<Relationships " RELS ">"
	    "<Relationship Id=\"rId1\" Target=\"worksheets/hidden.xml\"/>"
	    "<Relationship Id=\"rId2\" Target=\"/xl/worksheets/sheet2.xml\"/></Relationships>");
	put_part(o, "xl/worksheets/hidden.xml", "<worksheet " NS "><sheetData><row><c t=\"str\"><v>id</v></c></row>"
	    "<row><c><v>7</v></c></row></sheetData></worksheet>");
	put_part(o, "xl/worksheets/sheet2.xml", buf_cstr(&sheet));
	put_part(o, "xl/sharedStrings.xml", "<sst " NS "><si><t>id</t></si>"
	    "<si><r><t>Valkas </t></r><r><t xml:space=\"preserve\">novads</t></r><rPh sb=\"0\" eb=\"1\"><t>x</t></rPh></si></sst>");
	put_part(o, "xl/styles.xml", "<styleSheet " NS "><numFmts>"
	    "<numFmt numFmtId=\"164\" formatCode=\"dd\\.mm\\.yyyy\"/>"
	    "<numFmt numFmtId=\"165\" formatCode=\"#,##0.00\\ &quot;day&quot;\"/>"
	    "<numFmt numFmtId=\"166\" formatCode=\"[Red]General\"/></numFmts><cellXfs><xf numFmtId=\"0\"/>"
	    "<xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"9\"/>"
	    "<xf numFmtId=\"166\"/></cellXfs></styleSheet>");
	assert_int_equal(pkg_out_finish(o, &out, d), 0);
	assert_int_equal(publish("t.xlsx", out.s, out.len, &force, NULL, d), 0);
	pkg_out_free(o);
	diag_free(d);
	buf_free(&out);
	buf_free(&book);
	buf_free(&sheet);
}

static char *
read_book(const char *name)
{
	struct arena *a = arena_new();
	struct diag *d = diag_new(DIAG_EN);
	struct sheet *s = xlsx_read(a, "t.xlsx", name, d);
	const struct diag_msg *m;
	struct buf out = {0};
	size_t i, k, n;

	for (i = 0; s != NULL && i < s->nrows; i++) {
		buf_printf(&out, "%d:", s->rows[i].number);
		for (k = 0; k < s->ncolumns; k++)
			buf_printf(&out, "%s%s", k == 0 ? "" : "|", s->rows[i].cells[k].text);
		buf_ch(&out, '\n');
	}
	if (s != NULL)
		buf_printf(&out, "%s\n", s->what);
	n = diag_messages(d, &m);
	for (i = 0; i < n; i++)
		buf_printf(&out, "%d:%d %s [%s]\n", m[i].at.line, m[i].at.col, m[i].text,
		    diag_code_name(m[i].code));
	diag_free(d);
	arena_free(a);
	buf_cstr(&out);
	return buf_steal(&out, NULL);
}

static void
assert_book(const char *rows, const char *properties, const char *sheet, const char *want)
{
	char *s;

	make_book(rows, properties);
	s = read_book(sheet);
	assert_string_equal(s, want);
	free(s);
}

#define HEAD "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"C2\" t=\"inlineStr\"><is><t>a</t></is></c></row>"

static void
cells(void **state)
{
	(void)state;
	/* Shared, inline, number; a hole; a row shorter than the head; rows keep their numbers. */
	assert_book(HEAD "<row r=\"4\"><c r=\"A4\" t=\"s\"><v>1</v></c><c r=\"C4\"><v>1200.5</v></c></row>"
	    "<row r=\"5\"><c r=\"A5\"><v>1000</v></c></row>", "", NULL,
	    "4:Valkas novads||1200.5\n5:1000||\nXLSX, \"Novadi\"\n");
	/* Dates by number and by code; what looks like a code in quotes; percent; truth; digits. */
	assert_book(HEAD "<row r=\"3\"><c s=\"1\"><v>45477</v></c><c s=\"2\"><v>45477.75</v></c><c s=\"3\"><v>45477</v></c></row>"
	    "<row r=\"4\"><c s=\"4\"><v>0.6</v></c><c t=\"b\"><v>1</v></c><c s=\"5\"><v>0.30000000000000004</v></c></row>"
	    "<row r=\"5\"><c s=\"1\"><v>1</v></c><c s=\"1\"><v>59</v></c><c s=\"1\"><v>61</v></c></row>"
	    "<row r=\"6\"><c><v>1E3</v></c><c><v>-2.50</v></c><c t=\"str\"><f>A1</f><v>txt</v></c></row>", "", NULL,
	    "3:2024-07-04|2024-07-04|45477\n4:60|true|0.3\n5:1900-01-01|1900-02-28|1900-03-01\n"
	    "6:1000|-2.5|txt\nXLSX, \"Novadi\"\n");
	assert_book(HEAD "<row r=\"3\"><c s=\"1\"><v>44015</v></c></row>", "<workbookPr date1904=\"1\"/>", NULL,
	    "3:2024-07-04||\nXLSX, \"Novadi\"\n");
	assert_book(HEAD, "", "Paslēpta", "2:7\nXLSX, \"Paslēpta\"\n");
	/* Digits kept as text; rows at the end that have looks only, also far below. */
	assert_book(HEAD "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>0012</t></is></c></row>"
	    "<row r=\"4\"><c r=\"A4\" s=\"1\"/><c r=\"C4\" s=\"2\"/></row><row r=\"1048576\"><c r=\"A1048576\" s=\"1\"/></row>",
	    "", NULL, "3:0012||\nXLSX, \"Novadi\"\n");
	/* Merged: a title over the table is no matter, cells in it are. */
	behind_rows = "<mergeCells count=\"2\"><mergeCell ref=\"A1:C1\"/><mergeCell ref=\"B3:B4\"/></mergeCells>";
	assert_book(HEAD "<row r=\"3\"><c r=\"A3\"><v>1</v></c><c r=\"B3\"><v>2</v></c></row>"
	    "<row r=\"4\"><c r=\"A4\"><v>3</v></c></row>", "", NULL, "3:1|2|\n4:3||\nXLSX, \"Novadi\"\n"
	    "3:2 merged cells B3:B4: the value stands in the first of them, the others are read as empty [xlsx-merged]\n");
	behind_rows = "";
	/* What the spreadsheet could not tell is told when a plan wants the cell. */
	assert_book(HEAD "<row r=\"3\"><c t=\"e\"><v>#REF!</v></c><c><f>1+1</f></c></row>", "", NULL,
	    "3:#REF!|=|\nXLSX, \"Novadi\"\n");
	/* Rows that a filter hides; those that are empty are no rows. */
	assert_book(HEAD "<row r=\"3\"><c><v>1</v></c></row><row r=\"4\" hidden=\"1\"><c><v>2</v></c></row>"
	    "<row r=\"5\" hidden=\"1\"><c><v>3</v></c></row><row r=\"6\" hidden=\"1\"><c s=\"1\"/></row>", "", NULL,
	    "3:1||\n4:2||\n5:3||\nXLSX, \"Novadi\"\n"
	    "4:0 2 hidden rows of the table are read all the same; this is the first [xlsx-hidden]\n");
}

static void
refused(void **state)
{
	(void)state;
	assert_book(HEAD, "", "Novads", "0:0 there is no worksheet \"Novads\", did you mean \"Novadi\"? [xlsx-no-sheet]\n");
	assert_book(HEAD "<row r=\"3\"><c t=\"e\"><v>#REF!</v></c><c><f>1+1</f></c><c t=\"s\"><v>9</v></c></row>"
	    "<row r=\"4\"><c><v>1,5</v></c></row>", "", NULL,
	    "3:3 the workbook is damaged: there is no text number 9 [xlsx-string]\n"
	    "4:1 not a number that can be read: 1,5 [xlsx-number]\n");
	assert_book(HEAD "<row r=\"2\"/>", "", NULL,
	    "1:0 the workbook is damaged (row r=); open it in a spreadsheet program and save it again [xlsx-damaged]\n");
	assert_book(HEAD "<row r=\"3\"><c r=\"ZZ3\"><v>1</v></c></row>", "", NULL,
	    "3:513 the number of columns is over the limit of 512 [sheet-limit]\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cells),
	    cmocka_unit_test(refused),
	};

	return cmocka_run_group_tests(tests, scratch_enter, scratch_leave);
}
