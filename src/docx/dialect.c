/*
 * dialect - WordprocessingML for the fill engine: elements, cells, text.
 *
 * Order of children matters to Word and the schema (ISO 29500-1, 17.3.1.26 pPr, 17.4.70
 * tcPr), so slots and calls are put at their places inside the properties.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "docx/internal.h"

/* ---- elements ---- */

/* In byte order of names, for bsearch. */
static const struct w_role {
	const char *name;
	enum role role;
} w_roles[] = {
	{"bookmarkEnd", ROLE_MARK}, {"bookmarkStart", ROLE_MARK}, {"br", ROLE_BREAK},
	{"cellDel", ROLE_DROP}, {"cellIns", ROLE_DROP}, {"cellMerge", ROLE_DROP},
	{"commentRangeEnd", ROLE_DROP}, {"commentRangeStart", ROLE_DROP},
	{"commentReference", ROLE_DROP}, {"cr", ROLE_BREAK}, {"customXml", ROLE_WRAP},
	{"customXmlDelRangeEnd", ROLE_DROP}, {"customXmlDelRangeStart", ROLE_DROP},
	{"customXmlInsRangeEnd", ROLE_DROP}, {"customXmlInsRangeStart", ROLE_DROP},
	{"del", ROLE_DROP}, {"endnote", ROLE_STORY}, {"fldSimple", ROLE_WRAP},
	{"footnote", ROLE_STORY}, {"ftr", ROLE_STORY}, {"hdr", ROLE_STORY},
	{"hyperlink", ROLE_INLINE}, {"ins", ROLE_UNWRAP}, {"lastRenderedPageBreak", ROLE_DROP},
	{"moveFrom", ROLE_DROP}, {"moveFromRangeEnd", ROLE_DROP},
	{"moveFromRangeStart", ROLE_DROP}, {"moveTo", ROLE_UNWRAP},
	{"moveToRangeEnd", ROLE_DROP}, {"moveToRangeStart", ROLE_DROP},
	{"numberingChange", ROLE_DROP}, {"p", ROLE_PARA}, {"pPr", ROLE_HEAD},
	{"pPrChange", ROLE_DROP}, {"permEnd", ROLE_MARK}, {"permStart", ROLE_MARK},
	{"proofErr", ROLE_DROP}, {"r", ROLE_INLINE}, {"rPr", ROLE_HEAD},
	{"rPrChange", ROLE_DROP}, {"rsid", ROLE_DROP}, {"rsids", ROLE_DROP}, {"sdt", ROLE_WRAP}, {"sdtContent", ROLE_WRAP},
	{"sdtEndPr", ROLE_HEAD}, {"sdtPr", ROLE_HEAD}, {"sectPrChange", ROLE_DROP},
	{"smartTag", ROLE_INLINE}, {"smartTagPr", ROLE_HEAD}, {"t", ROLE_TEXT},
	{"tab", ROLE_TAB}, {"tbl", ROLE_TABLE}, {"tblGrid", ROLE_GRID},
	{"tblGridChange", ROLE_DROP}, {"tblPr", ROLE_HEAD}, {"tblPrChange", ROLE_DROP},
	{"tblPrExChange", ROLE_DROP}, {"tc", ROLE_CELL}, {"tcPr", ROLE_HEAD},
	{"tcPrChange", ROLE_DROP}, {"tr", ROLE_ROW}, {"trPr", ROLE_HEAD},
	{"trPrChange", ROLE_DROP}, {"txbxContent", ROLE_STORY},
};

static int
by_name(const void *key, const void *item)
{
	return strcmp(key, ((const struct w_role *)item)->name);
}

static bool
has_child(const struct xml_node *n, const char *name)
{
	return xml_child(n, XNS_W, name) != NULL;
}

