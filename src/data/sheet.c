/* sheet - see sheet.h */
#include "data/sheet.h"

#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "base/utf8.h"

static const char *
number_text(struct arena *a, long n)
{
	return arena_printf(a, "%ld", n);
}

void
sheet_begin(struct sheet_maker *m, struct arena *a, const char *file, struct diag *d)
{
	*m = (struct sheet_maker){.a = a, .d = d, .sheet = arena_alloc(a, sizeof(*m->sheet))};
	m->sheet->file = arena_strdup(a, file);
}

/* Blanks at both ends go; in the head the no-break ones too, for nobody sees them. */
static void
trim(const char **s, size_t *len, bool nbsp)
{
	for (;;) {
		if (*len > 0 && strchr(" \t\r\n", **s) != NULL) {
			++*s;
			--*len;
		} else if (nbsp && *len > 1 && memcmp(*s, NBSP, 2) == 0) {
			*s += 2;
			*len -= 2;
		} else
			break;
	}
	for (;;) {
		if (*len > 0 && strchr(" \t\r\n", (*s)[*len - 1]) != NULL)
			--*len;
		else if (nbsp && *len > 1 && memcmp(*s + *len - 2, NBSP, 2) == 0)
			*len -= 2;
		else
			break;
	}
}

static bool
is_plain_ascii(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((unsigned char)s[i] < 0x20 || (unsigned char)s[i] > 0x7E)
			return false;
	return true;
}

/* Line breaks in a cell are LF, whoever wrote the file. */
static char *
one_line_end(struct arena *a, const char *s, size_t *len)
{
	char *out = arena_strndup(a, s, *len);
	size_t i, n = 0;

	for (i = 0; i < *len; i++) {
		if (s[i] == '\r') {
			if (i + 1 < *len && s[i + 1] == '\n')
				continue;
			out[n++] = '\n';
		} else
			out[n++] = s[i];
	}
	out[n] = '\0';
	*len = n;
	return out;
}

/*
 * The first character that no document may have; "end" when all may.  Those of private
 * use come from a file read in a wrong encoding: no font has them.
 */
static const char *
bad_char(const char *s, const char *end, uint32_t *c)
{
	const char *bad = s + utf8_xml_check(s, (size_t)(end - s)), *p;
	size_t n;

	for (p = s; p < bad; p += n) {
		n = utf8_decode(p, (size_t)(bad - p), c);
		if (n == 0 || (*c >= 0xE000 && *c <= 0xF8FF) || *c >= 0xF0000)
			return p;
	}
	if (bad != end)
		utf8_decode(bad, (size_t)(end - bad), c);
	return bad;
}

void
sheet_add(struct sheet_maker *m, int number, enum cell_kind kind, const char *s, size_t len)
{
	struct place at = sheet_place(m->sheet, number, m->ncells);
	uint32_t u = 0;
	struct cell *c;

	if (m->full)
		return;
	if (m->ncells == SHEET_COLUMNS_MOST) {
		diag(m->d, DIAG_SHEET_LIMIT, &at,
		    diag_pick(m->d, "the number of columns", "kolonnu skaits"),
		    number_text(m->a, SHEET_COLUMNS_MOST), NULL);
		m->bad = m->full = true;
		return;
	}
	m->cells = arena_grow(m->a, m->cells, m->ncells, m->ncells + 1, &m->cells_cap,
	    sizeof(*m->cells));
	c = &m->cells[m->ncells++];
	*c = (struct cell){.kind = kind, .text = ""};
	if (len > SHEET_CELL_MOST) {
		diag(m->d, DIAG_SHEET_LIMIT, &at,
		    diag_pick(m->d, "the size of a cell in bytes", "šūnas garums baitos"),
		    number_text(m->a, SHEET_CELL_MOST), NULL);
		m->bad = m->full = true;
		return;
	}
	/* One shared text of a workbook may stand in millions of cells. */
	m->bytes += len;
	if (m->bytes > SHEET_BYTES_MOST) {
		diag(m->d, DIAG_SHEET_LIMIT, &at,
		    diag_pick(m->d, "the size of all cells in bytes", "visu šūnu garums baitos"),
		    number_text(m->a, SHEET_BYTES_MOST), NULL);
		m->bad = m->full = true;
		return;
	}
	trim(&s, &len, m->sheet->head == NULL);
	if (len == 0)
		return;
	if (is_plain_ascii(s, len)) {
		c->text = arena_strndup(m->a, s, len);
		c->len = len;
		return;
	}
	if (bad_char(s, s + len, &u) != s + len) {
		diag(m->d, DIAG_SHEET_CHAR, &at, arena_printf(m->a, "U+%04X", (unsigned)u), NULL);
		m->bad = true;
		return;
	}
	c->text = utf8_nfc(m->a, one_line_end(m->a, s, &len), len);
	c->len = strlen(c->text);
}

