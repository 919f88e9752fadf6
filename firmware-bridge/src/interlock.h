/* The interlock of the microcontroller, PROTOCOL.md "Proofs": a pure state machine that a firmware can take as it is. No clock,
 * no memory, no floating point of its own. Stepped every millisecond. */
#ifndef INTERLOCK_H
#define INTERLOCK_H

#include <stdbool.h>
#include <stdint.h>

#define INTERLOCK_STEADY_US 30000
#define INTERLOCK_GIVE_UP_US 500000
#define INTERLOCK_AFTERGLOW_US 100000
#define INTERLOCK_CLOCK_JUMP_US 1000000

typedef enum interlock_reason { /* the numbers of eb_reason */
    WHY_OPEN = 1, WHY_NOT_WANTED, WHY_LIGHTING, WHY_LIGHT_BROKEN, WHY_SWITCH_OFF, WHY_FOLDED, WHY_LEASE_OVER, WHY_HOT, WHY_BATTERY_LOW
} interlock_reason;

typedef enum interlock_phase { CLOSED = 1, LIGHTING, OPEN, DRAINING, BROKEN } interlock_phase;

typedef struct interlock_inputs {
    int64_t now_us;        /* of the microcontroller; may jump, see INTERLOCK_CLOCK_JUMP_US */
    bool light_steady;     /* the current is within bounds and no drop was latched since the last step */
    bool camera_wanted, microphone_wanted, lease_runs;
    bool switch_on, folded, hot, battery_low;
} interlock_inputs;

typedef struct interlock {
    interlock_phase phase;
    int64_t last_us, since_us, steady_us; /* last step; begin of the phase; since when the light was steady */
    bool light, camera_gate, microphone_gate; /* what the outputs have to be */
    interlock_reason camera_reason, microphone_reason;
    uint32_t light_epoch, sound_epoch;
} interlock;

void interlock_begin(interlock *interlock, int64_t now_us);
void interlock_step(interlock *interlock, const interlock_inputs *in);

#endif
