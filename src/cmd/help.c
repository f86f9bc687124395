/* help - pmpplan help [COMMAND] */
#include <stdio.h>
#include <string.h>

#include "base/version.h"
#include "cmd/cmd.h"

static void
list(const struct cmd *c, bool hidden)
{
	const struct command *p;

	for (p = commands; p->name != NULL; p++)
		if (p->hidden == hidden)
			printf("  %-10s %s\n", p->name,
			    diag_pick(c->diag, p->summary, help_lv_summary(p)));
}

static int
overview(const struct cmd *c)
{
	fputs(diag_pick(c->diag,
	    "Usage: pmpplan COMMAND [OPTION]... [FILE]...\n\n"
	    "Makes the plan for preventing early school leaving (PMP) as DOCX, ODT and PDF from\n"
	    "a description in YAML.\n\n"
	    "Commands:\n",
	    "Lietojums: pmpplan COMMAND [OPTION]... [FILE]...\n\n"
	    "Izveido priekšlaicīgas mācību pārtraukšanas (PMP) prevencijas plānu kā DOCX, ODT un\n"
	    "PDF no apraksta YAML failā.\n\n"
	    "Komandas:\n"), stdout);
	list(c, false);
	fputs(diag_pick(c->diag,
	    "\nExamples:\n"
	    "  pmpplan render valka.yaml\n"
	    "  pmpplan help render\n\n"
	    "--lang lv, or a Latvian locale, gives messages in Latvian.  The manual page is pmpplan(1).\n",
	    "\nPiemēri:\n"
	    "  pmpplan render valka.yaml\n"
	    "  pmpplan help render\n\n"
	    "Valodu nosaka --lang, PMPPLAN_LANG vai lokāle.  Rokasgrāmata ir pmpplan(1).\n"), stdout);
	return 0;
}

int
cmd_help(struct cmd *c, int argc, char **argv)
{
	static const struct opt opts[] = {{0, NULL, OPT_FLAG, NULL, NULL, NULL}};
	struct cmd_list what = {0};
	char *args[] = {NULL, (char[]){"--help"}, NULL};
	const struct command *p;
	int rc = 0, r;

	/* "pmpplan --help" comes here too, with that as the name. */
	if (strcmp(argv[0], "help") != 0)
		return overview(c);
	r = cmd_options(c, opts, argc, argv, &what);
	if (r == OPTIONS_WRONG)
		rc = cmd_usage(c);
	else if (r == OPTIONS_GO && what.n == 0)
		rc = overview(c);
	else if (r == OPTIONS_GO && strcmp(what.v[0], "developers") == 0)
		list(c, true);
	else if (r == OPTIONS_GO) {
		p = cmd_find(c, what.v[0]);
		if (p == NULL)
			rc = cmd_usage(c);
		else if (p->run == cmd_help)
			rc = overview(c);
		else {
			c->self = p;
			rc = p->run(c, 2, args);
		}
	}
	cmd_list_free(&what);
	return rc;
}
