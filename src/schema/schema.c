/*
 * schema - see schema.h: the field table as JSON Schema
 *
 * YAML gives numbers and texts for what the plan reads as text, so most scalars may be
 * either.  A plan with base: takes required fields from there: there are two shapes of
 * everything, with and without "required", and the root picks one.
 */
#include "schema/schema.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "plan/field.h"

struct make {
	enum diag_lang lang;
	bool overlay; /* of a plan with a base: nothing is required */
};

static json_t *make(const struct make *m, const struct field *f);

#define ID_PATTERN "^[^\\s\\[\\]{}\"]{1,100}$"
#define ASCII_PATTERN "^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$"
#define POINT "[1-9][0-9]{3}(-(0[1-9]|1[0-2]))?"
#define TERM_PATTERN "^" POINT "(\\.\\." POINT ")?$"
#define YEARS_PATTERN "^[1-9][0-9]{3}(-[1-9][0-9]{3})?$"

static json_t *
pattern(const char *re)
{
	return json_pack("{s:s, s:s}", "type", "string", "pattern", re);
}

/* A number, as YAML's own or quoted; 0, 0: no range. */
static json_t *
number(const char *type, const char *re, long min, long max)
{
	json_t *n = json_pack("{s:s}", "type", type);

	if (min != 0 || max != 0) {
		json_object_set_new(n, "minimum", json_integer(min));
		json_object_set_new(n, "maximum", json_integer(max));
	}
	return json_pack("{s:[o, o]}", "anyOf", n, pattern(re));
}

static json_t *
text(const struct field *f)
{
	json_t *o = json_pack("{s:[s, s, s]}", "type", "string", "number", "boolean");

	if (f->required)
		json_object_set_new(o, "minLength", json_integer(1));
	if (f->type == FIELD_TEXT && !f->lines)
		json_object_set_new(o, "pattern", json_string("^[^\\n]*\\s*$"));
	return o;
}

static json_t *
id(const struct field *f)
{
	return json_pack("{s:[o, {s:s}]}", "anyOf", pattern(f->ascii ? ASCII_PATTERN : ID_PATTERN),
	    "type", "number");
}

/* One, or a list of them. */
static json_t *
or_list(json_t *one, json_t *again)
{
	return json_pack("{s:[o, {s:s, s:o, s:i}]}", "anyOf", one, "type", "array", "items", again,
	    "minItems", 1);
}

static json_t *
years(void)
{
	return number("integer", YEARS_PATTERN, 1000, 9999);
}

static json_t *
term(void)
{
	return number("integer", TERM_PATTERN, 1000, 9999);
}

static json_t *
choices(const char *words)
{
	json_t *list = json_array();
	size_t n;

	for (; *words != '\0'; words += n + (words[n] == ' ')) {
		n = strcspn(words, " ");
		json_array_append_new(list, json_stringn(words, n));
	}
	return json_pack("{s:o}", "enum", list);
}

static json_t *
docwords(void)
{
	json_t *list = json_array();
	const struct docword *w;

	for (w = field_docwords; w->word != NULL; w++)
		json_array_append_new(list, json_string(w->word));
	return json_pack("{s:o}", "enum", list);
}

/* An object of named fields. */
static json_t *
map(const struct make *m, const struct field *f)
{
	json_t *props = json_object(), *required = json_array(), *o;
	const struct field *sub;

	for (sub = f->sub; sub->name != NULL; sub++) {
		json_object_set_new(props, sub->name, make(m, sub));
		if (sub->required && !sub->school_only && !sub->municipality_only)
			json_array_append_new(required, json_string(sub->name));
	}
	if (field_find(f, "id") != NULL)
		json_object_set_new(props, "after", json_pack("{s:[s, s, s]}", "type", "string",
		    "number", "null"));
	if (m->overlay)
		json_object_set_new(props, "remove", json_pack("{s:b}", "const", 1));
	o = json_pack("{s:s, s:o, s:b}", "type", "object", "properties", props,
	    "additionalProperties", 0);
	if (!m->overlay && json_array_size(required) > 0)
		json_object_set(o, "required", required);
	json_decref(required);
	return o;
}

static json_t *
list(const struct make *m, const struct field *f)
{
	json_t *o = json_pack("{s:s, s:o}", "type", "array", "items", make(m, f->item));

	if (f->max != 0) {
		json_object_set_new(o, "minItems", json_integer(f->min));
		json_object_set_new(o, "maxItems", json_integer(f->max));
	}
	return f->bare ? json_pack("{s:[o, o]}", "anyOf", make(m, f->item), o) : o;
}

static json_t *
by_year(const struct make *m, const struct field *f)
{
	return json_pack("{s:s, s:{s:o}, s:b}", "type", "object", "patternProperties",
	    "^[1-9][0-9]{3}$", make(m, f->item), "additionalProperties", 0);
}

