/* ocfl - objects; see ocfl.h.  Codes are those of the OCFL 1.1 validation list. */
#include "archive/ocfl.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/publish.h"

#define SMALL_MOST 65536 /* declarations, sidecars, layouts */

/* Digests of the content files by another algorithm than the root inventory's. */
struct others {
	const char *algorithm;
	const char **hex; /* of each file; NULL: not reckoned yet, "": cannot be read */
};
#define OTHERS_MOST 8 /* as many as digest.c knows */

/* An object being checked. */
struct object {
	struct arena *a;
	const char *dir;
	struct ocfl_report *r;
	struct inventory *inv;  /* of the root */
	const char *bytes;      /* of inventory.json */
	size_t len;
	struct entries top;
	struct inv_paths files; /* content files found, with their digests */
	struct others others[OTHERS_MOST];
	size_t nothers;
};

static const char *
in(struct object *o, const char *name)
{
	return folder_join(o->a, o->dir, name);
}

static void
fault(struct object *o, const char *name, const char *code, const char *detail)
{
	ocfl_fault(o->r, in(o, name), code, detail);
}

static void
unreadable(struct ocfl_report *r, const char *path, int err)
{
	struct place at = {.file = path};

	r->faults++;
	diag(r->d, DIAG_ARCHIVE_READ, &at, publish_why(r->d, err), NULL);
}

/* One of the messages about content: changed, missing, extra. */
static void
content_fault(struct object *o, const char *path, enum diag_code code, const char *where,
    const char *ocfl)
{
	struct place at = {.file = in(o, path)};

	o->r->faults++;
	diag(o->r->d, code, &at, where, ocfl, NULL);
}

const char *
ocfl_slurp(struct arena *a, const char *path, size_t limit, size_t *len, struct ocfl_report *r)
{
	const char *slash = strrchr(path, '/');
	const char *dir = slash == NULL ? "." : slash == path ? "/"
	    : arena_strndup(a, path, (size_t)(slash - path));
	size_t n = 0;
	char *s = slurp_below(dir, slash == NULL ? path : slash + 1, limit, &n, DIAG_ARCHIVE_READ,
	    r->d), *out;

	if (s == NULL) {
		r->faults++;
		return NULL;
	}
	out = arena_strndup(a, s, n);
	free(s);
	*len = n;
	return out;
}

/* "DIGEST  inventory.json" */
static void
check_sidecar(struct arena *a, const char *dir, const struct inventory *v, struct ocfl_report *r)
{
	const char *path = arena_printf(a, "%s/inventory.json.%s", dir, v->algorithm), *s;
	size_t len, n;
	struct entries l;

	if (folder_list(a, dir, false, &l) == -1 ||
	    folder_find(&l, arena_printf(a, "inventory.json.%s", v->algorithm)) == NULL) {
		ocfl_fault(r, path, "E058", NULL);
		return;
	}
	s = ocfl_slurp(a, path, SMALL_MOST, &len, r);
	if (s == NULL)
		return;
	n = strcspn(s, " \t");
	if (strlen(s) != len || s[n] == '\0' ||
	    strcmp(s + n + strspn(s + n, " \t"), "inventory.json\n") != 0 ||
	    !digest_is_hex(v->algorithm, arena_strndup(a, s, n)))
		ocfl_fault(r, path, "E061", NULL);
	else if (strncasecmp(s, v->digest, n) != 0)
		ocfl_fault(r, path, "E060", NULL);
}

struct inventory *
ocfl_inventory(struct arena *a, const char *dir, struct ocfl_report *r, const char **bytes,
    size_t *len)
{
	const char *path = folder_join(a, dir, "inventory.json"), *s;
	struct inventory *v;
	size_t n = 0;

	s = ocfl_slurp(a, path, INVENTORY_MOST, &n, r);
	if (s == NULL)
		return NULL;
	v = inventory_parse(a, path, s, n, r);
	if (v != NULL) {
		v->dir = dir;
		check_sidecar(a, dir, v, r);
	}
	if (bytes != NULL)
		*bytes = s;
	if (len != NULL)
		*len = n;
	return v;
}

