/*
 * markdown - cmark-gfm's tree, walked once, becomes the flat list of paragraphs.
 *
 * Nothing here recurses: cmark's iterator, parser and freeing do not either, so depth
 * costs nothing and is only limited where documents limit it (nine list levels).
 */
#include <assert.h>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "tmpl/markdown.h"

#define SIZE_MOST ((size_t)1 << 20) /* bytes of one value */
#define CELLS_MOST 200000           /* cells that a table in it could come to */
#define DEPTH_MOST 9                /* list levels: what Word and Writer have */
#define SHOWN 60                    /* bytes of text that a message quotes */
#define CELL_SEP "; "

struct level { /* an open list */
	enum md_list kind;
	int id, start;
	bool pending; /* its open item has no paragraph yet */
};

struct pending_note { /* a mark whose note is still to come */
	struct md_inline *mark;
	size_t note;
};

struct md {
	struct arena *a;
	struct diag *d;
	struct place at;
	bool many_lines;
	int line; /* of the block being read, from 1 */

	struct md_block *head, **tail; /* the text */
	struct md_block *block;        /* open paragraph, not yet in a chain */
	struct md_inline **inline_tail;

	struct buf text; /* of one style, not yet an inline */
	int bold, italic; /* how many are open */
	const char *link, *target;
	bool keep_ref; /* inside a link to a caption */
	int quotes, cells;

	struct level *levels;
	size_t nlevels, levels_cap;
	int ids;
	bool too_deep;

	struct md_block **notes; /* by number, from 0 */
	size_t nnotes, notes_cap;
	struct pending_note *marks;
	size_t nmarks, marks_cap;
	bool in_note;
};

/* -- messages --------------------------------------------------------------- */

/*
 * A text of several lines stands in the file as a block, whose first line follows the
 * key's: line n of the text is line n below the value's place.
 */
static struct place
here(const struct md *m)
{
	struct place at = m->at;

	if (m->many_lines && at.line > 0 && m->line > 0) {
		at.line += m->line;
		at.col = 0;
	}
	return at;
}

static void
report(struct md *m, enum diag_code code, const char *detail)
{
	struct place at = here(m);

	diag(m->d, code, &at, detail != NULL ? detail : "", (char *)NULL);
}

/* The beginning of a text, cut between characters. */
static const char *
quote(struct md *m, const char *s)
{
	size_t n;

	if (s == NULL)
		return "";
	n = strcspn(s, "\n");
	if (n <= SHOWN)
		return arena_strndup(m->a, s, n);
	for (n = SHOWN; n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80; n--)
		continue;
	return arena_printf(m->a, "%.*s...", (int)n, s);
}

/* The first words in a heading or picture. */
static const char *
first_words(struct md *m, cmark_node *n)
{
	cmark_node *c;

	for (c = cmark_node_first_child(n); c != NULL; c = cmark_node_next(c))
		if (cmark_node_get_literal(c) != NULL)
			return quote(m, cmark_node_get_literal(c));
	return "";
}

/* -- inlines ------------------------------------------------------------------ */

static struct md_inline *
add_inline(struct md *m, enum md_kind kind)
{
	struct md_inline *i = arena_alloc(m->a, sizeof(*i));

	i->kind = kind;
	i->bold = m->bold > 0;
	i->italic = m->italic > 0;
	i->text = "";
	*m->inline_tail = i;
	m->inline_tail = &i->next;
	return i;
}

/* The collected text in NFC, without what XML forbids (&#1; can bring it in). */
static char *
take_text(struct md *m)
{
	struct buf clean = {0};
	const char *s = m->text.s;
	size_t len = m->text.len, n;
	uint32_t c;
	int k;
	char *out;

	while (len > 0) {
		n = utf8_xml_check(s, len);
		buf_add(&clean, s, n);
		s += n;
		len -= n;
		if (len == 0)
			break;
		k = utf8_decode(s, len, &c);
		if (k == 0) {
			k = 1;
			c = (unsigned char)*s;
		}
		report(m, DIAG_MD_CHAR, arena_printf(m->a, "U+%04X", (unsigned)c));
		s += k;
		len -= (size_t)k;
	}
	out = utf8_nfc(m->a, clean.len != 0 ? clean.s : "", clean.len);
	buf_free(&clean);
	m->text.len = 0;
	return out;
}

static void
flush_text(struct md *m)
{
	struct md_inline *i;

	if (m->text.len == 0 || m->keep_ref)
		return;
	i = add_inline(m, MD_TEXT);
	i->link = m->link;
	i->text = take_text(m);
	i->len = strlen(i->text);
}

