/*
 * stages - CPU of every stage on the way from a plan to its documents.
 *
 * usage: stages ROUNDS PLAN...
 *
 * Each plan is made ROUNDS times in one process with the shipped templates of its
 * profile; of each stage the quickest round counts (the others were disturbed).  One
 * line a plan and stage: plan, stage, milliseconds, bytes or pages that the stage made.
 * "floor" is what zlib needs at level 6 for the same bytes: all parts of the package, or
 * all streams of the PDF.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

#include "base/arena.h"
#include "data/merge.h"
#include "fill/pages.h"
#include "fill/template.h"
#include "flow/read.h"
#include "layout/pages.h"
#include "pdf/pdf.h"
#include "plan/plan.h"

enum stage {
	READ, DOCX_TEMPLATE, DOCX_RUN, DOCX_FLOW, LAYOUT, NUMBERS, DOCX_NUMBER, DOCX_PACK, DOCX_FLOOR,
	ODT_TEMPLATE, ODT_FILL, ODT_FLOOR, PDF, PDF_FLOOR, STAGES
};

static const char *const names[STAGES] = {"read", "docx-template", "docx-run", "docx-flow",
    "layout", "layout-numbers", "docx-number", "docx-pack", "docx-floor", "odt-template", "odt-fill",
    "odt-floor", "pdf", "pdf-floor"};

struct bench {
	double least[STAGES], since;
	size_t made[STAGES];
	struct diag *d;
	struct font_set *fonts;
	const struct plan *plan;
	struct fill_opts opts;
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void
start(struct bench *b)
{

	b->since = now();
}

static void
end(struct bench *b, enum stage s, size_t made)
{
	double ms = now() - b->since;

	if (b->least[s] == 0 || ms < b->least[s])
		b->least[s] = ms;
	b->made[s] = made;
}

static void
stop(struct bench *b, const char *what)
{

	diag_flush(b->d, stderr, DIAG_NOTE, false);
	fprintf(stderr, "stages: %s failed\n", what);
	exit(1);
}

/* -- the floor -- */

static void
squeeze(const void *bytes, size_t len)
{
	uLongf n = compressBound((uLong)len);
	Bytef *to = malloc(n);

	if (to == NULL || compress2(to, &n, bytes, (uLong)len, 6) != Z_OK)
		abort();
	free(to);
}

static void
package_floor(struct bench *b, enum stage s, const struct buf *out)
{
	struct pkg *p = pkg_open_mem("out", out->s, out->len, DIAG_IO_READ, b->d);
	size_t i;

	if (p == NULL)
		stop(b, "reading a package");
	start(b);
	for (i = 0; i < pkg_count(p); i++)
		squeeze(pkg_at(p, i)->bytes, pkg_at(p, i)->len);
	end(b, s, out->len);
	pkg_close(p);
}

/* Of a PDF: its deflated streams, unpacked before the clock runs. */
static void
pdf_floor(struct bench *b, const struct buf *out)
{
	static const char word[] = "stream\n";
	const char *p = out->s, *stop_at = out->s + out->len;
	struct buf all[4096] = {{0}};
	size_t n = 0, i;

	while (n < 4096 && (p = memmem(p, (size_t)(stop_at - p), word, 7)) != NULL) {
		z_stream z = {0};

		p += 7;
		buf_reserve(&all[n], 4 << 20);
		z.next_in = (Bytef *)(uintptr_t)p;
		z.avail_in = (uInt)(stop_at - p);
		z.next_out = (Bytef *)all[n].s;
		z.avail_out = 4 << 20;
		inflateInit(&z);
		if (inflate(&z, Z_FINISH) == Z_STREAM_END) {
			all[n].len = (4 << 20) - z.avail_out;
			all[n].s = xrealloc(all[n].s, all[n].len + 1);
			p += z.total_in;
			n++;
		} else
			buf_free(&all[n]);
		inflateEnd(&z);
	}
	start(b);
	for (i = 0; i < n; i++)
		squeeze(all[i].s, all[i].len);
	end(b, PDF_FLOOR, out->len);
	for (i = 0; i < n; i++)
		buf_free(&all[i]);
}

/* -- the documents -- */

