/*
 * link - link annotations, the outline, page labels.
 *
 * A link has one annotation on each page that it stands on; several lines are told by
 * QuadPoints, so that a screen reader finds one link, not one per line.
 */
#include <hpdf_annotation.h>
#include <hpdf_destination.h>
#include <hpdf_outline.h>
#include <stdlib.h>
#include <strings.h>

#include "pdf/writer.h"

enum { ANNOT_PRINT = 4, OUTLINE_LEVELS = 3, URI_MAX = 2000 };

/* -- gathering -- */

static const struct sense *
link_sense(const struct sense *s)
{
	while (s != NULL && s->kind != SENSE_LINK)
		s = s->parent;
	return s;
}

static void
widen(int to[4], const int by[4])
{
	for (int i = 0; i < 2; i++)
		if (by[i] < to[i])
			to[i] = by[i];
	for (int i = 2; i < 4; i++)
		if (by[i] > to[i])
			to[i] = by[i];
}

void
link_box(struct writer *w, const struct box *b, int page, const int rect[4])
{
	const struct sense *s = link_sense(b->sense);
	struct link *l = w->last_link;
	int *last;

	if (s == NULL || (b->link == NULL && s->to == NULL))
		return;
	if (l == NULL || l->sense != s) {
		l = arena_alloc(w->a, sizeof *l);
		*l = (struct link){ .sense = s, .uri = b->link, .page = page, .at = b->at };
		if (w->last_link == NULL)
			w->links = l;
		else
			w->last_link->next = l;
		w->last_link = l;
	}
	last = l->nquads == 0 ? NULL : l->quad[l->nquads - 1];
	/* On the line of the piece before: one area with it. */
	if (last != NULL && rect[1] < last[3] && rect[3] > last[1] && rect[0] >= last[0]) {
		widen(last, rect);
		return;
	}
	l->quad = arena_grow(w->a, l->quad, l->nquads, l->nquads + 1, &l->cap, sizeof *l->quad);
	memcpy(l->quad[l->nquads++], rect, sizeof *l->quad);
}

/* -- targets -- */

static int
by_name(const void *a, const void *b)
{
	return strcmp((*(const struct page_mark *const *)a)->name,
	    (*(const struct page_mark *const *)b)->name);
}

static const struct page_mark *
find_mark(struct writer *w, const char *name)
{
	struct page_mark key = { .name = name };
	const struct page_mark *k = &key, *const *found;
	size_t n = w->p->nmarks;

	if (w->marks == NULL && n > 0) {
		w->marks = arena_array(w->a, n, sizeof *w->marks);
		for (size_t i = 0; i < n; i++)
			w->marks[i] = &w->p->marks[i];
		qsort(w->marks, n, sizeof *w->marks, by_name);
	}
	found = n == 0 ? NULL : bsearch(&k, w->marks, n, sizeof *w->marks, by_name);
	if (found == NULL || (*found)->page < 0 || (size_t)(*found)->page >= w->p->npages)
		return NULL;
	return *found;
}

/* In points, within what libharu and all readers take. */
static HPDF_REAL
points(int64_t u)
{
	const int64_t most = (int64_t)14400 * PDF_U_PER_POINT;

	u = u < -most ? -most : u > most ? most : u;
	return (HPDF_REAL)u / PDF_U_PER_POINT;
}

/* A place on a page; the zoom stays what the reader has. */
static HPDF_Destination
destination(struct writer *w, int page, int64_t x, int64_t y)
{
	HPDF_Destination dst = HPDF_Page_CreateDestination(w->pages[page]);
	HPDF_Real zoom;

	if (dst == NULL || HPDF_Destination_SetXYZ(dst, points(x < 0 ? 0 : x),
	    points(y < 0 ? 0 : y), 1) != HPDF_OK) {
		haru_check(w, w->doc->error.error_no);
		return NULL;
	}
	/* libharu lets no zoom of 0 pass, which means "unchanged". */
	zoom = HPDF_Array_GetItem(dst, 4, HPDF_OCLASS_REAL);
	if (zoom != NULL)
		zoom->value = 0;
	return dst;
}

