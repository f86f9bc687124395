/*
 * xml - see xml.h.  Three passes, each linear: scan() builds the tree and holds the
 * limits, judge() asks libxml2 whether the part is well-formed at all, and only when
 * both agree the tree is handed out.  scan() may meet any bytes; judge() only ever
 * sees what passed the limits, because libxml2 needs minutes for 40,000 attributes or
 * two million names.
 */
#include <assert.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/num.h"
#include "base/utf8.h"
#include "pack/xml.h"

enum {
	MAX_PART = 32 << 20,
	MAX_DEPTH = 256,
	MAX_ATTRS = 256,
	MAX_TAG = 256 << 10,
	MAX_NAMES = 20000
};

/* An interned name; as a prefix it knows its namespace of the moment. */
struct name {
	const char *s;
	uint32_t len, hash;
	enum xml_ns ns;
};

struct binding { /* what to put back when the element at "depth" ends */
	struct name *prefix;
	enum xml_ns old;
	unsigned depth;
};

struct scan {
	struct arena *a;
	struct diag *d;
	const char *file, *part;
	const char *base, *p, *end;
	uint32_t line;
	const char *counted; /* lines are counted up to here */
	struct name **table;
	size_t nnames, ntable;
	struct name none;    /* the default namespace */
	struct binding *binds;
	size_t nbinds, capbinds;
	struct xml_node *root, *cur;
	unsigned depth;
	uint32_t qlen[MAX_DEPTH + 1]; /* length of the open tags' names, with prefix */
	struct xml_attr attrs[MAX_ATTRS];
	struct name *prefixes[MAX_ATTRS];
	size_t nattrs;
};

static const struct {
	enum xml_ns ns;
	const char *uri;
} known[] = {
	{XNS_XML, "http://www.w3.org/XML/1998/namespace"},
#define OOXML "http://schemas.openxmlformats.org/"
	{XNS_W, OOXML "wordprocessingml/2006/main"},
	{XNS_R, OOXML "officeDocument/2006/relationships"},
	{XNS_WP, OOXML "drawingml/2006/wordprocessingDrawing"},
	{XNS_A, OOXML "drawingml/2006/main"},
	{XNS_PIC, OOXML "drawingml/2006/picture"},
	{XNS_MC, OOXML "markup-compatibility/2006"},
	{XNS_VT, OOXML "officeDocument/2006/docPropsVTypes"},
	{XNS_CP, OOXML "package/2006/metadata/core-properties"},
	{XNS_REL, OOXML "package/2006/relationships"},
	{XNS_CT, OOXML "package/2006/content-types"},
	{XNS_CUSTOM, OOXML "officeDocument/2006/custom-properties"},
	{XNS_EXTENDED, OOXML "officeDocument/2006/extended-properties"},
	{XNS_M, OOXML "officeDocument/2006/math"},
	{XNS_SHEET, OOXML "spreadsheetml/2006/main"},
#undef OOXML
	{XNS_W14, "http://schemas.microsoft.com/office/word/2010/wordml"},
	{XNS_W15, "http://schemas.microsoft.com/office/word/2012/wordml"},
	{XNS_WPS, "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"},
	{XNS_V, "urn:schemas-microsoft-com:vml"},
	{XNS_O, "urn:schemas-microsoft-com:office:office"},
	{XNS_DC, "http://purl.org/dc/elements/1.1/"},
	{XNS_DCTERMS, "http://purl.org/dc/terms/"},
#define ODF(x) "urn:oasis:names:tc:opendocument:xmlns:" x ":1.0"
	{XNS_OFFICE, ODF("office")},
	{XNS_TEXT, ODF("text")},
	{XNS_TABLE, ODF("table")},
	{XNS_STYLE, ODF("style")},
	{XNS_FO, ODF("xsl-fo-compatible")},
	{XNS_DRAW, ODF("drawing")},
	{XNS_SVG, ODF("svg-compatible")},
	{XNS_META, ODF("meta")},
	{XNS_MANIFEST, ODF("manifest")},
	{XNS_CONFIG, ODF("config")},
	{XNS_NUMBER, ODF("datastyle")},
	{XNS_SCRIPT, ODF("script")},
	{XNS_FORM, ODF("form")},
#undef ODF
	{XNS_XLINK, "http://www.w3.org/1999/xlink"},
	{XNS_LOEXT, "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"},
	{XNS_OFFICEOOO, "http://openoffice.org/2009/office"},
};

static enum xml_ns
ns_of(const char *uri)
{
	size_t i;

	if (*uri == '\0')
		return XNS_NONE;
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i].uri, uri) == 0)
			return known[i].ns;
	return XNS_OTHER;
}

/* ---- messages ---- */

