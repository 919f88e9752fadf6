#include "check.h"
#include "interlock.h"

static interlock lock;
static interlock_inputs in;

static void begin(void) {
    interlock_begin(&lock, 0);
    in = (interlock_inputs){ .camera_wanted = true, .lease_runs = true, .switch_on = true };
}

/* So many milliseconds; the light burns as it is told, unless it is dead. */
static void pass(int ms, bool dead) {
    for (int i = 0; i < ms; i++) {
        in.now_us += 1000;
        in.light_steady = lock.light && !dead;
        interlock_step(&lock, &in);
    }
}

static void open_it(void) {
    begin();
    pass(40, false);
    CHECK_EQUAL(OPEN, lock.phase);
    CHECK(lock.camera_gate && lock.light);
}

static void the_gate_opens_after_thirty_steady_milliseconds(void) {
    begin();
    pass(1, false);
    CHECK_EQUAL(LIGHTING, lock.phase);
    pass(29, false);
    CHECK(lock.light && !lock.camera_gate);
    pass(1, false);
    CHECK(lock.camera_gate);
    CHECK_EQUAL(WHY_OPEN, lock.camera_reason);
}

static void a_drop_while_lighting_begins_the_wait_anew(void) {
    begin();
    pass(25, false);
    pass(1, true);
    pass(29, false);
    CHECK(!lock.camera_gate);
    pass(2, false);
    CHECK(lock.camera_gate);
}

static void a_dead_light_never_opens_it(void) {
    begin();
    pass(2000, true);
    CHECK_EQUAL(BROKEN, lock.phase);
    CHECK(!lock.camera_gate && !lock.light);
    CHECK_EQUAL(WHY_LIGHT_BROKEN, lock.camera_reason);
    in.camera_wanted = false;
    pass(1, false);
    CHECK_EQUAL(CLOSED, lock.phase);
}

static void a_light_that_dies_shuts_it_in_the_same_step(void) {
    open_it();
    const uint32_t epoch = lock.light_epoch;
    pass(1, true);
    CHECK(!lock.camera_gate);
    CHECK_EQUAL(epoch + 1, lock.light_epoch);
    pass(1000, false);
    CHECK_EQUAL(BROKEN, lock.phase);
}

static void whatever_forbids_it_shuts_it_and_the_light_burns_on(void) {
    bool *const ends[] = { &in.folded, &in.hot, &in.battery_low };
    const interlock_reason whys[] = { WHY_FOLDED, WHY_HOT, WHY_BATTERY_LOW };
    for (int i = 0; i < 3; i++) {
        open_it();
        *ends[i] = true;
        pass(1, false);
        CHECK(!lock.camera_gate && lock.light);
        CHECK_EQUAL(whys[i], lock.camera_reason);
        pass(99, false);
        CHECK(lock.light);
        pass(2, false);
        CHECK(!lock.light);
        *ends[i] = false;
    }

    open_it();
    in.lease_runs = false;
    pass(1, false);
    CHECK(!lock.camera_gate);
    CHECK_EQUAL(WHY_LEASE_OVER, lock.camera_reason);
}

static void a_clock_that_jumps_shuts_both(void) {
    const int64_t jumps[] = { -1, -INT64_C(5000000000), 1000001, INT64_C(100000000000) };
    for (int i = 0; i < 4; i++) {
        open_it();
        in.microphone_wanted = true;
        pass(1, false);
        CHECK(lock.microphone_gate);
        const uint32_t light = lock.light_epoch, sound = lock.sound_epoch;
        in.now_us += jumps[i] - 1000;
        pass(1, false);
        CHECK(!lock.camera_gate && !lock.microphone_gate);
        CHECK(lock.light_epoch > light && lock.sound_epoch > sound);
    }
}

static void the_switch_shuts_the_microphone_in_the_same_step(void) {
    begin();
    in.microphone_wanted = true;
    pass(1, false);
    CHECK(lock.microphone_gate);
    const uint32_t epoch = lock.sound_epoch;
    in.switch_on = false;
    pass(1, false);
    CHECK(!lock.microphone_gate);
    CHECK_EQUAL(WHY_SWITCH_OFF, lock.microphone_reason);
    CHECK_EQUAL(epoch + 1, lock.sound_epoch);
    in.switch_on = true;
    pass(1, false);
    CHECK(lock.microphone_gate);
    CHECK_EQUAL(epoch + 2, lock.sound_epoch);
}

int main(void) {
    RUN(the_gate_opens_after_thirty_steady_milliseconds);
    RUN(a_drop_while_lighting_begins_the_wait_anew);
    RUN(a_dead_light_never_opens_it);
    RUN(a_light_that_dies_shuts_it_in_the_same_step);
    RUN(whatever_forbids_it_shuts_it_and_the_light_burns_on);
    RUN(a_clock_that_jumps_shuts_both);
    RUN(the_switch_shuts_the_microphone_in_the_same_step);
}