/* -- paragraphs ----------------------------------------------------------------- */

/* The list that is open, inside one. */
static struct level *
innermost(const struct md *m)
{
	assert(m->nlevels > 0 && m->levels != NULL);
	return &m->levels[m->nlevels - 1];
}

static void
open_block(struct md *m)
{
	struct md_block *b = arena_alloc(m->a, sizeof(*b));
	struct level *l;

	if (m->nlevels > 0) {
		l = innermost(m);
		b->list = l->kind;
		b->list_id = l->id;
		b->start = l->start;
		b->depth = (int)(m->nlevels < DEPTH_MOST ? m->nlevels : DEPTH_MOST) - 1;
		b->first = l->pending;
		l->pending = false;
	}
	m->block = b;
	m->inline_tail = &b->inlines;
}

/* An empty paragraph counts only where it carries the sign of an item. */
static void
close_block(struct md *m)
{
	struct md_block *b = m->block;

	if (b == NULL)
		return;
	flush_text(m);
	m->block = NULL;
	if (b->inlines == NULL && !b->first)
		return;
	*m->tail = b;
	m->tail = &b->next;
}

static void
put_text(struct md *m, const char *s)
{
	if (s == NULL || *s == '\0')
		return;
	if (m->block == NULL)
		open_block(m);
	buf_str(&m->text, s);
}

/* Each line that holds something is a paragraph. */
static void
put_lines(struct md *m, const char *s, size_t len)
{
	const char *end;
	size_t n;

	while (len > 0) {
		end = memchr(s, '\n', len);
		n = end != NULL ? (size_t)(end - s) : len;
		if (n > 0 && strspn(s, " \t\r") < n) {
			open_block(m);
			buf_add(&m->text, s, n > 0 && s[n - 1] == '\r' ? n - 1 : n);
			close_block(m);
		}
		n += end != NULL;
		s += n;
		len -= n;
	}
}

static void
push_list(struct md *m, cmark_node *n)
{
	struct level *l;

	/* "- - a": the outer item has no words, yet its sign stands. */
	if (m->nlevels > 0 && innermost(m)->pending) {
		open_block(m);
		close_block(m);
	}
	if (m->nlevels >= DEPTH_MOST && !m->too_deep) {
		m->too_deep = true;
		report(m, DIAG_MD_DEPTH, arena_printf(m->a, "%d", DEPTH_MOST));
	}
	m->levels = arena_grow(m->a, m->levels, m->nlevels, m->nlevels + 1, &m->levels_cap,
	    sizeof(*m->levels));
	l = &m->levels[m->nlevels++];
	l->kind = cmark_node_get_list_type(n) == CMARK_ORDERED_LIST ? MD_NUMBER : MD_BULLET;
	l->start = l->kind == MD_NUMBER ? cmark_node_get_list_start(n) : 0;
	l->id = ++m->ids;
	l->pending = false;
}

static void
close_item(struct md *m)
{
	if (m->nlevels > 0 && innermost(m)->pending) {
		open_block(m);
		close_block(m);
	}
}

/* -- links, notes, HTML ------------------------------------------------------------ */

static bool
begins(const char *s, const char *prefix)
{
	for (; *prefix != '\0'; s++, prefix++)
		if ((*s >= 'A' && *s <= 'Z' ? *s - 'A' + 'a' : *s) != *prefix)
			return false;
	return true;
}

/* What a URI may not hold as it is becomes %XX; a "%" stays. */
static const char *
escape_url(struct md *m, const char *url)
{
	struct buf b = {0};
	const char *out;

	for (; *url != '\0'; url++) {
		unsigned char c = (unsigned char)*url;

		if (c <= 0x20 || c >= 0x7F || strchr("\"<>\\^`{|}", c) != NULL)
			buf_printf(&b, "%%%02X", c);
		else
			buf_ch(&b, (char)c);
	}
	out = arena_strndup(m->a, b.s, b.len);
	buf_free(&b);
	return out;
}

static bool
is_bookmark(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

	return n > 0 && n <= 40 && s[n] == '\0' && !(s[0] >= '0' && s[0] <= '9');
}

static void
open_link(struct md *m, cmark_node *n)
{
	const char *url = cmark_node_get_url(n);

	flush_text(m);
	if (url == NULL)
		url = "";
	if (url[0] == '#' && is_bookmark(url + 1)) {
		m->target = arena_strdup(m->a, url + 1);
		m->keep_ref = true;
	} else if (begins(url, "http://") || begins(url, "https://") || begins(url, "mailto:")) {
		m->link = escape_url(m, url);
	} else {
		report(m, DIAG_MD_LINK, quote(m, url));
	}
}

