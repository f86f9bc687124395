/*
 * breaks - where a line may end: LibreOffice's own rules (layout-text.md 5).
 *
 * Unicode line breaking of an old form with changes; the same for every language
 * written in Latin letters.  Used by lines.c only.
 */
#ifndef LAYOUT_BREAKS_H
#define LAYOUT_BREAKS_H

#include <stdbool.h>
#include <stdint.h>

enum break_class {
	BRK_AL, BRK_SP, BRK_ZW, BRK_WJ, BRK_GL, BRK_OP, BRK_CL, BRK_QU, BRK_EX, BRK_IS, BRK_SY,
	BRK_HY, BRK_BA, BRK_B2, BRK_IN, BRK_PR, BRK_PO, BRK_DEGREE, BRK_NU
};

enum break_class break_class(uint32_t c);

/* What must be known of the text before a place; zero-initialise before a paragraph. */
struct break_state {
	bool begun;
	enum break_class prev;      /* the character before */
	enum break_class nonblank;  /* the last that is no blank; valid if has_nonblank */
	bool has_nonblank;
	bool number;                /* a number ends at prev */
	bool number_cl;             /* a number and one closing bracket end there */
};

/*
 * May a line end before a character of class "b"?  "after" is the class behind it
 * (BRK_SP at the end).  Moves the state over it.
 */
bool break_before(struct break_state *s, enum break_class b, enum break_class after);

#endif