/* What a table in the middle cannot tell: the same name in two places. */
static enum role
refine(const struct xml_node *n, enum role r)
{
	const struct xml_node *p = n->parent;

	switch (r) {
	case ROLE_TAB:
	case ROLE_BREAK:
		return xml_is(p, XNS_W, "r") ? r : ROLE_OTHER;
	case ROLE_UNWRAP: /* marks of revision in properties go; around runs their content stays */
		return xml_is(p, XNS_W, "rPr") || xml_is(p, XNS_W, "trPr") ||
		    xml_is(p, XNS_W, "numPr") ? ROLE_DROP : r;
	case ROLE_INLINE:
		return strcmp(n->name, "r") == 0 && has_child(n, "commentReference") ? ROLE_DROP
		                                                                     : r;
	case ROLE_ROW: { /* a deleted row */
		const struct xml_node *pr = xml_child(n, XNS_W, "trPr");

		return pr != NULL && has_child(pr, "del") ? ROLE_DROP : r;
	}
	case ROLE_WRAP:
		return r;
	default:
		return r;
	}
}

/* Leaf elements of the property parts are texts that may hold tags. */
static enum role
meta_role(const struct xml_node *n)
{
	if (n->parent == NULL)
		return ROLE_OTHER;
	if (n->ns == XNS_DC || n->ns == XNS_CP || n->ns == XNS_DCTERMS)
		return ROLE_PARA;
	if (n->ns == XNS_VT && strcmp(n->name, "lpwstr") == 0)
		return ROLE_PARA;
	if (n->ns == XNS_EXTENDED && n->first != NULL && n->first->kind == XML_TEXT)
		return ROLE_PARA;
	return ROLE_OTHER;
}

static enum role
role(const struct xml_node *n)
{
	const struct w_role *hit;

	if (n->ns != XNS_W)
		return n->ns < XNS_W || n->ns == XNS_MC || n->ns == XNS_WP || n->ns == XNS_A
		    ? ROLE_OTHER : meta_role(n);
	hit = bsearch(n->name, w_roles, sizeof(w_roles) / sizeof(w_roles[0]), sizeof(w_roles[0]),
	    by_name);
	return hit == NULL ? ROLE_OTHER : refine(n, hit->role);
}

/* rsids and paragraph ids tell who wrote what when; "dirty" would make Word ask. */
static bool
drop_attr(const struct xml_node *n, const struct xml_attr *a)
{
	(void)n;
	if (a->ns == XNS_W)
		return strncmp(a->name, "rsid", 4) == 0 || strcmp(a->name, "dirty") == 0;
	if (a->ns == XNS_W14)
		return strcmp(a->name, "paraId") == 0 || strcmp(a->name, "textId") == 0;
	return false;
}

const struct xml_node *
docx_head(const struct xml_node *n)
{
	const struct xml_node *k = n->first;

	while (k != NULL && k->kind != XML_ELEMENT)
		k = k->next;
	if (k == NULL || k->ns != XNS_W)
		return NULL;
	if (n->ns == XNS_W && (strcmp(n->name, "sdt") == 0 ? strcmp(k->name, "sdtPr") == 0
	    : strcmp(k->name, "pPr") == 0 || strcmp(k->name, "rPr") == 0 ||
	      strcmp(k->name, "tcPr") == 0 || strcmp(k->name, "smartTagPr") == 0))
		return k;
	return NULL;
}

const char *
docx_val(const struct xml_node *n, const char *child)
{
	const struct xml_node *k = n != NULL ? xml_child(n, XNS_W, child) : NULL;

	return k != NULL ? xml_attr(k, XNS_W, "val") : NULL;
}

static const char *
para_style(const struct xml_node *para)
{
	return docx_val(xml_child(para, XNS_W, "pPr"), "pStyle");
}

static bool
para_holds_section(const struct xml_node *para)
{
	const struct xml_node *pr = xml_child(para, XNS_W, "pPr");

	return pr != NULL && has_child(pr, "sectPr");
}

