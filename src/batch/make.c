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

/* A filled document, read back and laid out.  All of it lives in the arena but the package. */
struct laid {
	struct pkg *pkg;
	const struct pages *pages;
};

/*
 * The flow is read from the parts in memory: nothing is packed for it.  Its contents do
 * not know their pages yet: the layout sets its own numbers there.
 */
static int
lay_out(struct laid *l, struct arena *a, struct filled *x, bool boxes, struct font_set *fonts,
    struct diag *d)
{
	struct flow_doc *flow;

	l->pages = NULL;
	l->pkg = filled_view(x);
	flow = pkg_kind(l->pkg) == PKG_ODT ? odt_read_flow(a, l->pkg, d)
	    : docx_read_flow(a, l->pkg, d);
	if (flow == NULL)
		return -1;
	flow->unnumbered = true;
	l->pages = boxes ? layout_pages(a, flow, fonts, d) : layout_numbers(a, flow, fonts, d);
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

static const struct value *
model_of(const struct plan *p, const struct make_with *w)
{
	return w->model != NULL ? w->model : plan_model(p);
}

/* How a thing prints as a whole. */
static const char *
text_of(const struct value *v)
{
	return v == NULL ? NULL : v->text;
}

/* The day that the properties of the documents say, or NULL. */
static const char *
date_of(const struct plan *p, const struct make_with *w)
{
	const char *s = w->date != NULL ? w->date : plan_meta_date(p);

	return s == NULL || *s == '\0' ? NULL : s;
}

/* What the PDF says of itself: the plan's own data, nothing of the machine. */
static void
describe(const struct plan *p, const struct make_with *w, struct pdf_meta *m)
{
	const struct value *v = plan_model(p), *town = value_get(v, "municipality");
	const struct value *latest = value_get(value_get(v, "approval"), "latest");

	*m = (struct pdf_meta){.title = value_get_text(v, "title"), .lang = "lv-LV",
	    .author = plan_is_school(p) ? text_of(value_get(v, "school"))
		: text_of(value_get(town, "authority")),
	    .date = date_of(p, w), .producer = PMPPLAN_NAME,
	    .version = value_get_text(v, "version"), .period = text_of(value_get(v, "period"))};
	if (plan_is_approved(p))
		m->decision = value_get_text(latest, "decision");
	if (w->title != NULL)
		m->title = w->title;
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

static int
write_pdf(const struct laid *l, const struct plan *p, const struct make_with *w, struct buf *out,
    struct diag *d)
{
	struct pdf_meta meta;
	char *source = NULL;
	int rc;

	describe(p, w, &meta);
	if (attach_source(w->source, &meta, &source, d) == -1)
		return -1;
	rc = pdf_write(out, l->pages, &meta, d);
	free(source);
	return rc;
}

/*
 * The leading document: filled, laid out for its page numbers, numbered.  The offices
 * number pages alike for both formats, so one layout serves all.  The filled parts say
 * where page numbers belong, so the layout sets them itself and the PDF comes from the
 * same pages.
 */
static int
make_lead(struct arena *a, struct filled *x, enum doc_format lead, const struct plan *p,
    const struct make_with *w, struct fill_pages *numbers, struct buf *pdf, struct diag *d)
{
	struct laid l;
	int rc;

	rc = lay_out(&l, a, x, pdf != NULL, w->fonts, d);
	if (rc == 0)
		take_numbers(a, l.pages, numbers);
	/* Before the parts are written anew: the pages may borrow from them. */
	if (rc == 0 && pdf != NULL)
		rc = write_pdf(&l, p, w, pdf, d);
	if (rc == 0 && (w->formats & DOC_BIT(lead)) != 0)
		rc = filled_number(x, numbers);
	pkg_close(l.pkg);
	return rc;
}

int
make_documents(const struct plan *p, const struct make_with *w,
    struct buf out[DOC_FORMATS], struct diag *d)
{
	const struct template *const from[DOC_PDF] = {[DOC_DOCX] = w->docx, [DOC_ODT] = w->odt};
	/* Of two templates the DOCX leads, unless only an ODT is wanted. */
	enum doc_format lead = w->docx != NULL && (w->odt == NULL || w->formats != DOC_BIT(DOC_ODT))
	    ? DOC_DOCX : DOC_ODT, other = lead == DOC_DOCX ? DOC_ODT : DOC_DOCX;
	bool pdf = (w->formats & DOC_BIT(DOC_PDF)) != 0;
	struct fill_pages numbers = {0};
	struct fill_opts opts = {.date = date_of(p, w)};
	struct arena *a = arena_new();
	struct filled *x = template_run(from[lead], model_of(p, w), &opts, d);
	int rc = -1;

	if (x != NULL && make_lead(a, x, lead, p, w, &numbers,
	    pdf ? &out[DOC_PDF] : NULL, d) == 0) {
		opts.pages = &numbers;
		rc = 0;
	}
	if (w->pages != NULL)
		*w->pages = numbers.count;
	if (rc == 0 && (w->formats & DOC_BIT(lead)) != 0)
		rc = filled_pack(x, &out[lead]);
	/* The other too, also after a failure: every mistake shows in one run. */
	if ((w->formats & DOC_BIT(other)) != 0 &&
	    template_fill(from[other], model_of(p, w), &opts, &out[other], d) == -1)
		rc = -1;
	filled_free(x);
	arena_free(a);
	return rc;
}

static bool
is_about_fonts(enum diag_code c)
{
	return c == DIAG_FONT_FILE || c == DIAG_FONT_CHANGED || c == DIAG_FONT_SUBST;
}

void
make_prepare(const struct make_with *w, struct diag *d)
{
	const struct template *t = w->docx != NULL ? w->docx : w->odt;
	struct diag *own = diag_new(diag_language(d));
	const struct diag_msg *m;
	struct arena *a = arena_new();
	struct pkg *pkg = t == NULL ? NULL : pkg_open(template_path(t), DIAG_IO_TEMPLATE, own);
	struct flow_doc *flow = NULL;
	size_t n, i;

	if (pkg != NULL)
		flow = pkg_kind(pkg) == PKG_ODT ? odt_read_flow(a, pkg, own)
		    : docx_read_flow(a, pkg, own);
	if (flow != NULL)
		layout_numbers(a, flow, w->fonts, own);
	n = diag_messages(own, &m);
	for (i = 0; i < n; i++)
		if (is_about_fonts(m[i].code))
			diag_put(d, &m[i]);
	pkg_close(pkg);
	arena_free(a);
	diag_free(own);
}
