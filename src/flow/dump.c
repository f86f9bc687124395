/* dump - a flow as plain text, for tests and for looking.  See flow.h. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "flow/flow.h"

#define DEPTH 32

struct dump {
	struct buf *out;
	bool properties;
};

static void blocks(struct dump *d, const struct flow_block *b, const char *prefix, int depth);

static void
put_text(struct buf *out, const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (s[i] == '\n')
			buf_str(out, "\\n");
		else
			buf_ch(out, s[i]);
	}
}

static void
put_inline(struct dump *d, const struct flow_inline *i)
{
	struct buf *out = d->out;

	switch (i->kind) {
	case FLOW_TEXT:
	case FLOW_NOTE_NUMBER:
		put_text(out, i->text, i->len);
		break;
	case FLOW_TAB:
		buf_str(out, "\\t");
		break;
	case FLOW_BREAK:
		buf_str(out, "\\n");
		break;
	case FLOW_PAGE_BREAK:
		buf_str(out, "\\f");
		break;
	case FLOW_NOTE_REF:
		buf_printf(out, "[%s]", i->text);
		break;
	case FLOW_PAGE:
	case FLOW_NUMPAGES:
		buf_ch(out, '#');
		break;
	case FLOW_PAGEREF:
		put_text(out, i->text, i->len);
		break;
	case FLOW_PICTURE:
		buf_printf(out, "{%dx%d %s}", i->picture->width, i->picture->height,
		    i->picture->alt != NULL ? i->picture->alt : i->picture->decorative ? "" : "?");
		break;
	case FLOW_BOOKMARK:
		if (d->properties)
			buf_printf(out, "{#%s}", i->target);
		break;
	}
}

static void
put_border(struct buf *out, const char *side, const struct flow_border *b)
{
	if (b->width != 0)
		buf_printf(out, " %s=%d/%d", side, b->width, b->space);
}

static void
put_props(struct buf *out, const struct flow_para *p)
{
	static const char *const align[] = {"left", "center", "right", "justify"};
	static const char *const rule[] = {"%", "=", ">="};

	buf_printf(out, " <%s %s %d+%d-%d %d/%d %s%d %s %d", p->style, align[p->align], p->left, p->first,
	    p->right, p->before, p->after, rule[p->line_rule], p->line, p->font->family, p->font->size);
	if (p->outline != 0)
		buf_printf(out, " H%d", p->outline);
	if (p->toc != 0)
		buf_printf(out, " toc%d.%d", p->toc, p->toc_level);
	if (p->keep_next)
		buf_str(out, " keep-next");
	if (p->keep_lines)
		buf_str(out, " keep-lines");
	if (p->page_break_before)
		buf_str(out, " page");
	put_border(out, "top", &p->top);
	put_border(out, "bottom", &p->bottom);
	buf_str(out, ">");
}

static void
put_para(struct dump *d, const struct flow_para *p, const char *prefix)
{
	const struct flow_inline *i;

	buf_str(d->out, prefix);
	if (d->properties)
		put_props(d->out, p);
	buf_ch(d->out, ' ');
	if (d->properties && p->label.text != NULL)
		buf_printf(d->out, "(%s) ", p->label.text);
	for (i = p->inlines; i != NULL; i = i->next)
		put_inline(d, i);
	buf_ch(d->out, '\n');
}

static void
put_table(struct dump *d, const struct flow_table *t, const char *prefix, int depth)
{
	size_t r, c, k;

	if (d->properties) {
		buf_printf(d->out, "%s TABLE x=%d width=%d heads=%zu edges", prefix, t->x, t->width, t->nheader);
		for (k = 0; k <= t->ncols; k++)
			buf_printf(d->out, " %d", t->edges[k]);
		buf_ch(d->out, '\n');
	}
	for (r = 0; r < t->nrows; r++)
		for (c = 0; c < t->rows[r].ncells; c++) {
			const struct flow_cell *cell = &t->rows[r].cells[c];
			struct buf name = {0};

			buf_printf(&name, "%s r%zu c%d", prefix, r + 1, cell->col + 1);
			if (cell->span > 1)
				buf_printf(&name, "+%d", cell->span);
			if (d->properties && cell->rows > 1)
				buf_printf(&name, "v%d", cell->rows);
			if (cell->covered)
				buf_printf(d->out, "%s ^\n", buf_cstr(&name));
			else
				blocks(d, cell->blocks, buf_cstr(&name), depth + 1);
			buf_free(&name);
		}
}

static void
blocks(struct dump *d, const struct flow_block *b, const char *prefix, int depth)
{
	if (depth > DEPTH)
		return;
	for (; b != NULL; b = b->next) {
		if (b->kind == FLOW_PARA)
			put_para(d, b->para, prefix);
		else if (b->kind == FLOW_TABLE)
			put_table(d, b->table, *prefix == 'P' ? "T" : prefix, depth);
	}
}

void
flow_dump(struct buf *out, const struct flow_doc *doc, bool properties)
{
	struct dump d = {.out = out, .properties = properties};
	const struct flow_section *s;
	size_t i;
	char name[32];

	for (s = doc->sections; s != NULL; s = s->next) {
		if (properties)
			buf_printf(out, "SECTION %dx%d margins %d %d %d %d\n", s->page->width, s->page->height,
			    s->page->top, s->page->right, s->page->bottom, s->page->left);
		blocks(&d, s->blocks, "P", 0);
		if (properties && s->page->header != NULL)
			blocks(&d, s->page->header, "HEADER", 0);
		if (properties && s->page->footer != NULL)
			blocks(&d, s->page->footer, "FOOTER", 0);
	}
	for (i = 0; i < doc->nnotes; i++) {
		snprintf(name, sizeof(name), "N%d", doc->notes[i]->number);
		blocks(&d, doc->notes[i]->blocks, name, 0);
	}
}
