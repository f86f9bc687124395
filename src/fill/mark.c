/* mark - see mark.h: findings to places, places to bytes, bytes spliced in. */
#include "fill/mark.h"

#include <stdlib.h>
#include <string.h>

#include "fill/comp.h"

#define SAME_MOST 100 /* more of one tag in one paragraph that are marked */
#define ELLIPSIS "\xE2\x80\xA6" /* ends a tag that a message shows only in part */

/* ---- splicing ---- */

struct edit {
	uint32_t at, to; /* cut: up to "to"; else to == at */
	bool cut;
	enum mark_rank rank;
	size_t seq;
	const char *bytes, *pre, *post;
};

struct mark_part {
	const char *name;
	const struct xml_doc *doc;
	struct edit *edits;
	size_t n, cap;
};

struct mark_part *
mark_open(struct marking *m, const char *name)
{
	const struct template *t = m->t;
	const struct xml_doc *doc = NULL;
	struct mark_part *p;
	int errors = diag_count(m->d, DIAG_ERROR);

	for (size_t i = 0; i < m->nparts; i++)
		if (strcmp(m->parts[i]->name, name) == 0)
			return m->parts[i];
	for (size_t i = 0; i < t->nparts && doc == NULL; i++)
		if (strcmp(t->parts[i].name, name) == 0)
			doc = t->parts[i].doc;
	if (doc == NULL)
		doc = pkg_xml(m->mem, t->pkg, name, m->d);
	if (doc == NULL) {
		m->failed |= diag_count(m->d, DIAG_ERROR) > errors;
		return NULL;
	}
	p = arena_alloc(m->mem, sizeof(*p));
	p->name = arena_strdup(m->mem, name);
	p->doc = doc;
	m->parts = arena_grow(m->mem, m->parts, m->nparts, m->nparts + 1, &m->parts_cap,
	    sizeof(struct mark_part *));
	m->parts[m->nparts++] = p;
	return p;
}

const struct xml_doc *
mark_doc(const struct mark_part *p)
{
	return p->doc;
}

static void
put_part(struct marking *m, const char *name, const struct buf *b)
{
	struct place at = {.file = m->t->path, .part = name};
	size_t bad = 0;

	if (!xml_sound(b->s, b->len, &bad)) {
		m->failed = true;
		diag(m->d, DIAG_FILL_BUG, &at, arena_printf(m->mem, "%zu", bad), (char *)NULL);
		return;
	}
	pkg_out_put(m->pkg, name, arena_strndup(m->mem, b->s, b->len), b->len);
}

void
mark_new(struct marking *m, const char *name, const struct buf *b)
{
	put_part(m, arena_strdup(m->mem, name), b);
}

static struct edit *
add_edit(struct marking *m, struct mark_part *p, uint32_t at, uint32_t to)
{
	struct edit *e;

	p->edits = arena_grow(m->mem, p->edits, p->n, p->n + 1, &p->cap, sizeof(*p->edits));
	e = &p->edits[p->n];
	*e = (struct edit){.at = at, .to = to, .seq = p->n++};
	return e;
}

void
mark_insert(struct marking *m, struct mark_part *p, uint32_t at, enum mark_rank rank,
    const char *bytes, const char *pre, const char *post)
{
	struct edit *e = add_edit(m, p, at, at);

	e->rank = rank;
	e->bytes = bytes;
	e->pre = pre;
	e->post = post;
}

void
mark_cut(struct marking *m, struct mark_part *p, uint32_t from, uint32_t to)
{
	add_edit(m, p, from, to)->cut = true;
}

void
mark_append(struct marking *m, struct mark_part *p, const struct xml_node *n,
    enum mark_rank rank, const char *bytes)
{
	const char *name;

	if (!n->empty) {
		mark_insert(m, p, n->close_start, rank, bytes, NULL, NULL);
		return;
	}
	name = n->prefix == NULL ? n->name : arena_printf(m->mem, "%s:%s", n->prefix, n->name);
	mark_insert(m, p, n->end - 2, rank, bytes, ">", arena_printf(m->mem, "</%s>", name));
	mark_cut(m, p, n->end - 2, n->end);
}

/* By place; what is put in stands before what is cut out there. */
static int
by_place(const void *pa, const void *pb)
{
	const struct edit *a = pa, *b = pb;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	if (a->cut != b->cut)
		return a->cut ? 1 : -1;
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return (a->seq > b->seq) - (a->seq < b->seq);
}

