/* schema - pmpplan schema: the JSON Schema of plan files */
#include "schema/schema.h"

#include <stdio.h>

#include "cmd/cmd.h"

int
cmd_schema(struct cmd *c, int argc, char **argv)
{
	bool english = false;
	const struct opt opts[] = {
	    {0, "english", OPT_FLAG, NULL, "titles and help in English, not Latvian", &english},
	    {0, NULL, OPT_FLAG, NULL, NULL, NULL},
	};
	struct cmd_list operands = {0};
	struct buf out = {0};
	int rc = cmd_options(c, opts, argc, argv, &operands), status = 0;

	if (rc == OPTIONS_GO && operands.n > 0)
		rc = diag(c->diag, DIAG_USAGE_OPERANDS, NULL, c->self->usage, NULL);
	if (rc == OPTIONS_GO) {
		schema_put(&out, english ? DIAG_EN : DIAG_LV);
		fwrite(out.s, 1, out.len, stdout);
	} else if (rc == OPTIONS_WRONG) {
		status = cmd_usage(c);
	}
	buf_free(&out);
	cmd_list_free(&operands);
	return status;
}