bool
ocfl_is_extension(const char *name)
{
	return strspn(name, "0123456789") == 4 && name[4] == '-' && name[5] != '\0' &&
	    strspn(name + 5, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(name + 5);
}

/* -- the object's own folder -- */

static void
check_declaration(struct object *o)
{
	const char *found = NULL, *s;
	size_t i, len, n = 0;

	for (i = 0; i < o->top.n; i++) {
		const struct entry *e = &o->top.v[i];

		if (strncmp(e->name, "0=", 2) != 0 || e->kind != ENTRY_FILE)
			continue;
		n++;
		if (strncmp(e->name + 2, "ocfl_object_", 12) != 0)
			fault(o, e->name, "E006", NULL);
		else
			found = e->name;
	}
	if (n != 1 || found == NULL) {
		if (n != 1)
			fault(o, "", "E003", NULL);
		return;
	}
	if (strcmp(found, "0=ocfl_object_1.0") != 0 && strcmp(found, OCFL_DECLARATION) != 0) {
		fault(o, found, "E004", NULL);
		return;
	}
	s = ocfl_slurp(o->a, in(o, found), SMALL_MOST, &len, o->r);
	if (s != NULL && (len != strlen(found + 2) + 1 || strncmp(s, found + 2, len - 1) != 0 ||
	    s[len - 1] != '\n'))
		fault(o, found, "E007", NULL);
	if (o->inv != NULL && strcmp(found + 14, o->inv->spec) != 0)
		fault(o, "inventory.json", "E038", found);
}

static void
check_top_folder(struct object *o, const struct entry *e)
{
	struct entries l;
	size_t i;

	if (inventory_version(e->name, NULL) > 0)
		return; /* seen with the versions */
	/* We make neither of them, and nothing holds a digest of what is in them. */
	if (o->r->own || (strcmp(e->name, "logs") != 0 && strcmp(e->name, "extensions") != 0)) {
		fault(o, e->name, "E001", NULL);
		return;
	}
	if (strcmp(e->name, "logs") == 0)
		return;
	if (folder_list(o->a, in(o, e->name), false, &l) == -1)
		unreadable(o->r, in(o, e->name), errno);
	for (i = 0; i < l.n; i++) {
		const char *name = folder_join(o->a, "extensions", l.v[i].name);

		if (l.v[i].kind != ENTRY_FOLDER)
			fault(o, name, "E067", NULL);
		else if (!ocfl_is_extension(l.v[i].name))
			fault(o, name, "W013", NULL);
	}
}

static void
check_top(struct object *o)
{
	const char *sidecar = o->inv == NULL ? "inventory.json.sha512"
	    : arena_printf(o->a, "inventory.json.%s", o->inv->algorithm);
	size_t i;

	check_declaration(o);
	for (i = 0; i < o->top.n; i++) {
		const struct entry *e = &o->top.v[i];

		if (e->kind == ENTRY_LINK || e->hard)
			fault(o, e->name, "E090", NULL);
		else if (e->kind == ENTRY_FOLDER)
			check_top_folder(o, e);
		else if (strncmp(e->name, "0=", 2) != 0 && strcmp(e->name, "inventory.json") != 0 &&
		    strcmp(e->name, sidecar) != 0)
			fault(o, e->name, "E001", NULL);
	}
}

/* -- content -- */

static void
found_file(struct object *o, const char *path, struct ocfl_objects *count)
{
	char hex[DIGEST_HEX];
	uint64_t size = 0;

	if (digest_file(o->inv->algorithm, in(o, path), hex, &size) == -1) {
		unreadable(o->r, in(o, path), errno);
		hex[0] = '\0';
	}
	if (count != NULL) {
		count->files++;
		count->bytes += size;
	}
	o->files.v = arena_grow(o->a, o->files.v, o->files.n, o->files.n + 1, &o->files.cap,
	    sizeof(o->files.v[0]));
	o->files.v[o->files.n].digest = arena_strdup(o->a, hex);
	o->files.v[o->files.n++].path = path;
}

/* Everything below the content folder of a version. */
static void
walk_content(struct object *o, const char *content, bool empty, struct ocfl_objects *count)
{
	struct entries l;
	size_t i;

	if (folder_list(o->a, in(o, content), true, &l) == -1) {
		unreadable(o->r, in(o, content), errno);
		return;
	}
	if (l.n == 0 && !empty)
		fault(o, content, "W003", NULL);
	for (i = 0; i < l.n; i++) {
		const struct entry *e = &l.v[i];
		const char *path = folder_join(o->a, content, e->path);

		if (e->kind == ENTRY_LINK || e->kind == ENTRY_OTHER || e->hard)
			fault(o, path, "E090", NULL);
		else if (e->kind == ENTRY_FOLDER && e->empty)
			fault(o, path, "E024", NULL);
		if (e->kind == ENTRY_FILE)
			found_file(o, path, count);
	}
}

static void
walk_version(struct object *o, const char *name, struct ocfl_objects *count)
{
	const char *sidecar = arena_printf(o->a, "inventory.json.%s", o->inv->algorithm);
	struct entries l;
	size_t i;

	if (folder_list(o->a, in(o, name), false, &l) == -1) {
		unreadable(o->r, in(o, name), errno);
		return;
	}
	for (i = 0; i < l.n; i++) {
		const struct entry *e = &l.v[i];
		const char *path = folder_join(o->a, name, e->name);

		if (e->kind == ENTRY_LINK || e->hard)
			fault(o, path, "E090", NULL);
		else if (e->kind == ENTRY_FOLDER && strcmp(e->name, o->inv->content) == 0)
			walk_content(o, path, false, count);
		else if (e->kind == ENTRY_FOLDER)
			fault(o, path, "W002", NULL);
		else if (strcmp(e->name, "inventory.json") != 0 && strcmp(e->name, sidecar) != 0 &&
		    strncmp(e->name, "inventory.json.sha", 18) != 0)
			fault(o, path, "E015", NULL);
	}
}

/*
 * The digest of the i-th file by any algorithm that we know.  A file is read once for each: how
 * often an inventory of a stranger names it must cost nothing.  "": it cannot be read.
 */
static const char *
file_digest(struct object *o, const char *algorithm, size_t i)
{
	struct others *other;
	char hex[DIGEST_HEX];
	size_t k;

	if (strcmp(algorithm, o->inv->algorithm) == 0)
		return o->files.v[i].digest;
	for (k = 0; k < o->nothers && strcmp(o->others[k].algorithm, algorithm) != 0; k++)
		;
	if (k == OTHERS_MOST)
		return "";
	other = &o->others[k];
	if (k == o->nothers) {
		o->nothers++;
		*other = (struct others){algorithm, arena_array(o->a, o->files.n,
		    sizeof(*other->hex))};
	}
	if (other->hex[i] == NULL)
		other->hex[i] = digest_file(algorithm, in(o, o->files.v[i].path), hex, NULL) == -1
		    ? "" : arena_strdup(o->a, hex);
	return other->hex[i];
}

/* Files found and files listed are the same, with the same digests. */
static void
compare_content(struct object *o, const struct inventory *v, const char *where, long upto,
    bool old)
{
	const struct inv_paths *m = &v->manifest;
	size_t i;

	for (i = 0; i < o->files.n; i++) {
		const char *path = o->files.v[i].path, *want = inv_paths_digest(m, path), *is;
		long number = inventory_version(arena_strndup(o->a, path, strcspn(path, "/")), NULL);

		if (number > upto)
			continue;
		if (want == NULL) {
			content_fault(o, path, DIAG_ARCHIVE_EXTRA, where, "E023");
			continue;
		}
		is = file_digest(o, v->algorithm, i);
		/* One that cannot be read is reported as that, and not as changed. */
		if (is[0] != '\0' && strcasecmp(want, is) != 0)
			content_fault(o, path, DIAG_ARCHIVE_FIXITY, where, old ? "E066, E092" : "E092");
	}
	for (i = 0; i < m->n; i++)
		if (inv_paths_digest(&o->files, m->v[i].path) == NULL)
			content_fault(o, m->v[i].path, DIAG_ARCHIVE_MISSING, where, "E092");
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct inv_path *)a)->path, ((const struct inv_path *)b)->path);
}

