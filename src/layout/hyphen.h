/*
 * hyphen - where a Latvian word may be divided: libhyphen's patterns, corrected by our
 * list of words that they divide wrongly (data/hyphen-exceptions.txt).
 *
 * Used by lines.c only, and only where the document asks for hyphenation.
 */
#ifndef LAYOUT_HYPHEN_H
#define LAYOUT_HYPHEN_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"

enum {
	HYPHEN_WORD_MAX = 100, /* characters; longer words are not divided */
	HYPHEN_DOCX_LEAST = 5  /* letters; shorter words of a DOCX are not divided */
};

struct hyphenator;

/* Never NULL; without patterns or list it divides less, after a warning. */
struct hyphenator *hyphenator_new(struct diag *d);
void hyphenator_free(struct hyphenator *h);
/*
 * marks[i] becomes 1 where a hyphen may stand behind character i.  "exception" (if
 * given) tells whether our list had the word.
 */
void hyphenate(struct hyphenator *h, const uint32_t *word, size_t n, char *marks, int *exception);

#endif
