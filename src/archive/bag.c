/* bag - see bag.h */
#include "archive/bag.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "archive/digest.h"
#include "base/publish.h"
#include "base/utf8.h"

/* A path under the form by which others are found. */
struct named {
	const char *key, *path;
	size_t entry;
};

void
bag_say(struct bag *b, enum diag_code code, const char *name, int line, const char *x,
    const char *y)
{
	struct place at = {.file = folder_join(b->a, b->dir, name), .line = line};

	diag(b->d, code, &at, x == NULL ? "" : x, y, NULL);
}

/* -- what is on the disk -- */

static bool
is_of_system(const char *name)
{
	static const char *const names[] = {".DS_Store", "Thumbs.db", "desktop.ini", ".Spotlight-V100",
	    ".Trashes", ".fseventsd"};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcasecmp(name, names[i]) == 0)
			return true;
	return strncmp(name, "._", 2) == 0;
}

static void
look_at_name(struct bag *b, const struct entry *e)
{
	const char *what = NULL;

	if (utf8_check(e->path, strlen(e->path)) != strlen(e->path))
		what = diag_pick(b->d, "a name that is not UTF-8", "nosaukums nav UTF-8");
	else if (is_of_system(e->name))
		what = diag_pick(b->d, "a file that an operating system left",
		    "operētājsistēmas atstāts fails");
	else if (e->name[0] == '.' && !bag_is_payload(e->path))
		what = diag_pick(b->d, "a hidden file", "slēpts fails");
	if (what != NULL)
		bag_say(b, DIAG_BAG_ODD, e->path, 0, what, NULL);
}

static void
count_payload(struct bag *b, const struct entry *e)
{
	struct stat st;

	b->payload_files++;
	if (lstat(folder_join(b->a, b->dir, e->path), &st) == 0)
		b->payload_bytes += (uint64_t)st.st_size;
}

static void
look_at_entries(struct bag *b)
{
	const struct entry *data = folder_find(&b->l, "data");
	size_t i;

	if (data == NULL || (data->kind != ENTRY_FOLDER && data->kind != ENTRY_LINK))
		bag_say(b, DIAG_BAG_NO_DATA, "data", 0, NULL, NULL);
	for (i = 0; i < b->l.n; i++) {
		const struct entry *e = &b->l.v[i];

		look_at_name(b, e);
		if (e->kind == ENTRY_LINK || e->kind == ENTRY_OTHER)
			bag_say(b, DIAG_BAG_LINK, e->path, 0, NULL, NULL);
		else if (e->kind == ENTRY_FOLDER && e->empty && bag_is_payload(e->path))
			bag_say(b, DIAG_BAG_ODD, e->path, 0, diag_pick(b->d,
			    "an empty folder, which no manifest can list",
			    "tukša mape, ko manifests nevar uzskaitīt"), NULL);
		else if (e->kind == ENTRY_FILE && bag_is_payload(e->path))
			count_payload(b, e);
	}
}

/* -- listed paths and what they name -- */

static int
by_key(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int c = strcmp(x->key, y->key);

	return c != 0 ? c : strcmp(x->path, y->path);
}

static int
by_key_only(const void *a, const void *b)
{
	return strcmp(((const struct named *)a)->key, ((const struct named *)b)->key);
}

/* All files of the bag by their names in NFC. */
static struct named *
normal_names(struct bag *b, size_t *n)
{
	struct named *v = arena_array(b->a, b->l.n, sizeof(*v));
	size_t i;

	*n = 0;
	for (i = 0; i < b->l.n; i++) {
		const char *path = b->l.v[i].path;

		if (b->l.v[i].kind == ENTRY_FILE && utf8_check(path, strlen(path)) == strlen(path))
			v[(*n)++] = (struct named){utf8_nfc(b->a, path, strlen(path)), path, i};
	}
	if (*n > 1)
		qsort(v, *n, sizeof(*v), by_key);
	return v;
}

