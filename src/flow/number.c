/* number - numbers of lists and headings as text.  See number.h. */
#include <stdbool.h>
#include <stddef.h>

#include "flow/number.h"

/* Word and Writer: 27 is aa, 53 is aaa. */
static void
put_letters(struct buf *b, int v, char base)
{
	int i, times = (v - 1) / 26 + 1;

	for (i = 0; v > 0 && i < times && i < 20; i++)
		buf_ch(b, (char)(base + (v - 1) % 26));
}

static void
put_roman(struct buf *b, int v, bool upper)
{
	static const struct {
		int v;
		const char *s;
	} r[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"},
	    {50, "l"}, {40, "xl"}, {10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}};
	size_t i;
	const char *p;

	for (i = 0; i < sizeof(r) / sizeof(r[0]) && v > 0 && v < 5000; i++)
		for (; v >= r[i].v; v -= r[i].v)
			for (p = r[i].s; *p != '\0'; p++)
				buf_ch(b, upper ? (char)(*p - 32) : *p);
}

void
flow_number_put(struct buf *b, char form, int v)
{
	switch (form) {
	case '1':
		buf_printf(b, "%d", v);
		break;
	case '0':
		buf_printf(b, "%02d", v);
		break;
	case 'a':
	case 'A':
		put_letters(b, v, form);
		break;
	case 'i':
	case 'I':
		put_roman(b, v, form == 'I');
		break;
	}
}

const char *
flow_heading(struct arena *a, const struct flow_para *p)
{
	const struct flow_inline *i;
	struct buf b = {0};
	const char *s;

	if (p->label.text != NULL)
		buf_printf(&b, "%s ", p->label.text);
	for (i = p->inlines; i != NULL; i = i->next)
		if (i->kind == FLOW_TEXT)
			buf_add(&b, i->text, i->len);
	s = arena_strndup(a, b.s != NULL ? b.s : "", b.len);
	buf_free(&b);
	return s;
}
