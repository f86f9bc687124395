#include <stdint.h>
#include <string.h>

#include "base/idmap.h"

struct idmap_slot {
	const char *id;
	void *what;
};

/* FNV-1a.  Ids come from the user's own file; its size is limited by data/. */
static uint64_t
hash(const char *s)
{
	uint64_t h = 14695981039346656037u;

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return h ^ (h >> 29);
}

static struct idmap_slot *
slot_of(const struct idmap *m, const char *id)
{
	size_t i = hash(id) & (m->cap - 1);

	while (m->slots[i].id != NULL && strcmp(m->slots[i].id, id) != 0)
		i = (i + 1) & (m->cap - 1);
	return &m->slots[i];
}

static void
grow(struct arena *a, struct idmap *m)
{
	struct idmap bigger = *m;
	size_t i;

	bigger.cap = m->cap == 0 ? 16 : m->cap * 2;
	bigger.slots = arena_array(a, bigger.cap, sizeof(bigger.slots[0]));
	for (i = 0; i < m->cap; i++)
		if (m->slots[i].id != NULL)
			*slot_of(&bigger, m->slots[i].id) = m->slots[i];
	*m = bigger;
}

void *
idmap_add(struct arena *a, struct idmap *m, const char *id, void *what)
{
	struct idmap_slot *s;

	if (m->n * 2 >= m->cap)
		grow(a, m);
	s = slot_of(m, id);
	if (s->id != NULL)
		return s->what;
	s->id = id;
	s->what = what;
	m->keys =
	    arena_grow(a, m->keys, m->n, m->n + 1, &m->keys_cap, sizeof(m->keys[0]));
	m->keys[m->n++] = id;
	return NULL;
}

void *
idmap_get(const struct idmap *m, const char *id)
{
	return m->n == 0 ? NULL : slot_of(m, id)->what;
}
