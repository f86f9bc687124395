/* Differences of two plans: every field of the field table, and things told apart by ids. */
#include "unit.h"

#include "base/num.h"
#include "base/utf8.h"
#include "diff/diff.h"
#include "plan/field.h"
#include "plan_util.h"

#define RICH "tests/golden/rich.yaml"
#define PATH_MOST 12

static const struct plan *
plan_of(struct value *root)
{
	const struct plan *p = plan_from(a, root, d);

	if (p == NULL)
		fail_msg("refused:\n%s", messages(DIAG_ERROR));
	return p;
}

/* The differences as text. */
static const char *
text_of(const struct plan *x, const struct plan *y, enum diag_lang lang)
{
	struct buf b = {0};
	const char *s;

	diff_text(&b, diff_plans(a, x, y, lang), lang);
	s = arena_strndup(a, b.s, b.len);
	buf_free(&b);
	return s;
}

static const char *
told(const char *old, const char *new)
{
	const struct plan *x = read_plan(old), *y = read_plan(new);

	if (x == NULL || y == NULL)
		fail_msg("refused:\n%s", messages(DIAG_ERROR));
	return text_of(x, y, DIAG_LV);
}

#define SAYS(s, part)                                                                       \
	do {                                                                                \
		if (strstr(s, part) == NULL)                                                \
			fail_msg("\"%s\" is not in\n%s", part, s);                          \
	} while (0)

/* -- the walk over the field table -- */

/* Names from the top of the file to a field: of a list or years, the field itself. */
struct way {
	const struct field *v[PATH_MOST];
	size_t n;
};

struct spot {
	struct value *holder; /* of the value: a map, a list */
	const char *key;      /* in a map; NULL: item "i" of a list */
	size_t i;
	const struct value *thing; /* the nearest with an id, or NULL */
};

static bool find_spot(const struct way *, size_t, struct value *, struct spot *, bool);

/* Go on into one value of field w->v[i]: it is there, or one of its items is. */
static bool
find_inside(const struct way *w, size_t i, struct value *v, struct spot *s, bool last)
{
	const struct field *f = w->v[i];
	size_t k;

	if (f->type == FIELD_LIST && f->item->type != FIELD_PARTY && f->item->type != FIELD_REF &&
	    v->kind == VALUE_LIST) {
		for (k = 0; k < v->nitems; k++) {
			size_t at_item = last ? v->nitems - 1 - k : k;
			struct spot t = *s;

			if (f->item->type == FIELD_MAP && value_get(v->items[at_item], "id") != NULL)
				t.thing = v->items[at_item];
			if (i + 1 == w->n && f->item->sub == NULL) {
				*s = (struct spot){v, NULL, at_item, t.thing};
				return true;
			}
			if (i + 1 < w->n && find_spot(w, i + 1, v->items[at_item], &t, last)) {
				*s = t;
				return true;
			}
		}
		return false;
	}
	if (f->type == FIELD_YEARMAP && v->kind == VALUE_MAP) {
		for (k = 0; k < v->nfields; k++) {
			struct spot t = *s;

			if (i + 1 == w->n) {
				*s = (struct spot){v, v->fields[k].key, 0, t.thing};
				return true;
			}
			if (find_spot(w, i + 1, v->fields[k].value, &t, last)) {
				*s = t;
				return true;
			}
		}
		return false;
	}
	return i + 1 < w->n && find_spot(w, i + 1, v, s, last);
}

static bool
find_spot(const struct way *w, size_t i, struct value *map, struct spot *s, bool last)
{
	const struct field *f = w->v[i];
	struct value *v = map->kind == VALUE_MAP ? value_get(map, f->name) : NULL;
	bool deeper = f->type == FIELD_YEARMAP || (f->type == FIELD_LIST &&
	    f->item->type != FIELD_PARTY && f->item->type != FIELD_REF);

	if (v == NULL)
		return false;
	if (i + 1 == w->n && !deeper) {
		*s = (struct spot){map, f->name, 0, s->thing};
		return true;
	}
	return find_inside(w, i, v, s, last);
}

static struct value *
there(const struct spot *s)
{
	return s->key != NULL ? value_get(s->holder, s->key) : s->holder->items[s->i];
}

static void
put_there(const struct spot *s, struct value *v)
{
	if (s->key != NULL)
		value_set(a, s->holder, s->key, v);
	else
		s->holder->items[s->i] = v;
}

/* Another choice than the present one. */
static const char *
other_choice(const char *choices, const char *now)
{
	size_t len;

	for (; *choices != '\0'; choices += len + (choices[len] == ' ')) {
		len = strcspn(choices, " ");
		if (strlen(now) != len || strncmp(now, choices, len) != 0)
			return arena_strndup(a, choices, len);
	}
	return now;
}

