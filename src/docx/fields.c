/*
 * fields - what Word computes and we must: captions, references, contents.
 *
 * A field is w:fldSimple, or w:fldChar begin, instruction, separate, result, end over
 * any number of runs and paragraphs.  SEQ results are numbered in document order, REF
 * and PAGEREF results come from the bookmark, TOC fields are written anew from the
 * headings and captions of the filled document.  PAGE and the like stay as they are.
 * No field is left "dirty": Word would ask its reader a question.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/num.h"
#include "docx/internal.h"

#define FIELD_DEPTH 32
#define TEXT_OPEN "<w:t xml:space=\"preserve\">"

/* A field while the part is walked. */
struct field {
	char instr[512];
	size_t len;
	const struct xml_node *begin, *separate, *end; /* runs */
	const struct xml_node *simple;                 /* w:fldSimple */
	bool in_result, in_contents;
};

/* A contents list or a list of captions. */
struct contents {
	const char *instr;
	const char *seq;   /* \c: captions of this sequence */
	int from, to;      /* \o */
	bool outline;      /* \u: by outline level, not only by built-in headings */
	bool pages;        /* no \n */
	bool links;        /* \h */
	const char *ppr[10]; /* properties of an entry of level 1..9; 0: of a caption */
	size_t ppr_len[10];
	bool hanging[10];
};

struct seq {
	const char *name;
	const char *format;
	int reset;   /* \r N, or -1 */
	bool repeat; /* \c */
};

/* Of a paragraph: what its calls need. */
struct para_info {
	int level;   /* heading: 1..9, else 0 */
	int builtin; /* its style is "heading N" */
	struct num_def *num;
	int ilvl;
	const char *seq; /* caption */
};

/* ---- instructions ---- */

static const char *
skip_blank(const char *s)
{
	while (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r')
		s++;
	return s;
}

/* The next word, quoted or not; NULL at the end. */
static char *
next_word(struct arena *a, const char **s)
{
	const char *p = skip_blank(*s), *from = p;
	char *w;

	if (*p == '\0')
		return NULL;
	if (*p == '"') {
		from = ++p;
		while (*p != '\0' && *p != '"')
			p++;
		w = arena_strndup(a, from, (size_t)(p - from));
		*s = *p == '"' ? p + 1 : p;
		return w;
	}
	while (*p != '\0' && strchr(" \t\r\n", *p) == NULL)
		p++;
	*s = p;
	return arena_strndup(a, from, (size_t)(p - from));
}

static bool
first_word_is(const char *instr, const char *word)
{
	size_t n = strlen(word);

	instr = skip_blank(instr);
	return strncasecmp(instr, word, n) == 0 && !isalnum((unsigned char)instr[n]);
}

static bool
is_switch(const char *w, char c)
{
	return w[0] == '\\' && tolower((unsigned char)w[1]) == c && w[2] == '\0';
}

/* ---- refusals ---- */

/* Fields whose result is another one each time, or says who and where. */
static void
check_moving(struct comp *c, const struct field *f)
{
	static const char *const words[] = {"DATE", "TIME", "SAVEDATE", "PRINTDATE", "CREATEDATE",
	    "EDITTIME", "FILENAME", "AUTHOR", "LASTSAVEDBY", "USERNAME", "USERINITIALS",
	    "USERADDRESS", "REVNUM", "TEMPLATE"};

	for (size_t i = 0; c->t->inspect && i < sizeof(words) / sizeof(words[0]); i++) {
		if (first_word_is(f->instr, words[i])) {
			struct place at = comp_place(c, f->begin != NULL ? f->begin : f->simple);

			diag(c->d, DIAG_CLEAN_FIELD, &at, words[i], (char *)NULL);
		}
	}
}

/* A field of Word's mail merge: what a clerk may take for a tag. */
static void
check_merge_field(struct comp *c, const struct field *f)
{
	const char *name;
	struct place at;

	if (!c->t->inspect || !first_word_is(f->instr, "MERGEFIELD"))
		return;
	name = skip_blank(skip_blank(f->instr) + strlen("MERGEFIELD"));
	at = comp_place(c, f->begin != NULL ? f->begin : f->simple);
	diag(c->d, DIAG_CLEAN_MERGE_FIELD, &at,
	    arena_strndup(c->mem, name, strcspn(name, " \\\"")), "{{title}}", (char *)NULL);
}

static void
refuse_field(struct comp *c, const struct field *f)
{
	static const char *const words[] = {"INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "DDE",
	    "DDEAUTO", "LINK", "MACROBUTTON", "IMPORT", "EMBED", "DATABASE", "RD"};
	const char *s = f->instr;
	char *name;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (first_word_is(s, words[i])) {
			struct place at = comp_place(c, f->begin != NULL ? f->begin : f->simple);

			diag(c->d, DIAG_DOCX_FIELD, &at, words[i], (char *)NULL);
			return;
		}
	}
	check_moving(c, f);
	check_merge_field(c, f);
	if (!first_word_is(s, "HYPERLINK"))
		return;
	next_word(c->mem, &s);
	name = next_word(c->mem, &s);
	if (name != NULL && name[0] != '\\' && name[0] != '\0' && !docx_safe_url(name)) {
		struct place at = comp_place(c, f->begin != NULL ? f->begin : f->simple);

		diag(c->d, DIAG_DOCX_EXTERNAL, &at, name, (char *)NULL);
	}
}

