/* publish - see publish.h */
#include "base/publish.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/publish_int.h"

/*
 * The temporary file being written, for publish_abandon(): a signal handler can
 * only see a global.  The name is complete before the descriptor is set.
 */
static char temp_name[NAME_MAX + 1];
static volatile int temp_dir = -1;

struct target {
	const char *path; /* as the user named it */
	const char *name; /* last component, inside path */
	int dir;          /* its folder, open */
	struct stat old;  /* of what stands there */
	bool exists;
};

void
publish_abandon(void)
{
	int dir = temp_dir;

	if (dir >= 0) {
		temp_dir = -1;
		unlinkat(dir, temp_name, 0);
	}
}

const char *
publish_why(const struct diag *d, int err)
{
	switch (err) {
	case ENOENT: return diag_pick(d, "no such file or folder", "nav tāda faila vai mapes");
	case EACCES:
	case EPERM: return diag_pick(d, "no permission", "nav atļaujas");
	case EISDIR: return diag_pick(d, "it is a folder", "tā ir mape");
	case ENOTDIR: return diag_pick(d, "not a folder", "tā nav mape");
	case EINVAL: return diag_pick(d, "not a regular file", "tas nav parasts fails");
	case ENOSPC: return diag_pick(d, "the disk is full", "disks ir pilns");
	case EDQUOT: return diag_pick(d, "the quota is used up", "kvota ir izlietota");
	case EROFS: return diag_pick(d, "the disk is read-only", "disks ir tikai lasāms");
	case EIO: return diag_pick(d, "the disk reports an error", "disks ziņo par kļūdu");
	case EFBIG: return diag_pick(d, "larger than files may be here", "fails šai vietai ir par lielu");
	case EMFILE:
	case ENFILE: return diag_pick(d, "too many open files", "atvērts pārāk daudz failu");
	case ENAMETOOLONG: return diag_pick(d, "the name is too long", "nosaukums ir par garu");
	case ELOOP: return diag_pick(d, "symbolic links go in a circle",
	    "simboliskās saites iet pa apli");
	case EPIPE: return diag_pick(d, "the reader has gone", "izvades saņēmējs vairs nelasa");
	default: return strerror(err);
	}
}

int
publish_cannot(struct diag *d, const char *path, int err)
{
	struct place at = {.file = path};

	return diag(d, DIAG_IO_WRITE, &at, publish_why(d, err), NULL);
}

int
publish_write_all(int fd, const char *s, size_t len)
{
	ssize_t n;

	while (len != 0) {
		n = write(fd, s, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0) {
			errno = EIO;
			return -1;
		}
		s += n;
		len -= (size_t)n;
	}
	return 0;
}

/* Open the folder of a path, once; the work is done relative to it. */
/* The folder that "path" stands in, open; -1 and errno. */
static int
open_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash == NULL ? xstrdup(".") : xstrdup(path);
	int fd;

	if (slash != NULL)
		folder[slash == path ? 1 : slash - path] = '\0';
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	return fd;
}

static int
open_target(struct target *t, const char *path, struct diag *d)
{
	const char *slash = strrchr(path, '/');
	struct place at = {.file = path};
	struct stat st;

	*t = (struct target){.path = path, .name = slash == NULL ? path : slash + 1,
	    .dir = open_folder(path)};
	if (t->dir == -1 || fstat(t->dir, &st) == -1)
		return publish_cannot(d, path, errno);
	if ((st.st_mode & S_IWOTH) != 0 && (st.st_mode & S_ISVTX) == 0)
		return diag(d, DIAG_IO_FOLDER_OPEN, &at, NULL);
	if (t->name[0] == '\0' || strcmp(t->name, ".") == 0 || strcmp(t->name, "..") == 0)
		return publish_cannot(d, path, EISDIR);
	if (fstatat(t->dir, t->name, &t->old, AT_SYMLINK_NOFOLLOW) == 0)
		t->exists = true;
	else if (errno != ENOENT)
		return publish_cannot(d, path, errno);
	if (t->exists && S_ISDIR(t->old.st_mode))
		return publish_cannot(d, path, EISDIR);
	return 0;
}

