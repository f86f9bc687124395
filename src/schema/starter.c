/*
 * starter - the file that "pmpplan new" writes; see schema.h
 *
 * Fields come from the field table in its order.  What is required stands there with
 * a value or a blank (~); what is not stands as a comment with its example.
 */
#include <string.h>

#include "base/utf8.h"
#include "plan/field.h"
#include "schema/schema.h"

#define WIDTH 96

struct make {
	struct arena *a;
	struct buf *out;
	const struct starter *s;
	bool first;  /* of a list's items: only the first is explained */
	size_t item; /* which of items[] the list being written is at, or ITEMS */
};

/* What stands in the file from the start; a path leaves out the numbers of items. */
static const struct {
	const char *path, *value;
} values[] = {
	{"schema", "pmpplan/1"},
	{"title", "Priekšlaicīgas mācību pārtraukšanas prevencijas sistēma un ieviešanas plāns"},
	{"document_word", "rīcības programma"},
	{"version", "\"0.1\""},
	{"approval.status", "draft"},
	{"institutions.id", "iestade"},
	{"abbreviations.short", "PMP"},
	{"abbreviations.name", "priekšlaicīga mācību pārtraukšana"},
};

/* Lists that start with several items: id, and the value of one more field. */
static const struct {
	const char *list, *id, *field, *value;
} items[] = {
	{"situation", "riski", "category", "PMP riska izglītojamie"},
	{"situation", "institucijas", "category",
	    "PMP preventīvo un intervences pasākumu īstenošanā iesaistītās institūcijas"},
	{"situation", "atbalsts", "category",
	    "Pieejamie atbalsta pasākumi PMP riska grupas izglītojamajiem"},
	{"situation", "kapacitate", "category",
	    "Iesaistīto profesionāļu kapacitāte un profesionālā kompetence"},
	{"situation", "izaicinajumi", "category", "Sistēmas priekšrocības un izaicinājumi"},
	{"goals", "universalais", "level", "universal"},
	{"goals", "merktiecigais", "level", "targeted"},
	{"goals", "pielagotais", "level", "tailored"},
	{"indicators", "raditajs-1", "goals", "[universalais]"},
	{"indicators", "raditajs-2", "goals", "[merktiecigais]"},
	{"indicators", "raditajs-3", "goals", "[pielagotais]"},
};
#define ITEMS (sizeof(items) / sizeof(items[0]))

/* Fields that stand in the file though they may be left out. */
static const char *const wanted[] = {"profile", "date", "version", "author", "contact", "place",
    "municipality", "school", "approval", "approval.status", "institutions", "abbreviations",
    "preface", "context", "situation", "cooperation", "goals", "goals.expected",
    "goals.activities", "activities.involved", "activities.tasks", "activities.resources",
    "resources.people", "resources.sources", "activities.money", "indicators", "monitoring",
    "monitoring.text", "monitoring.group", "monitoring.duties"};

/* What a school's plan does without; its director's order has no minutes. */
static const char *const not_school[] = {"cooperation", "activities.tasks",
    "activities.resources", "activities.money", "indicators", "decision",
    "municipality.council_genitive", "approval.protocol", "approval.item", "approval.item_sign"};

/* Forms that follow by rule from names that are there. */
static const char *const by_rule[] = {"municipality.dative", "municipality.accusative",
    "school.dative", "school.accusative"};

/* Examples that refer to something: by the ids that this file has. */
static const struct {
	const char *path, *example;
} own_examples[] = {
	{"activities.responsible", "[iestade]"},
	{"activities.involved", "[iestade, {text: skolēnu pašpārvaldes}]"},
	{"tasks.by", "[iestade]"},
	{"tasks.supervised_by", "iestade"},
};

/* Not explained here: they come with base:, or with a plan that is whole. */
static const char *const later[] = {"base", "views", "silence"};

static bool
is_among(const char *s, const char *const *list, size_t n)
{
	while (n-- > 0)
		if (strcmp(list[n], s) == 0)
			return true;
	return false;
}

#define AMONG(s, list) is_among((s), (list), sizeof(list) / sizeof((list)[0]))

