/* yaml - see yaml.h */
#include "data/yaml.h"

#include <stdlib.h>
#include <string.h>

#include "base/publish.h"
#include "base/utf8.h"
#include "data/yaml_int.h"

#define FILE_MOST (16u << 20)   /* bytes */
#define EVENTS_MOST 2000000
#define DEPTH_MOST 32
#define KEY_MOST 256            /* bytes */
#define SCALAR_MOST (1u << 20)  /* bytes */

/* A list or map that is being read. */
struct frame {
	struct value *value;
	const char *key; /* MAP: the key whose value comes next, or NULL: a key comes */
	struct place key_at;
	bool drop; /* MAP: the key was there before; its second value is not kept */
};

struct reader {
	struct arena *a;
	struct diag *d;
	struct yaml_source src;
	struct frame frames[DEPTH_MOST];
	int depth;
	struct value *root;
	int documents;
	size_t byte, index; /* of the bytes: how far byte_at() has counted, in characters */
	int skip; /* depth inside a key that is a list or map: refused, not read */
	bool stop;
};

static struct place
place_of(const struct reader *r, const yaml_mark_t *m)
{
	return (struct place){.file = r->src.file, .line = (int)m->line + 1,
	    .col = (int)m->column + 1};
}

/* The byte at a mark; marks count characters, and come in order. */
static size_t
byte_at(struct reader *r, const yaml_mark_t *m)
{
	while (r->index < m->index && r->byte < r->src.len) {
		r->byte++;
		/* Further bytes of one character begin with 10. */
		while (r->byte < r->src.len && ((unsigned char)r->src.bytes[r->byte] & 0xC0) == 0x80)
			r->byte++;
		r->index++;
	}
	return r->byte;
}

static void
refuse(struct reader *r, const struct place *at, const char *en, const char *lv)
{
	diag(r->d, DIAG_YAML_REFUSED, at, diag_pick(r->d, en, lv), NULL);
}

static int
over_limit(struct reader *r, const struct place *at, const char *en, const char *lv,
    const char *limit)
{
	r->stop = true;
	return diag(r->d, DIAG_YAML_LIMIT, at, diag_pick(r->d, en, lv), limit, NULL);
}

/* Anchors and tags are refused, but what they stand before is read. */
static void
check_properties(struct reader *r, const struct place *at, const yaml_char_t *anchor,
    const yaml_char_t *tag)
{
	if (anchor != NULL)
		refuse(r, at, "an anchor (&name); a text that begins with & must stand in quotes",
		    "enkurs (&nosaukums); teksts, kas sākas ar &, jāliek pēdiņās");
	if (tag != NULL)
		refuse(r, at, "a tag (!name); a text that begins with ! must stand in quotes",
		    "YAML iezīme (!nosaukums); teksts, kas sākas ar !, jāliek pēdiņās");
}

/* Hand a finished or opened value to the list or map that it stands in. */
static void
attach(struct reader *r, struct value *v)
{
	struct frame *f;

	if (r->depth == 0) {
		if (r->root == NULL)
			r->root = v;
		return;
	}
	f = &r->frames[r->depth - 1];
	if (f->value->kind == VALUE_LIST) {
		value_push(r->a, f->value, v);
		return;
	}
	if (!f->drop) {
		value_set(r->a, f->value, f->key, v);
		f->value->fields[f->value->nfields - 1].at = f->key_at;
	}
	f->key = NULL;
	f->drop = false;
}

/* Does a key come next? */
static bool
wants_key(const struct reader *r)
{
	const struct frame *f = r->depth == 0 ? NULL : &r->frames[r->depth - 1];

	return f != NULL && f->value->kind == VALUE_MAP && f->key == NULL;
}

