/*
 * fonts - looks of runs, each kept once.  Used by the readers.
 */
#ifndef FLOW_FONTS_H
#define FLOW_FONTS_H

#include "flow/flow.h"

struct flow_fonts { /* zero-initialise; lives in the reader's arena */
	struct flow_font **font;
	size_t n, cap;
};

/* The kept record that equals *f. */
const struct flow_font *flow_font_intern(struct arena *a, struct flow_fonts *set,
    const struct flow_font *f);

#endif
