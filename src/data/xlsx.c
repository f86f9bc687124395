/* xlsx - see xlsx.h; paragraph numbers are those of ECMA-376 part 1 */
#include "data/xlsx.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/utf8.h"
#include "pack/pkg.h"
#include "pack/xml.h"

#define NAMES_MOST 64 /* worksheets that a typing mistake is compared with */

/* What the number format of a style makes of a number. */
enum shown { SHOWN_NUMBER, SHOWN_DATE, SHOWN_PERCENT };

struct book {
	struct arena *a;
	struct diag *d;
	const char *path;
	struct pkg *pkg;
	const char **strings; /* shared */
	size_t nstrings;
	enum shown *styles;   /* by cellXfs */
	size_t nstyles;
	bool from_1904;
	size_t hidden;        /* rows that the spreadsheet does not show */
	int first_hidden;
	struct sheet_maker m;
	struct buf text;
};

bool
xlsx_is(const char *bytes, size_t len)
{
	return len >= 4 && memcmp(bytes, "PK\3\4", 4) == 0;
}

/* A part as a tree; NULL if it is not there, *bad if it is but cannot be read. */
static struct xml_node *
part_root(struct book *b, const char *name, bool *bad)
{
	const struct pkg_part *p = pkg_find(b->pkg, name);
	struct xml_doc *doc;

	if (p == NULL)
		return NULL;
	doc = xml_parse(b->a, b->path, name, p->bytes, p->len, b->d);
	if (doc == NULL)
		*bad = true;
	return doc == NULL ? NULL : doc->root;
}

/* A whole number of an attribute, or "none". */
static long
number_attr(const struct xml_node *n, const char *name, long none)
{
	const char *s = xml_attr(n, XNS_NONE, name);
	int64_t v;

	if (s == NULL || !num_parse_int(s, strlen(s), &v) || v < 0 || v > INT32_MAX)
		return none;
	return (long)v;
}

static bool
flag_attr(const struct xml_node *n, const char *name)
{
	const char *s = xml_attr(n, XNS_NONE, name);

	return s != NULL && (strcmp(s, "1") == 0 || strcmp(s, "true") == 0);
}

/* Text of <si> or <is>: all <t> but those of phonetic help (18.4.8, 18.4.6). */
static const char *
rich_text(struct book *b, const struct xml_node *si)
{
	const struct xml_node *n, *t;

	b->text.len = 0;
	for (n = si->first; n != NULL; n = n->next) {
		t = xml_is(n, XNS_SHEET, "t") ? n
		    : xml_is(n, XNS_SHEET, "r") ? xml_child(n, XNS_SHEET, "t") : NULL;
		if (t != NULL)
			xml_text(&b->text, t);
	}
	return arena_strndup(b->a, buf_cstr(&b->text), b->text.len);
}

static int
read_strings(struct book *b)
{
	bool bad = false;
	struct xml_node *root = part_root(b, "xl/sharedStrings.xml", &bad), *si;
	size_t cap = 0;

	for (si = root == NULL ? NULL : xml_child(root, XNS_SHEET, "si"); si != NULL;
	     si = xml_next(si, XNS_SHEET, "si")) {
		b->strings = arena_grow(b->a, b->strings, b->nstrings, b->nstrings + 1, &cap,
		    sizeof(*b->strings));
		b->strings[b->nstrings++] = rich_text(b, si);
	}
	return bad ? -1 : 0;
}

/* -- number formats -- */

/* The first section of a format code: letters outside "..." [..] \x _x *x (18.8.31). */
static enum shown
shown_by_code(const char *s)
{
	for (; *s != '\0' && *s != ';'; s++) {
		if (*s == '"') {
			s = strchr(s + 1, '"');
			if (s == NULL)
				return SHOWN_NUMBER;
		} else if (*s == '[') {
			/* [h] and [mm] count hours; that is no date, nor is a colour. */
			s = strchr(s, ']');
			if (s == NULL)
				return SHOWN_NUMBER;
		} else if (strchr("\\_*", *s) != NULL) {
			if (s[1] == '\0')
				return SHOWN_NUMBER;
			s++;
		} else if (strncmp(s, "General", 7) == 0)
			s += 6;
		else if (strchr("dDyY", *s) != NULL)
			return SHOWN_DATE;
		else if (*s == '%')
			return SHOWN_PERCENT;
	}
	return SHOWN_NUMBER;
}