static bool
is_heading(struct template *t, const struct xml_node *para)
{
	const struct docx_style *s = docx_para_style(t, para);

	return s != NULL && s->outline != NO_LEVEL;
}

static const char *
run_format(struct comp *c, const struct xml_node *run, size_t *len)
{
	const struct xml_node *pr = xml_is(run, XNS_W, "r") ? xml_child(run, XNS_W, "rPr") : NULL;

	*len = 0;
	return pr != NULL ? comp_capture(c, pr, len) : "";
}

/* ---- opening paragraphs and cells ---- */

static bool
is_one_of(const struct xml_node *n, const char *const *names)
{
	for (; *names != NULL; names++)
		if (xml_is(n, XNS_W, *names))
			return true;
	return false;
}

static const char *const before_keep[] = {"pStyle", NULL};
static const char *const before_list[] = {"pStyle", "keepNext", "keepLines", "pageBreakBefore",
    "framePr", "widowControl", NULL};

static void
open_para(struct comp *c, const struct xml_node *n, unsigned want)
{
	const struct xml_node *pr = xml_child(n, XNS_W, "pPr"), *k;
	const void *list = docx_list_of(c, n);
	bool keep = (want & WANT_KEEP) != 0 && (pr == NULL || !has_child(pr, "keepNext"));

	comp_open(c, n);
	if (pr == NULL) {
		if (list != NULL) {
			comp_str(c, "<w:pPr>");
			if (keep)
				comp_keep(c, "", "<w:keepNext/>");
			comp_call(c, docx_put_list, list);
			comp_str(c, "</w:pPr>");
		} else if (keep) {
			comp_keep(c, "", "<w:pPr><w:keepNext/></w:pPr>");
		}
		return;
	}
	if (!keep && list == NULL && (want & WANT_PLAIN) == 0) {
		comp_node(c, pr);
		return;
	}
	comp_open(c, pr);
	k = pr->first;
	for (; k != NULL && (k->kind != XML_ELEMENT || is_one_of(k, before_keep)); k = k->next)
		comp_node(c, k);
	if (keep)
		comp_keep(c, "", "<w:keepNext/>");
	for (; k != NULL && (k->kind != XML_ELEMENT || is_one_of(k, before_list)); k = k->next)
		comp_node(c, k);
	if (list != NULL)
		comp_call(c, docx_put_list, list);
	for (; k != NULL; k = k->next) {
		if (list != NULL && xml_is(k, XNS_W, "numPr"))
			continue;
		if ((want & WANT_PLAIN) != 0 && xml_is(k, XNS_W, "sectPr"))
			continue;
		comp_node(c, k);
	}
	comp_end(c, pr);
}

static void
cell_slots(struct comp *c, unsigned want)
{
	if ((want & WANT_SPAN) != 0)
		comp_cell_size(c);
	if ((want & WANT_MERGE) != 0)
		comp_rowspan(c);
	if ((want & WANT_COVER) != 0)
		comp_str(c, "<w:vMerge/>");
}

static void
open_cell(struct comp *c, const struct xml_node *n, unsigned want)
{
	const struct xml_node *pr = xml_child(n, XNS_W, "tcPr"), *k;
	bool sized = (want & WANT_SPAN) != 0, merged = (want & (WANT_MERGE | WANT_COVER)) != 0;

	comp_open(c, n);
	if (pr == NULL) {
		if (want != 0) {
			comp_str(c, "<w:tcPr>");
			cell_slots(c, want);
			comp_str(c, "</w:tcPr>");
		}
		return;
	}
	if (want == 0) {
		comp_node(c, pr);
		return;
	}
	comp_open(c, pr);
	/* cnfStyle, tcW, gridSpan stand before vMerge; with a size of ours the latter two go. */
	for (k = pr->first; k != NULL; k = k->next) {
		if (k->kind == XML_ELEMENT && !xml_is(k, XNS_W, "cnfStyle") &&
		    !xml_is(k, XNS_W, "tcW") && !xml_is(k, XNS_W, "gridSpan"))
			break;
		if (!sized || xml_is(k, XNS_W, "cnfStyle"))
			comp_node(c, k);
	}
	cell_slots(c, want);
	for (; k != NULL; k = k->next)
		if (!merged || (!xml_is(k, XNS_W, "vMerge") && !xml_is(k, XNS_W, "hMerge")))
			comp_node(c, k);
	comp_end(c, pr);
}

