/* csv - see csv.h */
#include "data/csv.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

/* 0x80 to 0xFF of Windows-1257; 0: nothing there. */
static const uint16_t windows_1257[128] = {
    0x20AC, 0, 0x201A, 0, 0x201E, 0x2026, 0x2020, 0x2021, 0, 0x2030, 0, 0x2039, 0, 0x00A8, 0x02C7,
    0x00B8, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0, 0x2122, 0, 0x203A, 0,
    0x00AF, 0x02DB, 0, 0x00A0, 0, 0x00A2, 0x00A3, 0x00A4, 0, 0x00A6, 0x00A7, 0x00D8, 0x00A9, 0x0156,
    0x00AB, 0x00AC, 0x00AD, 0x00AE, 0x00C6, 0x00B0, 0x00B1, 0x00B2, 0x00B3, 0x00B4, 0x00B5, 0x00B6,
    0x00B7, 0x00F8, 0x00B9, 0x0157, 0x00BB, 0x00BC, 0x00BD, 0x00BE, 0x00E6, 0x0104, 0x012E, 0x0100,
    0x0106, 0x00C4, 0x00C5, 0x0118, 0x0112, 0x010C, 0x00C9, 0x0179, 0x0116, 0x0122, 0x0136, 0x012A,
    0x013B, 0x0160, 0x0143, 0x0145, 0x00D3, 0x014C, 0x00D5, 0x00D6, 0x00D7, 0x0172, 0x0141, 0x015A,
    0x016A, 0x00DC, 0x017B, 0x017D, 0x00DF, 0x0105, 0x012F, 0x0101, 0x0107, 0x00E4, 0x00E5, 0x0119,
    0x0113, 0x010D, 0x00E9, 0x017A, 0x0117, 0x0123, 0x0137, 0x012B, 0x013C, 0x0161, 0x0144, 0x0146,
    0x00F3, 0x014D, 0x00F5, 0x00F6, 0x00F7, 0x0173, 0x0142, 0x015B, 0x016B, 0x00FC, 0x017C, 0x017E,
    0x02D9};

struct reader {
	struct arena *a;
	struct diag *d;
	const char *name;
	const char *s, *end; /* UTF-8, and what is left of it */
	const char *encoding;
	char delimiter;
	bool said;           /* by sep= */
	struct sheet_maker m;
	struct buf cell;
};

/* -- which row and column is that byte in?  For files that cannot be read as text. -- */

/*
 * Rows and columns before an offset of raw bytes ("wide": 1, or 2 for UTF-16 of either
 * end).  Good enough for a message: quotes are minded, the delimiter is the commonest.
 */