/* Formats that every program knows by number (18.8.30). */
static enum shown
shown_by_number(long id)
{
	if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
	    (id >= 50 && id <= 54) || id == 57 || id == 58)
		return SHOWN_DATE;
	return id == 9 || id == 10 ? SHOWN_PERCENT : SHOWN_NUMBER;
}

/* A format of the workbook's own. */
struct format {
	long id;
	size_t place; /* in the file: of two alike the first holds */
	const char *code;
};

static int
format_order(const void *a, const void *b)
{
	const struct format *x = a, *y = b;

	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return (x->place > y->place) - (x->place < y->place);
}

static struct format *
read_formats(struct book *b, const struct xml_node *formats, size_t *n)
{
	const struct xml_node *f = formats == NULL ? NULL : xml_child(formats, XNS_SHEET, "numFmt");
	struct format *v = NULL;
	size_t cap = 0;

	for (*n = 0; f != NULL; f = xml_next(f, XNS_SHEET, "numFmt"), ++*n) {
		v = arena_grow(b->a, v, *n, *n + 1, &cap, sizeof(*v));
		v[*n] = (struct format){number_attr(f, "numFmtId", -1), *n,
		    xml_attr(f, XNS_NONE, "formatCode")};
	}
	if (*n > 0)
		qsort(v, *n, sizeof(*v), format_order);
	return v;
}

static enum shown
shown_by_style(const struct format *v, size_t n, long id)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (v[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == n || v[low].id != id)
		return shown_by_number(id);
	return v[low].code == NULL ? SHOWN_NUMBER : shown_by_code(v[low].code);
}

static int
read_styles(struct book *b)
{
	bool bad = false;
	struct xml_node *root = part_root(b, "xl/styles.xml", &bad), *xfs, *xf;
	struct format *formats;
	size_t cap = 0, nformats;

	if (root == NULL)
		return bad ? -1 : 0;
	formats = read_formats(b, xml_child(root, XNS_SHEET, "numFmts"), &nformats);
	xfs = xml_child(root, XNS_SHEET, "cellXfs");
	for (xf = xfs == NULL ? NULL : xml_child(xfs, XNS_SHEET, "xf"); xf != NULL;
	     xf = xml_next(xf, XNS_SHEET, "xf")) {
		b->styles = arena_grow(b->a, b->styles, b->nstyles, b->nstyles + 1, &cap,
		    sizeof(*b->styles));
		b->styles[b->nstyles++] = shown_by_style(formats, nformats,
		    number_attr(xf, "numFmtId", 0));
	}
	return 0;
}

/* -- cells -- */

/* 1 January 1970 is day 25569 of the usual count; days to a civil date (Hinnant). */
static void
put_day(struct buf *out, long serial)
{
	long z = serial - 25569 + 719468, era, doe, yoe, doy, mp, y, m;

	era = (z >= 0 ? z : z - 146096) / 146097;
	doe = z - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	m = mp < 10 ? mp + 3 : mp - 9;
	y = yoe + era * 400 + (m <= 2);
	buf_printf(out, "%04ld-%02ld-%02ld", y, m, doy - (153 * mp + 2) / 5 + 1);
}

/* strtod() of a number with a point, whatever the locale says. */
static bool
parse_double(const char *s, double *v)
{
	static locale_t c;
	char *end;

	if (c == (locale_t)0)
		c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	if (c == (locale_t)0)
		return false;
	*v = strtod_l(s, &end, c);
	return end != s && *end == '\0' && isfinite(*v);
}

