#include "check.h"
#include "edge_bridge.h"
#include "heap.h"
#include "wav.h"

#define PLAYED "build/played.wav"
#define SIM "sim:" PLAYED

static int16_t ramp[16000];

static eb_sound_options options_of(const char *device) {
    return (eb_sound_options){ .size = sizeof(eb_sound_options), .rate_hz = 16000, .channels = 1, .periods = 8, .device = device };
}

static eb_playback *open_it(const char *device) {
    const eb_sound_options options = options_of(device);
    eb_playback *playback;
    eb_detail detail = { 0 };
    const int error = eb_playback_open(&options, &playback, &detail);
    if (error != EB_OK) fprintf(stderr, "%s: %s\n", device, detail.text);
    CHECK_EQUAL(EB_OK, error);
    return playback;
}

static eb_sound_counters counters_of(const eb_playback *playback) {
    eb_sound_counters counters;
    eb_playback_view(playback, &counters);
    return counters;
}

/* Gives the first error that is none of time. */
static int play(eb_playback *playback, const int16_t *samples, size_t frames) {
    while (frames > 0) {
        size_t taken;
        const int error = eb_playback_write(playback, samples, frames, 1000, &taken);
        if (error != EB_OK) return error;
        samples += taken;
        frames -= taken;
    }

    return EB_OK;
}

static void what_is_played_is_heard_whole(void) {
    eb_playback *playback = open_it(SIM);
    const int64_t before = eb_now_ns();
    CHECK_EQUAL(EB_OK, play(playback, ramp, 8000));
    CHECK_EQUAL(EB_OK, eb_playback_drain(playback, 2000));
    const int64_t took_ms = (eb_now_ns() - before) / 1000000;
    CHECK(took_ms >= 495 && took_ms < 700); /* half a second of sound */
    CHECK_EQUAL(8000, counters_of(playback).frames);
    eb_playback_close(playback);

    wav wav;
    CHECK_EQUAL(0, wav_read(PLAYED, &wav));
    CHECK_EQUAL(8000, wav.frames);
    CHECK_EQUAL(16000, wav.rate_hz);
    CHECK(memcmp(wav.samples, ramp, 16000) == 0);
    free(wav.samples);
}

static void less_than_two_periods_are_heard_too(void) {
    eb_playback *playback = open_it(SIM ",run=2");
    CHECK_EQUAL(EB_OK, play(playback, ramp, 100));
    CHECK_EQUAL(EB_OK, eb_playback_drain(playback, 500));
    CHECK_EQUAL(EB_OK, play(playback, ramp, 320)); /* and it plays again */
    CHECK_EQUAL(EB_OK, eb_playback_drain(playback, 500));
    CHECK_EQUAL(EB_OK, eb_playback_drain(playback, 500)); /* of nothing */
    eb_playback_close(playback);
}

static void an_underrun_does_not_become_a_spiral(void) {
    eb_playback *playback = open_it(SIM ",xrun=3");
    CHECK_EQUAL(EB_OK, play(playback, ramp, 16000));
    CHECK_EQUAL(EB_OK, eb_playback_drain(playback, 1000));
    CHECK_EQUAL(1, counters_of(playback).xruns);
    CHECK_EQUAL(0, counters_of(playback).reopened);
    eb_playback_close(playback);
}

static void silence_is_at_once(void) {
    eb_playback *playback = open_it(SIM ",run=3");
    const int64_t before = eb_now_ns();
    size_t taken;
    CHECK_EQUAL(EB_OK, eb_playback_write(playback, ramp, 1280, 100, &taken));
    CHECK_EQUAL(1280, taken); /* the whole buffer */
    CHECK_EQUAL(EB_OK, eb_playback_stop(playback));
    CHECK((eb_now_ns() - before) / 1000000 < 50);
    CHECK_EQUAL(EB_OK, play(playback, ramp, 320));
    eb_playback_close(playback); /* without waiting for it */
    CHECK((eb_now_ns() - before) / 1000000 < 60);
}

