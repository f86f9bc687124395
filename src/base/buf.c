/* buf - see buf.h */
#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"

void
buf_reserve(struct buf *b, size_t more)
{
	size_t cap = b->cap == 0 ? 64 : b->cap;

	/* No object is larger than PTRDIFF_MAX; asking for it ends in "out of memory". */
	if (more > PTRDIFF_MAX - b->len)
		xmalloc(SIZE_MAX);
	if (b->cap - b->len >= more)
		return;
	while (cap - b->len < more)
		cap *= 2;
	b->s = xrealloc(b->s, cap);
	b->cap = cap;
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	size_t room = b->cap - b->len;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(room > 0 ? b->s + b->len : NULL, room, fmt, ap);
	va_end(ap);
	if (n <= 0)
		return;
	if ((size_t)n >= room) {
		buf_reserve(b, (size_t)n + 1);
		va_start(ap, fmt);
		vsnprintf(b->s + b->len, (size_t)n + 1, fmt, ap);
		va_end(ap);
	}
	b->len += (size_t)n;
}

const char *
buf_cstr(struct buf *b)
{
	buf_reserve(b, 1);
	b->s[b->len] = '\0';
	return b->s;
}

void
buf_free(struct buf *b)
{
	free(b->s);
	*b = (struct buf){0};
}

char *
buf_steal(struct buf *b, size_t *len)
{
	char *s;

	buf_cstr(b);
	s = b->s;
	if (len != NULL)
		*len = b->len;
	*b = (struct buf){0};
	return s;
}