/* All bytes of an open file; NULL and errno, EFBIG when over the limit. */
static char *
read_fd(int fd, size_t limit, size_t guess, size_t *len)
{
	size_t cap = guess < limit ? guess + 1 : limit + 1, n = 0;
	char *s = xmalloc(cap + 1);
	ssize_t k = 0;

	for (;;) {
		if (n == cap) {
			if (n > limit)
				break;
			cap = cap < limit / 2 ? 2 * cap + 4096 : limit + 1;
			s = xrealloc(s, cap + 1);
		}
		k = read(fd, s + n, cap - n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			break;
		n += (size_t)k;
	}
	if (n > limit)
		errno = EFBIG;
	else if (k == 0) {
		s[n] = '\0';
		*len = n;
		return s;
	}
	free(s);
	return NULL;
}

/* May what stands there be replaced?  Also finds out whether it is the same already. */
static bool
may_replace(const struct target *t, const void *bytes, size_t len,
    const struct publish_opts *o, bool *same)
{
	bool yes = o != NULL && o->force;
	char *old = NULL;
	size_t n = 0;
	int fd;

	*same = false;
	if (!S_ISREG(t->old.st_mode))
		return yes;
	fd = openat(t->dir, t->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd != -1) {
		old = read_fd(fd, (size_t)256 << 20, (size_t)t->old.st_size, &n);
		close(fd);
	}
	if (old == NULL)
		return yes;
	if (n == len && (len == 0 || memcmp(old, bytes, len) == 0))
		*same = true;
	else if (!yes && o != NULL && o->ours != NULL)
		yes = o->ours(old, n);
	free(old);
	return yes;
}

/* ".<name>.<pid>-<random>.tmp", shortened so that it fits any file system. */
static void
name_temp(const char *name)
{
	uint64_t r = 0;
	int cut = (int)strnlen(name, 120);

	/* Not in the middle of a character: some shares refuse that. */
	while (cut > 0 && ((unsigned char)name[cut] & 0xC0) == 0x80)
		cut--;
	if (getrandom(&r, sizeof(r), 0) != sizeof(r))
		r = (uint64_t)(uintptr_t)&r;
	snprintf(temp_name, sizeof(temp_name), ".%.*s.%ld-%016llx.tmp", cut, name, (long)getpid(),
	    (unsigned long long)r);
}

/* A mode as open() would have given it, or that of the file being replaced. */
static mode_t
final_mode(const struct target *t)
{
	mode_t mask;

	if (t->exists && S_ISREG(t->old.st_mode))
		return t->old.st_mode & 0777;
	mask = umask(0);
	umask(mask);
	return 0666 & ~mask;
}

/* Write and fsync the temporary file.  0, or -1 and errno. */
static int
write_temp(const struct target *t, const void *bytes, size_t len)
{
	int fd = -1, err, tries;

	for (tries = 0; tries < 10; tries++) {
		name_temp(t->name);
		fd = openat(t->dir, temp_name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		    0600);
		if (fd != -1 || errno != EEXIST)
			break;
	}
	if (fd == -1)
		return -1;
	temp_dir = t->dir;
	/* A share may know no modes; the file is then as the share makes it. */
	if (fchmod(fd, final_mode(t)) == -1 && errno != EPERM && errno != ENOTSUP)
		goto fail;
	if (publish_write_all(fd, bytes, len) == -1 || fsync(fd) == -1)
		goto fail;
	if (close(fd) == -1)
		return -1; /* the descriptor is gone, whatever close() says */
	return 0;
fail:
	err = errno;
	close(fd);
	errno = err;
	return -1;
}

/* Give the temporary file its name without replacing anything. */
static int
rename_new(const struct target *t)
{
	if (renameat2(t->dir, temp_name, t->dir, t->name, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	/* The file system knows no RENAME_NOREPLACE. */
	if (linkat(t->dir, temp_name, t->dir, t->name, 0) == -1)
		return -1;
	unlinkat(t->dir, temp_name, 0);
	return 0;
}

static int
put_file(const struct target *t, const void *bytes, size_t len, bool settle, struct diag *d)
{
	struct place at = {.file = t->path};
	int err;

	if (write_temp(t, bytes, len) == -1)
		goto fail;
	if ((t->exists ? renameat(t->dir, temp_name, t->dir, t->name) : rename_new(t)) == -1)
		goto fail;
	temp_dir = -1;
	/* The file is complete, but a power cut now could still lose its name. */
	if (settle && fsync(t->dir) == -1 && errno != EINVAL)
		return publish_cannot(d, t->path, errno);
	return 0;
fail:
	err = errno;
	publish_abandon();
	if (err == EEXIST)
		return diag(d, DIAG_IO_EXISTS, &at, NULL);
	return publish_cannot(d, t->path, err);
}

static int
put_stdout(const void *bytes, size_t len, struct diag *d)
{
	struct place at = {.file = diag_pick(d, "(standard output)", "(standarta izvade)")};

	if (fflush(stdout) != 0 || publish_write_all(STDOUT_FILENO, bytes, len) == -1)
		return diag(d, DIAG_IO_STDOUT, &at, publish_why(d, errno), NULL);
	return 0;
}

int
publish(const char *path, const void *bytes, size_t len, const struct publish_opts *o,
    bool *same, struct diag *d)
{
	struct place at = {.file = path};
	struct target t;
	bool equal = false;
	int rc = -1;

	if (same != NULL)
		*same = false;
	if (strcmp(path, "-") == 0)
		return put_stdout(bytes, len, d);
	if (open_target(&t, path, d) == -1)
		goto out;
	if (t.exists && !may_replace(&t, bytes, len, o, &equal) && !equal) {
		diag(d, DIAG_IO_EXISTS, &at, NULL);
		goto out;
	}
	if (same != NULL)
		*same = equal;
	rc = equal ? 0 : put_file(&t, bytes, len, o == NULL || !o->unsettled, d);
out:
	if (t.dir != -1)
		close(t.dir);
	return rc;
}

int
publish_settle(const char *path, struct diag *d)
{
	int fd = open_folder(path), err = 0;

	if (fd == -1)
		return publish_cannot(d, path, errno);
	if (fsync(fd) == -1 && errno != EINVAL)
		err = errno;
	close(fd);
	return err == 0 ? 0 : publish_cannot(d, path, err);
}

int
publish_mkdir(const char *path, struct diag *d)
{
	char *s = xstrdup(path);
	size_t i, n = strlen(s);
	struct stat st;
	int rc = 0, err = 0;

	for (i = 1; i <= n && rc == 0; i++) {
		if (s[i] != '/' && s[i] != '\0')
			continue;
		s[i] = '\0';
		if (mkdir(s, 0777) == -1) {
			/* Other than EEXIST too: "/" on a read-only disk says EROFS. */
			err = errno;
			if (stat(s, &st) == -1)
				rc = -1;
			else if (!S_ISDIR(st.st_mode)) {
				err = ENOTDIR;
				rc = -1;
			}
		}
		if (i < n)
			s[i] = '/';
	}
	free(s);
	return rc == 0 ? 0 : publish_cannot(d, path, err);
}

/*
 * A regular file in an open folder, or by its path, open for reading; -1 and errno.  A FIFO
 * must not block us.
 */
static int
open_regular(int dir, const char *path, int flags, struct stat *st)
{
	int fd = openat(dir, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags);

	if (fd == -1)
		return -1;
	if (fstat(fd, st) == 0 && S_ISREG(st->st_mode))
		return fd;
	close(fd);
	errno = S_ISDIR(st->st_mode) ? EISDIR : EINVAL;
	return -1;
}

/* All of an open file, which is closed but for standard input; fd -1: errno says why not. */
static char *
slurp_fd(int fd, size_t size, const char *path, size_t limit, size_t *len,
    enum diag_code missing_code, struct diag *d)
{
	struct place at = {.file = path};
	char *s = NULL, number[24];
	int err;

	if (fd != -1) {
		errno = 0;
		s = read_fd(fd, limit, size, len);
		err = errno;
		if (fd != STDIN_FILENO)
			close(fd);
		errno = err;
	}
	if (s != NULL)
		return s;
	if (fd != -1 && errno == EFBIG) {
		snprintf(number, sizeof(number), "%zu", limit);
		diag(d, DIAG_LIMIT_FILE, &at, number, NULL);
	} else
		diag(d, missing_code, &at, publish_why(d, errno), NULL);
	return NULL;
}

char *
slurp(const char *path, size_t limit, size_t *len, enum diag_code missing_code, struct diag *d)
{
	struct stat st = {.st_size = 65535};
	int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open_regular(AT_FDCWD, path, 0, &st);

	return slurp_fd(fd, (size_t)st.st_size, path, limit, len, missing_code, d);
}

/* The file "name" below a folder; -1 and errno.  Writes to "name", but leaves it as it was. */
static int
open_below(const char *dir, char *name, struct stat *st)
{
	int at = open(dir, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), next, err;
	char *s, *slash;

	for (s = name; at != -1 && (slash = strchr(s, '/')) != NULL; s = slash + 1) {
		*slash = '\0';
		next = publish_is_step(s) ? openat(at, s, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
		    : -1;
		err = errno;
		*slash = '/';
		close(at);
		at = next;
		errno = err;
	}
	if (at == -1)
		return -1;
	next = publish_is_step(s) ? open_regular(at, s, O_NOFOLLOW, st) : -1;
	err = errno;
	close(at);
	errno = err;
	return next;
}

char *
slurp_below(const char *dir, const char *name, size_t limit, size_t *len,
    enum diag_code missing_code, struct diag *d)
{
	char *copy = xstrdup(name), *out;
	struct stat st = {0};
	struct buf path = {0};
	int fd = open_below(dir, copy, &st), err = errno;

	buf_printf(&path, "%s/%s", dir, name);
	errno = fd == -1 && err == ELOOP ? EINVAL : err;
	out = slurp_fd(fd, (size_t)st.st_size, buf_cstr(&path), limit, len, missing_code, d);
	buf_free(&path);
	free(copy);
	return out;
}
