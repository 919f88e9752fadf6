#include <time.h>

#include "check.h"
#include "edge_bridge.h"
#include "guard.h"
#include "heap.h"
#include "wav.h"

#define RAMP "build/ramp.wav"
#define SIM "sim:" RAMP

static eb_guard *any; /* without a witness */

/* Two seconds, each sample telling its number. */
static void make_ramp(void) {
    FILE *file = wav_create(RAMP, 16000, 1);
    CHECK(file != NULL);
    for (int i = 0; i < 32000; i++) {
        const int16_t sample = (int16_t)i;
        CHECK(fwrite(&sample, 2, 1, file) == 1);
    }

    CHECK_EQUAL(0, wav_finish(file));
    file = fopen("build/ramp.raw", "wb");
    CHECK(file != NULL);
    for (int i = 0; i < 32000; i++) {
        const int16_t sample = (int16_t)i;
        CHECK(fwrite(&sample, 2, 1, file) == 1);
    }

    fclose(file);
}

static eb_sound_options options_of(const char *device) {
    return (eb_sound_options){ .size = sizeof(eb_sound_options), .rate_hz = 16000, .channels = 1, .periods = 8, .device = device };
}

static eb_capture *open_it(const char *device, eb_guard *guard) {
    const eb_sound_options options = options_of(device);
    eb_capture *capture;
    eb_detail detail = { 0 };
    const int error = eb_capture_open(&options, guard, &capture, &detail);
    if (error != EB_OK) fprintf(stderr, "%s: %s\n", device, detail.text);
    CHECK_EQUAL(EB_OK, error);
    return capture;
}

static eb_block next(eb_capture *capture) {
    eb_block block;
    CHECK_EQUAL(EB_OK, eb_capture_wait(capture, 1000, &block));
    return block;
}

static eb_sound_counters counters_of(const eb_capture *capture) {
    eb_sound_counters counters;
    eb_capture_view(capture, &counters);
    return counters;
}

static int by_size(const void *left, const void *right) {
    const int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return a < b ? -1 : a > b;
}

static void each_sample_comes_once_and_in_time(void) {
    eb_capture *capture = open_it(SIM, any);
    int64_t ages[100];
    for (int i = 0; i < 100; i++) {
        const eb_block block = next(capture);
        ages[i] = eb_now_ns() - block.from_ns;
        CHECK_EQUAL(160, block.frames);
        CHECK_EQUAL((int16_t)(160 * i), block.samples[0]);
        CHECK_EQUAL((int16_t)(160 * i + 159), block.samples[159]);
        CHECK_EQUAL(0, block.restarted + block.lost_frames);
        CHECK_EQUAL(EB_PROOF_UNPROVABLE, block.proof);
    }

    qsort(ages, 100, sizeof *ages, by_size);
    printf("first sample of a block at the caller after %d us, p95 %d, at most %d\n", (int)(ages[50] / 1000), (int)(ages[95] / 1000),
        (int)(ages[99] / 1000));
    CHECK(ages[50] < 11500000); /* its own ten milliseconds, and not the rest of another period */
    eb_capture_close(capture);
}

static void an_overrun_is_counted_and_hearing_goes_on(void) {
    eb_capture *capture = open_it(SIM ",xrun=5", any);
    int restarts = 0;
    for (int i = 0; i < 20; i++) restarts += (int)next(capture).restarted;
    CHECK_EQUAL(1, restarts);
    CHECK_EQUAL(1, counters_of(capture).xruns);
    CHECK_EQUAL(0, counters_of(capture).reopened);
    eb_capture_close(capture);
}

static void what_was_lost_is_told(void) {
    eb_capture *capture = open_it(SIM ",run=2", any);
    (void)next(capture);
    const struct timespec pause = { 0, 300000000 }; /* the card's buffer holds 80 ms */
    nanosleep(&pause, NULL);
    eb_block block;
    do block = next(capture);
    while (block.restarted == 0);
    CHECK(block.lost_frames > 2000 && block.lost_frames < 6400);
    CHECK_EQUAL(block.lost_frames, counters_of(capture).lost_frames);
    eb_capture_close(capture);
}

static void a_suspended_card_wakes_up(void) {
    eb_capture *capture = open_it(SIM ",suspend=5+100", any);
    for (int i = 0; i < 20; i++) (void)next(capture);
    CHECK_EQUAL(1, counters_of(capture).suspends);
    eb_capture_close(capture);
}

static void a_card_that_is_unplugged_comes_back(void) {
    eb_block block;
    eb_capture *capture = open_it(SIM ",gone=5+400", any);
    int error;
    while ((error = eb_capture_wait(capture, 1000, &block)) == EB_OK) { }
    CHECK_EQUAL(EB_E_GONE, error);
    CHECK_EQUAL(EB_E_GONE, eb_capture_wait(capture, 50, &block));
    block = next(capture);
    CHECK_EQUAL(1, block.restarted);
    CHECK(block.lost_frames > 4000);
    CHECK_EQUAL(1, counters_of(capture).reopened);
    eb_capture_close(capture);
}

static void two_seconds_without_sound_have_a_name(void) {
    eb_block block;
    eb_capture *capture = open_it(SIM ",stall=5", any);
    int error;
    while ((error = eb_capture_wait(capture, 5000, &block)) == EB_OK) { }
    CHECK_EQUAL(EB_E_NO_SOUND, error);
    CHECK_EQUAL(1, next(capture).restarted);
    CHECK_EQUAL(1, counters_of(capture).silences);
    eb_capture_close(capture);
}

