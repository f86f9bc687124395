/* progress - see progress.h */
#include "batch/progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define BAR_EVERY 0.2   /* seconds */
#define LINE_EVERY 10.0
#define BAR_MOST 40

double
progress_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void
progress_start(struct progress *p, size_t total, bool on, bool colour, enum diag_lang lang)
{
	*p = (struct progress){.total = total, .on = on && total > 1, .colour = colour, .lang = lang,
	    .began = progress_now()};
	p->bar = isatty(STDERR_FILENO) == 1;
	p->shown = p->began;
}

void
progress_set(struct progress *p, size_t done)
{
	p->done = done;
}

static int
width_now(void)
{
	struct winsize w;

	return ioctl(STDERR_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col > 0 ? w.ws_col : 80;
}

void
progress_line(char *out, size_t size, const struct progress *p, double now, int width)
{
	double spent = now - p->began, rate = spent > 0 ? (double)p->done / spent : 0;
	char tail[96], bar[BAR_MOST + 1];
	long left = rate > 0 ? (long)((double)(p->total - p->done) / rate + 0.999) : 0;
	int room, full;

	if (rate > 0)
		snprintf(tail, sizeof(tail), p->lang == DIAG_LV ? "%zu/%zu  %.1f/s  atlicis %ld:%02ld"
		    : "%zu/%zu  %.1f/s  %ld:%02ld left", p->done, p->total, rate, left / 60, left % 60);
	else
		snprintf(tail, sizeof(tail), "%zu/%zu", p->done, p->total);
	room = width - 1 - (int)strlen(tail) - 3;
	if (room > BAR_MOST)
		room = BAR_MOST;
	if (room < 5) {
		snprintf(out, size, "%.*s", width > 1 ? width - 1 : 0, tail);
		return;
	}
	full = p->total == 0 ? room : (int)((size_t)room * p->done / p->total);
	memset(bar, '.', (size_t)room);
	memset(bar, '#', (size_t)full);
	bar[room] = '\0';
	snprintf(out, size, "[%s] %s", bar, tail);
}

void
progress_tick(struct progress *p)
{
	double now = progress_now();
	char line[160];

	if (!p->on || now - p->shown < (p->bar ? BAR_EVERY : LINE_EVERY))
		return;
	p->shown = now;
	progress_line(line, sizeof(line), p, now, p->bar ? width_now() : 0);
	if (!p->bar) {
		fprintf(stderr, "%zu/%zu\n", p->done, p->total);
		return;
	}
	fprintf(stderr, p->colour ? "\r\33[36m%s\33[0m\33[K" : "\r%s\33[K", line);
	fflush(stderr);
	p->drawn = true;
}

void
progress_clear(struct progress *p)
{
	if (p->drawn)
		fputs("\r\33[K", stderr);
	p->drawn = false;
}
