/*
 * package - the parts of a DOCX: which hold tags, which are left out, which are refused.
 *
 * Relationships decide what a part is, not its name.  Left out and reported: what says
 * something about people or machines.  Refused: what could run or
 * fetch something.
 */
#include <string.h>
#include <strings.h>

#include "docx/internal.h"

#define REL_NS "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define CT_MAIN "application/vnd.openxmlformats-officedocument.wordprocessingml."

/* A .rels part or [Content_Types].xml: the bytes up to where entries may be added. */
struct docx_index {
	const char *name;
	const char *head;
	size_t head_len;
	bool changed;
};

/* What is refused: reported where the text shows it, else (parts_seen) at its part. */
struct docx_refusal {
	enum diag_code code;
	const char *part;        /* .rels part, or the part itself */
	const char *owner, *id;  /* a relationship: of which part; NULL: a part */
	const char *target;      /* argument of the message, or NULL */
	bool said;
};

struct docx_package {
	struct docx_refusal *refused;
	size_t nrefused, refused_cap;
	int said[4];             /* by refusal_codes: messages before this template */
	struct docx_index types, root_rels, doc_rels, note_rels[DOCX_NOTE_KINDS];
	struct docx_index *rels; /* all others that changed */
	size_t nrels, rels_cap;
	bool has_core, has_custom;
};

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	return n >= k && strcmp(s + n - k, end) == 0;
}

const char *
docx_rel_word(const char *type)
{
	const char *slash = type != NULL ? strrchr(type, '/') : NULL;

	return slash != NULL ? slash + 1 : "";
}

/* Folder of the part that a .rels part speaks of: "word/_rels/document.xml.rels" -> "word/". */
static char *
rels_base(struct arena *a, const char *rels)
{
	const char *p = strstr(rels, "_rels/");

	return arena_strndup(a, rels, p != NULL ? (size_t)(p - rels) : 0);
}

char *
docx_rel_part(struct arena *a, const char *rels, const char *target)
{
	char *s, *p, *w;

	if (target[0] == '/')
		return arena_strdup(a, target + 1);
	s = arena_printf(a, "%s%s", rels_base(a, rels), target);
	while ((p = strstr(s, "/../")) != NULL) {
		w = p;
		while (w > s && w[-1] != '/')
			w--;
		memmove(w, p + 4, strlen(p + 4) + 1);
	}
	return s;
}

static char *
rels_of(struct arena *a, const char *part)
{
	const char *slash = strrchr(part, '/');
	int dir = slash != NULL ? (int)(slash + 1 - part) : 0;

	return arena_printf(a, "%.*s_rels/%s.rels", dir, part, part + dir);
}

static void
note(struct template *t, struct diag *d, enum diag_code code, const char *part)
{
	struct place at = {.file = t->path, .part = part};

	diag(d, code, &at, (char *)NULL);
}

/* ---- refusals ---- */

static const enum diag_code refusal_codes[] = {
    DIAG_DOCX_OLE, DIAG_DOCX_ACTIVEX, DIAG_DOCX_ALTCHUNK, DIAG_DOCX_SUBDOC};
#define REFUSALS (sizeof(refusal_codes) / sizeof(refusal_codes[0]))

static struct docx_refusal *
refuse(struct template *t, enum diag_code code, const char *part)
{
	struct docx_package *k = docx_of(t)->pack;
	struct docx_refusal *r;

	k->refused = arena_grow(t->mem, k->refused, k->nrefused, k->nrefused + 1,
	    &k->refused_cap, sizeof(*k->refused));
	r = &k->refused[k->nrefused++];
	memset(r, 0, sizeof(*r));
	r->code = code;
	r->part = part;
	return r;
}

static void
refuse_part(struct template *t, struct diag *d, const char *name)
{
	const char *file = strrchr(name, '/') != NULL ? strrchr(name, '/') + 1 : name;

	if (strncasecmp(file, "vbaProject", 10) == 0)
		note(t, d, DIAG_DOCX_MACRO, name);
	else if (strcasestr(name, "activeX/") != NULL)
		refuse(t, DIAG_DOCX_ACTIVEX, name);
	else if (strncasecmp(file, "oleObject", 9) == 0)
		refuse(t, DIAG_DOCX_OLE, name);
}