static void
open_node(struct comp *c, const struct xml_node *n, unsigned want)
{
	if (xml_is(n, XNS_W, "tc"))
		open_cell(c, n, want);
	else if (xml_is(n, XNS_W, "p"))
		open_para(c, n, want);
	else
		comp_open(c, n);
}

/* "</w:tc>" closes continuation cells too. */
static void
end_covered(struct comp *c, const struct xml_node *n)
{
	comp_end(c, n);
}

static void
put_filler_para(struct comp *c, struct buf *out, const struct xml_node *like)
{
	const char *style = like != NULL ? para_style(like) : NULL;

	(void)c;
	buf_str(out, "<w:p>");
	if (style != NULL) {
		buf_str(out, "<w:pPr><w:pStyle w:val=\"");
		xml_put_attr(out, style, strlen(style));
		buf_str(out, "\"/></w:pPr>");
	}
	buf_str(out, "</w:p>");
}

/* ---- tables ---- */

static int
number_of(const char *s, int low, int high, int otherwise)
{
	long v;
	char *end;

	if (s == NULL)
		return otherwise;
	v = strtol(s, &end, 10);
	return end == s || v < low || v > high ? otherwise : (int)v;
}

static int
cell_span(const struct xml_node *cell)
{
	return number_of(docx_val(xml_child(cell, XNS_W, "tcPr"), "gridSpan"), 1, 1000, 1);
}

static int
row_before(const struct xml_node *row)
{
	return number_of(docx_val(xml_child(row, XNS_W, "trPr"), "gridBefore"), 0, 1000, 0);
}

static size_t
columns(struct comp *c, const struct xml_node *table, int *widths, size_t max)
{
	const struct xml_node *grid = xml_child(table, XNS_W, "tblGrid"), *g;
	size_t n = 0;

	(void)c;
	for (g = grid != NULL ? xml_child(grid, XNS_W, "gridCol") : NULL; g != NULL && n < max;
	     g = xml_next(g, XNS_W, "gridCol"))
		widths[n++] = number_of(xml_attr(g, XNS_W, "w"), 0, 100000, 0);
	return n;
}

static void
put_int(struct buf *b, int v)
{
	char s[16];
	int n = sizeof(s);
	unsigned u = v < 0 ? 0u : (unsigned)v;

	do {
		s[--n] = (char)('0' + u % 10);
		u /= 10;
	} while (u != 0);
	buf_add(b, s + n, sizeof(s) - (size_t)n);
}

static void
put_grid(struct filler *f, const struct xml_node *table, const int *widths, size_t n)
{
	(void)table;
	buf_str(f->out, "<w:tblGrid>");
	for (size_t i = 0; i < n; i++) {
		buf_str(f->out, "<w:gridCol w:w=\"");
		put_int(f->out, widths[i]);
		buf_str(f->out, "\"/>");
	}
	buf_str(f->out, "</w:tblGrid>");
}

static void
put_cell_size(struct filler *f, int width, int span)
{
	buf_str(f->out, "<w:tcW w:w=\"");
	put_int(f->out, width);
	buf_str(f->out, "\" w:type=\"dxa\"/>");
	if (span > 1) {
		buf_str(f->out, "<w:gridSpan w:val=\"");
		put_int(f->out, span);
		buf_str(f->out, "\"/>");
	}
}

static void
put_rowspan(struct buf *out, int n)
{
	if (n > 1)
		buf_str(out, "<w:vMerge w:val=\"restart\"/>");
}

