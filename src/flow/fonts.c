/* fonts - looks of runs, each kept once.  See fonts.h. */
#include <string.h>

#include "flow/fonts.h"

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool
same_font(const struct flow_font *x, const struct flow_font *y)
{
	return same_text(x->family, y->family) && same_text(x->lang, y->lang) &&
	    x->size == y->size && x->bold == y->bold && x->italic == y->italic &&
	    x->underline == y->underline && x->strike == y->strike && x->caps == y->caps &&
	    x->small_caps == y->small_caps && x->hidden == y->hidden &&
	    x->kerning == y->kerning && x->valign == y->valign &&
	    x->super_rise == y->super_rise && x->super_size == y->super_size &&
	    x->rise == y->rise && x->spacing == y->spacing && x->scale == y->scale &&
	    x->colour == y->colour && x->shade == y->shade;
}

/*
 * Few looks in a document, and runs of one look come together: newest first.  A
 * document of thousands of looks keeps some of them twice rather than searching long.
 */
const struct flow_font *
flow_font_intern(struct arena *a, struct flow_fonts *set, const struct flow_font *f)
{
	struct flow_font *own;
	size_t i;

	for (i = set->n; i > 0 && set->n - i < 64; i--)
		if (same_font(set->font[i - 1], f))
			return set->font[i - 1];
	own = arena_alloc(a, sizeof(*own));
	*own = *f;
	set->font = arena_grow(a, set->font, set->n, set->n + 1, &set->cap, sizeof(*set->font));
	set->font[set->n++] = own;
	return own;
}