static uint32_t
line_at(struct scan *s, const char *p)
{
	const char *q = s->counted;

	while (q < p && (q = memchr(q, '\n', (size_t)(p - q))) != NULL) {
		s->line++;
		q++;
	}
	s->counted = p;
	return s->line;
}

static int
fail(struct scan *s, enum diag_code code, const char *arg)
{
	struct place at = {.file = s->file, .part = s->part};

	at.line = (int)line_at(s, s->p < s->counted ? s->counted : s->p);
	diag(s->d, code, &at, arg, NULL);
	return -1;
}

static int
syntax(struct scan *s, const char *en, const char *lv)
{
	return fail(s, DIAG_XML_SYNTAX, diag_pick(s->d, en, lv));
}

static int
over(struct scan *s, enum diag_code code, long limit)
{
	char n[32];

	snprintf(n, sizeof(n), "%ld", limit);
	return fail(s, code, n);
}

/* ---- names ---- */

static void
grow_table(struct scan *s)
{
	struct name **old = s->table;
	size_t i, j, n = s->ntable;

	s->ntable = n == 0 ? 512 : n * 4;
	s->table = arena_array(s->a, s->ntable, sizeof(*s->table));
	for (i = 0; i < n; i++) {
		if (old[i] == NULL)
			continue;
		for (j = old[i]->hash; s->table[j & (s->ntable - 1)] != NULL; j++)
			continue;
		s->table[j & (s->ntable - 1)] = old[i];
	}
}

static struct name *
intern(struct scan *s, const char *p, size_t len)
{
	uint32_t h = 2166136261u;
	struct name *n;
	size_t i;

	for (i = 0; i < len; i++)
		h = (h ^ (unsigned char)p[i]) * 16777619u;
	h ^= h >> 15;
	if (s->nnames * 2 >= s->ntable)
		grow_table(s);
	for (i = h; (n = s->table[i & (s->ntable - 1)]) != NULL; i++)
		if (n->hash == h && n->len == len && memcmp(n->s, p, len) == 0)
			return n;
	n = arena_alloc(s->a, sizeof(*n));
	n->s = arena_strndup(s->a, p, len);
	n->len = (uint32_t)len;
	n->hash = h;
	n->ns = XNS_OTHER; /* an unbound prefix: judge() refuses it */
	s->table[i & (s->ntable - 1)] = n;
	s->nnames++;
	return n;
}

static bool
blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* End of the name at p; the characters themselves are judge()'s business. */
static const char *
name_end(const char *p, const char *end)
{
	while (p < end && !blank(*p) && *p != '>' && *p != '/' && *p != '=' && *p != '<' &&
	    *p != '"' && *p != '\'')
		p++;
	return p;
}

/* Split "p:local"; the prefix may be NULL. */
static const char *
split(struct scan *s, const char *p, const char *e, struct name **prefix)
{
	const char *colon = memchr(p, ':', (size_t)(e - p));

	*prefix = NULL;
	if (colon != NULL) {
		*prefix = intern(s, p, (size_t)(colon - p));
		p = colon + 1;
	}
	return intern(s, p, (size_t)(e - p))->s;
}

static void
bind(struct scan *s, struct name *prefix, const char *uri)
{
	struct binding *b;

	s->binds = arena_grow(s->a, s->binds, s->nbinds, s->nbinds + 1, &s->capbinds,
	    sizeof(*s->binds));
	b = &s->binds[s->nbinds++];
	b->prefix = prefix;
	b->old = prefix->ns;
	b->depth = s->depth;
	prefix->ns = ns_of(uri);
}

static void
unbind(struct scan *s, unsigned depth)
{
	while (s->nbinds > 0 && s->binds[s->nbinds - 1].depth == depth) {
		s->nbinds--;
		s->binds[s->nbinds].prefix->ns = s->binds[s->nbinds].old;
	}
}

/* ---- text ---- */

/*
 * One entity or character reference at p ('&').  Returns its length and puts the
 * character in out (n bytes); 0 when it is none of XML's own.
 */
static size_t
reference(const char *p, const char *end, char out[4], int *n)
{
	static const struct { const char *s; size_t len; char c; } named[] = {
		{"&amp;", 5, '&'}, {"&lt;", 4, '<'}, {"&gt;", 4, '>'}, {"&quot;", 6, '"'},
		{"&apos;", 6, '\''},
	};
	uint32_t c = 0, base = 10;
	const char *q;
	int v;
	size_t i;

	for (i = 0; i < 5; i++)
		if ((size_t)(end - p) >= named[i].len && memcmp(p, named[i].s, named[i].len) == 0) {
			out[0] = named[i].c;
			*n = 1;
			return named[i].len;
		}
	if (end - p < 4 || p[1] != '#')
		return 0;
	q = p + 2;
	if (*q == 'x') {
		base = 16;
		q++;
	}
	for (i = 0; q < end && *q != ';'; q++, i++) {
		v = *q >= '0' && *q <= '9' ? *q - '0' :
		    base == 16 && (*q | 32) >= 'a' && (*q | 32) <= 'f' ? (*q | 32) - 'a' + 10 : -1;
		if (v == -1 || (c = c * base + (uint32_t)v) > 0x10FFFF)
			return 0;
	}
	if (q >= end || i == 0 || c == 0 || (c >= 0xD800 && c <= 0xDFFF))
		return 0;
	*n = utf8_encode(c, out);
	return (size_t)(q + 1 - p);
}

