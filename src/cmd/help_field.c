/* help_field - pmpplan help FIELD: what a field of a plan is for, and what it takes */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "cmd/help.h"
#include "plan/field.h"

#define DEPTH_MOST 12
#define FOUND_MOST 64

/* A field that was asked for, with its path: "goals.activities.responsible". */
struct found {
	const struct field *f;
	const char *path;
};

struct hunt {
	struct arena *a;
	const char *wanted;
	struct found found[FOUND_MOST];
	size_t n;
};

/* What a field of a type takes. */
static const struct {
	enum field_type type;
	const char *en, *lv;
} takes[] = {
    {FIELD_TEXT, "a text of one line", "vienas rindas teksts"},
    {FIELD_MARKDOWN, "a text; several paragraphs stand behind |",
	"teksts; vairākas rindkopas raksta aiz |"},
    {FIELD_ID, "an id: a word without blanks", "apzīmējums: vārds bez atstarpēm"},
    {FIELD_INT, "a whole number", "vesels skaitlis"},
    {FIELD_NUMBER, "a number, such as 12 or 0.25", "skaitlis, piemēram, 12 vai 0.25"},
    {FIELD_MONEY, "an amount in euros, such as 300 or 300.50",
	"summa eiro, piemēram, 300 vai 300.50"},
    {FIELD_DATE, "a date, such as 2024-07-04", "datums, piemēram, 2024-07-04"},
    {FIELD_YEAR, "a year", "gads"},
    {FIELD_YEARS, "years: 2024-2028 or [2024, 2026]", "gadi: 2024-2028 vai [2024, 2026]"},
    {FIELD_TERM, "a term: 2024, 2024-03, 2024-03..2024-05, or a list of these",
	"termiņš: 2024, 2024-03, 2024-03..2024-05 vai šādu termiņu saraksts"},
    {FIELD_PARTY, "the id of an institution, or {text: ...}",
	"institūcijas apzīmējums vai {text: ...}"},
    {FIELD_REF, "an id", "apzīmējums"},
    {FIELD_BOOL, "true or false", "true vai false"},
    {FIELD_DOCWORD, "a word of the table, or {word: ..., genitive: ..., ending: ...}",
	"tabulas vārds vai {word: ..., genitive: ..., ending: ...}"},
    {FIELD_VALUE, "a number, or {value: ..., unit: ...}, or {text: ...}",
	"skaitlis vai {value: ..., unit: ...}, vai {text: ...}"},
    {FIELD_VIEWS, "own wording of cells, by view and id",
	"savs šūnu vārdojums pa skatiem un apzīmējumiem"},
};

/* Is the path the one asked for, or its end: "tasks.term" of "goals.activities.tasks.term"? */
static bool
is_wanted(const char *path, const char *wanted)
{
	size_t n = strlen(path), k = strlen(wanted);

	return n >= k && strcmp(path + n - k, wanted) == 0 && (n == k || path[n - k - 1] == '.');
}

static void
hunt_in(struct hunt *h, const struct field *map, const char *path, int depth)
{
	const struct field *f, *inner;
	const char *here;

	for (f = map->sub; f != NULL && f->name != NULL && depth < DEPTH_MOST; f++) {
		here = *path == '\0' ? f->name : arena_printf(h->a, "%s.%s", path, f->name);
		if (is_wanted(here, h->wanted) && h->n < FOUND_MOST)
			h->found[h->n++] = (struct found){f, here};
		inner = f->item != NULL && f->sub == NULL ? f->item : f;
		hunt_in(h, inner, here, depth + 1);
	}
}

/* "goals[vecaki].activities[1].name", as messages have it, without what is in brackets. */
static const char *
without_brackets(struct arena *a, const char *s)
{
	char *out = arena_strndup(a, s, strlen(s)), *to = out;
	bool inside = false;

	for (; *s != '\0'; s++) {
		inside = *s == '[' || (inside && *s != ']');
		if (!inside && *s != ']')
			*to++ = *s;
	}
	*to = '\0';
	/* "money.2026": the year is no field. */
	if (to - out > 5 && to[-5] == '.' && strspn(to - 4, "0123456789") == 4)
		to[-5] = '\0';
	return out;
}

