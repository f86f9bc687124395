/* folder - see folder.h */
#include "archive/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/utf8.h"

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

/* A device of Windows, whatever stands behind a dot: "con", "COM1.txt". */
static bool
is_device(const char *s, size_t n)
{
	static const char *const names[] = {"con", "prn", "aux", "nul"};
	size_t stem = strcspn(s, "."), i;

	if (stem > n)
		stem = n;
	for (i = 0; i < 4; i++)
		if (stem == 3 && strncasecmp(s, names[i], 3) == 0)
			return true;
	return stem == 4 && s[3] >= '0' && s[3] <= '9' &&
	    (strncasecmp(s, "com", 3) == 0 || strncasecmp(s, "lpt", 3) == 0);
}

/* Controls, line ends, what is not seen or turns the writing round, and what is no character. */
static bool
is_odd(uint32_t c)
{
	return c < ' ' || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
	    (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF ||
	    (c & 0xFFFE) == 0xFFFE;
}

bool
folder_is_line(const char *s)
{
	size_t i, len = strlen(s);
	uint32_t c;
	int n;

	for (i = 0; i < len; i += (size_t)n) {
		n = utf8_decode(s + i, len - i, &c);
		if (n == 0 || is_odd(c))
			return false;
	}
	return true;
}

const char *
folder_shown(struct arena *a, const char *s)
{
	size_t i, len = strlen(s);
	struct buf b = {0};
	const char *out;
	uint32_t c;
	int n;

	if (folder_is_line(s))
		return s;
	for (i = 0; i < len; i += (size_t)n) {
		n = utf8_decode(s + i, len - i, &c);
		if (n != 0 && !is_odd(c))
			buf_add(&b, s + i, (size_t)n);
		else if (n != 0)
			buf_printf(&b, "<U+%04X>", (unsigned)c);
		else {
			buf_printf(&b, "\\x%02X", (unsigned)(unsigned char)s[i]);
			n = 1;
		}
	}
	out = arena_strndup(a, b.s, b.len);
	buf_free(&b);
	return out;
}

bool
folder_is_portable(const char *name)
{
	const char *s, *slash;
	size_t n;

	if (!folder_is_line(name) || strpbrk(name, "%\\:*?\"<>|") != NULL)
		return false;
	for (s = name; s != NULL; s = slash == NULL ? NULL : slash + 1) {
		slash = strchr(s, '/');
		n = slash == NULL ? strlen(s) : (size_t)(slash - s);
		if (n == 0 || n > 200 || s[0] == '.' || s[0] == ' ' || s[n - 1] == '.' ||
		    s[n - 1] == ' ' || is_device(s, n))
			return false;
	}
	return true;
}

bool
folder_is_alike(struct arena *a, const char *x, const char *y)
{
	x = utf8_lower(a, x, strlen(x));
	y = utf8_lower(a, y, strlen(y));
	return strcmp(utf8_nfc(a, x, strlen(x)), utf8_nfc(a, y, strlen(y))) == 0;
}
