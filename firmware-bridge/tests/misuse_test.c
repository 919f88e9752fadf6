/* What a caller can do wrong: every value that is missing, zero or beyond its bounds is refused before any device is touched. */
#include "check.h"
#include "edge_bridge.h"

static eb_guard *any, *witness;

static void every_error_has_a_name_and_a_sentence(void) {
    for (int error = 0; error >= EB_E_MCU_TOO_OLD; error--) {
        CHECK(strcmp(eb_error_name(error), "unknown-error") != 0);
        CHECK(strlen(eb_error_text(error)) > 10);
        for (int other = error + 1; other <= 0; other++) CHECK(strcmp(eb_error_name(error), eb_error_name(other)) != 0);
    }

    CHECK(strcmp(eb_error_name(EB_E_MCU_TOO_OLD), "mcu-too-old") == 0);
    CHECK(strcmp(eb_error_name(EB_E_NO_FRAMES), "no-frames") == 0);
    CHECK(strcmp(eb_error_name(1), "unknown-error") == 0);
    CHECK(strcmp(eb_error_name(EB_E_MCU_TOO_OLD - 1), "unknown-error") == 0);
    CHECK(strcmp(eb_error_name(INT32_MIN), "unknown-error") == 0);
    CHECK_EQUAL(EB_ABI, eb_abi());
}

static int open_camera(const eb_camera_options *options, eb_guard *guard) {
    eb_camera *camera = NULL;
    const int error = eb_camera_open(options, guard, &camera, NULL);
    CHECK((error == EB_OK) == (camera != NULL));
    eb_camera_close(camera);
    return error;
}

static void no_option_of_a_camera_is_zero(void) {
    const eb_camera_options good = {
        .size = sizeof good, .pixels = EB_PIXELS_MJPEG, .width = 64, .height = 48, .frames_per_second = 30, .longest_exposure_us = 20000,
        .device = "sim:tests/pictures",
    };
    uint32_t values[6];
    memcpy(values, &good, sizeof values);
    CHECK_EQUAL(EB_OK, open_camera(&good, any));
    CHECK_EQUAL(EB_E_ARGUMENT, open_camera(&good, NULL));
    CHECK_EQUAL(EB_E_ARGUMENT, open_camera(NULL, any));
    for (size_t i = 0; i < 6; i++) {
        for (int high = 0; high < 2; high++) {
            eb_camera_options bad = good;
            const uint32_t value = high ? 0xffffffffu : 0;
            memcpy((uint8_t *)&bad + 4 * i, &value, sizeof value);
            CHECK_EQUAL(i == 0 ? EB_E_ABI : EB_E_ARGUMENT, open_camera(&bad, any));
        }
    }

    eb_camera_options bad = good;
    bad.device = NULL;
    CHECK_EQUAL(EB_E_ARGUMENT, open_camera(&bad, any));
    bad.device = "";
    CHECK_EQUAL(EB_E_ARGUMENT, open_camera(&bad, any));
}

static void no_option_of_sound_is_zero(void) {
    const eb_sound_options good = { .size = sizeof good, .rate_hz = 16000, .channels = 1, .periods = 4, .device = "sim:none" };
    eb_capture *capture;
    eb_playback *playback;
    for (size_t i = 0; i < 4; i++) {
        for (int high = 0; high < 2; high++) {
            eb_sound_options bad = good;
            const uint32_t value = high ? 0xffffffffu : 0;
            memcpy((uint8_t *)&bad + 4 * i, &value, sizeof value);
            CHECK_EQUAL(i == 0 ? EB_E_ABI : EB_E_ARGUMENT, eb_capture_open(&bad, any, &capture, NULL));
            CHECK_EQUAL(i == 0 ? EB_E_ABI : EB_E_ARGUMENT, eb_playback_open(&bad, &playback, NULL));
        }
    }

    CHECK_EQUAL(EB_E_ARGUMENT, eb_capture_open(&good, NULL, &capture, NULL));
    eb_echo *echo;
    CHECK_EQUAL(EB_E_ARGUMENT, eb_echo_open(0, &echo, NULL));
    CHECK_EQUAL(EB_E_ARGUMENT, eb_echo_open(501, &echo, NULL));
}

static void the_link_needs_a_line_and_a_guard_that_has_a_witness(void) {
    eb_mcu_options options = { .size = sizeof options, .baud = 115200, .lease_ms = 1500, .tty = "no/such/tty" };
    eb_mcu *mcu;
    eb_detail detail;
    CHECK_EQUAL(EB_E_ARGUMENT, eb_mcu_open(&options, any, &mcu, &detail));
    CHECK_EQUAL(EB_E_NO_DEVICE, eb_mcu_open(&options, witness, &mcu, &detail));
    options.tty = "/dev/null";
    CHECK_EQUAL(EB_E_NOT_SUPPORTED, eb_mcu_open(&options, witness, &mcu, &detail));
    options.baud = 1234;
    CHECK_EQUAL(EB_E_ARGUMENT, eb_mcu_open(&options, witness, &mcu, &detail));
    options.baud = 115200;
    options.lease_ms = 0;
    CHECK_EQUAL(EB_E_ARGUMENT, eb_mcu_open(&options, witness, &mcu, &detail));
    options.size = 0;
    CHECK_EQUAL(EB_E_ABI, eb_mcu_open(&options, witness, &mcu, &detail));
}

static void no_wait_is_for_ever_or_for_nothing(void) {
    eb_sound_options options = { .size = sizeof options, .rate_hz = 16000, .channels = 1, .periods = 4, .device = "sim:none" };
    eb_capture *capture;
    eb_block block;
    CHECK_EQUAL(EB_OK, eb_capture_open(&options, any, &capture, NULL));
    CHECK_EQUAL(EB_E_ARGUMENT, eb_capture_wait(capture, 0, &block));
    CHECK_EQUAL(EB_E_ARGUMENT, eb_capture_wait(capture, -1, &block));
    CHECK_EQUAL(EB_E_ARGUMENT, eb_capture_wait(capture, EB_LONGEST_WAIT_MS + 1, &block));
    eb_capture_close(capture);
}

static void closing_nothing_is_nothing(void) {
    eb_camera_close(NULL);
    eb_camera_release(NULL);
    eb_capture_close(NULL);
    eb_playback_close(NULL);
    eb_echo_close(NULL);
    eb_mcu_close(NULL);
    eb_guard_close(NULL);
}

int main(void) {
    CHECK_EQUAL(EB_OK, eb_guard_open(EB_WITNESS_NONE, &any));
    CHECK_EQUAL(EB_OK, eb_guard_open(EB_WITNESS_MCU, &witness));
    RUN(every_error_has_a_name_and_a_sentence);
    RUN(no_option_of_a_camera_is_zero);
    RUN(no_option_of_sound_is_zero);
    RUN(the_link_needs_a_line_and_a_guard_that_has_a_witness);
    RUN(no_wait_is_for_ever_or_for_nothing);
    RUN(closing_nothing_is_nothing);
    eb_guard_close(any);
    eb_guard_close(witness);
}
