#include "order.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define MOST_LIVES 64

static bool read_number(const char **at, uint64_t *number) {
    char *end;
    errno = 0;
    *number = strtoull(*at, &end, 10);
    const bool read = end != *at && errno == 0 && **at != '-';
    *at = end;
    return read;
}

static bool read_word(const char *text, size_t length, sim_word *word) {
    char copy[64];
    if (length >= sizeof copy) return false;
    memcpy(copy, text, length);
    copy[length] = 0;
    char *equals = strchr(copy, '=');
    if (equals == NULL || equals == copy || (size_t)(equals - copy) >= sizeof word->name) return false;
    *equals = 0;
    memcpy(word->name, copy, strlen(copy) + 1);
    const char *at = equals + 1;
    word->count = 1;
    if (!read_number(&at, &word->first)) return false;
    if (*at == 0) return true;
    return *at++ == '+' && read_number(&at, &word->count) && *at == 0;
}

bool order_read(const char *device, sim_order *order) {
    memset(order, 0, sizeof *order);
    if (strncmp(device, SIM_PREFIX, strlen(SIM_PREFIX)) != 0) return false;
    const char *at = device + strlen(SIM_PREFIX);
    size_t length = strcspn(at, ",");
    if (length == 0 || length >= sizeof order->path) return false;
    memcpy(order->path, at, length);
    for (at += length; *at == ','; at += length) {
        at++;
        length = strcspn(at, ",");
        if (order->count == MOST_WORDS || !read_word(at, length, &order->words[order->count++])) return false;
    }

    return true;
}

const sim_word *order_word(const sim_order *order, const char *name) {
    for (size_t i = 0; i < order->count; i++) {
        if (strcmp(order->words[i].name, name) == 0) return &order->words[i];
    }

    return NULL;
}

uint64_t order_value(const sim_order *order, const char *name, uint64_t otherwise) {
    const sim_word *word = order_word(order, name);
    return word == NULL ? otherwise : word->first;
}

bool order_hits(const sim_order *order, const char *fault, uint64_t number) {
    const sim_word *word = order_word(order, fault);
    return word != NULL && number >= word->first && number - word->first < word->count;
}

sim_life *life_of(const char *device) {
    static sim_life lives[MOST_LIVES];
    static size_t count;
    static atomic_flag busy = ATOMIC_FLAG_INIT;
    sim_life *found = NULL;
    while (atomic_flag_test_and_set(&busy)) { }
    for (size_t i = 0; i < count && found == NULL; i++) {
        if (strcmp(lives[i].device, device) == 0) found = &lives[i];
    }

    if (found == NULL && count < MOST_LIVES && strlen(device) < sizeof found->device) {
        found = &lives[count++];
        memcpy(found->device, device, strlen(device) + 1);
    }

    atomic_flag_clear(&busy);
    return found;
}