static void
put_type(const struct cmd *c, const struct field *f)
{
	const struct field *one = f->item != NULL ? f->item : f, *sub;
	const char *s;
	size_t i;

	if (f->type == FIELD_LIST)
		fputs(diag_pick(c->diag, "a list: ", "saraksts: "), stdout);
	if (f->type == FIELD_YEARMAP)
		fputs(diag_pick(c->diag, "by years, {2024: ...}: ", "pa gadiem, {2024: ...}: "), stdout);
	if (one->type == FIELD_ENUM)
		for (s = one->choices; *s != '\0'; s += i + (s[i] == ' ')) {
			const struct choice_word *w;
			char word[32];

			i = strcspn(s, " ");
			snprintf(word, sizeof(word), "%.*s", (int)i, s);
			w = field_choice(word);
			printf("%s%s", s == one->choices ? "" : ", ", word);
			if (w != NULL)
				printf(" (%s)", diag_pick(c->diag, w->en, w->lv));
		}
	if (one->type == FIELD_MAP)
		for (sub = one->sub; sub->name != NULL; sub++)
			printf("%s%s", sub == one->sub
			    ? diag_pick(c->diag, "fields ", "lauki ") : ", ", sub->name);
	for (i = 0; i < sizeof(takes) / sizeof(takes[0]); i++)
		if (takes[i].type == one->type)
			fputs(diag_pick(c->diag, takes[i].en, takes[i].lv), stdout);
	putchar('\n');
}

/* The names that the program itself has for a field's value. */
static void
put_names(const struct cmd *c, const struct field *f)
{
	const struct approval_pattern *p;
	const struct docword *w;

	if (f->type == FIELD_DOCWORD)
		for (w = field_docwords; w->word != NULL; w++)
			printf("      %s\n", w->word);
	if (strcmp(f->name, "pattern") == 0)
		for (p = field_patterns; p->name != NULL; p++)
			printf("      %-14s %s\n", p->name, diag_pick(c->diag, p->label_en, p->label));
}

static void
put_field(const struct cmd *c, const struct found *x)
{
	const struct field *f = x->f;
	const char *label = diag_pick(c->diag, f->label_en, f->label);

	printf("%s: %s", x->path, label);
	if (f->required)
		fputs(diag_pick(c->diag, " (needed)", " (obligāts)"), stdout);
	putchar('\n');
	help_wrapped("", diag_pick(c->diag, f->help_en, f->help));
	printf("\n%s\n    ", diag_pick(c->diag, "Takes:", "Vērtība:"));
	put_type(c, f);
	put_names(c, f);
	if (f->fillable)
		help_wrapped("", diag_pick(c->diag, "~ in a draft: a blank to fill in.",
		    "~ projektā: vēl jāaizpilda."));
	if (f->example != NULL)
		printf("\n%s\n    %s: %s\n", diag_pick(c->diag, "Example:", "Piemērs:"), f->name,
		    f->example);
}

int
help_field(const struct cmd *c, const char *name)
{
	struct hunt h = {.a = arena_new()};
	size_t i;

	h.wanted = without_brackets(h.a, name);
	hunt_in(&h, &field_plan, "", 0);
	/* A whole path is that field, whatever others end so. */
	for (i = 0; i < h.n && strcmp(h.found[i].path, h.wanted) != 0; i++)
		;
	if (h.n == 1 || i < h.n)
		put_field(c, &h.found[i < h.n ? i : 0]);
	else if (h.n != 0) {
		puts(diag_pick(c->diag, "Several fields have this name; see one of them, as in:",
		    "Šāds nosaukums ir vairākiem laukiem; apskatiet vienu, piemēram:"));
		printf("  pmpplan help %s\n\n", h.found[0].path);
		for (i = 0; i < h.n; i++)
			printf("  %-34s %s\n", h.found[i].path,
			    diag_pick(c->diag, h.found[i].f->label_en, h.found[i].f->label));
	}
	arena_free(h.a);
	return h.n == 0 ? -1 : 0;
}
