#include "board_library.h"

#include <dlfcn.h>
#include <string.h>

/* glibc 2.34 moved these into libc.so.6 and numbered them anew; the old numbers are still served, and a board with glibc 2.28 has only
 * them (in libdl.so.2, which the Makefile links for that). */
#if defined(EB_GLIBC_OLD)
#define OLD(function) __asm__(".symver " #function "," #function "@" EB_GLIBC_OLD)
OLD(dlopen);
OLD(dlsym);
OLD(dlclose);
#endif

const char *board_library(const char *library, const wanted *functions, size_t count) {
    void *opened = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (opened == NULL) return library;
    for (size_t i = 0; i < count; i++) {
        void *function = dlsym(opened, functions[i].name);
        if (function == NULL) {
            dlclose(opened);
            return functions[i].name;
        }

        memcpy(functions[i].place, &function, sizeof function);
    }

    return NULL;
}