/* Only what a browser or mail program opens; all else is a risk and no PDF/A. */
static bool
allowed(const char *uri)
{
	return strncasecmp(uri, "http://", 7) == 0 || strncasecmp(uri, "https://", 8) == 0 ||
	    strncasecmp(uri, "mailto:", 7) == 0;
}

/* An address in the ASCII that a URI is made of. */
static const char *
escape_uri(struct writer *w, const char *s)
{
	static const char hex[] = "0123456789ABCDEF";
	struct buf b = { 0 };
	const char *out;

	for (; *s != '\0' && b.len < URI_MAX; s++) {
		unsigned char c = (unsigned char)*s;
		if (c > 0x20 && c < 0x7F && strchr("<>\"{}|\\^`", c) == NULL) {
			buf_ch(&b, *s);
			continue;
		}
		buf_ch(&b, '%');
		buf_ch(&b, hex[c >> 4]);
		buf_ch(&b, hex[c & 15]);
	}
	out = arena_strndup(w->a, b.s, b.len);
	buf_free(&b);
	return out;
}

/* -- annotations -- */

static HPDF_Annotation
internal_link(struct writer *w, const struct link *l, HPDF_Rect rect)
{
	const struct page_mark *m = find_mark(w, l->uri + 1);
	HPDF_Destination dst;

	if (m == NULL) {
		diag(w->d, DIAG_PDF_LINK_TARGET, &l->at, l->uri + 1, NULL);
		return NULL;
	}
	dst = destination(w, m->page, (int64_t)m->x * PDF_U_PER_TWIP,
	    ((int64_t)w->p->page[m->page].height - m->y) * PDF_U_PER_TWIP);
	return dst == NULL ? NULL : HPDF_Page_CreateLinkAnnot(w->pages[l->page], rect, dst);
}

/* From a note's reference to the note, or back: where its first line stands. */
static HPDF_Annotation
note_link(struct writer *w, const struct link *l, HPDF_Rect rect)
{
	const struct elem *e = tags_elem(w, l->sense->to);
	HPDF_Destination dst;

	if (e->first_at == 0)
		return NULL;
	dst = destination(w, w->items[e->first_at].page, 0, e->top);
	return dst == NULL ? NULL : HPDF_Page_CreateLinkAnnot(w->pages[l->page], rect, dst);
}

/* What is said of a link: a note's number alone says little. */
static const char *
link_words(struct writer *w, const struct link *l)
{
	const struct sense *s = l->sense;
	const char *words = sense_text(w, s);

	if (s->title != NULL && *s->title != '\0')
		return s->title;
	if (s->to != NULL && strncmp(w->lang, "lv", 2) == 0)
		return s->parent->kind != SENSE_REFERENCE ? "Atpakaļ uz tekstu" :
		    arena_printf(w->a, "Piezīme %s", words);
	return *words != '\0' || l->uri == NULL ? words : l->uri;
}

static HPDF_Annotation
external_link(struct writer *w, const struct link *l, HPDF_Rect rect)
{
	if (!allowed(l->uri) || strlen(l->uri) > URI_MAX) {
		diag(w->d, DIAG_PDF_LINK_SCHEME, &l->at, l->uri, NULL);
		return NULL;
	}
	return HPDF_Page_CreateURILinkAnnot(w->pages[l->page], rect, escape_uri(w, l->uri));
}

static void
add_quads(struct writer *w, HPDF_Annotation annot, const struct link *l)
{
	/* Upper left, upper right, lower left, lower right: the order that readers expect. */
	static const int corner[8] = { 0, 3, 2, 3, 0, 1, 2, 1 };
	HPDF_Array a;

	if (l->nquads < 2)
		return;
	a = HPDF_Array_New(w->doc->mmgr);
	haru_set(w, annot, "QuadPoints", a);
	for (size_t i = 0; i < l->nquads && !w->failed; i++)
		for (int k = 0; k < 8; k++)
			haru_check(w, HPDF_Array_AddReal(a, points(l->quad[i][corner[k]])));
}

