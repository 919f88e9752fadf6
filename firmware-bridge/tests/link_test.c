/* Both ends of the link in virtual time. */
#include "channel.h"
#include "check.h"
#include "mcu_link.h"
#include "mcu_model.h"

#define MS INT64_C(1000000)

static mcu_link board;
static mcu_model model;
static channel to_board, to_mcu;
static eb_guard *guard;
static int64_t now_ms;
static bool cut;

static void begin(int newest_version) {
    if (guard != NULL) eb_guard_close(guard);
    CHECK_EQUAL(EB_OK, eb_guard_open(EB_WITNESS_MCU, &guard));
    memset(&model, 0, sizeof model);
    model.body = mcu_body_at_rest();
    model.body.newest_version = newest_version;
    model_boot(&model, 0, 77, EB_RESET_POWER);
    to_board = (channel){ .random = 11 };
    to_mcu = (channel){ .random = 22 };
    now_ms = 1000;
    cut = false;
    link_begin(&board, guard, 1500, 0xfffffffe, now_ms * MS); /* a nonce that is about to pass 0 */
}

static void pass(int ms) {
    uint8_t through[4096];
    for (; ms > 0; ms--, now_ms++) {
        model.body.light_burns = model.lock.light;
        link_tick(&board, now_ms * MS);
        size_t length = channel_pass(&to_mcu, board.out, board.out_length, through, sizeof through);
        link_sent(&board, board.out_length);
        if (!cut) model_receive(&model, through, length, now_ms * 1000);
        model_step(&model, now_ms * 1000);
        length = channel_pass(&to_board, model.out, model.out_length, through, sizeof through);
        model.out_length = 0;
        if (!cut) link_receive(&board, through, length, now_ms * MS);
    }
}

static void expect_event(int kind, int value) {
    eb_mcu_event event = { 0 };
    CHECK(link_take_event(&board, now_ms * MS, &event));
    CHECK_EQUAL(kind, event.kind);
    CHECK_EQUAL(value, event.value);
}

static void expect_no_event(void) {
    eb_mcu_event event;
    CHECK(!link_take_event(&board, now_ms * MS, &event));
}

static int order(uint8_t type, const uint8_t *payload, size_t length) {
    link_command_begin(&board, type, payload, length, now_ms * MS);
    for (int i = 0; i < 2000 && board.command.active; i++) pass(1);
    CHECK(!board.command.active);
    return board.command.result;
}

static void they_greet_and_the_status_comes(void) {
    begin(2);
    pass(20);
    expect_event(EB_EVENT_CONNECTED, 2);
    CHECK_EQUAL(80, board.status.battery_percent);
    CHECK_EQUAL(3150, board.status.board_centicelsius);
    CHECK_EQUAL(0x0103, board.status.firmware);
    CHECK_EQUAL(EB_RESET_POWER, board.status.reset);
    CHECK_EQUAL(0, board.counters.damaged + board.counters.alien + board.counters.oversized);
    expect_no_event();
}

static void what_is_wanted_is_proven(void) {
    eb_guard_state state;
    begin(2);
    pass(20);
    link_want(&board, EB_PART_CAMERA | EB_PART_MICROPHONE, now_ms * MS);
    pass(200);
    eb_guard_view(guard, &state);
    CHECK_EQUAL(EB_REASON_OPEN, state.light_reason);
    CHECK_EQUAL(EB_REASON_OPEN, state.sound_reason);
    CHECK(state.light_until_ns > state.light_from_ns);
    CHECK_EQUAL(EB_COVER_NO_SENSOR, state.cover);
    CHECK(model_camera_gate(&model));
}

static void a_lost_frame_costs_a_repetition_and_nothing_is_done_twice(void) {
    const uint8_t slot[2] = { 2, 3 };
    int done = 0, given_up = 0;
    begin(2);
    pass(20);
    to_board.loss = to_mcu.loss = 0.3;
    for (int i = 0; i < 200; i++) {
        const int result = order(SLOT, slot, sizeof slot);
        CHECK(result == EB_OK || result == EB_E_MCU_NO_ANSWER);
        if (result == EB_OK) done++;
        else given_up++;
    }

    CHECK(done > 150);
    CHECK(board.counters.retries > 50);
    CHECK(model.commands_done >= (uint64_t)done);
    CHECK(model.commands_done <= (uint64_t)(done + given_up));
}

static void an_event_arrives_once_however_often_it_is_sent(void) {
    eb_mcu_event event;
    int touches = 0;
    begin(2);
    pass(20);
    expect_event(EB_EVENT_CONNECTED, 2);
    to_board.loss = to_mcu.loss = 0.3;
    for (int i = 0; i < 100; i++) {
        model_event(&model, EB_EVENT_TOUCH, 1 + i % 5);
        pass(1000);
        for (int before = touches; link_take_event(&board, now_ms * MS, &event); touches++) {
            CHECK_EQUAL(EB_EVENT_TOUCH, event.kind);
            CHECK_EQUAL(1 + i % 5, event.value);
            CHECK_EQUAL(before, touches);
        }
    }

    CHECK(touches > 90); /* of a hundred with three lost frames in ten, five attempts each */
    CHECK(board.counters.repeats > 10);
}

