/*
 * notes - footnotes and endnotes: numbered as they are written, with ids of their own.
 *
 * A note stands inside its paragraph, so its text is filled where it stands, with the
 * values of that place.
 */
#include <stdlib.h>
#include <string.h>

#include "odt/dialect.h"

struct note {
	const char *id;
	bool end;      /* endnote */
	bool labelled; /* its sign was chosen by hand: kept */
};

void
odt_numbers_read(struct odt_tmpl *o, const struct xml_doc *styles)
{
	const struct xml_node *n = xml_child(styles->root, XNS_OFFICE, "styles"), *k;
	const char *s;

	o->notes[0] = (struct odt_num){.format = "1", .start = 1};
	o->notes[1] = (struct odt_num){.format = "i", .start = 1};
	for (k = n == NULL ? NULL : n->first; k != NULL; k = k->next) {
		if (!xml_is(k, XNS_TEXT, "notes-configuration"))
			continue;
		s = xml_attr(k, XNS_TEXT, "note-class");
		struct odt_num *m = &o->notes[s != NULL && strcmp(s, "endnote") == 0];

		if ((s = xml_attr(k, XNS_STYLE, "num-format")) != NULL)
			m->format = s;
		/* 19.876.5: "the value with which numbering starts", from 0 */
		m->start = xml_int(k, XNS_TEXT, "start-value", m->start - 1) + 1;
	}
}

static const char *
next_number(struct filler *f, bool end)
{
	struct odt_fill *o = f->own;
	const struct odt_num *m = &odt_tmpl(f->t)->notes[end];
	struct buf b = {0};
	const char *s;

	odt_put_number(&b, m->start + o->notes[end]++, m->format);
	s = arena_strndup(f->mem, b.s != NULL ? b.s : "", b.len);
	buf_free(&b);
	return s;
}

/* The id of the note that now begins, and its number for references to it. */
static const char *
begin_note(struct filler *f, const char *id, const char *number)
{
	struct odt_fill *o = f->own;
	struct odt_note_id *x = arena_alloc(f->mem, sizeof(*x));

	x->id = fill_unique(f, id);
	x->number = number;
	x->next = o->note_ids;
	o->note_ids = x;
	return x->id;
}

static void
write_head(struct filler *f, const void *arg)
{
	const struct note *t = arg;
	const char *number = t->labelled ? "" : next_number(f, t->end);

	buf_str(f->out, " text:id=\"");
	buf_str(f->out, begin_note(f, t->id, number));
	buf_str(f->out, "\">");
	if (!t->labelled)
		buf_printf(f->out, "<text:note-citation>%s</text:note-citation>", number);
}

static void
emit_note(struct comp *c, const struct xml_node *n, const void *arg)
{
	static const char *const skip[] = {"id", NULL};
	const struct note *t = arg;
	const struct xml_node *k;

	odt_start(c, n, skip);
	comp_call(c, write_head, t);
	for (k = n->first; k != NULL; k = k->next)
		if (t->labelled || !xml_is(k, XNS_TEXT, "note-citation"))
			comp_node(c, k);
	comp_end(c, n);
}

void
odt_prepare_note(struct comp *c, const struct xml_node *n)
{
	const struct xml_node *sign = xml_child(n, XNS_TEXT, "note-citation");
	const char *class = xml_attr(n, XNS_TEXT, "note-class");
	const char *id = xml_attr(n, XNS_TEXT, "id");
	struct note *t = arena_alloc(c->mem, sizeof(*t));

	t->end = class != NULL && strcmp(class, "endnote") == 0;
	t->id = id != NULL ? id : t->end ? "edn" : "ftn";
	t->labelled = xml_attr(sign, XNS_TEXT, "label") != NULL;
	comp_replace(c, n, emit_note, t);
}

/* A note in Markdown. */
void
odt_note(struct filler *f, const struct md_place *m, const struct md_block *b)
{
	const char *style = odt_style_named(odt_tmpl(f->t), FAM_PARA, "Footnote");
	const char *number = next_number(f, false);

	buf_printf(f->out, "<text:note text:note-class=\"footnote\" text:id=\"%s\">"
	    "<text:note-citation>%s</text:note-citation><text:note-body>",
	    begin_note(f, "ftn", number), number);
	for (; b != NULL; b = b->next) {
		buf_printf(f->out, "<text:p text:style-name=\"%s\">", style != NULL ? style : "Footnote");
		odt_md_inlines(f, m, b);
		buf_str(f->out, "</text:p>");
	}
	buf_str(f->out, "</text:note-body></text:note>");
}
