#include "tool.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char USAGE[] =
    "edge-bridge mcu TTY [nothing|camera|microphone|both]           events, and what the microcontroller says\n"
    "edge-bridge camera DEVICE WIDTHxHEIGHT [FRAMES [FILE.jpg [TTY]]]  counts frames, keeps the last; TTY proves the light\n"
    "edge-bridge record DEVICE FILE.wav [SECONDS]                   16 kHz, one channel\n"
    "edge-bridge play DEVICE FILE.wav\n"
    "DEVICE may be simulated: sim:FOLDER-OF-JPEG, sim:FILE.wav. README.md has the faults that it can have.\n";

static volatile sig_atomic_t asked_to_end;

static void end(int signal) {
    (void)signal;
    asked_to_end = 1;
}

bool tool_goes_on(void) { return !asked_to_end; }

int tool_failed(const char *what, int error, const eb_detail *detail) {
    fprintf(stderr, "%s: %s: %s", what, eb_error_name(error), eb_error_text(error));
    if (detail != NULL && detail->text[0] != 0) fprintf(stderr, " (%s)", detail->text);
    fputc('\n', stderr);
    return 1;
}

bool tool_number(const char *text, long least, long most, long *number) {
    char *rest;
    *number = strtol(text, &rest, 10);
    return *text != 0 && *rest == 0 && *number >= least && *number <= most;
}

static int usage(void) {
    fputs(USAGE, stderr);
    return 2;
}

static int open_mcu(const char *tty, eb_guard *guard, eb_mcu **mcu) {
    const eb_mcu_options options = { .size = sizeof options, .baud = 115200, .lease_ms = 1500, .tty = tty };
    eb_detail detail = { 0 };
    const int error = eb_mcu_open(&options, guard, mcu, &detail);
    return error == EB_OK ? 0 : tool_failed("mcu", error, &detail);
}

static void put_value(const char *name, int value, const char *unit) {
    if (value == EB_UNKNOWN) printf(" %s unknown", name);
    else printf(" %s %d%s", name, value, unit);
}

static void show_status(const eb_mcu *mcu, const eb_guard *guard) {
    eb_mcu_status status;
    eb_guard_state state;
    eb_mcu_view(mcu, &status, NULL);
    eb_guard_view(guard, &state);
    fputs("status", stdout);
    put_value("battery", status.battery_percent, " %");
    put_value("voltage", status.battery_millivolt, " mV");
    put_value("charge", status.charge, "");
    put_value("board", status.board_centicelsius, "/100 C");
    put_value("skin", status.skin_centicelsius, "/100 C");
    put_value("folded", status.folded, "");
    put_value("worn", status.worn, "");
    put_value("switch", status.switch_on, "");
    put_value("light", status.light, "");
    put_value("slot", status.slot, "");
    put_value("protocol", status.protocol, "");
    printf(" camera-gate %d sound-gate %d\n", state.light_reason, state.sound_reason);
    fflush(stdout);
}

static int wanted_parts(const char *word) {
    if (strcmp(word, "nothing") == 0) return 0;
    if (strcmp(word, "camera") == 0) return EB_PART_CAMERA;
    if (strcmp(word, "microphone") == 0) return EB_PART_MICROPHONE;
    return strcmp(word, "both") == 0 ? (int)(EB_PART_CAMERA | EB_PART_MICROPHONE) : -1;
}

static void watch(eb_mcu *mcu, const eb_guard *guard, int parts) {
    int64_t shown = 0;
    while (tool_goes_on()) {
        eb_mcu_event event;
        int error = eb_mcu_wait(mcu, 100, &event);
        if (error == EB_OK) printf("event %d value %d\n", event.kind, event.value);
        else if (error != EB_E_TIMEOUT) tool_failed("mcu", error, NULL);
        if (error == EB_OK && event.kind == EB_EVENT_CONNECTED && parts > 0) {
            error = eb_mcu_want(mcu, (uint32_t)parts);
            if (error != EB_OK) tool_failed("want", error, NULL);
        }

        eb_mcu_status status;
        eb_mcu_view(mcu, &status, NULL);
        if (status.at_ns == shown) continue;
        shown = status.at_ns;
        show_status(mcu, guard);
    }
}

static int run_mcu(int argc, char **argv) {
    eb_guard *guard;
    eb_mcu *mcu;
    const int parts = argc == 2 ? wanted_parts(argv[1]) : 0;
    if (argc < 1 || argc > 2 || parts < 0) return usage();
    if (eb_guard_open(EB_WITNESS_MCU, &guard) != EB_OK) return tool_failed("guard", EB_E_MEMORY, NULL);
    const int failed = open_mcu(argv[0], guard, &mcu);
    if (failed == 0) {
        watch(mcu, guard, parts);
        eb_mcu_close(mcu);
    }

    eb_guard_close(guard);
    return failed;
}