static struct template *
open_template(struct bench *b, const char *kind, enum stage s)
{
	char path[256];
	struct template *t;

	snprintf(path, sizeof(path), "templates/%s.%s",
	    plan_is_school(b->plan) ? "school" : "municipality", kind);
	start(b);
	t = template_open(path, b->d);
	end(b, s, 0);
	if (t == NULL)
		stop(b, path);
	return t;
}

static const struct fill_pages *
numbers_of(struct arena *a, const struct pages *p)
{
	struct fill_pages *out = arena_alloc(a, sizeof(*out));
	struct fill_page *marks = arena_array(a, p->nmarks + 1, sizeof(*marks));
	size_t i;

	for (i = 0; i < p->nmarks; i++)
		marks[i] = (struct fill_page){p->marks[i].name, pages_find(p, p->marks[i].name)};
	*out = (struct fill_pages){marks, p->nmarks, (int)p->npages};
	return out;
}

static void
docx(struct bench *b, struct arena *a)
{
	struct template *t = open_template(b, "docx", DOCX_TEMPLATE);
	struct pdf_meta meta = {.title = "bench", .lang = "lv-LV", .producer = "bench",
	    .date = "2024-01-01"};
	struct buf out = {0}, pdf = {0};
	struct filled *x;
	struct flow_doc *flow;
	struct pages *p;
	struct pkg *view;

	start(b);
	x = template_run(t, plan_model(b->plan), &b->opts, b->d);
	end(b, DOCX_RUN, 0);
	if (x == NULL)
		stop(b, "fill");
	start(b);
	view = filled_view(x);
	flow = docx_read_flow(a, view, b->d);
	end(b, DOCX_FLOW, 0);
	if (flow == NULL)
		stop(b, "flow");
	flow->unnumbered = true;
	start(b);
	p = layout_numbers(a, flow, b->fonts, b->d);
	end(b, NUMBERS, p->npages);
	start(b);
	p = layout_pages(a, flow, b->fonts, b->d);
	end(b, LAYOUT, p->npages);
	start(b);
	if (pdf_write(&pdf, p, &meta, b->d) == -1)
		stop(b, "pdf");
	end(b, PDF, pdf.len);
	pdf_floor(b, &pdf);
	b->opts.pages = numbers_of(a, p);
	start(b);
	filled_number(x, b->opts.pages);
	end(b, DOCX_NUMBER, 0);
	start(b);
	filled_pack(x, &out);
	end(b, DOCX_PACK, out.len);
	package_floor(b, DOCX_FLOOR, &out);
	pkg_close(view);
	filled_free(x);
	template_close(t);
	buf_free(&out);
	buf_free(&pdf);
}

static void
odt(struct bench *b)
{
	struct template *t = open_template(b, "odt", ODT_TEMPLATE);
	struct buf out = {0};

	start(b);
	if (template_fill(t, plan_model(b->plan), &b->opts, &out, b->d) == -1)
		stop(b, "fill");
	end(b, ODT_FILL, out.len);
	package_floor(b, ODT_FLOOR, &out);
	template_close(t);
	buf_free(&out);
}

static void
one_round(struct bench *b, const char *path)
{
	struct arena *a = arena_new();
	struct value *root;

	start(b);
	root = merge_read(a, path, b->d);
	b->plan = root == NULL ? NULL : plan_from(a, root, b->d);
	end(b, READ, 0);
	if (b->plan == NULL)
		stop(b, path);
	b->opts = (struct fill_opts){.date = plan_meta_date(b->plan)};
	docx(b, a);
	odt(b);
	arena_free(a);
}

int
main(int argc, char **argv)
{
	int i, k, rounds = argc > 1 ? atoi(argv[1]) : 0;

	if (argc < 3 || rounds < 1) {
		fprintf(stderr, "usage: stages ROUNDS PLAN...\n");
		return 2;
	}
	for (i = 2; i < argc; i++) {
		struct bench b = {.d = diag_new(DIAG_EN)};

		b.fonts = font_set_new("fonts/fonts.tsv", b.d);
		if (b.fonts == NULL)
			stop(&b, "fonts");
		for (k = 0; k < rounds; k++)
			one_round(&b, argv[i]);
		for (k = 0; k < STAGES; k++)
			printf("%s\t%s\t%.3f\t%zu\n", argv[i], names[k], b.least[k], b.made[k]);
		font_set_free(b.fonts);
		diag_free(b.d);
	}
	return 0;
}
