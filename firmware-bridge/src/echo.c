#include "echo.h"
#include "board_library.h"
#include "failure.h"

#include <stdatomic.h>
#include <stdlib.h>

#define SLOTS 32768u /* two seconds of what was and will be heard */
#define LEAD 80      /* 5 ms: the canceller needs the reference before its echo, also when the card's delay is told too long */
#define JITTER 80    /* 5 ms: a block that is nearer to its place than this stands in it */
#define SET_RATE 24  /* SPEEX_ECHO_SET_SAMPLING_RATE */

typedef struct speex_state speex_state; /* SpeexEchoState */

static struct {
    speex_state *(*create)(int frame, int filter);
    void (*destroy)(speex_state *state);
    int (*control)(speex_state *state, int request, void *value);
    void (*cancel)(speex_state *state, const int16_t *heard, const int16_t *played, int16_t *clean);
} speex;

struct eb_echo {
    atomic_int holders;
    speex_state *state;
    int64_t next_played, next_heard;   /* each of its own thread: where the next block belongs, 0 before the first */
    _Atomic uint64_t slots[SLOTS];     /* of sample number n at n % SLOTS: n << 16 | sample; another n is silence */
};

static const char *load_speex(void) {
    static const wanted FUNCTIONS[] = {
        { "speex_echo_state_init", &speex.create }, { "speex_echo_state_destroy", &speex.destroy },
        { "speex_echo_ctl", &speex.control }, { "speex_echo_cancellation", &speex.cancel },
    };
    static atomic_flag loading = ATOMIC_FLAG_INIT;
    static bool loaded; /* guarded by `loading` */
    while (atomic_flag_test_and_set(&loading)) { }
    const char *missing = loaded ? NULL : board_library("libspeexdsp.so.1", FUNCTIONS, sizeof FUNCTIONS / sizeof *FUNCTIONS);
    loaded = missing == NULL;
    atomic_flag_clear(&loading);
    return missing;
}

int eb_echo_open(uint32_t tail_ms, eb_echo **echo, eb_detail *detail) {
    if (echo == NULL || tail_ms < 20 || tail_ms > 500) return failure(detail, EB_E_ARGUMENT, 0, "tail_ms is %u, not 20 to 500", tail_ms);
    const char *missing = load_speex();
    if (missing != NULL) return failure(detail, EB_E_LIBRARY, 0, "%s is missing", missing);
    eb_echo *made = calloc(1, sizeof *made);
    if (made == NULL) return failure(detail, EB_E_MEMORY, 0, "no memory for the canceller");
    made->state = speex.create(ECHO_BLOCK, (int)(tail_ms * EB_ECHO_RATE_HZ / 1000));
    if (made->state == NULL) {
        free(made);
        return failure(detail, EB_E_MEMORY, 0, "no memory for the canceller");
    }

    int rate = EB_ECHO_RATE_HZ;
    (void)speex.control(made->state, SET_RATE, &rate);
    atomic_init(&made->holders, 1);
    *echo = made;
    return EB_OK;
}

void echo_hold(eb_echo *echo) { atomic_fetch_add(&echo->holders, 1); }

void eb_echo_close(eb_echo *echo) {
    if (echo == NULL || atomic_fetch_sub(&echo->holders, 1) != 1) return;
    speex.destroy(echo->state);
    free(echo);
}

/* Number of the sample at a time; blocks that follow each other do so without gaps, however their times tremble. */
static int64_t number_at(int64_t time_ns, int64_t *next, size_t count) {
    const int64_t exact = time_ns / 1000 * EB_ECHO_RATE_HZ / 1000000;
    const int64_t away = exact - *next;
    const int64_t number = away > -JITTER && away < JITTER ? *next : exact;
    *next = number + (int64_t)count;
    return number;
}

void echo_play(eb_echo *echo, const int16_t *samples, size_t count, int64_t heard_ns) {
    const uint64_t first = (uint64_t)number_at(heard_ns, &echo->next_played, count);
    for (size_t i = 0; i < count; i++) {
        const uint64_t number = first + i;
        atomic_store_explicit(&echo->slots[number % SLOTS], number << 16 | (uint16_t)samples[i], memory_order_relaxed);
    }
}

void echo_cancel(eb_echo *echo, const int16_t *heard, int64_t from_ns, int16_t *clean) {
    int16_t played[ECHO_BLOCK];
    const uint64_t first = (uint64_t)(number_at(from_ns, &echo->next_heard, ECHO_BLOCK) + LEAD);
    for (size_t i = 0; i < ECHO_BLOCK; i++) {
        const uint64_t slot = atomic_load_explicit(&echo->slots[(first + i) % SLOTS], memory_order_relaxed);
        played[i] = slot >> 16 == first + i ? (int16_t)(uint16_t)slot : 0;
    }

    speex.cancel(echo->state, heard, played, clean);
}