/* The last two names of a path: "goals.activities.tasks.id" is "tasks.id". */
static const char *
tail(const char *path)
{
	const char *s = path + strlen(path), *dots[2] = {path, path};

	for (; s > path; s--)
		if (*s == '.') {
			dots[0] = dots[1];
			dots[1] = s + 1;
			if (dots[0] != path)
				break;
		}
	return s == path ? path : dots[1];
}

static void
put_indent(struct buf *b, int n)
{
	buf_printf(b, "%*s", n, "");
}

/* A comment, broken at blanks. */
static void
put_comment(struct make *m, int indent, const char *text)
{
	size_t room = (size_t)(WIDTH - indent - 2), n, k;

	while (*text != '\0') {
		for (n = k = 0; text[n] != '\0' && utf8_count(text, n) < room; n++)
			if (text[n] == ' ')
				k = n;
		if (text[n] == '\0' || k == 0)
			k = strlen(text) > room * 2 && k != 0 ? k : strlen(text);
		put_indent(m->out, indent);
		buf_printf(m->out, "# %.*s\n", (int)k, text);
		text += k;
		text += *text == ' ';
	}
}

static void
explain(struct make *m, const struct field *f, int indent)
{
	if (f->label == NULL || !m->first)
		return;
	put_comment(m, indent, arena_printf(m->a, "%s%s%s%s", f->label,
	    f->help == NULL || *f->help == '\0' ? "" : ". ", f->help == NULL ? "" : f->help,
	    f->required ? " Obligāts." : ""));
}

/* The name's text as a YAML scalar. */
static const char *
scalar(struct make *m, const char *s)
{
	if (s == NULL)
		return "~";
	if (strpbrk(s, ":#\"'[]{}&*!|>%@`,") == NULL)
		return s;
	return arena_printf(m->a, "\"%s\"", s); /* names hold no quotes: starter_put() sees to it */
}

static const char *
case_value(struct make *m, const char *path)
{
	static const char *const keys[] = {"municipality.nominative", "municipality.genitive",
	    "municipality.locative", "municipality.council_genitive"};
	static const char *const school_keys[] = {"school.nominative", "school.genitive",
	    "school.locative"};
	size_t i;

	for (i = 0; i < 4; i++)
		if (strcmp(keys[i], path) == 0)
			return scalar(m, m->s->municipality[i]);
	for (i = 0; i < 3; i++)
		if (strcmp(school_keys[i], path) == 0)
			return scalar(m, m->s->school_name[i]);
	return NULL;
}

static const char *
plan_name(struct make *m)
{
	const char *name = m->s->school ? m->s->school_name[0] : m->s->municipality[0];

	return arena_printf(m->a, "%s-pmp-%d", name == NULL ? "plans" : utf8_slug(m->a, name),
	    m->s->first);
}

/* The value that a field starts with, or NULL. */
static const char *
value_of(struct make *m, const char *path)
{
	const char *s = case_value(m, path);
	size_t i;

	if (s != NULL)
		return s;
	if (strcmp(path, "id") == 0)
		return plan_name(m);
	if (strcmp(path, "profile") == 0)
		return m->s->school ? "school" : "municipality";
	if (strcmp(path, "period") == 0)
		return arena_printf(m->a, m->s->first == m->s->last ? "%d" : "%d-%d", m->s->first,
		    m->s->last);
	if (strcmp(path, "approval.pattern") == 0)
		return m->s->school ? "school" : NULL;
	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if (strcmp(values[i].path, path) == 0)
			return values[i].value;
	return NULL;
}

static void put_field(struct make *m, const struct field *f, const char *path, int indent);

/* An item's own values: its id, and the field that tells it apart. */
static const char *
item_value(struct make *m, const char *path, const char *list, size_t item, const char *key)
{
	const char *id;

	if (item < ITEMS && strcmp(items[item].list, list) == 0) {
		if (strcmp(key, "id") == 0)
			return items[item].id;
		if (strcmp(key, items[item].field) == 0)
			return items[item].value;
	}
	if (strcmp(key, "id") != 0)
		return NULL;
	/* Inner things are named after the one that holds them. */
	id = item < ITEMS ? items[item].id : "";
	return strcmp(tail(path), "activities.id") == 0 ? arena_printf(m->a, "%s-aktivitate", id)
	    : strcmp(tail(path), "tasks.id") == 0 ? arena_printf(m->a, "%s-uzdevums", id) : NULL;
}

