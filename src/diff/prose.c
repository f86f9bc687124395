/* prose - long texts by their sentences, lists by their lines; see priv.h */
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/utf8.h"
#include "diff/priv.h"

#define BRACKET_MOST 4096 /* bytes of a link's text, and of its target */

#define CELLS_MOST ((size_t)4 << 20) /* of the table of common lengths: 8 MiB */

/* -- what two lists have in common -- */

/* The table of common lengths from each pair on; x and y are short enough for it. */
static void
mark_unlike(const char *const *x, size_t nx, const char *const *y, size_t ny,
    bool *out_x, bool *out_y)
{
	size_t cells = (nx + 1) * (ny + 1), i, k;
	uint16_t *t = memset(xmalloc(cells * sizeof(*t)), 0, cells * sizeof(*t));

#define T(i, k) t[(i) * (ny + 1) + (k)]
	for (i = nx; i-- > 0;)
		for (k = ny; k-- > 0;) {
			uint16_t skip = T(i + 1, k) > T(i, k + 1) ? T(i + 1, k) : T(i, k + 1);

			T(i, k) = strcmp(x[i], y[k]) == 0 ? (uint16_t)(T(i + 1, k + 1) + 1) : skip;
		}
	for (i = k = 0; i < nx || k < ny;) {
		if (i < nx && k < ny && strcmp(x[i], y[k]) == 0) {
			out_x[i++] = out_y[k++] = false;
		} else if (k == ny || (i < nx && T(i + 1, k) >= T(i, k + 1))) {
			out_x[i++] = true;
		} else {
			out_y[k++] = true;
		}
	}
#undef T
	free(t); /* not of the arena: there is one for each pair of texts */
}

void
diff_unlike(const char *const *x, size_t nx, const char *const *y, size_t ny, bool *out_x,
    bool *out_y)
{
	size_t head = 0, tail = 0, i;

	while (head < nx && head < ny && strcmp(x[head], y[head]) == 0) {
		out_x[head] = out_y[head] = false;
		head++;
	}
	while (tail < nx - head && tail < ny - head &&
	    strcmp(x[nx - 1 - tail], y[ny - 1 - tail]) == 0) {
		tail++;
		out_x[nx - tail] = out_y[ny - tail] = false;
	}
	nx -= head + tail;
	ny -= head + tail;
	if (nx > 0 && ny > 0 && nx < UINT16_MAX && ny < UINT16_MAX &&
	    (nx + 1) * (ny + 1) <= CELLS_MOST) {
		mark_unlike(x + head, nx, y + head, ny, out_x + head, out_y + head);
		return;
	}
	for (i = 0; i < nx; i++)
		out_x[head + i] = true;
	for (i = 0; i < ny; i++)
		out_y[head + i] = true;
}

/* -- sentences -- */

struct units {
	const char **v;
	size_t n, cap;
};

/* Blanks and line ends as one blank each. */
static void
add_unit(struct arena *a, struct units *u, const char *s, size_t len)
{
	struct buf b = {0};
	size_t i;

	for (i = 0; i < len; i++) {
		if (s[i] != ' ' && s[i] != '\n' && s[i] != '\t')
			buf_ch(&b, s[i]);
		else if (b.len != 0 && b.s[b.len - 1] != ' ')
			buf_ch(&b, ' ');
	}
	while (b.len != 0 && b.s[b.len - 1] == ' ')
		b.len--;
	if (b.len != 0) {
		u->v = arena_grow(a, u->v, u->n, u->n + 1, &u->cap, sizeof(u->v[0]));
		u->v[u->n++] = arena_strndup(a, b.s, b.len);
	}
	buf_free(&b);
}

static bool
is_upper(struct arena *a, const char *s, size_t len)
{
	char *low = utf8_lower(a, s, len);

	return strlen(low) != len || memcmp(low, s, len) != 0;
}

/* Does a new sentence begin at s?  A capital, after quotes and marks. */
static bool
opens_sentence(struct arena *a, const char *s)
{
	uint32_t c;
	int n;

	for (; (n = utf8_decode(s, strnlen(s, 4), &c)) > 0; s += n) {
		if (utf8_is_letter(c))
			return is_upper(a, s, (size_t)n);
		if (c >= '0' && c <= '9')
			return false;
		if (c == '\n' || c == ' ')
			return false;
	}
	return false;
}

/* An initial: "A. Bērziņš" is one name. */
static bool
is_initial(const char *text, const char *stop)
{
	const char *s = stop;

	while (s > text && ((unsigned char)s[-1] & 0xC0) == 0x80)
		s--;
	if (s > text)
		s--;
	return (s == text || s[-1] == ' ' || s[-1] == '\n') && stop - s <= 2 &&
	    !(*s >= '0' && *s <= '9');
}

