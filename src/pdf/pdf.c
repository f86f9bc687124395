/* pdf - see pdf.h; writer.h tells which file does what. */
#include "pdf/pdf.h"

#include <stdio.h>
#include <stdlib.h>

#include "pdf/writer.h"

enum {
	SIDE_MIN = 60,           /* libharu's limits of a page's sides, twips */
	SIDE_MAX = 14400 * 20,
	PAGES_MAX = 100000
};

static int
check_pages(const struct pages *p, struct diag *d)
{
	struct place at = { .file = p->doc == NULL ? NULL : p->doc->file };
	char is[32], limit[32];

	if (p->npages > PAGES_MAX) {
		snprintf(is, sizeof is, "%zu pages", p->npages);
		snprintf(limit, sizeof limit, "%d", PAGES_MAX);
		return diag(d, DIAG_PDF_SIZE, &at, is, limit, NULL);
	}
	for (size_t i = 0; i < p->npages; i++) {
		const struct page *g = &p->page[i];
		if (g->width >= SIDE_MIN && g->width <= SIDE_MAX && g->height >= SIDE_MIN &&
		    g->height <= SIDE_MAX)
			continue;
		snprintf(is, sizeof is, "%d × %d pt", g->width / 20, g->height / 20);
		snprintf(limit, sizeof limit, "%d–%d pt", SIDE_MIN / 20, SIDE_MAX / 20);
		return diag(d, DIAG_PDF_SIZE, &at, is, limit, NULL);
	}
	return 0;
}

static const char *
document_lang(const struct pages *p, const struct pdf_meta *m)
{
	if (m->lang != NULL && *m->lang != '\0')
		return m->lang;
	if (p->doc != NULL && p->doc->lang != NULL && *p->doc->lang != '\0')
		return p->doc->lang;
	return "lv-LV";
}

int
pdf_write(struct buf *out, const struct pages *p, const struct pdf_meta *m, struct diag *d)
{
	struct arena *a = arena_new();
	struct writer w = { .a = a, .d = d, .p = p, .m = m, .lang = document_lang(p, m) };
	int rc = -1;

	if (check_pages(p, d) == -1 || haru_open(&w) == -1)
		goto out;
	w.elems = arena_array(a, p->nsenses, sizeof *w.elems);
	w.tags = arena_array(a, p->npages, sizeof *w.tags);
	for (size_t i = 0; i < p->npages && !w.failed; i++)
		content_page(&w, (int)i);
	links_finish(&w);
	fonts_finish(&w);
	if (!w.failed)
		tags_finish(&w);
	outline_finish(&w);
	if (!w.failed)
		labels_finish(&w);
	meta_finish(&w);
	pdf_finish(&w, out);
	rc = w.failed ? -1 : 0;
out:
	haru_close(&w);
	arena_free(a);
	return rc;
}