/* As many digits as a spreadsheet has: 15 in all, no exponent, no trailing zeros. */
static void
put_number(struct buf *out, double v)
{
	int whole = v == 0 ? 1 : (int)floor(log10(fabs(v))) + 1;
	int decimals = whole >= 15 ? 0 : 15 - whole;

	num_put_double(out, v, decimals > 20 ? 20 : decimals);
}

static void
number_cell(struct book *b, const struct xml_node *c, int row, const char *s)
{
	long style = number_attr(c, "s", 0);
	enum shown shown = (size_t)style < b->nstyles ? b->styles[style] : SHOWN_NUMBER;
	struct place at = sheet_place(b->m.sheet, row, b->m.ncells);
	double v;

	b->text.len = 0;
	if (!parse_double(s, &v) || fabs(v) > 1e15) {
		diag(b->d, DIAG_XLSX_NUMBER, &at, s, NULL);
		b->m.bad = true;
		sheet_add(&b->m, row, CELL_TEXT, "", 0);
		return;
	}
	if (shown == SHOWN_DATE && v >= 1 && v < 2958466) {
		long day = (long)v + (b->from_1904 ? 1462 : 0);

		/* The count takes 1900 for a leap year: before 1 March it is one behind. */
		put_day(&b->text, day < 61 ? day + 1 : day);
		sheet_add(&b->m, row, CELL_DATE, buf_cstr(&b->text), b->text.len);
		return;
	}
	put_number(&b->text, shown == SHOWN_PERCENT ? v * 100 : v);
	sheet_add(&b->m, row, CELL_NUMBER, buf_cstr(&b->text), b->text.len);
}

static const char *
value_text_of(struct book *b, const struct xml_node *v)
{
	b->text.len = 0;
	if (v != NULL)
		xml_text(&b->text, v);
	return arena_strndup(b->a, buf_cstr(&b->text), b->text.len);
}

/* A cell (18.3.1.4): what its type "t" says of its value. */
static void
take_cell(struct book *b, const struct xml_node *c, int row)
{
	const char *t = xml_attr(c, XNS_NONE, "t"), *s;
	const struct xml_node *v = xml_child(c, XNS_SHEET, "v"), *is;
	int64_t i;

	t = t == NULL ? "n" : t;
	if (strcmp(t, "inlineStr") == 0) {
		is = xml_child(c, XNS_SHEET, "is");
		s = is == NULL ? "" : rich_text(b, is);
		sheet_add(&b->m, row, CELL_TEXT, s, strlen(s));
		return;
	}
	s = value_text_of(b, v);
	if (*s == '\0') {
		/* rows.c reports it if a plan wants the cell. */
		if (xml_child(c, XNS_SHEET, "f") != NULL && strcmp(t, "str") != 0)
			sheet_add(&b->m, row, CELL_FORMULA, "=", 1);
		else
			sheet_add(&b->m, row, CELL_TEXT, "", 0);
	} else if (strcmp(t, "s") == 0) {
		struct place at = sheet_place(b->m.sheet, row, b->m.ncells);
		bool there = num_parse_int(s, strlen(s), &i) && i >= 0 && (uint64_t)i < b->nstrings;

		if (!there) {
			diag(b->d, DIAG_XLSX_STRING, &at, s, NULL);
			b->m.bad = true;
		}
		s = there ? b->strings[i] : "";
		sheet_add(&b->m, row, CELL_TEXT, s, strlen(s));
	} else if (strcmp(t, "b") == 0) {
		s = strcmp(s, "1") == 0 || strcmp(s, "true") == 0 ? "true" : "false";
		sheet_add(&b->m, row, CELL_BOOL, s, strlen(s));
	} else if (strcmp(t, "e") == 0) {
		sheet_add(&b->m, row, CELL_ERROR, s, strlen(s));
	} else if (strcmp(t, "d") == 0)
		sheet_add(&b->m, row, CELL_DATE, s, strnlen(s, 10));
	else if (strcmp(t, "str") == 0)
		sheet_add(&b->m, row, CELL_TEXT, s, strlen(s));
	else
		number_cell(b, c, row, s);
}

