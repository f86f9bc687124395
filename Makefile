# pmpplan - GNU make, not recursive, safe with -j.  "make help" lists the goals.
#
# Each flavour (plain, asan, clang ...) has its own object folder under build/.
# Libraries with a pkg-config file are found by it; libhpdf, libhyphen, libunistring
# and the cmark-gfm extensions have none in Debian 12 and are linked by name.

FLAVOUR  ?= plain
PREFIX   ?= /usr/local
DESTDIR  ?=

# -- what Debian 12 must bring; the README says why each is here --
DEPS_RUN   := fonts-liberation2 fonts-dejavu-core fonts-dejavu-extra hyphen-lv hunspell-lv
DEPS_BUILD := gcc make pkg-config libc6-dev libyaml-dev libxml2-dev libzip-dev libhpdf-dev \
              libharfbuzz-dev libhyphen-dev libpng-dev libjpeg-dev zlib1g-dev \
              libcmark-gfm-dev libcmark-gfm-extensions-dev libunistring-dev libssl-dev \
              libjansson-dev libhunspell-dev
DEPS_TEST  := libcmocka-dev clang clang-tools libclang-rt-14-dev valgrind python3 python3-yaml python3-docx python3-odf \
              python3-lxml python3-jsonschema libxml2-utils xsltproc unzip jq parallel \
              libreoffice-writer libreoffice-calc poppler-utils qpdf mandoc man-db \
              faketime strace util-linux openjdk-17-jdk-headless maven

# Only for tests/batch/slurm.sh; they bring daemons, so they are asked for apart.
DEPS_CLUSTER := slurm-wlm munge

PKGS     := yaml-0.1 libxml-2.0 libzip libcmark-gfm harfbuzz harfbuzz-subset libpng \
            libjpeg zlib libcrypto jansson hunspell
# Asked once, and only when something is built: "make deps" runs before they exist.
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(shell pkg-config --cflags $(PKGS)))$(PKG_CFLAGS)
PKG_LIBS   = $(eval PKG_LIBS := $$(shell pkg-config --libs $(PKGS)))$(PKG_LIBS)

WARN     := -Wall -Wextra -Wshadow -Wpointer-arith -Wstrict-prototypes \
            -Wmissing-prototypes -Wwrite-strings -Wvla -Wformat=2 -Wundef \
            -Wimplicit-fallthrough -Werror=implicit-function-declaration
HARDEN   := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fPIE
OPT      := -O2 -g
CPPFLAGS  = -D_GNU_SOURCE -Isrc $(PKG_CFLAGS)
LDLIBS    = $(PKG_LIBS) -lcmark-gfm-extensions -lunistring -lhpdf -lhyphen -lm
LDFLAGS  += -pie -Wl,-z,relro,-z,now
ifeq ($(FLAVOUR),asan)
HARDEN   := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -fPIE
OPT      := -O1 -g
LDFLAGS  += -fsanitize=address,undefined
endif
ifeq ($(FLAVOUR),clang)
CC       := clang
endif
ifeq ($(FLAVOUR),fuzz)
CC       := clang
HARDEN   := -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -fPIE
OPT      := -O1 -g
LDFLAGS  += -fsanitize=fuzzer,address,undefined
endif
CFLAGS   += -std=c11 $(OPT) $(WARN) $(HARDEN) $(EXTRA_CFLAGS)

