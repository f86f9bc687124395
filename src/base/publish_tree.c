/* publish_tree - folders put in place by one rename; see publish.h */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/publish_int.h"

#define DEPTH_MOST 64 /* folders in each other, when clearing up */

struct publish_tree {
	char *path;   /* of the work folder, as messages name it */
	int dir;      /* itself */
	int parent;   /* the folder that it stands in */
	char name[NAME_MAX + 1];
	bool moved;   /* renamed as a whole */
	bool inside;  /* it stands in the folder that it works for */
};

#define INSIDE_NAME "pmpplan" /* of work folders inside the folder that they are for */
#define FOLDER (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

/* The folder part of a path, malloc'd, and the last component. */
static char *
folder_of(const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash == NULL ? xstrdup(".") : xstrdup(path);

	if (slash != NULL)
		folder[slash == path ? 1 : slash - path] = '\0';
	*name = slash == NULL ? path : slash + 1;
	return folder;
}

/*
 * Of one mount?  A rename from one to another fails, even of the same disk; so the device
 * alone does not say.
 */
static bool
same_mount(int x, int y)
{
	struct statx a, b;
	struct stat s, t;

	if (statx(x, "", AT_EMPTY_PATH, STATX_MNT_ID, &a) == 0 && (a.stx_mask & STATX_MNT_ID) != 0 &&
	    statx(y, "", AT_EMPTY_PATH, STATX_MNT_ID, &b) == 0 && (b.stx_mask & STATX_MNT_ID) != 0)
		return a.stx_mnt_id == b.stx_mnt_id;
	return fstat(x, &s) == 0 && fstat(y, &t) == 0 && s.st_dev == t.st_dev;
}

bool
publish_tree_inside(const char *beside)
{
	int at = open(beside, O_RDONLY | O_DIRECTORY | O_CLOEXEC), up;
	const char *name;
	char *folder;
	bool inside;

	if (at == -1)
		return false; /* not there yet */
	folder = folder_of(beside, &name);
	up = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	inside = up == -1 || !same_mount(at, up) || strcmp(name, ".") == 0 ||
	    strcmp(name, "..") == 0 || faccessat(up, ".", W_OK | X_OK, AT_EACCESS) == -1;
	if (up != -1)
		close(up);
	close(at);
	return inside;
}

/* Open the folder that a path stands in; -1 after reporting. */
static int
open_parent(const char *path, const char **name, struct diag *d)
{
	char *folder = folder_of(path, name);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	free(folder);
	return fd == -1 ? publish_cannot(d, path, errno) : fd;
}

static int
sync_folder(int fd)
{
	return fsync(fd) == -1 && errno != EINVAL ? -1 : 0;
}

/* -- clearing up -- */

/* The next entry that is not "." or ".."; NULL at the end. */
static struct dirent *
next_entry(DIR *dir)
{
	struct dirent *e;

	do
		e = readdir(dir);
	while (e != NULL && (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0));
	return e;
}

/* Remove what is in an open folder; links are removed, never followed.  Takes fd. */
static void
clear_folder(int fd, int depth)
{
	DIR *dir = fdopendir(fd);
	struct dirent *e;
	int sub;

	if (dir == NULL) {
		close(fd);
		return;
	}
	while ((e = next_entry(dir)) != NULL) {
		if (unlinkat(fd, e->d_name, 0) == 0 || depth == DEPTH_MOST)
			continue;
		sub = openat(fd, e->d_name, FOLDER);
		if (sub == -1)
			continue;
		clear_folder(sub, depth + 1);
		unlinkat(fd, e->d_name, AT_REMOVEDIR);
	}
	closedir(dir);
}

void
publish_tree_free(struct publish_tree *t)
{
	if (t == NULL)
		return;
	if (!t->moved && t->dir != -1) {
		clear_folder(dup(t->dir), 0);
		unlinkat(t->parent, t->name, AT_REMOVEDIR);
		/* Where it would be taken for a part of the archive, it must be gone for good. */
		if (t->inside)
			fsync(t->parent);
	}
	if (t->dir != -1)
		close(t->dir);
	if (t->parent != -1)
		close(t->parent);
	free(t->path);
	free(t);
}

