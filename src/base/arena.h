/*
 * arena - memory that dies together.
 *
 * Each job has one arena; values, programs and pages live in it and vanish with
 * it.  Out of memory prints one line and stops the program (exit status 70's
 * sibling: abort path in arena.c); that is safe because files appear complete or
 * not at all (publish.h).  Used by all modules; uses none.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a); /* accepts NULL */

/* Zeroed, aligned for any type; never NULL. */
void *arena_alloc(struct arena *a, size_t size);
/* As arena_alloc(n * size), checked against overflow. */
void *arena_array(struct arena *a, size_t n, size_t size);
/*
 * A growing array: returns p with room for at least "need" items, copying "n"
 * old ones when it must move.  *cap is kept by the arena (start with 0).
 */
void *arena_grow(struct arena *a, void *p, size_t n, size_t need, size_t *cap, size_t size);
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t len); /* adds a NUL */
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
size_t arena_used(const struct arena *a); /* bytes handed out, for bench and tests */

/* malloc that stops the program when there is no memory; for what outlives a job. */
void *xmalloc(size_t size);
void *xrealloc(void *p, size_t size);
char *xstrdup(const char *s);

#endif