/* Another value that the field takes. */
static struct value *
other_value(const struct field *f, const struct value *v)
{
	const char *was = v->text == NULL ? "" : v->text;

	if (f->item != NULL && f->type != FIELD_LIST)
		f = f->item; /* by years */
	else if (f->type == FIELD_LIST && (f->item->type == FIELD_PARTY || f->item->type == FIELD_REF)) {
		f = f->item;
		return value_str(a, f->type == FIELD_PARTY ? "vp"
		    : strcmp(f->ref, "goal") == 0 ? "atbalsts" : "ziedojumi");
	} else if (f->type == FIELD_LIST)
		f = f->item;
	switch (f->type) {
	case FIELD_ENUM:
		return value_str(a, other_choice(f->choices, was));
	case FIELD_DATE:
		return value_str(a, "2024-07-05");
	case FIELD_YEAR:
		return value_str(a, f->in_period ? "2024" : "2022");
	case FIELD_YEARS:
		return value_str(a, f->max != 0 ? "2024-2027" : "2026");
	case FIELD_TERM:
		return value_str(a, "2026-05");
	case FIELD_NUMBER:
	case FIELD_VALUE:
		return value_str(a, "7.25");
	case FIELD_MONEY:
		return value_str(a, "123.45");
	case FIELD_DOCWORD:
		return value_str(a, "plāns");
	default:
		if (strcmp(was, "valka-2024") == 0 || strcmp(was, "adazi") == 0)
			return value_str(a, "aizkraukle");
		return value_str(a, arena_printf(a, "%s%s", was, f->type == FIELD_ID ? "x" : " pielikts"));
	}
}

static struct value *
rich_root(const struct way *w)
{
	struct value *root = merge_read(a, RICH, d), *word;

	assert_non_null(root);
	if (w != NULL && w->n > 1 && w->v[0]->type == FIELD_DOCWORD) {
		word = value_new(a, VALUE_MAP, NULL);
		value_set(a, word, "word", value_str(a, "ceļvedis"));
		value_set(a, word, "genitive", value_str(a, "ceļveža"));
		value_set(a, word, "ending", value_str(a, "S"));
		value_set(a, root, "document_word", word);
	}
	return root;
}

static const char *
way_text(const struct way *w)
{
	struct buf b = {0};
	const char *s;
	size_t i;

	for (i = 0; i < w->n; i++)
		buf_printf(&b, "%s%s", i == 0 ? "" : ".", w->v[i]->name);
	s = arena_strndup(a, b.s, b.len);
	buf_free(&b);
	return s;
}

/* The word that must stand in "what": the label of the last field that diff tells apart. */
static const char *
word_of(const struct way *w, enum diag_lang lang)
{
	const struct field *f = w->v[0];
	size_t i;

	for (i = 0; i < w->n; i++) {
		f = w->v[i];
		if (f->type == FIELD_VALUE || f->type == FIELD_DOCWORD)
			break;
		if (f->item != NULL && f->item->type == FIELD_VALUE)
			break;
		if (f->type == FIELD_LIST && f->item->type == FIELD_MAP &&
		    field_find(f->item, "id") == NULL)
			break;
	}
	/* of one year */
	if (strcmp(f->name, "targets") == 0)
		return lang == DIAG_LV ? "sasniedzamā vērtība" : "target";
	if (strcmp(f->name, "achieved") == 0 && f->type == FIELD_YEARMAP)
		return lang == DIAG_LV ? "sasniegtā vērtība" : "value achieved";
	return lang == DIAG_LV ? f->label : f->label_en;
}

/* Does "what" have the word, whatever the size of its first letter; or says "renamed"? */
static bool
has_word(const char *what, const char *word, bool name, enum diag_lang lang)
{
	uint32_t c;
	int n = utf8_decode(word, strlen(word), &c);

	if (name && strstr(what, lang == DIAG_LV ? "pārdēvēt" : "renamed") != NULL)
		return true;
	if (strcmp(word + strlen(word) - (strlen(word) > 5 ? 5 : 0), ", EUR") == 0)
		word = arena_strndup(a, word, strlen(word) - 5);
	return strstr(what, word) != NULL ||
	    strstr(what, arena_printf(a, "%s%s", utf8_lower(a, word, (size_t)n), word + n)) != NULL;
}

static bool
is_name(const struct way *w)
{
	const char *s = w->v[w->n - 1]->name;

	return (strcmp(s, "name") == 0 || strcmp(s, "category") == 0) && w->n > 1;
}

static size_t walked, wrong, blanks; /* fields */

