/*
 * digest - SHA digests as lower-case hex, by libcrypto.
 *
 * Used by archive/ and cmd/archive.c; the only user of EVP there.
 */
#ifndef ARCHIVE_DIGEST_H
#define ARCHIVE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DIGEST_HEX 129 /* room for the longest, with its NUL */

/* Is this an algorithm of OCFL that we can compute ("sha512", "sha256", "sha1", "md5" ...)? */
bool digest_known(const char *algorithm);
/* And one that manifests of bags are named by (also "sha224", "sha384")? */
bool digest_of_bag(const char *algorithm);
/* Hex digits of its digests; 0 if not known. */
size_t digest_length(const char *algorithm);
/* Of bytes; the algorithm must be known. */
void digest_bytes(const char *algorithm, const void *bytes, size_t len, char hex[DIGEST_HEX]);
/* Of a regular file, never through a link.  0, or -1 and errno; *size may be NULL. */
int digest_file(const char *algorithm, const char *path, char hex[DIGEST_HEX], uint64_t *size);
/* Only hexadecimal digits, as many as the algorithm has? */
bool digest_is_hex(const char *algorithm, const char *s);

#endif