/* "AB12" -> 27; -1 when there is no such thing, or too far to the right. */
static long
column_of(const char *ref)
{
	long n = 0;

	if (ref == NULL)
		return -1;
	for (; *ref >= 'A' && *ref <= 'Z'; ref++) {
		n = n * 26 + (*ref - 'A' + 1);
		if (n > 16384)
			return -1;
	}
	return n - 1;
}

static void
take_row(struct book *b, const struct xml_node *r, int row)
{
	const struct xml_node *c;
	size_t n;

	for (c = xml_child(r, XNS_SHEET, "c"); c != NULL; c = xml_next(c, XNS_SHEET, "c")) {
		long col = column_of(xml_attr(c, XNS_NONE, "r"));

		/* Columns without cells, also beyond what we read: styled blanks to the end. */
		if (col >= SHEET_COLUMNS_MOST && xml_child(c, XNS_SHEET, "v") == NULL &&
		    xml_child(c, XNS_SHEET, "is") == NULL)
			continue;
		while (col > (long)b->m.ncells && !b->m.full)
			sheet_add(&b->m, row, CELL_TEXT, "", 0);
		take_cell(b, c, row);
	}
	n = b->m.sheet->nrows;
	sheet_end_row(&b->m, row, false);
	if (flag_attr(r, "hidden") && b->m.sheet->nrows != n && b->hidden++ == 0)
		b->first_hidden = row;
}

/* Of cells that were merged the file keeps the first one's value only. */
static void
tell_merged(struct book *b, const struct xml_node *sheet)
{
	const struct xml_node *all = xml_child(sheet, XNS_SHEET, "mergeCells"), *m;

	for (m = all == NULL ? NULL : xml_child(all, XNS_SHEET, "mergeCell"); m != NULL;
	     m = xml_next(m, XNS_SHEET, "mergeCell")) {
		const char *ref = xml_attr(m, XNS_NONE, "ref");
		long col = column_of(ref), row;

		if (col < 0)
			continue;
		row = strtol(ref + strspn(ref, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), NULL, 10);
		/* A title over the table is merged by habit. */
		if (row >= b->m.sheet->head_number && row <= SHEET_ROWS_MOST && col < SHEET_COLUMNS_MOST) {
			struct place at = sheet_place(b->m.sheet, (int)row, (size_t)col);

			diag(b->d, DIAG_XLSX_MERGED, &at, ref, NULL);
		}
	}
}

/* Rows that a filter or a hand hid are drafts all the same. */
static void
tell_hidden(struct book *b)
{
	struct place at = {.file = b->path, .line = b->first_hidden};

	if (b->hidden != 0)
		diag(b->d, DIAG_XLSX_HIDDEN, &at, arena_printf(b->a, "%zu", b->hidden), NULL);
}

static int
read_rows(struct book *b, const struct xml_node *sheet, const char *part)
{
	const struct xml_node *data = xml_child(sheet, XNS_SHEET, "sheetData"), *r;
	struct place at = {.file = b->path, .part = part};
	long row = 0;

	for (r = data == NULL ? NULL : xml_child(data, XNS_SHEET, "row"); r != NULL && !b->m.full;
	     r = xml_next(r, XNS_SHEET, "row")) {
		long said = number_attr(r, "r", row + 1);

		if (said <= row) {
			at.line = (int)r->line;
			return diag(b->d, DIAG_XLSX_DAMAGED, &at, "row r=", NULL);
		}
		row = said;
		take_row(b, r, (int)row);
	}
	tell_merged(b, sheet);
	tell_hidden(b);
	return 0;
}

/* -- which worksheet -- */

