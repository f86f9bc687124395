/*
 * number - numbers of lists and headings as text: 1, a, A, i, I (ODF 1.3 19.500;
 * ISO 29500-1 17.18.59 by other names).  Used by both readers.
 */
#ifndef FLOW_NUMBER_H
#define FLOW_NUMBER_H

#include "base/buf.h"
#include "flow/flow.h"

/* "form" is '1', '0' (two digits), 'a', 'A', 'i' or 'I'; anything else prints nothing. */
void flow_number_put(struct buf *b, char form, int v);
/* A heading with its number in one line: what messages call the place behind it. */
const char *flow_heading(struct arena *a, const struct flow_para *p);

#endif