/*
 * Decoded text is never longer than what was written.  Line ends become LF (XML 1.0,
 * 2.11); in attribute values white space becomes blanks (3.3.3).
 */
static const char *
decode(struct scan *s, const char *p, size_t len, bool attr, bool refs, size_t *outlen)
{
	const char *end = p + len;
	char *out, *o, c[4];
	size_t used;
	int n;

	out = o = arena_alloc(s->a, len + 1);
	while (p < end) {
		if (*p == '&' && refs && (used = reference(p, end, c, &n)) != 0) {
			memcpy(o, c, (size_t)n);
			o += n;
			p += used;
		} else if (*p == '\r') {
			*o++ = attr ? ' ' : '\n';
			p += p + 1 < end && p[1] == '\n' ? 2 : 1;
		} else if (attr && (*p == '\t' || *p == '\n')) {
			*o++ = ' ';
			p++;
		} else
			*o++ = *p++;
	}
	*o = '\0';
	*outlen = (size_t)(o - out);
	return out;
}

static bool
plain(const char *p, size_t len, bool attr)
{
	size_t i;

	if (!attr)
		return memchr(p, '&', len) == NULL && memchr(p, '\r', len) == NULL;
	for (i = 0; i < len; i++)
		if (p[i] == '&' || (unsigned char)p[i] < ' ')
			return false;
	return true;
}

static const char *
text_of(struct scan *s, const char *p, size_t len, bool attr, bool refs, size_t *outlen)
{
	if (!plain(p, len, attr))
		return decode(s, p, len, attr, refs, outlen);
	*outlen = len;
	return arena_strndup(s->a, p, len);
}

/* ---- nodes ---- */

static struct xml_node *
add_node(struct scan *s, enum xml_kind kind, const char *from, const char *to)
{
	struct xml_node *n = arena_alloc(s->a, sizeof(*n)), *up = s->cur;

	n->kind = kind;
	n->start = (uint32_t)(from - s->base);
	n->end = n->open_end = n->close_start = (uint32_t)(to - s->base);
	n->line = line_at(s, from);
	n->parent = up;
	if (up != NULL) {
		n->prev = up->last;
		if (up->last != NULL)
			up->last->next = n;
		else
			up->first = n;
		up->last = n;
	}
	return n;
}

static void
add_text(struct scan *s, const char *from, const char *to, const char *text, size_t len,
    bool refs)
{
	struct xml_node *n;

	if (s->cur == NULL || from == to)
		return; /* white space around the root */
	n = add_node(s, XML_TEXT, from, to);
	n->text = text_of(s, text, len, false, refs, &n->len);
}

/* Comment, processing instruction, CDATA, DOCTYPE: at "<!" or "<?". */
static int
scan_special(struct scan *s)
{
	const char *p = s->p, *e;
	size_t left = (size_t)(s->end - p);

	if (left >= 4 && memcmp(p, "<!--", 4) == 0) {
		if ((e = memmem(p + 4, left - 4, "-->", 3)) == NULL)
			return syntax(s, "comment that does not end",
			    "komentārs, kas nebeidzas");
		if (s->cur != NULL)
			add_node(s, XML_OTHER, p, e + 3);
		s->p = e + 3;
		return 0;
	}
	if (left >= 9 && memcmp(p, "<![CDATA[", 9) == 0) {
		if ((e = memmem(p + 9, left - 9, "]]>", 3)) == NULL)
			return syntax(s, "CDATA section that does not end",
			    "CDATA daļa, kas nebeidzas");
		add_text(s, p, e + 3, p + 9, (size_t)(e - p - 9), false);
		s->p = e + 3;
		return 0;
	}
	if (p[1] == '!')
		return fail(s, DIAG_XML_DOCTYPE, NULL);
	if ((e = memmem(p, left, "?>", 2)) == NULL)
		return syntax(s, "processing instruction that does not end",
		    "apstrādes norāde, kas nebeidzas");
	if (s->cur != NULL)
		add_node(s, XML_OTHER, p, e + 2);
	s->p = e + 2;
	return 0;
}

