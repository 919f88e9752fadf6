/* The bridge against the simulated microcontroller, each a process, on a pseudo-terminal. */
#include "check.h"
#include "edge_bridge.h"
#include "heap.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define TTY "build/mcu-test.tty"

typedef struct sim {
    pid_t process;
    FILE *says;
    char tty[128];
} sim;

static eb_guard *guard;

static void start_sim(sim *sim, const char *script, const char *options) {
    char command[512];
    int ends[2];
    FILE *file = fopen("build/mcu-test.script", "w");
    CHECK(file != NULL && fputs(script, file) >= 0 && fclose(file) == 0);
    const char *emulator = getenv("EMULATOR"), *build = getenv("BRIDGE_BUILD");
    snprintf(command, sizeof command, "exec %s %s/edge-bridge-mcu --script build/mcu-test.script %s", emulator == NULL ? "" : emulator,
        build == NULL ? "build/native" : build, options);
    CHECK(pipe(ends) == 0);
    sim->process = fork();
    CHECK(sim->process >= 0);
    if (sim->process == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }

    close(ends[1]);
    sim->says = fdopen(ends[0], "r");
    CHECK(sim->says != NULL && fgets(sim->tty, sizeof sim->tty, sim->says) != NULL);
    sim->tty[strcspn(sim->tty, "\n")] = 0;
}

static void end_sim(sim *sim) {
    kill(sim->process, SIGTERM);
    waitpid(sim->process, NULL, 0);
    fclose(sim->says);
}

static bool says(sim *sim, const char *expected) {
    char line[128];
    while (fgets(line, sizeof line, sim->says) != NULL) {
        line[strcspn(line, "\n")] = 0;
        if (strcmp(line, expected) == 0) return true;
    }

    return false;
}

static eb_mcu *open_it(const char *tty) {
    const eb_mcu_options options = { .size = sizeof options, .baud = 115200, .lease_ms = 400, .tty = tty };
    eb_mcu *mcu;
    eb_detail detail = { 0 };
    CHECK_EQUAL(EB_OK, eb_guard_open(EB_WITNESS_MCU, &guard));
    const int error = eb_mcu_open(&options, guard, &mcu, &detail);
    if (error != EB_OK) fprintf(stderr, "%s\n", detail.text);
    CHECK_EQUAL(EB_OK, error);
    return mcu;
}

static void close_it(eb_mcu *mcu) {
    eb_mcu_close(mcu);
    eb_guard_close(guard);
}

/* Waits for an event of a kind and gives its value; -1 when it does not come in five seconds. */
static int await(eb_mcu *mcu, int kind) {
    eb_mcu_event event;
    const int64_t until = eb_now_ns() + INT64_C(5000000000);
    while (eb_now_ns() < until) {
        if (eb_mcu_wait(mcu, 100, &event) == EB_OK && event.kind == kind) return event.value;
    }

    return -1;
}

static int await_error(eb_mcu *mcu) {
    eb_mcu_event event;
    const int64_t until = eb_now_ns() + INT64_C(5000000000);
    while (eb_now_ns() < until) {
        const int error = eb_mcu_wait(mcu, 100, &event);
        if (error != EB_OK && error != EB_E_TIMEOUT) return error;
    }

    return EB_OK;
}

static bool await_light(eb_mcu *mcu, int reason) {
    eb_guard_state state;
    eb_mcu_event event;
    const int64_t until = eb_now_ns() + INT64_C(3000000000);
    do {
        (void)!eb_mcu_wait(mcu, 10, &event);
        eb_guard_view(guard, &state);
    } while (state.light_reason != reason && eb_now_ns() < until);

    return state.light_reason == reason;
}

