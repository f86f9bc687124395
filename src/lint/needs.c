/*
 * needs - the plan file that a template asks for: its fields, and what every plan has.
 *
 * The names of the template are led back to fields by the table of names; the rest is the
 * field table, in its order.  What may be left blank stands there as "~", so that check
 * reads the skeleton and says only what is to be filled in.
 */
#include <string.h>

#include "base/utf8.h"
#include "lint/lint.h"

#define FIELDS_MOST 512
#define DEPTH_MOST 12
#define COMMENT_COL 36 /* comments begin here, where they can */

struct mark {
	const struct field *f;
	bool needed; /* without it the document is refused */
};

struct needs {
	struct arena *a;
	struct buf *out;
	enum diag_lang lang;
	bool school;
	struct mark marks[FIELDS_MOST];
	size_t n;
};

static struct mark *
mark_of(struct needs *x, const struct field *f)
{
	size_t i;

	for (i = 0; i < x->n; i++)
		if (x->marks[i].f == f)
			return &x->marks[i];
	return NULL;
}

static void
mark(struct needs *x, const struct field *f, bool needed)
{
	struct mark *m = mark_of(x, f);

	if (m == NULL && x->n < FIELDS_MOST) {
		m = &x->marks[x->n++];
		m->f = f;
		m->needed = false;
	}
	if (m != NULL)
		m->needed |= needed;
}

/* The field and all that it stands in. */
static void
take(void *arg, const char *path, size_t len, bool needed)
{
	struct needs *x = arg;
	const struct field *f;
	size_t i;

	for (i = 1; i <= len; i++)
		if ((i == len || path[i] == '.') && (f = model_field(path, i)) != NULL)
			mark(x, f, needed && i == len);
}

static bool
is_required(const struct needs *x, const struct field *f)
{
	if (f->school_only && !x->school)
		return false;
	if (f->municipality_only && x->school)
		return false;
	return f->required;
}

static bool
stands_here(struct needs *x, const struct field *f)
{
	return mark_of(x, f) != NULL || is_required(x, f);
}

/* ---- writing ---- */

static const char *
say(const struct needs *x, const char *en, const char *lv)
{
	return x->lang == DIAG_LV ? lv : en;
}

static const char *
remark(struct needs *x, const struct field *f)
{
	const struct mark *m = mark_of(x, f);

	if (m == NULL)
		return say(x, "every plan has it; this template does not use it",
		    "ir katrā plānā; šī veidne to nelieto");
	if (is_required(x, f))
		return say(x, "required", "obligāts");
	if (m->needed)
		return say(x, "this template cannot do without it", "šī veidne bez tā neiztiek");
	return say(x, "may be left out", "drīkst nebūt");
}

static void
line(struct needs *x, const struct field *f, int indent, const char *before, const char *value)
{
	size_t at = x->out->len;
	const char *label = x->lang == DIAG_LV ? f->label : f->label_en;
	size_t used;

	buf_printf(x->out, "%*s%s%s:%s%s", indent, "", before, f->name, *value == '\0' ? "" : " ",
	    value);
	used = utf8_count(x->out->s + at, x->out->len - at);
	buf_printf(x->out, "%*s# %s; %s\n", used + 2 < COMMENT_COL ? (int)(COMMENT_COL - used) : 2, "",
	    label, remark(x, f));
}

static bool
is_map_list(const struct field *f)
{
	return f->type == FIELD_LIST && f->item != NULL && f->item->type == FIELD_MAP;
}

static bool
has_id(const struct field *map)
{
	return map->sub != NULL && map->sub->name != NULL && strcmp(map->sub->name, "id") == 0;
}

/* The text of a leaf, or NULL where it can only be an example in a comment. */
static const char *
value_of(struct needs *x, const struct field *f)
{
	const struct field *s;

	if (strcmp(f->name, "profile") == 0 && f->type == FIELD_ENUM)
		return x->school ? "school" : "municipality";
	/* Goals of an indicator: the one that stands in the skeleton. */
	if (f->type == FIELD_LIST && f->item != NULL && f->item->type == FIELD_REF && !f->fillable &&
	    (s = model_field("goals.id", strlen("goals.id"))) != NULL)
		return arena_printf(x->a, "[%s]", s->example);
	if (f->fillable)
		return "~";
	if (is_required(x, f) && f->example != NULL)
		return f->example;
	return NULL;
}

static void put_map(struct needs *x, const struct field *map, int indent, int depth, bool item);

static void
put_field(struct needs *x, const struct field *f, int indent, const char *dash, int depth)
{
	const char *value;

	if (f->type == FIELD_MAP) {
		line(x, f, indent, dash, "");
		put_map(x, f, indent + (*dash != '\0' ? 4 : 2), depth + 1, false);
		return;
	}
	if (is_map_list(f) && has_id(f->item) && (is_required(x, f) || mark_of(x, f) != NULL)) {
		line(x, f, indent, dash, "");
		put_map(x, f->item, indent + 2, depth + 1, true);
		return;
	}
	value = value_of(x, f);
	if (value != NULL)
		line(x, f, indent, dash, value);
	else if (is_map_list(f))
		line(x, f, indent, "# ", "[]");
	else
		line(x, f, indent, "# ", f->example != NULL ? f->example : "");
}

static void
put_map(struct needs *x, const struct field *map, int indent, int depth, bool item)
{
	const struct field *f;

	if (depth > DEPTH_MOST)
		return;
	for (f = map->sub; f != NULL && f->name != NULL; f++) {
		if (!stands_here(x, f))
			continue;
		put_field(x, f, indent, item ? "- " : "", depth);
		if (item)
			indent += 2;
		item = false;
	}
}

/* A template that asks for the school without a question is one for schools. */
static bool
is_for_school(struct needs *x)
{
	const struct mark *m = mark_of(x, model_field("school", 6));
	const struct mark *own = mark_of(x, model_field("municipality", 12));

	return m != NULL && (m->needed || own == NULL);
}

void
lint_needs(const struct template *t, struct arena *a, enum diag_lang lang, struct buf *out)
{
	struct needs *x = arena_alloc(a, sizeof(*x));

	x->a = a;
	x->out = out;
	x->lang = lang;
	lint_fields(t, a, take, x);
	x->school = is_for_school(x);
	if (x->school)
		mark(x, model_field("profile", 7), true); /* without it a plan is a municipality's */
	buf_printf(out, "# %s %s\n# %s\n",
	    say(x, "A plan for the template", "Plāns veidnei"), template_path(t),
	    say(x, "Fill in each ~, delete what may be left out, then: pmpplan check FILE",
	        "Aizpildiet katru ~, izdzēsiet lauku, kura drīkst nebūt, un tad: pmpplan check FAILS"));
	put_map(x, &field_plan, 0, 0, false);
}