/* One attribute; "from" is the blank before it, s->p its name. */
static int
scan_attr(struct scan *s, const char *from)
{
	const char *p = s->p, *e = name_end(p, s->end), *close;
	struct xml_attr *at;
	size_t len;

	if (e == p)
		return syntax(s, "attribute name expected",
		    "te jābūt atribūta nosaukumam");
	if (s->nattrs == MAX_ATTRS)
		return over(s, DIAG_XML_ATTRS, MAX_ATTRS);
	at = &s->attrs[s->nattrs];
	memset(at, 0, sizeof(*at));
	at->name = split(s, p, e, &s->prefixes[s->nattrs]);
	if (s->nnames > MAX_NAMES)
		return over(s, DIAG_XML_NAMES, MAX_NAMES);
	for (p = e; p < s->end && blank(*p); p++)
		continue;
	if (p == s->end || *p != '=')
		return syntax(s, "attribute without a value", "atribūts bez vērtības");
	for (p++; p < s->end && blank(*p); p++)
		continue;
	if (p == s->end || (*p != '"' && *p != '\''))
		return syntax(s, "attribute value without quotes",
		    "atribūta vērtība bez pēdiņām");
	if ((close = memchr(p + 1, *p, (size_t)(s->end - p - 1))) == NULL)
		return syntax(s, "attribute value that does not end",
		    "atribūta vērtība, kas nebeidzas");
	at->value = text_of(s, p + 1, (size_t)(close - p - 1), true, true, &len);
	at->start = (uint32_t)(from - s->base);
	at->end = (uint32_t)(close + 1 - s->base);
	s->nattrs++;
	s->p = close + 1;
	return 0;
}

/* Namespaces first, for an attribute may use a prefix that a later one declares. */
static void
resolve(struct scan *s, struct xml_node *n, struct name *prefix)
{
	struct name *p;
	size_t i;

	for (i = 0; i < s->nattrs; i++) {
		p = s->prefixes[i];
		if (p == NULL && strcmp(s->attrs[i].name, "xmlns") == 0)
			bind(s, &s->none, s->attrs[i].value);
		else if (p != NULL && p->len == 5 && memcmp(p->s, "xmlns", 5) == 0)
			bind(s, intern(s, s->attrs[i].name, strlen(s->attrs[i].name)),
			    s->attrs[i].value);
	}
	n->prefix = prefix == NULL ? NULL : prefix->s;
	n->ns = prefix == NULL ? s->none.ns : prefix->ns;
	n->nattrs = s->nattrs;
	if (s->nattrs == 0)
		return;
	n->attrs = arena_array(s->a, s->nattrs, sizeof(*n->attrs));
	memcpy(n->attrs, s->attrs, s->nattrs * sizeof(*n->attrs));
	for (i = 0; i < s->nattrs; i++) {
		p = s->prefixes[i];
		n->attrs[i].prefix = p == NULL ? NULL : p->s;
		n->attrs[i].ns = p == NULL ? XNS_NONE : p->ns;
	}
}

static int
scan_attrs(struct scan *s, const char *tag)
{
	const char *from;

	s->nattrs = 0;
	for (;;) {
		from = s->p;
		while (s->p < s->end && blank(*s->p))
			s->p++;
		if (s->p == s->end)
			return syntax(s, "tag that does not end", "birka, kas nebeidzas");
		if (*s->p == '>' || *s->p == '/')
			break;
		if (scan_attr(s, from) == -1)
			return -1;
		if (s->p - tag > MAX_TAG)
			return over(s, DIAG_XML_TAG, MAX_TAG);
	}
	if (*s->p == '/' && (++s->p == s->end || *s->p != '>'))
		return syntax(s, "\"/\" in a tag", "“/” elementā");
	s->p++;
	if (s->p - tag > MAX_TAG)
		return over(s, DIAG_XML_TAG, MAX_TAG);
	return 0;
}

static int
scan_open(struct scan *s)
{
	const char *tag = s->p, *p = tag + 1, *e = name_end(p, s->end), *local;
	struct name *prefix;
	struct xml_node *n;

	if (e == p)
		return syntax(s, "element name expected after \"<\"",
		    "aiz “<” jābūt elementa nosaukumam");
	if (s->cur == NULL && s->root != NULL)
		return syntax(s, "a second root element", "otrs saknes elements");
	if (s->depth == MAX_DEPTH)
		return over(s, DIAG_XML_DEPTH, MAX_DEPTH);
	local = split(s, p, e, &prefix);
	if (s->nnames > MAX_NAMES)
		return over(s, DIAG_XML_NAMES, MAX_NAMES);
	s->p = e;
	if (scan_attrs(s, tag) == -1)
		return -1;
	n = add_node(s, XML_ELEMENT, tag, s->p);
	n->name = local;
	n->empty = s->p[-2] == '/';
	s->depth++;
	resolve(s, n, prefix);
	if (s->root == NULL)
		s->root = n;
	if (n->empty)
		unbind(s, s->depth--);
	else {
		s->qlen[s->depth] = (uint32_t)(e - p);
		s->cur = n;
	}
	return 0;
}