/* The part that a .rels part speaks of: "word/_rels/document.xml.rels" -> "word/document.xml". */
static const char *
owner_of(struct arena *a, const char *rels)
{
	const char *p = strstr(rels, "_rels/");
	size_t len;

	if (p == NULL || (len = strlen(p + 6)) < 5)
		return "";
	return arena_printf(a, "%.*s%.*s", (int)(p - rels), rels, (int)(len - 5), p + 6);
}

static void
refuse_rel(struct template *t, enum diag_code code, const char *rels, const struct xml_node *r,
    const char *target)
{
	struct docx_refusal *x = refuse(t, code, rels);

	x->owner = owner_of(t->mem, rels);
	x->id = xml_attr(r, XNS_NONE, "Id");
	x->target = target;
}

static bool
uses_id(const struct xml_node *n, const char *id)
{
	for (size_t i = 0; i < n->nattrs; i++)
		if (n->attrs[i].ns == XNS_R && n->attrs[i].value != NULL &&
		    strcmp(n->attrs[i].value, id) == 0)
			return true;
	return false;
}

void
docx_prepare_links(struct comp *c)
{
	struct docx_package *k = docx_of(c->t)->pack;
	const struct xml_node *root = c->doc->root, *n;

	for (size_t i = 0; i < k->nrefused; i++) {
		struct docx_refusal *r = &k->refused[i];

		if (r->owner == NULL || r->id == NULL || strcmp(r->owner, c->part->name) != 0)
			continue;
		for (n = root; n != NULL; n = xml_walk(root, (struct xml_node *)n)) {
			struct place at;

			if (n->kind != XML_ELEMENT || n->nattrs == 0 || !uses_id(n, r->id))
				continue;
			at = comp_place(c, n);
			diag(c->d, r->code, &at, r->target, (char *)NULL);
			r->said = true;
		}
	}
}

/* One message a kind is enough for what the text shows nowhere, or showed already. */
static bool
said_before(struct template *t, struct diag *d, enum diag_code code)
{
	for (size_t i = 0; i < REFUSALS; i++)
		if (refusal_codes[i] == code)
			return diag_count_code(d, code) > docx_of(t)->pack->said[i];
	return false;
}

void
docx_parts_seen(struct template *t, struct diag *d)
{
	struct docx_package *k = docx_of(t)->pack;

	for (size_t i = 0; i < k->nrefused; i++) {
		const struct docx_refusal *r = &k->refused[i];
		struct place at = {.file = t->path, .part = r->part};

		if (!r->said && !said_before(t, d, r->code))
			diag(d, r->code, &at, r->target, (char *)NULL);
	}
	if (t->inspect)
		docx_inspect_end(t, d);
}

static bool
safe_url(const char *s)
{
	return strncasecmp(s, "http://", 7) == 0 || strncasecmp(s, "https://", 8) == 0 ||
	    strncasecmp(s, "mailto:", 7) == 0;
}

bool
docx_safe_url(const char *s)
{
	return safe_url(s);
}

