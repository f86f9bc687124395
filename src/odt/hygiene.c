/*
 * hygiene - what a template may not hold, and what of it does not go on.
 *
 * Refused: macros, scripts and their events, embedded objects, parts and data from
 * outside.  Dropped, with a note: thumbnail, printers, people, comments, rsids, old
 * signatures.
 */
#include <string.h>
#include <strings.h>

#include "odt/dialect.h"

static bool
starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/* ---- the package ---- */

static void
drop_part(struct template *t, const char *name, const char *en, const char *lv, struct diag *d)
{
	struct odt_tmpl *o = odt_tmpl(t);
	struct place at = {.file = t->path, .part = name};

	o->dropped = arena_grow(t->mem, o->dropped, o->ndropped, o->ndropped + 1, &o->dropped_cap,
	    sizeof(*o->dropped));
	o->dropped[o->ndropped++] = name;
	if (en != NULL)
		diag(d, DIAG_ODT_DROPPED, &at, diag_pick(d, en, lv), NULL);
}

static void
judge_part(struct template *t, const char *name, struct diag *d)
{
	struct place at = {.file = t->path, .part = name};

	if (starts(name, "Basic/") || starts(name, "Scripts/") || starts(name, "Dialogs/")) {
		/* once: a library is several parts */
		if (!odt_tmpl(t)->macros)
			diag(d, DIAG_ODT_MACRO, &at, NULL);
		odt_tmpl(t)->macros = true;
	} else if (starts(name, "Object ") || starts(name, "ObjectReplacements/")) {
		/* where it stands in the text says more: odt_parts_seen() */
		if (odt_tmpl(t)->object == NULL)
			odt_tmpl(t)->object = name;
	} else if (starts(name, "Thumbnails/"))
		drop_part(t, name, "picture of another document (thumbnail)",
		    "priekšskatījuma attēls no cita dokumenta", d);
	else if (starts(name, "META-INF/") && strstr(name, "signatures") != NULL)
		drop_part(t, name, "signature, which does not fit what is filled in",
		    "paraksts, kas neatbilst aizpildītajam", d);
	else if (strcmp(name, "layout-cache") == 0)
		drop_part(t, name, NULL, NULL, d); /* Writer's page breaks of the template */
}

int
odt_judge(struct template *t, struct diag *d)
{
	int errors = diag_count(d, DIAG_ERROR);
	size_t i, n = pkg_count(t->pkg);

	odt_tmpl(t)->objects = diag_count_code(d, DIAG_ODT_OBJECT);
	for (i = 0; i < n; i++)
		judge_part(t, pkg_at(t->pkg, i)->name, d);
	return diag_count(d, DIAG_ERROR) > errors ? -1 : 0;
}

/* An object that no text shows is refused all the same. */
void
odt_parts_seen(struct template *t, struct diag *d)
{
	const struct odt_tmpl *o = odt_tmpl(t);
	struct place at = {.file = t->path, .part = o->object};

	if (o->object != NULL && diag_count_code(d, DIAG_ODT_OBJECT) == o->objects)
		diag(d, DIAG_ODT_OBJECT, &at, NULL);
	if (t->inspect)
		odt_inspect_end(t, d);
}

/* ---- inside parts ---- */

bool
odt_drop_attr(const struct xml_node *n, const struct xml_attr *a)
{
	/* ids of lists are looked at where the list is written: lists.c */
	if (a->ns == XNS_XML && strcmp(a->name, "id") == 0)
		return !xml_is(n, XNS_TEXT, "list");
	return a->ns == XNS_OFFICEOOO && strstr(a->name, "rsid") != NULL;
}

void
odt_report_rsids(struct comp *c)
{
	struct place at = {.file = c->t->path, .part = c->part->name};

	if (memmem(c->doc->bytes, c->doc->len, "rsid=\"", 6) != NULL)
		diag(c->d, DIAG_ODT_DROPPED, &at, diag_pick(c->d, "numbers of editing sessions (rsid)",
		    "rediģēšanas sesiju numuri (rsid)"), NULL);
}

static void
refuse(struct comp *c, const struct xml_node *n, enum diag_code code, const char *arg)
{
	struct place at = comp_place(c, n);

	diag(c->d, code, &at, arg, NULL);
}

