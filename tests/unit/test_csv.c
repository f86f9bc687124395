/* Tables as spreadsheets write them to text. */
#include "unit.h"

#include "base/buf.h"
#include "data/csv.h"

/* Cells with | between, a row a line with its number; then what was detected; then messages. */
static char *
read_as(const char *bytes, size_t len, enum csv_legacy legacy)
{
	struct csv_opts o = {.legacy = legacy};
	struct arena *a = arena_new();
	struct diag *d = diag_new(DIAG_EN);
	struct sheet *s = csv_parse(a, "t.csv", bytes, len, &o, d);
	const struct diag_msg *m;
	struct buf out = {0};
	size_t i, k, n;

	for (k = 0; s != NULL && k < s->ncolumns; k++)
		buf_printf(&out, "%s%s", k == 0 ? "" : "|", s->head[k].text);
	for (i = 0; s != NULL && i < s->nrows; i++) {
		buf_printf(&out, "\n%d:", s->rows[i].number);
		for (k = 0; k < s->ncolumns; k++)
			buf_printf(&out, "%s%s", k == 0 ? "" : "|", s->rows[i].cells[k].text);
	}
	if (s != NULL)
		buf_printf(&out, "\n%s\n", s->what);
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
assert_bytes(const char *bytes, size_t len, const char *want)
{
	char *s = read_as(bytes, len, CSV_WINDOWS_1257);

	assert_string_equal(s, want);
	free(s);
}

static void
assert_csv(const char *text, const char *want)
{
	assert_bytes(text, strlen(text), want);
}

static void
forms(void **state)
{
	(void)state;
	assert_csv("id,a\r\nx,1\r\n", "id|a\n2:x|1\nCSV, UTF-8, \",\"\n");
	assert_csv("\xEF\xBB\xBFid;a\nx;1,5", "id|a\n2:x|1,5\nCSV, UTF-8, \";\"\n");
	assert_csv("a\tid\rb\tx\r\r", "a|id\n2:b|x\nCSV, UTF-8, tab\n");
	/* The line sep= is not counted: Excel does not show it. */
	assert_csv("sep=;\r\nid;a\r\nx;1\r\n", "id|a\n2:x|1\nCSV, UTF-8, \";\" (sep=)\n");
	assert_csv("\"sep=,\"\nid,a\nx,1\n", "id|a\n2:x|1\nCSV, UTF-8, \",\" (sep=)\n");
	/* Quotes, doubled ones, line breaks and delimiters in a cell; rows as a spreadsheet counts. */
	assert_csv("id,a\n\"x\",\"1,\"\"2\"\"\r\n3\"\ny,\n", "id|a\n2:x|1,\"2\"\n3\n3:y|\nCSV, UTF-8, \",\"\n");
	/* Empty rows go, empty last columns go; blanks are cut off, no-break ones in the head. */
	assert_csv("\n;;\nid;\xC2\xA0" "a ;;\n x ;\xC2\xA0y;;\n;;;\n",
	    "id|a\n4:x|\xC2\xA0y\nCSV, UTF-8, \";\"\n");
	/* A comma in a name does not make it the delimiter. */
	assert_csv("id;a, b, c\nx;1\n", "id|a, b, c\n2:x|1\nCSV, UTF-8, \";\"\n");
	/* NFC */
	assert_csv("id\na\xCC\x84\n", "id\n2:\xC4\x81\nCSV, UTF-8, \";\"\n");
}

static void
encodings(void **state)
{
	static const char le[] = "\xFF\xFEi\0d\0\t\0a\0\r\0\n\0x\0\t\0\x01\x01\x3D\xD8\x00\xDE";
	static const char be[] = "\xFE\xFF\0i\0d\0,\0a\0\n\0x\0,\1\1";
	char *s;

	(void)state;
	assert_bytes(le, sizeof(le) - 1, "id|a\n2:x|ā😀\nCSV, UTF-16LE, tab\n");
	assert_bytes(be, sizeof(be) - 1, "id|a\n2:x|ā\nCSV, UTF-16BE, \",\"\n");
	assert_csv("id;n\nx;J\xE2nis B\xE7rzi\xF2\xF0 J\xE2nis\n",
	    "id|n\n2:x|Jānis Bērziņš Jānis\nCSV, Windows-1257, \";\"\n"
	    "0:0 not UTF-8; read as Windows-1257: \"Jānis\", \"Bērziņš\"; look whether these words are right [csv-legacy]\n");
	assert_csv("id;n\nx;\"a;\n\";b\ny;J\xE2nis \x81\n",
	    "3:2 byte 0x81 is neither UTF-8 nor Windows-1257; save the table as \"CSV UTF-8\" [csv-byte]\n");
	s = read_as("id;n\nx;J\xE2nis\n", 13, CSV_NO_LEGACY);
	assert_string_equal(s, "2:2 not UTF-8: byte 0xE2; save the table as \"CSV UTF-8\", or say --encoding windows-1257 [csv-not-utf8]\n");
	free(s);
	/* Half a pair, an odd byte at the end, no mark. */
	assert_bytes("\xFF\xFEi\0d\0\n\0\x3D\xD8x\0", 12,
	    "2:1 not valid UTF-16: U+D83D; save the table as \"CSV UTF-8\" [csv-utf16]\n");
	assert_bytes("\xFF\xFEi\0d\0\n\0x", 9,
	    "2:1 not valid UTF-16: 0x78; save the table as \"CSV UTF-8\" [csv-utf16]\n");
	assert_bytes("i\0d\0\n\0x\0", 8,
	    "1:1 this looks like UTF-16 without a byte-order mark; save the table as \"CSV UTF-8\" [csv-no-mark]\n");
}

static void
refused(void **state)
{
	(void)state;
	assert_csv("", "0:0 the table is empty; its first row names the columns [sheet-empty]\n");
	assert_csv("id,a\nx\ny,1,2\n", "2:2 this row has 1 cell, the head row 2 [sheet-ragged]\n"
	    "3:3 this row has 3 cells, the head row 2 [sheet-ragged]\n");
	assert_csv("id,a,b,a\nx,1,2,3\n", "1:4 two columns are called \"a\" (the first is column 2) [sheet-same-head]\n");
	assert_csv("id,a\nx,\"1\ny,2\n", "2:2 the quotation mark that opens this cell is never closed [csv-quote-open]\n");
	assert_csv("id,a\nx,\"1\"2\ny,3\"\n",
	    "2:2 something stands behind the closing quotation mark; inside a cell in quotes write a mark twice [csv-after-quote]\n"
	    "3:2 a quotation mark stands inside this cell; put the whole cell in quotes and write the mark twice [csv-lone-quote]\n");
	assert_bytes("id,a\nx,\0y\n", 10, "2:2 a NUL character stands here; the file is damaged [csv-nul]\n");
	assert_csv("id,a\nx,R\xEF\x86\x81ga\n", "2:2 character that cannot stand in a document: U+F181 [sheet-char]\n");
	assert_csv("id,a\nx,\1\n", "2:2 character that cannot stand in a document: U+0001 [sheet-char]\n");
	assert_csv("id;x,id\n1;2,3\n", "1:0 the head row has several signs between its cells; use one of ; , and tab [csv-mixed]\n");
}

static void
limits(void **state)
{
	struct buf b = {0};
	char *s;
	int i;

	(void)state;
	buf_str(&b, "id");
	for (i = 0; i < 600; i++)
		buf_printf(&b, ",c%d", i);
	s = read_as(b.s, b.len, CSV_WINDOWS_1257);
	assert_string_equal(s, "1:513 the number of columns is over the limit of 512 [sheet-limit]\n");
	free(s);
	b.len = 0;
	buf_str(&b, "id\n");
	for (i = 0; i < 100001; i++)
		buf_printf(&b, "%d\n", i);
	s = read_as(b.s, b.len, CSV_WINDOWS_1257);
	assert_string_equal(s, "100002:1 the number of rows is over the limit of 100000 [sheet-limit]\n");
	free(s);
	b.len = 0;
	buf_str(&b, "id,a\nx,");
	for (i = 0; i <= 1 << 20; i++)
		buf_ch(&b, 'a');
	s = read_as(b.s, b.len, CSV_WINDOWS_1257);
	assert_string_equal(s, "2:2 the size of a cell in bytes is over the limit of 1048576 [sheet-limit]\n");
	free(s);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(forms),
	    cmocka_unit_test(encodings),
	    cmocka_unit_test(refused),
	    cmocka_unit_test(limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
