/* Checks of the tests: one that fails says where, and the program ends with 1. */
#ifndef CHECK_H
#define CHECK_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(what) do { if (!(what)) check_failed(__FILE__, __LINE__, #what); } while (0)
#define CHECK_EQUAL(expected, actual) check_equal(__FILE__, __LINE__, #actual, (int64_t)(expected), (int64_t)(actual))

static inline void check_failed(const char *file, int line, const char *what) {
    fprintf(stderr, "%s:%d: %s does not hold\n", file, line, what);
    exit(1);
}

static inline void check_equal(const char *file, int line, const char *what, int64_t expected, int64_t actual) {
    if (expected == actual) return;
    fprintf(stderr, "%s:%d: %s is %" PRId64 ", not %" PRId64 "\n", file, line, what, actual, expected);
    exit(1);
}

static const char *check_skipped; /* why the test that runs was skipped; NULL: it was not */

static inline void skip(const char *why) { check_skipped = why; }

static inline void check_said(const char *test) {
    if (check_skipped == NULL) printf("ok %s\n", test);
    else printf("skipped %s: %s\n", test, check_skipped);
    fflush(stdout);
    check_skipped = NULL;
}

/* Runs one test by its name. */
#define RUN(test) do { test(); check_said(#test); } while (0)

#endif
