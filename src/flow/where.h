/*
 * where - where a reader stands in a document, for places of messages.  Shared by
 * docx/flow_*.c and odt/flow_*.c, which set part, paragraph, heading, row and cell themselves.
 */
#ifndef FLOW_WHERE_H
#define FLOW_WHERE_H

#include "base/diag.h"

struct flow_where {
	struct place at;
	int tables; /* of the part so far; tables in cells do not count */
};

/* A table's rows begin; returns the place before, for flow_table_end(). */
struct place flow_table_begin(struct flow_where *w);
/* Out of the table again; paragraphs and headings in it have been counted. */
void flow_table_end(struct flow_where *w, struct place before);

#endif
