/*
 * buf - a growing run of bytes.
 *
 * Not NUL-terminated by itself; buf_cstr() adds a NUL behind the length.
 * Zero-initialise (struct buf b = {0}); free with buf_free().
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>
#include <string.h>

struct buf {
	char *s;    /* bytes; NULL when empty and never grown */
	size_t len; /* bytes used */
	size_t cap; /* bytes held */
};

void buf_reserve(struct buf *b, size_t more); /* room for "more" bytes behind len */
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
const char *buf_cstr(struct buf *b);
void buf_free(struct buf *b);
/* Hand the bytes to the caller (free() them) and leave the buffer empty. */
char *buf_steal(struct buf *b, size_t *len);

static inline void
buf_add(struct buf *b, const void *p, size_t n)
{
	if (n == 0)
		return;
	if (b->cap - b->len < n)
		buf_reserve(b, n);
	if (b->s == NULL)
		__builtin_unreachable(); /* what buf_reserve() ensures, for the analyzer */
	memcpy(b->s + b->len, p, n);
	b->len += n;
}

static inline void
buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

static inline void
buf_ch(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

#endif