/* Target of a relationship, as the name of a part. */
static const char *
target_of(struct book *b, const char *id, bool *bad)
{
	struct xml_node *root = part_root(b, "xl/_rels/workbook.xml.rels", bad), *r;

	for (r = root == NULL ? NULL : xml_child(root, XNS_REL, "Relationship"); r != NULL;
	     r = xml_next(r, XNS_REL, "Relationship")) {
		const char *rid = xml_attr(r, XNS_NONE, "Id"), *t = xml_attr(r, XNS_NONE, "Target");

		if (rid != NULL && t != NULL && strcmp(rid, id) == 0)
			return *t == '/' ? t + 1 : arena_printf(b->a, "xl/%s", t);
	}
	return NULL;
}

static const struct xml_node *
find_sheet(struct book *b, const struct xml_node *sheets, const char *want)
{
	const struct xml_node *s = xml_child(sheets, XNS_SHEET, "sheet"), *first = s;
	struct place at = {.file = b->path};
	const char *names[NAMES_MOST], *name, *state;
	size_t n = 0;

	for (; s != NULL; s = xml_next(s, XNS_SHEET, "sheet")) {
		name = xml_attr(s, XNS_NONE, "name");
		state = xml_attr(s, XNS_NONE, "state");
		if (want == NULL && (state == NULL || strcmp(state, "visible") == 0))
			return s;
		if (want != NULL && name != NULL && strcmp(name, want) == 0)
			return s;
		if (name != NULL && n < NAMES_MOST)
			names[n++] = name;
	}
	if (want == NULL)
		return first;
	diag(b->d, DIAG_XLSX_NO_SHEET, &at, want, utf8_nearest(want, names, n), NULL);
	return NULL;
}

/* The worksheet's tree; its name goes to the message about what was detected. */
static struct xml_node *
open_sheet(struct book *b, const char *want, const char **part)
{
	bool bad = false;
	struct xml_node *wb = part_root(b, "xl/workbook.xml", &bad), *root = NULL;
	const struct xml_node *sheets, *sheet;
	struct place at = {.file = b->path};
	const char *id;

	if (bad)
		return NULL;
	sheets = wb == NULL ? NULL : xml_child(wb, XNS_SHEET, "sheets");
	if (sheets == NULL) {
		diag(b->d, DIAG_XLSX_NOT, &at, NULL);
		return NULL;
	}
	b->from_1904 = flag_attr(xml_child(wb, XNS_SHEET, "workbookPr"), "date1904");
	sheet = find_sheet(b, sheets, want);
	if (sheet == NULL && want != NULL)
		return NULL;
	id = sheet == NULL ? NULL : xml_attr(sheet, XNS_R, "id");
	*part = id == NULL ? NULL : target_of(b, id, &bad);
	if (*part != NULL && !bad)
		root = part_root(b, *part, &bad);
	if (root == NULL && !bad)
		diag(b->d, DIAG_XLSX_DAMAGED, &at, "xl/workbook.xml", NULL);
	if (sheet != NULL && xml_attr(sheet, XNS_NONE, "name") != NULL)
		b->m.sheet->what = arena_printf(b->a, "XLSX, \"%s\"", xml_attr(sheet, XNS_NONE, "name"));
	return root;
}

struct sheet *
xlsx_read(struct arena *a, const char *path, const char *sheet, struct diag *d)
{
	struct book b = {.a = a, .d = d, .path = path};
	struct sheet *result = NULL;
	struct xml_node *root;
	const char *part = NULL;

	b.pkg = pkg_open(path, DIAG_IO_READ, d);
	if (b.pkg == NULL)
		return NULL;
	sheet_begin(&b.m, a, path, d);
	root = open_sheet(&b, sheet, &part);
	if (root != NULL && read_strings(&b) == 0 && read_styles(&b) == 0 &&
	    read_rows(&b, root, part) == 0)
		result = sheet_finish(&b.m);
	buf_free(&b.text);
	pkg_close(b.pkg);
	return result;
}
