/*
 * tables - the program's own tables as JSON, for the reference pages (generate.py).
 *
 * Codes with their wordings, causes and remedies; fields; document words, money
 * sources, approval marks; names that templates see; commands.  Linked with the program's objects: what the
 * pages say is what the program does.
 */
#include <jansson.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/diag.h"
#include "cmd/cmd.h"
#include "plan/field.h"
#include "plan/model.h"

#define DEPTH_MOST 16
#define TURNS_MOST 64

static json_t *
both(const char *en, const char *lv)
{
	return json_pack("{s:s, s:s}", "en", en, "lv", lv);
}

static json_t *
codes(struct arena *a)
{
	json_t *all = json_array();
	enum diag_code code;
	const char *cause;
	json_t *o;

	for (code = 0; code < DIAG_CODES; code++) {
		cause = diag_code_cause(code, DIAG_EN);
		o = json_pack("{s:s, s:s, s:i, s:o}", "name", diag_code_name(code), "level",
		    diag_level_name(diag_code_level(code), DIAG_EN), "status",
		    diag_code_level(code) >= DIAG_ERROR ? diag_code_status(code) : 0, "says",
		    both(diag_code_shown(a, code, DIAG_EN), diag_code_shown(a, code, DIAG_LV)));
		if (cause != NULL) {
			json_object_set_new(o, "cause",
			    both(cause, diag_code_cause(code, DIAG_LV)));
			json_object_set_new(o, "remedy",
			    both(diag_code_remedy(code, DIAG_EN),
				diag_code_remedy(code, DIAG_LV)));
		}
		json_array_append_new(all, o);
	}
	return all;
}

static const char *
type_name(enum field_type type)
{
	static const char *const names[] = {"text", "markdown", "id", "int", "number",
	    "money", "date", "year", "years", "term", "enum", "party", "ref", "bool", "map",
	    "list", "yearmap", "docword", "value", "views", "any"};

	return names[type];
}

static void
set_text(json_t *o, const char *key, const char *text)
{
	if (text != NULL)
		json_object_set_new(o, key, json_string(text));
}

static json_t *
field(const struct field *f, int depth)
{
	json_t *o = json_pack("{s:s, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:I, s:I}", "type",
	    type_name(f->type), "required", (int)f->required, "fillable", (int)f->fillable,
	    "school_only", (int)f->school_only, "municipality_only", (int)f->municipality_only,
	    "bare", (int)f->bare, "in_period", (int)f->in_period, "ascii", (int)f->ascii, "lines",
	    (int)f->lines, "min", (json_int_t)f->min, "max", (json_int_t)f->max);
	const struct field *sub;
	json_t *subs;

	set_text(o, "name", f->name);
	set_text(o, "choices", f->choices);
	set_text(o, "ref", f->ref);
	set_text(o, "singular", f->singular);
	set_text(o, "example", f->example);
	if (f->label != NULL) {
		json_object_set_new(o, "label", both(f->label_en, f->label));
		json_object_set_new(o, "help", both(f->help_en, f->help));
	}
	if (depth == DEPTH_MOST)
		return o;
	if (f->item != NULL)
		json_object_set_new(o, "item", field(f->item, depth + 1));
	if (f->sub != NULL) {
		subs = json_array();
		for (sub = f->sub; sub->name != NULL; sub++)
			json_array_append_new(subs, field(sub, depth + 1));
		json_object_set_new(o, "sub", subs);
	}
	return o;
}

static json_t *
docwords(void)
{
	json_t *all = json_array();
	const struct docword *w;

	for (w = field_docwords; w->word != NULL; w++)
		json_array_append_new(all,
		    json_pack("[s, s, s]", w->word, w->genitive, w->ending));
	return all;
}

static json_t *
sources(void)
{
	json_t *all = json_array();
	const struct builtin_source *s;

	for (s = field_sources; s->id != NULL; s++)
		json_array_append_new(all, json_pack("[s, s]", s->id, s->name));
	return all;
}