static int
scan_close(struct scan *s)
{
	const char *tag = s->p, *p = tag + 2, *e = name_end(p, s->end), *q = e;
	struct xml_node *n = s->cur;

	while (q < s->end && blank(*q))
		q++;
	if (q == s->end || *q != '>')
		return syntax(s, "end tag that does not end",
		    "beigu birka, kas nebeidzas");
	if (n == NULL || (size_t)(e - p) != s->qlen[s->depth] ||
	    memcmp(p, s->base + n->start + 1, (size_t)(e - p)) != 0)
		return syntax(s, "end tag that fits no start tag",
		    "elementa beigas bez sākuma");
	n->close_start = (uint32_t)(tag - s->base);
	s->p = q + 1;
	n->end = (uint32_t)(s->p - s->base);
	unbind(s, s->depth--);
	s->cur = n->parent;
	return 0;
}

static int
scan(struct scan *s)
{
	const char *lt;
	int rc = 0;

	while (rc == 0 && s->p < s->end) {
		if ((lt = memchr(s->p, '<', (size_t)(s->end - s->p))) == NULL)
			lt = s->end;
		add_text(s, s->p, lt, s->p, (size_t)(lt - s->p), true);
		s->p = lt;
		if (lt == s->end)
			break;
		if (lt + 1 == s->end)
			return syntax(s, "\"<\" at the end", "“<” beigās");
		if (lt[1] == '!' || lt[1] == '?')
			rc = scan_special(s);
		else if (lt[1] == '/')
			rc = scan_close(s);
		else
			rc = scan_open(s);
	}
	if (rc == 0 && s->root == NULL)
		return syntax(s, "no element", "nav neviena elementa");
	if (rc == 0 && s->cur != NULL)
		return syntax(s, "the part ends inside an element",
		    "daļa beidzas elementa vidū");
	return rc;
}

/* ---- what libxml2 says ---- */

struct verdict {
	xmlParserCtxtPtr c;
	char text[160];
	int line;
};

static void
on_error(void *self, xmlErrorPtr e)
{
	struct verdict *v = self;
	size_t n;

	if (e->level < XML_ERR_ERROR || v->text[0] != '\0')
		return;
	snprintf(v->text, sizeof(v->text), "%s", e->message != NULL ? e->message : "error");
	n = strcspn(v->text, "\r\n");
	v->text[n] = '\0';
	v->line = e->line;
}

static xmlParserInputPtr
no_entities(const char *url, const char *id, xmlParserCtxtPtr c)
{
	(void)url;
	(void)id;
	(void)c;
	return NULL;
}

static void
stop(void *self, const xmlChar *name, const xmlChar *id, const xmlChar *sys)
{
	struct verdict *v = self;

	(void)name;
	(void)id;
	(void)sys;
	/* scan() has refused every DOCTYPE; this holds should the two ever disagree. */
	snprintf(v->text, sizeof(v->text), "DOCTYPE");
	xmlStopParser(v->c);
}

/* Well-formed, with namespaces: libxml2's parser without its tree. */
static int
judge(struct scan *s)
{
	struct verdict v = {0};
	struct place at = {.file = s->file, .part = s->part};
	xmlParserCtxtPtr c;
	bool good;

	xmlInitParser();
	xmlSetExternalEntityLoader(no_entities);
	c = xmlCreateMemoryParserCtxt(s->base, (int)(s->end - s->base));
	if (c == NULL)
		return syntax(s, "no memory", "nav atmiņas");
	xmlCtxtUseOptions(c, XML_PARSE_NONET | XML_PARSE_BIG_LINES);
	memset(c->sax, 0, sizeof(*c->sax));
	c->sax->initialized = XML_SAX2_MAGIC;
	c->sax->internalSubset = stop;
	c->sax->serror = on_error;
	c->userData = &v;
	v.c = c;
	xmlParseDocument(c);
	good = c->wellFormed && c->nsWellFormed && c->errNo == 0 && v.text[0] == '\0';
	xmlFreeParserCtxt(c);
	if (good)
		return 0;
	at.line = v.line;
	return diag(s->d, DIAG_XML_SYNTAX, &at, v.text[0] != '\0' ? v.text : "not well-formed", NULL);
}

