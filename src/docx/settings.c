/*
 * settings - word/settings.xml: what tells of people and machines goes, notes get their
 * separators.
 */
#include <string.h>

#include "docx/internal.h"

/* w:updateFields would make Word ask its reader a question: our fields are right. */
static const char *const left_out[] = {"attachedTemplate", "updateFields", "rsids",
    "trackRevisions", "docId", "mailMerge", NULL};

/* What may follow w:footnotePr (ISO 29500-1, 17.15.1.78), in the order of the schema. */
static const char *const after_notes[] = {"endnotePr", "compat", "docVars", "mathPr",
    "attachedSchema", "themeFontLang", "clrSchemeMapping", "doNotIncludeSubdocsInStats",
    "doNotAutoCompressPictures", "forceUpgrade", "captions", "readModeInkLockDown",
    "smartTagType", "schemaLibrary", "shapeDefaults", "doNotEmbedSmartTags", "decimalSymbol",
    "listSeparator", NULL};

static bool
in_list(const char *const *list, const struct xml_node *n)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, n->name) == 0)
			return true;
	return false;
}

static void
emit_settings(struct comp *c, const struct xml_node *n, const void *arg)
{
	bool done = xml_child(n, XNS_W, "footnotePr") != NULL;

	(void)arg;
	comp_open(c, n);
	for (const struct xml_node *k = n->first; k != NULL; k = k->next) {
		if (!done && k->kind == XML_ELEMENT &&
		    ((k->ns == XNS_W && in_list(after_notes, k)) || k->ns == XNS_M)) {
			comp_call(c, docx_note_settings, NULL);
			done = true;
		}
		comp_node(c, k);
	}
	if (!done)
		comp_call(c, docx_note_settings, NULL);
	comp_end(c, n);
}

void
docx_prepare_settings(struct comp *c)
{
	const struct docx_tmpl *x = docx_of(c->t);
	const struct xml_node *root = c->doc->root;
	struct place at = {.file = c->t->path, .part = c->part->name};

	if (x->settings_part == NULL || strcmp(c->part->name, x->settings_part) != 0)
		return;
	for (const struct xml_node *k = root->first; k != NULL; k = k->next) {
		if (k->kind != XML_ELEMENT || !in_list(left_out, k))
			continue;
		if (strcmp(k->name, "rsids") == 0)
			diag(c->d, DIAG_DOCX_DROP_RSIDS, &at, (char *)NULL);
		comp_drop(c, k);
	}
	if (x->notes[DOCX_FOOTNOTE].part == NULL)
		comp_replace(c, root, emit_settings, NULL);
}