/* One change: something is said with the right word, at the right thing. */
static void
expect(const struct way *w, const struct plan *x, const struct plan *y, const char *thing,
    const char *now, enum diag_lang lang, const char *how)
{
	const struct value *changes = diff_plans(a, x, y, lang), *items, *item;
	const char *word = word_of(w, lang);
	size_t i, k, n = 0;
	bool right = false;

	for (i = 0; i < changes->nitems; i++) {
		items = value_get(changes->items[i], "items");
		for (k = 0; k < items->nitems; k++, n++) {
			item = items->items[k];
			/* A change of level or goals may number others anew. */
			if (strcmp(value_get_text(item, "what"), lang == DIAG_LV ? "Rādītāju numuri"
			    : "Numbers of indicators") == 0)
				n--;
			right = right || (has_word(value_get_text(item, "what"), word, is_name(w), lang) &&
			    (thing == NULL || strstr(value_get_text(item, "what"), thing) != NULL) &&
			    (now == NULL || strstr(value_get_text(item, "after"), now) != NULL) &&
			    strcmp(value_get_text(item, "before"), value_get_text(item, "after")) != 0);
		}
	}
	/* An amount is also said of the whole plan, by year and in all. */
	if (!right || n > (w->v[w->n - 1]->item != NULL && w->v[w->n - 1]->item->type == FIELD_MONEY
	    ? 3u : 1u)) {
		fprintf(stderr, "%s %s: \"%s\" of \"%s\" -> \"%s\", said:\n%s", way_text(w), how, word,
		    thing == NULL ? "" : thing, now == NULL ? "" : now, text_of(x, y, lang));
		wrong++;
	}
}

static const char *
thing_name(const struct spot *s)
{
	const char *name;

	if (s->thing == NULL)
		return NULL;
	name = value_get_text(s->thing, "category");
	return name != NULL ? name : value_get_text(s->thing, "name");
}


static void
change_field(const struct way *w)
{
	const struct field *f = w->v[w->n - 1];
	struct value *old = rich_root(w), *new = rich_root(w), *v;
	struct spot s = {0};
	bool by_id = f->type == FIELD_ID;
	const char *now = NULL;

	if (!find_spot(w, 0, new, &s, by_id))
		fail_msg("%s says nothing in %s", way_text(w), RICH);
	v = other_value(f, there(&s));
	/* words and figures cannot stand together */
	if (f->type == FIELD_TEXT || f->type == FIELD_MARKDOWN)
		now = strstr(v->text, "pielikts") != NULL ? "pielikts" : v->text;
	/* the mark itself is shown */
	if (strcmp(f->name, "pattern") == 0)
		now = NULL;
	put_there(&s, v);
	expect(w, plan_of(old), plan_of(new), f->type == FIELD_ID ? NULL : thing_name(&s), now, DIAG_LV,
	    "changed");
	expect(w, plan_of(rich_root(w)), plan_of(new), NULL, now, DIAG_EN, "changed");
	walked++;
}

static void
draft(struct value *root)
{
	value_set(a, value_get(root, "approval"), "status", value_str(a, "draft"));
}

/* The field is blank; or, where it may be left out, it is gone. */
static void
empty_field(const struct way *w, bool blank)
{
	struct value *old = rich_root(w), *new = rich_root(w);
	const struct field *f = w->v[w->n - 1];
	struct spot s = {0};
	struct value *rest;
	size_t i;

	if (f->type == FIELD_LIST || f->type == FIELD_YEARMAP || !find_spot(w, 0, new, &s, false) ||
	    s.key == NULL)
		return;
	draft(old);
	draft(new);
	if (blank) {
		put_there(&s, value_new(a, VALUE_BLANK, NULL));
	} else {
		rest = value_new(a, VALUE_MAP, &s.holder->at);
		for (i = 0; i < s.holder->nfields; i++)
			if (strcmp(s.holder->fields[i].key, s.key) != 0)
				value_set(a, rest, s.holder->fields[i].key, s.holder->fields[i].value);
		*s.holder = *rest;
	}
	expect(w, plan_of(old), plan_of(new), is_name(w) ? NULL : thing_name(&s), NULL, DIAG_LV,
	    blank ? "blank" : "left out");
}

/* What must not be blank once the council has voted: all but the entries of reports. */
static void
blank_when_approved(const struct way *w)
{
	struct value *root = rich_root(w);
	const struct plan *p;
	struct spot s = {0};
	bool later = false;
	size_t i;

	if (!find_spot(w, 0, root, &s, false) || s.key == NULL)
		return;
	for (i = 0; i < w->n; i++)
		later = later || w->v[i]->later;
	put_there(&s, value_new(a, VALUE_BLANK, NULL));
	diag_free(d);
	d = diag_new(DIAG_EN);
	p = plan_from(a, root, d);
	if ((p != NULL) != later || diag_count_code(d, later ? DIAG_FILL_IN : DIAG_FILL_IN_APPROVED) != 1) {
		fprintf(stderr, "%s blank in an approved plan:\n%s", way_text(w), messages(DIAG_NOTE));
		wrong++;
	}
	diag_free(d);
	d = diag_new(DIAG_EN);
	blanks++;
}