B        := build/$(FLAVOUR)
PROGRAM  := $(if $(filter plain,$(FLAVOUR)),pmpplan,$(B)/pmpplan)
SRCS     := $(sort $(wildcard src/*/*.c))
OBJS     := $(SRCS:src/%.c=$(B)/%.o)
MAINOBJ  := $(B)/main.o
UNITS    := $(patsubst tests/unit/%.c,$(B)/unit/%,$(sort $(wildcard tests/unit/test_*.c)))
TABLES   := $(B)/docs/tables
SAMPLES  := $(sort $(wildcard samples/*.yaml))
# The program of a flavour lies under build/, its templates and fonts here.
RUN      := PMPPLAN_DATA="$(CURDIR)"

# One line for each file; "make V=1" shows the whole commands.
V        ?=
quiet    := $(findstring s,$(firstword -$(MAKEFLAGS)))
say      = $(if $(V),,@$(if $(quiet),,echo '$(1)  $(2)';))

all: $(PROGRAM)

$(PROGRAM): $(MAINOBJ) $(OBJS)
	$(call say,link    ,$@)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(B)/%.o: src/%.c
	@mkdir -p $(@D)
	$(call say,compile ,$<)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/unit/%: tests/unit/%.c $(OBJS)
	@mkdir -p $(@D)
	$(call say,test    ,$<)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $< $(OBJS) $(LDLIBS) -lcmocka

# -- packages: only what is missing is fetched --
SUDO = $(if $(filter 0,$(shell id -u)),,sudo)
define install_missing
@missing=; for p in $(1); do \
	test "$$(dpkg-query -W -f='$${db:Status-Status} ' $$p 2>/dev/null | cut -d' ' -f1)" = installed || \
	missing="$$missing $$p"; done; \
if [ -z "$$missing" ]; then echo "nothing missing"; exit 0; fi; \
echo "installing:$$missing"; \
$(SUDO) apt-get update -q && $(SUDO) env DEBIAN_FRONTEND=noninteractive \
	apt-get install -y -q --no-install-recommends $$missing
endef

deps:
	$(call install_missing,$(DEPS_RUN) $(DEPS_BUILD))

deps-test:
	$(call install_missing,$(DEPS_TEST))

deps-cluster:
	$(call install_missing,$(DEPS_CLUSTER))

# "make -j deps all" must not compile before the headers are there.
ifneq ($(filter deps,$(MAKECMDGOALS)),)
$(OBJS) $(MAINOBJ): | deps
endif
ifneq ($(filter deps-test,$(MAKECMDGOALS)),)
$(UNITS): | deps-test
endif

# -- samples and tests --
samples: $(PROGRAM)
	$(RUN) ./$(PROGRAM) render $(SAMPLES) -o out/samples
	$(RUN) ./$(PROGRAM) render --document decision samples/kalnupe.yaml samples/liepaja.yaml -o out/samples
	$(RUN) ./$(PROGRAM) render --document report --year 2025 samples/kalnupe.yaml samples/valka.yaml -o out/samples
	$(RUN) ./$(PROGRAM) render --document summary --year 2025 samples/kalnupe.yaml samples/valka.yaml -o out/samples
	$(RUN) ./$(PROGRAM) diff -f docx,odt,pdf samples/valka.yaml samples/valka-as-printed.yaml -o out/samples

unit: $(UNITS)
	@for t in $(UNITS); do echo "== $$t"; $(RUN) $$t || exit 1; done

check: $(PROGRAM) $(TABLES) unit
	@tests/sources.sh $(B)
	@if [ -x tests/run.py ]; then $(RUN) tests/run.py -p "$(CURDIR)/$(PROGRAM)"; fi
	python3 tools/docs/generate.py --check $(TABLES)
	$(RUN) python3 tests/help.py "$(CURDIR)/$(PROGRAM)"
	$(RUN) python3 tests/latvian.py $(TABLES) "$(CURDIR)/$(PROGRAM)"
	$(RUN) python3 tests/templates_page.py $(TABLES) "$(CURDIR)/$(PROGRAM)"
	$(RUN) python3 tests/readme.py $(TABLES) "$(CURDIR)/$(PROGRAM)"
	$(RUN) python3 tests/schema.py "$(CURDIR)/$(PROGRAM)"
	$(RUN) python3 tests/findings.py "$(CURDIR)/$(PROGRAM)"
	$(RUN) python3 tests/rules.py "$(CURDIR)/$(PROGRAM)"
	$(RUN) python3 tests/sarif.py "$(CURDIR)/$(PROGRAM)"
	$(RUN) python3 tests/bad.py "$(CURDIR)/$(PROGRAM)"
	$(RUN) python3 tests/bad_templates.py "$(CURDIR)/$(PROGRAM)"
	$(if $(filter asan,$(FLAVOUR)),,$(RUN) python3 tests/hostile.py "$(CURDIR)/$(PROGRAM)")
	$(RUN) python3 tests/mark.py "$(CURDIR)/$(PROGRAM)"

test: check

asan:
	$(MAKE) FLAVOUR=asan check

# Unit tests, then each sample; an error or a lost byte fails the run.
# A forked child that ends by _exit() holds its parent's memory: no leak check there.
VALGRIND := valgrind -q --error-exitcode=99
LEAKS    := --leak-check=full --errors-for-leak-kinds=definite --suppressions=tests/valgrind.supp
FORKING  := test_batch test_archive test_publish
valgrind: $(PROGRAM) $(UNITS)
	@for t in $(UNITS); do echo "== $$t"; case " $(FORKING) " in *" $$(basename $$t) "*) l=;; *) l="$(LEAKS)";; esac; \
		$(RUN) $(VALGRIND) $$l $$t || exit 1; done
	@for s in $(SAMPLES); do echo "== $$s"; \
		$(RUN) $(VALGRIND) $(LEAKS) ./$(PROGRAM) render -q -o $(B)/valgrind $$s || exit 1; done

# The archive: every rule of OCFL and of BagIt, forged archives, foreign tools, rebuilding, mount points, the archivist's day,
# every byte harmed, every call failed, power cuts.
archive: $(PROGRAM)
	@for t in ocfl.py bags.py forged.py foreign.sh rebuild.sh mount.sh day.sh sweep.sh faults.sh power.py; do echo "== $$t"; \
		case $$t in *.py) a=./$(PROGRAM);; *) a=;; esac; \
		$(RUN) P="$(CURDIR)/$(PROGRAM)" tests/archive/$$t $$a || exit 1; done

# An editor's language server (npm, fetched once) reads our schema: faults and explanations.
editor: $(PROGRAM)
	$(RUN) python3 tests/editor.py "$(CURDIR)/$(PROGRAM)"

# System calls fail, or the program is killed, at every point of writing a document.
faults: $(PROGRAM)
	$(RUN) tests/faults.py ./$(PROGRAM)

# Many drafts: case forms read back, shards on Slurm and by Kubernetes' command, kills, faults, shards, tables by other programs.
batch: $(PROGRAM)
	@tools/rows/schools.py --check
	$(RUN) tests/batch/forms.py ./$(PROGRAM)
	$(RUN) tests/batch/shards.sh ./$(PROGRAM)
	$(RUN) tests/batch/slurm.sh ./$(PROGRAM)
	$(RUN) tests/batch/kubernetes.sh ./$(PROGRAM)
	$(RUN) tests/batch/faults.sh ./$(PROGRAM)
	$(RUN) tests/batch/xlsx.sh ./$(PROGRAM)
	$(RUN) tests/batch/valid.sh ./$(PROGRAM)
	$(RUN) tests/batch/kill.sh $(or $(KILLS),20) ./$(PROGRAM)

# The analyzer's findings and the warnings that are too noisy for every build.
LINT := -Wno-unused-parameter -Wnull-dereference -Wdouble-promotion \
        -Wunreachable-code -Wcomma -Wconditional-uninitialized
lint: $(SRCS:src/%.c=build/lint/%.ok) build/lint/main.ok

build/lint/%.ok: src/%.c
	@mkdir -p $(@D)
	$(call say,lint    ,$<)clang --analyze --analyzer-output text -Xclang -analyzer-werror $(CPPFLAGS) -std=c11 -o /dev/null $<
	$(if $(V),,@)clang $(CPPFLAGS) -std=c11 -O1 $(WARN) $(LINT) -Werror -c -o /dev/null $<
	@touch $@

format:
	clang-format -i src/*.c src/*/*.[ch] tests/unit/*.[ch]

# Foreign bytes of every kind, by coverage, SECONDS for each target; see tests/fuzz/README.
SECONDS  ?= 60
$(B)/fuzz: tests/fuzz/fuzz.c tests/fuzz/archive.c tests/fuzz/fuzz.h $(OBJS)
	$(call say,fuzz    ,$@)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.c %.o,$^) $(LDLIBS)

fuzz:
	$(MAKE) FLAVOUR=fuzz build/fuzz/fuzz
	tests/fuzz/run.sh $(SECONDS) $(TARGETS)

# Figures only; nothing passes or fails.  "bench-rivals" needs LibreOffice and fetches Typst.
$(B)/bench/stages: tests/bench/stages.c $(OBJS)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $< $(OBJS) $(LDLIBS)

bench: $(PROGRAM) $(B)/bench/stages
	@$(RUN) tests/bench.py ./$(PROGRAM) $(B)/bench/stages
	@$(RUN) tests/batch/bench.py ./$(PROGRAM)

bench-rivals: $(PROGRAM)
	@$(RUN) tests/rivals.py ./$(PROGRAM)

# The shipped templates are in git; this makes them again after a change of the design.
templates:
	python3 tools/templates/generate.py

# The reference pages docs/*.md that are made from the program's own tables.
$(TABLES): tools/docs/tables.c $(OBJS)
	@mkdir -p $(@D)
	$(call say,compile ,$<)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $< $(OBJS) $(LDLIBS)

docs: $(TABLES)
	python3 tools/docs/generate.py $(TABLES)

# -- installing --
SHARE := $(DESTDIR)$(PREFIX)/share
install: $(PROGRAM)
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/man/man1 $(SHARE)/man/lv/man1
	install -m 755 pmpplan $(DESTDIR)$(PREFIX)/bin/pmpplan
	install -m 644 pmpplan.1 $(SHARE)/man/man1/pmpplan.1
	install -m 644 pmpplan.lv.1 $(SHARE)/man/lv/man1/pmpplan.1
	@for d in templates fonts data samples samples/cluster; do \
		[ -d $$d ] || continue; \
		echo install $$d; install -d $(SHARE)/pmpplan/$$d; \
		find $$d -maxdepth 1 -type f -exec install -m 644 {} $(SHARE)/pmpplan/$$d/ \; ; done

clean:
	rm -rf build pmpplan out

help:
	@echo "deps       install what is needed to build and run (apt-get)"
	@echo "all        the program, ./pmpplan"
	@echo "samples    the documents of all samples, in out/samples"
	@echo "deps-test  install what the tests need"
	@echo "deps-cluster  install Slurm, for a test of make batch"
	@echo "check      unit tests and golden cases (also: test)"
	@echo "unit       unit tests only"
	@echo "asan       check with address and undefined-behaviour sanitizers"
	@echo "valgrind   unit tests and samples under valgrind"
	@echo "archive    the archive against harm, faults and tools of others (slow)"
	@echo "batch      many drafts: forms, shards, Slurm, kills, full disks, tables of others (slow)"
	@echo "faults     failing system calls and kills at every point of writing (strace)"
	@echo "fuzz       foreign bytes of every kind, by coverage (SECONDS=60 for each target)"
	@echo "editor     a YAML language server with our schema (npm)"
	@echo "lint       clang's analyzer and further warnings"
	@echo "format     lay the sources out by .clang-format"
	@echo "bench      documents per second, CPU and memory; batches of 42 and 600 (ROUNDS=n)"
	@echo "bench-rivals  the same document by Typst and LibreOffice beside ours"
	@echo "templates  make the shipped templates again (after a change of the design)"
	@echo "docs       make the reference pages again (after a change of fields or messages)"
	@echo "install    into DESTDIR and PREFIX (now $(PREFIX))"
	@echo "clean      remove all that was built"
	@echo "V=1        show whole commands"

-include $(OBJS:.o=.d) $(MAINOBJ:.o=.d) $(addsuffix .d,$(UNITS)) $(B)/bench/stages.d $(TABLES).d

.DELETE_ON_ERROR:
.PHONY: archive all batch docs editor deps deps-cluster deps-test samples unit check test asan valgrind faults fuzz lint format bench \
	bench-rivals templates install clean help
