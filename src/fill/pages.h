/*
 * pages - page numbers that the layout found, going back into contents, lists and
 * page references (issue "The PDF", point 3).  Keys are bookmark names as the fill
 * wrote them.
 */
#ifndef FILL_PAGES_H
#define FILL_PAGES_H

#include <stddef.h>

struct fill_page {
	const char *bookmark;
	int page; /* as printed */
};

struct fill_pages {
	const struct fill_page *marks;
	size_t nmarks;
	int count; /* NUMPAGES */
};

#endif
