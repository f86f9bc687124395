/* rows - see rows.h */
#include "data/rows.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/num.h"
#include "base/publish.h"
#include "base/utf8.h"
#include "data/written.h"
#include "data/xlsx.h"

#define STEPS_MOST 16 /* of a column name */
#define NEAR_MOST 200 /* ids that a typing mistake is compared with */

struct rows_column {
	size_t at; /* in the sheet */
	struct rows_target target;
	long *items; /* of each step: number of the list item, or -1: no list */
	bool given;  /* the base has a value there */
};

struct sheet *
rows_read(struct arena *a, const char *path, const struct rows_opts *opts, struct diag *d)
{
	size_t len = 0, limit = (size_t)64 << 20;
	struct place at = {.file = path};
	struct sheet *s;
	char *bytes = slurp(path, limit, &len, DIAG_IO_READ, d);

	if (bytes == NULL)
		return NULL;
	if (xlsx_is(bytes, len))
		s = xlsx_read(a, path, opts->sheet, d);
	else if (len > SHEET_FILE_MOST) {
		diag(d, DIAG_LIMIT_FILE, &at, arena_printf(a, "%d", SHEET_FILE_MOST), NULL);
		s = NULL;
	} else
		s = csv_parse(a, path, bytes, len, &opts->csv, d);
	free(bytes);
	return s;
}

/* -- column names -- */

/* "activities[vecaki].money.2024" -> steps; their number, or 0 if it is no such name. */
static size_t
split_name(struct arena *a, const char *s, struct rows_step *steps)
{
	size_t n = 0, len;
	const char *end;

	for (;; s++) {
		len = strcspn(s, ".[");
		if (len == 0 || n == STEPS_MOST)
			return 0;
		steps[n] = (struct rows_step){.name = arena_strndup(a, s, len)};
		s += len;
		if (*s == '[') {
			end = strchr(s, ']');
			if (end == NULL || end == s + 1)
				return 0;
			/* Quotes are allowed, as YAML would want them: goals["1"]. */
			if (s[1] == '"' && end[-1] == '"' && end - s > 3)
				steps[n].id = arena_strndup(a, s + 2, (size_t)(end - s - 3));
			else
				steps[n].id = arena_strndup(a, s + 1, (size_t)(end - s - 1));
			s = end + 1;
		}
		n++;
		if (*s == '\0')
			return n;
		if (*s != '.')
			return 0;
	}
}

static const char *
id_of(const struct value *item)
{
	return item->kind == VALUE_MAP ? value_get_text(item, "id") : NULL;
}

/* Ids of all lists that a step reaches, for the message about one that is not there. */
struct near {
	const char *words[NEAR_MOST];
	size_t n;
};

/*
 * Follow the steps through the base plan.  Fills c->items; false if an item is not
 * there.  Recursion: one level a step.
 */
static bool
follow(struct rows_column *c, const struct value *v, size_t step, struct near *near)
{
	const struct rows_step *s = &c->target.steps[step];
	const struct value *child;
	size_t i;

	if (step == c->target.nsteps) {
		c->given = v != NULL;
		return true;
	}
	child = v != NULL && v->kind == VALUE_MAP ? value_get(v, s->name) : NULL;
	c->items[step] = -1;
	if (s->id == NULL && !s->any)
		return follow(c, child, step + 1, near);
	for (i = 0; child != NULL && child->kind == VALUE_LIST && i < child->nitems; i++) {
		const char *id = id_of(child->items[i]);

		if (s->id != NULL && id != NULL && near->n < NEAR_MOST && strcmp(id, s->id) != 0)
			near->words[near->n++] = id;
		if (s->id != NULL && (id == NULL || strcmp(id, s->id) != 0))
			continue;
		c->items[step] = (long)i;
		if (follow(c, child->items[i], step + 1, near))
			return true;
	}
	return false;
}

/* What there is instead: diag() cuts it where it gets long. */
static const char *
join_words(struct arena *a, const struct near *near)
{
	struct buf b = {0};
	const char *s;
	size_t i;

	for (i = 0; i < near->n; i++)
		buf_printf(&b, "%s%s", i == 0 ? "" : ", ", near->words[i]);
	s = arena_strdup(a, buf_cstr(&b));
	buf_free(&b);
	return s;
}

/* The id in a column name that leads nowhere. */
static const char *
last_id(const struct rows_target *t)
{
	size_t i = t->nsteps;

	while (i-- > 0)
		if (t->steps[i].id != NULL)
			return t->steps[i].id;
	return "";
}

