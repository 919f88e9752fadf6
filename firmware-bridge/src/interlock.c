#include "interlock.h"

static void enter(interlock *lock, interlock_phase phase, int64_t now_us) {
    lock->phase = phase;
    lock->since_us = lock->steady_us = now_us;
    lock->light = phase == LIGHTING || phase == OPEN || phase == DRAINING;
    const bool gate = phase == OPEN;
    if (gate != lock->camera_gate) lock->light_epoch++;
    lock->camera_gate = gate;
}

void interlock_begin(interlock *lock, int64_t now_us) {
    *lock = (interlock){
        .last_us = now_us, .camera_reason = WHY_NOT_WANTED, .microphone_reason = WHY_NOT_WANTED, .light_epoch = 1, .sound_epoch = 1,
    };
    enter(lock, CLOSED, now_us);
}

/* Why a gate must be closed whatever the light does; WHY_OPEN when it need not. */
static interlock_reason forbidden(const interlock_inputs *in, bool wanted) {
    if (!wanted) return WHY_NOT_WANTED;
    if (!in->lease_runs) return WHY_LEASE_OVER;
    if (in->folded) return WHY_FOLDED;
    return WHY_OPEN;
}

static interlock_reason forbidden_camera(const interlock_inputs *in) {
    const interlock_reason why = forbidden(in, in->camera_wanted);
    if (why != WHY_OPEN) return why;
    if (in->hot) return WHY_HOT;
    return in->battery_low ? WHY_BATTERY_LOW : WHY_OPEN;
}

static void light_up(interlock *lock, const interlock_inputs *in) {
    if (!in->light_steady) lock->steady_us = in->now_us;
    if (in->now_us - lock->steady_us >= INTERLOCK_STEADY_US) enter(lock, OPEN, in->now_us);
    else if (in->now_us - lock->since_us >= INTERLOCK_GIVE_UP_US) enter(lock, BROKEN, in->now_us);
}

static void step_camera(interlock *lock, const interlock_inputs *in) {
    const interlock_reason why = forbidden_camera(in);
    switch (lock->phase) {
        case CLOSED:
            if (why == WHY_OPEN) enter(lock, LIGHTING, in->now_us);
            break;
        case LIGHTING:
            if (why != WHY_OPEN) enter(lock, CLOSED, in->now_us);
            else light_up(lock, in);
            break;
        case OPEN:
            if (!in->light_steady) enter(lock, BROKEN, in->now_us);
            else if (why != WHY_OPEN) enter(lock, DRAINING, in->now_us);
            break;
        case DRAINING:
            if (in->now_us - lock->since_us >= INTERLOCK_AFTERGLOW_US) enter(lock, CLOSED, in->now_us);
            break;
        case BROKEN:
            if (!in->camera_wanted) enter(lock, CLOSED, in->now_us);
            break;
    }

    if (lock->phase == BROKEN) lock->camera_reason = WHY_LIGHT_BROKEN;
    else if (why != WHY_OPEN) lock->camera_reason = why;
    else lock->camera_reason = lock->phase == OPEN ? WHY_OPEN : WHY_LIGHTING;
}

static void step_microphone(interlock *lock, const interlock_inputs *in) {
    interlock_reason why = forbidden(in, in->microphone_wanted);
    if (!in->switch_on) why = WHY_SWITCH_OFF;
    const bool gate = why == WHY_OPEN;
    if (gate != lock->microphone_gate) lock->sound_epoch++;
    lock->microphone_gate = gate;
    lock->microphone_reason = why;
}

void interlock_step(interlock *lock, const interlock_inputs *in) {
    const int64_t passed = in->now_us - lock->last_us;
    lock->last_us = in->now_us;
    if (passed < 0 || passed > INTERLOCK_CLOCK_JUMP_US) {
        lock->light_epoch++;
        lock->sound_epoch++;
        lock->microphone_gate = false;
        lock->microphone_reason = WHY_NOT_WANTED;
        enter(lock, CLOSED, in->now_us);
        return;
    }

    step_camera(lock, in);
    step_microphone(lock, in);
}
