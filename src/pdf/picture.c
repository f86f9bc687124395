/*
 * picture - PNG and JPEG become image objects.
 *
 * A JPEG that PDF readers understand is stored as it is, after it was decoded once to
 * see that it is whole.  All else becomes deflated samples; transparency a soft mask.
 */
#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h> /* needs stdio.h and does not say so */

#include "pdf/writer.h"

enum { SIDE_MAX = 20000 };
#define PIXELS_MAX ((size_t)40 * 1000 * 1000)

struct pixels {
	int width, height, components;
	unsigned char *colour, *alpha; /* malloc'd; alpha NULL: opaque */
	const char *why;               /* what went wrong */
	char text[JMSG_LENGTH_MAX];
};

static bool
too_large(struct writer *w, size_t width, size_t height, const struct place *at)
{
	char is[64], limit[64];

	if (width <= SIDE_MAX && height <= SIDE_MAX && width * height <= PIXELS_MAX)
		return false;
	snprintf(is, sizeof is, "%zu × %zu px", width, height);
	snprintf(limit, sizeof limit, "%d px, %zu Mpx", SIDE_MAX, PIXELS_MAX / 1000000);
	w->failed = true;
	diag(w->d, DIAG_PDF_SIZE, at, is, limit, NULL);
	return true;
}

/* -- PNG -- */

/* Split samples with alpha into colour and mask; the mask goes if all is opaque. */
static void
split_alpha(struct pixels *p, const unsigned char *in)
{
	size_t n = (size_t)p->width * (size_t)p->height;
	bool opaque = true;

	p->colour = xmalloc(n * (size_t)p->components);
	p->alpha = xmalloc(n);
	for (size_t i = 0; i < n; i++) {
		for (int k = 0; k < p->components; k++)
			p->colour[i * (size_t)p->components + (size_t)k] = *in++;
		p->alpha[i] = *in++;
		opaque = opaque && p->alpha[i] == 255;
	}
	if (opaque) {
		free(p->alpha);
		p->alpha = NULL;
	}
}

static int
read_png(struct writer *w, struct pixels *p, const struct flow_picture *fp,
    const struct place *at)
{
	png_image im = { .version = PNG_IMAGE_VERSION };
	unsigned char *all;
	bool alpha;
	int rc = -1;

	if (!png_image_begin_read_from_memory(&im, fp->bytes, fp->len)) {
		snprintf(p->text, sizeof p->text, "%s", im.message);
		p->why = p->text;
		return -1;
	}
	if (too_large(w, im.width, im.height, at)) {
		png_image_free(&im);
		return -1;
	}
	alpha = (im.format & PNG_FORMAT_FLAG_ALPHA) != 0;
	im.format = (im.format & PNG_FORMAT_FLAG_COLOR) != 0 ?
	    (alpha ? PNG_FORMAT_RGBA : PNG_FORMAT_RGB) : alpha ? PNG_FORMAT_GA : PNG_FORMAT_GRAY;
	p->width = (int)im.width;
	p->height = (int)im.height;
	p->components = (im.format & PNG_FORMAT_FLAG_COLOR) != 0 ? 3 : 1;
	all = xmalloc(PNG_IMAGE_SIZE(im));
	if (!png_image_finish_read(&im, NULL, all, 0, NULL)) {
		snprintf(p->text, sizeof p->text, "%s", im.message);
		p->why = p->text;
		free(all);
	} else {
		rc = 0;
		if (alpha) {
			split_alpha(p, all);
			free(all);
		} else
			p->colour = all;
	}
	png_image_free(&im);
	return rc;
}

/* -- JPEG -- */

struct jpeg_trouble {
	struct jpeg_error_mgr mgr;
	jmp_buf back;
	struct pixels *p;
};

static void
jpeg_fail(j_common_ptr c)
{
	struct jpeg_trouble *t = (struct jpeg_trouble *)c->err;

	c->err->format_message(c, t->p->text);
	t->p->why = t->p->text;
	longjmp(t->back, 1);
}

/* A warning means that data are missing or damaged: not fit for an archive. */
static void
jpeg_warn(j_common_ptr c, int level)
{
	if (level < 0)
		jpeg_fail(c);
}

static void
cmyk_to_rgb(unsigned char *to, const unsigned char *from, size_t n, bool inverted)
{
	for (size_t i = 0; i < n; i++, from += 4)
		for (int k = 0; k < 3; k++) {
			int ink = inverted ? 255 - from[k] : from[k];
			int black = inverted ? 255 - from[3] : from[3];
			*to++ = (unsigned char)((255 - ink) * (255 - black) / 255);
		}
}

