/* template - open, fill, close; see template.h and dialect.h. */
#include "fill/template.h"

#include <string.h>

#include "fill/comp.h"

struct tmpl_part *
tmpl_add_part(struct template *t, const char *name, enum part_kind kind, struct diag *d)
{
	const struct pkg_part *pp = pkg_find(t->pkg, name);
	const struct xml_doc *doc;
	struct tmpl_part *part;

	if (pp == NULL)
		return NULL;
	doc = xml_parse(t->mem, t->path, pp->name, pp->bytes, pp->len, d);
	if (doc == NULL)
		return NULL;
	t->parts = arena_grow(t->mem, t->parts, t->nparts, t->nparts + 1, &t->parts_cap,
	    sizeof(*t->parts));
	part = &t->parts[t->nparts++];
	memset(part, 0, sizeof(*part));
	part->name = pp->name;
	part->kind = kind;
	part->doc = doc;
	return part;
}

static const struct dialect *
dialect_of(const struct pkg *p)
{
	static const struct dialect *const all[] = {
	    [PKG_DOCX] = &docx_dialect,
	    [PKG_ODT] = &odt_dialect,
	};
	enum pkg_kind k = pkg_kind(p);

	return (size_t)k < sizeof(all) / sizeof(all[0]) ? all[k] : NULL;
}

/* References must lead somewhere; all bookmarks are known now. */
static void
check_refs(struct template *t, struct diag *d)
{
	for (size_t i = 0; i < t->nuses; i++) {
		const struct template_use *u = &t->uses[i];

		if (u->tag->kind != TAG_REF || t->silent[i] || u->tag->name == NULL ||
		    names_find(t->bookmarks, u->tag->name) != NULL)
			continue;
		diag(d, DIAG_FILL_NO_BOOKMARK, &u->at,
		    arena_printf(t->mem, "{{%s}}", u->tag->source), u->tag->name, (char *)NULL);
	}
}

void
comp_has_bookmark(struct comp *c, const char *name)
{
	names_at(c->t->bookmarks, name, NULL);
}

static int
open_parts(struct template *t, struct diag *d)
{
	int errors = diag_count(d, DIAG_ERROR);

	if (t->dia->open(t, d) == -1 && t->nparts == 0)
		return -1;
	for (size_t i = 0; i < t->nparts; i++)
		if (t->parts[i].kind != PART_OTHER)
			compile_part(t, &t->parts[i], d);
	check_refs(t, d);
	return diag_count(d, DIAG_ERROR) > errors || diag_count(d, DIAG_FATAL) > 0 ? -1 : 0;
}

struct template *
template_open(const char *path, struct diag *d)
{
	struct pkg *p = pkg_open(path, DIAG_IO_TEMPLATE, d);

	return p == NULL ? NULL : template_of(p, d);
}

struct template *
template_of(struct pkg *p, struct diag *d)
{
	const struct dialect *dia = dialect_of(p);
	struct arena *mem;
	struct template *t;

	if (dia == NULL) {
		struct place at = {.file = pkg_path(p)};

		diag(d, DIAG_FILL_KIND, &at, (char *)NULL);
		pkg_close(p);
		return NULL;
	}
	mem = arena_new();
	t = arena_alloc(mem, sizeof(*t));
	t->mem = mem;
	t->pkg = p;
	t->dia = dia;
	t->path = arena_strdup(mem, pkg_path(p));
	t->bookmarks = names_new(mem);
	if (open_parts(t, d) == -1) {
		template_close(t);
		return NULL;
	}
	return t;
}

void
template_close(struct template *t)
{
	if (t == NULL)
		return;
	pkg_close(t->pkg);
	arena_free(t->mem);
}

enum pkg_kind
template_kind(const struct template *t)
{
	return pkg_kind(t->pkg);
}

const char *
template_path(const struct template *t)
{
	return t->path;
}

size_t
template_uses(const struct template *t, const struct template_use **out)
{
	*out = t->uses;
	return t->nuses;
}