/* "- item", "* item", "1. item", "[^note]:" or a heading opens a unit of its own. */
static bool
opens_item(const char *line)
{
	size_t n;

	line += strspn(line, " ");
	if ((line[0] == '-' || line[0] == '*' || line[0] == '+') && line[1] == ' ')
		return true;
	if (line[0] == '#' || strncmp(line, "[^", 2) == 0)
		return true;
	n = strspn(line, "0123456789");
	return n > 0 && n < 4 && (line[n] == '.' || line[n] == ')') && line[n + 1] == ' ';
}

/* Behind a full stop: quotes, brackets, marks and references of notes belong to it. */
static const char *
behind_stop(const char *s)
{
	while (*s != '\0' && *s != ' ' && *s != '\n') {
		if (s[0] == '[' && s[1] == '^')
			s += strcspn(s, "] \n.");
		else if (((unsigned char)*s & 0x80) == 0 && strchr(")\"'*_]", *s) == NULL)
			break;
		else
			s++;
	}
	return s;
}

/* Paragraphs, list items and sentences. */
static struct units
sentences(struct arena *a, const char *text)
{
	struct units u = {.v = arena_array(a, 4, sizeof(u.v[0])), .cap = 4};
	const char *s = text, *from = text, *end;

	for (; *s != '\0'; s++) {
		if (*s == '\n' && (s[1] == '\n' || opens_item(s + 1))) {
			add_unit(a, &u, from, (size_t)(s - from));
			from = s + 1;
		} else if ((*s == '.' || *s == '!' || *s == '?') && !is_initial(text, s)) {
			end = behind_stop(s + 1);
			if ((*end == ' ' || *end == '\n') && opens_sentence(a, end + 1)) {
				add_unit(a, &u, from, (size_t)(end - from));
				from = end + 1;
				s = end;
			}
		}
	}
	add_unit(a, &u, from, (size_t)(s - from));
	return u;
}

size_t
diff_split_words(struct arena *a, const char *s, const char ***out)
{
	const char **v = NULL;
	size_t n = 0, cap = 0, len;

	while (*(s += strspn(s, " ")) != '\0') {
		len = strcspn(s, " ");
		v = arena_grow(a, v, n, n + 1, &cap, sizeof(v[0]));
		v[n++] = arena_strndup(a, s, len);
		s += len;
	}
	*out = v;
	return n;
}

/* -- without the marks of Markdown -- */

static bool
is_blank(char c)
{
	return c == ' ' || c == '\0';
}

/* "[^id]", "[^id]:", "[text](target)" at s: what prints goes to b; the bytes read, or 0. */
static size_t
plain_bracket(const struct diffing *d, struct buf *b, const char *s)
{
	const char *end = s[0] == '[' ? memchr(s, ']', strnlen(s, BRACKET_MOST)) : NULL;
	size_t n;

	if (end == NULL)
		return 0;
	n = (size_t)(end - s) + 1;
	if (s[1] == '^') {
		if (s[n] == ':')
			buf_str(b, diff_pick(d, "note:", "piezīme:"));
		return n + (s[n] == ':');
	}
	end = s[n] == '(' ? memchr(s + n, ')', strnlen(s + n, BRACKET_MOST)) : NULL;
	if (end == NULL)
		return 0;
	buf_add(b, s + 1, n - 2);
	return (size_t)(end - s) + 1;
}

/* A sentence or list item as it prints: no stars, targets of links, signs of notes. */
static const char *
plain(struct diffing *d, const char *unit)
{
	const char *s = unit + strspn(unit, "#"), *out;
	struct buf b = {0};
	size_t n;

	s = s > unit && *s == ' ' ? s + 1 : unit;
	if ((*s == '-' || *s == '*' || *s == '+') && s[1] == ' ') {
		buf_str(&b, "• ");
		s += 2;
	}
	while (*s != '\0') {
		if (*s == '\\' && s[1] != '\0' && strchr("*_[]\\`#", s[1]) != NULL) {
			buf_ch(&b, s[1]);
			s += 2;
		} else if ((n = plain_bracket(d, &b, s)) != 0) {
			s += n;
		} else if (*s == '*' && !(is_blank(s[1]) && (s == unit || is_blank(s[-1])))) {
			s++;
		} else
			buf_ch(&b, *s++);
	}
	out = arena_strndup(d->a, b.s == NULL ? "" : b.s, b.len);
	buf_free(&b);
	return out;
}

/* -- saying what differs -- */

static const char *
joined(struct arena *a, const char *const *v, size_t from, size_t to)
{
	struct buf b = {0};
	const char *s;

	for (; from < to; from++)
		buf_printf(&b, "%s%s", b.len == 0 ? "" : " ", v[from]);
	s = b.len == 0 ? EN_DASH : arena_strndup(a, b.s, b.len);
	buf_free(&b);
	return s;
}

