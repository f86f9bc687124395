/*
 * looks - a run's formatting made ready for measuring.
 *
 * The reader shares property records between equal runs, so the record's address
 * nearly always answers; records equal in content get one look too, since LibreOffice
 * joins runs of equal formatting into one portion.
 */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "layout/lay.h"

static bool
same_text(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

static bool
same_font(const struct flow_font *a, const struct flow_font *b)
{
	return a->size == b->size && a->bold == b->bold && a->italic == b->italic &&
	    a->underline == b->underline && a->strike == b->strike && a->caps == b->caps &&
	    a->small_caps == b->small_caps && a->hidden == b->hidden &&
	    a->kerning == b->kerning && a->valign == b->valign &&
	    a->super_rise == b->super_rise && a->super_size == b->super_size &&
	    a->rise == b->rise && a->spacing == b->spacing && a->scale == b->scale &&
	    a->colour == b->colour && a->shade == b->shade &&
	    same_text(a->family, b->family) && same_text(a->lang, b->lang);
}

static uint32_t
font_hash(const struct flow_font *f)
{
	uint32_t h = 2166136261u;

	for (const char *s = f->family == NULL ? "" : f->family; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;
	h = (h ^ (uint32_t)f->size) * 16777619u;
	h = (h ^ (uint32_t)(f->bold * 2 + f->italic)) * 16777619u;
	return (h ^ f->colour) * 16777619u;
}

/* Size and shift of raised and lowered text (layout-text.md 10). */
static void
raise(struct look *k, const struct flow_font *ff, int size)
{
	int below = k->full.height - k->full.ascent;
	int per = ff->super_size > 0 ? ff->super_size : 58;
	int up = ff->super_rise != 0 ? k->full.height * ff->super_rise / 100
	    : k->full.ascent * 42 / 100;

	if (ff->valign == FLOW_BASE) {
		/* w:position: the line grows by the shift. */
		k->rise = ff->size > 0 ? k->full.height * ff->rise / ff->size : 0;
		if (k->rise > 0)
			k->asc += k->rise;
		else
			k->desc -= k->rise;
		return;
	}
	font_at(&k->drawn, k->full.face, size * per / 100);
	if (ff->valign == FLOW_SUPER) {
		k->rise = up;
		if (k->drawn.ascent + up > k->asc)
			k->asc = k->drawn.ascent + up;
	} else {
		k->rise = -(ff->super_rise != 0 ? k->full.height * ff->super_rise / 100
		    : (below * 42 + 50) / 100);
		if (k->drawn.height - k->drawn.ascent - k->rise > k->desc)
			k->desc = k->drawn.height - k->drawn.ascent - k->rise;
	}
}

/* Without the line gap where the document's settings leave it out. */
static void
drop_lead(struct font *f)
{
	f->height -= f->lead;
	f->ascent -= f->lead;
	f->lead = 0;
}

static struct look *
look_new(struct lay *l, const struct flow_font *ff)
{
	struct look *k = arena_alloc(l->a, sizeof *k);
	int size = ff->size * 10; /* half points to twips */
	struct face *face = font_find(l->fonts, ff->family, ff->bold, ff->italic, l->d);

	if (size <= 0)
		size = 240;
	k->ff = ff;
	font_at(&k->full, face, size);
	if (!l->compat->external_leading)
		drop_lead(&k->full);
	k->drawn = k->full;
	k->asc = k->full.ascent;
	k->desc = k->full.height - k->full.ascent;
	k->kern = ff->kerning;
	raise(k, ff, size);
	font_at(&k->small, face, k->drawn.size_u / LAY_TWIPS * 80 / 100);
	return k;
}

static void
looks_grow(struct lay *l)
{
	const struct flow_font **keys = l->look_keys;
	struct look **looks = l->looks;
	size_t n = l->looks_cap;

	l->looks_cap = n == 0 ? 256 : n * 2;
	l->look_keys = arena_array(l->a, l->looks_cap, sizeof *l->look_keys);
	l->looks = arena_array(l->a, l->looks_cap, sizeof *l->looks);
	for (size_t i = 0; i < n; i++) {
		size_t at;
		if (keys[i] == NULL)
			continue;
		at = ((uintptr_t)keys[i] >> 4) & (l->looks_cap - 1);
		while (l->look_keys[at] != NULL)
			at = (at + 1) & (l->looks_cap - 1);
		l->look_keys[at] = keys[i];
		l->looks[at] = looks[i];
	}
}

const struct look *
lay_look(struct lay *l, const struct flow_font *ff)
{
	size_t at;
	uint32_t h;
	struct look *k;

	if ((l->nlooks + 1) * 2 > l->looks_cap)
		looks_grow(l);
	for (at = ((uintptr_t)ff >> 4) & (l->looks_cap - 1); l->look_keys[at] != NULL;
	    at = (at + 1) & (l->looks_cap - 1))
		if (l->look_keys[at] == ff)
			return l->looks[at];
	h = font_hash(ff);
	for (k = l->look_bucket[h & 63]; k != NULL; k = k->next)
		if (k->hash == h && same_font(k->ff, ff))
			break;
	if (k == NULL) {
		k = look_new(l, ff);
		k->hash = h;
		k->next = l->look_bucket[h & 63];
		l->look_bucket[h & 63] = k;
	}
	l->look_keys[at] = ff;
	l->looks[at] = k;
	l->nlooks++;
	return k;
}
