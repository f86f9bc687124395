/* yaml_int - what the files of the YAML reader share; nobody else includes it. */
#ifndef DATA_YAML_INT_H
#define DATA_YAML_INT_H

#include <yaml.h>

#include "base/arena.h"
#include "base/diag.h"

/* The file being read: name for the places, and its bytes as the parser gets them. */
struct yaml_source {
	const char *file;
	const char *bytes;
	size_t len;
};

/*
 * yaml_bytes.c: check the bytes before the parser sees them.  Reports what is not
 * UTF-8 and characters that nobody sees, with their line and column, and puts "?"
 * in their place, so that the rest can still be read.  Returns the bytes to parse
 * (in the arena, without byte order mark), or NULL when parsing makes no sense.
 */
const char *yaml_bytes_check(struct arena *a, const char *file, const char *bytes, size_t len,
    size_t *out_len, struct diag *d);
/*
 * The phrase for a character that must not be in a value: "U+2028, a line separator",
 * or NULL if c is an ordinary character.
 */
const char *yaml_unseen(struct arena *a, uint32_t c, const struct diag *d);

/* yaml_error.c: say libyaml's error in the words of our users.  Always -1. */
int yaml_error_report(struct arena *a, const struct yaml_source *src, const yaml_parser_t *p,
    struct diag *d);
/* Is this "name:text" with the blank after the colon forgotten?  Length of the name, or 0. */
size_t yaml_glued_colon(const char *s, size_t len);

#endif