static void status_and_touches_arrive(void) {
    sim sim;
    eb_mcu_status status;
    start_sim(&sim, "0 battery 55\n0 board -500\n400 button 1\n450 button 2\n500 touch 3\n550 hinge 2\n", "");
    eb_mcu *mcu = open_it(sim.tty);
    CHECK_EQUAL(2, await(mcu, EB_EVENT_CONNECTED));
    CHECK_EQUAL(1, await(mcu, EB_EVENT_BUTTON));
    CHECK_EQUAL(2, await(mcu, EB_EVENT_BUTTON));
    CHECK_EQUAL(3, await(mcu, EB_EVENT_TOUCH));
    CHECK_EQUAL(2, await(mcu, EB_EVENT_HINGE));
    CHECK_EQUAL(EB_OK, eb_mcu_arm_watchdog(mcu, 30000));
    CHECK_EQUAL(EB_OK, eb_mcu_choose_slot(mcu, 2, 3));
    CHECK_EQUAL(EB_OK, eb_mcu_mark_good(mcu));
    eb_mcu_view(mcu, &status, NULL);
    CHECK_EQUAL(55, status.battery_percent);
    CHECK_EQUAL(-500, status.board_centicelsius);
    CHECK_EQUAL(1, status.folded);
    close_it(mcu);
    end_sim(&sim);
}

static void the_light_is_proven_and_breaks(void) {
    sim sim;
    start_sim(&sim, "1500 light dead\n", "");
    eb_mcu *mcu = open_it(sim.tty);
    CHECK_EQUAL(2, await(mcu, EB_EVENT_CONNECTED));
    const int64_t before = eb_now_ns();
    CHECK_EQUAL(EB_OK, eb_mcu_want(mcu, EB_PART_CAMERA | EB_PART_MICROPHONE));
    CHECK(await_light(mcu, EB_REASON_OPEN));
    printf("camera wanted to light proven: %d ms\n", (int)((eb_now_ns() - before) / 1000000));
    CHECK(await_light(mcu, EB_REASON_LIGHT_BROKEN));
    close_it(mcu);
    end_sim(&sim);
}

static void a_reboot_is_told_and_the_camera_asked_for_again(void) {
    sim sim;
    start_sim(&sim, "800 reboot 3\n", "");
    eb_mcu *mcu = open_it(sim.tty);
    CHECK_EQUAL(2, await(mcu, EB_EVENT_CONNECTED));
    CHECK_EQUAL(EB_OK, eb_mcu_want(mcu, EB_PART_CAMERA));
    CHECK_EQUAL(EB_RESET_BROWNOUT, await(mcu, EB_EVENT_REBOOTED));
    CHECK(await_light(mcu, EB_REASON_OPEN));
    close_it(mcu);
    end_sim(&sim);
}

static void silence_has_a_name_and_ends(void) {
    sim sim;
    start_sim(&sim, "300 silence 2200\n", "");
    eb_mcu *mcu = open_it(sim.tty);
    CHECK_EQUAL(2, await(mcu, EB_EVENT_CONNECTED));
    CHECK_EQUAL(EB_E_MCU_SILENT, await_error(mcu));
    CHECK_EQUAL(EB_E_MCU_NO_ANSWER, eb_mcu_arm_watchdog(mcu, 1000));
    CHECK_EQUAL(2, await(mcu, EB_EVENT_CONNECTED));
    close_it(mcu);
    end_sim(&sim);
}

static void unplugged_it_is_gone_and_comes_back(void) {
    sim sim;
    start_sim(&sim, "500 unplug 600\n", "--link " TTY);
    eb_mcu *mcu = open_it(TTY);
    CHECK_EQUAL(2, await(mcu, EB_EVENT_CONNECTED));
    CHECK_EQUAL(EB_E_GONE, await_error(mcu));
    CHECK_EQUAL(EB_E_GONE, eb_mcu_mark_good(mcu));
    const int64_t before = eb_now_ns();
    CHECK_EQUAL(2, await(mcu, EB_EVENT_CONNECTED));
    CHECK((eb_now_ns() - before) / 1000000 < 1600);
    close_it(mcu);
    end_sim(&sim);
}