static bool keep(const char *path, const eb_frame *frame) {
    FILE *file = fopen(path, "wb");
    if (file == NULL) return false;
    const bool written = fwrite(frame->data, 1, frame->length, file) == frame->length;
    return fclose(file) == 0 && written;
}

/* One thread serves both: the link in the time between two frames. */
static int take_frames(eb_camera *camera, eb_mcu *mcu, long frames, const char *path) {
    eb_frame frame;
    eb_mcu_event event;
    const int64_t began = eb_now_ns();
    for (long taken = 0; taken < frames && tool_goes_on();) {
        const int linked = mcu == NULL ? EB_E_TIMEOUT : eb_mcu_wait(mcu, 1, &event);
        if (linked != EB_OK && linked != EB_E_TIMEOUT) tool_failed("mcu", linked, NULL);
        const int error = eb_camera_wait(camera, mcu == NULL ? 1000 : 5, &frame);
        if (error != EB_OK && error != EB_E_TIMEOUT) tool_failed("camera", error, NULL);
        if (error != EB_OK) continue;
        if (taken++ == 0) printf("first frame after %d ms: %zu bytes\n", (int)((eb_now_ns() - began) / 1000000), frame.length);
        if (taken == frames && path != NULL && !keep(path, &frame)) return tool_failed(path, EB_E_SYSTEM, NULL);
    }

    eb_camera_counters counters;
    eb_camera_view(camera, &counters);
    printf("frames %d superseded %d torn %d damaged %d lied %d empty %d unproven %d reopened %d\n", (int)counters.frames,
        (int)counters.superseded, (int)counters.torn, (int)counters.damaged, (int)counters.lied, (int)counters.empty,
        (int)counters.unproven, (int)counters.reopened);
    return 0;
}

static int with_camera(const eb_camera_options *options, eb_guard *guard, eb_mcu *mcu, long frames, const char *path) {
    eb_camera *camera;
    eb_detail detail = { 0 };
    const int error = eb_camera_open(options, guard, &camera, &detail);
    if (error != EB_OK) return tool_failed("camera", error, &detail);
    const int failed = take_frames(camera, mcu, frames, path);
    eb_camera_close(camera);
    return failed;
}

static int with_witness(const eb_camera_options *options, eb_guard *guard, const char *tty, long frames, const char *path) {
    eb_mcu *mcu;
    eb_mcu_event event;
    int failed = open_mcu(tty, guard, &mcu);
    if (failed != 0) return failed;
    int error = eb_mcu_wait(mcu, 2000, &event);
    if (error == EB_OK) error = eb_mcu_want(mcu, EB_PART_CAMERA);
    failed = error == EB_OK ? with_camera(options, guard, mcu, frames, path) : tool_failed("mcu", error, NULL);
    eb_mcu_close(mcu);
    return failed;
}

static int run_camera(int argc, char **argv) {
    eb_camera_options options = {
        .size = sizeof options, .pixels = EB_PIXELS_MJPEG, .frames_per_second = 30, .longest_exposure_us = 100000,
    };
    long frames = 30;
    int end = 0;
    eb_guard *guard;
    if (argc < 2 || argc > 5 || sscanf(argv[1], "%ux%u%n", &options.width, &options.height, &end) != 2 || argv[1][end] != 0) return usage();
    if (argc > 2 && !tool_number(argv[2], 1, 1000000, &frames)) return usage();
    options.device = argv[0];
    if (eb_guard_open(argc > 4 ? EB_WITNESS_MCU : EB_WITNESS_NONE, &guard) != EB_OK) return tool_failed("guard", EB_E_MEMORY, NULL);
    if (argc <= 4) puts("no witness: that a light burns cannot be proven");
    const char *path = argc > 3 ? argv[3] : NULL;
    const int failed = argc > 4 ? with_witness(&options, guard, argv[4], frames, path) : with_camera(&options, guard, NULL, frames, path);
    eb_guard_close(guard);
    return failed;
}

int main(int argc, char **argv) {
    const struct sigaction action = { .sa_handler = end };
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    const char *word = argc > 1 ? argv[1] : "";
    if (strcmp(word, "mcu") == 0) return run_mcu(argc - 2, argv + 2);
    if (strcmp(word, "camera") == 0) return run_camera(argc - 2, argv + 2);
    if (strcmp(word, "record") == 0 && argc >= 4 && argc <= 5) return tool_record(argc - 2, argv + 2);
    if (strcmp(word, "play") == 0 && argc == 4) return tool_play(argc - 2, argv + 2);
    return usage();
}