/* Returns true when the relationship is to be left out. */
static bool
judge_rel(struct template *t, struct diag *d, const struct xml_node *r, const char *rels)
{
	const char *word = docx_rel_word(xml_attr(r, XNS_NONE, "Type"));
	const char *mode = xml_attr(r, XNS_NONE, "TargetMode");
	const char *target = xml_attr(r, XNS_NONE, "Target");
	struct docx_tmpl *x = docx_of(t);
	bool drop = false;

	if (target == NULL)
		return false;
	if (strcmp(word, "attachedTemplate") == 0) {
		note(t, d, DIAG_DOCX_DROP_TEMPLATE, rels);
		return true;
	}
	if (mode != NULL && strcasecmp(mode, "External") == 0) {
		if (strcmp(word, "hyperlink") != 0 || !safe_url(target))
			refuse_rel(t, DIAG_DOCX_EXTERNAL, rels, r, target);
		return false;
	}
	if (strcmp(word, "oleObject") == 0 ||
	    (strcmp(word, "package") == 0 && strstr(rels, "charts/") == NULL))
		refuse_rel(t, DIAG_DOCX_OLE, rels, r, NULL);
	else if (strcmp(word, "control") == 0)
		refuse_rel(t, DIAG_DOCX_ACTIVEX, rels, r, NULL);
	else if (strcmp(word, "aFChunk") == 0)
		refuse_rel(t, DIAG_DOCX_ALTCHUNK, rels, r, NULL);
	else if (strcmp(word, "subDocument") == 0)
		refuse_rel(t, DIAG_DOCX_SUBDOC, rels, r, NULL);
	if (strcmp(word, "thumbnail") == 0) {
		note(t, d, DIAG_DOCX_DROP_THUMBNAIL, NULL);
		drop = true;
	} else if (strncmp(word, "comments", 8) == 0 || strcmp(word, "people") == 0) {
		/* the check names each at its place */
		if (!t->inspect)
			note(t, d, DIAG_DOCX_DROP_COMMENTS, NULL);
		drop = true;
	} else if (strcmp(word, "printerSettings") == 0) {
		note(t, d, DIAG_DOCX_DROP_PRINTER, NULL);
		drop = true;
	} else if (strcmp(word, "glossaryDocument") == 0) {
		note(t, d, DIAG_DOCX_DROP_GLOSSARY, NULL);
		drop = true;
	}
	if (drop) {
		char *name = docx_rel_part(t->mem, rels, target);

		*names_at(x->dropped, name, NULL) = 1;
		*names_at(x->dropped, rels_of(t->mem, name), NULL) = 1;
	}
	return drop;
}

/* ---- relationships and content types ---- */

/* Bytes of an index without the nodes marked in "drop", up to its end tag. */
static void
cut_index(struct template *t, struct docx_index *ix, const struct xml_doc *doc,
    const struct xml_node *const *drop, size_t ndrop)
{
	const struct xml_node *root = doc->root;
	struct buf b = {0};
	uint32_t pos = 0, end = root->empty ? root->open_end - 2 : root->close_start;

	for (size_t i = 0; i < ndrop; i++) {
		buf_add(&b, doc->bytes + pos, drop[i]->start - pos);
		pos = drop[i]->end;
	}
	buf_add(&b, doc->bytes + pos, end - pos);
	if (root->empty)
		buf_ch(&b, '>');
	ix->head = arena_strndup(t->mem, b.s, b.len);
	ix->head_len = b.len;
	ix->changed = ndrop > 0;
	buf_free(&b);
}

static struct docx_package *
pack_of(const struct template *t)
{
	return docx_of(t)->pack;
}

static struct docx_index *
index_for(struct template *t, const char *name)
{
	struct docx_package *k = pack_of(t);
	struct docx_tmpl *x = docx_of(t);

	if (strcmp(name, "_rels/.rels") == 0)
		return &k->root_rels;
	if (x->doc_rels != NULL && strcmp(name, x->doc_rels) == 0)
		return &k->doc_rels;
	for (int i = 0; i < DOCX_NOTE_KINDS; i++)
		if (x->notes[i].part != NULL && strcmp(name, rels_of(t->mem, x->notes[i].part)) == 0)
			return &k->note_rels[i];
	k->rels = arena_grow(t->mem, k->rels, k->nrels, k->nrels + 1, &k->rels_cap,
	    sizeof(*k->rels));
	memset(&k->rels[k->nrels], 0, sizeof(*k->rels));
	return &k->rels[k->nrels++];
}

