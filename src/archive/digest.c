/* digest - see digest.h */
#include "archive/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* Names of the algorithms in OCFL and BagIt, and libcrypto's; who has them. */
static const struct name {
	const char *name, *evp;
	bool ocfl, bagit;
} names[] = {
    {"sha512", "SHA512", true, true}, {"sha256", "SHA256", true, true},
    {"sha512/256", "SHA512-256", true, false}, {"sha1", "SHA1", true, true},
    {"md5", "MD5", true, true}, {"blake2b-512", "BLAKE2b512", true, false},
    {"sha224", "SHA224", false, true}, {"sha384", "SHA384", false, true},
};

static const struct name *
find_name(const char *algorithm)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].name, algorithm) == 0)
			return &names[i];
	return NULL;
}

static const EVP_MD *
find(const char *algorithm)
{
	const struct name *n = find_name(algorithm);

	return n == NULL ? NULL : EVP_get_digestbyname(n->evp);
}

bool
digest_known(const char *algorithm)
{
	const struct name *n = find_name(algorithm);

	return n != NULL && n->ocfl && find(algorithm) != NULL;
}

bool
digest_of_bag(const char *algorithm)
{
	const struct name *n = find_name(algorithm);

	return n != NULL && n->bagit && find(algorithm) != NULL;
}

size_t
digest_length(const char *algorithm)
{
	const EVP_MD *md = find(algorithm);

	return md == NULL ? 0 : 2 * (size_t)EVP_MD_get_size(md);
}

static void
to_hex(const unsigned char *raw, unsigned n, char hex[DIGEST_HEX])
{
	unsigned i;

	hex[0] = '\0';
	for (i = 0; i < n && 2 * i + 2 < DIGEST_HEX; i++)
		snprintf(hex + (size_t)2 * i, 3, "%02x", raw[i]);
}

void
digest_bytes(const char *algorithm, const void *bytes, size_t len, char hex[DIGEST_HEX])
{
	unsigned char raw[EVP_MAX_MD_SIZE];
	const EVP_MD *md = find(algorithm);
	unsigned n = 0;

	if (md == NULL || EVP_Digest(bytes, len, raw, &n, md, NULL) != 1)
		n = 0;
	to_hex(raw, n, hex);
}

static int
sum_fd(int fd, EVP_MD_CTX *ctx, uint64_t *size)
{
	static unsigned char part[65536];
	ssize_t n;

	for (;;) {
		n = read(fd, part, sizeof(part));
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0 ? 0 : -1;
		*size += (uint64_t)n;
		if (EVP_DigestUpdate(ctx, part, (size_t)n) != 1) {
			errno = EIO;
			return -1;
		}
	}
}

int
digest_file(const char *algorithm, const char *path, char hex[DIGEST_HEX], uint64_t *size)
{
	const EVP_MD *md = find(algorithm);
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), rc = -1, err = EINVAL;
	unsigned char raw[EVP_MAX_MD_SIZE];
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	struct stat st;
	unsigned n = 0;
	uint64_t count = 0;

	if (fd == -1)
		err = errno;
	else if (md != NULL && ctx != NULL && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    EVP_DigestInit_ex(ctx, md, NULL) == 1) {
		rc = sum_fd(fd, ctx, &count);
		err = errno;
		if (rc == 0 && EVP_DigestFinal_ex(ctx, raw, &n) != 1)
			rc = -1;
	}
	EVP_MD_CTX_free(ctx);
	if (fd != -1)
		close(fd);
	to_hex(raw, rc == 0 ? n : 0, hex);
	if (size != NULL)
		*size = count;
	errno = err;
	return rc;
}

bool
digest_is_hex(const char *algorithm, const char *s)
{
	size_t n = strlen(s);

	return n == digest_length(algorithm) && strspn(s, "0123456789abcdefABCDEF") == n;
}