static void
put_map(struct make *m, const struct field *f, const char *path, int indent, bool dash)
{
	const struct field *sub;
	const char *sub_path, *value;
	bool begun = !dash;

	for (sub = f->sub; sub->name != NULL; sub++) {
		sub_path = *path == '\0' ? sub->name : arena_printf(m->a, "%s.%s", path, sub->name);
		value = item_value(m, sub_path, path, m->item, sub->name);
		if (!begun) {
			/* The dash stands before the first field, which is the id or what names it. */
			explain(m, sub, indent - 2);
			if (value == NULL)
				value = value_of(m, tail(sub_path));
			put_indent(m->out, indent - 2);
			buf_printf(m->out, "- %s: %s\n", sub->name, value == NULL ? "~" : value);
			begun = true;
			continue;
		}
		if (value != NULL) {
			explain(m, sub, indent);
			put_indent(m->out, indent);
			buf_printf(m->out, "%s: %s\n", sub->name, value);
			continue;
		}
		put_field(m, sub, sub_path, indent);
	}
}

static void
put_list(struct make *m, const struct field *f, const char *path, int indent)
{
	bool first = m->first, any = false;
	size_t i, outer = m->item;

	for (i = 0; i < ITEMS; i++) {
		if (strcmp(items[i].list, path) != 0)
			continue;
		m->item = i;
		put_map(m, f->item, path, indent + 4, true);
		m->first = false;
		any = true;
	}
	if (!any)
		put_map(m, f->item, path, indent + 4, true);
	m->item = outer;
	m->first = first;
}

#define EXAMPLE_FIRST 2024 /* the period that the field table's examples lie in: 2024-2028 */
#define EXAMPLE_LAST 2028

/* The year that stands at s in an example, or 0; "valka-2024" is a name. */
static int
year_at(const char *s, const char *begin)
{
	if (strspn(s, "0123456789") != 4 || strncmp(s, "20", 2) != 0 ||
	    (s > begin && (s[-1] == '-' || s[-1] == '"')))
		return 0;
	return 2000 + (s[2] - '0') * 10 + (s[3] - '0');
}

/* An example with its years moved into the plan's own period. */
static const char *
moved(struct make *m, const char *s)
{
	const char *begin = s, *out;
	struct buf b = {0};
	int year;

	while (*s != '\0') {
		year = year_at(s, begin);
		if (year == 0) {
			buf_ch(&b, *s++);
			continue;
		}
		year += m->s->first - EXAMPLE_FIRST;
		/* A key by years lies in the period, however short. */
		if (s[4] == ':' && year > m->s->last && year <= m->s->first + EXAMPLE_LAST - EXAMPLE_FIRST)
			year = m->s->last;
		buf_printf(&b, "%d", year);
		s += 4;
	}
	out = arena_strndup(m->a, buf_cstr(&b), b.len);
	buf_free(&b);
	return out;
}

/* What one would write in a field of this very plan. */
static const char *
example(struct make *m, const struct field *f, const char *key)
{
	bool one = m->s->first == m->s->last;
	size_t i;

	if (f->type == FIELD_YEARS)
		return arena_printf(m->a, one ? "%d" : "%d-%d", m->s->first, m->s->last);
	if (strcmp(key, "indicators.targets") == 0 && m->s->last - m->s->first < 2)
		return arena_printf(m->a, "{%d: 75}", m->s->last);
	if (strcmp(key, "approval.body") == 0 && m->s->school)
		return m->s->school_name[1] == NULL ? "Ērģemes pamatskolas direktora"
		    : arena_printf(m->a, "%s direktora", m->s->school_name[1]);
	if (strcmp(key, "approval.body") == 0 && m->s->municipality[3] != NULL)
		return m->s->municipality[3];
	if (strcmp(key, "approval.amended") == 0 && m->s->school)
		return moved(m, "[{word: GROZĪT, date: 2025-03-27, decision: \"77\"}]");
	if (strcmp(key, "author") == 0 && m->s->school)
		return "\"{{school.genitive}} atbalsta komanda\"";
	for (i = 0; i < sizeof(own_examples) / sizeof(own_examples[0]); i++)
		if (strcmp(own_examples[i].path, key) == 0)
			return own_examples[i].example;
	return moved(m, f->example);
}

