/*
 * suspect - text that looks like a tag and is none; see template_suspects().
 *
 * A brace too few, the brackets of another program, the look of a mail merge field: what is
 * no tag is printed as it stands, and the author learns of it from the council.
 */
#include <string.h>

#include "base/utf8.h"
#include "fill/comp.h"

#define NAME_MOST 80 /* bytes between the signs */

struct around {
	const char *open, *close;
};

static const struct around pairs[] = {
	{"\xC2\xAB", "\xC2\xBB"}, {"<<", ">>"}, {"[[", "]]"}, {"{", "}"},
	{"\xEF\xBD\x9B\xEF\xBD\x9B", "\xEF\xBD\x9D\xEF\xBD\x9D"}, /* full-width braces */
};

/* What no text has, but tags do: {% of Jinja, and braces with a blank between. */
static const char *const signs[] = {"{%", "{ {", "{\xC2\xA0{"};

static bool
starts(const char *s, const char *end, const char *what)
{
	size_t n = strlen(what);

	return (size_t)(end - s) >= n && memcmp(s, what, n) == 0;
}

static void
add(struct comp *c, const struct place *at, const char *s, size_t len, const char *name, size_t n)
{
	struct template *t = c->t;
	struct template_suspect *u;

	t->suspects = arena_grow(t->mem, t->suspects, t->nsuspects, t->nsuspects + 1,
	    &t->suspects_cap, sizeof(*t->suspects));
	u = &t->suspects[t->nsuspects++];
	u->text = arena_strndup(t->mem, s, len);
	u->name = name != NULL ? arena_strndup(t->mem, name, n) : NULL;
	u->at = *at;
}

/* What stands between the signs, up to "end": of one line, short, and no brace in it. */
static bool
is_short(const char *s, const char *end)
{
	return end > s && end - s <= NAME_MOST && memchr(s, '{', (size_t)(end - s)) == NULL &&
	    memchr(s, '}', (size_t)(end - s)) == NULL;
}

/* A sign at s; returns where to go on. */
static const char *
look_at(struct comp *c, const struct place *at, const char *s, const char *end)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		const char *e;

		if (!starts(s, end, signs[i]))
			continue;
		e = memchr(s, '}', (size_t)(end - s));
		while (e != NULL && e + 1 < end && (e[1] == '}' || e[1] == ' ') && e[0] == '}')
			e++;
		e = e == NULL ? s + strlen(signs[i]) : e[0] == '}' ? e + 1 : e;
		add(c, at, s, (size_t)(e - s), NULL, 0);
		return e;
	}
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		size_t n = strlen(pairs[i].open), m = strlen(pairs[i].close);
		size_t left = (size_t)(end - s) < NAME_MOST + n + m ? (size_t)(end - s) : NAME_MOST + n + m;
		const char *e;

		if (!starts(s, end, pairs[i].open))
			continue;
		e = memmem(s + n, left - n, pairs[i].close, m);
		if (e == NULL || !is_short(s + n, e))
			continue;
		add(c, at, s, (size_t)(e + m - s), s + n, (size_t)(e - s) - n);
		return e + m;
	}
	return s + 1;
}

void
suspect_text(struct comp *c, const struct fpara *p)
{
	const char *s = p->text.s, *end = s + p->text.len, *tag;

	if (p->mirror)
		return;
	while (s < end) {
		if (starts(s, end, "{{") && (tag = memmem(s, (size_t)(end - s), "}}", 2)) != NULL) {
			s = tag + 2; /* a tag */
			continue;
		}
		if (starts(s, end, "{{")) {
			s += 2; /* not closed: reported */
			continue;
		}
		s = strchr("{<[\xC2\xEF", *s) != NULL && *s != '\0' ? look_at(c, &p->at, s, end) : s + 1;
	}
}
