/* arena - see arena.h */
#include "base/arena.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Exit status when memory runs out: a limit was hit (diag.h, not included here). */
#define EXIT_NO_MEMORY 7

#define ALIGN _Alignof(max_align_t)
#if defined(__SANITIZE_ADDRESS__)
#define ONE_BY_ONE 1 /* every piece its own malloc, so that overruns are seen */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ONE_BY_ONE 1
#endif
#endif
#ifndef ONE_BY_ONE
#define ONE_BY_ONE 0
#endif
#define CHUNK_FIRST (16 * 1024)
#define CHUNK_MOST (1024 * 1024)

struct chunk {
	struct chunk *next;
	size_t size, used; /* of data */
	_Alignas(max_align_t) char data[];
};

struct arena {
	struct chunk *chunks; /* newest first */
	size_t next_size;     /* of the next chunk; doubles up to CHUNK_MOST */
	size_t given;
};

/*
 * Out of memory.  stdio may want memory itself, so write(2).  Nothing half-made is
 * left behind: publish.c asks for all its memory before it opens a file.
 */
static _Noreturn void
no_memory(void)
{
	static const char msg[] = "pmpplan: fatal: out of memory; the file being made was not written\n";

	if (write(STDERR_FILENO, msg, sizeof(msg) - 1) < 0)
		_exit(EXIT_NO_MEMORY);
	_exit(EXIT_NO_MEMORY);
}

void *
xmalloc(size_t size)
{
	void *p = malloc(size == 0 ? 1 : size);

	if (p == NULL)
		no_memory();
	return p;
}

void *
xrealloc(void *p, size_t size)
{
	p = realloc(p, size == 0 ? 1 : size);
	if (p == NULL)
		no_memory();
	return p;
}

char *
xstrdup(const char *s)
{
	size_t n = strlen(s) + 1;

	return memcpy(xmalloc(n), s, n);
}

struct arena *
arena_new(void)
{
	struct arena *a = xmalloc(sizeof(*a));

	*a = (struct arena){.next_size = CHUNK_FIRST};
	return a;
}

void
arena_free(struct arena *a)
{
	struct chunk *c, *next;

	if (a == NULL)
		return;
	for (c = a->chunks; c != NULL; c = next) {
		next = c->next;
		free(c);
	}
	free(a);
}

/* Room for "size" bytes, already rounded up, in a new chunk. */
static struct chunk *
chunk_new(struct arena *a, size_t size)
{
	size_t want = ONE_BY_ONE ? size : a->next_size;
	struct chunk *c;

	if (want < size)
		want = size;
	if (want > SIZE_MAX - sizeof(*c))
		no_memory();
	c = xmalloc(sizeof(*c) + want);
	c->size = want;
	c->used = 0;
	/* A piece larger than a chunk goes behind, so that the room in front stays in use. */
	if (want > a->next_size && a->chunks != NULL) {
		c->next = a->chunks->next;
		a->chunks->next = c;
	} else {
		c->next = a->chunks;
		a->chunks = c;
		if (a->next_size < CHUNK_MOST)
			a->next_size *= 2;
	}
	return c;
}

static size_t
round_up(size_t size)
{
	if (size > SIZE_MAX - ALIGN)
		no_memory();
	/* The sanitizer must see the true end of each piece. */
	return ONE_BY_ONE ? size : (size + ALIGN - 1) / ALIGN * ALIGN;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	struct chunk *c = a->chunks;
	size_t n = round_up(size == 0 ? 1 : size);
	void *p;

	if (c == NULL || c->size - c->used < n)
		c = chunk_new(a, n);
	p = c->data + c->used;
	c->used += n;
	a->given += n;
	return memset(p, 0, n);
}

void *
arena_array(struct arena *a, size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / size)
		no_memory();
	return arena_alloc(a, n * size);
}

void *
arena_grow(struct arena *a, void *p, size_t n, size_t need, size_t *cap, size_t size)
{
	size_t want = *cap;
	void *q;

	if (need <= *cap)
		return p;
	if (want < 4)
		want = 4;
	while (want < need) {
		if (want > SIZE_MAX / 2)
			no_memory();
		want *= 2;
	}
	q = arena_array(a, want, size);
	if (n != 0)
		memcpy(q, p, n * size);
	*cap = want;
	return q;
}

char *
arena_strndup(struct arena *a, const char *s, size_t len)
{
	char *p;

	if (len == SIZE_MAX)
		no_memory();
	p = arena_alloc(a, len + 1); /* zeroed: the NUL is there */
	if (len != 0)
		memcpy(p, s, len);
	return p;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *p;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		no_memory();
	p = arena_alloc(a, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return p;
}

size_t
arena_used(const struct arena *a)
{
	return a->given;
}
