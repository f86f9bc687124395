/*
 * breaks - where a line may end; see breaks.h.
 */
#include "layout/breaks.h"

#include <stddef.h>

static enum break_class
ascii_class(uint32_t c)
{
	if (c >= '0' && c <= '9')
		return BRK_NU;
	switch (c) {
	case ' ':
		return BRK_SP;
	case '\t':
	case '|':
		return BRK_BA;
	case '(':
	case '[':
	case '{':
		return BRK_OP;
	case ')':
	case ']':
	case '}':
		return BRK_CL;
	case '"':
	case '\'':
		return BRK_QU;
	case '!':
	case '?':
		return BRK_EX;
	case ',':
	case '.':
	case ':':
	case ';':
		return BRK_IS;
	case '/':
	case '\\':
		return BRK_SY;
	case '-':
		return BRK_HY;
	case '$':
	case '+':
		return BRK_PR;
	case '%':
		return BRK_PO;
	default:
		return BRK_AL;
	}
}

enum break_class
break_class(uint32_t c)
{
	if (c < 0x80)
		return ascii_class(c);
	if ((c >= 0x2000 && c <= 0x2006) || (c >= 0x2008 && c <= 0x200A))
		return BRK_BA;
	switch (c) {
	case 0x200B:
		return BRK_ZW;
	case 0x2060:
	case 0xFEFF:
		return BRK_WJ;
	case 0xA0:
	case 0x202F:
	case 0x2007:
	case 0x2011:
		return BRK_GL;
	case 0x201E:
	case 0x201A:
		return BRK_OP;
	case 0x201C:
	case 0x201D:
	case 0x2018:
	case 0x2019:
	case 0xAB:
	case 0xBB:
	case 0x2039:
	case 0x203A:
		return BRK_QU;
	case 0x2013:
	case 0x2010:
	case 0x2012:
	case 0xAD:
		return BRK_BA;
	case 0x2014:
		return BRK_B2;
	case 0x2026:
		return BRK_IN;
	case 0x20AC:
	case 0xA3:
	case 0x2212:
	case 0xB1:
	case 0x2116:
		return BRK_PR;
	case 0x2030:
	case 0x2032:
	case 0x2033:
		return BRK_PO;
	case 0xB0:
		return BRK_DEGREE;
	default:
		return BRK_AL;
	}
}

#define BIT(c) (1u << (c))

/* Pairs that never part, whatever stands around them: for each first, the seconds. */
static unsigned int
never_after(enum break_class a)
{
	switch (a) {
	case BRK_AL:
		return BIT(BRK_AL) | BIT(BRK_NU) | BIT(BRK_PR) | BIT(BRK_OP);
	case BRK_NU:
		return BIT(BRK_AL) | BIT(BRK_NU) | BIT(BRK_OP);
	case BRK_PR:
		return BIT(BRK_AL) | BIT(BRK_NU);
	case BRK_PO:
		return BIT(BRK_AL) | BIT(BRK_NU);
	case BRK_IS:
		return BIT(BRK_AL) | BIT(BRK_NU);
	case BRK_CL:
		return BIT(BRK_AL) | BIT(BRK_NU);
	default:
		return 0;
	}
}

/* The degree sign is a letter here, save next to numbers. */
static enum break_class
plain(enum break_class c)
{
	return c == BRK_DEGREE ? BRK_AL : c;
}

static bool
pair_allows(const struct break_state *s, enum break_class a, enum break_class b,
    enum break_class after)
{
	enum break_class pa = plain(a), pb = plain(b);

	if (a == BRK_QU || b == BRK_QU || b == BRK_BA || b == BRK_HY)
		return false;
	if (b == BRK_IN && (pa == BRK_AL || pa == BRK_NU || pa == BRK_IN))
		return false;
	if ((never_after(pa) & BIT(pb)) != 0)
		return false;
	if (b == BRK_NU && (a == BRK_SY || a == BRK_IS) && s->number)
		return false;
	if ((b == BRK_PR || b == BRK_PO || b == BRK_DEGREE) && (s->number || s->number_cl))
		return false;
	if ((a == BRK_PR || a == BRK_PO) && b == BRK_OP && after == BRK_NU)
		return false;
	return true;
}

static bool
allows(const struct break_state *s, enum break_class b, enum break_class after)
{
	enum break_class a = s->prev;
	bool after_op = s->has_nonblank && s->nonblank == BRK_OP;

	if (!s->begun || b == BRK_SP || b == BRK_ZW)
		return false;
	if (a == BRK_ZW)
		return true;
	if (a == BRK_WJ || b == BRK_WJ || a == BRK_GL)
		return false;
	if (b == BRK_GL)
		return a == BRK_SP && !after_op;
	if (b == BRK_CL || b == BRK_EX || b == BRK_IS || b == BRK_SY)
		return false;
	if (after_op)
		return false;
	if (b == BRK_B2 && s->has_nonblank && s->nonblank == BRK_B2)
		return false;
	if (a == BRK_SP)
		return true;
	return pair_allows(s, a, b, after);
}

bool
break_before(struct break_state *s, enum break_class b, enum break_class after)
{
	bool yes = allows(s, b, after), was_number = s->begun && s->number;

	s->number_cl = b == BRK_CL && was_number;
	s->number = b == BRK_NU || ((b == BRK_SY || b == BRK_IS) && was_number);
	s->begun = true;
	s->prev = b;
	if (b != BRK_SP) {
		s->nonblank = b;
		s->has_nonblank = true;
	}
	return yes;
}