static int
bind_column(struct arena *a, struct rows *r, size_t col, rows_resolve *resolve, struct diag *d)
{
	struct place at = sheet_place(r->sheet, r->sheet->head_number, col);
	const char *name = r->sheet->head[col].text;
	struct rows_step steps[STEPS_MOST];
	struct rows_column *c = &r->columns[r->ncolumns];
	struct near near = {.n = 0};
	size_t n;

	if (*name == '\0') {
		diag(d, DIAG_ROWS_NO_NAME, &at, NULL);
		return 0;
	}
	*c = (struct rows_column){.at = col};
	n = split_name(a, name, steps);
	if (n == 0 || !resolve(a, steps, n, &c->target)) {
		diag(d, DIAG_ROWS_IGNORED, &at, name, c->target.near == NULL ? "" : c->target.near,
		    NULL);
		return 0;
	}
	c->items = arena_array(a, c->target.nsteps, sizeof(*c->items));
	if (!follow(c, r->base, 0, &near)) {
		const char *id = last_id(&c->target);

		const char *like = utf8_nearest(id, near.words, near.n);

		return diag(d, DIAG_ROWS_NO_ITEM, &at, name, id, like == NULL ? "" : like,
		    like == NULL ? join_words(a, &near) : "", NULL);
	}
	r->ncolumns++;
	return 0;
}

static bool
is_error(const char *s)
{
	static const char *const errors[] = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?",
	    "#NUM!", "#NULL!"};
	size_t i;

	/* Columns that are too narrow, saved as they look. */
	if (s[0] == '#' && s[1] == '#' && strspn(s, "#") == strlen(s))
		return true;
	for (i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (strcmp(s, errors[i]) == 0)
			return true;
	return false;
}

/* A cell whose value the spreadsheet could not tell. */
static bool
is_faulty(const struct cell *c)
{
	return c->kind == CELL_FORMULA || c->kind == CELL_ERROR ||
	    (c->kind == CELL_TEXT && is_error(c->text));
}

static int
report_faulty(const struct cell *c, const struct place *at, struct diag *d)
{
	return c->kind == CELL_FORMULA ? diag(d, DIAG_XLSX_FORMULA, at, NULL)
	    : diag(d, DIAG_SHEET_ERROR, at, c->text, NULL);
}

/* Every row has an id of its own. */
static int
check_ids(struct arena *a, const struct rows *r, struct diag *d)
{
	struct value *seen = value_new(a, VALUE_MAP, NULL), *v;
	const struct sheet *s = r->sheet;
	const struct value *was;
	size_t i;
	int rc = 0;

	for (i = 0; i < s->nrows; i++) {
		const struct cell *c = &s->rows[i].cells[r->id];
		struct place at = sheet_place(s, s->rows[i].number, r->id);

		if (is_faulty(c)) {
			rc = report_faulty(c, &at, d);
			continue;
		}
		if (c->len == 0) {
			rc = diag(d, DIAG_ROWS_NO_ID, &at, NULL);
			continue;
		}
		was = value_get(seen, c->text);
		if (was != NULL) {
			rc = diag(d, DIAG_ROWS_SAME_ID, &at, c->text,
			    arena_printf(a, "%d", (int)was->num), NULL);
			continue;
		}
		v = value_int(a, VALUE_INT, s->rows[i].number);
		value_set(a, seen, c->text, v);
	}
	return rc;
}

static bool
is_column(const struct sheet *s, size_t col, const char *name)
{
	return strcmp(s->head[col].text, name) == 0;
}

struct rows *
rows_bind(struct arena *a, const struct sheet *s, const struct value *base,
    rows_resolve *resolve, struct diag *d)
{
	bool bad = false;
	struct rows *r = rows_bind_all(a, s, base, resolve, &bad, d);

	return bad ? NULL : r;
}

struct rows *
rows_bind_all(struct arena *a, const struct sheet *s, const struct value *base,
    rows_resolve *resolve, bool *bad, struct diag *d)
{
	struct place head = {.file = s->file, .line = s->head_number};
	struct rows *r = arena_alloc(a, sizeof(*r));
	const char *words[SHEET_COLUMNS_MOST];
	size_t i;
	int rc = 0;

	*r = (struct rows){.sheet = s, .base = base, .id = s->ncolumns, .until = s->ncolumns,
	    .columns = arena_array(a, s->ncolumns, sizeof(*r->columns))};
	for (i = 0; i < s->ncolumns; i++) {
		words[i] = s->head[i].text;
		if (is_column(s, i, "id"))
			r->id = i;
		if (is_column(s, i, "valid_until"))
			r->until = i;
		else if (bind_column(a, r, i, resolve, d) == -1)
			rc = -1;
	}
	if (r->id == s->ncolumns) {
		const char *like = utf8_nearest("id", words, s->ncolumns);

		rc = diag(d, DIAG_ROWS_NO_ID_COLUMN, &head, like == NULL ? "" : like, s->what, NULL);
	} else if (check_ids(a, r, d) == -1)
		*bad = true;
	if (rc == 0 && s->nrows == 0)
		rc = diag(d, DIAG_ROWS_NONE, &head, NULL);
	return rc == -1 ? NULL : r;
}

const char *
rows_id(const struct rows *r, size_t row)
{
	return r->sheet->rows[row].cells[r->id].text;
}

bool
rows_fills(const struct rows *r, size_t column)
{
	size_t i;

	for (i = 0; i < r->ncolumns; i++)
		if (r->columns[i].at == column)
			return true;
	return column == r->id || column == r->until;
}

/* -- cells -- */

