/*
 * notes - foot- and endnotes: those of the template, and the footnotes that Markdown makes.
 *
 * A note of the template that is referred to from inside a block is written once for
 * each turn, with that turn's values, under a new id; others stay where they are.  Each
 * of the two parts is written in order of reference behind its fixed notes.  Without a
 * part for footnotes one is made, with separators, relationship, content type and
 * settings, when Markdown has some.
 */
#include <stdlib.h>
#include <string.h>

#include "docx/internal.h"

struct docx_note {
	enum docx_note_kind kind;
	const struct program *prog; /* its content */
	const char *open, *close;
	size_t open_len, close_len;
	int scope;     /* that it is referred to from: for the names in it, or -1 */
	bool in_else;
	bool in_block; /* referred to from a block */
	bool outside;  /* referred to from outside blocks */
};

static const struct {
	const char *note, *reference;
} elements[DOCX_NOTE_KINDS] = {{"footnote", "footnoteReference"}, {"endnote", "endnoteReference"}};

static struct docx_note *
note_of(struct template *t, enum docx_note_kind kind, const char *id)
{
	struct docx_notes *x = &docx_of(t)->notes[kind];
	bool fresh;
	int64_t *i;

	if (x->by_id == NULL)
		x->by_id = names_new(t->mem);
	i = names_at(x->by_id, id, &fresh);
	if (fresh) {
		struct docx_note *n = arena_alloc(t->mem, sizeof(*n));

		x->list = arena_grow(t->mem, x->list, x->n, x->n + 1, &x->cap, sizeof(*x->list));
		n->kind = kind;
		n->scope = -1;
		x->list[x->n++] = n;
		*i = (int64_t)x->n;
	}
	return x->list[*i - 1];
}

/* What is written next goes into the part of notes; until end_part(). */
static struct part_out *
begin_part(struct filler *f, struct docx_notes_fill *k)
{
	docx_fill(f)->links = &k->links;
	return fill_switch(f, k->out);
}

static void
end_part(struct filler *f, struct part_out *was)
{
	docx_fill(f)->links = &docx_fill(f)->body;
	fill_switch(f, was);
}

/* ---- references, in the body ---- */

struct reference {
	struct docx_note *note;
	const char *mark; /* attribute that says that its sign follows, or "" */
};

static void
put_reference(struct filler *f, const void *arg)
{
	const struct reference *r = arg;
	const struct docx_note *n = r->note;
	struct docx_notes_fill *k = &docx_fill(f)->notes[n->kind];
	struct part_out *was;
	long long id = k->next++;

	buf_printf(f->out, "<w:%s%s w:id=\"%lld\"/>", elements[n->kind].reference, r->mark, id);
	if (n->prog == NULL || k->out == NULL)
		return;
	was = begin_part(f, k);
	buf_printf(f->out, "<w:%s w:id=\"%lld\">", elements[n->kind].note, id);
	fill_run(f, n->prog);
	buf_printf(f->out, "</w:%s>", elements[n->kind].note);
	end_part(f, was);
}

static void
emit_reference(struct comp *c, const struct xml_node *n, const void *arg)
{
	struct docx_note *note = (struct docx_note *)arg;
	const char *mark = xml_attr(n, XNS_W, "customMarkFollows");
	struct reference *r;

	if (c->repeat == 0) {
		note->outside = true;
		comp_copy(c, n);
		return;
	}
	note->in_block = true;
	note->scope = comp_scope(c, &note->in_else);
	r = arena_alloc(c->mem, sizeof(*r));
	r->note = note;
	r->mark = mark != NULL && strcmp(mark, "0") != 0 && strcmp(mark, "false") != 0
	    ? " w:customMarkFollows=\"1\"" : "";
	comp_call(c, put_reference, r);
}

/* ---- the parts of notes ---- */

static void
put_static(struct filler *f, const void *arg)
{
	const struct docx_note *n = arg;

	if (n->in_block && !n->outside)
		return;
	buf_add(f->out, n->open, n->open_len);
	fill_run(f, n->prog);
	buf_add(f->out, n->close, n->close_len);
}

static void
emit_note(struct comp *c, const struct xml_node *n, const void *arg)
{
	struct docx_note *note = (struct docx_note *)arg;

	note->open = arena_strndup(c->mem, c->doc->bytes + n->start, n->open_end - n->start);
	note->open_len = n->open_end - n->start;
	note->close = arena_strndup(c->mem, c->doc->bytes + n->close_start, n->end - n->close_start);
	note->close_len = n->end - n->close_start;
	comp_inside(c, note->scope, note->in_else);
	note->prog = comp_program(c, n);
	comp_inside(c, -1, false);
	comp_call(c, put_static, note);
}

static void
emit_notes(struct comp *c, const struct xml_node *n, const void *arg)
{
	struct docx_notes *x = (struct docx_notes *)arg;

	comp_open(c, n);
	comp_children(c, n, NULL);
	x->split = comp_here(c);
	comp_end(c, n);
}

