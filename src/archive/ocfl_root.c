/* ocfl_root - storage roots; see ocfl.h */
#include <errno.h>
#include <jansson.h>
#include <string.h>

#include "archive/ocfl.h"
#include "base/publish.h"

#define SMALL_MOST 65536
#define ROOT_DEPTH 32 /* folders above an object */

struct walk {
	struct arena *a;
	const char *dir;
	bool check, flat; /* flat: the layout says that an object's folder is its id */
	char spec;        /* last digit of the version */
	struct ocfl_report *r;
	struct ocfl_objects *out;
};

static void
fault(struct walk *w, const char *name, const char *code, const char *detail)
{
	ocfl_fault(w->r, folder_join(w->a, w->dir, name), code, detail);
}

static void
unreadable(struct walk *w, const char *name, int err)
{
	struct place at = {.file = folder_join(w->a, w->dir, name)};

	w->r->faults++;
	diag(w->r->d, DIAG_ARCHIVE_READ, &at, publish_why(w->r->d, err), NULL);
}

/* 0=ocfl_1.1 and its text. */
static int
declaration(struct walk *w, const struct entries *l)
{
	struct place at = {.file = w->dir};
	const char *name = NULL, *s;
	size_t i, len, n = 0;

	for (i = 0; i < l->n; i++)
		if (strncmp(l->v[i].name, "0=", 2) == 0) {
			n++;
			name = l->v[i].name;
		}
	if (n != 1) {
		w->r->faults++;
		return diag(w->r->d, DIAG_ARCHIVE_NO_ROOT, &at, n == 0 ? "E069" : "E076", NULL);
	}
	if (strcmp(name, OCFL_ROOT) != 0 && strcmp(name, "0=ocfl_1.0") != 0) {
		w->r->faults++;
		return diag(w->r->d, DIAG_ARCHIVE_NO_ROOT, &at, "E077", NULL);
	}
	w->spec = name[strlen(name) - 1];
	s = ocfl_slurp(w->a, folder_join(w->a, w->dir, name), SMALL_MOST, &len, w->r);
	if (s != NULL && (len != strlen(name + 2) + 1 || strncmp(s, name + 2, len - 1) != 0 ||
	    s[len - 1] != '\n'))
		fault(w, name, "E080", NULL);
	return 0;
}

static void
layout(struct walk *w, const struct entries *l)
{
	const char *s, *name;
	json_t *o;
	size_t len;

	if (folder_find(l, "ocfl_layout.json") == NULL)
		return;
	s = ocfl_slurp(w->a, folder_join(w->a, w->dir, "ocfl_layout.json"), SMALL_MOST, &len, w->r);
	if (s == NULL)
		return;
	o = json_loadb(s, len, JSON_REJECT_DUPLICATES, NULL);
	name = json_string_value(json_object_get(o, "extension"));
	if (name == NULL || !json_is_string(json_object_get(o, "description")))
		fault(w, "ocfl_layout.json", "E070", NULL);
	else if (!ocfl_is_extension(name))
		fault(w, "ocfl_layout.json", "E071", arena_strdup(w->a, name));
	else
		w->flat = strcmp(name, OCFL_LAYOUT) == 0;
	json_decref(o);
}

static bool
is_object(const struct entries *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (strncmp(l->v[i].name, "0=ocfl_object", 13) == 0)
			return true;
	/* One that lost its declaration. */
	return folder_find(l, "inventory.json") != NULL || folder_find(l, "v1") != NULL;
}

static void
object(struct walk *w, const char *path)
{
	const char *dir = folder_join(w->a, w->dir, path);
	struct ocfl_objects *l = w->out, before = *l;
	size_t faults = w->r->faults;
	struct ocfl_object *o;

	l->v = arena_grow(w->a, l->v, l->n, l->n + 1, &l->cap, sizeof(l->v[0]));
	o = &l->v[l->n++];
	*o = (struct ocfl_object){.path = path};
	o->inv = w->check ? ocfl_check_object(w->a, dir, w->r, l)
	    : ocfl_inventory(w->a, dir, w->r, NULL, NULL);
	/* Also when nothing is verified: the id must not pass for another plan's. */
	if (o->inv != NULL && w->flat && strcmp(o->inv->id, path) != 0)
		fault(w, path, "E083", o->inv->id);
	if (w->check && o->inv != NULL) {
		if (o->inv->spec[2] > w->spec)
			fault(w, path, "E081", NULL);
	}
	o->versions = l->versions - before.versions;
	o->files = l->files - before.files;
	o->bytes = l->bytes - before.bytes;
	o->faults = w->r->faults - faults;
}