static size_t
find_file(const struct bag *b, const char *path)
{
	const struct entry *e = folder_find(&b->l, path);

	/* A link is reported already; it stands for the file. */
	return e == NULL || e->kind == ENTRY_FOLDER ? SIZE_MAX : (size_t)(e - b->l.v);
}

/*
 * The file of a line.  By 1.0 "%25" is a percent sign, before it was not: who wrote the one
 * for the other is understood, with a warning.
 */
static void
find_exact(struct bag *b, const struct bag_list *m, struct bag_item *item)
{
	const char *other = item->written;

	item->entry = find_file(b, item->path);
	if (item->entry != SIZE_MAX || strchr(item->written, '%') == NULL)
		return;
	if (strcmp(item->path, other) != 0)
		item->entry = find_file(b, other);
	if (item->entry == SIZE_MAX)
		return;
	bag_say(b, DIAG_BAG_ODD, m->name, item->line, diag_pick(b->d,
	    "a % that is not written as %25", "procenta zīme, kas nav rakstīta kā %25"),
	    item->written);
	item->path = other;
}

/* An item whose file another one lists already. */
static void
say_again(struct bag *b, struct bag_list *m, const struct bag_item *old, struct bag_item *item)
{
	bool same = item->digest != NULL && old->digest != NULL &&
	    strcasecmp(item->digest, old->digest) == 0;

	if (item->alike || old->alike)
		bag_say(b, DIAG_BAG_ALIKE, m->name, item->line, item->path, old->path);
	else
		bag_say(b, b->strict || (!same && item->digest != NULL) ? DIAG_BAG_TWICE
		    : DIAG_BAG_AGAIN, m->name, item->line, item->path, NULL);
}

static void
enter(struct bag *b, struct bag_list *m, size_t i)
{
	struct bag_item *item = &m->v[i];
	size_t *first = &m->first[item->entry];

	if (*first == 0)
		*first = i + 1;
	else
		say_again(b, m, &m->v[*first - 1], item);
}

static void
find_alike(struct bag *b, struct bag_list *m, size_t i, const struct named *names, size_t n)
{
	struct bag_item *item = &m->v[i];
	struct named key = {.path = item->path}, *found;

	key.key = utf8_nfc(b->a, item->path, strlen(item->path));
	found = n == 0 ? NULL : bsearch(&key, names, n, sizeof(*names), by_key_only);
	if (found == NULL)
		return;
	item->entry = found->entry;
	item->alike = true;
	if (m->first[item->entry] == 0)
		bag_say(b, DIAG_BAG_NORMAL, m->name, item->line, item->path, NULL);
	enter(b, m, i);
}

/* Which file each line names: those written exactly so first, then other normal forms. */
static void
find_files(struct bag *b, struct bag_list *m, const struct named *names, size_t n)
{
	size_t i;

	for (i = 0; i < m->n; i++) {
		find_exact(b, m, &m->v[i]);
		if (m->v[i].entry != SIZE_MAX)
			enter(b, m, i);
	}
	for (i = 0; i < m->n; i++)
		if (m->v[i].entry == SIZE_MAX)
			find_alike(b, m, i, names, n);
}

/* -- names that are one elsewhere -- */

static void
add_named(struct bag *b, struct named *v, size_t *n, const char *path)
{
	const char *nfc;

	if (utf8_check(path, strlen(path)) != strlen(path))
		return;
	nfc = utf8_nfc(b->a, path, strlen(path));
	v[(*n)++] = (struct named){utf8_lower(b->a, nfc, strlen(nfc)), path, 0};
}

/* Files, and payload paths that are listed but not there. */
static void
check_alike(struct bag *b)
{
	size_t i, k, n = 0, most = b->l.n;
	struct named *v;

	for (i = 0; i < b->nlists; i++)
		most += b->lists[i].n;
	v = arena_array(b->a, most, sizeof(*v));
	for (i = 0; i < b->l.n; i++)
		if (b->l.v[i].kind == ENTRY_FILE)
			add_named(b, v, &n, b->l.v[i].path);
	for (i = 0; i < b->nlists; i++)
		for (k = 0; k < b->lists[i].n; k++)
			if (b->lists[i].v[k].entry == SIZE_MAX)
				add_named(b, v, &n, b->lists[i].v[k].path);
	if (n > 1)
		qsort(v, n, sizeof(*v), by_key);
	for (i = 1; i < n; i++)
		if (strcmp(v[i].key, v[i - 1].key) == 0 && strcmp(v[i].path, v[i - 1].path) != 0)
			bag_say(b, DIAG_BAG_ALIKE, v[i].path, 0, v[i].path, v[i - 1].path);
}