static struct place
place_of_byte(const char *name, const char *s, size_t offset, size_t wide)
{
	size_t counts[3] = {0}, i, best = 0;
	struct place at = {.file = name, .line = 1, .col = 1};
	bool quoted = false;

	for (i = 0; i < offset; i++)
		if (s[i] != '\0' && strchr(";,\t", s[i]) != NULL)
			counts[s[i] == ';' ? 0 : s[i] == ',' ? 1 : 2]++;
	for (i = 1; i < 3; i++)
		if (counts[i] > counts[best])
			best = i;
	for (i = 0; i < offset; i++) {
		char c = s[i];

		if (wide == 2 && c == '\0')
			continue;
		if (c == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		if (c == ";,\t"[best])
			at.col++;
		if (c == '\n' || (c == '\r' && (i + wide >= offset || s[i + wide] != '\n'))) {
			at.line++;
			at.col = 1;
		}
	}
	return at;
}

static const char *
hex_byte(struct arena *a, char c)
{
	return arena_printf(a, "0x%02X", (unsigned)(unsigned char)c);
}

/* -- encodings -- */

static int
decode_utf16(struct reader *r, const char *s, size_t len, bool big, struct buf *out)
{
	size_t i;
	char utf8[4];

	for (i = 0; i + 1 < len; i += 2) {
		const unsigned char *u = (const unsigned char *)s + i;
		uint32_t c = big ? (uint32_t)u[0] << 8 | u[1] : (uint32_t)u[1] << 8 | u[0], low;

		if (c >= 0xD800 && c < 0xDC00 && i + 3 < len) {
			low = big ? (uint32_t)u[2] << 8 | u[3] : (uint32_t)u[3] << 8 | u[2];
			if (low >= 0xDC00 && low < 0xE000) {
				c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
				i += 2;
			}
		}
		if (c == 0 || (c >= 0xD800 && c < 0xE000)) {
			struct place at = place_of_byte(r->name, s, i, 2);

			if (c == 0)
				return diag(r->d, DIAG_CSV_NUL, &at, NULL);
			return diag(r->d, DIAG_CSV_UTF16, &at, arena_printf(r->a, "U+%04X", (unsigned)c),
			    NULL);
		}
		buf_add(out, utf8, (size_t)utf8_encode(c, utf8));
	}
	if (i < len) {
		struct place at = place_of_byte(r->name, s, i, 2);

		return diag(r->d, DIAG_CSV_UTF16, &at, hex_byte(r->a, s[i]), NULL);
	}
	return 0;
}

/* Two words with letters beyond ASCII, as they were decoded. */
static void
show_words(const char *s, size_t len, struct buf *out)
{
	size_t i = 0, start, found = 0;
	uint32_t c;
	int n;

	while (i < len && found < 2) {
		bool foreign = false;

		start = i;
		while (i < len && (n = utf8_decode(s + i, len - i, &c)) > 0 && utf8_is_letter(c)) {
			foreign = foreign || c > 0x7F;
			i += (size_t)n;
		}
		if (foreign && i - start < 60 && (out->len == 0 || i - start + 2 != out->len ||
		    memcmp(out->s + 1, s + start, i - start) != 0)) {
			buf_printf(out, "%s\"%.*s\"", found == 0 ? "" : ", ", (int)(i - start), s + start);
			found++;
		}
		if (i == start) {
			n = utf8_decode(s + i, len - i, &c);
			i += n > 0 ? (size_t)n : 1;
		}
	}
}

static int
decode_legacy(struct reader *r, const char *s, size_t len, struct buf *out)
{
	struct place at = {.file = r->name};
	struct buf words = {0};
	char utf8[4];
	size_t i;

	for (i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];
		uint32_t u = c < 0x80 ? c : windows_1257[c - 0x80];

		if (u == 0) {
			at = place_of_byte(r->name, s, i, 1);
			return diag(r->d, DIAG_CSV_BYTE, &at, hex_byte(r->a, s[i]), NULL);
		}
		buf_add(out, utf8, (size_t)utf8_encode(u, utf8));
	}
	show_words(out->s, out->len, &words);
	diag(r->d, DIAG_CSV_LEGACY, &at, "Windows-1257", buf_cstr(&words), NULL);
	buf_free(&words);
	r->encoding = "Windows-1257";
	return 0;
}

/* In UTF-16 without its mark every other byte of plain letters is NUL. */
static bool
looks_utf16(const char *s, size_t len)
{
	size_t i, nul = 0, n = len < 512 ? len : 512;

	for (i = 0; i < n; i++)
		nul += s[i] == '\0';
	return nul >= n / 4 && nul > 1;
}

