/*
 * notes - footnotes: those of the template, and those that Markdown makes.
 *
 * A note of the template that is referred to from inside a block is written once for
 * each turn, with that turn's values, under a new id; others stay where they are.  The
 * notes part is written in order of reference behind its fixed notes.  Without such a
 * part one is made, with separators, relationship, content type and settings.
 */
#include <stdlib.h>
#include <string.h>

#include "docx/internal.h"

struct docx_note {
	const char *id;
	const struct xml_node *node; /* w:footnote; lives with the template */
	const struct program *prog;  /* its content */
	const char *open, *close;
	size_t open_len, close_len;
	int scope;     /* that it is referred to from: for the names in it, or -1 */
	bool in_else;
	bool in_block; /* referred to from a block */
	bool outside;  /* referred to from outside blocks */
};

static struct docx_note *
note_of(struct template *t, const char *id)
{
	struct docx_tmpl *x = docx_of(t);
	bool fresh;
	int64_t *i;

	if (x->note_by_id == NULL)
		x->note_by_id = names_new(t->mem);
	i = names_at(x->note_by_id, id, &fresh);
	if (fresh) {
		struct docx_note *n = arena_alloc(t->mem, sizeof(*n));

		x->notes = arena_grow(t->mem, x->notes, x->nnotes, x->nnotes + 1, &x->notes_cap,
		    sizeof(*x->notes));
		n->id = id;
		n->scope = -1;
		x->notes[x->nnotes++] = n;
		*i = (int64_t)x->nnotes;
	}
	return x->notes[*i - 1];
}

/* ---- references, in the body ---- */

static void
put_reference(struct filler *f, const void *arg)
{
	const struct docx_note *n = arg;
	struct docx_fill *df = docx_fill(f);
	struct part_out *was;
	int64_t id = df->next_note++;

	buf_printf(f->out, "<w:footnoteReference w:id=\"%lld\"/>", (long long)id);
	if (n->prog == NULL || df->notes_out == NULL)
		return;
	was = fill_switch(f, df->notes_out);
	df->in_notes = true;
	buf_printf(f->out, "<w:footnote w:id=\"%lld\">", (long long)id);
	fill_run(f, n->prog);
	buf_str(f->out, "</w:footnote>");
	df->in_notes = false;
	fill_switch(f, was);
}

static void
emit_reference(struct comp *c, const struct xml_node *n, const void *arg)
{
	const char *id = xml_attr(n, XNS_W, "id");
	struct docx_note *note = note_of(c->t, id);

	(void)arg;
	if (c->repeat == 0) {
		note->outside = true;
		comp_copy(c, n);
		return;
	}
	note->in_block = true;
	note->scope = comp_scope(c, &note->in_else);
	comp_call(c, put_reference, note);
}

/* ---- the notes part ---- */

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
	struct docx_note *note = note_of(c->t, xml_attr(n, XNS_W, "id"));

	(void)arg;
	note->node = n;
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
	(void)arg;
	comp_open(c, n);
	comp_children(c, n, NULL);
	docx_of(c->t)->notes_split = comp_here(c);
	comp_end(c, n);
}

void
docx_prepare_notes(struct comp *c)
{
	struct docx_tmpl *x = docx_of(c->t);
	const struct xml_node *root = c->doc->root;

	if (c->part->kind != PART_NOTES) {
		for (const struct xml_node *n = root; n != NULL;
		     n = xml_walk(root, (struct xml_node *)n))
			if (xml_is(n, XNS_W, "footnoteReference") &&
			    xml_attr(n, XNS_W, "id") != NULL)
				comp_replace(c, n, emit_reference, NULL);
		return;
	}
	comp_replace(c, root, emit_notes, NULL);
	for (const struct xml_node *n = xml_child(root, XNS_W, "footnote"); n != NULL;
	     n = xml_next(n, XNS_W, "footnote")) {
		const char *id = xml_attr(n, XNS_W, "id"), *type = xml_attr(n, XNS_W, "type");

		if (id == NULL || n->empty)
			continue;
		if (atoll(id) > x->max_note)
			x->max_note = atoll(id);
		if (type == NULL || strcmp(type, "normal") == 0)
			comp_replace(c, n, emit_note, NULL);
	}
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
	struct docx_fill *df = docx_fill(f);
	struct part_out *was;

	if (x->notes_part == NULL || fill_part(f, x->notes_part) == NULL)
		return;
	df->notes_out = fill_part(f, x->notes_part);
	was = fill_switch(f, df->notes_out);
	df->in_notes = true;
	fill_range(f, df->notes_out->part->prog, 0, x->notes_split);
	df->in_notes = false;
	fill_switch(f, was);
}

void
docx_end_notes(struct filler *f)
{
	struct docx_tmpl *x = docx_of(f->t);
	struct docx_fill *df = docx_fill(f);
	struct part_out *was;

	if (df->notes_out == NULL)
		return;
	was = fill_switch(f, df->notes_out);
	if (df->new_notes)
		buf_str(f->out, "</w:footnotes>");
	else
		fill_range(f, df->notes_out->part->prog, x->notes_split, (size_t)-1);
	fill_switch(f, was);
}

int
docx_finish_notes(struct filler *f)
{
	struct docx_fill *df = docx_fill(f);
	struct buf b = {0};
	int rc;

	if (!df->new_notes)
		return 0;
	fill_spliced(f, df->notes_out, &b);
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
	int64_t id;

	if (df->notes_out == NULL) {
		df->notes_out = arena_alloc(f->mem, sizeof(*df->notes_out));
		df->new_notes = true;
		buf_str(&df->notes_out->out, new_notes);
		if (df->next_note < 1)
			df->next_note = 1;
	}
	id = df->next_note++;
	df->before_notes = fill_switch(f, df->notes_out);
	df->in_notes = true;
	buf_printf(f->out, "<w:footnote w:id=\"%lld\">", (long long)id);
	return id;
}

void
docx_note_finish(struct filler *f)
{
	struct docx_fill *df = docx_fill(f);

	buf_str(f->out, "</w:footnote>");
	fill_switch(f, df->before_notes);
	df->in_notes = false;
}
