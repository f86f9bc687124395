/* template - open, fill, close; see template.h and dialect.h. */
#include "fill/template.h"

#include <string.h>

#include "base/utf8.h"
#include "fill/comp.h"

struct tmpl_part *
tmpl_add_part(struct template *t, const char *name, enum part_kind kind, struct diag *d)
{
	const struct pkg_part *pp = pkg_find(t->pkg, name);
	const struct xml_doc *doc;
	struct tmpl_part *part;

	if (pp == NULL)
		return NULL;
	doc = pkg_xml(t->mem, t->pkg, name, d);
	if (doc == NULL)
		return NULL;
	pkg_set_sound(t->pkg, name); /* a second look, also that of the layout, costs less */
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

		if (u->tag->kind != TAG_REF || u->silent || u->tag->name == NULL ||
		    *u->tag->name == '\0' || /* reported when it was read */
		    names_find(t->bookmarks, u->tag->name) != NULL)
			continue;
		diag(d, DIAG_FILL_NO_BOOKMARK, &u->at,
		    arena_printf(t->mem, "{{%s}}", u->tag->source), u->tag->name, (char *)NULL);
	}
}

void
fill_font_used(struct template *t, const char *name, const struct place *at)
{
	struct template_font *f;
	bool fresh;

	if (t->font_names == NULL)
		t->font_names = names_new(t->mem);
	names_at(t->font_names, utf8_lower(t->mem, name, strlen(name)), &fresh);
	if (!fresh)
		return;
	t->fonts = arena_grow(t->mem, t->fonts, t->nfonts, t->nfonts + 1, &t->fonts_cap,
	    sizeof(*t->fonts));
	f = &t->fonts[t->nfonts++];
	f->name = arena_strdup(t->mem, name);
	f->at = *at;
}

size_t
template_suspects(const struct template *t, const struct template_suspect **out)
{
	*out = t->suspects;
	return t->nsuspects;
}

size_t
template_fonts(const struct template *t, const struct template_font **out)
{
	*out = t->fonts;
	return t->nfonts;
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
	if (t->dia->parts_seen != NULL)
		t->dia->parts_seen(t, d);
	check_refs(t, d);
	return diag_count(d, DIAG_ERROR) > errors || diag_count(d, DIAG_FATAL) > 0 ? -1 : 0;
}

/* With "look" also what is refused, as long as some part of it could be read. */
static struct template *
read_template(struct pkg *p, bool look, struct diag *d)
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
	t->inspect = look;
	t->sound = open_parts(t, d) == 0;
	if (!t->sound && (!look || t->nparts == 0)) {
		template_close(t);
		return NULL;
	}
	return t;
}

struct template *
template_of(struct pkg *p, struct diag *d)
{
	return read_template(p, false, d);
}

struct template *
template_open(const char *path, struct diag *d)
{
	struct pkg *p = pkg_open(path, DIAG_IO_TEMPLATE, d);

	return p == NULL ? NULL : template_of(p, d);
}

struct template *
template_look(const char *path, struct diag *d)
{
	struct pkg *p = pkg_open(path, DIAG_IO_TEMPLATE, d);

	return p == NULL ? NULL : read_template(p, true, d);
}

bool
template_sound(const struct template *t)
{
	return t->sound;
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

size_t
template_scopes(const struct template *t, const struct template_scope **out)
{
	*out = t->scopes;
	return t->nscopes;
}

/* ---- fill ---- */

/* Bytes that we wrote must be XML; anything else is a fault of ours, not a file. */
static int
put_part(struct filler *f, const struct tmpl_part *part, struct buf *b)
{
	size_t bad = 0;
	struct place at = {.file = f->t->path, .part = part->name};

	if (!xml_sound(b->s, b->len, &bad))
		return diag(f->d, DIAG_FILL_BUG, &at, arena_printf(f->mem, "%zu", bad),
		    (char *)NULL);
	buf_cstr(b); /* readers of the view want a NUL behind the last byte */
	pkg_out_put(f->pkg, part->name, b->s, b->len);
	return 0;
}

/* A document whose programs have run. */
struct filled {
	struct filler f;
	struct fill_state s;
	struct fill_opts opts;
	struct turn root;
	struct buf *done; /* by part: its bytes with the fix-ups in */
};

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
			pkg_out_keep(f->pkg, part->name); /* the packed bytes are taken over */
		else if (put_part(f, part, &done[i]) == -1)
			return -1;
	}
	return 0;
}