static void an_older_one_gives_no_camera(void) {
    sim sim;
    start_sim(&sim, "0 version 1\n", "");
    eb_mcu *mcu = open_it(sim.tty);
    CHECK_EQUAL(1, await(mcu, EB_EVENT_CONNECTED));
    CHECK_EQUAL(EB_E_MCU_TOO_OLD, eb_mcu_want(mcu, EB_PART_CAMERA));
    CHECK_EQUAL(EB_OK, eb_mcu_mark_good(mcu));
    close_it(mcu);
    end_sim(&sim);
}

static void garbage_at_line_rate_is_dropped(void) {
    sim sim;
    eb_mcu_counters counters;
    start_sim(&sim, "0 garbage 200\n0 noise 0.002\n", "");
    eb_mcu *mcu = open_it(sim.tty);
    CHECK(await(mcu, EB_EVENT_CONNECTED) == 2);
    CHECK_EQUAL(EB_OK, eb_mcu_want(mcu, EB_PART_CAMERA));
    CHECK(await_light(mcu, EB_REASON_OPEN));
    eb_mcu_view(mcu, NULL, &counters);
    CHECK(counters.damaged + counters.oversized > 5);
    close_it(mcu);
    end_sim(&sim);
}

static void who_is_killed_leaves_no_light_on(void) {
    sim sim;
    start_sim(&sim, "", "");
    const pid_t owner = fork();
    CHECK(owner >= 0);
    if (owner == 0) {
        eb_mcu *mcu = open_it(sim.tty);
        if (await(mcu, EB_EVENT_CONNECTED) == 2 && eb_mcu_want(mcu, EB_PART_CAMERA) == EB_OK) await(mcu, EB_EVENT_TOUCH);
        _exit(1);
    }

    CHECK(says(&sim, "light on camera open microphone shut"));
    kill(owner, SIGKILL);
    waitpid(owner, NULL, 0);
    const int64_t before = eb_now_ns();
    CHECK(says(&sim, "light on camera shut microphone shut"));
    CHECK(says(&sim, "light off camera shut microphone shut"));
    const int took_ms = (int)((eb_now_ns() - before) / 1000000);
    printf("owner killed to light off: %d ms (lease 400, afterglow 100)\n", took_ms);
    CHECK(took_ms < 700);
    eb_mcu *mcu = open_it(sim.tty); /* and the next owner finds it as it was */
    CHECK_EQUAL(2, await(mcu, EB_EVENT_CONNECTED));
    close_it(mcu);
    end_sim(&sim);
}

static void two_owners_are_one_too_many(void) {
    sim sim;
    eb_detail detail;
    eb_mcu *second;
    start_sim(&sim, "", "");
    eb_mcu *mcu = open_it(sim.tty);
    const eb_mcu_options options = { .size = sizeof options, .baud = 115200, .lease_ms = 400, .tty = sim.tty };
    CHECK_EQUAL(EB_E_BUSY, eb_mcu_open(&options, guard, &second, &detail));
    close_it(mcu);
    end_sim(&sim);
}

static void nothing_is_allocated_after_open(void) {
    sim sim;
    eb_mcu_event event;
    if (!heap_watch()) {
        skip("built without ASan");
        return;
    }

    start_sim(&sim, "100 reboot 4\n600 touch 1\n", "");
    eb_mcu *mcu = open_it(sim.tty);
    (void)heap_watch();
    for (int i = 0; i < 10; i++) (void)!eb_mcu_wait(mcu, 100, &event);
    (void)!eb_mcu_want(mcu, EB_PART_CAMERA);
    CHECK_EQUAL(0, heap_seen());
    close_it(mcu);
    end_sim(&sim);
}

int main(void) {
    RUN(status_and_touches_arrive);
    RUN(the_light_is_proven_and_breaks);
    RUN(a_reboot_is_told_and_the_camera_asked_for_again);
    RUN(silence_has_a_name_and_ends);
    RUN(unplugged_it_is_gone_and_comes_back);
    RUN(an_older_one_gives_no_camera);
    RUN(garbage_at_line_rate_is_dropped);
    RUN(who_is_killed_leaves_no_light_on);
    RUN(two_owners_are_one_too_many);
    RUN(nothing_is_allocated_after_open);
}