static bool
is_empty(const struct sheet_maker *m)
{
	size_t i;

	for (i = 0; i < m->ncells; i++)
		if (m->cells[i].len != 0)
			return false;
	return true;
}

/* The first row with something in it names the columns; each name stands once. */
static void
take_head(struct sheet_maker *m, int number)
{
	struct sheet *s = m->sheet;
	size_t i, k;

	while (m->ncells > 0 && m->cells[m->ncells - 1].len == 0)
		m->ncells--;
	s->head = arena_array(m->a, m->ncells, sizeof(*s->head));
	memcpy(s->head, m->cells, m->ncells * sizeof(*s->head));
	s->ncolumns = m->ncells;
	s->head_number = number;
	for (i = 0; i < s->ncolumns; i++)
		for (k = 0; k < i && s->head[i].len != 0; k++)
			if (strcmp(s->head[i].text, s->head[k].text) == 0) {
				struct place at = sheet_place(s, number, i);

				diag(m->d, DIAG_SHEET_SAME_HEAD, &at, s->head[i].text,
				    number_text(m->a, (long)k + 1), NULL);
				m->bad = true;
				break;
			}
}

void
sheet_fault(struct sheet_maker *m)
{
	struct place at = {.file = m->sheet->file};

	m->bad = true;
	if (++m->faults < SHEET_FAULTS_MOST || m->full)
		return;
	m->full = true;
	diag(m->d, DIAG_SHEET_FAULTS, &at, number_text(m->a, SHEET_FAULTS_MOST), NULL);
}

/* A row that is longer than the head, or in CSV shorter, has slipped. */
static void
check_width(struct sheet_maker *m, int number, bool exact)
{
	size_t want = m->sheet->ncolumns, n = m->ncells;
	struct place at;

	while (n > want && m->cells[n - 1].len == 0)
		n--;
	if (n > want || (exact && n < want)) {
		at = sheet_place(m->sheet, number, n > want ? want : n);
		diag(m->d, DIAG_SHEET_RAGGED, &at, number_text(m->a, (long)n),
		    number_text(m->a, (long)want), NULL);
		sheet_fault(m);
	}
}

void
sheet_end_row(struct sheet_maker *m, int number, bool exact)
{
	struct sheet *s = m->sheet;
	struct sheet_row *r;
	struct place at = sheet_place(s, number, 0);
	size_t i;

	if (m->full || is_empty(m)) {
		m->ncells = 0;
		return;
	}
	if (s->head == NULL) {
		take_head(m, number);
		m->ncells = 0;
		return;
	}
	check_width(m, number, exact);
	if (s->nrows == SHEET_ROWS_MOST) {
		diag(m->d, DIAG_SHEET_LIMIT, &at, diag_pick(m->d, "the number of rows", "rindu skaits"),
		    number_text(m->a, SHEET_ROWS_MOST), NULL);
		m->bad = m->full = true;
		return;
	}
	s->rows = arena_grow(m->a, s->rows, s->nrows, s->nrows + 1, &m->rows_cap, sizeof(*s->rows));
	r = &s->rows[s->nrows++];
	r->number = number;
	r->cells = arena_array(m->a, s->ncolumns, sizeof(*r->cells));
	for (i = 0; i < s->ncolumns; i++)
		r->cells[i] = i < m->ncells ? m->cells[i] : (struct cell){.text = ""};
	m->ncells = 0;
}

struct sheet *
sheet_finish(struct sheet_maker *m)
{
	struct place at = {.file = m->sheet->file};

	if (!m->bad && m->sheet->head == NULL) {
		diag(m->d, DIAG_SHEET_EMPTY, &at, NULL);
		m->bad = true;
	}
	return m->bad ? NULL : m->sheet;
}