/* ---- results ---- */

/* Replace the first w:t of a result by fn, drop the other text of it. */
static bool
replace_result(struct comp *c, const struct field *f, comp_fn *fn, const void *arg)
{
	const struct xml_node *root = f->simple != NULL ? f->simple : c->doc->root;
	const struct xml_node *n = f->simple != NULL ? f->simple : f->separate;
	bool done = false;

	if (n == NULL)
		return false;
	for (n = xml_walk(root, (struct xml_node *)n); n != NULL && n != f->end;
	     n = xml_walk(root, (struct xml_node *)n)) {
		if (!xml_is(n, XNS_W, "t"))
			continue;
		if (done) {
			comp_drop(c, n);
			continue;
		}
		comp_replace(c, n, fn, arg);
		done = true;
	}
	return done;
}

struct in_run {
	fill_fn *fn;
	const void *arg;
};

/* In place of a w:t: the same with text of ours. */
static void
emit_text(struct comp *c, const struct xml_node *n, const void *arg)
{
	const struct in_run *r = arg;

	(void)n;
	comp_str(c, TEXT_OPEN);
	comp_call(c, r->fn, r->arg);
	comp_str(c, "</w:t>");
}

/* In front of a field's end, or in an empty w:fldSimple: a run with the result. */
static void
emit_result_run(struct comp *c, const struct xml_node *n, const void *arg)
{
	bool simple = xml_is(n, XNS_W, "fldSimple");

	if (simple)
		comp_open(c, n);
	comp_str(c, "<w:r>");
	emit_text(c, n, arg);
	comp_str(c, "</w:r>");
	if (simple)
		comp_end(c, n);
	else
		comp_copy(c, n);
}

static void
set_result(struct comp *c, const struct field *f, fill_fn *fn, const void *arg)
{
	struct in_run *r = arena_alloc(c->mem, sizeof(*r));

	r->fn = fn;
	r->arg = arg;
	if (replace_result(c, f, emit_text, r))
		return;
	if (f->simple != NULL)
		comp_replace(c, f->simple, emit_result_run, r);
	else if (f->end != NULL && f->separate != NULL)
		comp_replace(c, f->end, emit_result_run, r);
}

/* ---- SEQ ---- */

static void
put_seq(struct filler *f, const void *arg)
{
	const struct seq *s = arg;
	int n;

	if (s->reset >= 0) {
		fill_seq_set(f, s->name, s->reset);
		n = s->reset;
	} else {
		n = fill_seq(f, s->name);
		if (s->repeat) {
			n--;
			fill_seq_set(f, s->name, n);
		}
	}
	docx_put_number(f->out, n, s->format);
}

