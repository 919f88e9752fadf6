/* edge-bridge-mcu [--script FILE] [--link PATH]: the simulated microcontroller on a pseudo-terminal, whose name is its first line.
 * With --link the name stays the same over an `unplug` of the script. Ends with SIGTERM, or with `end` of the script. */
#include "edge_bridge.h"
#include "mcu_script.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define LIGHT_DELAY_US 4000 /* until the current through the light is within bounds */

static volatile sig_atomic_t asked_to_end;

static void end(int signal) {
    (void)signal;
    asked_to_end = 1;
}

typedef struct terminal { int master, slave; } terminal; /* slave: kept open, so that the master outlives its users */

static bool plug_in(terminal *terminal, const char *link_path) {
    char name[128];
    struct termios raw;
    terminal->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (terminal->master < 0 || grantpt(terminal->master) != 0 || unlockpt(terminal->master) != 0) return false;
    if (ptsname_r(terminal->master, name, sizeof name) != 0) return false;
    terminal->slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (terminal->slave < 0 || tcgetattr(terminal->slave, &raw) != 0) return false;
    cfmakeraw(&raw);
    if (tcsetattr(terminal->slave, TCSANOW, &raw) != 0) return false;
    if (link_path != NULL && ((unlink(link_path) != 0 && errno != ENOENT) || symlink(name, link_path) != 0)) return false;
    printf("%s\n", link_path != NULL ? link_path : name);
    return fflush(stdout) == 0;
}

static void unplug(terminal *terminal) {
    close(terminal->slave);
    close(terminal->master);
    terminal->master = -1;
}

static void exchange(mcu_stage *stage, const terminal *terminal, int64_t now_us) {
    uint8_t raw[1024], passed[8192];
    mcu_model *model = &stage->model;
    const ssize_t got = read(terminal->master, raw, sizeof raw);
    const bool silent = now_us < stage->silent_until_us;
    if (got > 0 && !silent) model_receive(model, passed, channel_pass(&stage->to_mcu, raw, (size_t)got, passed, sizeof passed), now_us);
    model_step(model, now_us);
    if (model->out_length > 0 && !silent) {
        const size_t length = channel_pass(&stage->to_board, model->out, model->out_length, passed, sizeof passed);
        if (write(terminal->master, passed, length) < (ssize_t)length) fputs("the line is full\n", stderr);
    }

    model->out_length = 0;
}

static void live(mcu_stage *stage, int64_t now_us, int64_t *lit_us) {
    mcu_model *model = &stage->model;
    if (!model->lock.light) *lit_us = now_us;
    model->body.light_burns = model->lock.light && !stage->light_dead && now_us - *lit_us >= LIGHT_DELAY_US;
    if (model->bitten) {
        puts("watchdog");
        stage->reboot = 2;
    }

    if (stage->reboot != 0) {
        model_boot(model, now_us, (uint32_t)channel_random(&stage->to_mcu.random) | 1, stage->reboot);
        printf("reboot %d\n", stage->reboot);
        stage->reboot = 0;
    }
}

static void show(const mcu_model *model) {
    static int shown = -1;
    const int now = model->lock.light | model_camera_gate(model) << 1 | model_microphone_gate(model) << 2;
    if (now == shown) return;
    shown = now;
    printf("light %s camera %s microphone %s\n", now & 1 ? "on" : "off", now & 2 ? "open" : "shut", now & 4 ? "open" : "shut");
    fflush(stdout);
}

static int run(mcu_stage *stage, mcu_script *script, const char *link_path) {
    terminal terminal;
    const int64_t began = eb_now_ns();
    int64_t lit_us = 0;
    if (!plug_in(&terminal, link_path)) {
        perror("no pseudo-terminal");
        return 1;
    }

    for (int64_t tick = 1; !asked_to_end && !stage->ended; tick++) {
        const int64_t at = began + tick * 1000000;
        const struct timespec moment = { at / 1000000000, at % 1000000000 };
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &moment, NULL);
        const int64_t now_us = tick * 1000;
        script_play(script, stage, now_us);
        live(stage, now_us, &lit_us);
        if (terminal.master >= 0 && now_us < stage->unplugged_until_us) unplug(&terminal);
        if (terminal.master < 0 && now_us >= stage->unplugged_until_us && !plug_in(&terminal, link_path)) return 1;
        if (terminal.master >= 0) exchange(stage, &terminal, now_us);
        else model_step(&stage->model, now_us);
        show(&stage->model);
    }

    if (link_path != NULL) unlink(link_path);
    return 0;
}

int main(int argc, char **argv) {
    static mcu_stage stage;
    static mcu_script script;
    const char *link_path = NULL;
    const struct sigaction action = { .sa_handler = end };
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 < argc && strcmp(argv[i], "--link") == 0) {
            link_path = argv[i + 1];
        } else if (i + 1 < argc && strcmp(argv[i], "--script") == 0) {
            const int wrong = script_read(argv[i + 1], &script);
            if (wrong == 0) continue;
            fprintf(stderr, wrong < 0 ? "cannot read %s\n" : "%s: line %d cannot be understood\n", argv[i + 1], wrong);
            return 2;
        } else {
            fputs("edge-bridge-mcu [--script FILE] [--link PATH]\n", stderr);
            return 2;
        }
    }

    stage.to_board.random = stage.to_mcu.random = (uint64_t)eb_now_ns() | 1;
    stage.model.body = mcu_body_at_rest();
    stage.model.body.newest_version = 2;
    model_boot(&stage.model, 0, (uint32_t)channel_random(&stage.to_mcu.random) | 1, 1);
    return run(&stage, &script, link_path);
}
