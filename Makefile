# pmpplan - GNU make, not recursive, safe with -j.  "make help" lists the goals.
#
# Each flavour (plain, asan, clang) has its own object folder under build/.
# Libraries with a pkg-config file are found by it; libhpdf, libhyphen and the
# cmark-gfm extensions have none in Debian 12 and are linked by name.

FLAVOUR  ?= plain
CC       ?= cc
PKGS     := yaml-0.1 libxml-2.0 libzip libcmark-gfm harfbuzz harfbuzz-subset libpng \
            libjpeg zlib libcrypto jansson
WARN     := -Wall -Wextra -Wshadow -Wpointer-arith -Wstrict-prototypes \
            -Wmissing-prototypes -Wwrite-strings -Wvla -Wformat=2 -Wundef \
            -Wimplicit-fallthrough
HARDEN   := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fPIE
OPT      := -O2 -g
CPPFLAGS += -D_GNU_SOURCE -Isrc $(shell pkg-config --cflags $(PKGS))
LDLIBS   += $(shell pkg-config --libs $(PKGS)) -lcmark-gfm-extensions -lunistring \
            -lhpdf -lhyphen -lm
LDFLAGS  += -pie -Wl,-z,relro,-z,now
ifeq ($(FLAVOUR),asan)
HARDEN   := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -fPIE
OPT      := -O1 -g
LDFLAGS  += -fsanitize=address,undefined
endif
ifeq ($(FLAVOUR),clang)
CC       := clang
endif
CFLAGS   += -std=c11 $(OPT) $(WARN) $(HARDEN) $(EXTRA_CFLAGS)

B        := build/$(FLAVOUR)
PROGRAM  := $(if $(filter plain,$(FLAVOUR)),pmpplan,$(B)/pmpplan)
SRCS     := $(wildcard src/*/*.c)
OBJS     := $(SRCS:src/%.c=$(B)/%.o)
MAINOBJ  := $(B)/main.o
UNITS    := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/test_*.c))

all: $(PROGRAM)

$(PROGRAM): $(MAINOBJ) $(OBJS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(B)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/unit/%: tests/unit/%.c $(OBJS)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $< $(OBJS) $(LDLIBS) -lcmocka

unit: $(UNITS)
	@for t in $(UNITS); do echo "== $$t"; $$t || exit 1; done

# The shipped templates are in git; this makes them again after a change of the design.
templates:
	python3 tools/templates/generate.py

clean:
	rm -rf build pmpplan out

-include $(OBJS:.o=.d) $(MAINOBJ:.o=.d) $(addsuffix .d,$(UNITS))

.PHONY: all unit templates clean
