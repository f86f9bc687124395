/* lock - see lock.h */
#include "batch/lock.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/publish.h"

#define DYING_MS 3000 /* how long workers of a killed run may take to go */
#define STEP_MS 50

struct lock_file {
	char *path;
	int fd;
};

struct lock {
	struct lock_file folder, shard; /* shard.fd -1: none */
};

static void
nap(void)
{
	struct timespec t = {0, STEP_MS * 1000000L};

	nanosleep(&t, NULL);
}

/* The holder's process, as it wrote itself into the file; 0 if that cannot be read. */
static long
holder(int fd, char *who, size_t size)
{
	ssize_t n = pread(fd, who, size - 1, 0);

	who[n < 0 ? 0 : n] = '\0';
	who[strcspn(who, "\n")] = '\0';
	return strtol(who, NULL, 10);
}

/* Is the file that we locked still the one of that name?  Its last holder removes it. */
static bool
is_current(const struct lock_file *f)
{
	struct stat a, b;

	return fstat(f->fd, &a) == 0 && lstat(f->path, &b) == 0 && a.st_ino == b.st_ino &&
	    a.st_dev == b.st_dev;
}

static int
open_lock(struct lock_file *f, struct diag *d)
{
	struct place at = {.file = f->path};

	f->fd = open(f->path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (f->fd != -1)
		return 0;
	return diag(d, DIAG_IO_WRITE, &at, errno == EACCES
	    ? diag_pick(d, "no permission", "nav atļaujas") : publish_why(d, errno), NULL);
}

static void
sign(const struct lock_file *f)
{
	char host[65] = "", line[160];
	int n;

	gethostname(host, sizeof(host) - 1);
	n = snprintf(line, sizeof(line), "%ld %s\n", (long)getpid(), host);
	/* Only for the reader of a message; the lock itself is the kernel's. */
	if (ftruncate(f->fd, 0) == 0)
		(void)!pwrite(f->fd, line, (size_t)n, 0);
}

static int
take_file(struct lock_file *f, int how, bool wait, bool (*stop)(void), struct diag *d)
{
	struct place at = {.file = f->path};
	char who[160] = "", *host;
	int waited = 0;
	long pid;

	for (;;) {
		if (f->fd == -1 && open_lock(f, d) == -1)
			return -1;
		if (flock(f->fd, how | LOCK_NB) == 0) {
			if (is_current(f))
				break;
			close(f->fd);
			f->fd = -1;
			continue;
		}
		if (errno != EWOULDBLOCK && errno != EINTR)
			return diag(d, DIAG_IO_WRITE, &at, publish_why(d, errno), NULL);
		pid = holder(f->fd, who, sizeof(who));
		/* Killed, and its workers are still going down. */
		if (!wait && (pid <= 0 || kill((pid_t)pid, 0) == 0 || errno != ESRCH ||
		    waited >= DYING_MS)) {
			host = strchr(who, ' ');
			if (host != NULL)
				*host++ = '\0';
			return diag(d, DIAG_BATCH_LOCKED, &at, pid <= 0 ? "" : who,
			    host == NULL ? "" : host, NULL);
		}
		if (stop != NULL && stop())
			return -1;
		nap();
		waited += STEP_MS;
	}
	if ((how & LOCK_EX) != 0)
		sign(f);
	return 0;
}

static char *
name_lock(const char *folder, const char *shard)
{
	struct buf b = {0};

	buf_printf(&b, "%s%s.pmpplan-lock%s%s", folder, *folder == '\0' ? "" : "/",
	    *shard == '\0' ? "" : ".", shard);
	buf_cstr(&b);
	return buf_steal(&b, NULL);
}

struct lock *
lock_take(const char *folder, const char *shard, bool wait, bool (*stop)(void), struct diag *d)
{
	struct lock *l = xmalloc(sizeof(*l));
	bool part = *shard != '\0';

	*l = (struct lock){{name_lock(folder, ""), -1}, {NULL, -1}};
	if (take_file(&l->folder, part ? LOCK_SH : LOCK_EX, wait, stop, d) == -1)
		goto fail;
	if (part) {
		l->shard.path = name_lock(folder, shard);
		if (take_file(&l->shard, LOCK_EX, wait, stop, d) == -1)
			goto fail;
	}
	return l;
fail:
	if (l->shard.fd != -1)
		close(l->shard.fd);
	l->shard.fd = -1;
	free(l->shard.path);
	l->shard.path = NULL;
	lock_release(l);
	return NULL;
}

void
lock_release(struct lock *l)
{
	if (l == NULL)
		return;
	if (l->shard.fd != -1) {
		unlink(l->shard.path);
		close(l->shard.fd);
	}
	/* A shared lock becomes ours alone, or others are still at work. */
	if (l->folder.fd != -1) {
		if (flock(l->folder.fd, LOCK_EX | LOCK_NB) == 0 && is_current(&l->folder))
			unlink(l->folder.path);
		close(l->folder.fd);
	}
	free(l->shard.path);
	free(l->folder.path);
	free(l);
}

/*
 * ".<name>.<pid>-<16 hex digits>.tmp", as publish.c makes them: the length of <name>,
 * or 0.
 */
static size_t
temp_name(const char *s)
{
	size_t len = strlen(s), i, hex = 0;

	if (len < 26 || s[0] != '.' || strcmp(s + len - 4, ".tmp") != 0)
		return 0;
	for (i = len - 4; i > 0 && isxdigit((unsigned char)s[i - 1]); i--)
		hex++;
	if (hex != 16 || i == 0 || s[--i] != '-')
		return 0;
	for (hex = 0; i > 0 && isdigit((unsigned char)s[i - 1]); i--)
		hex++;
	return hex == 0 || i < 3 || s[i - 1] != '.' ? 0 : i - 2;
}

void
lock_sweep(const char *folder, bool (*ours)(void *arg, const char *name), void *arg)
{
	DIR *dir = opendir(*folder == '\0' ? "." : folder);
	struct dirent *e;
	struct stat st;
	char name[256];
	size_t n;

	if (dir == NULL)
		return;
	while ((e = readdir(dir)) != NULL) {
		n = temp_name(e->d_name);
		if (n == 0 || n >= sizeof(name))
			continue;
		memcpy(name, e->d_name + 1, n);
		name[n] = '\0';
		if (ours != NULL && !ours(arg, name))
			continue;
		if (fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISREG(st.st_mode) && st.st_uid == geteuid())
			unlinkat(dirfd(dir), e->d_name, 0);
	}
	closedir(dir);
}
