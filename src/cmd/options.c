/* options - the command line by tables; see cmd.h */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "cmd/cmd.h"

#define OPTS_MOST 64 /* own and common together */

struct parse {
	struct cmd *c;
	const struct opt *opts[OPTS_MOST + 1]; /* ended by NULL */
	size_t nopts;
	bool help;
	char **rest; /* arguments not yet looked at, ended by NULL */
};

static void
cmd_list_add(struct cmd_list *l, const char *s)
{
	if (l->n == l->cap) {
		l->cap = l->cap == 0 ? 16 : 2 * l->cap;
		l->v = xrealloc(l->v, l->cap * sizeof(*l->v));
	}
	l->v[l->n++] = s;
}

void
cmd_list_free(struct cmd_list *l)
{
	free(l->v);
	*l = (struct cmd_list){0};
}

static const char *
dashed(char *out, size_t size, const struct opt *o)
{
	snprintf(out, size, "--%s", o->name);
	return out;
}

/* An option by its long name or an unmistakable beginning of it. */
static const struct opt *
find_long(struct parse *p, const char *name, size_t len)
{
	const struct opt *found = NULL;
	size_t i;

	for (i = 0; i < p->nopts; i++) {
		const struct opt *o = p->opts[i];

		if (strncmp(o->name, name, len) != 0)
			continue;
		if (o->name[len] == '\0')
			return o;
		if (found != NULL)
			return NULL;
		found = o;
	}
	return len == 0 ? NULL : found;
}

static int
unknown(struct parse *p, const char *arg, const char *name, size_t len)
{
	const char *words[OPTS_MOST], *near;
	char word[64], shown[64] = "";
	size_t i;

	for (i = 0; i < p->nopts; i++)
		words[i] = p->opts[i]->name;
	snprintf(word, sizeof(word), "%.*s", (int)(len < 60 ? len : 60), name);
	near = utf8_nearest(word, words, p->nopts);
	if (near != NULL)
		snprintf(shown, sizeof(shown), "--%s", near);
	return diag(p->c->diag, DIAG_USAGE_OPTION, NULL, arg, shown, NULL);
}

/* Store a value, or set a flag. */
static int
take(struct parse *p, const struct opt *o, const char *value)
{
	char name[64];

	if (o->kind == OPT_FLAG) {
		if (value != NULL)
			return diag(p->c->diag, DIAG_USAGE_NO_VALUE, NULL,
			    dashed(name, sizeof(name), o), NULL);
		*(bool *)o->to = true;
		return 0;
	}
	if (value == NULL && *p->rest != NULL)
		value = *p->rest++;
	/* "-o $UNSET" in a script must not mean the current folder. */
	if (value == NULL || *value == '\0')
		return diag(p->c->diag, DIAG_USAGE_VALUE, NULL, dashed(name, sizeof(name), o),
		    o->arg, NULL);
	if (o->kind == OPT_LIST)
		cmd_list_add(o->to, value);
	else
		*(const char **)o->to = value;
	return 0;
}

static int
take_long(struct parse *p, const char *arg)
{
	const char *name = arg + 2, *equals = strchr(name, '=');
	size_t len = equals == NULL ? strlen(name) : (size_t)(equals - name);
	const struct opt *o = find_long(p, name, len);

	if (o == NULL)
		return unknown(p, arg, name, len);
	return take(p, o, equals == NULL ? NULL : equals + 1);
}

/* "-qv", "-fpdf", "-f pdf" */
static int
take_letters(struct parse *p, const char *arg)
{
	const char *s;
	size_t i;

	for (s = arg + 1; *s != '\0'; s++) {
		for (i = 0; i < p->nopts; i++)
			if (p->opts[i]->letter == *s)
				break;
		if (i == p->nopts)
			return unknown(p, arg, "", 0);
		if (p->opts[i]->kind != OPT_FLAG)
			return take(p, p->opts[i], s[1] == '\0' ? NULL : s + 1);
		if (take(p, p->opts[i], NULL) == -1)
			return -1;
	}
	return 0;
}