/* All that is put in at one place, from edit i on; returns the first edit behind it. */
static size_t
put_inserts(struct buf *out, const struct edit *e, size_t i, size_t n)
{
	size_t from = i;
	const char *pre = NULL, *post = NULL;

	for (size_t k = i; k < n && e[k].at == e[i].at && !e[k].cut; k++) {
		pre = e[k].pre != NULL ? e[k].pre : pre;
		post = e[k].post != NULL ? e[k].post : post;
	}
	for (; i < n && e[i].at == e[from].at && !e[i].cut; i++) {
		if (e[i].rank == MARK_ONCE && i > from && e[i - 1].rank == MARK_ONCE)
			continue;
		if (i == from && pre != NULL)
			buf_str(out, pre);
		buf_str(out, e[i].bytes);
	}
	if (post != NULL)
		buf_str(out, post);
	return i;
}

static void
splice(struct marking *m, struct mark_part *p)
{
	const char *s = p->doc->bytes;
	struct buf b = {0};
	size_t pos = 0, i = 0;

	if (p->n == 0)
		return;
	qsort(p->edits, p->n, sizeof(*p->edits), by_place);
	while (i < p->n) {
		const struct edit *e = &p->edits[i];

		if (e->at > pos) {
			buf_add(&b, s + pos, e->at - pos);
			pos = e->at;
		}
		if (e->cut) {
			pos = e->to > pos ? e->to : pos;
			i++;
		} else {
			i = put_inserts(&b, p->edits, i, p->n);
		}
	}
	buf_add(&b, s + pos, p->doc->len - pos);
	put_part(m, p->name, &b);
	buf_free(&b);
}

/* ---- decoded text to written bytes ---- */

