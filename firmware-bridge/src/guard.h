/* What is proven of light and switch, PROTOCOL.md "Proofs": written by one thread, read by others without a lock. */
#ifndef GUARD_H
#define GUARD_H

#include "edge_bridge.h"

#include <stdbool.h>

#define PROOF_AGE_NS (500 * INT64_C(1000000)) /* how old the newest answer may be for sound */

typedef struct gate_proof {
    bool open;
    int reason; /* eb_reason */
    uint32_t epoch;
} gate_proof;

typedef struct proof { /* of one boot; whoever takes it has looked at that */
    int64_t asked_ns, answered_ns;
    gate_proof light, sound;
    int cover; /* eb_cover */
} proof;

typedef enum verdict { PASSES, WAITS, FAILS } verdict;

void guard_hold(eb_guard *guard); /* eb_guard_close gives it back */

/* By the writer: */
void guard_take(eb_guard *guard, const proof *proof);
void guard_forget(eb_guard *guard); /* nothing is proven from now on; what was stays so */
void guard_shut_sound(eb_guard *guard, int reason);

/* By readers. WAITS: an answer may still come that proves it. */
verdict guard_judge_exposure(const eb_guard *guard, int64_t from_ns, int64_t to_ns);
verdict guard_judge_sound(const eb_guard *guard, int64_t from_ns, int64_t now_ns);

#endif