static json_t *
patterns(void)
{
	json_t *all = json_array();
	const struct approval_pattern *p;

	for (p = field_patterns; p->name != NULL; p++)
		json_array_append_new(all, json_pack("{s:s, s:s, s:s, s:o}", "name", p->name,
		    "text", p->text, "item_sign", p->item_sign, "label",
		    both(p->label_en, p->label)));
	return all;
}

/* -- names of templates: a list for the plan, and one for each kind of turn -- */

struct turns {
	const char *name[TURNS_MOST], *of[TURNS_MOST]; /* of: a list that has them */
	const struct model *item[TURNS_MOST]; /* many lists have turns of one kind */
	size_t n;
};

static const char *
kind_name(enum model_kind kind)
{
	static const char *const names[] = {"text", "enum", "markdown", "int", "number", "money",
	    "date", "year", "flag", "group", "named", "list", "years"};

	return names[kind];
}

static void
note_turn(struct turns *t, const struct model *m, const char *of)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		if (t->item[i] == m->item)
			return;
	if (t->n < TURNS_MOST && m->item->sub != NULL) {
		t->name[t->n] = m->turn;
		t->of[t->n] = of;
		t->item[t->n++] = m->item;
	}
}

/* The names below m; what lacks with its group may lack too. */
static void
names_of(struct arena *a, json_t *out, struct turns *t, const struct model *m, const char *path,
    bool optional, int depth)
{
	const struct model *s;
	const char *name;
	json_t *o;

	for (s = m->sub; s != NULL && s->name != NULL && depth < DEPTH_MOST; s++) {
		name = arena_printf(a, "%s%s%s", path, s->name, s->kind == MODEL_YEARS ? "[y]" : "");
		o = json_pack("{s:s, s:s, s:b}", "name", name, "kind", kind_name(s->kind),
		    "optional", (int)(optional || s->optional));
		set_text(o, "turn", s->turn);
		set_text(o, "fields", s->fields);
		set_text(o, "choices", model_choices(s));
		json_array_append_new(out, o);
		if (s->turn != NULL)
			note_turn(t, s, name);
		names_of(a, out, t, s, arena_printf(a, "%s.", name), optional || s->optional,
		    depth + 1);
		if (s->kind == MODEL_YEARS)
			names_of(a, out, t, s->item, arena_printf(a, "%s.", name),
			    optional || s->optional, depth + 1);
	}
}

static json_t *
names(struct arena *a)
{
	struct turns turns = {.n = 0};
	json_t *all = json_array(), *list = json_array();
	size_t i;

	names_of(a, list, &turns, &model_plan, "", false, 0);
	json_array_append_new(all, json_pack("{s:s, s:s, s:o}", "turn", "", "of", "", "names", list));
	for (i = 0; i < turns.n; i++) {
		list = json_array();
		names_of(a, list, &turns, turns.item[i], "", false, 0);
		json_array_append_new(all,
		    json_pack("{s:s, s:s, s:o}", "turn", turns.name[i], "of", turns.of[i],
			"names", list));
	}
	return all;
}

static json_t *
all_commands(void)
{
	json_t *all = json_array();
	const struct command *p;

	for (p = commands; p->name != NULL; p++)
		if (!p->hidden)
			json_array_append_new(all, json_pack("{s:s, s:o, s:o}", "name", p->name,
			    "summary", both(p->summary, help_lv_summary(p)), "more",
			    both(p->more, help_lv_more(p))));
	return all;
}

int
main(void)
{
	struct arena *a = arena_new();
	json_t *all = json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "codes", codes(a), "plan",
	    field(&field_plan, 0), "docwords", docwords(), "sources", sources(), "patterns",
	    patterns(), "names", names(a), "commands", all_commands());
	int rc;

	if (all == NULL)
		return 1;
	rc = json_dumpf(all, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
	json_decref(all);
	arena_free(a);
	return rc == 0 && fflush(stdout) == 0 ? 0 : 1;
}
