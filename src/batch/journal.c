/* journal - see journal.h */
#include "batch/journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/publish.h"

#define NAME ".pmpplan-journal"
#define SIZE_MOST ((size_t)256 << 20)

struct journal {
	char *path;     /* our own */
	const char *folder;
	json_t *drafts; /* name -> record */
	char *run;      /* begun last, by the lines of our own file */
	bool ended;
	size_t lines, own; /* of our own file; drafts in it */
	bool torn;      /* its last line has no end */
	int fd;
};

static char *
path_of(const char *folder, const char *name)
{
	struct buf b = {0};

	buf_printf(&b, "%s%s%s", folder, *folder == '\0' ? "" : "/", name);
	buf_cstr(&b);
	return buf_steal(&b, NULL);
}

static void
take_line(struct journal *j, const char *s, size_t len, bool own)
{
	json_t *o = json_loadb(s, len, JSON_REJECT_DUPLICATES, NULL);
	const char *draft = json_string_value(json_object_get(o, "draft"));
	const char *run = json_string_value(json_object_get(o, "begin"));

	j->lines += own;
	if (draft != NULL) {
		j->own += own && json_object_get(j->drafts, draft) == NULL;
		json_object_set(j->drafts, draft, o);
	} else if (own && run != NULL) {
		free(j->run);
		j->run = xstrdup(run);
		j->ended = false;
	} else if (own && json_object_get(o, "end") != NULL)
		j->ended = true;
	json_decref(o);
}

static void
read_file(struct journal *j, const char *path, bool own)
{
	struct diag *quiet = diag_new(DIAG_EN);
	size_t len = 0;
	char *s = slurp(path, SIZE_MOST, &len, DIAG_IO_READ, quiet), *p = s, *end;

	diag_free(quiet);
	if (s == NULL)
		return;
	while ((end = memchr(p, '\n', len - (size_t)(p - s))) != NULL) {
		take_line(j, p, (size_t)(end - p), own);
		p = end + 1;
	}
	if (own)
		j->torn = p != s + len;
	free(s);
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Journals of all shards, in the order of their names; ours last, so that it counts. */
static void
read_others(struct journal *j)
{
	DIR *dir = opendir(*j->folder == '\0' ? "." : j->folder);
	struct dirent *e;
	char **names = NULL;
	size_t n = 0, i;

	if (dir == NULL)
		return;
	while ((e = readdir(dir)) != NULL)
		if (strncmp(e->d_name, NAME ".", strlen(NAME ".")) == 0 && n < 10000 &&
		    strlen(e->d_name) > 6 && strcmp(e->d_name + strlen(e->d_name) - 6, ".jsonl") == 0) {
			names = xrealloc(names, (n + 1) * sizeof(*names));
			names[n++] = path_of(j->folder, e->d_name);
		}
	closedir(dir);
	if (n > 1)
		qsort(names, n, sizeof(*names), compare_names);
	for (i = 0; i < n; i++) {
		if (strcmp(names[i], j->path) != 0)
			read_file(j, names[i], false);
		free(names[i]);
	}
	free(names);
}

struct journal *
journal_open(const char *folder, const char *shard)
{
	struct journal *j = xmalloc(sizeof(*j));
	struct buf name = {0};

	buf_printf(&name, NAME "%s%s.jsonl", *shard == '\0' ? "" : ".", shard);
	*j = (struct journal){.path = path_of(folder, buf_cstr(&name)), .folder = folder,
	    .drafts = json_object(), .ended = true, .fd = -1};
	buf_free(&name);
	read_others(j);
	read_file(j, j->path, true);
	return j;
}

void
journal_close(struct journal *j)
{
	if (j == NULL)
		return;
	if (j->fd != -1)
		close(j->fd);
	json_decref(j->drafts);
	free(j->run);
	free(j->path);
	free(j);
}

json_t *
journal_find(const struct journal *j, const char *draft)
{
	return json_object_get(j->drafts, draft);
}

const char *
journal_unfinished(const struct journal *j)
{
	return j->ended ? NULL : j->run;
}

static void
put_line(struct buf *b, const json_t *o)
{
	char *s = json_dumps(o, JSON_COMPACT | JSON_PRESERVE_ORDER);

	if (s == NULL)
		return;
	buf_str(b, s);
	buf_ch(b, '\n');
	free(s);
}

static int
write_line(struct journal *j, const json_t *o, struct diag *d)
{
	struct place at = {.file = j->path};
	struct buf b = {0};
	ssize_t n;

	put_line(&b, o);
	do
		n = write(j->fd, b.s, b.len);
	while (n == -1 && errno == EINTR);
	if (n != (ssize_t)b.len || fdatasync(j->fd) == -1) {
		if (n != -1 && n != (ssize_t)b.len)
			errno = ENOSPC;
		buf_free(&b);
		return diag(d, DIAG_IO_WRITE, &at, errno == ENOSPC
		    ? diag_pick(d, "the disk is full", "disks ir pilns") : publish_why(d, errno), NULL);
	}
	buf_free(&b);
	return 0;
}

/* The newest record of each draft, as a new file in the place of the old one. */
static int
rewrite(struct journal *j, struct diag *d)
{
	struct publish_opts o = {.force = true};
	struct buf b = {0};
	const char *key;
	json_t *v;
	int rc;

	json_object_foreach(j->drafts, key, v)
		put_line(&b, v);
	rc = publish(j->path, b.s, b.len, &o, NULL, d);
	buf_free(&b);
	return rc;
}

int
journal_begin(struct journal *j, const char *run, struct diag *d)
{
	struct place at = {.file = j->path};
	json_t *o;
	int rc = 0;

	if (j->torn || j->lines > 2 * j->own + 100)
		rc = rewrite(j, d);
	if (rc == -1)
		return -1;
	j->fd = open(j->path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (j->fd == -1)
		return diag(d, DIAG_IO_WRITE, &at, publish_why(d, errno), NULL);
	o = json_pack("{s:s}", "begin", run);
	rc = write_line(j, o, d);
	json_decref(o);
	return rc;
}

int
journal_add(struct journal *j, json_t *record, struct diag *d)
{
	return write_line(j, record, d);
}

int
journal_end(struct journal *j, struct diag *d)
{
	json_t *o = json_pack("{s:b}", "end", 1);
	int rc = write_line(j, o, d);

	json_decref(o);
	return rc;
}
