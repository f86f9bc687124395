/* where - where a reader stands in a document.  See where.h. */
#include "flow/where.h"

struct place
flow_table_begin(struct flow_where *w)
{
	struct place before = w->at;

	if (before.row == 0)
		w->at.table = ++w->tables;
	return before;
}

void
flow_table_end(struct flow_where *w, struct place before)
{
	w->at.table = before.table;
	w->at.row = before.row;
	w->at.cell = before.cell;
}