/* Read all lines; keep them only where the file itself cannot be stored. */
static void
jpeg_lines(struct jpeg_decompress_struct *j, struct pixels *p, unsigned char *line, bool keep)
{
	size_t row = (size_t)p->width * (size_t)p->components;

	while (j->output_scanline < j->output_height) {
		size_t at = j->output_scanline * row;
		JSAMPROW rows[1] = { line };
		jpeg_read_scanlines(j, rows, 1);
		if (keep && j->out_color_space == JCS_CMYK)
			cmyk_to_rgb(p->colour + at, line, (size_t)p->width, j->saw_Adobe_marker);
		else if (keep)
			memcpy(p->colour + at, line, row);
	}
}

/* 1: may be stored as it is; 0: pixels are in *p; -1: why says. */
static int
read_jpeg(struct writer *w, struct pixels *p, const struct flow_picture *fp,
    const struct place *at)
{
	struct jpeg_decompress_struct j;
	struct jpeg_trouble trouble = { .p = p };
	unsigned char *volatile line = NULL;
	volatile int rc = -1;
	bool plain;

	memset(&j, 0, sizeof j);
	j.err = jpeg_std_error(&trouble.mgr);
	trouble.mgr.error_exit = jpeg_fail;
	trouble.mgr.emit_message = jpeg_warn;
	if (setjmp(trouble.back) != 0) {
		rc = -1;
		goto out;
	}
	jpeg_create_decompress(&j);
	jpeg_mem_src(&j, fp->bytes, (unsigned long)fp->len);
	jpeg_read_header(&j, TRUE);
	if (too_large(w, j.image_width, j.image_height, at))
		goto out;
	plain = j.num_components == 1 || (j.num_components == 3 &&
	    j.jpeg_color_space == JCS_YCbCr);
	if (!plain)
		j.out_color_space = j.num_components == 4 ? JCS_CMYK : JCS_RGB;
	jpeg_start_decompress(&j);
	p->width = (int)j.output_width;
	p->height = (int)j.output_height;
	p->components = j.out_color_components == 1 ? 1 : 3;
	line = xmalloc((size_t)j.output_width * (size_t)j.out_color_components);
	if (!plain)
		p->colour = xmalloc((size_t)p->width * (size_t)p->height * 3);
	jpeg_lines(&j, p, line, !plain);
	jpeg_finish_decompress(&j);
	rc = plain;
out:
	free(line);
	jpeg_destroy_decompress(&j);
	return rc;
}

/* -- objects -- */

static void
print_image(struct buf *out, const struct writer *w, const void *arg)
{
	const struct picture *p = arg;

	(void)w;
	buf_printf(out, "/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8"
	    "/ColorSpace/%s", p->width, p->height, p->components == 1 ? "DeviceGray" : "DeviceRGB");
	if (p->mask != NULL) {
		buf_str(out, "/SMask ");
		put_ref(out, p->mask);
	}
}

static void
print_mask(struct buf *out, const struct writer *w, const void *arg)
{
	const struct picture *p = arg;

	(void)w;
	buf_printf(out, "/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8"
	    "/ColorSpace/DeviceGray", p->width, p->height);
}

static void
make_image(struct writer *w, struct picture *p, const struct pixels *px,
    const struct flow_picture *fp)
{
	size_t n = (size_t)px->width * (size_t)px->height;

	p->width = px->width;
	p->height = px->height;
	p->components = px->components;
	if (px->colour == NULL) {
		char *copy = xmalloc(fp->len);
		memcpy(copy, fp->bytes, fp->len);
		p->dict = haru_stream(w, print_image, p, "DCTDecode", copy, fp->len);
		return;
	}
	p->dict = haru_deflated(w, print_image, p, px->colour, n * (size_t)px->components);
	if (px->alpha != NULL)
		p->mask = haru_deflated(w, print_mask, p, px->alpha, n);
}

static int
read_pixels(struct writer *w, struct pixels *px, const struct flow_picture *fp,
    const struct place *at)
{
	if (fp->len >= 8 && memcmp(fp->bytes, "\x89PNG\r\n\x1a\n", 8) == 0)
		return read_png(w, px, fp, at);
	if (fp->len >= 3 && memcmp(fp->bytes, "\xFF\xD8\xFF", 3) == 0)
		return read_jpeg(w, px, fp, at);
	px->why = "neither PNG nor JPEG";
	return -1;
}

struct picture *
pdf_picture(struct writer *w, const struct flow_picture *fp, const struct place *at)
{
	struct picture **end = &w->pictures, *p;
	struct pixels px = { 0 };

	for (; (p = *end) != NULL; end = &p->next)
		if (p->bytes == fp->bytes)
			return p;
	if (read_pixels(w, &px, fp, at) == -1) {
		if (px.why != NULL)
			diag(w->d, DIAG_PDF_PICTURE, at, fp->name, px.why, NULL);
		w->failed = true;
	} else {
		p = arena_alloc(w->a, sizeof *p);
		p->bytes = fp->bytes;
		p->number = ++w->npictures;
		make_image(w, p, &px, fp);
		*end = p;
	}
	free(px.colour);
	free(px.alpha);
	return w->failed ? NULL : p;
}