static void
remember_part(struct template *t, const char *rels, const struct xml_node *r)
{
	struct docx_tmpl *x = docx_of(t);
	const char *word = docx_rel_word(xml_attr(r, XNS_NONE, "Type"));
	const char *target = xml_attr(r, XNS_NONE, "Target");
	char *name;

	if (target == NULL || xml_attr(r, XNS_NONE, "TargetMode") != NULL)
		return;
	name = docx_rel_part(t->mem, rels, target);
	if (x->document == NULL) {
		if (strcmp(word, "officeDocument") == 0)
			x->document = name;
		return;
	}
	if (strcmp(word, "core-properties") == 0)
		x->core_part = name;
	else if (strcmp(word, "extended-properties") == 0)
		x->app_part = name;
	else if (strcmp(word, "custom-properties") == 0)
		x->custom_part = name;
	if (x->doc_rels == NULL || strcmp(rels, x->doc_rels) != 0)
		return;
	if (strcmp(word, "styles") == 0)
		x->styles_part = name;
	else if (strcmp(word, "numbering") == 0)
		x->numbering_part = name;
	else if (strcmp(word, "settings") == 0)
		x->settings_part = name;
	else if (strcmp(word, "theme") == 0)
		x->theme_part = name;
	else if (strcmp(word, "footnotes") == 0)
		x->notes[DOCX_FOOTNOTE].part = name;
	else if (strcmp(word, "endnotes") == 0)
		x->notes[DOCX_ENDNOTE].part = name;
	else if (strcmp(word, "header") == 0 || strcmp(word, "footer") == 0) {
		x->stories = arena_grow(t->mem, x->stories, x->nstories, x->nstories + 1,
		    &x->stories_cap, sizeof(*x->stories));
		x->stories[x->nstories++] = name;
	}
}

static const struct xml_doc *
parse_part(struct template *t, const char *name, struct diag *d)
{
	const struct xml_doc *x = name != NULL ? pkg_xml(t->mem, t->pkg, name, d) : NULL;

	if (x != NULL)
		pkg_set_sound(t->pkg, name);
	return x;
}

static void
each_rel(struct template *t, const char *rels, const struct xml_doc *doc)
{
	for (const struct xml_node *r = xml_child(doc->root, XNS_REL, "Relationship"); r != NULL;
	     r = xml_next(r, XNS_REL, "Relationship"))
		remember_part(t, rels, r);
}

/* Judge one .rels part, keep what is left of it. */
static void
read_rels(struct template *t, const char *name, struct diag *d)
{
	const struct xml_doc *doc = parse_part(t, name, d);
	const struct xml_node **drop;
	size_t n = 0, ndrop = 0;
	struct docx_index *ix;

	if (doc == NULL)
		return;
	for (const struct xml_node *r = doc->root->first; r != NULL; r = r->next)
		n++;
	drop = arena_array(t->mem, n + 1, sizeof(*drop));
	for (const struct xml_node *r = xml_child(doc->root, XNS_REL, "Relationship"); r != NULL;
	     r = xml_next(r, XNS_REL, "Relationship")) {
		const char *word = docx_rel_word(xml_attr(r, XNS_NONE, "Type"));
		bool props = strcmp(name, "_rels/.rels") == 0 &&
		    strcmp(word, "extended-properties") == 0 && !docx_keep_app(t, d);

		if (judge_rel(t, d, r, name) || props)
			drop[ndrop++] = r;
	}
	ix = index_for(t, name);
	ix->name = name;
	cut_index(t, ix, doc, drop, ndrop);
}

static void
read_types(struct template *t, struct diag *d)
{
	struct docx_tmpl *x = docx_of(t);
	const struct xml_doc *doc = parse_part(t, "[Content_Types].xml", d);
	const struct xml_node **drop;
	size_t n = 0, ndrop = 0;

	if (doc == NULL)
		return;
	for (const struct xml_node *k = doc->root->first; k != NULL; k = k->next)
		n++;
	drop = arena_array(t->mem, n + 1, sizeof(*drop));
	for (const struct xml_node *k = doc->root->first; k != NULL; k = k->next) {
		const char *part, *type;

		if (k->kind != XML_ELEMENT)
			continue;
		part = xml_attr(k, XNS_NONE, "PartName");
		type = xml_attr(k, XNS_NONE, "ContentType");
		if (type != NULL && strcasestr(type, "macroEnabled") != NULL)
			note(t, d, DIAG_DOCX_MACRO, "[Content_Types].xml");
		if (part != NULL && part[0] == '/' && names_find(x->dropped, part + 1) != NULL)
			drop[ndrop++] = k;
	}
	pack_of(t)->types.name = "[Content_Types].xml";
	cut_index(t, &pack_of(t)->types, doc, drop, ndrop);
}