static bool
is_null(const yaml_event_t *e)
{
	const char *s = (const char *)e->data.scalar.value;

	if (e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return false;
	return s[0] == '\0' || strcmp(s, "~") == 0 || strcmp(s, "null") == 0 ||
	    strcmp(s, "Null") == 0 || strcmp(s, "NULL") == 0;
}

/* What an escape ("\0", "\L") can bring in although the bytes of the file were clean. */
static void
check_scalar(struct reader *r, const yaml_event_t *e, const struct place *at)
{
	const char *s = (const char *)e->data.scalar.value;
	size_t len = e->data.scalar.length, i = 0;

	if (e->data.scalar.style != YAML_DOUBLE_QUOTED_SCALAR_STYLE)
		return;
	while (i < len) {
		const char *what;
		uint32_t c;
		int n;

		if ((unsigned char)s[i] >= 0x20 && (unsigned char)s[i] < 0x7F) {
			i++;
			continue;
		}
		n = utf8_decode(s + i, len - i, &c);
		what = n == 0 ? diag_pick(r->d, "half of a character", "puse zīmes")
		    : yaml_unseen(r->a, c, r->d);
		if (what != NULL) {
			diag(r->d, DIAG_YAML_CHAR, at, what, NULL);
			return;
		}
		i += (size_t)n;
	}
}

/* The text in the arena, in NFC: "a" + macron from a Mac becomes the one letter. */
static const char *
take_text(struct reader *r, const char *s, size_t *len)
{
	const char *t;

	t = utf8_nfc(r->a, s, *len);
	*len = strlen(t);
	return t;
}

static int
read_key(struct reader *r, const yaml_event_t *e, const struct place *at)
{
	struct frame *f = &r->frames[r->depth - 1];
	const char *s = (const char *)e->data.scalar.value;
	size_t len = e->data.scalar.length;
	struct value_field *was;

	if (len > KEY_MOST)
		return over_limit(r, at, "the name of a field", "lauka nosaukums", "256 bytes");
	if (is_null(e))
		refuse(r, at, "a field without a name", "lauks bez nosaukuma");
	else if (e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && strcmp(s, "<<") == 0)
		refuse(r, at, "a merge key (<<); use base: to build on another plan",
		    "apvienošanas atslēga (<<); lai balstītos uz citu plānu, lietojiet base:");
	check_scalar(r, e, at);
	f->key = take_text(r, s, &len);
	f->key_at = *at;
	was = value_find(f->value, f->key, strlen(f->key));
	f->drop = was != NULL;
	if (f->drop)
		return diag(r->d, DIAG_DUP_KEY, at, f->key,
		    arena_printf(r->a, "%d", was->at.line), NULL);
	return 0;
}

/*
 * "nominative:Valka" on a line of its own is one text to YAML.  Nobody means that
 * where the value begins below its key.
 */
static void
check_glued(struct reader *r, const yaml_event_t *e, const struct place *at)
{
	const struct frame *f = r->depth == 0 ? NULL : &r->frames[r->depth - 1];
	const char *s = (const char *)e->data.scalar.value;
	size_t len = e->data.scalar.length, n;

	if (e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return;
	if (f != NULL && (f->value->kind != VALUE_MAP || f->key_at.line == at->line))
		return;
	n = yaml_glued_colon(s, len);
	/* Up to the first blank: what follows may be from the next line, folded in. */
	if (n != 0)
		diag(r->d, DIAG_YAML_COLON, at, arena_strndup(r->a, s, strcspn(s, " \n")),
		    arena_strndup(r->a, s, n), NULL);
}

static int
read_scalar(struct reader *r, const yaml_event_t *e)
{
	struct place at = place_of(r, &e->start_mark);
	const char *s = (const char *)e->data.scalar.value;
	size_t len = e->data.scalar.length;
	struct value *v;

	if (r->skip != 0)
		return 0;
	check_properties(r, &at, e->data.scalar.anchor, e->data.scalar.tag);
	if (wants_key(r))
		return read_key(r, e, &at);
	if (len > SCALAR_MOST)
		return over_limit(r, &at, "a text", "teksts", "1 MiB");
	if (is_null(e))
		v = value_new(r->a, VALUE_BLANK, &at);
	else {
		check_scalar(r, e, &at);
		check_glued(r, e, &at);
		v = value_new(r->a, VALUE_TEXT, &at);
		v->text = take_text(r, s, &len);
		v->len = len;
		v->raw = r->src.bytes + byte_at(r, &e->start_mark);
		v->raw_len = r->src.len - r->byte;
	}
	attach(r, v);
	return 0;
}

static int
open_node(struct reader *r, const yaml_event_t *e, enum value_kind kind,
    const yaml_char_t *anchor, const yaml_char_t *tag)
{
	struct place at = place_of(r, &e->start_mark);
	struct value *v;

	if (r->skip != 0) {
		if (++r->skip > DEPTH_MOST)
			return over_limit(r, &at, "the nesting", "līmeņu skaits", "32");
		return 0;
	}
	check_properties(r, &at, anchor, tag);
	if (wants_key(r)) {
		refuse(r, &at, "a list or fields as the name of a field",
		    "saraksts vai lauki lauka nosaukuma vietā");
		r->skip = 1;
		return 0;
	}
	if (r->depth == DEPTH_MOST)
		return over_limit(r, &at, "the nesting", "līmeņu skaits", "32");
	v = value_new(r->a, kind, &at);
	attach(r, v);
	r->frames[r->depth++] = (struct frame){.value = v};
	return 0;
}

static void
close_node(struct reader *r, const yaml_event_t *e)
{
	struct frame *f;

	if (r->skip == 0) {
		r->depth--;
		return;
	}
	if (--r->skip != 0)
		return;
	/* The refused key ends here; its value is read and dropped. */
	f = &r->frames[r->depth - 1];
	f->key = "";
	f->key_at = place_of(r, &e->start_mark);
	f->drop = true;
}

static void
start_document(struct reader *r, const yaml_event_t *e)
{
	struct place at = place_of(r, &e->start_mark);

	if (++r->documents > 1) {
		refuse(r, &at, "a second document (---) in one file",
		    "otrs dokuments (---) tajā pašā failā");
		r->stop = true;
		return;
	}
	if (e->data.document_start.version_directive != NULL ||
	    e->data.document_start.tag_directives.start !=
	    e->data.document_start.tag_directives.end)
		refuse(r, &at, "a directive (%YAML, %TAG)", "direktīva (%YAML, %TAG)");
}

static void
take_event(struct reader *r, const yaml_event_t *e)
{
	struct place at;

	switch (e->type) {
	case YAML_DOCUMENT_START_EVENT:
		start_document(r, e);
		break;
	case YAML_SCALAR_EVENT:
		read_scalar(r, e);
		break;
	case YAML_SEQUENCE_START_EVENT:
		open_node(r, e, VALUE_LIST, e->data.sequence_start.anchor,
		    e->data.sequence_start.tag);
		break;
	case YAML_MAPPING_START_EVENT:
		open_node(r, e, VALUE_MAP, e->data.mapping_start.anchor, e->data.mapping_start.tag);
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		close_node(r, e);
		break;
	case YAML_ALIAS_EVENT:
		at = place_of(r, &e->start_mark);
		refuse(r, &at, "an alias (*name); a text that begins with * must stand in quotes",
		    "norāde (*nosaukums); teksts, kas sākas ar *, jāliek pēdiņās");
		if (r->skip != 0)
			break;
		if (wants_key(r)) {
			r->frames[r->depth - 1].key = "";
			r->frames[r->depth - 1].drop = true;
		} else
			attach(r, value_new(r->a, VALUE_BLANK, &at));
		break;
	default:
		break;
	}
}

static int
read_events(struct reader *r, yaml_parser_t *p)
{
	yaml_event_t e;
	bool end = false;
	long n;

	for (n = 0; !end && !r->stop; n++) {
		if (!yaml_parser_parse(p, &e))
			return yaml_error_report(r->a, &r->src, p, r->d);
		if (n == EVENTS_MOST) {
			struct place at = place_of(r, &e.start_mark);

			over_limit(r, &at, "the number of values", "vērtību skaits", "2 000 000");
		} else
			take_event(r, &e);
		end = e.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&e);
	}
	return r->stop ? -1 : 0;
}

static int
check_root(const struct reader *r)
{
	const struct value *v = r->root;

	/* A file of nothing but comments, or one blank value. */
	if (v == NULL || v->kind == VALUE_BLANK)
		return diag(r->d, DIAG_YAML_EMPTY, &(struct place){.file = r->src.file}, NULL);
	if (v->kind == VALUE_MAP)
		return 0;
	return diag(r->d, DIAG_YAML_ROOT, &v->at, v->kind == VALUE_LIST
	    ? diag_pick(r->d, "a list", "saraksts") : diag_pick(r->d, "one text", "viens teksts"),
	    NULL);
}

struct value *
yaml_parse(struct arena *a, const char *name, const char *bytes, size_t len, struct diag *d)
{
	struct reader r = {.a = a, .d = d};
	struct diag *own = diag_new(diag_language(d));
	struct value *root = NULL;
	yaml_parser_t p;
	bool clean;

	/* An own list first: only this file's errors decide whether it is refused. */
	r.d = own;
	r.src.file = arena_strdup(a, name);
	r.src.bytes = yaml_bytes_check(a, r.src.file, bytes, len, &r.src.len, own);
	if (r.src.bytes == NULL)
		goto out;
	clean = !diag_failed(own);
	if (!yaml_parser_initialize(&p))
		xmalloc((size_t)-1);
	yaml_parser_set_encoding(&p, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&p, (const unsigned char *)r.src.bytes, r.src.len);
	if (read_events(&r, &p) == 0 && check_root(&r) == 0 && clean)
		root = r.root;
	yaml_parser_delete(&p);
out:
	diag_copy(d, own);
	diag_free(own);
	return root;
}

struct value *
yaml_read(struct arena *a, const char *path, struct diag *d)
{
	struct value *v;
	size_t len;
	char *s = slurp(path, FILE_MOST, &len, DIAG_IO_READ, d);

	if (s == NULL)
		return NULL;
	v = yaml_parse(a, path, s, len, d);
	free(s);
	return v;
}