static void a_full_card_takes_its_time(void) {
    eb_playback *playback = open_it(SIM ",stall=2");
    size_t taken;
    int error;
    while ((error = eb_playback_write(playback, ramp, 160, 20, &taken)) == EB_OK) { }
    CHECK_EQUAL(EB_E_TIMEOUT, error);
    CHECK_EQUAL(0, taken);
    CHECK_EQUAL(EB_E_NO_SOUND, eb_playback_write(playback, ramp, 160, 5000, &taken));
    CHECK_EQUAL(EB_OK, eb_playback_write(playback, ramp, 160, 100, &taken));
    CHECK_EQUAL(1, counters_of(playback).reopened);
    eb_playback_close(playback);
}

static void a_card_that_is_unplugged_or_asleep_comes_back(void) {
    eb_playback *playback = open_it(SIM ",gone=5+300,suspend=20+50");
    size_t taken;
    CHECK_EQUAL(EB_E_GONE, play(playback, ramp, 16000));
    CHECK_EQUAL(EB_E_GONE, eb_playback_write(playback, ramp, 160, 20, &taken));
    CHECK_EQUAL(EB_E_GONE, eb_playback_drain(playback, 20));
    CHECK_EQUAL(EB_OK, play(playback, ramp, 16000));
    CHECK_EQUAL(1, counters_of(playback).reopened);
    CHECK_EQUAL(1, counters_of(playback).suspends);
    eb_playback_close(playback);
}

static void a_card_of_another_kind_is_refused_by_name(void) {
    eb_sound_options options = options_of(SIM ",rate=44100");
    eb_playback *playback;
    eb_detail detail;
    CHECK_EQUAL(EB_E_RATE, eb_playback_open(&options, &playback, &detail));
    options.device = SIM ",channels=6";
    CHECK_EQUAL(EB_E_CHANNELS, eb_playback_open(&options, &playback, &detail));
}

static void nothing_is_allocated_after_open(void) {
    eb_playback *playback = open_it("sim:none,clock=0");
    if (!heap_watch()) {
        skip("built without ASan");
        eb_playback_close(playback);
        return;
    }

    for (int i = 0; i < 100; i++) CHECK_EQUAL(EB_OK, play(playback, ramp, 1600));
    CHECK_EQUAL(0, heap_seen());
    eb_playback_close(playback);
}

/* Through libasound itself, with its own plug-in that writes a file. */
static void alsa_plays_into_a_file(void) {
    eb_sound_options options = options_of("bridge_out");
    eb_detail detail;
    eb_playback *playback;
    int16_t heard[16000];
    const int error = eb_playback_open(&options, &playback, &detail);
    if (error == EB_E_LIBRARY) {
        skip("no libasound (apt-get install libasound2)");
        return;
    }

    CHECK_EQUAL(EB_OK, error);
    CHECK_EQUAL(EB_OK, play(playback, ramp, 16000));
    CHECK_EQUAL(EB_OK, eb_playback_drain(playback, 2000));
    eb_playback_close(playback);
    FILE *file = fopen("build/played.raw", "rb");
    CHECK(file != NULL);
    CHECK_EQUAL(16000, fread(heard, 2, 16000, file));
    fclose(file);
    CHECK(memcmp(heard, ramp, sizeof ramp) == 0);
}

int main(void) {
    CHECK_EQUAL(0, setenv("ALSA_CONFIG_PATH", "tests/asound.conf", 1));
    for (int i = 0; i < 16000; i++) ramp[i] = (int16_t)(i * 7);
    RUN(what_is_played_is_heard_whole);
    RUN(less_than_two_periods_are_heard_too);
    RUN(an_underrun_does_not_become_a_spiral);
    RUN(silence_is_at_once);
    RUN(a_full_card_takes_its_time);
    RUN(a_card_that_is_unplugged_or_asleep_comes_back);
    RUN(a_card_of_another_kind_is_refused_by_name);
    RUN(nothing_is_allocated_after_open);
    RUN(alsa_plays_into_a_file);
}
