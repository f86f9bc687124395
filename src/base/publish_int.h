/* publish_int - what publish.c and publish_tree.c share; nobody else includes it. */
#ifndef BASE_PUBLISH_INT_H
#define BASE_PUBLISH_INT_H

#include "base/publish.h"

/* Report io-write for a path; -1. */
int publish_cannot(struct diag *d, const char *path, int err);
/* May a component of a path be followed downwards: not "", "." or ".."?  Sets errno. */
bool publish_is_step(const char *name);
/* All bytes, over short writes and EINTR; -1 and errno. */
int publish_write_all(int fd, const char *s, size_t len);

#endif
