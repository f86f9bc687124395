/*
 * check_blanks - the blanks of a young plan, a line for each chapter
 *
 * A fresh starter has seventy.  One by one they hide what else is said, and nobody sees
 * which of them the vote needs; -v, JSON and SARIF still tell each.
 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cmd/check_blanks.h"
#include "plan/field.h"

#define CHAPTERS_MOST 40
#define LABELS_MOST 24 /* names told for a chapter */

struct label {
	const char *name;
	int n;
};

struct chapter {
	const struct field *field; /* of the plan; NULL: the single fields of the cover */
	struct place at;           /* of its first blank */
	int n;
	struct label needed[LABELS_MOST], other[LABELS_MOST];
	size_t nneeded, nother;
};

static const char *
name_of(const struct diag *d, const struct field *f)
{
	return diag_pick(d, f->label_en, f->label);
}

/* The part of the plan that a path lies in; NULL for the fields on the cover. */
static const struct field *
part_of(const char *path)
{
	char top[64];
	const struct field *f;
	size_t n = strcspn(path, ".[");

	if (n >= sizeof(top))
		return NULL;
	memcpy(top, path, n);
	top[n] = '\0';
	f = field_find(&field_plan, strcmp(top, "activities") == 0 ? "goals" : top);
	return f == NULL || (f->type != FIELD_MAP && f->type != FIELD_LIST &&
	    f->type != FIELD_MARKDOWN) ? NULL : f;
}

static void
add_label(struct label *v, size_t *n, const char *name)
{
	size_t i;

	for (i = 0; i < *n && strcmp(v[i].name, name) != 0; i++)
		continue;
	if (i == LABELS_MOST)
		return;
	if (i == *n)
		v[(*n)++] = (struct label){name, 0};
	v[i].n++;
}

static struct chapter *
chapter_for(struct chapter *v, size_t *n, const struct check_finding *f)
{
	const struct field *part = part_of(f->path);
	size_t i;

	for (i = 0; i < *n && v[i].field != part; i++)
		continue;
	if (i == CHAPTERS_MOST)
		return &v[i - 1];
	if (i == *n)
		v[(*n)++] = (struct chapter){.field = part, .at = f->at};
	return &v[i];
}

static void
put_labels(struct buf *b, const char *head, const struct label *v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		buf_printf(b, "%s%s", i == 0 ? head : ", ", v[i].name);
		if (v[i].n > 1)
			buf_printf(b, " ×%d", v[i].n);
	}
}

/* One line: "Mērķi: 45 tukšas vietas; obligāti: Mērķis ×3, …; aizpilda vai izdzēš: …" */
static void
put_chapter(struct diag *shown, struct arena *a, const struct chapter *ch)
{
	char count[16];
	const char *args[2] = {ch->field == NULL ? diag_pick(shown, "Cover", "Vāks")
	    : name_of(shown, ch->field), count};
	struct diag_msg m = {.code = DIAG_FILL_IN, .level = DIAG_NOTE, .at = ch->at};
	struct buf b = {0};

	snprintf(count, sizeof(count), "%d", ch->n);
	buf_str(&b, diag_text(shown, a, DIAG_SAY_CHAPTER, args, 2));
	put_labels(&b, diag_pick(shown, "; needed: ", "; obligāti: "), ch->needed, ch->nneeded);
	put_labels(&b, diag_pick(shown, "; fill in or delete: ", "; aizpildiet vai izdzēsiet: "),
	    ch->other, ch->nother);
	m.text = arena_strdup(a, buf_cstr(&b));
	diag_put(shown, &m);
	buf_free(&b);
}

int
check_blanks_put(struct diag *shown, struct arena *a, const struct check_report *rep)
{
	struct chapter v[CHAPTERS_MOST], *ch;
	const struct field *field;
	size_t i, n = 0;
	int needed = 0;

	for (i = 0; i < rep->n; i++) {
		const struct check_finding *f = &rep->v[i];

		if (f->code != DIAG_FILL_IN || f->reason != NULL)
			continue;
		ch = chapter_for(v, &n, f);
		ch->n++;
		field = field_at(f->path);
		if (field == NULL)
			continue;
		needed += field->required;
		if (field->required)
			add_label(ch->needed, &ch->nneeded, name_of(shown, field));
		else
			add_label(ch->other, &ch->nother, name_of(shown, field));
	}
	for (i = 0; i < n; i++)
		put_chapter(shown, a, &v[i]);
	return needed;
}