static bool
may_go(const struct way *w)
{
	const struct field *f = w->v[w->n - 1], *up = w->n < 2 ? NULL : w->v[w->n - 2];
	static const char *const keeps[] = {"municipality", "school", "profile", "value", "text",
	    "report_year", /* the first year takes its place, and prints */ NULL};
	size_t i;

	if (f->required || strcmp(f->name, "status") == 0)
		return false;
	/* a value without its unit takes that of the base, and prints the same */
	if (strcmp(f->name, "unit") == 0 && up->item != NULL && up->item->type == FIELD_VALUE)
		return false;
	for (i = 0; keeps[i] != NULL; i++)
		if (strcmp(keeps[i], f->name) == 0)
			return false;
	return true;
}

static void
walk(struct way *w, const struct field *map)
{
	const struct field *f, *in;

	for (f = map->sub; f->name != NULL; f++) {
		if (w->n == 0 && diff_ignores(f->name))
			continue;
		assert_true(w->n < PATH_MOST);
		w->v[w->n++] = f;
		in = f->item != NULL ? f->item : f;
		if (f->type == FIELD_VIEWS) {
			; /* below */
		} else if (in->sub != NULL && in->type != FIELD_PARTY) {
			walk(w, in);
			if (f->type == FIELD_DOCWORD)
				change_field(w);
		} else {
			change_field(w);
			if (f->fillable && f->type != FIELD_LIST && strcmp(f->name, "value") != 0)
				empty_field(w, true);
			if (f->fillable)
				blank_when_approved(w);
			if (may_go(w))
				empty_field(w, false);
		}
		w->n--;
	}
}

static void
every_field(void **state)
{
	struct way w = {.n = 0};

	(void)state;
	walked = wrong = blanks = 0;
	walk(&w, &field_plan);
	assert_int_equal(wrong, 0);
	assert_true(walked > 120);
	assert_true(blanks > 60);
}

