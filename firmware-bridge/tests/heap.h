/* Counts what is allocated while a test looks: under ASan only, whose hooks see every allocation of the process. */
#ifndef HEAP_H
#define HEAP_H

#include <stdbool.h>
#include <stddef.h>

#if defined(__SANITIZE_ADDRESS__)
int __sanitizer_install_malloc_and_free_hooks(void (*malloc_hook)(const volatile void *, size_t), void (*free_hook)(const volatile void *));

static size_t heap_count;
static void heap_allocated(const volatile void *memory, size_t size) { (void)memory, (void)size, heap_count++; }
static void heap_freed(const volatile void *memory) { (void)memory; }

static inline bool heap_watch(void) {
    static bool installed;
    if (!installed) installed = __sanitizer_install_malloc_and_free_hooks(heap_allocated, heap_freed) > 0;
    heap_count = 0;
    return installed;
}
static inline size_t heap_seen(void) { return heap_count; }
#else
static inline bool heap_watch(void) { return false; }
static inline size_t heap_seen(void) { return 0; }
#endif

#endif