/* The text as UTF-8, in the arena. */
static int
decode(struct reader *r, const char *s, size_t len, const struct csv_opts *o)
{
	const unsigned char *u = (const unsigned char *)s;
	struct buf out = {0};
	const char *nul;
	size_t bad;
	struct place at;
	int rc = 0;

	r->encoding = "UTF-8";
	if (len >= 2 && ((u[0] == 0xFF && u[1] == 0xFE) || (u[0] == 0xFE && u[1] == 0xFF))) {
		r->encoding = u[0] == 0xFF ? "UTF-16LE" : "UTF-16BE";
		rc = decode_utf16(r, s + 2, len - 2, u[0] == 0xFE, &out);
	} else {
		if (len >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0) {
			s += 3;
			len -= 3;
		}
		nul = memchr(s, '\0', len);
		if (nul != NULL) {
			at = place_of_byte(r->name, s, (size_t)(nul - s), 1);
			return diag(r->d, looks_utf16(s, len) ? DIAG_CSV_NO_MARK : DIAG_CSV_NUL, &at,
			    NULL);
		}
		bad = utf8_check(s, len);
		if (bad == len)
			buf_add(&out, s, len);
		else if (o != NULL && o->legacy == CSV_NO_LEGACY) {
			at = place_of_byte(r->name, s, bad, 1);
			rc = diag(r->d, DIAG_CSV_NOT_UTF8, &at, hex_byte(r->a, s[bad]), NULL);
		} else
			rc = decode_legacy(r, s, len, &out);
	}
	r->s = arena_strndup(r->a, buf_cstr(&out), out.len);
	r->end = r->s + out.len;
	buf_free(&out);
	return rc;
}

/* -- delimiter -- */

static bool
is_end(const struct reader *r, const char *s)
{
	return s == r->end || *s == '\n' || *s == '\r';
}

/* Behind the end of a line. */
static const char *
next_line(const struct reader *r, const char *s)
{
	if (s < r->end && *s == '\r')
		s++;
	else if (s < r->end && *s == '\n')
		return s + 1;
	if (s < r->end && *s == '\n')
		s++;
	return s;
}

/* "sep=;" as the first line is Excel's; it shows that line to nobody. */
static bool
take_sep(struct reader *r)
{
	const char *s = r->s;
	bool quoted = s < r->end && *s == '"';

	s += quoted;
	if (r->end - s < 5 || strncmp(s, "sep=", 4) != 0 || strchr(";,\t", s[4]) == NULL)
		return false;
	if (!is_end(r, s + 5 + quoted) || (quoted && s[5] != '"'))
		return false;
	r->delimiter = s[4];
	r->said = true;
	r->s = next_line(r, s + 5 + quoted);
	return true;
}

struct head_count {
	size_t cells;
	bool id;
};

/* How the head would part with this delimiter. */
static struct head_count
count_head(const struct reader *r, const char *s, char delimiter)
{
	struct head_count h = {.cells = 1};
	const char *start = s;
	bool quoted = false;

	for (;; s++) {
		bool end = s == r->end || (!quoted && is_end(r, s));

		if (end || (!quoted && *s == delimiter)) {
			const char *from = start, *to = s;

			while (from < to && strchr(" \"", *from) != NULL)
				from++;
			while (to > from && strchr(" \"", to[-1]) != NULL)
				to--;
			h.id = h.id || (to - from == 2 && memcmp(from, "id", 2) == 0);
			if (end)
				return h;
			h.cells++;
			start = s + 1;
		} else if (*s == '"')
			quoted = !quoted;
	}
}

/* The delimiter that shows a column "id"; if none does, the commonest in the head. */
static int
find_delimiter(struct reader *r)
{
	static const char known[] = ";,\t";
	struct place at = {.file = r->name, .line = 1};
	const char *head = r->s;
	struct head_count h[3];
	int i, best = 0, ids = 0;

	while (head < r->end && is_end(r, head)) {
		head = next_line(r, head);
		at.line++;
	}
	for (i = 0; i < 3; i++) {
		h[i] = count_head(r, head, known[i]);
		ids += h[i].id && h[i].cells > 1;
	}
	if (ids > 1)
		return diag(r->d, DIAG_CSV_MIXED, &at, NULL);
	for (i = 1; i < 3; i++)
		if (h[i].id != h[best].id ? h[i].id : h[i].cells > h[best].cells)
			best = i;
	r->delimiter = known[best];
	return 0;
}

/* -- cells -- */

