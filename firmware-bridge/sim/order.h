/* What stands behind `sim:`: PATH[,WORD=VALUE…]. A fault is WORD=FIRST or WORD=FIRST+COUNT: from the FIRST picture or period on,
 * counted from 1 over the life of the process, COUNT of them or milliseconds (1 when it is not said). */
#ifndef ORDER_H
#define ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SIM_PREFIX "sim:"
#define MOST_WORDS 12

typedef struct sim_word {
    char name[16];
    uint64_t first, count;
} sim_word;

typedef struct sim_order {
    char path[200];
    sim_word words[MOST_WORDS];
    size_t count;
} sim_order;

bool order_read(const char *device, sim_order *order);
const sim_word *order_word(const sim_order *order, const char *name); /* NULL: was not said */
uint64_t order_value(const sim_order *order, const char *name, uint64_t otherwise);
bool order_hits(const sim_order *order, const char *fault, uint64_t number); /* is `number` one of FIRST … FIRST+COUNT-1 */

/* What outlasts an open device, by its name: how far it came, and until when it is unplugged. */
typedef struct sim_life {
    char device[256];
    uint64_t number;  /* pictures or periods given */
    int64_t gone_until_ns;
    uint64_t gone_for; /* number at which it was unplugged: it is so once */
} sim_life;

sim_life *life_of(const char *device); /* NULL: there are too many */

#endif
