/* template_mark - pmpplan template check --mark: a copy with comments at the faults */
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/publish.h"
#include "cmd/template.h"
#include "fill/mark.h"

static const char *
ending_of(const char *path)
{
	const char *slash = strrchr(path, '/'), *dot = strrchr(slash != NULL ? slash : path, '.');

	return dot != NULL ? dot : "";
}

int
mark_name_ok(const char *path, const char *out, struct diag *d)
{
	struct place at = {.file = out};
	struct stat a, b;

	if (strcmp(out, "-") == 0)
		return 0;
	if (stat(path, &a) == 0 && stat(out, &b) == 0 && a.st_dev == b.st_dev &&
	    a.st_ino == b.st_ino)
		return diag(d, DIAG_USAGE_IS_INPUT, &at, NULL);
	/* Word and Writer go by the name. */
	if (strcasecmp(ending_of(path), ending_of(out)) != 0)
		return diag(d, DIAG_USAGE_MARK_ENDING, &at, ending_of(path), NULL);
	return 0;
}

int
mark_write(const struct cmd *c, const struct template *t, const char *out, bool force,
    struct diag *d)
{
	const struct publish_opts o = {.force = force};
	bool piped = strcmp(out, "-") == 0;
	const struct diag_msg *all;
	struct arena *a = arena_new();
	size_t n = diag_messages(c->diag, &all), m = 0;
	struct diag_msg *found = arena_array(a, n + 1, sizeof(*found));
	struct buf bytes = {0};
	int made;

	for (size_t i = 0; i < n; i++)
		if (all[i].level >= (c->quiet ? DIAG_ERROR : DIAG_NOTE))
			found[m++] = all[i];
	made = template_mark(t, found, m, &bytes, d);
	if (made > 0 && publish(out, bytes.s, bytes.len, &o, NULL, d) == -1)
		made = -1;
	if (made >= 0 && !c->quiet)
		diag_say(c->diag, piped ? stderr : stdout, made > 0 ? DIAG_SAY_MARKED : DIAG_SAY_UNMARKED,
		    out, arena_printf(a, "%d", made), NULL);
	buf_free(&bytes);
	arena_free(a);
	return made < 0 ? -1 : 0;
}
