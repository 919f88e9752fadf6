/* Libraries that the board brings. */
#ifndef BOARD_LIBRARY_H
#define BOARD_LIBRARY_H

#include <stddef.h>

typedef struct wanted {
    const char *name;
    void *place; /* of a pointer to function */
} wanted;

/* Opens a library for the life of the process and finds all functions. NULL, or what is missing. */
const char *board_library(const char *library, const wanted *functions, size_t count);

#endif
