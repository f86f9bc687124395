/* take - taking a version in: the commit of store.h */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "archive/store.h"
#include "base/publish.h"

/* A version being made. */
struct taking {
	struct archive *ar;
	const struct archive_add *add;
	struct inventory *old;  /* NULL: the first version */
	const char *old_bytes;  /* of its inventory */
	size_t old_len;
	const char *name;       /* "v2" */
	const char *created;
	struct inv_paths state; /* of the new version */
	char (*hex)[DIGEST_HEX]; /* of the items */
	json_t *inventory;
	char *bytes;            /* of the inventory, as text */
	size_t len;
	char digest[DIGEST_HEX];
};

static void
add_path(struct taking *t, const char *digest, const char *path)
{
	struct inv_paths *l = &t->state;

	l->v = arena_grow(t->ar->a, l->v, l->n, l->n + 1, &l->cap, sizeof(l->v[0]));
	l->v[l->n++] = (struct inv_path){digest, path};
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct inv_path *)a)->path, ((const struct inv_path *)b)->path);
}

static bool
is_item(const struct taking *t, const char *path, bool *minor)
{
	size_t i;

	for (i = 0; i < t->add->nitems; i++)
		if (strcmp(t->add->items[i].path, path) == 0) {
			*minor = t->add->items[i].minor;
			return true;
		}
	*minor = false;
	return false;
}

/* What the version holds: the items, and with "carry" what the head has besides. */
static void
make_state(struct taking *t)
{
	const struct inv_version *head = t->old == NULL ? NULL : inventory_head(t->old);
	bool minor;
	size_t i;

	t->hex = arena_array(t->ar->a, t->add->nitems, sizeof(*t->hex));
	for (i = 0; i < t->add->nitems; i++) {
		const struct archive_item *f = &t->add->items[i];

		digest_bytes("sha512", f->bytes, f->len, t->hex[i]);
		add_path(t, t->hex[i], f->path);
	}
	for (i = 0; t->add->carry && head != NULL && i < head->state.n; i++)
		if (!is_item(t, head->state.v[i].path, &minor))
			add_path(t, head->state.v[i].digest, head->state.v[i].path);
	if (t->state.n > 1)
		qsort(t->state.v, t->state.n, sizeof(t->state.v[0]), by_path);
}

/* Does the head hold the same, but for minor files? */
static bool
is_same(const struct taking *t)
{
	const struct inv_version *head = t->old == NULL ? NULL : inventory_head(t->old);
	const char *digest;
	bool minor;
	size_t i;

	if (head == NULL || head->state.n != t->state.n)
		return false;
	for (i = 0; i < t->state.n; i++) {
		digest = inv_paths_digest(&head->state, t->state.v[i].path);
		is_item(t, t->state.v[i].path, &minor);
		if (digest == NULL || (!minor && strcasecmp(digest, t->state.v[i].digest) != 0))
			return false;
	}
	return true;
}

/* {"digest": ["path"]}: one more path. */
static void
push(json_t *o, const char *digest, const char *path)
{
	json_t *list = json_object_get(o, digest);

	if (list == NULL) {
		list = json_array();
		json_object_set_new(o, digest, list);
	}
	json_array_append_new(list, json_string(path));
}

static const char *
content_path(struct taking *t, const char *logical)
{
	return arena_printf(t->ar->a, "%s/content/%s", t->name, logical);
}

/* Is this item the first with its digest, here and in the versions before? */
static bool
is_new_content(const struct taking *t, size_t i)
{
	size_t k;

	if (t->old != NULL && inventory_content(t->old, t->hex[i]) != NULL)
		return false;
	for (k = 0; k < i; k++)
		if (strcmp(t->hex[k], t->hex[i]) == 0)
			return false;
	return true;
}

