/* columns - see columns.h */
#include "batch/columns.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "plan/field.h"

#define LEVELS_MOST 4   /* goals > activities > tasks */
#define FIELDS_MOST 100 /* of one map, for the nearest name */

/* What steers the reading of a plan, or is no text, is no business of a table. */
static const char *const not_from_rows[] = {"schema", "base", "views", "silence"};

static bool
is_from_rows(const struct field *map, const char *name)
{
	size_t i;

	if (map != &field_plan)
		return true;
	for (i = 0; i < sizeof(not_from_rows) / sizeof(not_from_rows[0]); i++)
		if (strcmp(name, not_from_rows[i]) == 0)
			return false;
	return true;
}

static bool
is_list_of_things(const struct field *f)
{
	return f->type == FIELD_LIST && f->item != NULL && f->item->type == FIELD_MAP &&
	    field_find(f->item, "id") != NULL;
}

/*
 * A list somewhere inside others: fills path[] with the lists around it.  Returns how
 * many, or -1.  Recursion: LEVELS_MOST.
 */
static int
find_inside(const struct field *map, const char *name, const struct field **path, int depth)
{
	const struct field *f;
	int n;

	for (f = map->sub; f != NULL && f->name != NULL; f++) {
		if (!is_list_of_things(f))
			continue;
		if (strcmp(f->name, name) == 0)
			return depth;
		if (depth + 1 < LEVELS_MOST) {
			path[depth] = f;
			n = find_inside(f->item, name, path, depth + 1);
			if (n != -1)
				return n;
		}
	}
	return -1;
}

/* All that was written, with one name put right. */
static const char *
corrected(struct arena *a, const struct rows_step *steps, size_t n, size_t which, const char *name)
{
	struct buf b = {0};
	const char *s;
	size_t i;

	for (i = 0; i < n; i++) {
		buf_printf(&b, "%s%s", i == 0 ? "" : ".", i == which ? name : steps[i].name);
		if (steps[i].id != NULL)
			buf_printf(&b, "[%s]", steps[i].id);
	}
	s = arena_strdup(a, buf_cstr(&b));
	buf_free(&b);
	return s;
}

static const char *
nearest(struct arena *a, const struct field *map, const struct rows_step *steps, size_t n,
    size_t which)
{
	const char *words[FIELDS_MOST], *name;
	const struct field *f;
	size_t k = 0;

	for (f = map->sub; f != NULL && f->name != NULL && k < FIELDS_MOST; f++)
		if (is_from_rows(map, f->name))
			words[k++] = f->name;
	name = utf8_nearest(steps[which].name, words, k);
	return name == NULL || strcmp(name, steps[which].name) == 0 ? NULL
	    : corrected(a, steps, n, which, name);
}

/* Can a cell be the value of this field, and as what? */
static bool
take_leaf(const struct field *f, bool fillable, struct rows_target *out)
{
	out->fillable = fillable;
	switch (f->type) {
	case FIELD_MAP:
	case FIELD_YEARMAP:
	case FIELD_VIEWS:
	case FIELD_ANY: return false;
	case FIELD_LIST:
		if (f->item == NULL || f->item->type == FIELD_MAP)
			return false;
		out->form = f->item->type == FIELD_TEXT || f->item->type == FIELD_MARKDOWN
		    ? ROWS_LINES : ROWS_LIST;
		return true;
	case FIELD_INT:
	case FIELD_NUMBER:
	case FIELD_YEAR:
	case FIELD_VALUE: out->form = ROWS_NUMBER; return true;
	case FIELD_MONEY: out->form = ROWS_MONEY; return true;
	case FIELD_DATE: out->form = ROWS_DATE; return true;
	default: out->form = ROWS_TEXT; return true;
	}
}

/* "municipality" names fields, none of which a cell can be: the first that one can. */
static const char *
inside(struct arena *a, const struct field *f, const struct rows_step *steps, size_t n)
{
	const struct field *map = f->type == FIELD_MAP ? f
	    : steps[n - 1].id != NULL && f->item != NULL ? f->item : NULL, *sub;
	struct rows_target unused;

	if (map != NULL && field_find(map, "name") != NULL)
		return arena_printf(a, "%s.name", corrected(a, steps, n, n, ""));
	for (sub = map == NULL ? NULL : map->sub; sub != NULL && sub->name != NULL; sub++)
		if (strcmp(sub->name, "id") != 0 && take_leaf(sub, false, &unused))
			return arena_printf(a, "%s.%s", corrected(a, steps, n, n, ""), sub->name);
	return NULL;
}

static bool
is_year(const char *s)
{
	return strlen(s) == 4 && strspn(s, "0123456789") == 4 && s[0] != '0';
}

/* Room for the steps, begun with the lists around the first one. */
static const struct field *
begin(struct arena *a, const struct rows_step *steps, size_t n, struct rows_target *out)
{
	const struct field *path[LEVELS_MOST], *map = &field_plan;
	int around = 0, i;

	if (steps[0].id != NULL && field_find(map, steps[0].name) == NULL) {
		around = find_inside(map, steps[0].name, path, 0);
		if (around == -1)
			around = 0;
	}
	out->steps = arena_array(a, n + (size_t)around, sizeof(*out->steps));
	out->nsteps = n + (size_t)around;
	for (i = 0; i < around; i++) {
		out->steps[i] = (struct rows_step){.name = path[i]->name, .any = true};
		map = path[i]->item;
	}
	memcpy(out->steps + around, steps, n * sizeof(*steps));
	return map;
}

bool
columns_resolve(struct arena *a, const struct rows_step *steps, size_t n, struct rows_target *out)
{
	const struct field *map = begin(a, steps, n, out), *f;
	size_t i;

	for (i = 0; i < n; i++) {
		f = is_from_rows(map, steps[i].name) ? field_find(map, steps[i].name) : NULL;
		if (f == NULL) {
			out->near = nearest(a, map, steps, n, i);
			return false;
		}
		if (steps[i].id != NULL && !is_list_of_things(f))
			return false;
		if (f->type == FIELD_YEARMAP && i + 1 < n) {
			bool fillable = f->item->fillable;

			if (!is_year(steps[++i].name) || steps[i].id != NULL)
				return false;
			f = f->item;
			if (i + 1 == n)
				return take_leaf(f, fillable, out);
		} else if (i + 1 == n) {
			if (steps[i].id == NULL && take_leaf(f, f->fillable, out))
				return true;
			out->near = inside(a, f, steps, n);
			return false;
		}
		if (steps[i].id != NULL)
			map = f->item;
		else if (f->sub != NULL && f->type != FIELD_LIST)
			map = f;
		else
			return false;
	}
	return false;
}
