/* pool - see pool.h */
#include "batch/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"

#define WORKERS_MOST 256
#define TICK_MS 200

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1 /* reserves terabytes of addresses */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

struct worker {
	pid_t pid;
	int to, from;   /* jobs go out, answers come in; -1: no worker */
	bool busy;
	size_t job;
	struct buf in;  /* of the answer, so far */
};

/* -- in the worker -- */

static bool
read_full(int fd, void *p, size_t n)
{
	char *s = p;
	ssize_t k;

	while (n != 0) {
		k = read(fd, s, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		s += k;
		n -= (size_t)k;
	}
	return true;
}

static bool
write_full(int fd, const void *p, size_t n)
{
	const char *s = p;
	ssize_t k;

	while (n != 0) {
		k = write(fd, s, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		s += k;
		n -= (size_t)k;
	}
	return true;
}

/* A fresh allowance of processor and wall time; their signals kill the worker. */
static void
limit_job(const struct pool *p)
{
	struct rusage u;
	struct rlimit r;

	if (p->cpu_seconds != 0 && getrusage(RUSAGE_SELF, &u) == 0 &&
	    getrlimit(RLIMIT_CPU, &r) == 0) {
		r.rlim_cur = (rlim_t)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + p->cpu_seconds + 1;
		setrlimit(RLIMIT_CPU, &r);
	}
	alarm(p->wall_seconds);
}

static void
limit_memory(const struct pool *p)
{
#ifndef SANITIZED
	struct rlimit r = {p->memory, p->memory};

	if (p->memory != 0)
		setrlimit(RLIMIT_AS, &r);
#else
	(void)p;
#endif
}

static _Noreturn void
serve(const struct pool *p, int from, int to, pid_t parent)
{
	struct buf answer = {0};
	uint64_t job, head;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(0);
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGALRM, SIG_DFL);
	limit_memory(p);
	while (read_full(from, &job, sizeof(job))) {
		answer.len = 0;
		limit_job(p);
		p->work(p->arg, (size_t)job, &answer);
		alarm(0);
		head = answer.len;
		if (!write_full(to, &head, sizeof(head)) || !write_full(to, answer.s, answer.len))
			break;
	}
	_exit(0);
}

/* -- here -- */

/*
 * Start a worker.  It closes the pipes of the others: else their jobs' ends would be
 * seen only when it leaves too.
 */
static int
start(const struct pool *p, struct worker *all, struct worker *w)
{
	int jobs[2], answers[2], i;
	pid_t parent = getpid();

	if (pipe2(jobs, O_CLOEXEC) == -1)
		return -1;
	if (pipe2(answers, O_CLOEXEC) == -1) {
		close(jobs[0]);
		close(jobs[1]);
		return -1;
	}
	w->pid = fork();
	if (w->pid == 0) {
		for (i = 0; i < p->workers; i++)
			if (all[i].to != -1) {
				close(all[i].to);
				close(all[i].from);
			}
		close(jobs[1]);
		close(answers[0]);
		serve(p, jobs[0], answers[1], parent);
	}
	close(jobs[0]);
	close(answers[1]);
	if (w->pid == -1) {
		close(jobs[1]);
		close(answers[0]);
		return -1;
	}
	w->to = jobs[1];
	w->from = answers[0];
	w->busy = false;
	w->in.len = 0;
	fcntl(w->from, F_SETFL, O_NONBLOCK);
	return 0;
}

/* Close the pipes and see how it left. */
static struct pool_end
reap(struct worker *w)
{
	struct pool_end e = {.how = POOL_CRASHED, .pid = w->pid};
	int status = 0;

	close(w->to);
	close(w->from);
	w->to = w->from = -1;
	while (waitpid(w->pid, &status, 0) == -1 && errno == EINTR)
		;
	if (WIFSIGNALED(status)) {
		e.signal = WTERMSIG(status);
		if (e.signal == SIGXCPU)
			e.how = POOL_CPU;
		else if (e.signal == SIGALRM)
			e.how = POOL_WALL;
	} else if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_LIMIT)
		e.how = POOL_MEMORY; /* arena.c, when there is no more */
	return e;
}