/* UTF-8 is the only encoding: none of 19,454 parts of real documents has another. */
static int
encoding(struct scan *s)
{
	const char *e, *p;
	char q;

	if (s->end - s->p >= 3 && memcmp(s->p, "\xEF\xBB\xBF", 3) == 0)
		s->p += 3;
	if (s->end - s->p >= 2 && ((s->p[0] == '\xFE' && s->p[1] == '\xFF') ||
	    (s->p[0] == '\xFF' && s->p[1] == '\xFE') || s->p[0] == '\0' || s->p[1] == '\0'))
		return fail(s, DIAG_XML_ENCODING, "UTF-16");
	if (s->end - s->p < 6 || memcmp(s->p, "<?xml", 5) != 0 || !blank(s->p[5]))
		return 0;
	if ((e = memmem(s->p, (size_t)(s->end - s->p), "?>", 2)) == NULL)
		return syntax(s, "XML declaration that does not end",
		    "XML deklarācija, kas nebeidzas");
	if ((p = memmem(s->p, (size_t)(e - s->p), "encoding", 8)) == NULL)
		return 0;
	for (p += 8; p < e && (blank(*p) || *p == '='); p++)
		continue;
	q = *p;
	if ((q == '"' || q == '\'') && e - p > 6 && strncasecmp(p + 1, "utf-8", 5) == 0 && p[6] == q)
		return 0;
	return fail(s, DIAG_XML_ENCODING,
	    arena_strndup(s->a, p, (size_t)(e - p) > 24 ? 24 : (size_t)(e - p)));
}

static struct xml_doc *
parse(struct arena *a, const char *file, const char *part, const char *bytes, size_t len,
    bool sound, struct diag *d)
{
	struct scan *s = arena_alloc(a, sizeof(*s));
	struct xml_doc *doc;

	s->a = a;
	s->d = d;
	s->file = file;
	s->part = part;
	s->base = s->p = s->counted = bytes;
	s->end = bytes + len;
	s->line = 1;
	if (len > MAX_PART) {
		over(s, DIAG_XML_SIZE, MAX_PART);
		return NULL;
	}
	intern(s, "xml", 3)->ns = XNS_XML;
	if (encoding(s) == -1 || scan(s) == -1 || (!sound && judge(s) == -1))
		return NULL;
	doc = arena_alloc(a, sizeof(*doc));
	doc->bytes = bytes;
	doc->len = len;
	doc->root = s->root;
	return doc;
}

struct xml_doc *
xml_parse(struct arena *a, const char *file, const char *part, const char *bytes, size_t len,
    struct diag *d)
{

	return parse(a, file, part, bytes, len, false, d);
}

struct xml_doc *
xml_parse_sound(struct arena *a, const char *file, const char *part, const char *bytes,
    size_t len, struct diag *d)
{

	return parse(a, file, part, bytes, len, true, d);
}

/* ---- finding ---- */

struct xml_node *
xml_child(const struct xml_node *n, enum xml_ns ns, const char *name)
{
	struct xml_node *c;

	if (n == NULL)
		return NULL;
	for (c = n->first; c != NULL && !xml_is(c, ns, name); c = c->next)
		continue;
	return c;
}

struct xml_node *
xml_next(const struct xml_node *n, enum xml_ns ns, const char *name)
{
	struct xml_node *c;

	if (n == NULL)
		return NULL;
	for (c = n->next; c != NULL && !xml_is(c, ns, name); c = c->next)
		continue;
	return c;
}

static struct xml_node *
child_len(const struct xml_node *n, enum xml_ns ns, const char *name, size_t len)
{
	struct xml_node *c;

	for (c = n->first; c != NULL; c = c->next)
		if (c->kind == XML_ELEMENT && c->ns == ns && strncmp(c->name, name, len) == 0 &&
		    c->name[len] == '\0')
			return c;
	return NULL;
}

struct xml_node *
xml_path(const struct xml_node *n, enum xml_ns ns, const char *path)
{
	size_t len;

	while (n != NULL && *path != '\0') {
		len = strcspn(path, "/");
		n = child_len(n, ns, path, len);
		path += len + (path[len] == '/');
	}
	return (struct xml_node *)n;
}

static const struct xml_attr *
xml_attr_node(const struct xml_node *n, enum xml_ns ns, const char *name)
{
	size_t i;

	if (n == NULL)
		return NULL;
	for (i = 0; i < n->nattrs; i++)
		if (n->attrs[i].ns == ns && n->attrs[i].name[0] == name[0] &&
		    strcmp(n->attrs[i].name, name) == 0)
			return &n->attrs[i];
	return NULL;
}

const char *
xml_attr(const struct xml_node *n, enum xml_ns ns, const char *name)
{
	const struct xml_attr *a = xml_attr_node(n, ns, name);

	return a == NULL ? NULL : a->value;
}

int
xml_int(const struct xml_node *n, enum xml_ns ns, const char *name, int otherwise)
{
	const char *s = xml_attr(n, ns, name);

	return s == NULL ? otherwise : num_small(s);
}

