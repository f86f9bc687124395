/*
 * packmake - what the tests of both formats share: a template packed and compiled, filled
 * with a model made from YAML, and the parts that come out.
 */
#ifndef TESTS_PACKMAKE_H
#define TESTS_PACKMAKE_H

#include "data/yaml.h"
#include "fill/dialect.h"
#include "fill/template.h"
#include "pack/pkg.h"
#include "unit.h"

struct fill_case {
	struct diag *d;
	struct arena *a;
	struct buf packed;
	struct template *t;
	struct buf out;      /* the finished package */
	struct pkg *filled;
	int rc;
};

static inline void
pm_put(struct pkg_out *o, const char *name, const char *s)
{
	pkg_out_put(o, name, s, strlen(s));
}

/* Further parts (name, bytes, name, bytes, ..., NULL), then all packed and compiled. */
static inline void
pm_open(struct fill_case *c, struct pkg_out *o, const char *const *more, const char *name)
{
	struct pkg *p;

	for (; more != NULL && *more != NULL; more += 2)
		pm_put(o, more[0], more[1]);
	assert_int_equal(pkg_out_finish(o, &c->packed, c->d), 0);
	pkg_out_free(o);
	p = pkg_open_mem(name, c->packed.s, c->packed.len, DIAG_IO_TEMPLATE, c->d);
	assert_non_null(p);
	c->t = template_of(p, c->d);
	c->rc = -1;
}

/* A loop in a model made from YAML is named by the key's singular, given here. */
static inline void
pm_singular(struct value *v)
{
	static const char *const names[][2] = {{"levels", "level"}, {"goals", "goal"},
	    {"activities", "activity"}, {"tasks", "task"}, {"years", "year"},
	    {"items", "item"}, {"entries", "entry"}};

	for (size_t i = 0; i < v->nfields; i++) {
		struct value *k = v->fields[i].value;

		for (size_t n = 0; n < sizeof(names) / sizeof(names[0]); n++)
			if (strcmp(v->fields[i].key, names[n][0]) == 0)
				k->singular = names[n][1];
		pm_singular(k);
	}
	for (size_t i = 0; i < v->nitems; i++)
		pm_singular(v->items[i]);
}

/* Page numbers that come after the programs have run make the same bytes. */
static inline void
pm_steps(const struct template *t, const struct value *model, const struct fill_opts *o,
    const struct buf *expect, struct diag *d)
{
	struct fill_opts first = *o;
	struct buf out = {0};
	struct filled *x;

	first.pages = NULL;
	x = template_run(t, model, &first, d);
	assert_non_null(x);
	assert_int_equal(filled_number(x, o->pages), 0);
	assert_int_equal(filled_pack(x, &out), 0);
	assert_int_equal(out.len, expect->len);
	assert_memory_equal(out.s, expect->s, out.len);
	filled_free(x);
	buf_free(&out);
}

static inline void
pm_fill_opts(struct fill_case *c, const char *yaml, const struct fill_opts *o)
{
	struct value *model = yaml_parse(c->a, "m.yaml", yaml, strlen(yaml), c->d);

	assert_non_null(model);
	pm_singular(model);
	if (c->t == NULL)
		return;
	c->out.len = 0;
	c->rc = template_fill(c->t, model, o, &c->out, c->d);
	if (c->rc == 0 && o != NULL && o->pages != NULL)
		pm_steps(c->t, model, o, &c->out, c->d);
	pkg_close(c->filled);
	c->filled = c->rc == 0 ? pkg_open_mem("o", c->out.s, c->out.len, DIAG_IO_READ, c->d) : NULL;
}

static inline const char *
pm_part(struct fill_case *c, const char *name)
{
	const struct pkg_part *p;

	if (c->filled == NULL) {
		diag_flush(c->d, stderr, DIAG_NOTE, false);
		return "(nothing was made)";
	}
	p = pkg_find(c->filled, name);
	return p != NULL ? p->bytes : "(no such part)";
}

/* What stands between two texts of a part; all of it when the first is not there. */
static inline const char *
pm_between(struct fill_case *c, const char *part, const char *open, const char *close)
{
	const char *s = pm_part(c, part), *b = strstr(s, open);

	if (b == NULL)
		return s;
	b += strlen(open);
	return arena_strndup(c->a, b, (size_t)(strstr(b, close) - b));
}

/* The messages from a level on, one a line. */
static inline const char *
pm_messages(struct fill_case *c, enum diag_level least)
{
	const struct diag_msg *m;
	size_t n = diag_messages(c->d, &m);
	char *s = arena_strdup(c->a, "");

	for (size_t i = 0; i < n; i++)
		if (m[i].level >= least)
			s = arena_printf(c->a, "%s%s: %s\n", s, diag_code_name(m[i].code), m[i].text);
	return s;
}

static inline void
pm_close(struct fill_case *c)
{
	pkg_close(c->filled);
	template_close(c->t);
	buf_free(&c->packed);
	buf_free(&c->out);
	diag_free(c->d);
	arena_free(c->a);
}

#endif