static void
annotate(struct writer *w, const struct link *l)
{
	int all[4];
	HPDF_Rect rect;
	HPDF_Annotation annot;

	memcpy(all, l->quad[0], sizeof all);
	for (size_t i = 1; i < l->nquads; i++)
		widen(all, l->quad[i]);
	rect = (HPDF_Rect){ points(all[0]), points(all[1]), points(all[2]), points(all[3]) };
	annot = l->uri == NULL ? note_link(w, l, rect) : l->uri[0] == '#' ?
	    internal_link(w, l, rect) : external_link(w, l, rect);
	haru_check(w, w->doc->error.error_no);
	if (annot == NULL) {
		tags_elem(w, l->sense)->no_link = true;
		return;
	}
	haru_check(w, HPDF_LinkAnnot_SetBorderStyle(annot, 0, 0, 0));
	add_quads(w, annot, l);
	haru_set_number(w, annot, "F", ANNOT_PRINT);
	haru_set_text(w, annot, "Contents", link_words(w, l));
	haru_set_number(w, annot, "StructParent", (int)(w->p->npages + w->nannots));
	tags_annot(w, l->sense, l->page, annot);
}

void
links_page(struct writer *w)
{
	struct link *next;

	for (struct link *l = w->links; l != NULL && !w->failed; l = next) {
		next = l->next;
		if (l->uri != NULL) {
			annotate(w, l);
			continue;
		}
		/* A note may stand on a page to come. */
		l->next = NULL;
		if (w->note_links == NULL)
			w->note_links = l;
		else
			w->last_note_link->next = l;
		w->last_note_link = l;
	}
	w->links = w->last_link = NULL;
}

void
links_finish(struct writer *w)
{
	for (const struct link *l = w->note_links; l != NULL && !w->failed; l = l->next)
		annotate(w, l);
}

/* -- outline -- */

static HPDF_Outline
add_outline(struct writer *w, HPDF_Outline parent, const struct elem *e, const char *title)
{
	HPDF_Outline o = HPDF_CreateOutline(w->doc, parent, "-", NULL);
	HPDF_Destination dst;

	if (o == NULL) {
		haru_check(w, w->doc->error.error_no);
		return NULL;
	}
	haru_set_text(w, o, "Title", title);
	dst = destination(w, w->items[e->first_at].page, 0, e->top);
	if (dst != NULL)
		haru_check(w, HPDF_Outline_SetDestination(o, dst));
	haru_check(w, HPDF_Outline_SetOpened(o, e->level == 1));
	return o;
}

void
outline_finish(struct writer *w)
{
	HPDF_Outline at[OUTLINE_LEVELS + 1] = { NULL };
	bool any = false;

	for (uint32_t i = 0; i < w->p->nsenses && !w->failed; i++) {
		struct elem *e = &w->elems[i];
		const char *title;
		if (e->dict == NULL || e->sense->kind != SENSE_H || e->level > OUTLINE_LEVELS)
			continue;
		title = sense_text(w, e->sense);
		if (*title == '\0')
			continue;
		at[e->level] = add_outline(w, at[e->level - 1], e, title);
		for (int k = e->level + 1; k <= OUTLINE_LEVELS; k++)
			at[k] = at[e->level];
		any = true;
	}
	if (any && !w->failed)
		haru_check(w, HPDF_SetPageMode(w->doc, HPDF_PAGE_MODE_USE_OUTLINE));
}

/* -- page labels -- */

static long
label_number(const char *s)
{
	char *end;
	long n;

	if (s == NULL || *s < '1' || *s > '9')
		return 0;
	n = strtol(s, &end, 10);
	return *end == '\0' ? n : 0;
}

static void
print_labels(struct buf *out, const struct writer *w, const void *arg)
{
	long before = 0;

	(void)arg;
	buf_str(out, "/Nums[");
	for (size_t i = 0; i < w->p->npages; i++) {
		const char *label = w->p->page[i].label;
		long n = label_number(label);
		if (n != 0 && i > 0 && n == before + 1) {
			before = n;
			continue;
		}
		before = n;
		put_int(out, (int64_t)i);
		buf_str(out, "<<");
		if (n != 0)
			buf_printf(out, "/S/D/St %ld", n);
		else if (label != NULL && *label != '\0') {
			buf_str(out, "/P");
			put_text(out, label);
		}
		buf_str(out, ">>");
	}
	buf_ch(out, ']');
}

void
labels_finish(struct writer *w)
{
	haru_set(w, w->doc->catalog, "PageLabels", haru_object(w, print_labels, NULL));
}