/* extensions/ of the root: a folder for each. */
static void
extensions(struct walk *w)
{
	struct entries l;
	size_t i;

	if (folder_list(w->a, folder_join(w->a, w->dir, "extensions"), false, &l) == -1) {
		if (errno == ENOTDIR || errno == ELOOP)
			fault(w, "extensions", "E112", NULL);
		else
			unreadable(w, "extensions", errno);
		return;
	}
	for (i = 0; i < l.n; i++) {
		const char *name = folder_join(w->a, "extensions", l.v[i].name);

		if (l.v[i].kind != ENTRY_FOLDER)
			fault(w, name, "E112", NULL);
		else if (!ocfl_is_extension(l.v[i].name))
			fault(w, name, "W016", NULL);
	}
}

/* The file system's own folder, in the root of a mount point: empty, or closed to us. */
static bool
is_lost(struct walk *w, const char *name)
{
	struct entries l;

	if (strcmp(name, FOLDER_LOST) != 0)
		return false;
	return folder_list(w->a, folder_join(w->a, w->dir, name), false, &l) == 0 ? l.n == 0
	    : errno == EACCES;
}

static void
hierarchy(struct walk *w, const char *path, int depth)
{
	struct entries l;
	size_t i;

	if (depth > ROOT_DEPTH) {
		fault(w, path, "E085", NULL);
		return;
	}
	if (folder_list(w->a, folder_join(w->a, w->dir, path), false, &l) == -1) {
		unreadable(w, path, errno);
		return;
	}
	if (depth > 0 && is_object(&l)) {
		object(w, path);
		return;
	}
	if (depth > 0 && l.n == 0 && w->check)
		fault(w, path, "E073", NULL);
	for (i = 0; i < l.n; i++) {
		const char *name = folder_join(w->a, path, l.v[i].name);

		if (depth == 0 && (strcmp(name, "extensions") == 0 || is_lost(w, name) ||
		    (l.v[i].kind == ENTRY_FOLDER && publish_tree_left(name))))
			continue;
		if (l.v[i].kind == ENTRY_FOLDER)
			hierarchy(w, name, depth + 1);
		else if (w->check && (l.v[i].kind != ENTRY_FILE || l.v[i].hard))
			fault(w, name, "E090", NULL);
		else if (w->check && depth > 0)
			fault(w, name, "E072", NULL);
	}
}

static int
by_id(const void *a, const void *b)
{
	const struct ocfl_object *x = *(struct ocfl_object *const *)a, *y = *(struct ocfl_object *const *)b;
	int rc = strcmp(x->inv->id, y->inv->id);

	return rc != 0 ? rc : strcmp(x->path, y->path);
}

/* No two objects of one id. */
static void
check_ids(struct walk *w)
{
	struct ocfl_objects *l = w->out;
	struct ocfl_object **v = arena_array(w->a, l->n, sizeof(*v));
	size_t i, n = 0;

	for (i = 0; i < l->n; i++)
		if (l->v[i].inv != NULL)
			v[n++] = &l->v[i];
	if (n > 1)
		qsort(v, n, sizeof(*v), by_id);
	for (i = 1; i < n; i++)
		if (strcmp(v[i - 1]->inv->id, v[i]->inv->id) == 0) {
			v[i]->faults++;
			fault(w, v[i]->path, "E037", arena_printf(w->a, "%s: %s", v[i]->inv->id,
			    v[i - 1]->path));
		}
}

int
ocfl_root(struct arena *a, const char *dir, bool check, struct ocfl_report *r,
    struct ocfl_objects *out)
{
	struct walk w = {.a = a, .dir = dir, .check = check, .r = r, .out = out};
	struct place at = {.file = dir};
	struct entries l;

	*out = (struct ocfl_objects){.v = NULL};
	if (folder_list(a, dir, false, &l) == -1) {
		r->faults++;
		return diag(r->d, DIAG_ARCHIVE_NO_ROOT, &at, publish_why(r->d, errno), NULL);
	}
	if (declaration(&w, &l) == -1)
		return -1;
	layout(&w, &l);
	if (check && folder_find(&l, "extensions") != NULL)
		extensions(&w);
	hierarchy(&w, "", 0);
	check_ids(&w);
	return 0;
}