/* -- inventories of the versions -- */

/* The content file that a logical path stands for, whatever the algorithm. */
static bool
same_content(const struct inventory *v, const char *digest, const struct inventory *w,
    const char *other)
{
	const char *path;
	size_t i;

	if (strcmp(v->algorithm, w->algorithm) == 0)
		return strcasecmp(digest, other) == 0;
	for (i = 0; i < v->manifest.n; i++) {
		if (strcasecmp(v->manifest.v[i].digest, digest) != 0)
			continue;
		path = inv_paths_digest(&w->manifest, v->manifest.v[i].path);
		if (path != NULL && strcasecmp(path, other) == 0)
			return true;
	}
	return false;
}

static void
compare_states(struct object *o, const struct inventory *old, const char *file)
{
	size_t i, k;

	for (i = 0; i < old->nversions && i < o->inv->nversions; i++) {
		const struct inv_paths *was = &old->versions[i].state, *is = &o->inv->versions[i].state;

		if (was->n != is->n)
			fault(o, file, "E066", old->versions[i].name);
		for (k = 0; k < was->n && was->n == is->n; k++)
			if (strcmp(was->v[k].path, is->v[k].path) != 0 ||
			    !same_content(old, was->v[k].digest, o->inv, is->v[k].digest)) {
				fault(o, file, "E066", was->v[k].path);
				break;
			}
		if (old->versions[i].created != NULL && o->inv->versions[i].created != NULL &&
		    (strcmp(old->versions[i].created, o->inv->versions[i].created) != 0 ||
		    strcmp(old->versions[i].message == NULL ? "" : old->versions[i].message,
			o->inv->versions[i].message == NULL ? "" : o->inv->versions[i].message) != 0))
			fault(o, file, "W011", old->versions[i].name);
	}
}

