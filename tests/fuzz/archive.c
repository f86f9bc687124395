/* archive - the archive's readers; see fuzz.c */
#include "archive/inventory.h"
#include "archive/register.h"

#include "fuzz.h"

void
fuzz_archive(struct run *r, const char *path)
{
	struct ocfl_report report = {.d = r->d, .own = true};
	struct archive_register reg;

	inventory_parse(r->a, "inventory.json", r->s, r->len, &report);
	register_read(r->a, path, &reg, &report);
}
