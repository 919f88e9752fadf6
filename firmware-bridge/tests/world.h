/* A pair of glasses in virtual time, a millisecond a step: light, gates, a camera that exposes, a line with faults, both ends of the
 * link; and the truth, which none of them sees. */
#ifndef WORLD_H
#define WORLD_H

#include "channel.h"
#include "mcu_link.h"
#include "mcu_model.h"

#define WORLD_MS 3000
#define LINE_CHUNKS 64
#define WORLD_FRAMES 64

typedef struct line { /* what is under way, first in first out */
    struct { int64_t at; size_t length; uint8_t bytes[320]; } chunks[LINE_CHUNKS];
    size_t first, count;
    int64_t last_at;
    channel channel;
} line;

typedef struct world_frame { int64_t from, to, arrives; } world_frame;

typedef struct tally {
    uint64_t exposures, unlit, unlit_of_faulty; /* whole ones; not lit throughout: by good firmware, by one that opens early */
    uint64_t delivered, delivered_unlit, refused; /* by the board */
    uint64_t sound, sound_while_off; /* milliseconds the gate was open; with the switch off */
    uint64_t sound_long_off;         /* blocks handed out after the switch was off for half a second */
    uint64_t blocks;
} tally;

typedef struct world {
    uint64_t random;
    bool faulty; /* the firmware opens its gate early at times */
    mcu_model model;
    mcu_link link;
    eb_guard *guard;
    line to_board, to_mcu;
    int64_t mcu_offset_us;
    int64_t lit_at, off_since, dark_until, cut_until, hung_until; /* dark: the microcontroller has no power */
    int light_delay, most_delay, exposure, most_latency;
    bool light_dead, noisy;
    bool lit[WORLD_MS];
    int64_t exposing_from; /* -1: not */
    world_frame frames[WORLD_FRAMES];
    size_t frame_count;
    tally tally;
} world;

/* Lives one schedule of faults, told by the seed, and adds to the tally. */
void world_live(world *world, uint64_t seed, tally *tally);

#endif
