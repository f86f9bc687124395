/*
 * mark - a copy of a template with an office comment at the place of each finding.
 *
 * The author of a template sees in Word or Writer what "template check" has to say.
 * The package is spliced, not written anew: every byte stays but for the comments and
 * what names them.  The comments are signed "pmpplan" and carry no date; those that an
 * earlier run put in are taken out first, so that marking a marked copy again gives
 * what marking the template gives.
 *
 * A template that is refused is marked too, as far as it can be read: template_look().
 */
#ifndef FILL_MARK_H
#define FILL_MARK_H

#include "fill/dialect.h"

#define MARK_AUTHOR "pmpplan"

/*
 * Put the findings about t among these messages into a copy of it, appended to "out",
 * in the language of d.  Returns the number of comments; 0: there was nothing to mark,
 * "out" is as it was; -1 after reporting.
 */
int template_mark(const struct template *t, const struct diag_msg *found, size_t n,
    struct buf *out, struct diag *d);

/* ==== for the dialects ============================================================== */

struct mark_part; /* a part that is spliced */

/* A comment; it begins and ends in one paragraph of the body. */
struct comment {
	const char *text;            /* what it says; '\n' between paragraphs */
	const struct xml_node *para;
	/*
	 * What it is about.  A text node: from or up to this byte of its decoded text; an
	 * element: from its start or up to its end; both NULL: the whole paragraph.
	 */
	const struct xml_node *from, *to;
	size_t from_at, to_at;
	size_t order;                /* of arrival */
};

struct marking {
	const struct template *t;
	const struct dialect *dia;
	struct arena *mem;
	struct diag *d;
	struct mark_part *body;
	struct pkg_out *pkg;
	void *own;                   /* dialect's, from comment_begin() */
	struct mark_part **parts;
	size_t nparts, parts_cap;
	const struct xml_node **hosts; /* paragraphs of the body that may be marked; mark_near() */
	size_t nhosts;
	struct names *known;         /* mark_known(): index of a box */
	const struct xml_node ***boxes;
	size_t nboxes, boxes_cap;
	bool failed;                 /* reported */
};

/* A part to look at or splice; NULL when it is not there or after reporting. */
struct mark_part *mark_open(struct marking *m, const char *name);
const struct xml_doc *mark_doc(const struct mark_part *p);
/* A part that the template has not; the bytes are copied. */
void mark_new(struct marking *m, const char *name, const struct buf *b);

/* What goes first where several things are put in at one place. */
enum mark_rank {
	MARK_ONCE,  /* the same bytes several times are put in once */
	MARK_END,   /* end of what began before */
	MARK_START,
	MARK_LAST   /* end of a whole paragraph */
};
/*
 * Put bytes in; the first of a place opens with "pre", the last closes with "post"
 * (NULL: nothing to close and open again).  Texts live in m->mem.
 */
void mark_insert(struct marking *m, struct mark_part *p, uint32_t at, enum mark_rank rank,
    const char *bytes, const char *pre, const char *post);
/* The same as the last thing in an element, also where it was written <x/>. */
void mark_append(struct marking *m, struct mark_part *p, const struct xml_node *n,
    enum mark_rank rank, const char *bytes);
void mark_cut(struct marking *m, struct mark_part *p, uint32_t from, uint32_t to);
/* Where a byte of a text node's decoded text was written. */
uint32_t mark_raw(const struct mark_part *p, const struct xml_node *text, size_t at);
/*
 * The paragraph that takes the comments about something outside the body, by any key: found
 * once, not for each finding.  *fresh: it has to be found and put there (NULL: none).
 */
const struct xml_node **mark_known(struct marking *m, const char *key, bool *fresh);
/* First paragraph of the body at or behind a node (NULL: of all) that may be marked. */
const struct xml_node *mark_near(struct marking *m, const struct xml_node *n);

#endif