/* ---- open ---- */

static int
find_parts(struct template *t, struct diag *d)
{
	struct docx_tmpl *x = docx_of(t);
	const struct xml_doc *root = parse_part(t, "_rels/.rels", d), *rels;

	if (root != NULL)
		each_rel(t, "_rels/.rels", root);
	if (root == NULL || x->document == NULL || pkg_find(t->pkg, x->document) == NULL) {
		note(t, d, DIAG_DOCX_NO_BODY, NULL);
		return -1;
	}
	each_rel(t, "_rels/.rels", root); /* properties, now that the body is known */
	x->doc_rels = rels_of(t->mem, x->document);
	rels = parse_part(t, x->doc_rels, d);
	if (rels != NULL)
		each_rel(t, x->doc_rels, rels);
	return 0;
}

static void
add_parts(struct template *t, struct diag *d)
{
	struct docx_tmpl *x = docx_of(t);

	tmpl_add_part(t, x->document, PART_BODY, d);
	for (size_t i = 0; i < x->nstories; i++)
		tmpl_add_part(t, x->stories[i], PART_STORY, d);
	for (int i = 0; i < DOCX_NOTE_KINDS; i++)
		if (x->notes[i].part != NULL)
			tmpl_add_part(t, x->notes[i].part, PART_NOTES, d);
	if (x->styles_part != NULL)
		tmpl_add_part(t, x->styles_part, PART_STORY, d);
	if (x->numbering_part != NULL)
		tmpl_add_part(t, x->numbering_part, PART_STORY, d);
	if (x->settings_part != NULL)
		tmpl_add_part(t, x->settings_part, PART_STORY, d);
	if (x->core_part != NULL)
		tmpl_add_part(t, x->core_part, PART_META, d);
	if (x->app_part != NULL && docx_keep_app(t, d))
		tmpl_add_part(t, x->app_part, PART_META, d);
	if (x->custom_part != NULL)
		tmpl_add_part(t, x->custom_part, PART_META, d);
}

static const char *
theme_font(const struct xml_node *fonts, const char *which)
{
	const struct xml_node *n = xml_child(fonts, XNS_A, which);

	n = n != NULL ? xml_child(n, XNS_A, "latin") : NULL;
	return n != NULL ? xml_attr(n, XNS_NONE, "typeface") : NULL;
}

/* The two fonts that styles name by the theme. */
static void
read_theme(struct template *t, struct diag *d)
{
	struct docx_tmpl *x = docx_of(t);
	const struct xml_doc *doc = parse_part(t, x->theme_part, d);
	const struct xml_node *fonts = doc == NULL ? NULL
	    : xml_path(doc->root, XNS_A, "themeElements/fontScheme");

	if (fonts == NULL)
		return;
	x->theme_major = theme_font(fonts, "majorFont");
	x->theme_minor = theme_font(fonts, "minorFont");
}

