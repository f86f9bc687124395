/*
 * scope - the turns that are open where a tag stands, as the model has them.
 *
 * Used by lint/ only.
 */
#ifndef LINT_SCOPE_H
#define LINT_SCOPE_H

#include "lint/lint.h"

/* An open turn; the outermost holds the plan's names and has no outer. */
struct turn {
	const struct model *m; /* NULL: of a block whose name is wrong; anything may be meant */
	const char *name;      /* "goal", or NULL */
	const struct turn *outer;
};

enum look {
	LOOK_OK,
	LOOK_ANY,      /* cannot be told: inside a block that is wrong itself */
	LOOK_UNKNOWN,  /* no such name; "near" may help */
	LOOK_NO_TURN,  /* a turn's name where no such turn is open: "near" are the loops */
	LOOK_NO_LOOP,  /* {{.}} or @index outside all loops */
	LOOK_IN_LIST,  /* a name of the list's items: "near" is the item's ("goal.name") */
	LOOK_BY_YEAR,  /* values by year, but no year is named: "near" with it */
	LOOK_NO_YEARS, /* [year] behind something that has no years */
	LOOK_NO_YEAR   /* what stands in the brackets is no year */
};

struct found {
	enum look look;
	const struct model *m;    /* OK */
	const char *what;         /* the path as far as it went wrong */
	const char *near;         /* or NULL */
	const struct model *of;   /* UNKNOWN: what was asked for the name; NULL: the plan or a turn */
	const char *lacks;        /* OK: the path up to the last name that may lack, or NULL */
	const struct model *via[16]; /* all names on the way, for --needs */
	size_t nvia;
};

struct scopes;

struct scopes *scopes_new(struct arena *a, const struct template *t);
/* The path of use i, looked up where it stands (the better of both, if blocks are torn). */
struct found scopes_find(struct scopes *s, size_t i);
/* Is this, as it would stand in the braces, a tag whose name means something somewhere? */
bool scopes_known(struct scopes *s, const char *typed);
/* Is use i inside a condition about the profile (municipality or school)? */
bool scopes_by_profile(struct scopes *s, size_t i);
/* Is use i inside a block that asks for this path, or for one below it? */
bool scopes_guarded(struct scopes *s, size_t i, const char *path);

#endif