static const struct xml_node *
para_of(const struct xml_node *n)
{
	while (n != NULL && !xml_is(n, XNS_W, "p"))
		n = n->parent;
	return n;
}

static void
found_seq(struct comp *c, const struct field *f)
{
	const char *s = f->instr;
	struct seq *q = arena_alloc(c->mem, sizeof(*q));
	const struct xml_node *para = para_of(f->begin != NULL ? f->begin : f->simple);
	char *w;

	next_word(c->mem, &s);
	q->name = next_word(c->mem, &s);
	q->format = "decimal";
	q->reset = -1;
	if (q->name == NULL)
		return;
	while ((w = next_word(c->mem, &s)) != NULL) {
		if (is_switch(w, 'c')) {
			q->repeat = true;
		} else if (is_switch(w, 'r') && (w = next_word(c->mem, &s)) != NULL) {
			q->reset = num_small(w);
		} else if (w != NULL && strcmp(w, "\\*") == 0 && (w = next_word(c->mem, &s)) != NULL) {
			if (strcmp(w, "ROMAN") == 0)
				q->format = "upperRoman";
			else if (strcmp(w, "roman") == 0)
				q->format = "lowerRoman";
			else if (strcmp(w, "ALPHABETIC") == 0)
				q->format = "upperLetter";
			else if (strcmp(w, "alphabetic") == 0)
				q->format = "lowerLetter";
		}
		if (w == NULL)
			break;
	}
	set_result(c, f, put_seq, q);
	if (para != NULL)
		comp_set_own(c, para, q->name);
}

/* ---- REF and PAGEREF ---- */

static void
late_ref_text(struct filler *f, struct buf *out, const void *arg)
{
	size_t len = 0;
	const char *s = fill_mark_text(f, arg, &len);

	if (s != NULL)
		xml_put_text(out, s, len);
}

static void
put_ref_text(struct filler *f, const void *arg)
{
	fill_late(f, late_ref_text, arg);
}

static void
late_page(struct filler *f, struct buf *out, const void *arg)
{
	buf_printf(out, "%d", fill_page_of(f, arg));
}

static void
put_page(struct filler *f, const void *arg)
{
	fill_late(f, late_page, arg);
}

/* References to numbers of paragraphs (\n, \r, \w) or relative ones (\p) keep their result. */
static bool
plain_ref(struct arena *a, const char *s)
{
	char *w;

	while ((w = next_word(a, &s)) != NULL)
		if (is_switch(w, 'n') || is_switch(w, 'r') || is_switch(w, 'w') || is_switch(w, 'p') ||
		    is_switch(w, 'f'))
			return false;
	return true;
}

static void
found_ref(struct comp *c, const struct field *f, bool page)
{
	const char *s = f->instr;
	char *name;

	next_word(c->mem, &s);
	name = next_word(c->mem, &s);
	if (name == NULL || name[0] == '\\')
		return;
	if (strncmp(name, "_Toc", 4) == 0)
		*names_at(docx_of(c->t)->toc_refs, name, NULL) = 1;
	if (page || plain_ref(c->mem, s))
		set_result(c, f, page ? put_page : put_ref_text, name);
}

/* ---- TOC ---- */

static void
read_range(const char *w, int *from, int *to)
{
	int a = num_small(w), b = a;
	const char *dash = strchr(w, '-');

	if (dash != NULL)
		b = num_small(dash + 1);
	if (a >= 1 && a <= 9 && b >= a && b <= 9) {
		*from = a;
		*to = b;
	}
}

