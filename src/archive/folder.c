/* folder - see folder.h */
#include "archive/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *
folder_join(struct arena *a, const char *dir, const char *name)
{
	if (name[0] == '\0')
		return dir;
	return dir[0] == '\0' ? arena_strdup(a, name) : arena_printf(a, "%s/%s", dir, name);
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->path, ((const struct entry *)b)->path);
}

static int
add(struct arena *a, int fd, const char *below, const char *name, struct entries *out)
{
	struct entry *e;
	struct stat st;

	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) == -1)
		return -1;
	if (out->n == FOLDER_ENTRIES) {
		errno = EFBIG;
		return -1;
	}
	out->v = arena_grow(a, out->v, out->n, out->n + 1, &out->cap, sizeof(out->v[0]));
	e = &out->v[out->n++];
	*e = (struct entry){.name = arena_strdup(a, name)};
	e->path = folder_join(a, below, e->name);
	e->kind = S_ISREG(st.st_mode) ? ENTRY_FILE : S_ISDIR(st.st_mode) ? ENTRY_FOLDER
	    : S_ISLNK(st.st_mode) ? ENTRY_LINK : ENTRY_OTHER;
	e->hard = e->kind == ENTRY_FILE && st.st_nlink > 1;
	return 0;
}

/* All entries of an open folder, not sorted.  Takes fd. */
static int
list_fd(struct arena *a, int fd, const char *below, bool deep, int depth, struct entries *out)
{
	DIR *dir = fdopendir(fd);
	size_t first = out->n, i, end;
	struct dirent *e;
	int sub, rc = 0;

	if (dir == NULL) {
		close(fd);
		return -1;
	}
	for (errno = 0; rc == 0 && (e = readdir(dir)) != NULL; errno = 0)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			rc = add(a, fd, below, e->d_name, out);
	if (rc == 0 && errno != 0)
		rc = -1;
	end = out->n;
	for (i = first; deep && rc == 0 && i < end; i++) {
		if (out->v[i].kind != ENTRY_FOLDER)
			continue;
		errno = EFBIG;
		sub = depth == FOLDER_DEPTH ? -1 : openat(fd, out->v[i].name,
		    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (sub == -1) {
			rc = -1;
			break;
		}
		first = out->n;
		rc = list_fd(a, sub, out->v[i].path, deep, depth + 1, out);
		out->v[i].empty = out->n == first;
	}
	i = (size_t)errno;
	closedir(dir);
	errno = (int)i;
	return rc;
}

int
folder_list(struct arena *a, const char *path, bool deep, struct entries *out)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	*out = (struct entries){NULL, 0, 0};
	if (fd == -1 || list_fd(a, fd, "", deep, 0, out) == -1)
		return -1;
	if (out->n > 1)
		qsort(out->v, out->n, sizeof(out->v[0]), by_path);
	return 0;
}

const struct entry *
folder_find(const struct entries *l, const char *path)
{
	struct entry key = {.path = path};

	return l->n == 0 ? NULL : bsearch(&key, l->v, l->n, sizeof(l->v[0]), by_path);
}