/* ---- text ---- */

#define TEXT_OPEN "<w:t xml:space=\"preserve\">"

void
docx_put_text(struct buf *out, const char *s, size_t len)
{
	size_t pos = 0;

	for (size_t i = 0; i < len; i++) {
		const char *as;

		switch (s[i]) {
		case '&':
			as = "&amp;";
			break;
		case '<':
			as = "&lt;";
			break;
		case '>':
			as = "&gt;";
			break;
		case '\n':
			as = "</w:t><w:br/>" TEXT_OPEN;
			break;
		case '\t':
			as = "</w:t><w:tab/>" TEXT_OPEN;
			break;
		case '\r':
			as = "";
			break;
		default:
			continue;
		}
		buf_add(out, s + pos, i - pos);
		buf_str(out, as);
		pos = i + 1;
	}
	buf_add(out, s + pos, len - pos);
}

static void
put_run(struct buf *out, const struct inl *in, const char *inner)
{
	buf_str(out, "<w:r>");
	buf_add(out, in->format, in->format_len);
	buf_str(out, inner);
	buf_str(out, "</w:r>");
}

static void
put_ref(struct buf *out, const char *bookmark, const char *text, size_t len, const struct inl *in)
{
	put_run(out, in, "<w:fldChar w:fldCharType=\"begin\"/>");
	buf_str(out, "<w:r>");
	buf_add(out, in->format, in->format_len);
	buf_str(out, "<w:instrText xml:space=\"preserve\"> REF ");
	xml_put_text(out, bookmark, strlen(bookmark));
	buf_str(out, " \\h </w:instrText></w:r>");
	put_run(out, in, "<w:fldChar w:fldCharType=\"separate\"/>");
	buf_str(out, "<w:r>");
	buf_add(out, in->format, in->format_len);
	buf_str(out, TEXT_OPEN);
	xml_put_text(out, text, len);
	buf_str(out, "</w:t></w:r>");
	put_run(out, in, "<w:fldChar w:fldCharType=\"end\"/>");
}

static void
put_decoded(struct buf *out, const char *s, size_t len)
{
	static const struct {
		const char *name, *is;
	} entities[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""},
	    {"&apos;", "'"}};
	size_t i = 0;

	while (i < len) {
		size_t k;

		if (s[i] != '&') {
			buf_ch(out, s[i++]);
			continue;
		}
		for (k = 0; k < 5; k++)
			if (strncmp(s + i, entities[k].name, strlen(entities[k].name)) == 0)
				break;
		if (k < 5) {
			buf_str(out, entities[k].is);
			i += strlen(entities[k].name);
		} else if (i + 2 < len && s[i + 1] == '#') {
			char utf8[4];
			char *end;
			unsigned long c = s[i + 2] == 'x' ? strtoul(s + i + 3, &end, 16)
			                                  : strtoul(s + i + 2, &end, 10);

			buf_add(out, utf8, (size_t)utf8_encode((uint32_t)c, utf8));
			i = (size_t)(end - s) + 1;
		} else {
			buf_ch(out, s[i++]);
		}
	}
}

/* The characters of w:t, tabs and breaks as blanks; bytes are our own, so well-formed. */
static void
plain_text(struct buf *out, const char *s, size_t len)
{
	const char *end = s + len, *p = s, *tag, *close;
	bool text = false;

	while (p < end) {
		tag = memchr(p, '<', (size_t)(end - p));
		if (text)
			put_decoded(out, p, (size_t)((tag != NULL ? tag : end) - p));
		if (tag == NULL || (close = memchr(tag, '>', (size_t)(end - tag))) == NULL)
			return;
		if (strncmp(tag, "<w:t>", 5) == 0 || strncmp(tag, "<w:t ", 5) == 0)
			text = close[-1] != '/';
		else
			text = false;
		if (strncmp(tag, "<w:tab/>", 8) == 0 || strncmp(tag, "<w:br/>", 7) == 0)
			buf_ch(out, ' ');
		if (strncmp(tag, "<w:noBreakHyphen/>", 18) == 0)
			buf_str(out, "\xE2\x80\x91");
		p = close + 1;
	}
}

