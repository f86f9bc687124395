/*
 * late - what is known only when all programs have run.
 *
 * While a program runs, a place that must wait gets a fix-up: an offset in the part's
 * bytes and what to put there.  fill_spliced() copies the bytes once and puts all of
 * them in.  Marks (bookmarks) and lines (headings, captions) are offsets too; their
 * text is read back from the bytes that were written.
 */
#include <stdio.h>
#include <string.h>

#include "fill/program.h"

static struct fix *
new_fix(struct filler *f, enum fix_kind kind)
{
	struct part_out *po = f->cur;
	struct fix *x;

	po->fixes = arena_grow(f->mem, po->fixes, po->nfixes, po->nfixes + 1, &po->fixes_cap,
	    sizeof(*po->fixes));
	x = &po->fixes[po->nfixes++];
	memset(x, 0, sizeof(*x));
	x->off = po->out.len;
	x->kind = kind;
	return x;
}

void
fill_late(struct filler *f, late_fn *fn, const void *arg)
{
	struct fix *x = new_fix(f, FIX_LATE);

	x->fn = fn;
	x->arg = arg;
}

void
fill_fix_keep(struct filler *f, const char *plain, const char *kept)
{
	struct fix *x = new_fix(f, FIX_KEEP);

	x->plain = plain;
	x->kept = kept;
}

size_t
fill_fix_rowspan(struct filler *f)
{
	new_fix(f, FIX_ROWSPAN)->n = 1;
	return f->cur->nfixes - 1;
}

void
fill_spliced(struct filler *f, struct part_out *po, struct buf *out)
{
	size_t pos = 0;

	buf_reserve(out, po->out.len + 64);
	for (size_t i = 0; i < po->nfixes; i++) {
		const struct fix *x = &po->fixes[i];

		buf_add(out, po->out.s + pos, x->off - pos);
		pos = x->off;
		if (x->kind == FIX_KEEP)
			buf_str(out, x->on ? x->kept : x->plain);
		else if (x->kind == FIX_ROWSPAN)
			f->dia->put_rowspan(out, x->n);
		else
			x->fn(f, out, x->arg);
	}
	if (po->out.len > pos)
		buf_add(out, po->out.s + pos, po->out.len - pos);
}

/* ---- sequences and unique names ---- */

int
fill_seq(struct filler *f, const char *name)
{
	return (int)++*names_at(f->s->seqs, name, NULL);
}

void
fill_seq_set(struct filler *f, const char *name, int n)
{
	*names_at(f->s->seqs, name, NULL) = n;
}

const char *
fill_unique(struct filler *f, const char *name)
{
	bool fresh;
	int64_t *n = names_at(f->s->uniques, name, &fresh);
	char *made;

	if (fresh) {
		*n = 1;
		return name;
	}
	/* The suffixed name may itself be taken by the template. */
	do {
		int64_t k = ++*n;

		made = arena_printf(f->mem, "%s_%lld", name, (long long)k);
		names_at(f->s->uniques, made, &fresh);
		n = names_at(f->s->uniques, name, NULL);
	} while (!fresh);
	*names_at(f->s->uniques, made, NULL) = 1;
	return made;
}

/* ---- bookmarks ---- */

void
fill_mark_begin(struct filler *f, const char *name)
{
	struct fill_state *s = f->s;
	struct mark *m;

	s->marks = arena_grow(f->mem, s->marks, s->nmarks, s->nmarks + 1, &s->marks_cap,
	    sizeof(*s->marks));
	m = &s->marks[s->nmarks++];
	m->name = name;
	m->part = f->cur;
	m->from = m->to = f->out->len;
	m->open = true;
	*names_at(s->markidx, name, NULL) = (int64_t)s->nmarks; /* + 1: 0 is none */
}

void
fill_mark_end(struct filler *f, const char *name)
{
	int64_t *i = names_find(f->s->markidx, name);
	struct mark *m;

	if (i == NULL || *i == 0)
		return;
	m = &f->s->marks[*i - 1];
	if (m->open && m->part == f->cur)
		m->to = f->out->len;
	m->open = false;
}