static void
drop(struct comp *c, const struct xml_node *n, const char *en, const char *lv)
{
	struct place at = {.file = c->t->path, .part = c->part->name};

	if (c->t->inspect)
		at = comp_place(c, n);
	comp_drop(c, n);
	diag(c->d, DIAG_ODT_DROPPED, &at, diag_pick(c->d, en, lv), NULL);
}

static void
drop_comment(struct comp *c, const struct xml_node *n)
{
	struct place at = {.file = c->t->path, .part = c->part->name};

	if (c->t->inspect)
		at = comp_place(c, n);
	comp_drop(c, n);
	/* The check is silent about marks that it has put in itself. */
	if (!c->t->inspect || (strcmp(n->name, "annotation") == 0 && !odt_own_comment(n)))
		diag(c->d, DIAG_ODT_DROP_COMMENTS, &at, NULL);
}

/* A link that a reader may follow. */
static bool
link_good(const char *href)
{
	return *href == '#' || *href == '\0' || strncasecmp(href, "http://", 7) == 0 ||
	    strncasecmp(href, "https://", 8) == 0 || strncasecmp(href, "mailto:", 7) == 0;
}

/* A part of this package. */
static bool
inside(const struct template *t, const char *href)
{
	if (starts(href, "./"))
		href += 2;
	return *href == '\0' || *href == '#' || pkg_find(t->pkg, href) != NULL;
}

static void
check_href(struct comp *c, const struct xml_node *n)
{
	const char *href = xml_attr(n, XNS_XLINK, "href");

	if (href == NULL)
		return;
	if (strcmp(n->name, "a") == 0 ? !link_good(href) : !inside(c->t, href))
		refuse(c, n, DIAG_ODT_LINK, href);
}

static bool
is_any(const struct xml_node *n, const char *const *names)
{
	for (; *names != NULL; names++)
		if (strcmp(n->name, *names) == 0)
			return true;
	return false;
}

/* Fields that show who, where and with what; their text is left out. */
static const char *const personal[] = {"author-name", "author-initials", "initial-creator",
    "creator", "printed-by", "file-name", "template-name", "sender-firstname", "sender-lastname",
    "sender-initials", "sender-title", "sender-position", "sender-email", "sender-phone-private",
    "sender-fax", "sender-company", "sender-phone-work", "sender-street", "sender-city",
    "sender-postal-code", "sender-country", "sender-state-or-province", NULL};
static const char *const foreign[] = {"dde-connection", "dde-connection-decls", "script",
    "database-display", "database-next", "database-row-select", "database-name",
    "execute-macro", NULL};
static const char *const objects[] = {"object", "object-ole", "applet", "plugin",
    "floating-frame", NULL};

void
odt_prepare_hygiene(struct comp *c, const struct xml_node *n)
{
	check_href(c, n);
	if ((n->ns == XNS_OFFICE && strcmp(n->name, "event-listeners") == 0) ||
	    (n->ns == XNS_SCRIPT && strcmp(n->name, "event-listener") == 0) ||
	    (n->ns == XNS_OFFICE && strcmp(n->name, "script") == 0))
		refuse(c, n, DIAG_ODT_EVENT, NULL);
	else if (n->ns == XNS_DRAW && is_any(n, objects))
		refuse(c, n, DIAG_ODT_OBJECT, NULL);
	else if (n->ns == XNS_OFFICE && (strcmp(n->name, "annotation") == 0 ||
	    strcmp(n->name, "annotation-end") == 0))
		drop_comment(c, n);
	else if (n->ns == XNS_OFFICE && strcmp(n->name, "dde-source") == 0)
		refuse(c, n, DIAG_ODT_LINK, "DDE");
	else if (n->ns != XNS_TEXT)
		return;
	else if (strcmp(n->name, "tracked-changes") == 0) {
		comp_drop(c, n);
		/* Writer leaves an empty one behind */
		if (xml_child(n, XNS_TEXT, "changed-region") != NULL && !c->t->inspect)
			refuse(c, n, DIAG_ODT_CHANGES, NULL);
	} else if (is_any(n, personal))
		drop(c, n, "field with the name of a person or file", "lauks ar personas vai faila nosaukumu");
	else if (is_any(n, foreign))
		refuse(c, n, DIAG_ODT_LINK, n->name);
}