/* "1,23E+10": what Excel makes of a long number; the digits are gone for good. */
static bool
is_shortened(const char *s)
{
	size_t n = strspn(s, "0123456789");

	if (n == 0 || (s[n] != ',' && s[n] != '.'))
		return false;
	s += n + 1;
	n = strspn(s, "0123456789");
	return n != 0 && s[n] == 'E' && (s[n + 1] == '+' || s[n + 1] == '-') &&
	    s[n + 2] != '\0' && strspn(s + n + 2, "0123456789") == strlen(s + n + 2);
}

static struct value *
literal(struct arena *a, const char *s, size_t len, const struct place *at)
{
	struct value *v = value_text(a, s, len, at);

	v->literal = true;
	return v;
}

static struct value *
list_value(struct arena *a, const struct cell *c, const char *ends, const struct place *at)
{
	struct value *list = value_new(a, VALUE_LIST, at);
	const char *s = c->text, *to;
	size_t n;

	for (;; s += n + 1) {
		n = strcspn(s, ends);
		to = s + n;
		while (s < to && *s == ' ') {
			s++;
			n--;
		}
		while (to > s && to[-1] == ' ')
			to--;
		if (to > s)
			value_push(a, list, literal(a, s, (size_t)(to - s), at));
		if (s[n] == '\0')
			return list;
	}
}

/* The value of a cell, or NULL: the base keeps its own. */
static struct value *
cell_value(struct arena *a, const struct rows_column *c, const struct cell *cell,
    const struct place *at, struct diag *d)
{
	const char *s = cell->text;

	if (cell->len == 0 || strcmp(s, "~") == 0) {
		if (!c->target.fillable || (cell->len == 0 && c->given))
			return NULL;
		return value_new(a, VALUE_BLANK, at);
	}
	if (is_faulty(cell)) {
		report_faulty(cell, at, d);
		return NULL;
	}
	if (cell->kind == CELL_DATE && c->target.form == ROWS_TEXT)
		diag(d, DIAG_ROWS_DATE, at, s, NULL);
	if (cell->kind == CELL_TEXT && is_shortened(s))
		diag(d, DIAG_ROWS_SHORTENED, at, s, NULL);
	switch (c->target.form) {
	case ROWS_LINES: return list_value(a, cell, "\n", at);
	case ROWS_LIST: return list_value(a, cell, "\n,;", at);
	case ROWS_MONEY: s = written_money(a, s, cell->len); break;
	case ROWS_NUMBER: s = written_number(a, s, cell->len); break;
	case ROWS_DATE: s = written_date(a, s); break;
	case ROWS_TEXT: break;
	}
	return literal(a, s, strlen(s), at);
}

/*
 * Put a value in, copying only what lies on the way.  "map" is a copy of our own.  A text
 * that stands where fields are wanted ("base: 60" for base.value) gives way to them.
 */
static void
put(struct arena *a, struct value *map, const struct rows_column *c, struct value *v)
{
	struct value *child, *item;
	size_t i;

	for (i = 0; i + 1 < c->target.nsteps; i++) {
		const char *name = c->target.steps[i].name;

		child = value_get(map, name);
		if (child == NULL || (c->items[i] < 0 && child->kind != VALUE_MAP))
			child = value_new(a, VALUE_MAP, &v->at);
		else
			child = value_copy(a, child);
		value_set(a, map, name, child);
		if (c->items[i] >= 0) {
			item = value_copy(a, child->items[c->items[i]]);
			child->items[c->items[i]] = item;
			child = item;
		}
		map = child;
	}
	value_set(a, map, c->target.steps[i].name, v);
}

struct value *
rows_plan(struct arena *a, const struct rows *r, size_t row, struct diag *d)
{
	const struct sheet_row *cells = &r->sheet->rows[row];
	struct value *root = value_copy(a, r->base), *v;
	size_t i;

	for (i = 0; i < r->ncolumns; i++) {
		const struct rows_column *c = &r->columns[i];
		struct place at = sheet_place(r->sheet, cells->number, c->at);

		/* That of an id was reported for the table. */
		if (c->at == r->id && is_faulty(&cells->cells[c->at]))
			continue;
		v = cell_value(a, c, &cells->cells[c->at], &at, d);
		if (v != NULL)
			put(a, root, c, v);
	}
	return root;
}

bool
rows_has_until(const struct rows *r, size_t row)
{
	return r->until != r->sheet->ncolumns && r->sheet->rows[row].cells[r->until].len != 0;
}

bool
rows_expired(struct arena *a, const struct rows *r, size_t row, const struct value *plan,
    const char **until, struct diag *d)
{
	const struct sheet_row *cells = &r->sheet->rows[row];
	const struct cell *c;
	const char *date = value_get_text(plan, "date");
	struct place at;
	struct date day;

	if (!rows_has_until(r, row))
		return false;
	c = &cells->cells[r->until];
	at = sheet_place(r->sheet, cells->number, r->until);
	*until = written_date(a, c->text);
	if (!date_parse(*until, strlen(*until), &day)) {
		diag(d, DIAG_ROWS_UNTIL, &at, c->text, NULL);
		return false;
	}
	/* Both are YYYY-MM-DD: their order is that of the letters. */
	return date != NULL && strcmp(*until, date) < 0;
}