static const char *
joined_plain(struct diffing *d, const char *const *v, size_t n)
{
	const char **p = arena_array(d->a, n + 1, sizeof(p[0]));
	size_t i;

	for (i = 0; i < n; i++)
		p[i] = plain(d, v[i]);
	return joined(d->a, p, 0, n);
}

/* A run that differs: in prose as one, in a list line by line. */
static void
say_run(struct diffing *d, const char *what, const char *const *x, size_t nx,
    const char *const *y, size_t ny, bool prose)
{
	const char *before, *after;
	size_t i;

	if (prose) {
		before = joined_plain(d, x, nx);
		after = joined_plain(d, y, ny);
		/* Only the marks differ: then they are what is to be seen. */
		if (strcmp(before, after) == 0)
			diff_say_words(d, what, joined(d->a, x, 0, nx), joined(d->a, y, 0, ny));
		else
			diff_say_words(d, what, before, after);
		return;
	}
	for (i = 0; i < nx || i < ny; i++)
		diff_say_words(d, what, i < nx ? x[i] : EN_DASH, i < ny ? y[i] : EN_DASH);
}

/* What differs between two things that are alike: x[x0..x1) there, y[y0..y1) here. */
struct run {
	size_t x0, x1, y0, y1;
	bool said;
};

static struct run *
find_runs(struct diffing *d, const char *const *x, size_t nx, const char *const *y, size_t ny,
    size_t *n)
{
	bool *px = arena_array(d->a, nx + 1, sizeof(*px)), *py = arena_array(d->a, ny + 1, sizeof(*py));
	struct run *runs = arena_array(d->a, nx + ny + 1, sizeof(runs[0])), r;
	size_t i = 0, k = 0;

	*n = 0;
	diff_unlike(x, nx, y, ny, px, py);
	while (i < nx || k < ny) {
		r = (struct run){.x0 = i, .y0 = k};
		for (; i < nx && px[i]; i++)
			continue;
		for (; k < ny && py[k]; k++)
			continue;
		r.x1 = i;
		r.y1 = k;
		if (i != r.x0 || k != r.y0)
			runs[(*n)++] = r;
		if (i < nx && k < ny) {
			i++;
			k++;
		}
	}
	return runs;
}

/* Does all that went with one run stand where only the other run came? */
static bool
is_moved(const struct run *from, const char *const *x, const struct run *to, const char *const *y)
{
	size_t n = from->x1 - from->x0, i;

	if (to->said || from->y0 != from->y1 || to->x0 != to->x1 || to->y1 - to->y0 != n)
		return false;
	for (i = 0; i < n && strcmp(x[from->x0 + i], y[to->y0 + i]) == 0; i++)
		continue;
	return i == n;
}

/* A passage that stands elsewhere in the text. */
static void
say_passage(struct diffing *d, const char *what, const char *const *y, const struct run *to)
{
	diff_say(d, arena_printf(d->a, "%s: %s", what, diff_pick(d, "place in the text", "vieta tekstā")),
	    joined_plain(d, y + to->y0, to->y1 - to->y0), to->y0 == 0
	    ? diff_pick(d, "the same, at the beginning", "tas pats, sākumā")
	    : arena_printf(d->a, "%s “%s”", diff_pick(d, "the same, behind", "tas pats, aiz"),
		plain(d, y[to->y0 - 1])));
}

#define RUNS_MOST 200 /* looked through for passages that moved */

static void
say_passages(struct diffing *d, const char *what, const char *const *x, const char *const *y,
    struct run *runs, size_t n)
{
	size_t i, k;

	for (i = 0; i < n && n <= RUNS_MOST; i++)
		for (k = 0; k < n; k++)
			if (i != k && !runs[i].said && is_moved(&runs[i], x, &runs[k], y)) {
				say_passage(d, what, y, &runs[k]);
				runs[i].said = runs[k].said = true;
			}
}

static void
compare_runs(struct diffing *d, const char *what, const char *const *x, size_t nx,
    const char *const *y, size_t ny, bool prose)
{
	struct run *runs, *r;
	size_t n;

	runs = find_runs(d, x, nx, y, ny, &n);
	if (prose)
		say_passages(d, what, x, y, runs, n);
	for (r = runs; r < runs + n; r++)
		if (!r->said)
			say_run(d, what, x + r->x0, r->x1 - r->x0, y + r->y0, r->y1 - r->y0, prose);
}

/* -- lines that moved -- */

struct line {
	const char *s;
	size_t at;
};

static int
by_line(const void *x, const void *y)
{
	const struct line *p = x, *q = y;
	int c = strcmp(p->s, q->s);

	return c != 0 ? c : p->at < q->at ? -1 : p->at > q->at;
}

