/*
 * fields - bookmarks, sequence numbers and what refers to them.
 *
 * In a block the same bookmark or sequence is written once a turn, so its name is made
 * unique.  References are written late: by then every number is known.
 */
#include <stdio.h>
#include <string.h>

#include "odt/dialect.h"

/* ---- numbers ---- */

static void
put_roman(struct buf *out, int n, bool upper)
{
	static const struct {
		int n;
		const char *low, *up;
	} r[] = {{1000, "m", "M"}, {900, "cm", "CM"}, {500, "d", "D"}, {400, "cd", "CD"},
	    {100, "c", "C"}, {90, "xc", "XC"}, {50, "l", "L"}, {40, "xl", "XL"}, {10, "x", "X"},
	    {9, "ix", "IX"}, {5, "v", "V"}, {4, "iv", "IV"}, {1, "i", "I"}};
	size_t i;

	for (i = 0; i < sizeof(r) / sizeof(r[0]) && n < 4000; i++)
		for (; n >= r[i].n; n -= r[i].n)
			buf_str(out, upper ? r[i].up : r[i].low);
}

/* a, b, ... z, aa, bb: as ODF counts (19.500) */
static void
put_letters(struct buf *out, int n, char first)
{
	int times = (n - 1) / 26 + 1;

	while (times-- > 0)
		buf_ch(out, (char)(first + (n - 1) % 26));
}

void
odt_put_number(struct buf *out, int n, const char *format)
{
	if (n < 1 || format == NULL || *format == '1')
		buf_printf(out, "%d", n);
	else if (*format == 'i' || *format == 'I')
		put_roman(out, n, *format == 'I');
	else if (*format == 'a' || *format == 'A')
		put_letters(out, n, *format);
}

/* ---- bookmarks ---- */

struct mark {
	const char *name;
	size_t index;  /* start and end of one bookmark share it */
	bool end, point;
	bool wide;     /* it ends in another paragraph, which may go */
};

void
odt_put_bookmark(struct filler *f, struct buf *out, const char *name, bool end)
{
	(void)f;
	buf_str(out, end ? "<text:bookmark-end text:name=\"" : "<text:bookmark-start text:name=\"");
	xml_put_attr(out, name, strlen(name));
	buf_str(out, "\"/>");
}

/* Headings tell their number to the bookmarks in them, for references by number. */
static void
note_number(struct filler *f, const char *bookmark)
{
	struct odt_fill *o = f->own;
	struct odt_note_id *x;

	if (o->heading == NULL)
		return;
	x = arena_alloc(f->mem, sizeof(*x));
	x->id = bookmark;
	x->number = o->heading;
	x->next = o->numbers;
	o->numbers = x;
}

static void
write_wide(struct filler *f, struct buf *out, const void *arg)
{
	const struct odt_wide *w = arg;

	if (w->closed)
		odt_put_bookmark(f, out, w->name, false);
}

static void
begin_wide(struct filler *f, const struct mark *m)
{
	struct odt_fill *o = f->own;
	struct odt_wide *w = arena_alloc(f->mem, sizeof(*w));

	w->name = o->marks[m->index];
	o->wide[m->index] = w;
	fill_late(f, write_wide, w);
}

static void
write_mark(struct filler *f, const void *arg)
{
	const struct mark *m = arg;
	struct odt_fill *o = f->own;

	if (m->point) {
		buf_str(f->out, "<text:bookmark text:name=\"");
		buf_str(f->out, fill_unique(f, m->name));
		buf_str(f->out, "\"/>");
	} else if (m->end) {
		if (o->marks[m->index] == NULL)
			return;
		fill_mark_end(f, o->marks[m->index]);
		odt_put_bookmark(f, f->out, o->marks[m->index], true);
		if (o->wide[m->index] != NULL)
			o->wide[m->index]->closed = true;
		o->marks[m->index] = NULL;
	} else {
		o->marks[m->index] = fill_unique(f, m->name);
		if (m->wide)
			begin_wide(f, m);
		else
			odt_put_bookmark(f, f->out, o->marks[m->index], false);
		fill_mark_begin(f, o->marks[m->index]);
		note_number(f, o->marks[m->index]);
	}
}