static void
close_link(struct md *m)
{
	struct md_inline *i;

	if (m->keep_ref) {
		m->keep_ref = false;
		if (m->block == NULL)
			open_block(m);
		i = add_inline(m, MD_REF);
		i->target = m->target;
		i->at = here(m);
		i->text = take_text(m);
		i->len = strlen(i->text);
	}
	flush_text(m);
	m->link = NULL;
}

/* cmark has replaced the mark's name by the note's number. */
static void
put_note(struct md *m, const char *number)
{
	long n = number != NULL ? strtol(number, NULL, 10) : 0;
	struct md_inline *i;

	if (m->in_note) {
		report(m, DIAG_MD_NOTE_INSIDE, NULL);
		return;
	}
	if (n < 1)
		return;
	flush_text(m);
	if (m->block == NULL)
		open_block(m);
	i = add_inline(m, MD_NOTE);
	m->marks = arena_grow(m->a, m->marks, m->nmarks, m->nmarks + 1, &m->marks_cap,
	    sizeof(*m->marks));
	m->marks[m->nmarks].mark = i;
	m->marks[m->nmarks++].note = (size_t)n - 1;
}

/* Definitions stand at the end of the tree, in the order of their numbers. */
static void
open_note(struct md *m)
{
	m->notes = arena_grow(m->a, m->notes, m->nnotes, m->nnotes + 1, &m->notes_cap,
	    sizeof(*m->notes));
	m->notes[m->nnotes] = NULL;
	m->in_note = true;
}

/* Text without <!-- ... -->: remarks are never printed.  *cut says that there was one. */
static char *
without_comments(struct md *m, const char *s, bool *cut)
{
	struct buf b = {0};
	const char *open, *close;
	char *out;

	*cut = false;
	while ((open = strstr(s, "<!--")) != NULL) {
		*cut = true;
		buf_add(&b, s, (size_t)(open - s));
		close = strstr(open + 4, "-->");
		s = close != NULL ? close + 3 : open + strlen(open);
	}
	buf_str(&b, s);
	out = arena_strndup(m->a, b.len != 0 ? b.s : "", b.len);
	buf_free(&b);
	return out;
}

static void
put_html(struct md *m, const char *s, bool block)
{
	bool cut;

	if (s == NULL)
		return;
	s = without_comments(m, s, &cut);
	if (cut)
		report(m, DIAG_MD_COMMENT, NULL);
	if (s[strspn(s, " \t\r\n")] == '\0')
		return;
	/* After a comment on the same line ordinary words may follow. */
	if (!cut || strchr(s, '<') != NULL)
		report(m, DIAG_MD_HTML, quote(m, s));
	if (block)
		put_lines(m, s, strlen(s));
	else
		put_text(m, s);
}

/* -- the walk ----------------------------------------------------------------------- */

static void
style_change(struct md *m, int *count, bool enter)
{
	flush_text(m);
	*count += enter ? 1 : -1;
}

static void
visit_inline(struct md *m, cmark_node *n, bool enter)
{
	const char *s = cmark_node_get_literal(n);

	switch (cmark_node_get_type(n)) {
	case CMARK_NODE_TEXT:
		put_text(m, s);
		break;
	case CMARK_NODE_SOFTBREAK:
		put_text(m, " ");
		break;
	case CMARK_NODE_LINEBREAK:
		flush_text(m);
		if (m->keep_ref)
			put_text(m, " ");
		else if (m->block != NULL)
			add_inline(m, MD_BREAK);
		break;
	case CMARK_NODE_CODE:
		report(m, DIAG_MD_CODE, quote(m, s));
		put_text(m, s);
		break;
	case CMARK_NODE_HTML_INLINE:
		put_html(m, s, false);
		break;
	case CMARK_NODE_EMPH:
		style_change(m, &m->italic, enter);
		break;
	case CMARK_NODE_STRONG:
		style_change(m, &m->bold, enter);
		break;
	case CMARK_NODE_LINK:
		if (enter)
			open_link(m, n);
		else
			close_link(m);
		break;
	case CMARK_NODE_IMAGE:
		if (enter)
			report(m, DIAG_MD_IMAGE, first_words(m, n));
		break;
	case CMARK_NODE_FOOTNOTE_REFERENCE:
		if (enter)
			put_note(m, s);
		break;
	default:
		put_text(m, s);
		break;
	}
}

