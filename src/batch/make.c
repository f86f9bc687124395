/* make - see make.h */
#include "batch/make.h"

#include "fill/pages.h"
#include "flow/read.h"
#include "layout/pages.h"

const struct docfmt docfmts[DOC_FORMATS] = {
    [DOC_DOCX] = {"docx", PKG_DOCX, true, pkg_is_ours},
    [DOC_ODT] = {"odt", PKG_ODT, true, pkg_is_ours},
    [DOC_PDF] = {"pdf", PKG_OTHER, false, NULL},
};

/* A filled document, read back and laid out.  Pages live in "a", their bytes in "doc". */
struct laid {
	struct pkg *pkg;
	const struct pages *pages;
};

static int
lay_out(struct laid *l, struct arena *a, const struct template *t, const struct buf *doc,
    struct font_set *fonts, struct diag *d)
{
	struct flow_doc *flow;

	*l = (struct laid){NULL, NULL};
	/* Messages about the text name the template: that is the file to mend. */
	l->pkg = pkg_open_mem(template_path(t), doc->s, doc->len, DIAG_IO_TEMPLATE, d);
	if (l->pkg == NULL)
		return -1;
	flow = template_kind(t) == PKG_ODT ? odt_read_flow(a, l->pkg, d)
	    : docx_read_flow(a, l->pkg, d);
	if (flow == NULL)
		return -1;
	l->pages = layout_pages(a, flow, fonts, d);
	return 0;
}

/* The page numbers that the layout found, for the next fill. */
static void
take_numbers(struct arena *a, const struct pages *p, struct fill_pages *out)
{
	struct fill_page *marks = arena_array(a, p->nmarks, sizeof(*marks));
	size_t i;

	for (i = 0; i < p->nmarks; i++) {
		marks[i].bookmark = p->marks[i].name;
		marks[i].page = pages_find(p, p->marks[i].name);
	}
	*out = (struct fill_pages){.marks = marks, .nmarks = p->nmarks, .count = (int)p->npages};
}

/*
 * Fill the leading template a first time and find its page numbers.  The offices
 * number pages alike for both formats, so one layout serves all.
 */
static int
find_numbers(struct arena *a, const struct template *lead, const struct plan *p,
    const struct make_with *w, struct fill_pages *numbers, struct diag *d)
{
	struct fill_opts opts = {.date = plan_meta_date(p)};
	struct buf first = {0};
	struct laid l = {NULL, NULL};
	int rc = -1;

	if (template_fill(lead, plan_model(p), &opts, &first, d) == 0 &&
	    lay_out(&l, a, lead, &first, w->fonts, d) == 0) {
		take_numbers(a, l.pages, numbers);
		rc = 0;
	}
	pkg_close(l.pkg);
	buf_free(&first);
	return rc;
}

int
make_documents(const struct plan *p, const struct make_with *w,
    struct buf out[DOC_FORMATS], struct diag *d)
{
	const struct template *const from[DOC_FORMATS] = {[DOC_DOCX] = w->docx, [DOC_ODT] = w->odt};
	const struct template *lead = w->docx != NULL ? w->docx : w->odt;
	struct fill_pages numbers = {0};
	struct fill_opts opts = {.date = plan_meta_date(p)};
	struct arena *a = arena_new();
	int rc, f;

	rc = find_numbers(a, lead, p, w, &numbers, d);
	if (rc == 0)
		opts.pages = &numbers;
	/* All formats, also after a failure: every mistake shows in one run. */
	for (f = 0; f < DOC_PDF; f++)
		if ((w->formats & DOC_BIT(f)) != 0 &&
		    template_fill(from[f], plan_model(p), &opts, &out[f], d) == -1)
			rc = -1;
	arena_free(a);
	return rc;
}