/* Fixity blocks of an inventory, the newest or an older one: their algorithms may be others. */
static void
check_fixity(struct object *o, const struct inventory *v)
{
	const struct inv_fixity *f;
	const char *is;
	size_t i, k, at;

	for (i = 0; i < v->nfixity; i++) {
		f = &v->fixity[i];
		if (!digest_known(f->algorithm))
			continue;
		for (k = 0; k < f->paths.n; k++) {
			if (!inv_paths_find(&o->files, f->paths.v[k].path, &at))
				continue;
			is = file_digest(o, f->algorithm, at);
			if (is[0] != '\0' && strcasecmp(is, f->paths.v[k].digest) != 0)
				content_fault(o, f->paths.v[k].path, DIAG_ARCHIVE_FIXITY, "fixity", "E093");
		}
	}
}

static void
check_old(struct object *o, const struct inventory *old, const char *file, long number)
{
	if (strcmp(old->id, o->inv->id) != 0)
		fault(o, file, "E037", old->id);
	if (old->content_given != o->inv->content_given)
		fault(o, file, "E019", old->content);
	else if (strcmp(old->content, o->inv->content) != 0)
		fault(o, file, "E020", old->content);
	if (old->head_number != number)
		fault(o, file, "E040", old->head);
	if (strcmp(old->spec, o->inv->spec) > 0)
		fault(o, file, "E103", old->spec);
	compare_states(o, old, file);
	compare_content(o, old, file, number, true);
	check_fixity(o, old);
}

static void
check_version(struct object *o, const char *name, long number)
{
	const char *file = folder_join(o->a, name, "inventory.json"), *bytes;
	bool newest = (size_t)number == o->inv->nversions;
	struct inventory *old;
	struct entries l;
	size_t len = 0;

	if (folder_list(o->a, in(o, name), false, &l) == -1)
		return; /* reported by walk_version() */
	if (folder_find(&l, "inventory.json") == NULL) {
		fault(o, file, "W010", NULL);
		return;
	}
	old = ocfl_inventory(o->a, in(o, name), o->r, &bytes, &len);
	if (old == NULL)
		return;
	if (newest && (len != o->len || memcmp(bytes, o->bytes, len) != 0))
		fault(o, file, "E064", NULL);
	else if (!newest)
		check_old(o, old, file, number);
}

/* Version folders and the inventory's versions are the same. */
static void
check_versions(struct object *o, struct ocfl_objects *count)
{
	const struct inventory *v = o->inv;
	size_t i;

	for (i = 0; i < o->top.n; i++) {
		const struct entry *e = &o->top.v[i];
		long number = inventory_version(e->name, NULL);
		const struct inv_version *w;

		if (e->kind != ENTRY_FOLDER || number == 0)
			continue;
		w = inventory_find(v, number);
		if (w == NULL || strcmp(w->name, e->name) != 0) {
			fault(o, e->name, "E046", NULL);
			continue;
		}
		if (count != NULL)
			count->versions++;
		walk_version(o, e->name, count);
	}
	if (o->files.n > 1)
		qsort(o->files.v, o->files.n, sizeof(o->files.v[0]), by_path);
	compare_content(o, v, "inventory.json", (long)v->nversions, false);
	for (i = 0; i < v->nversions; i++) {
		const struct entry *e = folder_find(&o->top, v->versions[i].name);

		if (e == NULL || e->kind != ENTRY_FOLDER)
			fault(o, v->versions[i].name, "E010", NULL);
		else
			check_version(o, e->name, v->versions[i].number);
	}
}

struct inventory *
ocfl_check_object(struct arena *a, const char *dir, struct ocfl_report *r,
    struct ocfl_objects *count)
{
	struct object o = {.a = a, .dir = dir, .r = r};

	if (folder_list(a, dir, false, &o.top) == -1) {
		unreadable(r, dir, errno);
		return NULL;
	}
	if (folder_find(&o.top, "inventory.json") == NULL)
		fault(&o, "inventory.json", "E063", NULL);
	else
		o.inv = ocfl_inventory(a, dir, r, &o.bytes, &o.len);
	check_top(&o);
	if (o.inv == NULL)
		return NULL;
	check_versions(&o, count);
	check_fixity(&o, o.inv);
	return o.inv;
}