const char *
fill_mark_text(struct filler *f, const char *name, size_t *len)
{
	int64_t *i = names_find(f->s->markidx, name);
	const struct mark *m;
	struct buf *b = &f->s->plain;

	if (i == NULL || *i == 0)
		return NULL;
	m = &f->s->marks[*i - 1];
	b->len = 0;
	f->dia->plain_text(b, m->part->out.s + m->from, m->to - m->from);
	*len = b->len;
	return arena_strndup(f->mem, b->s != NULL ? b->s : "", b->len);
}

int
fill_page_of(struct filler *f, const char *bookmark)
{
	const struct fill_pages *p = f->opts->pages;
	int64_t *n;

	if (p == NULL)
		return 0;
	if (f->s->pages == NULL) {
		f->s->pages = names_new(f->mem);
		for (size_t i = 0; i < p->nmarks; i++)
			*names_at(f->s->pages, p->marks[i].bookmark, NULL) = p->marks[i].page;
	}
	n = names_find(f->s->pages, bookmark);
	return n != NULL ? (int)*n : 0;
}

/* ---- lines of contents and lists ---- */

const char *
fill_entry_begin(struct filler *f, const char *seq, int level, const char *number)
{
	struct fill_state *s = f->s;
	struct line *l;

	s->lines = arena_grow(f->mem, s->lines, s->nlines, s->nlines + 1, &s->lines_cap,
	    sizeof(*s->lines));
	l = &s->lines[s->nlines++];
	memset(l, 0, sizeof(*l));
	l->e.seq = seq;
	l->e.level = level;
	l->e.number = number != NULL ? arena_strdup(f->mem, number) : "";
	l->e.bookmark = fill_unique(f, arena_printf(f->mem, "_Toc%u", 1001 + s->next_toc++));
	l->part = f->cur;
	l->from = l->to = f->out->len;
	s->open_line = s->nlines;
	return l->e.bookmark;
}

void
fill_entry_end(struct filler *f)
{
	struct fill_state *s = f->s;
	struct line *l;

	if (s->open_line == 0)
		return;
	l = &s->lines[s->open_line - 1];
	if (l->part == f->cur)
		l->to = f->out->len;
	s->open_line = 0;
}

void
fill_entry_own(struct filler *f, const void *own)
{
	if (f->s->open_line > 0)
		f->s->lines[f->s->open_line - 1].e.own = own;
}

const char *
fill_entry_bookmark(struct filler *f)
{
	return f->s->open_line > 0 ? f->s->lines[f->s->open_line - 1].e.bookmark : NULL;
}

static void
finish_line(struct filler *f, struct line *l)
{
	struct buf *b = &f->s->plain;
	size_t from = 0, to;

	l->e.page = fill_page_of(f, l->e.bookmark);
	if (l->e.text != NULL)
		return;
	b->len = 0;
	f->dia->plain_text(b, l->part->out.s + l->from, l->to - l->from);
	to = b->len;
	while (from < to && strchr(" \t\n", b->s[from]) != NULL)
		from++;
	while (to > from && strchr(" \t\n", b->s[to - 1]) != NULL)
		to--;
	l->e.text = arena_strndup(f->mem, b->s != NULL ? b->s + from : "", to - from);
	l->e.len = to - from;
}

size_t
fill_entries(struct filler *f, const char *seq, int from, int to, const struct entry **out)
{
	struct fill_state *s = f->s;
	struct entry *list = arena_array(f->mem, s->nlines + 1, sizeof(*list));
	size_t n = 0;

	for (size_t i = 0; i < s->nlines; i++) {
		struct line *l = &s->lines[i];

		if (seq != NULL ? l->e.seq == NULL || strcmp(l->e.seq, seq) != 0
		                : l->e.seq != NULL || l->e.level < from || l->e.level > to)
			continue;
		finish_line(f, l);
		if (l->e.len > 0)
			list[n++] = l->e;
	}
	*out = list;
	return n;
}

/* ---- parts ---- */

struct part_out *
fill_switch(struct filler *f, struct part_out *to)
{
	struct part_out *was = f->cur;

	f->cur = to;
	f->out = to == NULL ? NULL : &to->out; /* back to none, before the parts run */
	return was;
}

struct part_out *
fill_part(struct filler *f, const char *name)
{
	for (size_t i = 0; i < f->t->nparts; i++)
		if (strcmp(f->t->parts[i].name, name) == 0)
			return &f->parts[i];
	return NULL;
}