static void
make_inventory(struct taking *t)
{
	json_t *root = t->old_bytes == NULL ? NULL
	    : json_loadb(t->old_bytes, t->old_len, JSON_REJECT_DUPLICATES, NULL);
	json_t *state = json_object(), *user, *version;
	size_t i;

	if (root == NULL)
		root = json_pack("{s:s, s:s, s:s, s:s, s:{}, s:{}}", "id", t->add->id, "type",
		    "https://ocfl.io/1.1/spec/#inventory", "digestAlgorithm", "sha512", "head", t->name,
		    "manifest", "versions");
	for (i = 0; i < t->add->nitems; i++)
		if (is_new_content(t, i))
			push(json_object_get(root, "manifest"), t->hex[i],
			    content_path(t, t->add->items[i].path));
	for (i = 0; i < t->state.n; i++)
		push(state, t->state.v[i].digest, t->state.v[i].path);
	user = t->add->address == NULL ? json_pack("{s:s}", "name", t->add->who)
	    : json_pack("{s:s, s:s}", "name", t->add->who, "address", t->add->address);
	version = json_pack("{s:s, s:s, s:o, s:o}", "created", t->created, "message", t->add->why,
	    "user", user, "state", state);
	json_object_set_new(json_object_get(root, "versions"), t->name, version);
	json_object_set_new(root, "head", json_string(t->name));
	t->inventory = root;
	t->bytes = json_dumps(root, JSON_INDENT(2));
	t->len = t->bytes == NULL ? 0 : strlen(t->bytes);
	digest_bytes("sha512", t->bytes == NULL ? "" : t->bytes, t->len, t->digest);
}

static int
put_inventory(struct taking *t, struct publish_tree *tree, const char *folder)
{
	struct arena *a = t->ar->a;
	const char *line = arena_printf(a, "%s  inventory.json\n", t->digest);

	if (publish_tree_put(tree, folder_join(a, folder, "inventory.json"), t->bytes, t->len,
	    t->ar->d) == -1)
		return -1;
	return publish_tree_put(tree, folder_join(a, folder, "inventory.json.sha512"), line,
	    strlen(line), t->ar->d);
}

/* Step 2: all of it in the work folder; "top" is the object's folder there, "" if it exists. */
static int
build(struct taking *t, struct publish_tree *tree, const char *top)
{
	struct arena *a = t->ar->a;
	size_t i;

	if (top[0] != '\0' && publish_tree_put(tree, folder_join(a, top, OCFL_DECLARATION),
	    "ocfl_object_1.1\n", 16, t->ar->d) == -1)
		return -1;
	for (i = 0; i < t->add->nitems; i++)
		if (is_new_content(t, i) && publish_tree_put(tree, folder_join(a, top, content_path(t,
		    t->add->items[i].path)), t->add->items[i].bytes, t->add->items[i].len,
		    t->ar->d) == -1)
			return -1;
	if (put_inventory(t, tree, folder_join(a, top, t->name)) == -1)
		return -1;
	return put_inventory(t, tree, top);
}

/* Step 3: into the archive, in an order that recovery understands at any point. */
static int
commit(struct taking *t, struct publish_tree *tree)
{
	static const char *const files[] = {"inventory.json", "inventory.json.sha512"};
	struct arena *a = t->ar->a;
	const char *object = folder_join(a, t->ar->root, t->add->id);
	size_t i;

	if (t->old == NULL)
		return publish_tree_move(tree, "object", object, false, t->ar->d);
	if (publish_tree_move(tree, t->name, folder_join(a, object, t->name), false, t->ar->d) == -1)
		return -1;
	for (i = 0; i < 2; i++)
		if (publish_tree_move(tree, files[i], folder_join(a, object, files[i]), true,
		    t->ar->d) == -1)
			return -1;
	return 0;
}

/* Step 4: the register. */
static int
enter(struct taking *t, struct archive_added *out)
{
	struct ocfl_report r = {t->ar->d, 0, true};
	struct inventory *v = inventory_parse(t->ar->a, t->add->id, t->bytes, t->len, &r);
	struct archive_register *reg = &t->ar->reg;
	const char *line;
	struct register_entry *e;

	if (v == NULL || r.faults != 0)
		return -1;
	line = register_line(t->ar->a, register_last(reg), v, inventory_head(v), t->digest);
	if (publish_append(reg->path, arena_printf(t->ar->a, "%s\n", line), strlen(line) + 1,
	    t->ar->d) == -1)
		return -1;
	e = register_add(t->ar->a, reg, line, v->id, v->head, t->digest);
	*out = (struct archive_added){.version = t->name, .entry = reg->n,
	    .digest = arena_strdup(t->ar->a, e->digest)};
	return 0;
}