/* -- complete -- */

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct bag_item *)a)->path, ((const struct bag_item *)b)->path);
}

static bool
is_to_fetch(const struct bag *b, const char *path)
{
	struct bag_item key = {.path = path};

	return b->fetch.n != 0 &&
	    bsearch(&key, b->fetch.v, b->fetch.n, sizeof(key), by_path) != NULL;
}

static void
check_fetch_listed(struct bag *b, const struct bag_item *item)
{
	struct bag_item key = {.path = item->path};
	size_t i;

	for (i = 0; b->strict && i < b->nlists; i++) {
		const struct bag_list *m = &b->lists[i];

		/* Sorted by then; what is not there only. */
		if (!m->tag && !m->unread && (item->entry == SIZE_MAX ? m->n == 0 ||
		    bsearch(&key, m->v, m->n, sizeof(key), by_path) == NULL
		    : m->first[item->entry] == 0))
			bag_say(b, DIAG_BAG_FETCH_LISTED, "fetch.txt", item->line, item->path, m->name);
	}
}

static void
check_fetch(struct bag *b)
{
	struct stat st;
	size_t i;

	for (i = 0; i < b->fetch.n; i++) {
		const struct bag_item *item = &b->fetch.v[i];

		check_fetch_listed(b, item);
		if (item->entry == SIZE_MAX && bag_is_payload(item->path))
			bag_say(b, DIAG_BAG_FETCH, "fetch.txt", item->line, item->path, NULL);
		else if (item->entry != SIZE_MAX && item->length != UINT64_MAX &&
		    lstat(folder_join(b->a, b->dir, item->path), &st) == 0 &&
		    (uint64_t)st.st_size != item->length)
			bag_say(b, DIAG_BAG_ODD, "fetch.txt", item->line, diag_pick(b->d,
			    "a length that is not that of the file", "garums, kas nav faila garums"),
			    item->path);
	}
}

/* A payload file: by 1.0 in each manifest, before it in any. */
static void
check_listed(struct bag *b, size_t entry)
{
	const char *names = "";
	bool found = false;
	size_t i;

	for (i = 0; i < b->nlists; i++) {
		const struct bag_list *m = &b->lists[i];

		if (m->tag || m->unread) {
			found |= !m->tag;
			continue;
		}
		names = arena_printf(b->a, "%s%s%s", names, names[0] == '\0' ? "" : ", ", m->name);
		if (m->first[entry] != 0)
			found = true;
		else if (b->strict)
			bag_say(b, DIAG_BAG_EXTRA, b->l.v[entry].path, 0, m->name, NULL);
	}
	if (!b->strict && !found && names[0] != '\0' && b->unknown == 0)
		bag_say(b, DIAG_BAG_EXTRA, b->l.v[entry].path, 0, names, NULL);
}

/* A tag file: tag manifests must list the payload manifests, and should list the rest. */
static void
check_tag_listed(struct bag *b, size_t entry)
{
	const char *path = b->l.v[entry].path;
	size_t i;

	if (bag_is_manifest(path, "tagmanifest-"))
		return;
	for (i = 0; i < b->nlists; i++) {
		const struct bag_list *m = &b->lists[i];

		if (!m->tag || m->unread || m->first[entry] != 0)
			continue;
		if (b->strict && bag_is_manifest(path, "manifest-"))
			bag_say(b, DIAG_BAG_MANIFEST_LISTED, path, 0, m->name, NULL);
		else
			bag_say(b, DIAG_BAG_UNLISTED, path, 0, m->name, NULL);
	}
}