static void
read_contents(struct comp *c, struct contents *k, const char *instr)
{
	const char *s = instr;
	char *w;

	k->instr = arena_strdup(c->mem, instr);
	k->from = 1;
	k->to = 3; /* Word's default without \o */
	k->pages = true;
	next_word(c->mem, &s);
	while ((w = next_word(c->mem, &s)) != NULL) {
		if (is_switch(w, 'o')) {
			const char *was = s;

			w = next_word(c->mem, &s);
			if (w == NULL)
				break;
			if (w[0] == '\\') {
				k->to = 9;
				s = was;
			} else {
				read_range(w, &k->from, &k->to);
			}
		} else if (is_switch(w, 'c') && (w = next_word(c->mem, &s)) != NULL) {
			k->seq = w;
		} else if (w != NULL && is_switch(w, 'u')) {
			k->outline = true;
		} else if (w != NULL && is_switch(w, 'h')) {
			k->links = true;
		} else if (w != NULL && is_switch(w, 'n')) {
			k->pages = false;
		}
		if (w == NULL)
			break;
	}
}

static const struct docx_style *
entry_style(const struct template *t, int level)
{
	char name[32];

	if (level == 0)
		return docx_style_named(t, "table of figures");
	snprintf(name, sizeof(name), "toc %d", level);
	return docx_style_named(t, name);
}

/* Entries look like those that stand in the template; levels that it has not, by style. */
static void
learn_looks(struct comp *c, struct contents *k, const struct xml_node *first,
    const struct xml_node *last)
{
	for (int i = 0; i <= 9; i++) {
		const struct docx_style *s = entry_style(c->t, i);
		const struct xml_node *p = first;

		k->ppr[i] = s == NULL ? "" : arena_printf(c->mem,
		    "<w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>", s->id);
		k->ppr_len[i] = strlen(k->ppr[i]);
		k->hanging[i] = s != NULL && s->hanging > 0;
		for (; s != NULL && p != NULL; p = p == last ? NULL : p->next) {
			const struct xml_node *pr = xml_child(p, XNS_W, "pPr");
			const char *id = docx_val(pr, "pStyle");

			if (id == NULL || strcmp(id, s->id) != 0 || xml_child(pr, XNS_W, "sectPr") != NULL)
				continue;
			k->ppr[i] = comp_capture(c, pr, &k->ppr_len[i]);
			break;
		}
	}
}

static void
put_char(struct buf *out, const char *type)
{
	buf_printf(out, "<w:r><w:fldChar w:fldCharType=\"%s\"/></w:r>", type);
}

static void
put_instr(struct buf *out, const char *instr)
{
	buf_str(out, "<w:r><w:instrText xml:space=\"preserve\">");
	xml_put_text(out, instr, strlen(instr));
	buf_str(out, "</w:instrText></w:r>");
}

static void
put_entry(struct filler *f, struct buf *out, const struct contents *k, const struct entry *e)
{
	if (k->links)
		buf_printf(out, "<w:hyperlink w:anchor=\"%s\" w:history=\"1\">", e->bookmark);
	buf_str(out, "<w:r>");
	if (e->number[0] != '\0') {
		buf_str(out, TEXT_OPEN);
		xml_put_text(out, e->number, strlen(e->number));
		buf_str(out, "</w:t><w:tab/>");
	} else if (e->seq == NULL && k->hanging[e->level]) {
		buf_str(out, "<w:tab/>"); /* the words stand on the axis, numbered or not */
	}
	buf_str(out, TEXT_OPEN);
	xml_put_text(out, e->text, e->len);
	buf_str(out, "</w:t>");
	if (k->pages)
		buf_str(out, "<w:tab/>");
	buf_str(out, "</w:r>");
	if (k->pages) {
		put_char(out, "begin");
		put_instr(out, arena_printf(f->mem, " PAGEREF %s \\h ", e->bookmark));
		put_char(out, "separate");
		buf_printf(out, "<w:r><w:t>%d</w:t></w:r>", e->page);
		put_char(out, "end");
	}
	if (k->links)
		buf_str(out, "</w:hyperlink>");
}

static bool
wanted(const struct contents *k, const struct entry *e)
{
	const struct para_info *p = e->own;

	return k->seq != NULL || k->outline || (p != NULL && p->builtin != 0);
}