int
docx_open(struct template *t, struct diag *d)
{
	struct docx_tmpl *x = arena_alloc(t->mem, sizeof(*x));
	const struct xml_node *root;

	t->own = x;
	x->pack = arena_alloc(t->mem, sizeof(*x->pack));
	x->dropped = names_new(t->mem);
	x->contents_seqs = names_new(t->mem);
	x->toc_refs = names_new(t->mem);
	for (size_t i = 0; i < REFUSALS; i++)
		x->pack->said[i] = diag_count_code(d, refusal_codes[i]);
	if (find_parts(t, d) == -1)
		return -1;
	for (size_t i = 0; i < pkg_count(t->pkg); i++)
		refuse_part(t, d, pkg_at(t->pkg, i)->name);
	for (size_t i = 0; i < pkg_count(t->pkg); i++)
		if (ends_with(pkg_at(t->pkg, i)->name, ".rels"))
			read_rels(t, pkg_at(t->pkg, i)->name, d);
	read_types(t, d);
	add_parts(t, d);
	if (t->nparts == 0 || t->parts[0].kind != PART_BODY)
		return -1;
	root = t->parts[0].doc->root;
	if (root->ns != XNS_W || root->prefix == NULL || strcmp(root->prefix, "w") != 0) {
		note(t, d, DIAG_DOCX_PREFIX, x->document);
		return -1;
	}
	if (t->inspect)
		read_theme(t, d);
	docx_read_styles(t, parse_part(t, x->styles_part, d), parse_part(t, x->numbering_part, d));
	return 0;
}

/* ---- fill ---- */

void
docx_begin(struct filler *f)
{
	struct docx_tmpl *x = docx_of(f->t);
	struct docx_fill *df = docx_fill(f);

	df->next_bookmark = x->max_bookmark + 1;
	df->next_docpr = x->max_docpr + 1;
	df->next_num = x->max_num_id + 1;
	df->bookmark_ids = names_new(f->mem);
	df->bookmark_names = names_new(f->mem);
	df->body.links = names_new(f->mem);
	df->links = &df->body;
	df->lists = arena_array(f->mem, x->nlists + 1, sizeof(*df->lists));
	df->counters = arena_array(f->mem, x->nabstracts + 1, sizeof(*df->counters));
	docx_begin_notes(f);
}

void
docx_end(struct filler *f)
{
	docx_end_notes(f);
}

/* A relationship id of ours; they do not meet the template's "rId" and names. */
const char *
docx_link(struct filler *f, const char *url)
{
	struct docx_fill *df = docx_fill(f);
	struct buf *b = &df->links->rels;
	bool fresh;
	int64_t *n = names_at(df->links->links, url, &fresh);

	if (fresh) {
		*n = ++df->nlinks;
		buf_printf(b, "<Relationship Id=\"rIdPmp%d\" Type=\"" REL_NS "hyperlink\" Target=\"",
		    (int)*n);
		xml_put_attr(b, url, strlen(url));
		buf_str(b, "\" TargetMode=\"External\"/>");
	}
	return arena_printf(f->mem, "rIdPmp%d", (int)*n);
}

static int
put_bytes(struct filler *f, const char *name, struct buf *b)
{
	size_t bad;
	struct place at = {.file = f->t->path, .part = name};
	char *s;

	if (!xml_sound(b->s, b->len, &bad)) {
		buf_free(b);
		return diag(f->d, DIAG_FILL_BUG, &at, arena_printf(f->mem, "%zu", bad), (char *)NULL);
	}
	s = arena_strndup(f->mem, b->s, b->len);
	pkg_out_put(f->pkg, name, s, b->len);
	buf_free(b);
	return 0;
}

int
docx_put_part(struct filler *f, const char *name, struct buf *b)
{
	return put_bytes(f, name, b);
}

