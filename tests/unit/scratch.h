/* scratch - a folder of its own for a test program: setup and teardown of its group. */
#ifndef TESTS_SCRATCH_H
#define TESTS_SCRATCH_H

#include <unistd.h>

#include "unit.h"

static char scratch_dir[] = "/tmp/pmpplan-unit-XXXXXX";

/* Setup of a group: make it and go there. */
static inline int
scratch_enter(void **state)
{
	(void)state;
	return mkdtemp(scratch_dir) == NULL || chdir(scratch_dir) == -1 ? -1 : 0;
}

/* Teardown: away with it and all in it. */
static inline int
scratch_leave(void **state)
{
	char cmd[80];

	(void)state;
	snprintf(cmd, sizeof(cmd), "rm -rf %s", scratch_dir);
	return chdir("/") == -1 ? -1 : system(cmd);
}

#endif