static void
put_contents(struct filler *f, struct buf *out, const void *arg)
{
	const struct contents *k = arg;
	const struct entry *e;
	size_t n = fill_entries(f, k->seq, k->from, k->to, &e), last = n, first = n;

	for (size_t i = 0; i < n; i++)
		if (wanted(k, &e[i])) {
			last = i;
			if (first == n)
				first = i;
		}
	if (first == n) { /* nothing to list: the field stays, with an empty result */
		buf_str(out, "<w:p>");
		buf_add(out, k->ppr[k->seq != NULL ? 0 : 1], k->ppr_len[k->seq != NULL ? 0 : 1]);
		put_char(out, "begin");
		put_instr(out, k->instr);
		put_char(out, "separate");
		buf_str(out, "<w:r>" TEXT_OPEN " </w:t></w:r>");
		put_char(out, "end");
		buf_str(out, "</w:p>");
		return;
	}
	for (size_t i = first; i <= last; i++) {
		int look = k->seq != NULL ? 0 : e[i].level;

		if (!wanted(k, &e[i]))
			continue;
		buf_str(out, "<w:p>");
		buf_add(out, k->ppr[look], k->ppr_len[look]);
		if (i == first) {
			put_char(out, "begin");
			put_instr(out, k->instr);
			put_char(out, "separate");
		}
		put_entry(f, out, k, &e[i]);
		if (i == last)
			put_char(out, "end");
		buf_str(out, "</w:p>");
	}
}

static void
late_contents(struct filler *f, const void *arg)
{
	fill_late(f, put_contents, arg);
}

static void
emit_contents(struct comp *c, const struct xml_node *n, const void *arg)
{
	(void)n;
	comp_call(c, late_contents, arg);
}

/* Is there anything to see in this paragraph before or after a node of it? */
static bool
shows(const struct xml_node *from, const struct xml_node *to)
{
	for (; from != NULL && from != to; from = from->next)
		if (xml_is(from, XNS_W, "r") &&
		    (xml_child(from, XNS_W, "t") != NULL || xml_child(from, XNS_W, "br") != NULL ||
		    xml_child(from, XNS_W, "drawing") != NULL))
			return true;
	return false;
}

static const struct xml_node *
child_of(const struct xml_node *parent, const struct xml_node *n)
{
	while (n != NULL && n->parent != parent)
		n = n->parent;
	return n;
}

/* The last paragraph may hold more than the field's end: then that stays. */
static void
drop_last(struct comp *c, const struct xml_node *p, const struct xml_node *end)
{
	const struct xml_node *pr = xml_child(p, XNS_W, "pPr");
	const struct xml_node *stop = child_of(p, end);

	if (!shows(stop != NULL ? stop->next : NULL, NULL) &&
	    (pr == NULL || xml_child(pr, XNS_W, "sectPr") == NULL)) {
		comp_drop(c, p);
		return;
	}
	for (const struct xml_node *k = p->first; k != NULL; k = k->next) {
		if (k != pr && !xml_is(k, XNS_W, "bookmarkStart") && !xml_is(k, XNS_W, "bookmarkEnd"))
			comp_drop(c, k);
		if (k == stop)
			break;
	}
}

static void
found_contents(struct comp *c, const struct field *f)
{
	const struct xml_node *first = para_of(f->begin), *last = para_of(f->end);
	struct contents *k;

	if (f->simple != NULL) {
		first = last = para_of(f->simple);
	} else if (f->end == NULL) {
		return;
	}
	if (first == NULL || last == NULL || first->parent != last->parent ||
	    c->part->kind != PART_BODY) {
		struct place at = comp_place(c, first != NULL ? first : c->doc->root);

		diag(c->d, DIAG_DOCX_CONTENTS, &at, (char *)NULL);
		return;
	}
	k = arena_alloc(c->mem, sizeof(*k));
	read_contents(c, k, f->instr);
	learn_looks(c, k, first, last);
	if (k->seq != NULL)
		*names_at(docx_of(c->t)->contents_seqs, k->seq, NULL) = 1;
	else
		docx_of(c->t)->has_contents = true;
	for (const struct xml_node *p = first->next; first != last && p != last; p = p->next)
		comp_drop(c, p);
	if (first != last)
		drop_last(c, last, f->end);
	comp_replace(c, first, emit_contents, k);
}

