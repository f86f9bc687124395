/* datafile - where the program's own files are; see cmd.h */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "cmd/cmd.h"

/*
 * "DIR/NAME" if it is there; without DIR when that is the current folder, so that
 * messages stay short and the same wherever the program lies.
 */
static char *
try(const char *dir, const char *name)
{
	char here[PATH_MAX];
	struct buf path = {0};

	if (getcwd(here, sizeof(here)) != NULL && strcmp(here, dir) == 0)
		buf_str(&path, name);
	else
		buf_printf(&path, "%s/%s", dir, name);
	if (access(buf_cstr(&path), R_OK) == 0)
		return buf_steal(&path, NULL);
	buf_free(&path);
	return NULL;
}

/* The folder of the executable; false if it cannot be told. */
static bool
own_folder(char *out, size_t size)
{
	ssize_t n = readlink("/proc/self/exe", out, size - 1);
	char *slash;

	if (n <= 0)
		return false;
	out[n] = '\0';
	slash = strrchr(out, '/');
	if (slash == NULL)
		return false;
	*slash = '\0';
	return true;
}

char *
cmd_data_file(const char *name, struct diag *d)
{
	char own[PATH_MAX], shared[PATH_MAX + 20];
	const char *env = getenv("PMPPLAN_DATA");
	char *path = NULL;

	if (env != NULL && *env != '\0')
		path = try(env, name);
	if (path == NULL && own_folder(own, sizeof(own))) {
		path = try(own, name);
		snprintf(shared, sizeof(shared), "%s/../share/pmpplan", own);
		if (path == NULL)
			path = try(shared, name);
	}
	if (path == NULL)
		path = try("/usr/local/share/pmpplan", name);
	if (path == NULL)
		path = try("/usr/share/pmpplan", name);
	if (path == NULL)
		diag(d, DIAG_NO_DATA, NULL, name, NULL);
	return path;
}