/* Our own inventory must stand before our own checker, before anything is written. */
static bool
is_sound(struct taking *t)
{
	struct ocfl_report r = {t->ar->d, 0, true};

	return t->bytes != NULL &&
	    inventory_parse(t->ar->a, t->add->id, t->bytes, t->len, &r) != NULL && r.faults == 0;
}

/*
 * Register and archive agree on what there is of this plan, and all of it is there.  Else a
 * version that was lost, or taken out, would be given a second time.
 */
static bool
is_agreed(struct taking *t)
{
	struct archive *ar = t->ar;
	size_t have = t->old == NULL ? 0 : t->old->nversions, i;
	size_t entries = register_count(&ar->reg, t->add->id);
	struct place at = {.file = ar->reg.path};
	struct entries l = {NULL, 0, 0};
	const struct entry *e;

	if (entries != have) {
		diag(ar->d, DIAG_ARCHIVE_UNSOUND, &at, t->add->id, arena_printf(ar->a, "%zu", entries),
		    arena_printf(ar->a, "%zu", have), NULL);
		return false;
	}
	if (t->old != NULL && folder_list(ar->a, t->old->dir, false, &l) == -1)
		l.n = 0;
	for (i = 0; i < have; i++) {
		e = folder_find(&l, t->old->versions[i].name);
		if (e != NULL && e->kind == ENTRY_FOLDER)
			continue;
		at.file = folder_join(ar->a, t->old->dir, t->old->versions[i].name);
		diag(ar->d, DIAG_ARCHIVE_MISSING, &at, "inventory.json", "E010", NULL);
		return false;
	}
	return true;
}

/* Can the id name a new folder beside those that are there, on any system? */
static bool
is_new_name(struct taking *t)
{
	struct archive *ar = t->ar;
	struct place at = {.file = ar->root};
	const char *twin = NULL;
	struct entries l;
	size_t i;

	if (folder_list(ar->a, ar->root, false, &l) == -1)
		l.n = 0; /* it was read a moment ago */
	for (i = 0; i < l.n && twin == NULL; i++)
		if (strcasecmp(l.v[i].name, t->add->id) == 0)
			twin = l.v[i].name;
	if (twin == NULL && strcasecmp(t->add->id, "extensions") != 0 &&
	    folder_is_portable(t->add->id))
		return true;
	diag(ar->d, DIAG_ARCHIVE_ID, &at, t->add->id, twin, NULL);
	return false;
}

int
archive_take(struct archive *ar, const struct archive_add *add, struct archive_added *out)
{
	struct taking t = {.ar = ar, .add = add, .created = archive_now(ar->a)};
	struct publish_tree *tree = NULL;
	int rc = -1;

	t.old = archive_find(ar, add->id, true);
	if (t.old != NULL) {
		struct ocfl_report r = {ar->d, 0, ar->has_register};

		ocfl_inventory(ar->a, folder_join(ar->a, ar->root, add->id), &r, &t.old_bytes, &t.old_len);
		if (r.faults != 0)
			return -1;
		if (t.old->padding != 0 || strcmp(t.old->algorithm, "sha512") != 0 ||
		    strcmp(t.old->content, "content") != 0 || strcmp(t.old->spec, "1.1") != 0)
			return diag(ar->d, DIAG_ARCHIVE_FOREIGN, &(struct place){.file = add->id}, NULL);
	}
	if (!is_agreed(&t) || (t.old == NULL && !is_new_name(&t)))
		return -1;
	t.name = arena_printf(ar->a, "v%ld", t.old == NULL ? 1 : t.old->head_number + 1);
	make_state(&t);
	if (t.old != NULL && !add->force && is_same(&t)) {
		*out = (struct archive_added){.version = t.old->head, .same = true};
		return 0;
	}
	make_inventory(&t);
	if (is_sound(&t))
		tree = publish_tree_new(ar->root, ar->d);
	if (tree != NULL && build(&t, tree, t.old == NULL ? "object" : "") == 0 &&
	    commit(&t, tree) == 0)
		rc = enter(&t, out);
	publish_tree_free(tree);
	free(t.bytes);
	json_decref(t.inventory);
	return rc;
}
