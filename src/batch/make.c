/* make - see make.h */
#include "batch/make.h"

#include <stdlib.h>
#include <string.h>

#include "base/publish.h"
#include "base/version.h"
#include "fill/pages.h"
#include "flow/read.h"
#include "layout/pages.h"
#include "pdf/pdf.h"

#define SOURCE_MOST ((size_t)16 << 20) /* of a plan file */

const struct docfmt docfmts[DOC_FORMATS] = {
    [DOC_DOCX] = {"docx", PKG_DOCX, true, pkg_is_ours},
    [DOC_ODT] = {"odt", PKG_ODT, true, pkg_is_ours},
    [DOC_PDF] = {"pdf", PKG_OTHER, true, pdf_is_ours},
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

/* How a thing prints as a whole. */
static const char *
text_of(const struct value *v)
{
	return v == NULL ? NULL : v->text;
}

/* What the PDF says of itself: the plan's own data, nothing of the machine. */
static void
describe(const struct plan *p, struct pdf_meta *m)
{
	const struct value *v = plan_model(p), *town = value_get(v, "municipality");

	*m = (struct pdf_meta){.title = value_get_text(v, "title"), .lang = "lv-LV",
	    .author = plan_is_school(p) ? text_of(value_get(v, "school"))
		: text_of(value_get(town, "authority")),
	    .date = plan_meta_date(p), .producer = PMPPLAN_NAME,
	    .version = value_get_text(v, "version"), .period = text_of(value_get(v, "period"))};
	if (plan_is_approved(p))
		m->decision = value_get_text(value_get(v, "approval"), "decision");
}

/* Embed the plan as it is on disk: then the PDF is PDF/A-3a.  The bytes are malloc'd. */
static int
attach_source(const char *path, struct pdf_meta *m, char **bytes, struct diag *d)
{
	const char *slash;

	if (path == NULL)
		return 0;
	*bytes = slurp(path, SOURCE_MOST, &m->attach_len, DIAG_IO_READ, d);
	slash = strrchr(path, '/');
	m->attach_name = slash == NULL ? path : slash + 1;
	m->attach_bytes = *bytes;
	return *bytes == NULL ? -1 : 0;
}

/* The PDF: the leading document, finished, laid out once more. */
static int
make_pdf(struct arena *a, const struct template *lead, const struct buf *doc,
    const struct plan *p, const struct make_with *w, struct buf *out, struct diag *d)
{
	struct pdf_meta meta;
	struct laid l;
	char *source = NULL;
	int rc;

	describe(p, &meta);
	if (attach_source(w->source, &meta, &source, d) == -1)
		return -1;
	if (w->title != NULL)
		meta.title = w->title;
	rc = lay_out(&l, a, lead, doc, w->fonts, d);
	if (rc == 0)
		rc = pdf_write(out, l.pages, &meta, d);
	pkg_close(l.pkg);
	free(source);
	return rc;
}

int
make_documents(const struct plan *p, const struct make_with *w,
    struct buf out[DOC_FORMATS], struct diag *d)
{
	const struct template *const from[DOC_PDF] = {[DOC_DOCX] = w->docx, [DOC_ODT] = w->odt};
	/* Of two templates the DOCX leads, unless only an ODT is wanted. */
	enum doc_format lead = w->docx != NULL && (w->odt == NULL || w->formats != DOC_BIT(DOC_ODT))
	    ? DOC_DOCX : DOC_ODT;
	bool pdf = (w->formats & DOC_BIT(DOC_PDF)) != 0;
	struct fill_pages numbers = {0};
	struct fill_opts opts = {.date = plan_meta_date(p)};
	struct arena *a = arena_new();
	int rc, f;

	rc = find_numbers(a, from[lead], p, w, &numbers, d);
	if (rc == 0)
		opts.pages = &numbers;
	if (w->pages != NULL)
		*w->pages = numbers.count;
	/* All formats, also after a failure: every mistake shows in one run. */
	for (f = 0; f < DOC_PDF; f++)
		if (((w->formats & DOC_BIT(f)) != 0 || (pdf && f == (int)lead)) &&
		    template_fill(from[f], plan_model(p), &opts, &out[f], d) == -1)
			rc = -1;
	if (pdf && rc == 0)
		rc = make_pdf(a, from[lead], &out[lead], p, w, &out[DOC_PDF], d);
	arena_free(a);
	return rc;
}
