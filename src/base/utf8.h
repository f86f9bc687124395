/*
 * utf8 - the little that we need to know about characters.
 *
 * Normalisation and case come from libunistring, so no locale is ever asked.
 * All texts inside the program are valid UTF-8; readers check at the door with
 * utf8_check().
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Decode one character; returns its byte count (1-4), or 0 if malformed or at end. */
int utf8_decode(const char *s, size_t len, uint32_t *c);
int utf8_encode(uint32_t c, char out[4]); /* byte count */
/* Byte offset of the first malformed sequence, or len when all is well. */
size_t utf8_check(const char *s, size_t len);
size_t utf8_count(const char *s, size_t len); /* characters */
/*
 * Byte offset of the first character that XML 1.0 forbids (C0 controls save
 * tab, LF, CR; surrogates; U+FFFE, U+FFFF), or len.
 */
size_t utf8_xml_check(const char *s, size_t len);
char *utf8_nfc(struct arena *a, const char *s, size_t len);
char *utf8_upper(struct arena *a, const char *s, size_t len);
char *utf8_lower(struct arena *a, const char *s, size_t len);
/* First character in upper case, the rest as it is. */
char *utf8_upper_first(struct arena *a, const char *s, size_t len);
bool utf8_is_letter(uint32_t c);
uint32_t utf8_lower_char(uint32_t c); /* as it stands alone */
/*
 * ASCII without marks, for file names: "Ķekavas novads" -> "kekavas-novads".
 * Never empty: "x" when nothing is left.
 */
char *utf8_slug(struct arena *a, const char *s);
/*
 * The nearest of "n" words to "word", or NULL when none is near (distance more
 * than a third of its length; case and marks count a quarter, so VJCG finds vjcg).
 */
const char *utf8_nearest(const char *word, const char *const *words, size_t n);

#endif
