/*
 * foreign - what people type who know another template language, or none.
 *
 * Jinja, Handlebars and Word's own habits leave tags that the language of tag.h does not
 * have, but whose meaning is plain: {{if x}}, {{endif}}, {{?not x}}, {{upper(x)}}.  They
 * stay errors; the message says how they are written here, and the tag counts as what was
 * meant, so that one slip makes one message.  Used by tag.c and lint/.
 */
#ifndef TMPL_FOREIGN_H
#define TMPL_FOREIGN_H

#include <stddef.h>

#include "base/arena.h"

/*
 * The text between the braces as it is written here; NULL: nothing foreign was seen.
 * "s" is cleaned as tag.c does: ASCII blanks and quotes.
 */
const char *foreign_tag(struct arena *a, const char *s);

/* The right word for a format, a form of a date, a word behind a name, a name; or NULL. */
enum foreign_kind { FOREIGN_FORMAT, FOREIGN_DATE, FOREIGN_OPTION, FOREIGN_NAME };
const char *foreign_word(struct arena *a, enum foreign_kind kind, const char *word);

/* The comparison (from its sign on) with the signs that there are: ">= 6" is "> 5". */
const char *foreign_compare(struct arena *a, const char *s);

#endif