static void noise_damages_frames_and_lets_no_wrong_one_through(void) {
    eb_mcu_event event;
    begin(2);
    pass(20);
    expect_event(EB_EVENT_CONNECTED, 2);
    to_board.noise = to_mcu.noise = 0.01;
    to_board.garbage = 40;
    link_want(&board, EB_PART_CAMERA, now_ms * MS);
    for (int i = 0; i < 100; i++) {
        pass(100);
        CHECK(board.status.battery_percent == 80 && board.status.board_centicelsius == 3150);
        while (link_take_event(&board, now_ms * MS, &event)) CHECK_EQUAL(EB_EVENT_CONNECTED, event.kind);
    }

    CHECK(board.counters.damaged > 100);
    CHECK(board.counters.proofs > 100);
}

static void a_reboot_ends_the_proof_and_asks_again(void) {
    eb_guard_state state;
    begin(2);
    pass(20);
    expect_event(EB_EVENT_CONNECTED, 2);
    link_want(&board, EB_PART_CAMERA, now_ms * MS);
    pass(200);
    model_boot(&model, now_ms * 1000, 78, EB_RESET_BROWNOUT);
    pass(600);
    expect_event(EB_EVENT_REBOOTED, EB_RESET_BROWNOUT);
    CHECK_EQUAL(1, board.counters.reboots);
    pass(200);
    eb_guard_view(guard, &state);
    CHECK_EQUAL(EB_REASON_OPEN, state.light_reason);
    CHECK(state.light_from_ns > 1200 * MS);
}

static void silence_is_said_and_the_other_end_shuts(void) {
    eb_guard_state state;
    begin(2);
    pass(20);
    link_want(&board, EB_PART_CAMERA, now_ms * MS);
    pass(200);
    CHECK(model_camera_gate(&model));
    cut = true;
    pass(1450);
    CHECK_EQUAL(EB_OK, link_take_trouble(&board));
    pass(71);
    CHECK_EQUAL(EB_E_MCU_SILENT, link_take_trouble(&board));
    CHECK_EQUAL(EB_OK, link_take_trouble(&board));
    CHECK(!model_camera_gate(&model)); /* its lease is over */
    eb_guard_view(guard, &state);
    CHECK_EQUAL(EB_REASON_NO_PROOF, state.light_reason);
    cut = false;
    pass(500);
    CHECK(model_camera_gate(&model));
}

static void version_1_has_no_proofs_and_the_rest_works(void) {
    const uint8_t watchdog[2] = { 0x88, 0x13 };
    begin(1);
    pass(20);
    expect_event(EB_EVENT_CONNECTED, 1);
    CHECK_EQUAL(80, board.status.battery_percent);
    CHECK_EQUAL(EB_UNKNOWN, board.status.tries_left);
    CHECK_EQUAL(EB_OK, order(WATCHDOG, watchdog, sizeof watchdog));
    board.wanted = EB_PART_CAMERA;
    link_cut(&board, now_ms * MS);
    pass(100);
    CHECK_EQUAL(EB_E_MCU_TOO_OLD, link_take_trouble(&board));
    CHECK(!model_camera_gate(&model));
    CHECK_EQUAL(0, board.counters.proofs);
}

static void an_unknown_command_is_told_as_too_old(void) {
    const uint8_t slot[2] = { 2, 0 };
    begin(2);
    pass(20);
    CHECK_EQUAL(EB_E_MCU_TOO_OLD, order(0x70, NULL, 0));
    CHECK_EQUAL(EB_E_MCU_REFUSED, order(SLOT, slot, sizeof slot));
}

static void events_that_nobody_takes_are_counted(void) {
    begin(2);
    pass(20);
    for (int i = 0; i < 100; i++) {
        model_event(&model, EB_EVENT_BUTTON, 1);
        pass(5);
    }

    expect_event(EB_EVENT_LOST, 37); /* 101 came, 64 are kept */
    expect_event(EB_EVENT_BUTTON, 1);
    CHECK_EQUAL(37, board.counters.lost_events);
}

static void the_watchdog_bites_who_does_not_feed_it(void) {
    const uint8_t watchdog[2] = { 0xe8, 0x03 };
    begin(2);
    pass(20);
    CHECK_EQUAL(EB_OK, order(WATCHDOG, watchdog, sizeof watchdog));
    pass(900);
    CHECK_EQUAL(EB_OK, order(WATCHDOG, watchdog, sizeof watchdog));
    pass(900);
    CHECK(!model.bitten);
    pass(200);
    CHECK(model.bitten);
}

int main(void) {
    RUN(they_greet_and_the_status_comes);
    RUN(what_is_wanted_is_proven);
    RUN(a_lost_frame_costs_a_repetition_and_nothing_is_done_twice);
    RUN(an_event_arrives_once_however_often_it_is_sent);
    RUN(noise_damages_frames_and_lets_no_wrong_one_through);
    RUN(a_reboot_ends_the_proof_and_asks_again);
    RUN(silence_is_said_and_the_other_end_shuts);
    RUN(version_1_has_no_proofs_and_the_rest_works);
    RUN(an_unknown_command_is_told_as_too_old);
    RUN(events_that_nobody_takes_are_counted);
    RUN(the_watchdog_bites_who_does_not_feed_it);
    eb_guard_close(guard);
}