/* ---- fill ---- */

/* Bytes that we wrote must be XML; anything else is a fault of ours, not a file. */
static int
put_part(struct filler *f, const struct tmpl_part *part, const struct buf *b)
{
	size_t bad = 0;
	struct place at = {.file = f->t->path, .part = part->name};

	if (!xml_sound(b->s, b->len, &bad))
		return diag(f->d, DIAG_FILL_BUG, &at, arena_printf(f->mem, "%zu", bad),
		    (char *)NULL);
	pkg_out_put(f->pkg, part->name, b->s, b->len);
	return 0;
}

static int
finish_parts(struct filler *f, struct buf *done)
{
	const struct template *t = f->t;

	for (size_t i = 0; i < t->nparts; i++) {
		const struct tmpl_part *part = &t->parts[i];

		if (part->prog == NULL || f->parts[i].skip)
			continue;
		fill_spliced(f, &f->parts[i], &done[i]);
		if (done[i].len == part->doc->len &&
		    memcmp(done[i].s, part->doc->bytes, done[i].len) == 0)
			continue; /* as it was: the packed bytes are taken over */
		if (put_part(f, part, &done[i]) == -1)
			return -1;
	}
	return 0;
}

static int
fill_all(struct filler *f, struct buf *done, struct buf *out)
{
	const struct template *t = f->t;

	if (t->dia->begin != NULL)
		t->dia->begin(f);
	for (size_t i = 0; i < t->nparts && !f->s->stop; i++) {
		if (t->parts[i].prog == NULL || t->parts[i].kind == PART_NOTES)
			continue;
		fill_switch(f, &f->parts[i]);
		fill_run(f, t->parts[i].prog);
	}
	if (t->dia->end != NULL && !f->s->stop)
		t->dia->end(f);
	if (f->failed || diag_count(f->d, DIAG_ERROR) > f->errors)
		return -1;
	if (finish_parts(f, done) == -1 || t->dia->finish(f) == -1)
		return -1;
	return pkg_out_finish(f->pkg, out, f->d);
}

int
template_fill(const struct template *t, const struct value *model, const struct fill_opts *opts,
    struct buf *out, struct diag *d)
{
	static const struct fill_opts none;
	struct arena *mem = arena_new();
	struct filler f = {.t = t, .dia = t->dia, .mem = mem, .d = d};
	struct fill_state s = {0};
	struct turn root = {.scope = {.turn = model, .count = 1}};
	struct buf *done = arena_array(mem, t->nparts + 1, sizeof(*done));
	size_t len = out->len;
	int rc;

	f.s = &s;
	f.errors = diag_count(d, DIAG_ERROR);
	f.opts = opts != NULL ? opts : &none;
	f.scope = &root.scope;
	f.parts = arena_array(mem, t->nparts + 1, sizeof(*f.parts));
	f.own = arena_alloc(mem, t->dia->fill_size + 1);
	f.pkg = pkg_out_new(t->pkg);
	root.number = f.turn = ++s.turns;
	s.said = arena_alloc(mem, t->nuses + 1);
	s.uniques = names_new(mem);
	s.seqs = names_new(mem);
	s.markidx = names_new(mem);
	for (size_t i = 0; i < t->nparts; i++) {
		f.parts[i].part = &t->parts[i];
		buf_reserve(&f.parts[i].out,
		    t->parts[i].prog != NULL ? t->parts[i].prog->text_len * 2 : 16);
	}
	rc = fill_all(&f, done, out);
	if (rc == -1)
		out->len = len;
	if (t->dia->done != NULL)
		t->dia->done(&f);
	pkg_out_free(f.pkg);
	for (size_t i = 0; i < t->nparts; i++) {
		buf_free(&f.parts[i].out);
		buf_free(&done[i]);
	}
	buf_free(&s.value);
	buf_free(&s.broken);
	buf_free(&s.plain);
	arena_free(mem);
	return rc;
}