static void
emit_mark(struct comp *c, const struct xml_node *n, const void *arg)
{
	/* Its paragraph has gone, and between paragraphs no bookmark may stand. */
	if (odt_para_around(n) != odt_tmpl(c->t)->para)
		return;
	comp_call(c, write_mark, arg);
}

/*
 * Contents lists of Word and Writer leave bookmarks of their own in headings; ours are
 * written anew, so the old ones would only pile up - unless something refers to them.
 */
static bool
made_for_contents(const char *name)
{
	return strncmp(name, "_Toc", 4) == 0 || strncmp(name, "__RefHeading___", 15) == 0 ||
	    strncmp(name, "__DdeLink__", 11) == 0;
}

static void
prepare_mark(struct comp *c, const struct xml_node *n)
{
	const char *name = xml_attr(n, XNS_TEXT, "name");
	struct odt_tmpl *o = odt_tmpl(c->t);
	struct mark *m;

	if (name == NULL || (made_for_contents(name) && names_find(o->referred, name) == NULL)) {
		comp_drop(c, n);
		return;
	}
	m = arena_alloc(c->mem, sizeof(*m));
	m->name = name;
	m->point = strcmp(n->name, "bookmark") == 0;
	m->end = strcmp(n->name, "bookmark-end") == 0;
	if (m->end) {
		struct odt_mark_ref *r = o->refs;

		while (r != NULL && strcmp(r->name, name) != 0)
			r = r->next;
		if (r == NULL) {
			comp_drop(c, n); /* an end without a start */
			return;
		}
		m->index = r->index;
		((struct mark *)r->start)->wide = odt_para_around(n) != r->para;
	} else {
		struct odt_mark_ref *r = arena_alloc(c->mem, sizeof(*r));

		m->index = o->nmarks++;
		r->name = name;
		r->index = m->index;
		r->start = m;
		r->para = odt_para_around(n);
		r->next = o->refs;
		o->refs = r;
		comp_has_bookmark(c, name);
	}
	comp_replace(c, n, emit_mark, m);
}

/* ---- sequences ---- */

struct seq {
	const char *name, *ref, *format;
	const struct xml_node *node;
};

static void
write_seq(struct filler *f, const void *arg)
{
	const struct seq *s = arg;
	int n = fill_seq(f, s->name);
	const char *ref = s->ref == NULL ? NULL : fill_unique(f, s->ref);

	if (ref != NULL) {
		buf_str(f->out, " text:ref-name=\"");
		xml_put_attr(f->out, ref, strlen(ref));
		buf_ch(f->out, '"');
	}
	buf_ch(f->out, '>');
	if (ref != NULL)
		fill_mark_begin(f, ref);
	odt_put_number(f->out, n, s->format);
	if (ref != NULL)
		fill_mark_end(f, ref);
}

static void
emit_seq(struct comp *c, const struct xml_node *n, const void *arg)
{
	static const char *const skip[] = {"ref-name", NULL};

	odt_start(c, n, skip);
	comp_call(c, write_seq, arg);
	comp_end(c, n);
}

static void
prepare_seq(struct comp *c, const struct xml_node *n)
{
	struct seq *s = arena_alloc(c->mem, sizeof(*s));

	s->name = xml_attr(n, XNS_TEXT, "name");
	s->ref = xml_attr(n, XNS_TEXT, "ref-name");
	s->format = xml_attr(n, XNS_STYLE, "num-format");
	if (s->name != NULL)
		comp_replace(c, n, emit_seq, s);
}

/* ---- references ---- */

enum ref_kind { REF_TEXT, REF_PAGE, REF_NUMBER, REF_NOTE };

struct ref {
	enum ref_kind kind;
	const char *name, *cached;
};

static const char *
number_of(const struct odt_note_id *list, const char *id)
{
	for (; list != NULL; list = list->next)
		if (strcmp(list->id, id) == 0)
			return list->number;
	return NULL;
}