static void
hand_out(struct worker *w, size_t job)
{
	uint64_t n = job;

	w->busy = true;
	w->job = job;
	w->in.len = 0;
	/* If it is gone, its other pipe says so. */
	(void)!write_full(w->to, &n, sizeof(n));
}

/* What has arrived.  1: the answer is whole; 0: not yet; -1: the worker is gone. */
static int
take_in(struct worker *w)
{
	uint64_t want;
	ssize_t k;

	for (;;) {
		buf_reserve(&w->in, 65536);
		k = read(w->from, w->in.s + w->in.len, w->in.cap - w->in.len);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0 && errno == EAGAIN)
			return 0;
		if (k <= 0)
			return -1;
		w->in.len += (size_t)k;
		if (w->in.len < sizeof(want))
			continue;
		memcpy(&want, w->in.s, sizeof(want));
		if (w->in.len - sizeof(want) == want)
			return 1;
	}
}

struct state {
	struct pool *p;
	struct worker *w;
	size_t next;
	bool more; /* may be handed out */
};

static void
feed(struct state *s, struct worker *w)
{
	if (w->to == -1 || w->busy)
		return;
	if (s->more && s->p->stop != NULL && s->p->stop())
		s->more = false;
	if (s->more && s->next < s->p->njobs)
		hand_out(w, s->next++);
}

static void
finish(struct state *s, struct worker *w, int arrived)
{
	struct pool_end e = {.how = POOL_ANSWERED, .pid = w->pid};
	size_t job = w->job;
	bool busy = w->busy;

	if (arrived == 1) {
		e.bytes = w->in.s + sizeof(uint64_t);
		e.len = w->in.len - sizeof(uint64_t);
	} else
		e = reap(w);
	w->busy = false;
	if (busy && !s->p->done(s->p->arg, job, &e))
		s->more = false;
	if (w->to == -1 && s->more && s->next < s->p->njobs)
		start(s->p, s->w, w);
	feed(s, w);
	if (busy && s->p->after != NULL && !s->p->after(s->p->arg, job))
		s->more = false;
}

/* One round of waiting; false when nobody is at work. */
static bool
round_of(struct state *s)
{
	struct pollfd fds[WORKERS_MOST];
	int who[WORKERS_MOST], n = 0, i, arrived;

	for (i = 0; i < s->p->workers; i++) {
		feed(s, &s->w[i]);
		if (s->w[i].busy) {
			fds[n] = (struct pollfd){.fd = s->w[i].from, .events = POLLIN};
			who[n++] = i;
		}
	}
	if (n == 0)
		return false;
	if (poll(fds, (nfds_t)n, TICK_MS) > 0)
		for (i = 0; i < n; i++)
			if (fds[i].revents != 0 && (arrived = take_in(&s->w[who[i]])) != 0)
				finish(s, &s->w[who[i]], arrived);
	if (s->p->tick != NULL)
		s->p->tick(s->p->arg);
	return true;
}

int
pool_run(struct pool *p)
{
	struct state s = {.p = p, .more = true};
	int i, started = 0, err = 0;

	if (p->workers > WORKERS_MOST)
		p->workers = WORKERS_MOST;
	if (p->workers < 1)
		p->workers = 1;
	if ((size_t)p->workers > p->njobs)
		p->workers = (int)p->njobs;
	s.w = xmalloc(((size_t)p->workers + 1) * sizeof(*s.w));
	for (i = 0; i < p->workers; i++)
		s.w[i] = (struct worker){.to = -1, .from = -1};
	for (i = 0; i < p->workers; i++) {
		if (start(p, s.w, &s.w[i]) == -1)
			err = errno;
		else
			started++;
	}
	while (started != 0 && round_of(&s))
		;
	for (i = 0; i < p->workers; i++) {
		if (s.w[i].to != -1)
			reap(&s.w[i]);
		buf_free(&s.w[i].in);
	}
	free(s.w);
	errno = err;
	return started == 0 && p->njobs != 0 ? -1 : 0;
}
