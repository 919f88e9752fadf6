/* The microcontroller on a line: a tty around mcu_link.c. */
#include "failure.h"
#include "line.h"
#include "mcu_link.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#define MS INT64_C(1000000)
#define TRY_AGAIN (250 * MS)

struct eb_mcu {
    mcu_link link;
    char tty[256];
    uint32_t baud;
    int line;         /* -1 while it is gone */
    int64_t retry_ns; /* when it is opened again */
};

static int refused_options(const eb_mcu_options *options, eb_detail *detail) {
    if (options->size != sizeof *options) return failure(detail, EB_E_ABI, 0, "eb_mcu_options is of another header");
    if (!line_has_baud(options->baud)) return failure(detail, EB_E_ARGUMENT, 0, "baud %u is none of those in edge_bridge.h", options->baud);
    if (options->lease_ms < 200 || options->lease_ms > 10000) {
        return failure(detail, EB_E_ARGUMENT, 0, "lease_ms is %u, not 200 to 10000", options->lease_ms);
    }

    return EB_OK;
}

int eb_mcu_open(const eb_mcu_options *options, eb_guard *guard, eb_mcu **mcu, eb_detail *detail) {
    if (options == NULL || guard == NULL || mcu == NULL) return failure(detail, EB_E_ARGUMENT, 0, "options, guard or mcu is missing");
    int error = refused_options(options, detail);
    if (error != EB_OK) return error;
    eb_guard_state state;
    eb_guard_view(guard, &state);
    if (state.witness != EB_WITNESS_MCU) return failure(detail, EB_E_ARGUMENT, 0, "the guard has no microcontroller as its witness");

    eb_mcu *made = calloc(1, sizeof *made);
    if (made == NULL) return failure(detail, EB_E_MEMORY, 0, "no memory for the link");
    uint32_t nonce;
    if (getrandom(&nonce, sizeof nonce, 0) != sizeof nonce) {
        error = failure(detail, EB_E_SYSTEM, errno, "no random number");
        goto failed;
    }

    if (name_is_wrong(options->tty, made->tty, sizeof made->tty)) {
        error = failure(detail, EB_E_ARGUMENT, 0, "tty is missing or longer than 255 bytes");
        goto failed;
    }

    made->baud = options->baud;
    error = line_open(made->tty, made->baud, &made->line, detail);
    if (error != EB_OK) goto failed;
    guard_hold(guard);
    link_begin(&made->link, guard, options->lease_ms, nonce, eb_now_ns());
    *mcu = made;
    return EB_OK;

failed:
    free(made);
    return error;
}

static int gone(eb_mcu *mcu, int64_t now_ns) {
    close(mcu->line);
    mcu->line = -1;
    mcu->retry_ns = now_ns + TRY_AGAIN;
    link_cut(&mcu->link, now_ns);
    return EB_E_GONE;
}

