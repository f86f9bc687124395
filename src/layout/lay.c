/*
 * lay - a layout job's means; see lay.h.
 */
#include "layout/lay.h"

#include <stdlib.h>
#include <string.h>

#include "layout/hyphen.h"

struct lay *
lay_open(struct arena *a, const struct flow_doc *doc, struct font_set *fonts, struct diag *d)
{
	struct lay *l = arena_alloc(a, sizeof *l);

	l->a = a;
	l->doc = doc;
	l->compat = &doc->compat;
	l->fonts = fonts;
	l->d = d;
	l->setter = setter_new();
	return l;
}

void
lay_close(struct lay *l)
{
	setter_free(l->setter);
	hyphenator_free(l->hyph);
}

int
lay_page_of(const struct lay *l, const char *bookmark)
{
	size_t lo = 0, hi = l->nknown;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = strcmp(l->known[mid].name, bookmark);
		if (c == 0)
			return l->known[mid].page;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return 0;
}