static void
check_complete(struct bag *b)
{
	size_t i, k;

	for (i = 0; i < b->l.n; i++) {
		if (b->l.v[i].kind != ENTRY_FILE)
			continue;
		if (bag_is_payload(b->l.v[i].path))
			check_listed(b, i);
		else
			check_tag_listed(b, i);
	}
	for (i = 0; i < b->nlists; i++)
		for (k = 0; k < b->lists[i].n; k++) {
			const struct bag_item *item = &b->lists[i].v[k];

			if (item->entry == SIZE_MAX && !is_to_fetch(b, item->path))
				bag_say(b, DIAG_BAG_MISSING, item->path, 0, b->lists[i].name, NULL);
		}
}

/* -- digests -- */

static void
check_digest(struct bag *b, const struct bag_list *m, const struct bag_item *item)
{
	const char *path = b->l.v[item->entry].path;
	struct place at = {.file = folder_join(b->a, b->dir, path)};
	char hex[DIGEST_HEX];

	if (b->l.v[item->entry].kind != ENTRY_FILE || item->digest == NULL)
		return;
	if (digest_file(m->algorithm, at.file, hex, NULL) == -1)
		diag(b->d, DIAG_ARCHIVE_READ, &at, publish_why(b->d, errno), NULL);
	else if (strcasecmp(hex, item->digest) != 0)
		bag_say(b, DIAG_BAG_CHANGED, path, 0, m->name, NULL);
}

static void
check_digests(struct bag *b)
{
	size_t i, k;

	for (i = 0; i < b->nlists; i++)
		for (k = 0; k < b->lists[i].n; k++)
			if (b->lists[i].v[k].entry != SIZE_MAX)
				check_digest(b, &b->lists[i], &b->lists[i].v[k]);
}

/* -- all -- */

/* From here on bsearch() finds in the lists, and "first" no longer counts their items. */
static void
sort_lists(struct bag *b)
{
	size_t i;

	for (i = 0; i < b->nlists; i++)
		if (b->lists[i].n > 1)
			qsort(b->lists[i].v, b->lists[i].n, sizeof(b->lists[i].v[0]), by_path);
	if (b->fetch.n > 1)
		qsort(b->fetch.v, b->fetch.n, sizeof(b->fetch.v[0]), by_path);
}

static void
check_lists(struct bag *b)
{
	size_t i, n, payload = b->unknown;
	struct named *names = normal_names(b, &n);

	for (i = 0; i < b->nlists; i++) {
		find_files(b, &b->lists[i], names, n);
		payload += !b->lists[i].tag;
	}
	find_files(b, &b->fetch, names, n);
	if (payload == 0)
		bag_say(b, DIAG_BAG_NO_MANIFEST, "", 0, NULL, NULL);
	check_alike(b);
	sort_lists(b);
	check_complete(b);
	check_fetch(b);
	check_digests(b);
}

static void
check_all(struct bag *b)
{
	size_t i;

	look_at_entries(b);
	bag_read_declaration(b);
	bag_read_manifests(b);
	bag_read_fetch(b);
	bag_read_info(b);
	check_lists(b);
	b->seen->files = b->payload_files;
	b->seen->bytes = b->payload_bytes;
	for (i = 0; i < b->nlists; i++)
		b->seen->manifests += !b->lists[i].tag;
}

void
bag_check(struct arena *a, const char *dir, struct diag *d, struct bag_seen *out)
{
	struct bag b = {.a = a, .dir = dir, .d = d, .seen = out};
	struct place at = {.file = dir};
	int before = diag_count(d, DIAG_ERROR);

	*out = (struct bag_seen){.version = "?"};
	if (folder_list(a, dir, true, &b.l) == -1)
		diag(d, DIAG_ARCHIVE_READ, &at, publish_why(d, errno), NULL);
	else
		check_all(&b);
	/* As they are shown: the same said twice is one. */
	out->faults = (size_t)(diag_count(d, DIAG_ERROR) - before);
}