/* How many bytes a reference "&...;" stands for, and how long it is. */
static size_t
reference_size(const char *s, const char *end, size_t *written)
{
	const char *semi = memchr(s, ';', (size_t)(end - s));
	unsigned long c;

	*written = semi != NULL ? (size_t)(semi + 1 - s) : 1;
	if (semi == NULL || s[1] != '#')
		return 1;
	c = s[2] == 'x' ? strtoul(s + 3, NULL, 16) : strtoul(s + 2, NULL, 10);
	return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

uint32_t
mark_raw(const struct mark_part *p, const struct xml_node *text, size_t at)
{
	const char *base = p->doc->bytes, *s = base + text->start, *end = base + text->end;
	bool cdata = end - s > 9 && memcmp(s, "<![CDATA[", 9) == 0;

	s += cdata ? 9 : 0;
	for (size_t done = 0; done < at && s < end;) {
		size_t written = 1, size = 1;

		if (*s == '&' && !cdata)
			size = reference_size(s, end, &written);
		else if (*s == '\r' && s + 1 < end && s[1] == '\n')
			written = 2;
		done += size;
		s += written;
	}
	return (uint32_t)(s - base);
}

/* ---- findings to marks ---- */

struct marks {
	struct comment *v;
	size_t n, cap;
	struct buf general; /* what has no place of its own */
};

static const struct tmpl_part *
body_of(const struct template *t)
{
	return t->nparts > 0 && t->parts[0].kind == PART_BODY ? &t->parts[0] : NULL;
}

/* All paragraphs of the body that may be marked, in the order of the text. */
static void
gather_hosts(struct marking *m)
{
	const struct tmpl_part *body = body_of(m->t);

	m->hosts = arena_array(m->mem, body->nparas + 1, sizeof(struct xml_node *));
	for (size_t i = 0; i < body->nparas; i++)
		if (m->dia->comment_host(m, body, body->paras[i]) == body->paras[i])
			m->hosts[m->nhosts++] = body->paras[i];
}

const struct xml_node *
mark_near(struct marking *m, const struct xml_node *n)
{
	size_t low = 0, high;

	if (m->hosts == NULL)
		gather_hosts(m);
	if (m->nhosts == 0)
		return NULL;
	high = m->nhosts - 1; /* the last one where none is behind */
	while (n != NULL && low < high) {
		size_t mid = low + (high - low) / 2;

		if (m->hosts[mid]->start < n->start)
			low = mid + 1;
		else
			high = mid;
	}
	return m->hosts[low];
}

const struct xml_node **
mark_known(struct marking *m, const char *key, bool *fresh)
{
	int64_t *at = names_at(m->known, key, fresh);

	if (*fresh) {
		m->boxes = arena_grow(m->mem, m->boxes, m->nboxes, m->nboxes + 1, &m->boxes_cap,
		    sizeof(*m->boxes));
		m->boxes[m->nboxes] = arena_alloc(m->mem, sizeof(**m->boxes));
		*at = (int64_t)m->nboxes++;
	}
	return m->boxes[*at];
}

static const struct tmpl_part *
part_named(const struct template *t, const char *name)
{
	for (size_t i = 0; name != NULL && i < t->nparts; i++)
		if (strcmp(t->parts[i].name, name) == 0)
			return &t->parts[i];
	return NULL;
}

/* Where in the joined text, from *from on, a tag stands that a message quotes from "open" on. */
static bool
find_quoted(const struct fpara *p, const char *open, size_t *from, size_t *to)
{
	const char *close = strstr(open, "}}"), *dots = strstr(open, ELLIPSIS), *hit, *end;
	size_t len = close != NULL ? (size_t)(close + 2 - open) : strlen(open);
	bool cut = dots != NULL && dots < open + len;

	if (cut)
		len = (size_t)(dots - open);
	if (len < 3 || p->text.len == 0)
		return false;
	for (;; ++*from) { /* {x} is not what stands in {{x}} */
		hit = memmem(p->text.s + *from, p->text.len - *from, open, len);
		if (hit == NULL)
			return false;
		*from = (size_t)(hit - p->text.s);
		if (*from == 0 || hit[-1] != '{' || open[0] != '{' || open[1] == '{')
			break;
	}
	end = hit + len;
	if (cut) {
		size_t left = (size_t)(p->text.s + p->text.len - end);
		const char *e = memmem(end, left, "}}", 2);

		end = e != NULL ? e + 2 : end;
	}
	*from = (size_t)(hit - p->text.s);
	*to = (size_t)(end - p->text.s);
	return true;
}

/* The outermost element below the paragraph that must not be cut into, or NULL. */
static const struct xml_node *
wrapper(const struct dialect *dia, const struct xml_node *n, const struct xml_node *para)
{
	const struct xml_node *w = NULL;

	for (const struct xml_node *k = n->parent; k != NULL && k != para; k = k->parent)
		if (dia->role(k) == ROLE_WRAP)
			w = k;
	return w;
}

/* The character at "at" of the joined text. */
static const struct piece *
piece_at(const struct fpara *p, size_t at)
{
	for (size_t i = 0; i < p->npieces; i++)
		if (at >= p->pieces[i].from && at < p->pieces[i].from + p->pieces[i].len)
			return &p->pieces[i];
	return NULL;
}

static void
put_range(struct marking *m, const struct fpara *p, size_t from, size_t to, struct comment *k)
{
	const struct piece *a = piece_at(p, from), *b = piece_at(p, to - 1);

	if (a == NULL || b == NULL || a->element || b->element)
		return;
	k->from = wrapper(m->dia, a->node, k->para);
	k->from = k->from == NULL ? a->node : k->from;
	k->from_at = from - a->from;
	k->to = wrapper(m->dia, b->node, k->para);
	k->to = k->to == NULL ? b->node : k->to;
	k->to_at = to - b->from;
}

static struct comment *
add_comment(struct marking *m, struct marks *ms, const struct xml_node *para, const char *text)
{
	struct comment *k;

	ms->v = arena_grow(m->mem, ms->v, ms->n, ms->n + 1, &ms->cap, sizeof(*ms->v));
	k = &ms->v[ms->n];
	*k = (struct comment){.para = para, .text = text, .order = ++ms->n};
	return k;
}

/*
 * What a message quotes to be marked: a tag from its braces on; of what looks like one the
 * words in the first quotation marks.  NULL: the whole paragraph is meant.
 */
static const char *
quoted(struct marking *m, const struct diag_msg *f)
{
	static const char *const marks[][2] = {{"\"", "\""}, {"\xE2\x80\x9C", "\xE2\x80\x9D"}};
	const char *s, *e;

	if (strncmp(diag_code_name(f->code), "clean-", 6) == 0)
		return NULL; /* a tag in it is advice */
	if (f->code != DIAG_LINT_LOOKS)
		return strstr(f->text, "{{");
	for (size_t i = 0; i < 2; i++)
		if (strncmp(f->text, marks[i][0], strlen(marks[i][0])) == 0) {
			s = f->text + strlen(marks[i][0]);
			e = strstr(s, marks[i][1]);
			return e != NULL ? arena_strndup(m->mem, s, (size_t)(e - s)) : NULL;
		}
	return NULL;
}

/* What is wrong with a tag wherever it stands, is wrong with each that is typed the same. */
static bool
about_each(const struct diag_msg *f)
{
	return f->code == DIAG_FILL_NAME || strncmp(diag_code_name(f->code), "tag-", 4) == 0;
}

/*
 * A comment in its own paragraph: at the tag that the message quotes, if it is found here;
 * one more at each that is typed the same, since all of them are one message.
 */
static void
aim(struct marking *m, struct marks *ms, const struct tmpl_part *part, const struct diag_msg *f,
    const struct xml_node *para)
{
	struct comp_state s = {.direct = m->dia->chars_inline};
	struct comp c = {.t = (struct template *)m->t, .dia = m->dia, .mem = m->mem, .d = m->d,
	    .part = (struct tmpl_part *)part, .doc = part->doc, .s = &s};
	struct fpara p = {.node = para};
	const char *said = diag_line(m->d, m->mem, f, false), *o = quoted(m, f);
	struct comment *k = add_comment(m, ms, para, said);
	size_t from = 0, to = 0;
	int more = about_each(f) ? SAME_MOST : 0;

	scan_text(&c, &p);
	while (o != NULL && !find_quoted(&p, o, &from, &to))
		o = f->code == DIAG_LINT_LOOKS ? NULL : strstr(o + 2, "{{");
	while (o != NULL) {
		put_range(m, &p, from, to, k);
		from = to;
		if (more-- <= 0 || !find_quoted(&p, o, &from, &to))
			break;
		k = add_comment(m, ms, para, said);
	}
	buf_free(&p.text);
}

/* The note that comments are left out would be one more comment each time. */
static bool
about_comments(const struct diag_msg *f)
{
	return f->code == DIAG_DOCX_DROP_COMMENTS || f->code == DIAG_ODT_DROP_COMMENTS;
}

static void
add_mark(struct marking *m, struct marks *ms, const struct diag_msg *f)
{
	const struct tmpl_part *part = part_named(m->t, f->at.part);
	const struct xml_node *para = NULL, *host = NULL;

	if (f->at.file == NULL || strcmp(f->at.file, m->t->path) != 0 || about_comments(f))
		return;
	if (part != NULL && f->at.para > 0 && (size_t)f->at.para <= part->nparas) {
		para = part->paras[f->at.para - 1];
		host = m->dia->comment_host(m, part, para);
		if (host == NULL && part->kind == PART_BODY)
			host = mark_near(m, para); /* the description of a table */
	}
	if (host == NULL) {
		if (ms->general.len > 0)
			buf_ch(&ms->general, '\n');
		buf_str(&ms->general, diag_line(m->d, m->mem, f, true));
		return;
	}
	if (host == para)
		aim(m, ms, part, f, para);
	else
		add_comment(m, ms, host, diag_line(m->d, m->mem, f, true));
}

/* What has no place stands at the first paragraph, before all else. */
static void
add_general(struct marking *m, struct marks *ms)
{
	struct comment *k;

	if (ms->general.len == 0)
		return;
	k = add_comment(m, ms, mark_near(m, NULL),
	    arena_strndup(m->mem, ms->general.s, ms->general.len));
	k->order = 0;
}

/* In the order of the text; the whole paragraph before tags in it. */
static int
by_text(const void *pa, const void *pb)
{
	const struct comment *a = pa, *b = pb;
	uint32_t i = a->from != NULL ? a->from->start : 0, j = b->from != NULL ? b->from->start : 0;

	if (a->para->start != b->para->start)
		return a->para->start < b->para->start ? -1 : 1;
	if (i != j)
		return i < j ? -1 : 1;
	if (a->from_at != b->from_at)
		return a->from_at < b->from_at ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

static void
put_marks(struct marking *m, struct marks *ms)
{
	qsort(ms->v, ms->n, sizeof(*ms->v), by_text);
	for (size_t i = 0; i < ms->n; i++)
		m->dia->comment_put(m, &ms->v[i]);
	m->dia->comment_end(m);
	for (size_t i = 0; i < m->nparts; i++)
		splice(m, m->parts[i]);
}

static int
mark_all(struct marking *m, struct marks *ms, const struct diag_msg *found, size_t n,
    struct buf *out)
{
	struct place at = {.file = m->t->path};
	const struct tmpl_part *body = body_of(m->t);
	size_t len = out->len;

	m->body = body != NULL ? mark_open(m, body->name) : NULL;
	if (m->body == NULL || m->dia->comment_begin(m) == -1 || mark_near(m, NULL) == NULL)
		return m->failed ? -1 : diag(m->d, DIAG_MARK_IMPOSSIBLE, &at, (char *)NULL);
	for (size_t i = 0; i < n; i++)
		add_mark(m, ms, &found[i]);
	add_general(m, ms);
	if (ms->n == 0)
		return 0;
	put_marks(m, ms);
	if (!m->failed && pkg_out_finish(m->pkg, out, m->d) == 0)
		return (int)ms->n;
	out->len = len;
	return -1;
}

int
template_mark(const struct template *t, const struct diag_msg *found, size_t n,
    struct buf *out, struct diag *d)
{
	struct arena *mem = arena_new();
	struct marking m = {.t = t, .dia = t->dia, .mem = mem, .d = d, .pkg = pkg_out_new(t->pkg), .known = names_new(mem)};
	struct marks ms = {0};
	int rc = mark_all(&m, &ms, found, n, out);

	buf_free(&ms.general);
	pkg_out_free(m.pkg);
	arena_free(mem);
	return rc;
}