/* Tables are of an extension: their nodes are known by name only. */
static void
visit_table(struct md *m, cmark_node *n, bool enter)
{
	const char *type = cmark_node_get_type_string(n);

	if (strcmp(type, "table") == 0) {
		if (enter)
			report(m, DIAG_MD_TABLE, NULL);
	} else if (strcmp(type, "table_row") == 0 || strcmp(type, "table_header") == 0) {
		m->cells = 0;
		if (enter)
			open_block(m);
		else
			close_block(m);
	} else if (strcmp(type, "table_cell") == 0) {
		if (enter && m->cells++ > 0)
			put_text(m, CELL_SEP);
	}
}

static void
visit_block(struct md *m, cmark_node *n, bool enter)
{
	const char *s = cmark_node_get_literal(n);

	switch (cmark_node_get_type(n)) {
	case CMARK_NODE_BLOCK_QUOTE:
		if (enter && m->quotes++ == 0)
			report(m, DIAG_MD_QUOTE, NULL);
		if (!enter)
			m->quotes--;
		break;
	case CMARK_NODE_LIST:
		if (enter)
			push_list(m, n);
		else
			m->nlevels--;
		break;
	case CMARK_NODE_ITEM:
		if (enter)
			innermost(m)->pending = true; /* cmark has no item outside a list */
		else
			close_item(m);
		break;
	case CMARK_NODE_CODE_BLOCK:
		report(m, DIAG_MD_CODE, quote(m, s));
		if (s != NULL)
			put_lines(m, s, strlen(s));
		break;
	case CMARK_NODE_HTML_BLOCK:
		put_html(m, s, true);
		break;
	case CMARK_NODE_HEADING:
	case CMARK_NODE_PARAGRAPH:
		if (enter && cmark_node_get_type(n) == CMARK_NODE_HEADING)
			report(m, DIAG_MD_HEADING, first_words(m, n));
		if (enter)
			open_block(m);
		else
			close_block(m);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		report(m, DIAG_MD_RULE, NULL);
		break;
	default:
		visit_table(m, n, enter);
		break;
	}
}

static void
visit_note(struct md *m, bool enter)
{
	if (enter) {
		open_note(m);
		m->tail = &m->notes[m->nnotes++];
	}
}