enum xml_ns
xml_prefix(const struct xml_node *n, const char *prefix)
{
	size_t i;

	for (i = 0; i < n->nattrs; i++)
		if (n->attrs[i].prefix != NULL && strcmp(n->attrs[i].prefix, "xmlns") == 0 &&
		    strcmp(n->attrs[i].name, prefix) == 0)
			return ns_of(n->attrs[i].value);
	return XNS_NONE;
}

struct xml_node *
xml_walk(const struct xml_node *root, struct xml_node *cur)
{
	if (cur->first != NULL)
		return cur->first;
	while (cur != root && cur->next == NULL)
		cur = cur->parent;
	return cur == root ? NULL : cur->next;
}

void
xml_text(struct buf *out, const struct xml_node *n)
{
	struct xml_node *c;

	for (c = (struct xml_node *)n; c != NULL; c = xml_walk(n, c))
		if (c->kind == XML_TEXT)
			buf_add(out, c->text, c->len);
}

/* ---- writing ---- */

static void
put(struct buf *out, const char *s, size_t len, const char *specials)
{
	const char *end = s + len, *from = s;
	const char *e;

	for (; s < end; s++) {
		switch (*s) {
		case '&': e = "&amp;"; break;
		case '<': e = "&lt;"; break;
		case '>': e = "&gt;"; break;
		case '\r': e = "&#13;"; break; /* a bare one would be read as LF */
		case '"': e = "&quot;"; break;
		case '\t': e = "&#9;"; break;
		case '\n': e = "&#10;"; break;
		default: continue;
		}
		if (strchr(specials, *s) == NULL)
			continue;
		buf_add(out, from, (size_t)(s - from));
		buf_str(out, e);
		from = s + 1;
	}
	buf_add(out, from, (size_t)(end - from));
}

void
xml_put_text(struct buf *out, const char *s, size_t len)
{
	put(out, s, len, "&<>\r");
}

void
xml_put_attr(struct buf *out, const char *s, size_t len)
{
	put(out, s, len, "&<>\r\"\t\n");
}

/* ---- the gate ---- */

struct gate {
	const char *p, *end;
	struct { const char *s; size_t len; } open[MAX_DEPTH], attr[MAX_ATTRS];
	size_t depth, roots;
};

/* What a byte is to the gate; names that we write are ASCII. */
enum { NAME = 1 << 0, FIRST = 1 << 1, TEXT = 1 << 2 };

#define N (NAME | TEXT)
#define F (NAME | FIRST | TEXT)
#define T TEXT
static const unsigned char class_of[256] = {
	['\t'] = T, ['\n'] = T, ['\r'] = T, [' '] = T, ['!'] = T, ['#'] = T, ['$'] = T, ['%'] = T,
	['('] = T, [')'] = T, ['*'] = T, ['+'] = T, [','] = T, ['-'] = N, ['.'] = N, ['/'] = T,
	['0'] = N, N, N, N, N, N, N, N, N, N, [':'] = N, [';'] = T, ['='] = T, ['>'] = T, ['?'] = T,
	['@'] = T, ['A'] = F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F,
	['['] = T, ['\\'] = T, ['^'] = T, ['_'] = F, ['`'] = T,
	['a'] = F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F, F,
	['{'] = T, ['|'] = T, ['}'] = T, ['~'] = T, [0x7F] = T,
};
#undef N
#undef F
#undef T

/* A character that is more than a byte of plain text; false when it may not be there. */
static bool
gate_char(struct gate *g, bool content)
{
	char c4[4];
	uint32_t u = 0;
	size_t used;
	int n;

	switch (*g->p) {
	case '&':
		used = reference(g->p, g->end, c4, &n);
		if (used == 0 || utf8_xml_check(c4, (size_t)n) != (size_t)n)
			return false;
		g->p += used;
		return true;
	case '"':
	case '\'':
		g->p++;
		return true;
	case ']':
		if (content && g->end - g->p >= 3 && g->p[1] == ']' && g->p[2] == '>')
			return false;
		g->p++;
		return true;
	default:
		n = (unsigned char)*g->p < 0x80 ? 0 :
		    utf8_decode(g->p, (size_t)(g->end - g->p), &u);
		if (n == 0 || u == 0xFFFE || u == 0xFFFF)
			return false;
		g->p += n;
		return true;
	}
}