static void sleep_until(int64_t until_ns) {
    const struct timespec until = { until_ns / (1000 * MS), until_ns % (1000 * MS) };
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

/* The line is gone: waits, and opens it when it is time. */
static int return_line(eb_mcu *mcu, int64_t until_ns) {
    if (mcu->retry_ns > until_ns) {
        sleep_until(until_ns);
        return EB_OK;
    }

    sleep_until(mcu->retry_ns);
    const int64_t now = eb_now_ns();
    mcu->retry_ns = now + TRY_AGAIN;
    if (line_open(mcu->tty, mcu->baud, &mcu->line, NULL) != EB_OK) {
        mcu->line = -1;
        return EB_OK;
    }

    mcu->link.counters.reopened++;
    link_cut(&mcu->link, now);
    return EB_OK;
}

static int send_out(eb_mcu *mcu) {
    mcu_link *link = &mcu->link;
    while (link->out_length > 0) {
        const ssize_t written = write(mcu->line, link->out, link->out_length);
        if (written < 0) return errno == EAGAIN || errno == EINTR ? EB_OK : EB_E_GONE;
        link_sent(link, (size_t)written);
    }

    return EB_OK;
}

static int take_in(eb_mcu *mcu) {
    uint8_t bytes[1024]; /* at most so many before the link's clock is looked at again */
    const ssize_t got = read(mcu->line, bytes, sizeof bytes);
    if (got < 0) return errno == EAGAIN || errno == EINTR ? EB_OK : EB_E_GONE;
    if (got == 0) return EB_E_GONE; /* a raw line that has nothing says EAGAIN */
    link_receive(&mcu->link, bytes, (size_t)got, eb_now_ns());
    return EB_OK;
}

/* One round of the link, `until_ns` at the latest. */
static int pump(eb_mcu *mcu, int64_t until_ns) {
    if (mcu->line < 0) return return_line(mcu, until_ns);
    link_tick(&mcu->link, eb_now_ns());
    if (send_out(mcu) != EB_OK) return gone(mcu, eb_now_ns());

    const int64_t next = link_next_ns(&mcu->link);
    const int64_t now = eb_now_ns();
    int64_t wait = (next < until_ns ? next : until_ns) - now;
    if (wait < 0) wait = 0;
    const struct timespec limit = { wait / (1000 * MS), wait % (1000 * MS) };
    struct pollfd line = { mcu->line, (short)(POLLIN | (mcu->link.out_length > 0 ? POLLOUT : 0)), 0 };
    if (ppoll(&line, 1, &limit, NULL) <= 0) return EB_OK;
    if ((line.revents & POLLIN) != 0) return take_in(mcu) == EB_OK ? EB_OK : gone(mcu, eb_now_ns());
    return (line.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0 ? gone(mcu, eb_now_ns()) : EB_OK;
}

int eb_mcu_wait(eb_mcu *mcu, int timeout_ms, eb_mcu_event *event) {
    if (mcu == NULL || event == NULL || timeout_is_wrong(timeout_ms)) return EB_E_ARGUMENT;
    const int64_t until = eb_now_ns() + timeout_ms * MS;
    for (;;) {
        if (link_take_event(&mcu->link, eb_now_ns(), event)) return EB_OK;
        const int trouble = link_take_trouble(&mcu->link);
        if (trouble != EB_OK) return trouble;
        const int error = pump(mcu, until);
        if (error != EB_OK) return error;
        if (eb_now_ns() < until) continue;
        if (link_take_event(&mcu->link, eb_now_ns(), event)) return EB_OK;
        return mcu->line < 0 ? EB_E_GONE : EB_E_TIMEOUT;
    }
}

static int until_answered(eb_mcu *mcu) {
    while (mcu->link.command.active) {
        if (mcu->line < 0) return EB_E_GONE;
        const int error = pump(mcu, mcu->link.command.next_ns);
        if (error != EB_OK) return error;
    }

    return mcu->link.command.result;
}

static int command(eb_mcu *mcu, uint8_t type, const uint8_t *payload, size_t length) {
    if (mcu->line < 0) return EB_E_GONE;
    if (mcu->link.command.active && until_answered(mcu) == EB_E_GONE) return EB_E_GONE; /* the link's own: asking again */
    link_command_begin(&mcu->link, type, payload, length, eb_now_ns());
    return until_answered(mcu);
}

int eb_mcu_want(eb_mcu *mcu, uint32_t parts) {
    if (mcu == NULL || (parts & ~(EB_PART_CAMERA | EB_PART_MICROPHONE)) != 0) return EB_E_ARGUMENT;
    if (parts != 0 && mcu->link.version != 0 && mcu->link.version < PROTOCOL_WITH_PROOFS) return EB_E_MCU_TOO_OLD;
    mcu->link.wanted = parts; /* asked for whenever it is greeted, also when this attempt ends without an answer */
    if (mcu->line < 0) return EB_E_GONE;
    link_want(&mcu->link, parts, eb_now_ns());
    return until_answered(mcu);
}

int eb_mcu_arm_watchdog(eb_mcu *mcu, uint32_t timeout_ms) {
    if (mcu == NULL || timeout_ms < 1000 || timeout_ms > 60000) return EB_E_ARGUMENT;
    uint8_t payload[2];
    put_u16(payload, (uint16_t)timeout_ms);
    return command(mcu, WATCHDOG, payload, sizeof payload);
}

int eb_mcu_choose_slot(eb_mcu *mcu, int slot, int tries) {
    if (mcu == NULL || slot < 1 || slot > 2 || tries < 1 || tries > 15) return EB_E_ARGUMENT;
    const uint8_t payload[2] = { (uint8_t)slot, (uint8_t)tries };
    return command(mcu, SLOT, payload, sizeof payload);
}

int eb_mcu_mark_good(eb_mcu *mcu) { return mcu == NULL ? EB_E_ARGUMENT : command(mcu, GOOD, NULL, 0); }

void eb_mcu_view(const eb_mcu *mcu, eb_mcu_status *status, eb_mcu_counters *counters) {
    if (status != NULL) *status = mcu->link.status;
    if (counters != NULL) *counters = mcu->link.counters;
}

void eb_mcu_close(eb_mcu *mcu) {
    if (mcu == NULL) return;
    if (mcu->line >= 0) {
        if (mcu->link.version != 0) {
            link_want(&mcu->link, 0, eb_now_ns());
            link_tick(&mcu->link, eb_now_ns());
            if (send_out(mcu) != EB_OK) mcu->link.out_length = 0; /* gone: the lease does it */
        }

        close(mcu->line);
    }

    guard_forget(mcu->link.guard);
    eb_guard_close(mcu->link.guard);
    free(mcu);
}