/* Own wording has no fields of its own. */
static void
own_wording(void **state)
{
	static const struct {
		const char *old, *new, *says;
	} cases[] = {
		{"views: {table3: {a: {result: viens}}}\n", "views: {table3: {a: {result: divi}}}\n",
		    "3. tabula, aktivitāte 1.1." NBSP "“Darbs”, sasniedzamais rezultāts\n    bija:  viens\n    tagad: divi\n"},
		{"", "views: {table4: {total: \"5,00\"}}\n",
		    "4. tabula, kopsumma\n    bija:  –\n    tagad: 5,00\n"},
		{"views: {table1: {rows: [{goal: g, activity: a, number: \"1\"}]}}\n",
		    "views: {table1: {rows: [{goal: g, activity: a, number: \"2\"}]}}\n",
		    "1. tabula: savas rindas\n    bija:  mērķis: g; aktivitāte: a; numurs: 1\n"
		    "    tagad: mērķis: g; aktivitāte: a; numurs: 2\n"},
		{"", "views: {table1: {rows: [{goal: g, activity: a}, {goal: g, activity: a}]}}\n",
		    "1. tabula: savas rindas\n    bija:  –\n    tagad: 2 rindas\n"},
		{"views: {table2: {t: {name: x}}}\n", "",
		    "2. tabula, uzdevums 1.1.1." NBSP "“Uzdevums”, nosaukums\n    bija:  x\n    tagad: –\n"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		SAYS(told(arena_printf(a, "%s%s", WHOLE, cases[i].old),
			 arena_printf(a, "%s%s", WHOLE, cases[i].new)), cases[i].says);
}

/* -- which is which -- */

#define SECOND                                        \
	"  - id: h\n"                                    \
	"    level: targeted\n"                          \
	"    name: Otrs\n"                               \
	"    expected: [Trīs]\n"                        \
	"    activities:\n"                              \
	"      - {id: b, name: Cits, result: 1 reize, responsible: [skola], years: 2025, money: {2025: 10.00}}\n"
#define TAKES_A                                       \
	"  - id: h\n"                                    \
	"    level: targeted\n"                          \
	"    name: Otrs\n"                               \
	"    expected: [Trīs]\n"                        \
	"    activities:\n"                              \
	"      - {id: b, name: Cits, result: 1 reize, responsible: [skola], years: 2025, money: {2025: 12.50}}\n" \
	"      - id: a\n"                                \
	"        name: Lielais darbs\n"                  \
	"        result: 2 pasākumi\n"                  \
	"        responsible: [vjcg]\n"                  \
	"        years: 2024-2025\n"
#define FIRST_EMPTY                                   \
	"goals:\n"                                       \
	"  - {id: g, level: universal, name: Mērķis, expected: [Viens, Divi], activities: []}\n"

static void
nothing(void **state)
{
	const struct plan *p = plan_of(merge_read(a, RICH, d)), *q = plan_of(merge_read(a, RICH, d));

	(void)state;
	assert_string_equal(told(WHOLE, WHOLE), "Izmaiņu nav.\n");
	assert_string_equal(text_of(p, q, DIAG_EN), "No changes.\n");
	/* written otherwise, the same */
	assert_string_equal(told(WHOLE "context: |\n  Viens.\n  Divi.\n", WHOLE "context: Viens. Divi.\n"),
	    "Izmaiņu nav.\n");
	assert_string_equal(told(HEAD FIRST_EMPTY SECOND, HEAD FIRST_EMPTY
	    "  - {id: h, name: Otrs, level: targeted, expected: Trīs, activities: [{id: b, name: Cits, "
	    "result: 1 reize, responsible: skola, years: [2025], money: {2025: 10}}]}\n"),
	    "Izmaiņu nav.\n");
}

static void
moved_and_renamed(void **state)
{
	const char *s = told(WHOLE SECOND, HEAD FIRST_EMPTY TAKES_A);

	(void)state;
	SAYS(s, "Lielais darbs” (bija 1.1.): pārdēvēta\n    bija:  Darbs\n    tagad: Lielais darbs\n");
	SAYS(s, "pārcelta\n    bija:  1.1., mērķis 1." NBSP "“Mērķis”\n"
		"    tagad: 2.2., mērķis 2." NBSP "“Otrs”\n");
	/* Not taken for another. */
	assert_null(strstr(s, "Svītrota aktivitāte"));
	assert_null(strstr(s, "Jauna aktivitāte"));
	SAYS(s, "Svītrots uzdevums 1.1.1." NBSP "“Uzdevums”");
	SAYS(s, "1 svītrots uzdevums");
	SAYS(s, "1 pārcelta aktivitāte");
}

/* Another id with the name of before is the same thing. */
static void
new_id(void **state)
{
	const char *s = told(WHOLE SECOND, HEAD FIRST_EMPTY "  - id: cits\n    level: targeted\n    name: Otrs\n"
	    "    expected: [Trīs]\n    activities:\n      - {id: c, name: Cits, result: 1 reize, responsible: "
	    "[skola], years: 2025, money: {2025: 10.00}}\n");

	(void)state;
	SAYS(s, "Mērķis 2." NBSP "“Otrs”: apzīmējums\n    bija:  h\n    tagad: cits\n");
	SAYS(s, "Aktivitāte 2.1." NBSP "“Cits”: apzīmējums\n    bija:  b\n    tagad: c\n");
	assert_null(strstr(s, "Jauns mērķis"));
	assert_null(strstr(s, "Viss plāns"));
}

#define ROW(id, name) "  - {id: " id ", category: " name ", text: " name " teksts.}\n"

static void
order(void **state)
{
	const char *s = told(WHOLE "situation:\n" ROW("a", "A") ROW("b", "B") ROW("c", "C") ROW("d", "D"),
	    WHOLE "situation:\n" ROW("d", "D") ROW("a", "A") ROW("b", "B2") ROW("c", "C"));

	(void)state;
	SAYS(s, "Situācijas rinda “D”: vieta secībā\n    bija:  4.\n    tagad: 1.\n");
	SAYS(s, "Situācijas rinda “B2”: pārdēvēta\n    bija:  B\n    tagad: B2\n");
	/* the others kept their order */
	assert_null(strstr(s, "“A”"));
	assert_null(strstr(s, "“C”"));
	/* what was put in or taken out moves nothing */
	s = told(WHOLE "situation:\n" ROW("a", "A") ROW("b", "B") ROW("c", "C"),
	    WHOLE "situation:\n" ROW("x", "X") ROW("b", "B") ROW("c", "C"));
	SAYS(s, "Jauna situācijas rinda “X”");
	SAYS(s, "Svītrota situācijas rinda “A”");
	assert_null(strstr(s, "secībā"));
}

#define ALL_ROWS(x, y, z, u, v) "situation:\n" ROW(x, x) ROW(y, y) ROW(z, z) ROW(u, u) ROW(v, v)

/* A list turned round: the row in the middle stands where it stood. */
static void
turned_round(void **state)
{
	const char *s = told(WHOLE ALL_ROWS("a", "b", "c", "d", "e"), WHOLE ALL_ROWS("e", "d", "c", "b", "a"));

	(void)state;
	assert_null(strstr(s, "“c”"));
	SAYS(s, "“e”: vieta secībā\n    bija:  5.\n    tagad: 1.\n");
	/* one came in front: the numbers of places are the same, and yet the order is not */
	s = told(WHOLE "situation:\n" ROW("a", "a") ROW("b", "b") ROW("c", "c"),
	    WHOLE "situation:\n" ROW("x", "x") ROW("b", "b") ROW("a", "a") ROW("c", "c"));
	assert_null(strstr(s, "bija:  2.\n    tagad: 2.\n"));
	SAYS(s, "vieta secībā");
}

/* What is numbered anew because another came before it is said once. */
static void
numbered_anew(void **state)
{
	const char *s = told(HEAD FIRST_EMPTY SECOND, HEAD
	    "goals:\n  - {id: n, level: universal, name: Pirmais, expected: [X], activities: []}\n"
	    "  - {id: g, level: universal, name: Mērķis, expected: [Viens, Divi], activities: []}\n" SECOND);

	(void)state;
	SAYS(s, "Jauns mērķis 1." NBSP "“Pirmais”");
	SAYS(s, "  Mērķu numuri\n    bija:  1., 2.\n    tagad: 2., 3.\n");
	assert_null(strstr(s, "Aktivitāšu numuri")); /* follows from the goal's */
}

#define TREE(gid, gname, aid, aname)                                                     \
	HEAD "goals: [{id: " gid ", level: universal, name: " gname ", expected: [Viens], activities: [{id: " aid \
	", name: " aname ", result: 1 reize, responsible: skola, years: 2024, tasks: [{id: t, name: T, term: 2024, " \
	"by: skola, supervised_by: vjcg}, {id: u, name: U, term: 2024, by: skola, supervised_by: vjcg}]}]}]\n"

/* Neither id nor name is left, but all that stood under it. */
static void
known_by_below(void **state)
{
	const char *s = told(TREE("g", "Mērķis", "a", "Darbs"), TREE("z", "Nolūks", "b", "Lietas"));

	(void)state;
	SAYS(s, "Mērķis 1." NBSP "“Nolūks”: pārdēvēts\n    bija:  Mērķis\n    tagad: Nolūks\n");
	SAYS(s, "Aktivitāte 1.1." NBSP "“Lietas”: pārdēvēta\n    bija:  Darbs\n    tagad: Lietas\n");
	SAYS(s, "Apzīmējumi plāna failā (dokumentā nav redzami)\n  Mērķis 1." NBSP "“Nolūks”: apzīmējums\n"
		"    bija:  g\n    tagad: z\n");
	SAYS(s, "4 izmaiņas.");
}

#define VOTED WHOLE "approval: {status: approved, date: 2024-07-04, decision: \"224\", protocol: \"9\", item: \"3\""
#define ADAZI VOTED ", pattern: adazi, amended: [{word: GROZĪT, date: 2025-08-28, protocol: \"1\", item: \"7\""

static void
marks(void **state)
{
	const char *s = told(VOTED "}\n", VOTED ", amended: [{word: GROZĪT, date: 2025-08-28, decision: \"301\", "
	    "protocol: \"11\", item: \"7\"}]}\n");

	(void)state;
	SAYS(s, "vēlākas atzīmes\n    bija:  –\n    tagad: GROZĪTA ar Valkas novada pašvaldības domes 2025." NBSP
		"gada 28." NBSP "augusta sēdes lēmumu Nr." NBSP "301 (prot. Nr." NBSP "11, 7." NBSP "§)\n");
	assert_null(strstr(s, "Divdabis"));
	/* a number that the mark does not name */
	s = told(ADAZI "}]}\n", ADAZI ", decision: \"5\"}]}\n");
	SAYS(s, "tagad: GROZĪTA; lēmuma datums: 28.08.2025.; protokola numurs: 1; protokola punkts: 7; "
		"lēmuma numurs: 5\n");
	/* the same wording by its name */
	s = told(VOTED "}\n", VOTED ", pattern: valka-2024}\n");
	SAYS(s, "atzīmes paraugs\n    bija:  –\n    tagad: Valkas novads, 2024\n");
	s = told(VOTED "}\n", VOTED ", pattern: kekava}\n");
	SAYS(s, "tagad: Apstiprināta ar Valkas novada pašvaldības domes 2024.");
}

static void
institution_renamed(void **state)
{
	const char *s = told(WHOLE, arena_printf(a, "%s",
	    "schema: pmpplan/1\nid: p\ntitle: Plāns\ndocument_word: rīcības programma\nperiod: 2024-2026\n"
	    "municipality: {nominative: Valkas novads, genitive: Valkas novada, locative: Valkas novadā, "
	    "council_genitive: Valkas novada pašvaldības domes}\n"
	    "institutions: [{id: vjcg, short: VCĢ, name: Ģimnāzija}, {id: skola, name: Skola}]\n" GOALS));

	(void)state;
	/* the activities that name it did not change */
	assert_string_equal(s, "1 izmaiņa.\n\nInstitūcijas\n  Institūcija “Ģimnāzija”: saīsinājums\n"
	    "    bija:  VJCĢ\n    tagad: VCĢ\n");
}

static void
money(void **state)
{
	const char *s = told(WHOLE SECOND, HEAD FIRST_EMPTY TAKES_A);

	(void)state;
	SAYS(s, "Viss plāns: finansējums kopā\n    bija:  10,00" NBSP "EUR\n"
		"    tagad: 12,50" NBSP "EUR (+2,50" NBSP "EUR)\n");
	SAYS(s, "finansējums kopā +2,50" NBSP "EUR.");
	s = told(HEAD FIRST_EMPTY TAKES_A, WHOLE SECOND);
	SAYS(s, "10,00" NBSP "EUR (−2,50" NBSP "EUR)\n");
}

/* -- texts -- */

static void
sentences(void **state)
{
	const char *s = told(WHOLE "context: |\n  Pirmais paliek. Otrais bija 2024. gada 4. jūlijā Nr. 5. "
	    "A. Bērziņš runāja.\n\n  - viens\n  - divi\n\n  Beigas.\n",
	    WHOLE "context: |\n  Pirmais paliek. Otrais bija 2025. gada 4. jūlijā Nr. 5. A. Bērziņš runāja.\n\n"
	    "  - viens\n  - trīs\n\n  Beigas. Un vēl.\n");

	(void)state;
	SAYS(s, "bija:  Otrais bija 2024. gada 4. jūlijā Nr. 5.\n"
		"    tagad: Otrais bija 2025. gada 4. jūlijā Nr. 5.\n    vārdi: 2024. → 2025.\n");
	SAYS(s, "bija:  • divi\n    tagad: • trīs\n");
	SAYS(s, "bija:  –\n    tagad: Un vēl.\n");
	assert_null(strstr(s, "paliek"));
	assert_null(strstr(s, "Beigas"));
	assert_null(strstr(s, "Bērziņš"));
	s = told(WHOLE "context: |\n  Ievads.\n  1) viens\n  2) divi\n",
	    WHOLE "context: |\n  Ievads.\n  1) viens\n  2) trīs\n");
	SAYS(s, "bija:  2) divi\n    tagad: 2) trīs\n");
	/* marks of Markdown do not print */
	s = told(WHOLE "context: |\n  Skat. **[tabulā](#table1)** te.[^a] 2 * 3 \\* 4.\n\n  [^a]: Avots: *X*.\n",
	    WHOLE "context: |\n  Skat. **[tabulā](#table1)** šeit.[^a] 2 * 3 \\* 4.\n\n  [^a]: Avots: *Y*.\n");
	SAYS(s, "bija:  Skat. tabulā te. 2 * 3 * 4. piezīme: Avots: X.\n"
		"    tagad: Skat. tabulā šeit. 2 * 3 * 4. piezīme: Avots: Y.\n");
	/* a passage that stands elsewhere */
	s = told(WHOLE "context: |\n  Pirmais. Otrais.\n\n  Trešais ir garš. Ceturtais arī.\n",
	    WHOLE "context: |\n  Trešais ir garš. Ceturtais arī.\n\n  Pirmais. Otrais.\n");
	SAYS(s, "1 izmaiņa.");
	SAYS(s, "Konteksts: vieta tekstā\n    bija:  Pirmais. Otrais.\n    tagad: tas pats, aiz “Ceturtais arī.”\n");
	/* where nothing else differs they are what is shown */
	s = told(WHOLE "context: Viens vārds.\n", WHOLE "context: Viens **vārds**.\n");
	SAYS(s, "bija:  Viens vārds.\n    tagad: Viens **vārds**.\n");
}

/* A text of many sentences that all differ, and one beyond the table: no more than linear. */
static void
long_texts(void **state)
{
	struct buf x = {0}, y = {0};
	const char *s;
	int i;

	(void)state;
	buf_str(&x, WHOLE "context: |\n");
	buf_str(&y, WHOLE "context: |\n");
	for (i = 0; i < 9000; i++) {
		buf_printf(&x, "  Teikums A%d.\n", i);
		buf_printf(&y, "  Teikums B%d.\n", i);
	}
	s = told(buf_cstr(&x), buf_cstr(&y));
	SAYS(s, "1 izmaiņa.");
	SAYS(s, "B8999.");
	buf_free(&x);
	buf_free(&y);
}

static void
lists(void **state)
{
	const char *s = told(WHOLE "monitoring: {duties: [viens, divi, trīs]}\n",
	    WHOLE "monitoring: {duties: [viens, trīs, četri]}\n");

	(void)state;
	SAYS(s, "uzdevumi\n    bija:  divi\n    tagad: –\n");
	SAYS(s, "uzdevumi\n    bija:  –\n    tagad: četri\n");
	/* a line that stands elsewhere was neither removed nor added */
	s = told(WHOLE "monitoring: {duties: [viens, divi, trīs, četri]}\n",
	    WHOLE "monitoring: {duties: [četri, viens, divi, seši]}\n");
	SAYS(s, "uzdevumi: vieta sarakstā\n    bija:  4. četri\n    tagad: 1. četri\n");
	SAYS(s, "uzdevumi\n    bija:  trīs\n    tagad: seši\n");
	SAYS(s, "2 izmaiņas.");
	s = told(WHOLE "monitoring: {duties: [viens, divi, trīs]}\n", WHOLE "monitoring: {duties: [trīs, divi, viens]}\n");
	SAYS(s, "bija:  1. viens\n    tagad: 3. viens\n");
	assert_null(strstr(s, "divi"));
	s = told(WHOLE "monitoring: {duties: [viens, divi, trīs]}\n", WHOLE "monitoring: {duties: [nulle, divi, viens, trīs]}\n");
	assert_null(strstr(s, "2. divi\n    tagad: 2. divi\n"));
	/* abbreviations print by the alphabet */
	s = told(WHOLE "abbreviations: [{short: ES, name: Savienība}, {short: PVN, name: nodoklis}]\n",
	    WHOLE "abbreviations: [{short: PVN, name: nodoklis}, {short: ES, name: Eiropas Savienība}]\n");
	SAYS(s, "1 izmaiņa.");
	SAYS(s, "bija:  ES – Savienība\n    tagad: ES – Eiropas Savienība\n");
}

#define ONE(more) HEAD "goals: [{id: g, level: universal, name: M, expected: [V], activities: [{id: a, name: D, " \
	"result: 1 reize, responsible: skola, years: 2024-2025" more "}]}]\n"

/* What a year says is one thing where the year is new. */
static void
outcomes(void **state)
{
	const char *s = told(ONE(""), ONE(", outcome: {2025: {status: done, achieved: labi, spent: 9.50}}"));

	(void)state;
	SAYS(s, "Aktivitāte 1.1." NBSP "“D”: izpilde 2025." NBSP "gadā\n    bija:  –\n"
		"    tagad: izpildes stāvoklis: izpildīta; izpilde: labi; izlietots: 9,50" NBSP "EUR\n");
	SAYS(s, "1 izmaiņa.");
	s = told(ONE(", outcome: {2025: {status: done, achieved: labi}}"), ONE(", outcome: {2025: {status: done, "
	    "achieved: labi, spent: 9.50}}"));
	SAYS(s, "Aktivitāte 1.1." NBSP "“D”, izpilde 2025." NBSP "gadā: izlietots\n");
	/* from one year to another */
	s = told(ONE(", money: {2024: 10, 2025: 5}"), ONE(", money: {2024: 8, 2025: 7}"));
	SAYS(s, "4 izmaiņas: finansējums kopā nemainās.\n");
}

/* -- the sentence that counts -- */

static void
counts(void **state)
{
	(void)state;
	SAYS(told(WHOLE, WHOLE "place: X\n"), "1 izmaiņa.\n");
	SAYS(told(WHOLE, WHOLE "place: X\nauthor: Y\n"), "2 izmaiņas.\n");
	SAYS(told(WHOLE, WHOLE "place: X\nauthor: Y\nnotes: {situation: a, goals: b, indicators: c, "
	    "table1: d, table2: e, table3: f, table4: g}\nsystem: h\n"), "10 izmaiņu.\n");
	SAYS(told(WHOLE, WHOLE SECOND), ": 1 jauns mērķis, 1 jauna aktivitāte.\n");
	assert_string_equal(text_of(read_plan(WHOLE), read_plan(WHOLE "place: X\n"), DIAG_EN),
	    "1 change.\n\nDocument\n  Document: place\n    was: –\n    now: X\n");
}

static void
model(void **state)
{
	const struct plan *x = read_plan(WHOLE), *y = read_plan(WHOLE SECOND);
	const struct value *m = diff_model(a, x, y);

	(void)state;
	assert_string_equal(text_at(m, "changes.0.name"), "Mērķi");
	assert_string_equal(text_at(m, "changes.0.items.0.what"), "Jauns mērķis 2." NBSP "“Otrs”");
	assert_string_equal(text_at(m, "changes.summary"),
	    "5 izmaiņas: 1 jauns mērķis, 1 jauna aktivitāte.");
	assert_string_equal(text_at(m, "title"), "Plāns");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(every_field), TEST(own_wording), TEST(nothing), TEST(moved_and_renamed), TEST(new_id),
	    TEST(order), TEST(institution_renamed), TEST(money), TEST(sentences), TEST(long_texts),
	    TEST(lists), TEST(outcomes), TEST(turned_round), TEST(numbered_anew), TEST(known_by_below),
	    TEST(marks), TEST(counts), TEST(model),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