static void
free_done(struct filled *x)
{
	for (size_t i = 0; x->done != NULL && i < x->f.t->nparts; i++)
		buf_free(&x->done[i]);
}

/* What all programs left open is put in; the package is then complete, but not packed. */
static int
finish(struct filled *x)
{
	struct filler *f = &x->f;

	free_done(x);
	x->done = arena_array(f->mem, f->t->nparts + 1, sizeof(*x->done));
	if (finish_parts(f, x->done) == -1)
		return -1;
	return f->dia->finish(f);
}

static int
run_programs(struct filler *f)
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
	return f->failed || diag_count(f->d, DIAG_ERROR) > f->errors ? -1 : 0;
}

static struct filled *
filled_new(const struct template *t, const struct value *model, const struct fill_opts *opts,
    struct diag *d)
{
	struct arena *mem = arena_new();
	struct filled *x = arena_alloc(mem, sizeof(*x));
	struct filler *f = &x->f;

	*f = (struct filler){.t = t, .dia = t->dia, .mem = mem, .d = d, .s = &x->s};
	if (opts != NULL)
		x->opts = *opts;
	x->root.scope = (struct scope){.turn = model, .count = 1};
	f->errors = diag_count(d, DIAG_ERROR);
	f->opts = &x->opts;
	f->scope = &x->root.scope;
	f->parts = arena_array(mem, t->nparts + 1, sizeof(*f->parts));
	f->own = arena_alloc(mem, t->dia->fill_size + 1);
	f->pkg = pkg_out_new(t->pkg);
	x->root.number = f->turn = ++x->s.turns;
	x->s.said = arena_alloc(mem, t->nuses + 1);
	x->s.uniques = names_new(mem);
	x->s.seqs = names_new(mem);
	x->s.markidx = names_new(mem);
	for (size_t i = 0; i < t->nparts; i++) {
		f->parts[i].part = &t->parts[i];
		buf_reserve(&f->parts[i].out,
		    t->parts[i].prog != NULL ? t->parts[i].prog->text_len * 2 : 16);
	}
	return x;
}

void
filled_free(struct filled *x)
{
	struct filler *f;

	if (x == NULL)
		return;
	f = &x->f;
	if (f->dia->done != NULL)
		f->dia->done(f);
	pkg_out_free(f->pkg);
	for (size_t i = 0; i < f->t->nparts; i++)
		buf_free(&f->parts[i].out);
	free_done(x);
	buf_free(&x->s.value);
	buf_free(&x->s.broken);
	buf_free(&x->s.plain);
	arena_free(f->mem);
}

struct filled *
template_run(const struct template *t, const struct value *model, const struct fill_opts *opts,
    struct diag *d)
{
	struct filled *x = filled_new(t, model, opts, d);

	if (run_programs(&x->f) == 0 && finish(x) == 0)
		return x;
	filled_free(x);
	return NULL;
}

int
filled_number(struct filled *x, const struct fill_pages *pages)
{
	x->opts.pages = pages;
	x->s.pages = NULL;
	return finish(x);
}

struct pkg *
filled_view(struct filled *x)
{
	return pkg_out_view(x->f.pkg, x->f.t->path);
}

int
filled_pack(struct filled *x, struct buf *out)
{
	size_t len = out->len;
	int rc = pkg_out_finish(x->f.pkg, out, x->f.d);

	if (rc == -1)
		out->len = len;
	return rc;
}

int
template_fill(const struct template *t, const struct value *model, const struct fill_opts *opts,
    struct buf *out, struct diag *d)
{
	struct filled *x = template_run(t, model, opts, d);
	int rc = x == NULL ? -1 : filled_pack(x, out);

	filled_free(x);
	return rc;
}