/* -- help -- */

static void
print_option(const struct cmd *c, const struct opt *o)
{
	char left[80], letter[4] = "   ";

	if (o->letter != '\0')
		snprintf(letter, sizeof(letter), "-%c,", o->letter);
	snprintf(left, sizeof(left), "%s --%s%s%s", letter, o->name, o->arg != NULL ? " " : "",
	    o->arg != NULL ? o->arg : "");
	printf(strlen(left) <= 26 ? "  %-26s %s\n" : "  %s\n                             %s\n", left,
	    diag_pick(c->diag, o->help, help_lv_option(c->self, o)));
}

/* Usage lines, each behind the command's name. */
static void
print_usage(const struct cmd *c)
{
	const struct command *self = c->self;
	const char *word = diag_pick(c->diag, "Usage:", "Lietojums:");
	const char *s = self->usage, *end;

	for (; *s != '\0'; s = *end == '\0' ? end : end + 1) {
		end = strchr(s, '\n');
		if (end == NULL)
			end = s + strlen(s);
		printf("%*s pmpplan %s %.*s\n", (int)strlen(word), s == self->usage ? word : "",
		    self->name, (int)(end - s), s);
	}
}

static void
print_help(const struct parse *p)
{
	const struct command *self = p->c->self;
	const struct diag *d = p->c->diag;
	size_t i;

	print_usage(p->c);
	printf("\n%s.\n\n%s\n", diag_pick(d, self->summary, help_lv_summary(self)),
	    diag_pick(d, "Options:", "Opcijas:"));
	for (i = 0; i < p->nopts; i++)
		print_option(p->c, p->opts[i]);
	if (self->more != NULL)
		printf("\n%s", diag_pick(d, self->more, help_lv_more(self)));
}

int
cmd_options(struct cmd *c, const struct opt *opts, int argc, char **argv,
    struct cmd_list *operands)
{
	struct parse p = {.c = c, .rest = argv + 1};
	const char *lang = NULL; /* looked at in cmd_main(), before any message */
	const struct opt common[] = {
	    {'q', "quiet", OPT_FLAG, NULL, "say errors only", &c->quiet},
	    {'v', "verbose", OPT_FLAG, NULL, "say more: notes, each file written", &c->verbose},
	    {0, "lang", OPT_TEXT, "en|lv", "language of the messages", &lang},
	    {'h', "help", OPT_FLAG, NULL, "print this help", &p.help},
	};
	bool options = true;
	size_t i;
	int rc = 0;

	for (; opts->name != NULL && p.nopts < OPTS_MOST; opts++)
		p.opts[p.nopts++] = opts;
	for (i = 0; i < sizeof(common) / sizeof(common[0]) && p.nopts < OPTS_MOST; i++)
		p.opts[p.nopts++] = &common[i];
	(void)argc;
	while (*p.rest != NULL && rc == 0) {
		const char *arg = *p.rest++;

		if (options && strcmp(arg, "--") == 0)
			options = false;
		else if (options && arg[0] == '-' && arg[1] == '-')
			rc = take_long(&p, arg);
		else if (options && arg[0] == '-' && arg[1] != '\0')
			rc = take_letters(&p, arg);
		else
			cmd_list_add(operands, arg);
	}
	if (rc == 0 && lang != NULL && strcmp(lang, "en") != 0 && strcmp(lang, "lv") != 0)
		rc = diag(c->diag, DIAG_USAGE_VALUE, NULL, "--lang", "en|lv", NULL);
	if (p.help) {
		print_help(&p);
		return OPTIONS_DONE;
	}
	return rc == 0 ? OPTIONS_GO : OPTIONS_WRONG;
}

int
cmd_usage(struct cmd *c)
{
	diag_flush(c->diag, stderr, DIAG_NOTE, c->colour);
	fprintf(stderr, "%s: pmpplan %s%s\n", diag_pick(c->diag, "Try", "Palīdzība"), c->self->name,
	    c->self->run == cmd_help ? "" : " --help");
	return EXIT_USAGE;
}
