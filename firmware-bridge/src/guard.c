#include "guard.h"

#include <stdatomic.h>
#include <stdlib.h>

typedef struct span {
    int64_t from, until; /* INT64_MIN both: none */
} span;

typedef struct belief { /* all of it 64 bit, since it is copied word by word */
    span light, light_before; /* a span that ended still passes what was exposed in it */
    span sound;
    int64_t light_reason, sound_reason, cover;
    int64_t light_epoch, sound_epoch;
} belief;

#define WORDS (sizeof(belief) / sizeof(int64_t))

typedef union copy {
    belief belief;
    int64_t words[WORDS];
} copy;

struct eb_guard {
    int witness;
    atomic_int holders;
    atomic_uint turn; /* odd while the writer writes */
    _Atomic int64_t words[WORDS];
    copy own; /* the writer's */
};

static const span NO_SPAN = { INT64_MIN, INT64_MIN };

static void publish(eb_guard *guard) {
    const unsigned turn = atomic_load_explicit(&guard->turn, memory_order_relaxed);
    atomic_store_explicit(&guard->turn, turn + 1, memory_order_relaxed);
    atomic_thread_fence(memory_order_release);
    for (size_t i = 0; i < WORDS; i++) atomic_store_explicit(&guard->words[i], guard->own.words[i], memory_order_relaxed);
    atomic_store_explicit(&guard->turn, turn + 2, memory_order_release);
}

static belief read_belief(const eb_guard *guard) {
    copy copy;
    for (;;) {
        const unsigned before = atomic_load_explicit(&guard->turn, memory_order_acquire);
        for (size_t i = 0; i < WORDS; i++) copy.words[i] = atomic_load_explicit(&guard->words[i], memory_order_relaxed);
        atomic_thread_fence(memory_order_acquire);
        if (before % 2 == 0 && atomic_load_explicit(&guard->turn, memory_order_relaxed) == before) return copy.belief;
    }
}

int eb_guard_open(int witness, eb_guard **guard) {
    if (guard == NULL || (witness != EB_WITNESS_MCU && witness != EB_WITNESS_NONE)) return EB_E_ARGUMENT;
    eb_guard *made = calloc(1, sizeof *made);
    if (made == NULL) return EB_E_MEMORY;
    made->witness = witness;
    atomic_init(&made->holders, 1);
    made->own.belief = (belief){
        .light = NO_SPAN, .light_before = NO_SPAN, .sound = NO_SPAN,
        .light_reason = EB_REASON_NO_PROOF, .sound_reason = EB_REASON_NO_PROOF, .cover = EB_UNKNOWN,
    };
    publish(made);
    *guard = made;
    return EB_OK;
}

void guard_hold(eb_guard *guard) { atomic_fetch_add(&guard->holders, 1); }

void eb_guard_close(eb_guard *guard) {
    if (guard != NULL && atomic_fetch_sub(&guard->holders, 1) == 1) free(guard);
}

void eb_guard_view(const eb_guard *guard, eb_guard_state *state) {
    const belief now = read_belief(guard);
    *state = (eb_guard_state){
        .witness = guard->witness, .light_reason = (int32_t)now.light_reason, .sound_reason = (int32_t)now.sound_reason,
        .cover = (int32_t)now.cover, .light_from_ns = now.light.from, .light_until_ns = now.light.until,
        .sound_until_ns = now.sound.until,
    };
}

/* The newest answer of a gate continues the span that it stands in, or ends it; one that says open begins the next. An answer that
 * was overtaken by a newer one says nothing. */
static void extend(span *span, struct span *before, int64_t *epoch, int64_t *reason, const gate_proof *gate, const proof *proof) {
    *reason = gate->reason;
    if (gate->open && span->from != INT64_MIN && *epoch == gate->epoch) {
        if (proof->asked_ns > span->until) span->until = proof->asked_ns;
        return;
    }

    if (before != NULL && span->from < span->until) *before = *span;
    *span = gate->open ? (struct span){ proof->answered_ns, proof->asked_ns } : NO_SPAN; /* as yet it holds no time at all */
    *epoch = gate->epoch;
}

void guard_take(eb_guard *guard, const proof *proof) {
    belief *own = &guard->own.belief;
    extend(&own->light, &own->light_before, &own->light_epoch, &own->light_reason, &proof->light, proof);
    extend(&own->sound, NULL, &own->sound_epoch, &own->sound_reason, &proof->sound, proof);
    own->cover = proof->cover;
    publish(guard);
}

void guard_forget(eb_guard *guard) {
    belief *own = &guard->own.belief;
    if (own->light.from < own->light.until) own->light_before = own->light;
    own->light = own->sound = NO_SPAN;
    own->light_reason = own->sound_reason = EB_REASON_NO_PROOF;
    own->cover = EB_UNKNOWN;
    publish(guard);
}

void guard_shut_sound(eb_guard *guard, int reason) {
    guard->own.belief.sound = NO_SPAN;
    guard->own.belief.sound_reason = reason;
    publish(guard);
}

static bool holds(span span, int64_t from, int64_t to) { return span.from != INT64_MIN && span.from <= from && to <= span.until; }

verdict guard_judge_exposure(const eb_guard *guard, int64_t from_ns, int64_t to_ns) {
    if (guard->witness == EB_WITNESS_NONE) return PASSES;
    const belief now = read_belief(guard);
    if (from_ns > to_ns) return FAILS;
    if (holds(now.light, from_ns, to_ns) || holds(now.light_before, from_ns, to_ns)) return PASSES;
    return now.light.from != INT64_MIN && now.light.from <= from_ns ? WAITS : FAILS;
}

verdict guard_judge_sound(const eb_guard *guard, int64_t from_ns, int64_t now_ns) {
    if (guard->witness == EB_WITNESS_NONE) return PASSES;
    const belief now = read_belief(guard);
    if (now.sound.from == INT64_MIN || now.sound.from > from_ns) return FAILS;
    return now_ns - now.sound.until <= PROOF_AGE_NS ? PASSES : FAILS;
}
