/* store - see store.h */
#include "archive/store.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "archive/readme.h"
#include "base/publish.h"
#include "base/utf8.h"

#define CONTENT_MOST ((size_t)1 << 30) /* bytes of one file */
#define SMALL_MOST 65536
#define ROOT_SUMS "root.sha512"
#define LAYOUT_TEXT \
	"Each plan in a folder that is named as the plan (the id in its inventory.json)"

const char *
archive_now(struct arena *a)
{
	time_t now = time(NULL);
	struct tm tm;

	if (gmtime_r(&now, &tm) == NULL)
		memset(&tm, 0, sizeof(tm));
	return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1,
	    tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static const char *
in_root(const struct archive *ar, const char *name)
{
	return folder_join(ar->a, ar->root, name);
}

static bool
exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

static bool
is_folder(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool
is_file(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* -- making a new archive -- */

static char *
dump(json_t *o)
{
	char *s = o == NULL ? NULL : json_dumps(o, JSON_INDENT(2));
	size_t n = s == NULL ? 0 : strlen(s);

	json_decref(o);
	s = xrealloc(s, n + 2);
	s[n] = '\n';
	s[n + 1] = '\0';
	return s;
}

/* "DIGEST  NAME" of the root's own files, as sha512sum writes it. */
static const char *
root_sums(struct arena *a, const char *layout)
{
	char hex[3][DIGEST_HEX];

	digest_bytes("sha512", "ocfl_1.1\n", 9, hex[0]);
	digest_bytes("sha512", archive_readme, strlen(archive_readme), hex[1]);
	digest_bytes("sha512", layout, strlen(layout), hex[2]);
	return arena_printf(a, "%s  " OCFL_ROOT "\n%s  README.txt\n%s  ocfl_layout.json\n", hex[0],
	    hex[1], hex[2]);
}

/*
 * The root with all that belongs to it but objects: complete, or not there at all.  Inside a
 * mount point one file after the other, the declaration last: until then it is no archive.
 * Another run may do the same; what it put there is never replaced, for its register may
 * have entries by now.
 */
static int
make_root(struct archive *ar)
{
	static const char *const names[] = {"README.txt", "ocfl_layout.json", ROOT_SUMS,
	    REGISTER_FILE, OCFL_ROOT};
	bool inside = publish_tree_inside(ar->root);
	struct publish_tree *t = publish_tree_new(ar->root, ar->d);
	char *layout = dump(json_pack("{s:s, s:s}", "extension", OCFL_LAYOUT, "description",
	    LAYOUT_TEXT));
	const char *sums = root_sums(ar->a, layout);
	int rc = -1;
	size_t i;

	if (t != NULL && publish_tree_put(t, OCFL_ROOT, "ocfl_1.1\n", 9, ar->d) == 0 &&
	    publish_tree_put(t, "ocfl_layout.json", layout, strlen(layout), ar->d) == 0 &&
	    publish_tree_put(t, ROOT_SUMS, sums, strlen(sums), ar->d) == 0 &&
	    publish_tree_put(t, "README.txt", archive_readme, strlen(archive_readme), ar->d) == 0 &&
	    publish_tree_put(t, REGISTER_FILE, "", 0, ar->d) == 0)
		rc = inside ? 0 : publish_tree_move(t, "", ar->root, true, ar->d);
	for (i = 0; inside && i < 5 && rc == 0; i++)
		if (!exists(in_root(ar, names[i])) &&
		    publish_tree_move(t, names[i], in_root(ar, names[i]), false, ar->d) == -1)
			rc = exists(in_root(ar, names[i])) ? 0 : -1;
	publish_tree_free(t);
	free(layout);
	return rc;
}

/* Of a root that a dead run began in a mount point: no declaration, and nothing entered. */
static bool
is_begun(const struct archive *ar, const char *name)
{
	struct stat st;

	if (strcmp(name, REGISTER_FILE) == 0)
		return lstat(in_root(ar, name), &st) == 0 && S_ISREG(st.st_mode) && st.st_size == 0;
	return strcmp(name, "README.txt") == 0 || strcmp(name, "ocfl_layout.json") == 0 ||
	    strcmp(name, ROOT_SUMS) == 0 || publish_tree_left(name) ||
	    strcmp(name, FOLDER_LOST) == 0;
}

/* Is nothing there, or a folder without anything, or what make_root() began? */
static bool
is_vacant(const struct archive *ar)
{
	struct entries l;
	size_t i;

	if (!exists(ar->root))
		return true;
	if (folder_list(ar->a, ar->root, false, &l) == -1)
		return false;
	for (i = 0; i < l.n; i++)
		if (!is_begun(ar, l.v[i].name))
			return false;
	return l.n == 0 || publish_tree_inside(ar->root);
}

/* -- what a dead run left -- */

static int
stuck(struct archive *ar, const char *dir, const char *en, const char *lv)
{
	struct place at = {.file = dir};

	return diag(ar->d, DIAG_ARCHIVE_STUCK, &at, diag_pick(ar->d, en, lv), NULL);
}

static void
finished(struct archive *ar, const char *dir, const char *what)
{
	struct place at = {.file = dir};

	diag(ar->d, DIAG_ARCHIVE_FINISHED, &at, what, NULL);
}

/* Write the root inventory and its sidecar anew from a version's folder. */
static int
set_inventory(struct archive *ar, const char *dir, const char *bytes, size_t len)
{
	struct publish_tree *t = publish_tree_new(ar->root, ar->d);
	char hex[DIGEST_HEX];
	const char *line;
	int rc = -1;

	digest_bytes("sha512", bytes, len, hex);
	line = arena_printf(ar->a, "%s  inventory.json\n", hex);
	if (t != NULL && publish_tree_put(t, "inventory.json", bytes, len, ar->d) == 0 &&
	    publish_tree_put(t, "inventory.json.sha512", line, strlen(line), ar->d) == 0 &&
	    publish_tree_move(t, "inventory.json", folder_join(ar->a, dir, "inventory.json"), true,
		ar->d) == 0 &&
	    publish_tree_move(t, "inventory.json.sha512",
		folder_join(ar->a, dir, "inventory.json.sha512"), true, ar->d) == 0)
		rc = 0;
	publish_tree_free(t);
	return rc;
}

/* Does the newer inventory say the same of every version that the older one has? */
static bool
extends(const struct inventory *old, const struct inventory *new)
{
	size_t i, k;

	if (strcmp(old->id, new->id) != 0 || new->nversions != old->nversions + 1 ||
	    strcmp(old->algorithm, new->algorithm) != 0)
		return false;
	for (i = 0; i < old->nversions; i++) {
		const struct inv_paths *x = &old->versions[i].state, *y = &new->versions[i].state;

		if (x->n != y->n)
			return false;
		for (k = 0; k < x->n; k++)
			if (strcmp(x->v[k].path, y->v[k].path) != 0 ||
			    strcasecmp(x->v[k].digest, y->v[k].digest) != 0)
				return false;
	}
	return true;
}

/* A version folder behind the head: whole, with the content that its inventory lists? */
static bool
is_complete(struct archive *ar, const char *dir, const struct inventory *v)
{
	size_t i;

	for (i = 0; i < v->manifest.n; i++) {
		char hex[DIGEST_HEX];

		if (digest_file(v->algorithm, folder_join(ar->a, dir, v->manifest.v[i].path), hex,
		    NULL) == -1 || strcasecmp(hex, v->manifest.v[i].digest) != 0)
			return false;
	}
	return true;
}

/* Recover one object whose folder, not its inventory, shows a further version. */
static int
finish_version(struct archive *ar, const char *dir, const struct inventory *old, const char *next)
{
	struct diag *quiet = diag_new(diag_language(ar->d));
	struct ocfl_report r = {quiet, 0, true};
	const char *bytes;
	size_t len;
	struct inventory *v = ocfl_inventory(ar->a, folder_join(ar->a, dir, next), &r, &bytes, &len);
	bool good = v != NULL && r.faults == 0 && strcmp(v->head, next) == 0 && extends(old, v) &&
	    is_complete(ar, dir, v);

	diag_free(quiet);
	if (!good)
		return stuck(ar, dir, "the newest version folder is not complete",
		    "jaunākās versijas mape nav pilnīga");
	if (set_inventory(ar, dir, bytes, len) == -1)
		return -1;
	finished(ar, dir, next);
	return 0;
}

/* The sidecar is older than the inventory: only if that is the newest version's. */
static int
finish_sidecar(struct archive *ar, const char *dir, const char *head)
{
	size_t len, other;
	struct diag *quiet = diag_new(diag_language(ar->d));
	struct ocfl_report r = {quiet, 0, true};
	const char *bytes = ocfl_slurp(ar->a, folder_join(ar->a, dir, "inventory.json"),
	    INVENTORY_MOST, &len, &r), *own;
	struct inventory *v = ocfl_inventory(ar->a, folder_join(ar->a, dir, head), &r, &own, &other);
	bool good = v != NULL && r.faults == 0 && bytes != NULL && len == other &&
	    memcmp(bytes, own, len) == 0;

	diag_free(quiet);
	if (!good)
		return stuck(ar, dir, "inventory.json and its digest do not fit each other",
		    "inventory.json un tā kontrolsumma nesaskan");
	if (set_inventory(ar, dir, bytes, len) == -1)
		return -1;
	finished(ar, dir, "inventory.json.sha512");
	return 0;
}

/* 0: fine or finished. */
static int
recover_object(struct archive *ar, const char *name)
{
	const char *dir = in_root(ar, name), *next;
	struct diag *quiet = diag_new(diag_language(ar->d));
	struct ocfl_report r = {quiet, 0, true};
	struct inventory *v = ocfl_inventory(ar->a, dir, &r, NULL, NULL);
	struct entries l;
	int rc = 0;

	if (v == NULL || v->nversions == 0)
		rc = stuck(ar, dir, "inventory.json cannot be used", "inventory.json nav lietojams");
	else if (r.faults != 0)
		rc = finish_sidecar(ar, dir, v->head);
	next = v == NULL ? NULL : arena_printf(ar->a, "v%ld", v->head_number + 1);
	if (rc == 0 && next != NULL && folder_list(ar->a, dir, false, &l) == 0 &&
	    folder_find(&l, next) != NULL)
		rc = finish_version(ar, dir, v, next);
	diag_free(quiet);
	return rc;
}

/* A run died while writing this line: is what there is of it the line, or nothing? */
static bool
is_torn_line(const struct archive_register *reg, const char *line)
{
	size_t i, n = strlen(line);

	if (reg->torn_len > n)
		return false;
	for (i = 0; i < reg->torn_len; i++)
		if (reg->torn[i] != line[i] && reg->torn[i] != '\0')
			return false;
	return true;
}

static int
append_entry(struct archive *ar, const struct inventory *v, const struct inv_version *w,
    const char *inventory_digest)
{
	const char *line = register_line(ar->a, register_last(&ar->reg), v, w, inventory_digest);
	const char *whole = arena_printf(ar->a, "%s\n", line);

	if (ar->reg.torn != NULL && !is_torn_line(&ar->reg, whole))
		return stuck(ar, ar->reg.path, "the last entry is cut off and fits no version",
		    "pēdējais ieraksts ir aprauts un neatbilst nevienai versijai");
	if (ar->reg.torn != NULL && publish_cut(ar->reg.path, ar->reg.whole, ar->d) == -1)
		return -1;
	if (publish_append(ar->reg.path, whole, strlen(whole), ar->d) == -1)
		return -1;
	ar->reg.torn = NULL;
	ar->reg.torn_len = 0;
	register_add(ar->a, &ar->reg, line, v->id, w->name, inventory_digest);
	return 0;
}

/* The one version that a dead run put in place and did not register. */
static int
recover_register(struct archive *ar, const struct ocfl_objects *l)
{
	const struct inventory *missing = NULL;
	struct place at = {.file = ar->reg.path};
	size_t i, n = 0;

	for (i = 0; i < l->n; i++) {
		const struct inventory *v = l->v[i].inv;

		if (v != NULL && register_find(&ar->reg, v->id, v->head) == NULL) {
			missing = v;
			n++;
		}
	}
	if (n == 0)
		return ar->reg.torn == NULL ? 0 : stuck(ar, ar->reg.path,
		    "the last entry is cut off and fits no version",
		    "pēdējais ieraksts ir aprauts un neatbilst nevienai versijai");
	if (n > 1)
		return stuck(ar, ar->reg.path, "several versions are not in it",
		    "tajā nav vairāku versiju");
	/* No run leaves more than its own entry out. */
	if (register_count(&ar->reg, missing->id) + 1 != missing->nversions)
		return diag(ar->d, DIAG_ARCHIVE_UNSOUND, &at, missing->id, arena_printf(ar->a, "%zu",
		    register_count(&ar->reg, missing->id)), arena_printf(ar->a, "%zu",
		    missing->nversions), NULL);
	if (append_entry(ar, missing, inventory_head(missing), missing->digest) == -1)
		return -1;
	finished(ar, ar->reg.path, arena_printf(ar->a, "%s %s", missing->id, missing->head));
	return 0;
}

static int
recover(struct archive *ar)
{
	struct diag *quiet = diag_new(diag_language(ar->d));
	struct ocfl_report r = {quiet, 0, true};
	struct ocfl_objects l;
	int rc = ocfl_root(ar->a, ar->root, false, &r, &l);
	size_t i;

	if (rc == -1)
		diag_copy(ar->d, quiet);
	for (i = 0; i < l.n && rc == 0; i++)
		rc = recover_object(ar, l.v[i].path);
	diag_free(quiet);
	if (rc == -1)
		return -1;
	/* As they are now: nothing may be left that is not understood. */
	r = (struct ocfl_report){ar->d, 0, true};
	if (ocfl_root(ar->a, ar->root, false, &r, &l) == -1 || r.faults != 0)
		return -1;
	return recover_register(ar, &l);
}

/* -- opening -- */

/* A declaration of some version; whether it is one that we know, ocfl_root() says. */
static bool
is_declared(const struct archive *ar)
{
	struct entries l;
	size_t i;

	if (folder_list(ar->a, ar->root, false, &l) == 0)
		for (i = 0; i < l.n; i++)
			if (strncmp(l.v[i].name, "0=ocfl_", 7) == 0)
				return true;
	return false;
}

int
archive_open(struct archive *ar, struct arena *a, const char *root, enum archive_mode mode,
    bool wait, struct diag *d)
{
	struct ocfl_report r = {d, 0, true};
	struct place at = {.file = root};
	size_t n = strlen(root);

	/* "dir/" is "dir": the work folder stands beside it. */
	while (n > 1 && root[n - 1] == '/')
		n--;
	*ar = (struct archive){.a = a, .root = arena_strndup(a, root, n), .d = d, .lock = -1};
	if (mode == ARCHIVE_WRITE && is_vacant(ar)) {
		struct diag *own = diag_new(diag_language(d));

		int rc;

		ar->d = own;
		rc = make_root(ar);
		ar->d = d;
		/* Another run may have made it meanwhile; then it is there. */
		if (rc == -1 && is_vacant(ar))
			diag_copy(d, own);
		else
			rc = 0;
		diag_free(own);
		if (rc == -1)
			return -1;
	}
	if (is_folder(ar->root) && access(ar->root, R_OK | X_OK) == -1)
		return diag(d, DIAG_ARCHIVE_READ, &at, publish_why(d, errno), NULL);
	if (!is_declared(ar))
		return diag(d, DIAG_ARCHIVE_NO_ROOT, &at, "E069", NULL);
	ar->reg.path = in_root(ar, REGISTER_FILE);
	/* A pipe or a link of this name is none; verify says that it is there. */
	ar->has_register = is_file(ar->reg.path);
	if (!ar->has_register) {
		if (mode == ARCHIVE_WRITE)
			return diag(d, DIAG_ARCHIVE_NO_ROOT, &at, REGISTER_FILE, NULL);
		return 0;
	}
	if (mode == ARCHIVE_READ && access(ar->reg.path, R_OK) == -1) {
		at.file = ar->reg.path;
		return diag(d, DIAG_ARCHIVE_READ, &at, publish_why(d, errno), NULL);
	}
	ar->lock = publish_lock(ar->reg.path, mode == ARCHIVE_WRITE, wait, d);
	if (ar->lock == -1)
		return -1;
	if (mode == ARCHIVE_READ)
		return 0;
	publish_tree_sweep(ar->root);
	if (register_read(a, ar->reg.path, &ar->reg, &r) == -1 || recover(ar) == -1) {
		archive_close(ar);
		return -1;
	}
	return 0;
}

void
archive_close(struct archive *ar)
{
	if (ar->lock != -1)
		close(ar->lock);
	ar->lock = -1;
}

/* -- reading -- */

/* In an archive of others an object may lie anywhere; NULL, and the nearest id, if it is not here. */
static struct inventory *
find_anywhere(struct archive *ar, const char *id, const char **nearest)
{
	struct diag *quiet = diag_new(diag_language(ar->d));
	struct ocfl_report r = {quiet, 0, true};
	struct inventory *v = NULL;
	struct ocfl_objects l;
	const char *names[256];
	size_t i, n = 0;

	*nearest = NULL;
	if (ocfl_root(ar->a, ar->root, false, &r, &l) == -1)
		diag_copy(ar->d, quiet);
	for (i = 0; i < l.n && v == NULL; i++) {
		if (l.v[i].inv != NULL && strcmp(l.v[i].inv->id, id) == 0)
			v = l.v[i].inv;
		if (l.v[i].inv != NULL && n < 256)
			names[n++] = l.v[i].inv->id;
	}
	if (v == NULL)
		*nearest = utf8_nearest(id, names, n);
	/* Again, for what is wrong with it. */
	r = (struct ocfl_report){ar->d, 0, true};
	if (v != NULL)
		v = ocfl_inventory(ar->a, v->dir, &r, NULL, NULL);
	diag_free(quiet);
	return r.faults == 0 ? v : NULL;
}

struct inventory *
archive_find(struct archive *ar, const char *id, bool quiet)
{
	struct place at = {.file = ar->root};
	struct ocfl_report r = {ar->d, 0, true};
	struct inventory *v = NULL;
	const char *nearest;

	if (id[0] != '\0' && id[0] != '.' && strchr(id, '/') == NULL && is_folder(in_root(ar, id)) &&
	    exists(in_root(ar, arena_printf(ar->a, "%s/inventory.json", id))))
		v = ocfl_inventory(ar->a, in_root(ar, id), &r, NULL, NULL);
	if (v != NULL && ar->has_register && strcmp(v->id, id) != 0)
		ocfl_fault(&r, in_root(ar, id), "E083", v->id);
	if (r.faults != 0)
		return NULL;
	if (v != NULL && strcmp(v->id, id) == 0)
		return v;
	v = quiet ? NULL : find_anywhere(ar, id, &nearest);
	if (v == NULL && !quiet && !diag_failed(ar->d))
		diag(ar->d, DIAG_ARCHIVE_NO_OBJECT, &at, id, nearest, NULL);
	return v;
}

char *
archive_file(struct archive *ar, const struct inventory *v, const struct inv_version *w,
    const char *path, size_t *len)
{
	const char *digest = inv_paths_digest(&w->state, path), *content;
	char hex[DIGEST_HEX], *s;
	struct place at;

	content = digest == NULL ? NULL : inventory_content(v, digest);
	if (content == NULL)
		return NULL;
	at = (struct place){.file = folder_join(ar->a, v->dir, content)};
	s = slurp_below(v->dir, content, CONTENT_MOST, len, DIAG_ARCHIVE_READ, ar->d);
	if (s == NULL)
		return NULL;
	digest_bytes(v->algorithm, s, *len, hex);
	if (strcasecmp(hex, digest) == 0)
		return s;
	diag(ar->d, DIAG_ARCHIVE_FIXITY, &at, "inventory.json", "E092", NULL);
	free(s);
	return NULL;
}

/* -- register against objects -- */

static void
register_fault(struct archive *ar, struct ocfl_report *r, enum diag_code code, size_t line,
    const char *id, const char *version)
{
	struct place at = {.file = ar->reg.path, .line = (int)line};

	r->faults++;
	diag(r->d, code, &at, arena_printf(ar->a, "%s %s", id, version), NULL);
}

static int
by_id(const void *a, const void *b)
{
	return strcmp((*(struct ocfl_object *const *)a)->inv->id,
	    (*(struct ocfl_object *const *)b)->inv->id);
}

/* Objects that have an inventory, by their ids. */
struct by_id {
	struct ocfl_object **v;
	size_t n;
};

static struct by_id
sort_by_id(struct arena *a, const struct ocfl_objects *l)
{
	struct by_id out = {arena_array(a, l->n, sizeof(*out.v)), 0};
	size_t i;

	for (i = 0; i < l->n; i++)
		if (l->v[i].inv != NULL)
			out.v[out.n++] = &l->v[i];
	if (out.n > 1)
		qsort(out.v, out.n, sizeof(*out.v), by_id);
	return out;
}

static struct ocfl_object *
object_of(const struct by_id *l, const char *id)
{
	struct inventory inv = {.id = id};
	struct ocfl_object key = {.inv = &inv}, *at = &key, **hit;

	hit = l->n == 0 || id == NULL ? NULL : bsearch(&at, l->v, l->n, sizeof(*l->v), by_id);
	return hit == NULL ? NULL : *hit;
}

/* The sidecar beside an inventory, to the byte: OCFL would take capitals too. */
static void
check_sidecar(struct archive *ar, const char *dir, const char *hex, struct ocfl_report *r)
{
	const char *path = arena_printf(ar->a, "%s/inventory.json.sha512", dir), *s;
	size_t len;

	if (!exists(path))
		return; /* reported as E058 */
	s = ocfl_slurp(ar->a, path, SMALL_MOST, &len, r);
	if (s != NULL && strcmp(s, arena_printf(ar->a, "%s  inventory.json\n", hex)) != 0)
		ocfl_fault(r, path, "E061", NULL);
}

/*
 * One entry: its version is there, with the inventory that was registered, and nothing
 * else of the entry was changed: it is the line that the inventory gives.
 */
static void
check_entry(struct archive *ar, size_t i, const struct ocfl_object *o, struct ocfl_report *r)
{
	const struct register_entry *e = &ar->reg.v[i];
	const struct inventory *v = o == NULL ? NULL : o->inv;
	long number = e->version == NULL ? 0 : inventory_version(e->version, NULL);
	const struct inv_version *w = v == NULL ? NULL : inventory_find(v, number);
	struct place at = {.file = ar->reg.path, .line = (int)i + 1};
	char hex[DIGEST_HEX], line[DIGEST_HEX];
	const char *dir, *want;

	if (e->id == NULL || e->version == NULL || e->inventory == NULL)
		return; /* reported */
	if (w == NULL) {
		register_fault(ar, r, DIAG_ARCHIVE_GONE, i + 1, e->id, e->version);
		return;
	}
	want = arena_printf(ar->a, "v%zu", e->turn);
	if (strcmp(e->version, want) != 0) {
		r->faults++;
		diag(r->d, DIAG_ARCHIVE_TURN, &at, e->id, e->version, want, NULL);
	}
	dir = folder_join(ar->a, v->dir, w->name);
	if (digest_file("sha512", folder_join(ar->a, dir, "inventory.json"), hex, NULL) == -1 ||
	    strcmp(hex, e->inventory) != 0) {
		register_fault(ar, r, DIAG_ARCHIVE_REGISTERED, i + 1, e->id, e->version);
		return;
	}
	check_sidecar(ar, dir, hex, r);
	if (w == inventory_head(v))
		check_sidecar(ar, v->dir, hex, r);
	want = register_line(ar->a, i == 0 ? "" : ar->reg.v[i - 1].digest, v, w, hex);
	digest_bytes("sha512", want, strlen(want), line);
	if (strcmp(line, e->digest) != 0) {
		r->faults++;
		diag(r->d, DIAG_ARCHIVE_ENTRY, &at, e->id, e->version, NULL);
	}
}

/* The root's own files are as they were made, and there are no others. */
static void
check_root_files(struct archive *ar, struct ocfl_report *r)
{
	static const char *const names[] = {OCFL_ROOT, "README.txt", "ocfl_layout.json"};
	const char *path = in_root(ar, ROOT_SUMS), *want = "", *s;
	struct place at = {.file = path};
	char hex[DIGEST_HEX];
	struct entries l;
	size_t i, len;

	for (i = 0; i < 3; i++)
		want = arena_printf(ar->a, "%s%s  %s\n", want, digest_file("sha512",
		    in_root(ar, names[i]), hex, NULL) == 0 ? hex : "-", names[i]);
	s = ocfl_slurp(ar->a, path, SMALL_MOST, &len, r);
	if (s != NULL && strcmp(s, want) != 0) {
		r->faults++;
		diag(r->d, DIAG_ARCHIVE_ROOT, &at, NULL);
	}
	if (folder_list(ar->a, ar->root, false, &l) == -1)
		return; /* reported */
	for (i = 0; i < l.n; i++) {
		const char *name = l.v[i].name;

		at.file = in_root(ar, name);
		if (l.v[i].kind == ENTRY_FOLDER && publish_tree_left(name)) {
			r->faults++;
			diag(r->d, DIAG_ARCHIVE_LEFT_OVER, &at, NULL);
			continue;
		}
		if ((l.v[i].kind == ENTRY_FOLDER && strcmp(name, "extensions") != 0) ||
		    strcmp(name, OCFL_ROOT) == 0 || strcmp(name, "README.txt") == 0 ||
		    strcmp(name, "ocfl_layout.json") == 0 || strcmp(name, ROOT_SUMS) == 0 ||
		    strcmp(name, REGISTER_FILE) == 0)
			continue;
		r->faults++;
		diag(r->d, DIAG_ARCHIVE_EXTRA, &at, ROOT_SUMS, "E088", NULL);
	}
}

/* A version that nobody entered. */
static void
check_entered(struct archive *ar, struct ocfl_object *o, struct ocfl_report *r)
{
	size_t k;

	for (k = 0; o->inv != NULL && k < o->inv->nversions; k++)
		if (register_find(&ar->reg, o->inv->id, o->inv->versions[k].name) == NULL) {
			o->faults++;
			register_fault(ar, r, DIAG_ARCHIVE_UNREGISTERED, 0, o->inv->id,
			    o->inv->versions[k].name);
		}
}

/* Does anything say that we made it, so that it had a register? */
static bool
is_ours(const struct archive *ar)
{
	char hex[DIGEST_HEX], own[DIGEST_HEX];

	if (exists(in_root(ar, ROOT_SUMS)))
		return true;
	digest_bytes("sha512", archive_readme, strlen(archive_readme), own);
	return digest_file("sha512", in_root(ar, "README.txt"), hex, NULL) == 0 &&
	    strcmp(hex, own) == 0;
}

void
archive_check_register(struct archive *ar, struct ocfl_objects *l, struct ocfl_report *r)
{
	struct place at = {.file = ar->has_register ? ar->reg.path : ar->root};
	struct by_id ids;
	size_t i;

	if (!ar->has_register && is_ours(ar)) {
		at.file = ar->reg.path;
		r->faults++;
		diag(r->d, DIAG_ARCHIVE_MISSING, &at, exists(in_root(ar, ROOT_SUMS)) ? ROOT_SUMS
		    : "README.txt", REGISTER_FILE, NULL);
		return;
	}
	if (!ar->has_register) {
		diag(r->d, DIAG_ARCHIVE_NO_REGISTER, &at, NULL);
		return;
	}
	check_root_files(ar, r);
	register_read(ar->a, ar->reg.path, &ar->reg, r);
	if (ar->reg.torn != NULL) {
		r->faults++;
		diag(r->d, DIAG_ARCHIVE_TORN, &at, NULL);
	}
	ids = sort_by_id(ar->a, l);
	for (i = 0; i < ar->reg.n; i++) {
		struct ocfl_object *o = object_of(&ids, ar->reg.v[i].id);
		size_t faults = r->faults;

		check_entry(ar, i, o, r);
		if (o != NULL)
			o->faults += r->faults - faults;
	}
	for (i = 0; i < l->n; i++)
		check_entered(ar, &l->v[i], r);
}
