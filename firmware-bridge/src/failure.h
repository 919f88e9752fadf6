/* Errors in words. */
#ifndef FAILURE_H
#define FAILURE_H

#include "edge_bridge.h"

#define PRINTS(text, first) __attribute__((format(printf, text, first)))

int error_of_errno(int os_error);

/* Fills `detail`, where there is one, and gives `error` back. */
int failure(eb_detail *detail, int error, int os_error, const char *format, ...) PRINTS(4, 5);

static inline int timeout_is_wrong(int timeout_ms) { return timeout_ms < 1 || timeout_ms > EB_LONGEST_WAIT_MS; }

/* Copies a device name into `room` bytes; false when it is missing, empty or longer. */
int name_is_wrong(const char *name, char *copy, size_t room);

#endif