/* The notes of the part itself; separators stay as they are. */
static void
prepare_part(struct comp *c, enum docx_note_kind kind)
{
	struct docx_notes *x = &docx_of(c->t)->notes[kind];
	const char *name = elements[kind].note;
	const struct xml_node *root = c->doc->root;

	comp_replace(c, root, emit_notes, x);
	for (const struct xml_node *n = xml_child(root, XNS_W, name); n != NULL;
	     n = xml_next(n, XNS_W, name)) {
		const char *id = xml_attr(n, XNS_W, "id"), *type = xml_attr(n, XNS_W, "type");

		if (id == NULL || n->empty)
			continue;
		if (atoll(id) > x->max)
			x->max = atoll(id);
		if (type == NULL || strcmp(type, "normal") == 0)
			comp_replace(c, n, emit_note, note_of(c->t, kind, id));
	}
}

void
docx_prepare_notes(struct comp *c)
{
	struct docx_tmpl *x = docx_of(c->t);
	const struct xml_node *root = c->doc->root;

	if (c->part->kind == PART_NOTES) {
		const char *ends = x->notes[DOCX_ENDNOTE].part;

		prepare_part(c, ends != NULL && strcmp(c->part->name, ends) == 0 ? DOCX_ENDNOTE
		    : DOCX_FOOTNOTE);
		return;
	}
	for (const struct xml_node *n = root; n != NULL; n = xml_walk(root, (struct xml_node *)n))
		for (int kind = 0; kind < DOCX_NOTE_KINDS; kind++)
			if (xml_is(n, XNS_W, elements[kind].reference) &&
			    xml_attr(n, XNS_W, "id") != NULL)
				comp_replace(c, n, emit_reference,
				    note_of(c->t, kind, xml_attr(n, XNS_W, "id")));
}

/* ---- fill ---- */

static const char new_notes[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:footnotes "
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
    "<w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
    "<w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:r>"
    "<w:continuationSeparator/></w:r></w:p></w:footnote>";

void
docx_begin_notes(struct filler *f)
{
	struct docx_tmpl *x = docx_of(f->t);

	for (int i = 0; i < DOCX_NOTE_KINDS; i++) {
		struct docx_notes_fill *k = &docx_fill(f)->notes[i];
		struct part_out *was;

		k->next = x->notes[i].max + 1;
		k->links.links = names_new(f->mem);
		if (x->notes[i].part != NULL)
			k->out = fill_part(f, x->notes[i].part);
		if (k->out == NULL)
			continue;
		was = begin_part(f, k);
		fill_range(f, k->out->part->prog, 0, x->notes[i].split);
		end_part(f, was);
	}
}

void
docx_end_notes(struct filler *f)
{
	struct docx_fill *df = docx_fill(f);

	for (int i = 0; i < DOCX_NOTE_KINDS; i++) {
		struct docx_notes_fill *k = &df->notes[i];
		struct part_out *was;

		if (k->out == NULL)
			continue;
		was = begin_part(f, k);
		if (k->out->part == NULL)
			buf_str(f->out, "</w:footnotes>");
		else
			fill_range(f, k->out->part->prog, docx_of(f->t)->notes[i].split, (size_t)-1);
		end_part(f, was);
	}
}

int
docx_finish_notes(struct filler *f)
{
	struct docx_fill *df = docx_fill(f);
	struct buf b = {0};
	int rc;

	if (!df->new_notes)
		return 0;
	fill_spliced(f, df->notes[DOCX_FOOTNOTE].out, &b);
	rc = docx_put_part(f, DOCX_NEW_NOTES, &b);
	return rc;
}

/* In settings: Word wants to know the separators of a notes part. */
static void
put_note_settings(struct filler *f, struct buf *out, const void *arg)
{
	(void)arg;
	if (docx_fill(f)->new_notes)
		buf_str(out, "<w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/>"
		    "</w:footnotePr>");
}

void
docx_note_settings(struct filler *f, const void *arg)
{
	fill_late(f, put_note_settings, arg);
}

int64_t
docx_note_begin(struct filler *f)
{
	struct docx_fill *df = docx_fill(f);
	struct docx_notes_fill *k = &df->notes[DOCX_FOOTNOTE];
	int64_t id;

	if (k->out == NULL) {
		k->out = arena_alloc(f->mem, sizeof(*k->out));
		df->new_notes = true;
		buf_str(&k->out->out, new_notes);
		if (k->next < 1)
			k->next = 1;
	}
	id = k->next++;
	df->before_note = begin_part(f, k);
	buf_printf(f->out, "<w:footnote w:id=\"%lld\">", (long long)id);
	return id;
}

void
docx_note_finish(struct filler *f)
{
	buf_str(f->out, "</w:footnote>");
	end_part(f, docx_fill(f)->before_note);
}
