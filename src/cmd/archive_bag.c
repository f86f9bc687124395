/* archive_bag - pmpplan archive verify of a BagIt bag; see archive.h */
#include "cmd/archive.h"

#include <errno.h>
#include <string.h>

#include "archive/bag.h"
#include "base/publish.h"

/* What a folder says that it is; -1 and errno: it cannot be read. */
static int
look(struct arena *a, const char *root, const char **ocfl, bool *bag)
{
	struct entries l;
	size_t i;

	*ocfl = NULL;
	*bag = false;
	if (folder_list(a, root, false, &l) == -1)
		return -1;
	for (i = 0; i < l.n; i++) {
		if (strncmp(l.v[i].name, "0=ocfl_", 7) == 0)
			*ocfl = l.v[i].name;
		*bag |= strcmp(l.v[i].name, BAG_DECLARATION) == 0;
	}
	return 0;
}

static int
verify(struct archive_asked *q, struct arena *a, const char *root)
{
	struct diag *d = q->c->diag;
	struct bag_seen seen;

	bag_check(a, root, d, &seen);
	cmd_flush(q->c, d);
	if (!q->c->quiet)
		diag_say(d, stdout, DIAG_SAY_VERIFIED_BAG, seen.version,
		    arena_printf(a, "%zu", seen.files),
		    arena_printf(a, "%llu", (unsigned long long)seen.bytes),
		    arena_printf(a, "%zu", seen.manifests), arena_printf(a, "%zu", seen.faults), NULL);
	return seen.faults != 0 || diag_failed(d) ? EXIT_SOME_FAILED : 0;
}

bool
archive_verify_bag(struct archive_asked *q, struct arena *a, int *status)
{
	size_t n = strlen(q->root);
	struct place at = {.file = q->root};
	const char *ocfl;
	bool bag;

	if (look(a, q->root, &ocfl, &bag) == -1 && errno != ENOENT && errno != ENOTDIR) {
		diag(q->c->diag, DIAG_ARCHIVE_READ, &at, publish_why(q->c->diag, errno), NULL);
		*status = EXIT_SOME_FAILED;
		return true;
	}
	if (ocfl != NULL && !bag)
		return false;
	*status = EXIT_SOME_FAILED;
	if (!bag) {
		diag(q->c->diag, DIAG_BAG_NEITHER, &at, NULL);
	} else if (ocfl != NULL) {
		diag(q->c->diag, DIAG_BAG_BOTH, &at, ocfl, NULL);
	} else if (q->rebuild || q->digest != NULL) {
		diag(q->c->diag, DIAG_ARCHIVE_USAGE, &at, "verify", diag_pick(q->c->diag,
		    "an archive, no bag, for --rebuild and --digest",
		    "arhīvu, nevis somu, ja ir --rebuild vai --digest"), NULL);
		*status = diag_status(q->c->diag);
	} else {
		while (n > 1 && q->root[n - 1] == '/')
			n--;
		*status = verify(q, a, arena_strndup(a, q->root, n));
	}
	return true;
}