static void
write_ref(struct filler *f, struct buf *out, const void *arg)
{
	const struct ref *r = arg;
	const struct odt_fill *o = f->own;
	const char *s = NULL;
	size_t len = 0;

	if (r->kind == REF_PAGE) {
		buf_printf(out, "%d", fill_page_of(f, r->name));
		return;
	}
	if (r->kind == REF_TEXT)
		s = fill_mark_text(f, r->name, &len);
	else if ((s = number_of(r->kind == REF_NOTE ? o->note_ids : o->numbers, r->name)) != NULL)
		len = strlen(s);
	if (s == NULL) {
		s = r->cached;
		len = strlen(s);
	}
	odt_put_text(out, s, len);
}

static void
leave_ref(struct filler *f, const void *arg)
{
	fill_late(f, write_ref, arg);
}

static void
emit_ref(struct comp *c, const struct xml_node *n, const void *arg)
{
	comp_open(c, n);
	comp_call(c, leave_ref, arg);
	comp_end(c, n);
}

static void
prepare_ref(struct comp *c, const struct xml_node *n)
{
	const char *format = xml_attr(n, XNS_TEXT, "reference-format");
	const char *name = xml_attr(n, XNS_TEXT, "ref-name");
	struct buf b = {0};
	struct ref *r;

	if (format == NULL)
		format = "page";
	if (name == NULL)
		return;
	r = arena_alloc(c->mem, sizeof(*r));
	r->name = name;
	if (strcmp(n->name, "note-ref") == 0)
		r->kind = REF_NOTE;
	else if (strcmp(format, "page") == 0)
		r->kind = REF_PAGE;
	else if (strncmp(format, "number", 6) == 0 || strcmp(format, "chapter") == 0)
		r->kind = REF_NUMBER;
	else if (strcmp(format, "text") == 0 || strcmp(format, "value") == 0)
		r->kind = REF_TEXT;
	else
		return; /* "above" and "below", the caption's words: they do not change */
	xml_text(&b, n);
	r->cached = arena_strndup(c->mem, b.s != NULL ? b.s : "", b.len);
	buf_free(&b);
	comp_replace(c, n, emit_ref, r);
}

void
odt_put_ref(struct buf *out, const char *bookmark, const char *text, size_t len,
    const struct inl *at)
{
	(void)at;
	buf_str(out, "<text:bookmark-ref text:reference-format=\"text\" text:ref-name=\"");
	xml_put_attr(out, bookmark, strlen(bookmark));
	buf_str(out, "\">");
	odt_put_text(out, text, len);
	buf_str(out, "</text:bookmark-ref>");
}

/* ---- the number of pages ---- */

static void
write_count(struct filler *f, struct buf *out, const void *arg)
{
	if (f->opts->pages != NULL && f->opts->pages->count > 0)
		buf_printf(out, "%d", f->opts->pages->count);
	else
		buf_str(out, arg);
}

static void
leave_count(struct filler *f, const void *arg)
{
	fill_late(f, write_count, arg);
}

static void
emit_count(struct comp *c, const struct xml_node *n, const void *arg)
{
	comp_open(c, n);
	comp_call(c, leave_count, arg);
	comp_end(c, n);
}

static void
prepare_count(struct comp *c, const struct xml_node *n)
{
	struct buf b = {0}, e = {0};

	xml_text(&b, n);
	xml_put_text(&e, b.s, b.len);
	comp_replace(c, n, emit_count, arena_strndup(c->mem, e.s != NULL ? e.s : "", e.len));
	buf_free(&b);
	buf_free(&e);
}

void
odt_prepare_field(struct comp *c, const struct xml_node *n)
{
	if (n->ns != XNS_TEXT)
		return;
	if (strncmp(n->name, "bookmark", 8) == 0 && (n->name[8] == '\0' ||
	    strcmp(n->name + 8, "-start") == 0 || strcmp(n->name + 8, "-end") == 0))
		prepare_mark(c, n);
	else if (strcmp(n->name, "sequence") == 0)
		prepare_seq(c, n);
	else if (strcmp(n->name, "bookmark-ref") == 0 || strcmp(n->name, "sequence-ref") == 0 ||
	    strcmp(n->name, "note-ref") == 0)
		prepare_ref(c, n);
	else if (strcmp(n->name, "page-count") == 0)
		prepare_count(c, n);
}
