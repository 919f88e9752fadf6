/* A folder of JPEGs, all of one size, in the order of their names. */
#ifndef PICTURES_H
#define PICTURES_H

#include <stddef.h>
#include <stdint.h>

#define MOST_PICTURES 32

typedef struct pictures {
    struct { uint8_t *data; size_t length; } of[MOST_PICTURES];
    size_t count, longest;
    uint32_t width, height;
} pictures;

int pictures_read(const char *folder, pictures *pictures); /* 0 or an errno */
void pictures_free(pictures *pictures);

#endif