static void a_card_of_another_kind_is_refused_by_name(void) {
    eb_sound_options options = options_of(SIM);
    eb_capture *capture;
    eb_detail detail;
    options.rate_hz = 44100;
    CHECK_EQUAL(EB_E_RATE, eb_capture_open(&options, any, &capture, &detail));
    options.rate_hz = 16000;
    options.channels = 6;
    CHECK_EQUAL(EB_E_CHANNELS, eb_capture_open(&options, any, &capture, &detail));
    CHECK(strstr(detail.text, "6 channels") != NULL);
    options.device = "sim:no/such.wav";
    CHECK_EQUAL(EB_E_NO_DEVICE, eb_capture_open(&options, any, &capture, &detail));
    options.device = "sim:tests/pictures/1.jpg";
    CHECK(eb_capture_open(&options, any, &capture, &detail) != EB_OK);
}

/* An answer of the microcontroller right now. */
static void answer(eb_guard *guard, bool open, int reason) {
    const int64_t now = eb_now_ns();
    const proof proof = {
        .asked_ns = now, .answered_ns = now, .light = { false, EB_REASON_NOT_WANTED, 1 }, .sound = { open, reason, open ? 2 : 3 },
        .cover = EB_COVER_NO_SENSOR,
    };
    guard_take(guard, &proof);
}

static void with_the_switch_off_nothing_is_heard(void) {
    eb_guard *guard;
    eb_block block;
    CHECK_EQUAL(EB_OK, eb_guard_open(EB_WITNESS_MCU, &guard));
    eb_capture *capture = open_it(SIM ",run=3", guard);
    CHECK_EQUAL(EB_E_GATE_CLOSED, eb_capture_wait(capture, 100, &block)); /* nothing is proven yet */
    answer(guard, true, EB_REASON_OPEN);
    CHECK_EQUAL(EB_PROOF_PROVEN, next(capture).proof);
    answer(guard, false, EB_REASON_SWITCH_OFF);
    CHECK_EQUAL(EB_E_SWITCH_OFF, eb_capture_wait(capture, 100, &block));
    CHECK_EQUAL(EB_E_SWITCH_OFF, eb_capture_wait(capture, 100, &block));
    CHECK(counters_of(capture).withheld > 5);
    answer(guard, true, EB_REASON_OPEN);
    block = next(capture);
    CHECK_EQUAL(1, block.restarted);
    CHECK(block.lost_frames > 1600);
    CHECK_EQUAL(0, counters_of(capture).xruns); /* it was read, and thrown away */
    eb_guard_close(guard);
    eb_capture_close(capture);
}

static void nothing_is_allocated_after_open(void) {
    eb_capture *capture = open_it(SIM ",clock=0,xrun=20+3", any);
    if (!heap_watch()) {
        skip("built without ASan");
        eb_capture_close(capture);
        return;
    }

    for (int i = 0; i < 1000; i++) (void)next(capture);
    CHECK_EQUAL(0, heap_seen());
    eb_capture_close(capture);
}

static void a_thousand_fast_cycles_wedge_nothing(void) {
    for (int i = 0; i < 1000; i++) {
        eb_capture *capture = open_it(SIM ",clock=0,run=4", any);
        (void)next(capture);
        eb_capture_close(capture);
    }
}

/* Through libasound itself, with its own plug-ins: what was written into a file by one is heard by the other. */
static void alsa_hears_a_file(void) {
    eb_sound_options options = options_of("bridge_file");
    eb_detail detail;
    eb_capture *capture;
    const int error = eb_capture_open(&options, any, &capture, &detail);
    if (error == EB_E_LIBRARY) {
        skip("no libasound (apt-get install libasound2)");
        return;
    }

    if (error != EB_OK) fprintf(stderr, "%s: %s\n", eb_error_name(error), detail.text);
    CHECK_EQUAL(EB_OK, error);
    for (int i = 0; i < 100; i++) CHECK_EQUAL((int16_t)(160 * i), next(capture).samples[0]);
    eb_capture_close(capture);
    options.device = "no_such_card";
    CHECK_EQUAL(EB_E_NO_DEVICE, eb_capture_open(&options, any, &capture, &detail));
    options.device = "hw:CARD=NoSuchCard,DEV=0";
    CHECK_EQUAL(EB_E_NO_DEVICE, eb_capture_open(&options, any, &capture, &detail));
}

int main(void) {
    CHECK_EQUAL(0, setenv("ALSA_CONFIG_PATH", "tests/asound.conf", 1));
    make_ramp();
    CHECK_EQUAL(EB_OK, eb_guard_open(EB_WITNESS_NONE, &any));
    RUN(each_sample_comes_once_and_in_time);
    RUN(an_overrun_is_counted_and_hearing_goes_on);
    RUN(what_was_lost_is_told);
    RUN(a_suspended_card_wakes_up);
    RUN(a_card_that_is_unplugged_comes_back);
    RUN(two_seconds_without_sound_have_a_name);
    RUN(a_card_of_another_kind_is_refused_by_name);
    RUN(with_the_switch_off_nothing_is_heard);
    RUN(nothing_is_allocated_after_open);
    RUN(a_thousand_fast_cycles_wedge_nothing);
    RUN(alsa_hears_a_file);
    eb_guard_close(any);
}