/* ---- walking a part ---- */

static void
found(struct comp *c, const struct field *f)
{
	refuse_field(c, f);
	if (f->in_contents)
		return;
	if (first_word_is(f->instr, "TOC"))
		found_contents(c, f);
	else if (first_word_is(f->instr, "SEQ"))
		found_seq(c, f);
	else if (first_word_is(f->instr, "REF"))
		found_ref(c, f, false);
	else if (first_word_is(f->instr, "PAGEREF"))
		found_ref(c, f, true);
}

static void
add_instr(struct field *f, const char *s, size_t len)
{
	if (len > sizeof(f->instr) - 1 - f->len)
		len = sizeof(f->instr) - 1 - f->len;
	memcpy(f->instr + f->len, s, len);
	f->len += len;
	f->instr[f->len] = '\0';
}

static bool
inside_contents(const struct field *stack, int n)
{
	for (int i = 0; i < n; i++)
		if (first_word_is(stack[i].instr, "TOC"))
			return true;
	return false;
}

static void
on_char(struct comp *c, struct field *stack, int *n, const struct xml_node *ch)
{
	const char *type = xml_attr(ch, XNS_W, "fldCharType");
	struct field *top = *n > 0 ? &stack[*n - 1] : NULL;

	if (type == NULL)
		return;
	if (strcmp(type, "begin") == 0) {
		if (*n == FIELD_DEPTH)
			return;
		memset(&stack[*n], 0, sizeof(stack[*n]));
		stack[*n].begin = ch->parent;
		stack[*n].in_contents = inside_contents(stack, *n);
		(*n)++;
	} else if (top != NULL && strcmp(type, "separate") == 0) {
		top->separate = ch->parent;
		top->in_result = true;
	} else if (top != NULL && strcmp(type, "end") == 0) {
		top->end = ch->parent;
		(*n)--;
		found(c, top);
	}
}

/* What may not be inside a part at all. */
static void
refuse_node(struct comp *c, const struct xml_node *n)
{
	enum diag_code code;
	struct place at;

	if (xml_is(n, XNS_W, "altChunk"))
		code = DIAG_DOCX_ALTCHUNK;
	else if (xml_is(n, XNS_W, "object"))
		code = xml_child(n, XNS_W, "control") != NULL ? DIAG_DOCX_ACTIVEX : DIAG_DOCX_OLE;
	else if (xml_is(n, XNS_W, "control"))
		code = DIAG_DOCX_ACTIVEX;
	else if (xml_is(n, XNS_W, "subDoc"))
		code = DIAG_DOCX_SUBDOC;
	else
		return;
	at = comp_place(c, n);
	diag(c->d, code, &at, (char *)NULL);
}

static bool
is_revision(const struct xml_node *n)
{
	static const char *const names[] = {"ins", "del", "moveFrom", "moveTo", "rPrChange",
	    "pPrChange", "tblPrChange", "tcPrChange", "trPrChange", "sectPrChange", "cellIns",
	    "cellDel"};

	if (n->ns != XNS_W)
		return false;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(n->name, names[i]) == 0)
			return true;
	return false;
}

