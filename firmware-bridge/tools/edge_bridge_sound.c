#include "tool.h"
#include "wav.h"

#include <stdio.h>
#include <stdlib.h>

static eb_sound_options options_of(const char *device) {
    return (eb_sound_options){
        .size = sizeof(eb_sound_options), .rate_hz = EB_ECHO_RATE_HZ, .channels = 1, .periods = 8, .device = device,
    };
}

static void show(const eb_sound_counters *counters) {
    printf("frames %d lost %d xruns %d suspends %d silences %d reopened %d\n", (int)counters->frames, (int)counters->lost_frames,
        (int)counters->xruns, (int)counters->suspends, (int)counters->silences, (int)counters->reopened);
}

static int record(eb_capture *capture, FILE *file, int64_t seconds) {
    const int64_t until = eb_now_ns() + seconds * 1000000000;
    while (tool_goes_on() && eb_now_ns() < until) {
        eb_block block;
        const int error = eb_capture_wait(capture, 200, &block);
        if (error != EB_OK && error != EB_E_TIMEOUT) tool_failed("record", error, NULL);
        if (error == EB_OK && fwrite(block.samples, 2, block.frames, file) != block.frames) return tool_failed("record", EB_E_SYSTEM, NULL);
    }

    eb_sound_counters counters;
    eb_capture_view(capture, &counters);
    show(&counters);
    return 0;
}

int tool_record(int argc, char **argv) {
    const eb_sound_options options = options_of(argv[0]);
    eb_detail detail = { 0 };
    eb_guard *guard;
    eb_capture *capture;
    long seconds = 5;
    if (argc > 2 && !tool_number(argv[2], 1, 86400, &seconds)) return tool_failed(argv[2], EB_E_ARGUMENT, NULL);
    if (eb_guard_open(EB_WITNESS_NONE, &guard) != EB_OK) return tool_failed("guard", EB_E_MEMORY, NULL);
    const int error = eb_capture_open(&options, guard, &capture, &detail);
    eb_guard_close(guard);
    if (error != EB_OK) return tool_failed("record", error, &detail);
    FILE *file = wav_create(argv[1], options.rate_hz, options.channels);
    int failed = file == NULL ? tool_failed(argv[1], EB_E_SYSTEM, NULL) : record(capture, file, seconds);
    if (file != NULL && wav_finish(file) != 0) failed = tool_failed(argv[1], EB_E_SYSTEM, NULL);
    eb_capture_close(capture);
    return failed;
}

static int play(eb_playback *playback, const wav *wav) {
    for (size_t at = 0; at < wav->frames && tool_goes_on();) {
        size_t taken;
        const int error = eb_playback_write(playback, wav->samples + at, wav->frames - at, 200, &taken);
        if (error != EB_OK && error != EB_E_TIMEOUT) tool_failed("play", error, NULL);
        at += taken;
    }

    const int error = eb_playback_drain(playback, 2000);
    eb_sound_counters counters;
    eb_playback_view(playback, &counters);
    show(&counters);
    return error == EB_OK ? 0 : tool_failed("play", error, NULL);
}

int tool_play(int argc, char **argv) {
    const eb_sound_options options = options_of(argv[0]);
    eb_detail detail = { 0 };
    eb_playback *playback;
    wav wav;
    (void)argc;
    if (wav_read(argv[1], &wav) != 0) return tool_failed(argv[1], EB_E_NO_DEVICE, NULL);
    int failed = 1;
    if (wav.rate_hz != options.rate_hz || wav.channels != 1) {
        failed = tool_failed(argv[1], EB_E_RATE, NULL);
        goto done;
    }

    const int error = eb_playback_open(&options, &playback, &detail);
    if (error != EB_OK) {
        failed = tool_failed("play", error, &detail);
        goto done;
    }

    failed = play(playback, &wav);
    eb_playback_close(playback);

done:
    free(wav.samples);
    return failed;
}
