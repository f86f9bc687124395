/*
 * read - documents become flows.  docx_read_flow() and odt_read_flow() live in docx/
 * and odt/; flow_read() picks by the package.  What is not understood is named in
 * a warning with its place, never dropped in silence.
 */
#ifndef FLOW_READ_H
#define FLOW_READ_H

#include "flow/flow.h"
#include "pack/pkg.h"

/* NULL after reporting: no document, or one past a limit. */
struct flow_doc *docx_read_flow(struct arena *a, const struct pkg *p, struct diag *d);
struct flow_doc *odt_read_flow(struct arena *a, const struct pkg *p, struct diag *d);

#endif