/* Those that have no partner in their place, sorted. */
static size_t
loose(struct arena *a, const char *const *v, size_t n, const bool *unlike, struct line **out)
{
	struct line *l = arena_array(a, n + 1, sizeof(l[0]));
	size_t i, k = 0;

	for (i = 0; i < n; i++)
		if (unlike[i])
			l[k++] = (struct line){v[i], i};
	if (k > 1)
		qsort(l, k, sizeof(l[0]), by_line);
	*out = l;
	return k;
}

/* The lines of v that are not gone. */
static const char *const *
rest(struct arena *a, const char *const *v, size_t *n, const bool *gone)
{
	const char **out = arena_array(a, *n + 1, sizeof(out[0]));
	size_t i, k = 0;

	for (i = 0; i < *n; i++)
		if (!gone[i])
			out[k++] = v[i];
	*n = k;
	return out;
}

static int
by_place(const void *x, const void *y)
{
	size_t p = ((const struct line *)x)->at, q = ((const struct line *)y)->at;

	return p < q ? -1 : p > q;
}

/* "1. viens" -> "3. viens"; with the line before it where the number is the same. */
static void
say_line(struct diffing *d, const char *what, const char *const *y, size_t from, size_t to)
{
	const char *now = arena_printf(d->a, "%zu. %s", to + 1, y[to]);

	if (from == to && to > 0)
		now = arena_printf(d->a, "%s (%s “%s”)", now, diff_pick(d, "behind", "aiz"), y[to - 1]);
	diff_say(d, arena_printf(d->a, "%s: %s", what, diff_pick(d, "place in the list", "vieta sarakstā")),
	    arena_printf(d->a, "%zu. %s", from + 1, y[to]), now);
}

/*
 * A line that stands elsewhere in its list was neither removed nor added: it is said with
 * both its places, and left out of what is compared further.
 */
static void
say_moved(struct diffing *d, const char *what, const char *const **x, size_t *nx,
    const char *const **y, size_t *ny)
{
	bool *px = arena_array(d->a, *nx + 1, sizeof(*px)), *py = arena_array(d->a, *ny + 1, sizeof(*py));
	bool *gone_x = arena_array(d->a, *nx + 1, sizeof(*px)), *gone_y = arena_array(d->a, *ny + 1, sizeof(*py));
	struct line *p, *q, *moved;
	size_t np, nq, i = 0, k = 0, n = 0, differ, *from;
	int c;

	memset(gone_x, 0, *nx * sizeof(*gone_x));
	memset(gone_y, 0, *ny * sizeof(*gone_y));
	diff_unlike(*x, *nx, *y, *ny, px, py);
	np = loose(d->a, *x, *nx, px, &p);
	nq = loose(d->a, *y, *ny, py, &q);
	moved = arena_array(d->a, nq + 1, sizeof(moved[0]));
	from = arena_array(d->a, *ny + 1, sizeof(from[0]));
	while (i < np && k < nq) {
		c = strcmp(p[i].s, q[k].s);
		if (c == 0) {
			gone_x[p[i].at] = gone_y[q[k].at] = true;
			from[q[k].at] = p[i].at;
			moved[n++] = q[k];
		}
		i += c <= 0;
		k += c >= 0;
	}
	if (n > 1)
		qsort(moved, n, sizeof(moved[0]), by_place);
	for (i = differ = 0; i < n; i++)
		differ += from[moved[i].at] != moved[i].at;
	for (i = 0; i < n; i++)
		/* In the middle of a list turned round: the others tell. */
		if (differ == 0 || from[moved[i].at] != moved[i].at)
			say_line(d, what, *y, from[moved[i].at], moved[i].at);
	*x = rest(d->a, *x, nx, gone_x);
	*y = rest(d->a, *y, ny, gone_y);
}

void
diff_compare_lines(struct diffing *d, const char *what, const char *const *x, size_t nx,
    const char *const *y, size_t ny, bool prose)
{
	if (!prose)
		say_moved(d, what, &x, &nx, &y, &ny);
	compare_runs(d, what, x, nx, y, ny, prose);
}
void
diff_compare_prose(struct diffing *d, const char *what, const struct value *x, const struct value *y)
{
	struct units p, q;

	p = sentences(d->a, x == NULL || x->kind != VALUE_TEXT ? "" : x->text);
	q = sentences(d->a, y == NULL || y->kind != VALUE_TEXT ? "" : y->text);
	if (p.n == 0 && x != NULL && x->kind == VALUE_BLANK)
		add_unit(d->a, &p, "____", 4);
	if (q.n == 0 && y != NULL && y->kind == VALUE_BLANK)
		add_unit(d->a, &q, "____", 4);
	diff_compare_lines(d, what, p.v, p.n, q.v, q.n, true);
}