/* ".NAME.PID-RANDOM.tmp": the process, or 0 if it is no such name. */
static pid_t
owner_of(const char *entry, const char *name)
{
	size_t n = strnlen(name, 100), len = strlen(entry);
	char *end;
	long pid;

	if (entry[0] != '.' || strncmp(entry + 1, name, n) != 0 || entry[n + 1] != '.' ||
	    len < n + 6 || strcmp(entry + len - 4, ".tmp") != 0)
		return 0;
	errno = 0;
	pid = strtol(entry + n + 2, &end, 10);
	return pid > 0 && pid <= INT_MAX && errno == 0 && *end == '-' ? (pid_t)pid : 0;
}

bool
publish_tree_left(const char *entry)
{
	return owner_of(entry, INSIDE_NAME) != 0;
}

/*
 * Those in one folder.  Beside an archive another run may be making one that has no lock
 * yet, so there its process must be gone; inside, the lock is enough.
 */
static void
sweep(DIR *dir, const char *name, bool locked)
{
	struct dirent *e;
	struct stat st;
	pid_t pid;
	int fd;

	while (dir != NULL && (e = next_entry(dir)) != NULL) {
		pid = owner_of(e->d_name, name);
		if (pid == 0 || (!locked && (kill(pid, 0) != -1 || errno != ESRCH)))
			continue;
		fd = openat(dirfd(dir), e->d_name, FOLDER);
		if (fd == -1)
			continue;
		if (fstat(fd, &st) == -1 || st.st_uid != geteuid()) {
			close(fd);
			continue;
		}
		clear_folder(fd, 0);
		unlinkat(dirfd(dir), e->d_name, AT_REMOVEDIR);
	}
	if (dir != NULL)
		closedir(dir);
}

void
publish_tree_sweep(const char *beside)
{
	const char *name;
	char *folder = folder_of(beside, &name);

	sweep(opendir(folder), name, false);
	sweep(opendir(beside), INSIDE_NAME, true);
	free(folder);
}

/* -- building -- */