/* Own wording: what a view may say depends on its ids; the plan's own check knows more. */
static json_t *
views(void)
{
	static const char *const names[] = {"goals", "indicators", "table1", "table2", "table3",
	    "table4"};
	json_t *props = json_object();
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		json_object_set_new(props, names[i], json_pack("{s:s, s:{s:{s:s, s:{s:s}}}}", "type",
		    "object", "properties", "rows", "type", "array", "items", "type", "object"));
	return json_pack("{s:s, s:o, s:b}", "type", "object", "properties", props,
	    "additionalProperties", 0);
}

static json_t *
type_of(const struct make *m, const struct field *f)
{
	switch (f->type) {
	case FIELD_TEXT:
	case FIELD_MARKDOWN:
		return text(f);
	case FIELD_REF:
		return json_pack("{s:[s, s]}", "type", "string", "number");
	case FIELD_ID:
		return id(f);
	case FIELD_INT:
		return number("integer", "^-?[0-9]+$", f->min, f->max);
	case FIELD_NUMBER:
		return number("number", "^-?[0-9]+(\\.[0-9]+)?$", f->min, f->max);
	case FIELD_MONEY:
		return number("number", "^-?[0-9]+(\\.[0-9]{1,2})?$", f->min, f->max);
	case FIELD_DATE:
		return pattern("^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$");
	case FIELD_YEAR:
		return number("integer", "^[1-9][0-9]{3}$", f->max != 0 ? f->min : 1000,
		    f->max != 0 ? f->max : 9999);
	case FIELD_YEARS:
		return or_list(years(), years());
	case FIELD_TERM:
		return or_list(term(), term());
	case FIELD_ENUM:
		return choices(f->choices);
	case FIELD_PARTY:
		return json_pack("{s:[{s:[s, s], s:i}, {s:s, s:{s:{s:s, s:i}}, s:[s], s:b}]}", "anyOf",
		    "type", "string", "number", "minLength", 1, "type", "object", "properties", "text",
		    "type", "string", "minLength", 1, "required", "text", "additionalProperties", 0);
	case FIELD_BOOL:
		return json_pack("{s:s}", "type", "boolean");
	case FIELD_MAP:
		return map(m, f);
	case FIELD_LIST:
		return list(m, f);
	case FIELD_YEARMAP:
		return by_year(m, f);
	case FIELD_DOCWORD:
		return json_pack("{s:[o, o]}", "anyOf", docwords(), map(m, f));
	case FIELD_VALUE:
		return json_pack("{s:[o, o]}", "anyOf",
		    number("number", "^-?[0-9]+(\\.[0-9]+)?$", f->min, f->max), map(m, f));
	case FIELD_VIEWS:
		return views();
	case FIELD_ANY:
		break;
	}
	return json_object();
}

/* Title, help and example; null where a blank may stand. */
static json_t *
make(const struct make *m, const struct field *f)
{
	const char *label = m->lang == DIAG_LV ? f->label : f->label_en;
	const char *help = m->lang == DIAG_LV ? f->help : f->help_en;
	json_t *o = type_of(m, f);
	struct buf b = {0};

	/* A field that may be absent may be empty too; removing says so with null in a base. */
	if (f->fillable || (f->name != NULL && !f->required) || m->overlay)
		o = json_pack("{s:[o, {s:s}]}", "anyOf", o, "type", "null");
	if (label != NULL)
		json_object_set_new(o, "title", json_string(label));
	if (help != NULL) {
		buf_str(&b, help);
		if (f->example != NULL)
			buf_printf(&b, " %s %s", m->lang == DIAG_LV ? "Piemērs:" : "Example:", f->example);
		json_object_set_new(o, "description", json_string(buf_cstr(&b)));
	}
	buf_free(&b);
	return o;
}

/* A plan of its own: the profile decides between municipality and school. */
static json_t *
whole_plan(enum diag_lang lang)
{
	struct make m = {.lang = lang};
	json_t *o = map(&m, &field_plan);

	json_object_set_new(o, "if", json_pack("{s:{s:{s:s}}, s:[s]}", "properties", "profile", "const",
	    "school", "required", "profile"));
	json_object_set_new(o, "then", json_pack("{s:[s]}", "required", "school"));
	json_object_set_new(o, "else", json_pack("{s:[s]}", "required", "municipality"));
	return o;
}

void
schema_put(struct buf *out, enum diag_lang lang)
{
	struct make over = {.lang = lang, .overlay = true};
	json_t *root = json_pack("{s:s, s:s, s:s, s:{s:[s]}, s:{s:s}, s:{s:s}, s:{s:o, s:o}}",
	    "$schema", "https://json-schema.org/draft/2020-12/schema", "$id",
	    "urn:pmpplan:schema:1", "title", lang == DIAG_LV ? field_plan.label : field_plan.label_en,
	    "if", "required", "base", "then", "$ref", "#/$defs/overlay", "else", "$ref", "#/$defs/plan",
	    "$defs", "plan", whole_plan(lang), "overlay", map(&over, &field_plan));
	char *s = json_dumps(root, JSON_INDENT(1));

	buf_str(out, s);
	buf_ch(out, '\n');
	free(s);
	json_decref(root);
}
