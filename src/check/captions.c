/*
 * Captions and references: "Tabula Nr. 3", "3. tabulā", [tabulā](#table3), "II līmenī".
 *
 * The template sets captions and numbers them, so a text that types one of its own will
 * sooner or later contradict it.
 */
#include "check/priv.h"

enum caption_kind { CAPTION_TABLE, CAPTION_FIGURE };

/* A number that a text gives to a table or figure. */
struct caption {
	enum caption_kind kind;
	bool typed;      /* "Tabula Nr. 3", the form of no caption of ours */
	int number;
	size_t from, to; /* tokens */
	size_t title;    /* token behind the quotation mark, or 0: a reference only */
	size_t title_end;
};

static bool
kind_at(const struct para *p, size_t i, enum caption_kind *kind)
{
	if (!tok_begins(p, i, "tabul") && !tok_begins(p, i, "attēl"))
		return false;
	*kind = tok_begins(p, i, "tabul") ? CAPTION_TABLE : CAPTION_FIGURE;
	return true;
}

static bool
is_quote(const struct para *p, size_t i)
{
	return tok_sign(p, i, 0x201C) || tok_sign(p, i, 0x201D) || tok_sign(p, i, 0x201E) ||
	    tok_sign(p, i, '"') || tok_sign(p, i, 0xAB) || tok_sign(p, i, 0xBB);
}

/* The title in quotes behind the number: then it is a caption. */
static void
take_title(const struct para *p, struct caption *cap)
{
	size_t i = tok_next(p, cap->to - 1);

	if (tok_sign(p, cap->to, '.'))
		i = tok_next(p, cap->to);
	if (!is_quote(p, i))
		return;
	cap->title = i + 1;
	for (i++; i < p->ntoks && !is_quote(p, i); i++)
		continue;
	cap->title_end = i;
}

static bool
caption_at(const struct para *p, size_t i, struct caption *cap)
{
	size_t n = i;

	*cap = (struct caption){.from = i};
	if (kind_at(p, i, &cap->kind)) { /* Tabula Nr. 3, Attēls. Nr. 1 */
		n += tok_sign(p, n + 1, '.');
		n = tok_next(p, n);
		if (!tok_word(p, n, "nr"))
			return false;
		n = tok_next(p, n + tok_sign(p, n + 1, '.'));
		cap->typed = true;
		cap->to = n + 1;
	} else if (tok_is(p, i, TOK_NUM) && tok_sign(p, i + 1, '.') && !tok_sign(p, i - 1, '.') &&
	    kind_at(p, tok_next(p, i + 1), &cap->kind)) { /* 3. tabulā */
		n = i;
		cap->to = tok_next(p, i + 1) + 1;
	} else {
		return false;
	}
	cap->number = tok_int(p, n);
	if (cap->number < 0)
		return false;
	take_title(p, cap);
	return true;
}

bool
is_caption(const struct para *p)
{
	struct caption cap;

	return caption_at(p, 0, &cap) && cap.title != 0;
}

/* How many the document has; a school's plan has the goals and Table 1. */
static int
most(struct check *c, enum caption_kind kind)
{
	if (kind == CAPTION_TABLE)
		return plan_is_school(c->p) ? 1 : 4;
	return c->indicators.n > 0 ? 2 : 1;
}

static const char *
existing(struct check *c, enum caption_kind kind)
{
	int n = most(c, kind);

	if (kind == CAPTION_TABLE)
		return n == 1 ? pick(c, "Table 1 only", "tikai 1. tabula")
		    : pick(c, "Tables 1 to 4", "1.–4. tabula");
	return n == 1 ? pick(c, "Figure 1 only", "tikai 1. attēls")
	    : pick(c, "Figures 1 and 2", "1. un 2. attēls");
}

struct captions {
	struct check *c;
	struct idmap titles; /* norm of a title -> how its caption begins */
	int last[2];         /* by kind: the number of the caption before */
};

static void
check_title(struct captions *all, const struct para *p, const struct caption *cap)
{
	struct check *c = all->c;
	const char *title = norm(c, span(c, p, cap->title, cap->title_end));
	const char *me = span(c, p, cap->from, cap->to);
	const char *other = idmap_add(c->a, &all->titles, title, (void *)(uintptr_t)me);

	if (other != NULL && strcmp(other, me) != 0)
		found_in(c, DIAG_CHECK_CAPTION_TWICE, p, cap->title, me, other, NULL);
	if (cap->number != all->last[cap->kind] + 1)
		found_in(c, DIAG_CHECK_CAPTION_NUMBER, p, cap->from, me,
		    strf(c, "%d", all->last[cap->kind] + 1), NULL);
	all->last[cap->kind] = cap->number;
}

static void
captions_of(struct captions *all, const struct para *p)
{
	struct caption cap;
	size_t i;

	for (i = 0; i < p->ntoks; i++) {
		if (!caption_at(p, i, &cap))
			continue;
		if (cap.typed)
			found_in(all->c, DIAG_CHECK_CAPTION, p, i, span(all->c, p, i, cap.to), NULL);
		if (cap.title != 0)
			check_title(all, p, &cap);
		if (cap.number == 0 || cap.number > most(all->c, cap.kind))
			found_in(all->c, DIAG_CHECK_CAPTION_NONE, p, i, span(all->c, p, i, cap.to),
			    existing(all->c, cap.kind), NULL);
		i = cap.to - 1;
	}
}

static void
check_links(struct check *c)
{
	static const char *const whole[] = {"goals", "indicators", "table1", "table2", "table3",
	    "table4"}, *const school[] = {"goals", "indicators", "table1"};
	bool is_school = plan_is_school(c->p);
	const char *const *names = is_school ? school : whole, *near;
	size_t n = is_school ? sizeof(school) / sizeof(school[0]) : sizeof(whole) / sizeof(whole[0]);
	size_t i, k;

	for (i = 0; i < c->nlinks; i++) {
		for (k = 0; k < n && strcmp(names[k], c->links[i].target) != 0; k++)
			continue;
		if (k < n)
			continue;
		near = utf8_nearest(c->links[i].target, names, n);
		found(c, DIAG_CHECK_LINK, c->links[i].path, &c->links[i].at, c->links[i].target,
		    near == NULL ? "" : near, NULL);
	}
}

void
rule_captions(struct check *c)
{
	struct captions all = {.c = c};
	size_t k;

	for (k = 0; k < c->nparas; k++)
		captions_of(&all, &c->paras[k]);
	check_links(c);
}

/* -- levels -- */

/* "prevencijas 2. līmenī": the tables number levels by Roman numerals. */
void
rule_levels(struct check *c, const struct para *p)
{
	static const char *const numerals[] = {"I", "II", "III"};
	size_t i, k, level;
	bool prevention;

	for (i = 0; i < p->ntoks; i++) {
		if (!tok_is(p, i, TOK_NUM) || !tok_sign(p, i + 1, '.') || tok_sign(p, i - 1, '.') ||
		    tok_int(p, i) < 1 || tok_int(p, i) > 3)
			continue;
		level = tok_next(p, i + 1);
		prevention = tok_begins(p, level, "prevenc") || tok_begins(p, tok_prev(p, i), "prevenc");
		if (tok_begins(p, level, "prevenc"))
			level = tok_next(p, level);
		if (!prevention || !tok_begins(p, level, "līme"))
			continue;
		k = (size_t)tok_int(p, i) - 1;
		found_in(c, DIAG_CHECK_LEVEL_FORM, p, i, span(c, p, i, level + 1),
		    strf(c, "%s %s", numerals[k], span(c, p, tok_next(p, i + 1), level + 1)), NULL);
	}
}