/* Is this no field of this plan, or none that one need see here? */
static bool
left_out(const struct make *m, const char *path, const char *key)
{
	const struct starter *s = m->s;

	if (AMONG(key, later) || (s->school && AMONG(key, not_school)) ||
	    (!s->school && strcmp(path, "school") == 0))
		return true;
	/* A school may say whose school it is. */
	if (s->school && strcmp(path, "municipality") == 0)
		return s->municipality[0] == NULL;
	return AMONG(key, by_rule) && (strncmp(key, "school", 6) == 0
	    ? s->school_name[1] : s->municipality[1]) != NULL;
}

static void
put_field(struct make *m, const struct field *f, const char *path, int indent)
{
	const char *key = strchr(path, '.') == NULL ? path : tail(path), *value = value_of(m, key);
	bool top = indent == 0, listed = f->type == FIELD_LIST && f->item->type == FIELD_MAP &&
	    f->item->sub != NULL && strcmp(key, "resources.people") != 0;

	if (left_out(m, path, key))
		return;
	if (value == NULL && !f->required && !AMONG(key, wanted)) {
		/* Once as a comment is enough. */
		if (!m->first || f->example == NULL)
			return;
		if (top)
			buf_ch(m->out, '\n');
		explain(m, f, indent);
		put_indent(m->out, indent);
		buf_printf(m->out, "# %s: %s\n", f->name, example(m, f, key));
		return;
	}
	if (top)
		buf_ch(m->out, '\n');
	explain(m, f, indent);
	/* A blank shows what one would write there. */
	if (value == NULL && f->type != FIELD_MAP && !listed && f->fillable && f->example != NULL &&
	    m->first)
		put_comment(m, indent, arena_printf(m->a, "Piemērs: %s", example(m, f, key)));
	if (value == NULL && top && f->type == FIELD_MARKDOWN && f->fillable)
		put_comment(m, indent, "Teksts rindkopās aiz zīmes | un jaunā rindā ar divu atstarpju "
		    "atkāpi. Kamēr te ir ~, šo nodaļu nedrukā.");
	put_indent(m->out, indent);
	if (value != NULL) {
		buf_printf(m->out, "%s: %s\n", f->name, value);
	} else if (f->type == FIELD_MAP) {
		buf_printf(m->out, "%s:\n", f->name);
		put_map(m, f, path, indent + 2, false);
	} else if (listed) {
		buf_printf(m->out, "%s:\n", f->name);
		put_list(m, f, path, indent);
	} else {
		buf_printf(m->out, "%s: %s\n", f->name, f->fillable ? "~" : f->example);
	}
}

void
starter_put(struct arena *a, struct buf *out, const struct starter *s)
{
	struct make m = {.a = a, .out = out, .s = s, .first = true, .item = ITEMS};

	buf_str(out, "# Plāna fails programmai pmpplan. Teksts ir UTF-8; atkāpes veido ar atstarpēm.\n"
	    "# Zīme ~ nozīmē: vēl jāaizpilda. Rindas, kas sākas ar #, ir paskaidrojumi; lauku\n"
	    "# aiz # var lietot, ja # nodzēš. Ko nevajag un kas nav obligāts, to izdzēsiet.\n"
	    "# Nodaļas un tabulas numurē programma.\n"
	    "# Pārbaudīt: pmpplan check FAILS. Izveidot dokumentus: pmpplan render FAILS.\n"
	    "# Par kādu lauku: pmpplan help LAUKS. Visi lauki: docs/plan.md.\n");
	put_map(&m, &field_plan, "", 0, false);
}