/* An index with more entries, if there is anything to say. */
static int
put_index(struct filler *f, const struct docx_index *ix, const char *name, const struct buf *more,
    const char *end)
{
	struct buf b = {0};
	bool some = more != NULL && more->len > 0;

	if (!some && !ix->changed)
		return 0;
	if (ix->head != NULL)
		buf_add(&b, ix->head, ix->head_len);
	else
		buf_str(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
		    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
	if (some)
		buf_add(&b, more->s, more->len);
	buf_str(&b, end);
	return put_bytes(f, name, &b);
}

static void
add_override(struct buf *b, const char *part, const char *type)
{
	buf_printf(b, "<Override PartName=\"/%s\" ContentType=\"%s\"/>", part, type);
}

/* The end tag as the root was written; prefixes on Types and Relationships are rare. */
static const char *
end_tag(struct filler *f, const struct docx_index *ix, const char *name)
{
	const char *open = ix->head != NULL ? strstr(ix->head, name) : NULL, *p = open;

	while (p != NULL && p > ix->head && p[-1] != '<')
		p--;
	return arena_printf(f->mem, "</%.*s%s>", p != NULL ? (int)(open - p) : 0, p != NULL ? p : "",
	    name);
}

static int
finish_indexes(struct filler *f)
{
	struct docx_tmpl *x = docx_of(f->t);
	struct docx_package *k = x->pack;
	struct docx_fill *df = docx_fill(f);
	struct buf types = {0}, root = {0}, rels = {0};
	int rc = 0;

	buf_add(&rels, df->body.rels.s, df->body.rels.len);
	if (df->new_notes) {
		buf_str(&rels, "<Relationship Id=\"rIdPmpNotes\" Type=\"" REL_NS
		    "footnotes\" Target=\"footnotes.xml\"/>");
		add_override(&types, DOCX_NEW_NOTES, CT_MAIN "footnotes+xml");
	}
	if (x->core_part == NULL && f->opts->date != NULL) {
		buf_str(&root, "<Relationship Id=\"rIdPmpCore\" Type=\"http://schemas.openxmlformats.org/"
		    "package/2006/relationships/metadata/core-properties\" Target=\"" DOCX_NEW_CORE "\"/>");
		add_override(&types, DOCX_NEW_CORE,
		    "application/vnd.openxmlformats-package.core-properties+xml");
	}
	if (x->custom_part == NULL) {
		buf_str(&root, "<Relationship Id=\"rIdPmpCustom\" Type=\"" REL_NS
		    "custom-properties\" Target=\"" DOCX_NEW_CUSTOM "\"/>");
		add_override(&types, DOCX_NEW_CUSTOM,
		    "application/vnd.openxmlformats-officedocument.custom-properties+xml");
	}
	rc |= put_index(f, &k->types, "[Content_Types].xml", &types, end_tag(f, &k->types, "Types"));
	rc |= put_index(f, &k->root_rels, "_rels/.rels", &root,
	    end_tag(f, &k->root_rels, "Relationships"));
	rc |= put_index(f, &k->doc_rels, x->doc_rels, &rels,
	    end_tag(f, &k->doc_rels, "Relationships"));
	for (int i = 0; i < DOCX_NOTE_KINDS; i++)
		rc |= put_index(f, &k->note_rels[i],
		    rels_of(f->mem, x->notes[i].part != NULL ? x->notes[i].part : DOCX_NEW_NOTES),
		    &df->notes[i].links.rels, end_tag(f, &k->note_rels[i], "Relationships"));
	for (size_t i = 0; i < k->nrels; i++)
		if (names_find(x->dropped, k->rels[i].name) == NULL)
			rc |= put_index(f, &k->rels[i], k->rels[i].name, NULL,
			    end_tag(f, &k->rels[i], "Relationships"));
	buf_free(&types);
	buf_free(&root);
	buf_free(&rels);
	return rc == 0 ? 0 : -1;
}

int
docx_finish(struct filler *f)
{
	struct docx_tmpl *x = docx_of(f->t);

	for (size_t i = 0; i < pkg_count(f->t->pkg); i++) {
		const char *name = pkg_at(f->t->pkg, i)->name;

		if (names_find(x->dropped, name) != NULL)
			pkg_out_drop(f->pkg, name);
	}
	if (docx_finish_notes(f) == -1 || finish_indexes(f) == -1)
		return -1;
	return docx_finish_props(f);
}

void
docx_done(struct filler *f)
{
	struct docx_fill *df = docx_fill(f);

	buf_free(&df->nums);
	buf_free(&df->body.rels);
	for (int i = 0; i < DOCX_NOTE_KINDS; i++)
		buf_free(&df->notes[i].links.rels);
	if (df->new_notes)
		buf_free(&df->notes[DOCX_FOOTNOTE].out->out);
}