static void
bad_quote(struct reader *r, enum diag_code code, int row)
{
	struct place at = sheet_place(r->m.sheet, row, r->m.ncells);

	diag(r->d, code, &at, NULL);
	sheet_fault(&r->m);
}

/* "..." with "" for a quotation mark.  False when it is never closed. */
static bool
quoted_cell(struct reader *r)
{
	const char *q;

	r->s++;
	for (;;) {
		q = memchr(r->s, '"', (size_t)(r->end - r->s));
		if (q == NULL)
			return false;
		buf_add(&r->cell, r->s, (size_t)(q - r->s));
		r->s = q + 1;
		if (r->s == r->end || *r->s != '"')
			return true;
		buf_ch(&r->cell, '"');
		r->s++;
	}
}

static bool
is_cell_end(const struct reader *r)
{
	return is_end(r, r->s) || *r->s == r->delimiter;
}

/* One cell; false when the rest of the file is lost. */
static bool
read_cell(struct reader *r, int row)
{
	r->cell.len = 0;
	if (r->s < r->end && *r->s == '"') {
		if (!quoted_cell(r)) {
			bad_quote(r, DIAG_CSV_QUOTE_OPEN, row);
			return false;
		}
		if (!is_cell_end(r)) {
			bad_quote(r, DIAG_CSV_AFTER_QUOTE, row);
			while (!is_cell_end(r))
				r->s++;
		}
	} else {
		const char *from = r->s;

		while (!is_cell_end(r))
			r->s++;
		if (memchr(from, '"', (size_t)(r->s - from)) != NULL)
			bad_quote(r, DIAG_CSV_LONE_QUOTE, row);
		buf_add(&r->cell, from, (size_t)(r->s - from));
	}
	sheet_add(&r->m, row, CELL_TEXT, buf_cstr(&r->cell), r->cell.len);
	return true;
}

static void
read_rows(struct reader *r)
{
	int row;

	for (row = 1; r->s < r->end && !r->m.full; row++) {
		for (;;) {
			if (!read_cell(r, row))
				return;
			if (r->s == r->end || *r->s != r->delimiter)
				break;
			r->s++;
		}
		sheet_end_row(&r->m, row, true);
		r->s = next_line(r, r->s);
	}
}

static const char *
delimiter_name(const struct reader *r)
{
	return r->delimiter == '\t' ? diag_pick(r->d, "tab", "tabulators")
	    : r->delimiter == ';' ? "\";\"" : "\",\"";
}

/* Beginnings of what people take for a table: old .xls and locked .xlsx, pages, PDF, RTF. */
static bool
is_no_table(const char *bytes, size_t len)
{
	static const char *const begins[] = {"\xD0\xCF\x11\xE0", "<?xml", "<html", "<!DOCTYPE", "%PDF-",
	    "{\\rtf"};
	size_t i, n;

	for (i = 0; i < sizeof(begins) / sizeof(begins[0]); i++) {
		n = strlen(begins[i]);
		if (len >= n && memcmp(bytes, begins[i], n) == 0)
			return true;
	}
	return false;
}

struct sheet *
csv_parse(struct arena *a, const char *name, const char *bytes, size_t len,
    const struct csv_opts *opts, struct diag *d)
{
	struct reader r = {.a = a, .d = d, .name = name};
	struct place at = {.file = name};

	if (is_no_table(bytes, len)) {
		diag(d, DIAG_XLSX_NOT, &at, NULL);
		return NULL;
	}
	if (decode(&r, bytes, len, opts) == -1)
		return NULL;
	if (!take_sep(&r) && find_delimiter(&r) == -1)
		return NULL;
	sheet_begin(&r.m, a, name, d);
	read_rows(&r);
	buf_free(&r.cell);
	r.m.sheet->what = arena_printf(a, "CSV, %s, %s%s", r.encoding, delimiter_name(&r),
	    r.said ? " (sep=)" : "");
	return sheet_finish(&r.m);
}