struct publish_tree *
publish_tree_new(const char *beside, struct diag *d)
{
	struct publish_tree *t = xmalloc(sizeof(*t));
	struct place at = {.file = beside};
	struct buf path = {0};
	const char *name;
	bool inside = publish_tree_inside(beside);
	char *folder = folder_of(beside, &name);
	uint64_t r = 0;
	struct stat st;

	*t = (struct publish_tree){.dir = -1, .parent = -1};
	if (!inside)
		t->parent = open_parent(beside, &name, d);
	else if ((t->parent = open(beside, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		publish_cannot(d, beside, errno);
	if (t->parent == -1)
		goto fail;
	if (fstat(t->parent, &st) == 0 && (st.st_mode & S_IWOTH) != 0 &&
	    (st.st_mode & S_ISVTX) == 0) {
		diag(d, DIAG_IO_FOLDER_OPEN, &at, NULL);
		goto fail;
	}
	if (getrandom(&r, sizeof(r), 0) != sizeof(r))
		r = (uint64_t)(uintptr_t)t;
	t->inside = inside;
	snprintf(t->name, sizeof(t->name), ".%.100s.%ld-%016llx.tmp", inside ? INSIDE_NAME : name,
	    (long)getpid(), (unsigned long long)r);
	buf_printf(&path, "%s/%s", inside ? beside : folder, t->name);
	t->path = xstrdup(buf_cstr(&path));
	buf_free(&path);
	/* As a new folder would be: the tree itself may become one. */
	if (mkdirat(t->parent, t->name, 0777) == -1) {
		publish_cannot(d, t->path, errno);
		goto fail;
	}
	t->dir = openat(t->parent, t->name, FOLDER);
	if (t->dir != -1) {
		free(folder);
		return t;
	}
	publish_cannot(d, t->path, errno);
	unlinkat(t->parent, t->name, AT_REMOVEDIR);
fail:
	free(folder);
	publish_tree_free(t);
	return NULL;
}

const char *
publish_tree_path(const struct publish_tree *t)
{
	return t->path;
}

/* Is what was written what we meant to write? */
static int
read_back(int fd, const char *bytes, size_t len)
{
	char part[16384];
	size_t done = 0;
	ssize_t n;

	for (;;) {
		n = pread(fd, part, sizeof(part), (off_t)done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		if ((size_t)n > len - done || memcmp(part, bytes + done, (size_t)n) != 0)
			break;
		done += (size_t)n;
	}
	if (n < 0)
		return -1;
	if (n == 0 && done == len)
		return 0;
	errno = EIO;
	return -1;
}

static int
put_in(int dir, const char *name, const void *bytes, size_t len)
{
	int fd = openat(dir, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	int err;

	if (fd == -1)
		return -1;
	if (publish_write_all(fd, bytes, len) == 0 && fsync(fd) == 0 &&
	    read_back(fd, bytes, len) == 0)
		return close(fd);
	err = errno;
	close(fd);
	errno = err;
	return -1;
}

bool
publish_is_step(const char *name)
{
	if (name[0] != '\0' && strcmp(name, ".") != 0 && strcmp(name, "..") != 0)
		return true;
	errno = EINVAL;
	return false;
}

/* Open, or make, the folder "name" in dir, which is closed. */
static int
step_into(int dir, const char *name)
{
	int fd = -1, err;

	if (publish_is_step(name) && ((mkdirat(dir, name, 0777) == 0 && sync_folder(dir) == 0) || errno == EEXIST))
		fd = openat(dir, name, FOLDER);
	err = errno;
	close(dir);
	errno = err;
	return fd;
}

int
publish_tree_put(struct publish_tree *t, const char *name, const void *bytes, size_t len,
    struct diag *d)
{
	char *copy = xstrdup(name), *s = copy, *slash;
	int dir = dup(t->dir), err = 0;
	struct buf path = {0};

	while (dir != -1 && (slash = strchr(s, '/')) != NULL) {
		*slash = '\0';
		dir = step_into(dir, s);
		s = slash + 1;
	}
	if (dir == -1 || !publish_is_step(s) || put_in(dir, s, bytes, len) == -1 || sync_folder(dir) == -1)
		err = errno;
	if (dir != -1)
		close(dir);
	free(copy);
	if (err == 0)
		return 0;
	buf_printf(&path, "%s/%s", t->path, name);
	publish_cannot(d, buf_cstr(&path), err);
	buf_free(&path);
	return -1;
}

int
publish_tree_move(struct publish_tree *t, const char *name, const char *to, bool over,
    struct diag *d)
{
	bool whole = name[0] == '\0';
	struct place at = {.file = to};
	const char *last;
	int dir = open_parent(to, &last, d), rc = -1;
	int from = whole ? t->parent : t->dir;

	if (dir == -1)
		return -1;
	if (sync_folder(t->dir) == -1 ||
	    renameat2(from, whole ? t->name : name, dir, last, over ? 0 : RENAME_NOREPLACE) == -1) {
		if (errno == EEXIST || errno == ENOTEMPTY)
			diag(d, DIAG_IO_EXISTS, &at, NULL);
		else
			publish_cannot(d, to, errno);
		goto out;
	}
	t->moved = t->moved || whole;
	if (sync_folder(dir) == -1 || sync_folder(from) == -1)
		publish_cannot(d, to, errno);
	else
		rc = 0;
out:
	close(dir);
	return rc;
}

/* -- files that grow, and locks -- */

int
publish_append(const char *path, const void *bytes, size_t len, struct diag *d)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC), err;

	if (fd == -1)
		return publish_cannot(d, path, errno);
	if (publish_write_all(fd, bytes, len) == 0 && fsync(fd) == 0)
		return close(fd) == 0 ? 0 : publish_cannot(d, path, errno);
	err = errno;
	close(fd);
	return publish_cannot(d, path, err);
}

int
publish_cut(const char *path, size_t len, struct diag *d)
{
	int fd = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC), err;

	if (fd == -1)
		return publish_cannot(d, path, errno);
	if (ftruncate(fd, (off_t)len) == 0 && fsync(fd) == 0)
		return close(fd) == 0 ? 0 : publish_cannot(d, path, errno);
	err = errno;
	close(fd);
	return publish_cannot(d, path, err);
}

int
publish_lock(const char *path, bool exclusive, bool wait, struct diag *d)
{
	/* Some shares lock for writing only what is open for writing. */
	int fd = open(path, (exclusive ? O_RDWR : O_RDONLY) | O_NOFOLLOW | O_NONBLOCK |
	    O_CLOEXEC), rc;
	struct place at = {.file = path};

	if (fd == -1)
		return publish_cannot(d, path, errno);
	do
		rc = flock(fd, (exclusive ? LOCK_EX : LOCK_SH) | (wait ? 0 : LOCK_NB));
	while (rc == -1 && errno == EINTR);
	if (rc == 0)
		return fd;
	if (errno == EWOULDBLOCK)
		diag(d, DIAG_IO_LOCKED, &at, NULL);
	else
		publish_cannot(d, path, errno);
	close(fd);
	return -1;
}
