/* make - see make.h */
#include "batch/make.h"

const struct docfmt docfmts[DOC_FORMATS] = {
    [DOC_DOCX] = {"docx", PKG_DOCX, true, pkg_is_ours},
    [DOC_ODT] = {"odt", PKG_ODT, true, pkg_is_ours},
    [DOC_PDF] = {"pdf", PKG_OTHER, false, NULL},
};

int
make_documents(const struct plan *p, const struct make_with *w,
    struct buf out[DOC_FORMATS], struct diag *d)
{
	const struct template *const from[DOC_FORMATS] = {[DOC_DOCX] = w->docx, [DOC_ODT] = w->odt};
	struct fill_opts opts = {.date = plan_meta_date(p)};
	int rc = 0, f;

	/* All formats, also after a failure: every mistake shows in one run. */
	for (f = 0; f < DOC_PDF; f++)
		if ((w->formats & DOC_BIT(f)) != 0 &&
		    template_fill(from[f], plan_model(p), &opts, &out[f], d) == -1)
			rc = -1;
	return rc;
}
