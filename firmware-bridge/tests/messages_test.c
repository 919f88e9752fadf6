#include "check.h"
#include "messages.h"

static frame status_of(uint8_t battery, uint16_t millivolt, int16_t board) {
    frame frame = { 2, STATUS, 1, 15, { battery, 2, 0, 0, 0, 0, 0xe4, 0x0c, 2, 1, 2, 3, 1, 2, 4 } };
    put_u16(frame.payload + 2, millivolt);
    put_u16(frame.payload + 4, (uint16_t)board);
    return frame;
}

static void status_is_read(void) {
    const frame frame = status_of(57, 3712, -250);
    eb_mcu_status status;
    CHECK_EQUAL(0, read_status(&frame, &status));
    CHECK_EQUAL(57, status.battery_percent);
    CHECK_EQUAL(3712, status.battery_millivolt);
    CHECK_EQUAL(EB_CHARGE_CHARGING, status.charge);
    CHECK_EQUAL(-250, status.board_centicelsius);
    CHECK_EQUAL(3300, status.skin_centicelsius);
    CHECK_EQUAL(1, status.folded);
    CHECK_EQUAL(1, status.worn);
    CHECK_EQUAL(0, status.switch_on);
    CHECK_EQUAL(EB_LIGHT_BROKEN, status.light);
    CHECK_EQUAL(1, status.watchdog_armed);
    CHECK_EQUAL(2, status.slot);
    CHECK_EQUAL(4, status.tries_left);
}

static void what_cannot_be_is_unknown_and_counted(void) {
    eb_mcu_status status;
    frame frame = status_of(255, 0xffff, INT16_MIN); /* known to be unknown: nothing to count */
    CHECK_EQUAL(0, read_status(&frame, &status));
    CHECK_EQUAL(EB_UNKNOWN, status.battery_percent);
    CHECK_EQUAL(EB_UNKNOWN, status.battery_millivolt);
    CHECK_EQUAL(EB_UNKNOWN, status.board_centicelsius);

    frame = status_of(254, 60000, -30000);
    CHECK_EQUAL(3, read_status(&frame, &status));
    CHECK_EQUAL(EB_UNKNOWN, status.battery_percent);
    CHECK_EQUAL(EB_UNKNOWN, status.battery_millivolt);
    CHECK_EQUAL(EB_UNKNOWN, status.board_centicelsius);
    CHECK_EQUAL(2, status.slot);
}

static void zeros_mean_nothing(void) {
    const frame zeros = { 2, STATUS, 1, 56, { 0 } };
    hello_ok hello;
    answer answer;
    proof proof;
    uint8_t sequence, result;
    uint32_t nonce;
    eb_mcu_event event;
    eb_mcu_status status;
    CHECK(!read_hello_ok(&zeros, &hello));
    CHECK(!read_hello_no(&zeros, &nonce));
    CHECK(!read_pong(&zeros, &answer));
    CHECK(!read_proof(&zeros, &answer, &proof));
    CHECK(!read_ack(&zeros, &sequence, &result));
    CHECK(!read_event(&zeros, &event));
    CHECK(read_status(&zeros, &status) > 0);
    CHECK_EQUAL(EB_UNKNOWN, status.folded);
    CHECK_EQUAL(EB_UNKNOWN, status.switch_on);
    CHECK_EQUAL(EB_UNKNOWN, status.light);
}

static void a_frame_that_is_too_short_is_none(void) {
    frame frame = { 2, PROOF, 1, 21, { 1, 2, 3, 4, 5, 6, 7, 8, 1, 1, 5, 0, 0, 0, 2, 5, 9, 0, 0, 0, 3 } };
    answer answer;
    proof proof;
    CHECK(read_proof(&frame, &answer, &proof));
    CHECK(proof.light.open && !proof.sound.open);
    CHECK_EQUAL(EB_REASON_SWITCH_OFF, proof.sound.reason);
    frame.length = 20;
    CHECK(!read_proof(&frame, &answer, &proof));
    frame.length = 22; /* a later addition */
    CHECK(read_proof(&frame, &answer, &proof));
}

static void an_open_gate_needs_the_reason_open(void) {
    frame frame = { 2, PROOF, 1, 21, { 1, 2, 3, 4, 5, 6, 7, 8, 1, 4, 5, 0, 0, 0, 2, 5, 9, 0, 0, 0, 3 } };
    answer answer;
    proof proof;
    CHECK(!read_proof(&frame, &answer, &proof));
    frame.payload[8] = 2;
    CHECK(read_proof(&frame, &answer, &proof));
    frame.payload[9] = 1;
    CHECK(!read_proof(&frame, &answer, &proof));
}

int main(void) {
    RUN(status_is_read);
    RUN(what_cannot_be_is_unknown_and_counted);
    RUN(zeros_mean_nothing);
    RUN(a_frame_that_is_too_short_is_none);
    RUN(an_open_gate_needs_the_reason_open);
}