/* Run to the stop (or the end); false at a bad character or reference. */
static bool
gate_text(struct gate *g, char stop)
{
	const char *p = g->p, *end = g->end;
	unsigned char c;

	for (;;) {
		while (p < end && class_of[(unsigned char)*p] & TEXT)
			p++;
		g->p = p;
		if (p == end || *p == stop)
			return true;
		/* Two bytes, Latin: most of what is no ASCII here. */
		c = (unsigned char)*p;
		if (c >= 0xC2 && c <= 0xDF && end - p >= 2 && ((unsigned char)p[1] & 0xC0) == 0x80) {
			p += 2;
			continue;
		}
		if (!gate_char(g, stop == '<'))
			return false;
		p = g->p;
	}
}

static bool
gate_name(struct gate *g, const char **s, size_t *len)
{
	const char *p = g->p, *end = g->end;

	*s = p;
	if (p == end || !(class_of[(unsigned char)*p] & FIRST))
		return false;
	while (p < end && class_of[(unsigned char)*p] & NAME)
		p++;
	*len = (size_t)(p - g->p);
	g->p = p;
	return true;
}

static bool
gate_attr(struct gate *g, size_t nattrs)
{
	size_t i, len;
	const char *s;
	char quote;

	if (nattrs == MAX_ATTRS || !gate_name(g, &s, &len))
		return false;
	for (i = 0; i < nattrs; i++)
		if (g->attr[i].len == len && memcmp(g->attr[i].s, s, len) == 0)
			return false;
	g->attr[nattrs].s = s;
	g->attr[nattrs].len = len;
	if (g->end - g->p < 3 || g->p[0] != '=' || (g->p[1] != '"' && g->p[1] != '\''))
		return false;
	quote = g->p[1];
	g->p += 2;
	if (!gate_text(g, quote) || g->p == g->end)
		return false;
	g->p++;
	return true;
}

static bool
gate_open(struct gate *g)
{
	const char *from = g->p, *s;
	size_t len, n = 0;
	bool gap;

	g->p++;
	if (g->depth == MAX_DEPTH || (g->depth == 0 && g->roots++ > 0))
		return false;
	if (g->p == g->end || !gate_name(g, &s, &len))
		return false;
	for (;;) {
		for (gap = false; g->p < g->end && blank(*g->p); g->p++)
			gap = true;
		if (g->p == g->end || g->p - from > MAX_TAG)
			return false;
		if (*g->p == '>') {
			g->p++;
			g->open[g->depth].s = s;
			g->open[g->depth++].len = len;
			return true;
		}
		if (*g->p == '/') {
			g->p++;
			return g->p < g->end && *g->p++ == '>';
		}
		if (!gap || !gate_attr(g, n++))
			return false;
	}
}

static bool
gate_close(struct gate *g)
{
	const char *s;
	size_t len;

	g->p += 2;
	if (g->p == g->end || !gate_name(g, &s, &len) || g->depth == 0)
		return false;
	g->depth--;
	if (g->open[g->depth].len != len || memcmp(g->open[g->depth].s, s, len) != 0)
		return false;
	while (g->p < g->end && blank(*g->p))
		g->p++;
	return g->p < g->end && *g->p++ == '>';
}

static bool
gate_special(struct gate *g)
{
	static const struct { const char *open, *close; } kinds[] = {
		{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"},
	};
	size_t left = (size_t)(g->end - g->p), n, i, good;
	const char *e;

	for (i = 0; i < 3; i++) {
		n = strlen(kinds[i].open);
		if (left < n || memcmp(g->p, kinds[i].open, n) != 0)
			continue;
		e = memmem(g->p + n, left - n, kinds[i].close, strlen(kinds[i].close));
		if (e == NULL || (i == 0 && memmem(g->p + n, (size_t)(e - g->p) - n + 1, "--", 2) != NULL))
			return false; /* XML 2.5: no "--" inside a comment, and it ends in no "-" */
		good = utf8_xml_check(g->p, (size_t)(e - g->p));
		g->p += good;
		if (g->p != e)
			return false;
		g->p += strlen(kinds[i].close);
		return true;
	}
	return false;
}

bool
xml_sound(const char *bytes, size_t len, size_t *bad)
{
	struct gate g = {.p = bytes, .end = bytes + len};
	const char *from;
	bool good = true;

	if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
		g.p += 3;
	while (good && g.p < g.end) {
		from = g.p;
		if (*g.p != '<') {
			good = gate_text(&g, '<');
			while (good && g.depth == 0 && from < g.p)
				good = blank(*from++);
		} else if (g.p + 1 == g.end)
			good = false;
		else if (g.p[1] == '/')
			good = gate_close(&g);
		else if (g.p[1] == '!' || g.p[1] == '?')
			good = gate_special(&g);
		else
			good = gate_open(&g);
	}
	good = good && g.depth == 0 && g.roots == 1;
	if (!good && bad != NULL)
		*bad = (size_t)(g.p - bytes);
	return good;
}

const char *
xml_library(void)
{
	return LIBXML_DOTTED_VERSION;
}