static void
walk(struct md *m, cmark_node *root)
{
	cmark_iter *it = cmark_iter_new(root);
	cmark_event_type ev;
	cmark_node *n;

	while ((ev = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		n = cmark_iter_get_node(it);
		if (cmark_node_get_type(n) == CMARK_NODE_DOCUMENT)
			continue;
		if (cmark_node_get_type(n) == CMARK_NODE_FOOTNOTE_DEFINITION) {
			visit_note(m, ev == CMARK_EVENT_ENTER);
			continue;
		}
		if ((cmark_node_get_type(n) & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_INLINE) {
			visit_inline(m, n, ev == CMARK_EVENT_ENTER);
			continue;
		}
		if (cmark_node_get_start_line(n) > 0)
			m->line = cmark_node_get_start_line(n);
		visit_block(m, n, ev == CMARK_EVENT_ENTER);
	}
	cmark_iter_free(it);
}

/* -- footnotes: marks without notes, notes without marks; cmark says nothing --- */

struct label {
	const char *s;
	size_t len;
	int line;
	bool def;
};

static int
compare_names(const struct label *x, const struct label *y)
{
	int c = memcmp(x->s, y->s, x->len < y->len ? x->len : y->len);

	return c != 0 ? c : (x->len > y->len) - (x->len < y->len);
}

static int
compare_labels(const void *a, const void *b)
{
	const struct label *x = a, *y = b;
	int c = compare_names(x, y);

	if (c != 0)
		return c;
	if (x->def != y->def)
		return x->def ? 1 : -1; /* marks first */
	return (x->line > y->line) - (x->line < y->line);
}

/* All "[^label]" of the text; those that begin a line and end with ":" define. */
static struct label *
find_labels(struct md *m, const char *text, size_t len, size_t *count)
{
	const char *p = text, *end = text + len, *start = text, *close, *limit;
	struct label *l = NULL;
	size_t n = 0, cap = 0;
	int line = 1;

	for (; p < end; p++) {
		if (*p == '\n') {
			line++;
			start = p + 1;
		}
		if (*p != '[' || end - p < 4 || p[1] != '^' || (p > text && p[-1] == '\\'))
			continue;
		limit = end - p > 200 ? p + 200 : end;
		close = memchr(p, ']', (size_t)(limit - p));
		if (close == NULL || memchr(p, '\n', (size_t)(close - p)) != NULL)
			continue;
		l = arena_grow(m->a, l, n, n + 1, &cap, sizeof(*l));
		l[n].s = p + 2;
		l[n].len = (size_t)(close - p) - 2;
		l[n].line = line;
		l[n].def = close + 1 < end && close[1] == ':' && p - start <= 3 &&
		    strspn(start, " ") >= (size_t)(p - start);
		n++;
	}
	*count = n;
	return l;
}

static void
report_label(struct md *m, enum diag_code code, const struct label *l)
{
	m->line = l->line;
	report(m, code, arena_printf(m->a, "[^%.*s]", (int)l->len, l->s));
}

static void
check_notes(struct md *m, const char *text, size_t len)
{
	size_t i, from, to, n;
	struct label *l = find_labels(m, text, len, &n);

	if (n == 0)
		return;
	qsort(l, n, sizeof(*l), compare_labels);
	for (from = 0; from < n; from = to) { /* one name: its marks, its notes */
		for (to = from + 1; to < n && compare_names(&l[from], &l[to]) == 0;)
			to++;
		if (!l[to - 1].def) {
			report_label(m, DIAG_MD_NOTE_UNKNOWN, &l[from]);
			continue;
		}
		/* the first note belongs to the marks, if there are any */
		for (i = from; i < to && !l[i].def;)
			i++;
		if (i > from)
			i++;
		for (; i < to; i++)
			report_label(m, DIAG_MD_NOTE_UNUSED, &l[i]);
	}
}

/* -- all together ------------------------------------------------------------------------ */

static void
mark_lead_ins(struct md_block *b)
{
	for (; b != NULL; b = b->next)
		b->lead_in = b->list == MD_PLAIN && b->next != NULL && b->next->list != MD_PLAIN;
}

static void
join_notes(struct md *m)
{
	size_t i;

	for (i = 0; i < m->nnotes; i++)
		mark_lead_ins(m->notes[i]);
	for (i = 0; i < m->nmarks; i++)
		if (m->marks[i].note < m->nnotes)
			m->marks[i].mark->note = m->notes[m->marks[i].note];
}

/* Is it something that a person wrote, or made to hurt?  Says what is too much. */
static const char *
too_much(const char *text, size_t len)
{
	size_t i, bars = 0, most = 0, lines = 1;

	if (len > SIZE_MOST)
		return "> 1 MB";
	for (i = 0; i < len; i++) {
		if (text[i] == '|')
			bars++;
		if (text[i] == '\n') {
			lines++;
			bars = 0;
		}
		if (bars > most)
			most = bars;
	}
	/* cmark fills up every row of a table to the width of its head */
	return most * lines > CELLS_MOST ? "|" : NULL;
}

static cmark_node *
parse(const char *text, size_t len)
{
	static bool registered; /* cmark keeps its extensions for the process */
	cmark_parser *p;
	cmark_node *root;

	if (!registered) {
		cmark_gfm_core_extensions_ensure_registered();
		registered = true;
	}
	p = cmark_parser_new(CMARK_OPT_FOOTNOTES | CMARK_OPT_VALIDATE_UTF8);
	/* only so that tables can be told from paragraphs */
	cmark_parser_attach_syntax_extension(p, cmark_find_syntax_extension("table"));
	cmark_parser_feed(p, text, len);
	root = cmark_parser_finish(p);
	cmark_parser_free(p);
	return root;
}

struct md_block *
markdown_parse(struct arena *a, const char *text, size_t len, const struct place *at,
    struct diag *d)
{
	struct md m = {.a = a, .d = d};
	const char *limit;
	cmark_node *root;

	if (at != NULL)
		m.at = *at;
	m.tail = &m.head;
	if (len == 0)
		return NULL;
	text = arena_strndup(a, text, len); /* the scans want a NUL behind it */
	m.many_lines = memchr(text, '\n', len) != NULL;
	limit = too_much(text, len);
	if (limit != NULL) {
		report(&m, DIAG_MD_LIMIT, limit);
		put_lines(&m, text, len);
	} else if (strspn(text, "_") == len) {
		put_lines(&m, text, len); /* a blank to fill in is no line across the text */
	} else {
		root = parse(text, len);
		walk(&m, root);
		cmark_node_free(root);
		check_notes(&m, text, len);
	}
	mark_lead_ins(m.head);
	join_notes(&m);
	buf_free(&m.text);
	return m.head;
}
