/* names - a map from names to numbers; see program.h.  Open addressing, FNV-1a. */
#include <string.h>

#include "fill/program.h"

struct names_slot {
	const char *name;
	int64_t number;
};

struct names {
	struct arena *a;
	struct names_slot *slots;
	size_t n, cap; /* cap: a power of two */
};

static uint64_t
hash(const char *s)
{
	uint64_t h = 14695981039346656037u;

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return h ^ h >> 29;
}

struct names *
names_new(struct arena *a)
{
	struct names *n = arena_alloc(a, sizeof(*n));

	n->a = a;
	return n;
}

static struct names_slot *
slot(struct names_slot *slots, size_t cap, const char *name)
{
	size_t i = (size_t)hash(name) & (cap - 1);

	while (slots[i].name != NULL && strcmp(slots[i].name, name) != 0)
		i = (i + 1) & (cap - 1);
	return &slots[i];
}

int64_t *
names_find(const struct names *n, const char *name)
{
	struct names_slot *s;

	if (n == NULL || n->cap == 0)
		return NULL;
	s = slot(n->slots, n->cap, name);
	return s->name != NULL ? &s->number : NULL;
}

int64_t *
names_at(struct names *n, const char *name, bool *fresh)
{
	struct names_slot *s;

	if (n->n * 2 >= n->cap) {
		size_t cap = n->cap == 0 ? 32 : n->cap * 2;
		struct names_slot *slots = arena_array(n->a, cap, sizeof(*slots));

		for (size_t i = 0; i < n->cap; i++)
			if (n->slots[i].name != NULL)
				*slot(slots, cap, n->slots[i].name) = n->slots[i];
		n->slots = slots;
		n->cap = cap;
	}
	s = slot(n->slots, n->cap, name);
	if (fresh != NULL)
		*fresh = s->name == NULL;
	if (s->name == NULL) {
		s->name = arena_strdup(n->a, name);
		n->n++;
	}
	return &s->number;
}
