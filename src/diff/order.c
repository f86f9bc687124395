/* order - what moved among its own, and what is numbered anew; see priv.h */
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "diff/priv.h"

/* -- moved -- */

/* A thing of a run: its places among those of the run, now and before. */
struct spot {
	struct thing *t;
	size_t now, was;
	bool kept;
};

static int
by_old_place(const void *x, const void *y)
{
	size_t p = (*(struct spot *const *)x)->t->other->place;
	size_t q = (*(struct spot *const *)y)->t->other->place;

	return p < q ? -1 : p > q;
}

static void
rank(struct arena *a, struct spot *run, size_t n)
{
	struct spot **v = arena_array(a, n + 1, sizeof(v[0]));
	size_t i;

	for (i = 0; i < n; i++)
		v[i] = &run[i];
	if (n > 1)
		qsort(v, n, sizeof(v[0]), by_old_place);
	for (i = 0; i < n; i++)
		v[i]->was = i;
}

/* A longest run of those that kept their order. */
static void
keep(struct arena *a, struct spot *run, size_t n)
{
	size_t *tail = arena_array(a, n + 1, sizeof(*tail)), *prev = arena_array(a, n + 1, sizeof(*prev));
	size_t len = 0, i, lo, hi, mid;

	for (i = 0; i < n; i++) {
		for (lo = 0, hi = len; lo < hi;) {
			mid = (lo + hi) / 2;
			if (run[tail[mid]].was < run[i].was)
				lo = mid + 1;
			else
				hi = mid;
		}
		prev[i] = lo == 0 ? n : tail[lo - 1];
		tail[lo] = i;
		len += lo == len;
	}
	for (i = len == 0 ? n : tail[len - 1]; i < n; i = prev[i])
		run[i].kept = true;
}

/* "2."; where it is numbered as before, also what it stands behind or before now. */
static const char *
place_now(struct diffing *d, const struct spot *run, size_t n, size_t i)
{
	const struct thing *t = run[i].t, *by = i > 0 ? run[i - 1].t : i + 1 < n ? run[i + 1].t : NULL;

	if (t->place != t->other->place || by == NULL)
		return arena_printf(d->a, "%zu%s", t->place, diff_pick(d, "", "."));
	return arena_printf(d->a, "%zu%s, %s “%s”", t->place, diff_pick(d, "", "."), i > 0 ? diff_pick(d, "behind", "aiz")
	    : diff_pick(d, "before", "pirms"), by->name);
}

/* "run" are those of one goal or level that both plans have, in the new order. */
static void
say_order(struct diffing *d, enum kind k, struct spot *run, size_t n)
{
	size_t i;

	rank(d->a, run, n);
	keep(d->a, run, n);
	for (i = 0; i < n; i++) {
		/* In the middle of a list turned round: the others tell. */
		if (run[i].kept || run[i].was == i)
			continue;
		diff_say(d, arena_printf(d->a, "%s: %s", diff_title(d, diff_words(d, k)->one, run[i].t),
		    diff_pick(d, "place in the order", "vieta secībā")),
		    arena_printf(d->a, "%zu%s", run[i].t->other->place, diff_pick(d, "", ".")), place_now(d, run, n, i));
		run[i].t->told = true;
		d->count[k][MOVED]++;
	}
}

void
diff_order(struct diffing *d, enum kind k)
{
	struct things *l = &d->new.of[k];
	struct spot *run = arena_array(d->a, l->n + 1, sizeof(run[0]));
	struct thing *t;
	size_t i, n = 0;

	for (i = 0; i < l->n; i++) {
		t = &l->v[i];
		if (t->place == 1 && n != 0) {
			say_order(d, k, run, n);
			n = 0;
		}
		if (t->other != NULL && strcmp(t->level, t->other->level) == 0 &&
		    (t->above == NULL || t->above->other == t->other->above))
			run[n++] = (struct spot){.t = t};
	}
	if (n != 0)
		say_order(d, k, run, n);
}

/* -- numbered anew -- */

/* "5.1.3." -> 3, the part of the number that is its own; *stem: what stands before it. */
static int64_t
own_number(const struct thing *t, size_t *stem)
{
	size_t n = t == NULL || t->number == NULL ? 0 : strlen(t->number), i;
	int64_t v = 0;

	*stem = 0;
	if (n < 2 || t->number[n - 1] != '.')
		return 0;
	for (i = n - 1; i > 0 && t->number[i - 1] != '.'; i--)
		continue;
	*stem = i;
	return num_parse_int(t->number + i, n - 1 - i, &v) ? v : 0;
}

/* Has it another number though it stands where it stood, under what it stood under? */
static bool
is_renumbered(const struct thing *t)
{
	size_t stem;

	return t->other != NULL && !t->told &&
	    (t->above == NULL || t->above->other == t->other->above) &&
	    own_number(t, &stem) != 0 && own_number(t, &stem) != own_number(t->other, &stem);
}

static bool
follows(const struct thing *x, const struct thing *y)
{
	size_t p, q;

	return own_number(x, &p) + 1 == own_number(y, &q) && p == q &&
	    memcmp(x->number, y->number, p) == 0;
}

/* "2.–6.", or "2., 3." where there are but two. */
static void
put_numbers(struct buf *b, const struct thing *first, const struct thing *last, size_t n)
{
	buf_printf(b, "%s%s", b->len == 0 ? "" : ", ", first->number);
	if (n > 1)
		buf_printf(b, "%s%s", n == 2 ? ", " : EN_DASH, last->number);
}

void
diff_numbers(struct diffing *d, enum kind k)
{
	const struct things *l = &d->new.of[k];
	struct buf was = {0}, now = {0};
	size_t i, to;

	for (i = 0; i < l->n; i = to + 1) {
		to = i;
		if (!is_renumbered(&l->v[i]))
			continue;
		while (to + 1 < l->n && is_renumbered(&l->v[to + 1]) && follows(&l->v[to], &l->v[to + 1]) &&
		    follows(l->v[to].other, l->v[to + 1].other))
			to++;
		put_numbers(&was, l->v[i].other, l->v[to].other, to - i + 1);
		put_numbers(&now, &l->v[i], &l->v[to], to - i + 1);
	}
	if (was.len != 0)
		diff_say(d, diff_words(d, k)->numbers, arena_strndup(d->a, was.s, was.len),
		    arena_strndup(d->a, now.s, now.len));
	buf_free(&was);
	buf_free(&now);
}