/* Does the tag s..end open or close (with "/") an element of this name? */
static bool
is_tag(const char *s, const char *end, const char *name)
{
	size_t n = strlen(name);

	return (size_t)(end - s) > n + 1 && memcmp(s + 1, name, n) == 0 &&
	    strchr(" />", s[n + 1]) != NULL;
}

#define BLANK_FAR 2000 /* bytes of markup to look back over */

/* Elements that part no text: over them two blanks meet. */
static const char *const between[] = {"w:t", "/w:t", "w:r", "/w:r", "w:hyperlink", "/w:hyperlink",
    "w:bookmarkStart", "w:bookmarkEnd", "w:proofErr", "w:rPr"};

static size_t
blank_end(const char *s, size_t len)
{
	const char *p = s + len, *far = len > BLANK_FAR ? p - BLANK_FAR : s, *open;
	bool text = true; /* between p and the tag before it stands text of a w:t, or nothing */

	while (p > far) {
		bool passes = false;

		if (p[-1] != '>')
			return text && p[-1] == ' ' ? (size_t)(p - s) : 0;
		open = memrchr(far, '<', (size_t)(p - far));
		if (open == NULL || memchr(open, '>', (size_t)(p - open)) != p - 1)
			return 0; /* text that ends in ">" */
		if (is_tag(open, p, "w:p") || is_tag(open, p, "/w:pPr"))
			return (size_t)(p - s);
		if (is_tag(open, p, "/w:rPr")) {
			while (open > far && !is_tag(open, p, "w:rPr"))
				open--;
			passes = true;
		}
		for (size_t i = 0; i < sizeof(between) / sizeof(between[0]) && !passes; i++)
			passes = is_tag(open, p, between[i]);
		if (!passes)
			return 0;
		text = is_tag(open, p, "/w:t");
		p = open;
	}
	return 0;
}

static void
prepare(struct comp *c)
{
	if (c->part->kind == PART_META) {
		docx_prepare_props(c);
		return;
	}
	docx_prepare_links(c);
	docx_prepare_fields(c);
	docx_prepare_marks(c);
	docx_prepare_notes(c);
	docx_prepare_lists(c);
	docx_prepare_settings(c);
}

const struct dialect docx_dialect = {
	.name = "DOCX",
	.open = docx_open,
	.role = role,
	.drop_attr = drop_attr,
	.prepare = prepare,
	.inspect = docx_inspect,
	.parts_seen = docx_parts_seen,
	.head = docx_head,
	.open_node = open_node,
	.text_open = TEXT_OPEN,
	.mark_md = docx_mark_md,
	.run_format = run_format,
	.end_covered = end_covered,
	.para_style = para_style,
	.para_holds_section = para_holds_section,
	.is_heading = is_heading,
	.put_filler_para = put_filler_para,
	.para_end = "</w:p>",
	.blank_end = blank_end,
	.para_begin = docx_para_begin,
	.para_finish = docx_para_finish,
	.cell_span = cell_span,
	.row_before = row_before,
	.columns = columns,
	.put_grid = put_grid,
	.put_cell_size = put_cell_size,
	.put_rowspan = put_rowspan,
	.fill_size = sizeof(struct docx_fill),
	.begin = docx_begin,
	.put_text = docx_put_text,
	.put_markdown = docx_put_markdown,
	.put_ref = put_ref,
	.plain_text = plain_text,
	.put_bookmark = docx_put_bookmark,
	.end = docx_end,
	.finish = docx_finish,
	.done = docx_done,
	.comment_begin = docx_comment_begin,
	.comment_host = docx_comment_host,
	.comment_put = docx_comment_put,
	.comment_end = docx_comment_end,
};