void
docx_prepare_fields(struct comp *c)
{
	const struct xml_node *root = c->doc->root;
	struct field *stack = arena_array(c->mem, FIELD_DEPTH, sizeof(*stack));
	bool revised = false;
	int n = 0;

	for (const struct xml_node *k = root; k != NULL; k = xml_walk(root, (struct xml_node *)k)) {
		if (k->kind != XML_ELEMENT || k->ns != XNS_W)
			continue;
		refuse_node(c, k);
		if ((!revised || c->t->inspect) && is_revision(k)) {
			struct place at = comp_place(c, k);

			diag(c->d, DIAG_DOCX_TRACKED, &at, (char *)NULL);
			revised = true;
		}
		if (strcmp(k->name, "fldChar") == 0) {
			on_char(c, stack, &n, k);
		} else if (strcmp(k->name, "instrText") == 0) {
			for (const struct xml_node *x = k->first; x != NULL && n > 0; x = x->next)
				if (x->kind == XML_TEXT && !stack[n - 1].in_result)
					add_instr(&stack[n - 1], x->text, x->len);
		} else if (strcmp(k->name, "fldSimple") == 0) {
			const char *instr = xml_attr(k, XNS_W, "instr");
			struct field *f = arena_alloc(c->mem, sizeof(*f));

			if (instr != NULL)
				add_instr(f, instr, strlen(instr));
			f->simple = k;
			f->in_contents = inside_contents(stack, n);
			found(c, f);
		}
	}
}

/* ---- headings and captions while the fill runs ---- */

static void
begin_entry(struct filler *f, const void *arg)
{
	const struct para_info *p = arg;
	struct buf number = {0};
	const char *mark;

	if (p->num != NULL)
		docx_count(f, p->num, p->ilvl, &number);
	mark = fill_entry_begin(f, p->seq, p->level, buf_cstr(&number));
	fill_entry_own(f, p);
	docx_put_bookmark(f, f->out, mark, false);
	buf_free(&number);
}

static void
end_entry(struct filler *f, const void *arg)
{
	const char *mark = fill_entry_bookmark(f);

	(void)arg;
	fill_entry_end(f);
	if (mark != NULL)
		docx_put_bookmark(f, f->out, mark, true);
}

static int
outline_of(const struct template *t, const struct xml_node *para)
{
	const char *v = docx_val(xml_child(para, XNS_W, "pPr"), "outlineLvl");
	const struct docx_style *s = docx_para_style(t, para);

	if (v != NULL)
		return num_small(v) >= 0 && num_small(v) <= 8 ? num_small(v) + 1 : 0;
	return s != NULL && s->outline != NO_LEVEL ? s->outline + 1 : 0;
}

static bool
in_box(const struct xml_node *n)
{
	for (; n != NULL; n = n->parent)
		if (xml_is(n, XNS_W, "txbxContent"))
			return true;
	return false;
}

void
docx_para_begin(struct comp *c, const struct xml_node *para)
{
	const struct docx_tmpl *x = docx_of(c->t);
	const struct docx_style *s;
	const char *seq = comp_own(c, para);
	struct para_info *p;
	int level;

	if (c->part->kind != PART_BODY || in_box(para))
		return;
	level = outline_of(c->t, para);
	if (seq != NULL && names_find(x->contents_seqs, seq) == NULL)
		seq = NULL;
	if (seq == NULL && (level == 0 || !x->has_contents))
		return;
	p = arena_alloc(c->mem, sizeof(*p));
	s = docx_para_style(c->t, para);
	p->builtin = s != NULL ? s->builtin_heading : 0;
	p->level = level;
	p->seq = seq;
	p->num = docx_para_num(c->t, para, &p->ilvl);
	if (p->num != NULL && (p->num->abstract == NULL || !p->num->abstract->levels[p->ilvl].set))
		p->num = NULL;
	comp_call(c, begin_entry, p);
}

void
docx_para_finish(struct comp *c, const struct xml_node *para)
{
	const struct docx_tmpl *x = docx_of(c->t);
	const char *seq = comp_own(c, para);

	if (c->part->kind != PART_BODY || in_box(para))
		return;
	if (seq != NULL && names_find(x->contents_seqs, seq) == NULL)
		seq = NULL;
	if (seq != NULL || (outline_of(c->t, para) != 0 && x->has_contents))
		comp_call(c, end_entry, NULL);
}
