/*
 * xml - the parts of a package as a read-only tree over their bytes.
 *
 * xml_parse() scans the part once, within the limits of xml.c (size,
 * depth, attributes, tag length, distinct names; UTF-8 only, no DOCTYPE), builds a
 * compact tree that knows the byte range of every tag and text, and then lets libxml2
 * judge whether the part is well-formed (NONET, no entities, no HUGE, no RECOVER);
 * without its yes there is no tree.  Prefixes are resolved to a small number per
 * known namespace; names are compared as (ns, local name).
 *
 * Why not libxml2's own tree: it forgets where in the bytes a tag stood and how it
 * was written (quotes, blanks, entities, <x/>), so nothing could be copied byte for
 * byte, and its writing calls lose or inject text.  Its parser
 * is the judge; the tree is ours, read-only, and lives in the arena.
 */
#ifndef PACK_XML_H
#define PACK_XML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"

/* Namespaces that we know; XNS_OTHER for the rest, XNS_NONE for no prefix and no default. */
enum xml_ns {
	XNS_NONE, XNS_OTHER, XNS_XML,
	/* OOXML */
	XNS_W, XNS_R, XNS_WP, XNS_A, XNS_PIC, XNS_MC, XNS_W14, XNS_WPS, XNS_V, XNS_O, XNS_VT,
	XNS_CP, XNS_DC, XNS_DCTERMS, XNS_REL, XNS_CT, XNS_CUSTOM, XNS_EXTENDED, XNS_M,
	/* ODF */
	XNS_OFFICE, XNS_TEXT, XNS_TABLE, XNS_STYLE, XNS_FO, XNS_DRAW, XNS_SVG, XNS_XLINK,
	XNS_META, XNS_MANIFEST, XNS_CONFIG, XNS_NUMBER, XNS_LOEXT, XNS_SCRIPT, XNS_FORM,
	XNS_SHEET, /* SpreadsheetML */
	XNS_W15, XNS_OFFICEOOO /* rsids of Word and LibreOffice live here */
};

enum xml_kind { XML_ELEMENT, XML_TEXT, XML_OTHER /* comment, PI */ };

struct xml_attr {
	enum xml_ns ns;
	const char *prefix;       /* as written, or NULL */
	const char *name;         /* local name, NUL-terminated, interned in the arena */
	const char *value;        /* decoded, NUL-terminated */
	uint32_t start, end;      /* byte range in the part, from the first blank before the name to
	                             the closing quote: cutting it out leaves a sound tag */
};

struct xml_node {
	enum xml_kind kind;
	enum xml_ns ns;           /* ELEMENT */
	const char *prefix;       /* as written, or NULL */
	const char *name;         /* ELEMENT: local name */
	struct xml_attr *attrs;   /* as written, xmlns declarations too (prefix "xmlns", or name "xmlns") */
	size_t nattrs;
	const char *text;         /* TEXT: decoded (entities, CDATA), NUL-terminated; a CDATA
	                             section is a node of its own */
	size_t len;
	uint32_t start, end;      /* whole node in the part's bytes */
	uint32_t open_end;        /* ELEMENT: end of the start tag (= end when <x/>) */
	uint32_t close_start;     /* ELEMENT: start of the end tag (= end when <x/>) */
	bool empty;               /* written as <x/> */
	uint32_t line;            /* of the start, from 1 */
	struct xml_node *parent, *first, *last, *next, *prev;
};

struct xml_doc {
	const char *bytes;        /* borrowed */
	size_t len;
	struct xml_node *root;
};

/*
 * Returns NULL after reporting (DIAG_XML_...) at file/part/line.  The bytes must
 * outlive the tree.
 */
struct xml_doc *xml_parse(struct arena *a, const char *file, const char *part,
    const char *bytes, size_t len, struct diag *d);
/*
 * The same for bytes that are known to be XML, because libxml2 has judged them before
 * or because we wrote them and xml_sound() said so: it is not asked again (two thirds
 * of the time).
 */
struct xml_doc *xml_parse_sound(struct arena *a, const char *file, const char *part,
    const char *bytes, size_t len, struct diag *d);

static inline bool
xml_is(const struct xml_node *n, enum xml_ns ns, const char *name)
{
	/* The first letter tells most names apart without a call. */
	return n != NULL && n->kind == XML_ELEMENT && n->ns == ns && n->name[0] == name[0] &&
	    __builtin_strcmp(n->name, name) == 0;
}
struct xml_node *xml_child(const struct xml_node *n, enum xml_ns ns, const char *name);
struct xml_node *xml_next(const struct xml_node *n, enum xml_ns ns, const char *name); /* sibling */
struct xml_node *xml_path(const struct xml_node *n, enum xml_ns ns, const char *path); /* "pPr/pStyle" */
const char *xml_attr(const struct xml_node *n, enum xml_ns ns, const char *name); /* or NULL */
/* An attribute as num_small() reads it; "otherwise" when it is not there. */
int xml_int(const struct xml_node *n, enum xml_ns ns, const char *name, int otherwise);
/* What a prefix means on this element; XNS_NONE when it is not declared there. */
enum xml_ns xml_prefix(const struct xml_node *n, const char *prefix);
/* Next node in document order inside "root"; start with cur = root. */
struct xml_node *xml_walk(const struct xml_node *root, struct xml_node *cur);
/* All text below, appended. */
void xml_text(struct buf *out, const struct xml_node *n);

/* Writing: escape as element content or attribute value (both also escape '>'). */
void xml_put_text(struct buf *out, const char *s, size_t len);
void xml_put_attr(struct buf *out, const char *s, size_t len);
/*
 * A fast linear check of bytes that we wrote: one root, tags balance, attributes
 * quoted and not given twice, entities known, UTF-8, XML characters.  *bad (may be
 * NULL) is the offset of the fault.  Not a parser, and it knows no namespaces; the
 * last gate before a package is published.
 */
bool xml_sound(const char *bytes, size_t len, size_t *bad);
/* Version of libxml2, for provenance. */
const char *xml_library(void);

#endif
