/* inspect - see inspect.h */
#include "fill/inspect.h"

#include <string.h>
#include <strings.h>

#define SNIPPET 40 /* bytes of a text shown */
#define ROWS_FEW 2 /* a table of no more rows may be there for its looks only */

void
inspect_say(struct comp *c, const struct xml_node *n, enum diag_code code, const char *arg)
{
	struct place at = comp_place(c, n);

	diag(c->d, code, &at, arg, (char *)NULL);
}

bool
inspect_blank(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (strchr(" \t\r\n", s[i]) == NULL)
			return false;
	return true;
}

const char *
inspect_snippet(struct comp *c, const struct xml_node *n)
{
	struct buf b = {0};
	const char *s = NULL;
	size_t len;

	xml_text(&b, n);
	if (b.len > 0 && !inspect_blank(b.s, b.len)) {
		len = b.len < SNIPPET ? b.len : SNIPPET;
		while (len < b.len && ((unsigned char)b.s[len] & 0xC0) == 0x80)
			len--;
		s = arena_strndup(c->mem, b.s, len);
	}
	buf_free(&b);
	return s;
}

const struct xml_node *
inspect_beside(const struct xml_node *n, bool next)
{
	do
		n = next ? n->next : n->prev;
	while (n != NULL && n->kind != XML_ELEMENT);
	return n;
}

void
inspect_heading(struct comp *c, const struct xml_node *n, int level, int *last)
{
	struct place at;

	if (level > *last + 1) {
		at = comp_place(c, n);
		diag(c->d, DIAG_CLEAN_HEADINGS, &at, arena_printf(c->mem, "%d", level),
		    *last > 0 ? arena_printf(c->mem, "%d", *last) : "", (char *)NULL);
	}
	*last = level;
}

void
inspect_headless(struct comp *c, const struct xml_node *t, int rows, bool wide)
{
	const char *s = c->doc->bytes + t->start;

	if (wide && (rows > ROWS_FEW || memmem(s, t->end - t->start, "{{#", 3) != NULL))
		inspect_say(c, t, DIAG_CLEAN_TABLE_HEAD, NULL);
}

void
inspect_language(struct comp *c, const char *lang)
{
	struct place at = {.file = c->t->path, .part = c->part->name};

	if (lang == NULL || strncasecmp(lang, "lv", 2) != 0 || (lang[2] != '\0' && lang[2] != '-'))
		diag(c->d, DIAG_CLEAN_LANGUAGE, &at, lang != NULL ? lang : "", (char *)NULL);
}

void
inspect_title(struct comp *c, const struct xml_node *title)
{
	struct place at = {.file = c->t->path, .part = c->part->name};
	const char *s = title != NULL ? inspect_snippet(c, title) : NULL;

	if (s == NULL)
		diag(c->d, DIAG_CLEAN_TITLE, &at, "{{title}}", (char *)NULL);
	else if (strstr(s, "{{") == NULL)
		diag(c->d, DIAG_CLEAN_TITLE_FIXED, &at, s, (char *)NULL);
}
