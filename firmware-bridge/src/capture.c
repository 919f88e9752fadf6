#include "echo.h"
#include "guard.h"
#include "pcm.h"

#include <stdlib.h>

#define MS INT64_C(1000000)
#define SECOND INT64_C(1000000000)

struct eb_capture {
    pcm pcm;
    eb_guard *guard;
    eb_echo *echo;         /* NULL: none attached */
    size_t filled;         /* frames of `samples` that are read */
    int64_t from_ns;       /* when the first of them was at the microphone */
    bool restarted, withholding;
    int64_t expected_ns;   /* end of the block before; INT64_MIN before the first */
    int16_t clean[ECHO_BLOCK];
    int16_t samples[];     /* [period, channels] */
};

int eb_capture_open(const eb_sound_options *options, eb_guard *guard, eb_capture **capture, eb_detail *detail) {
    if (options == NULL || guard == NULL || capture == NULL) {
        return failure(detail, EB_E_ARGUMENT, 0, "options, guard or capture is missing");
    }

    eb_capture *made = calloc(1, sizeof *made + 480 * 8 * sizeof(int16_t));
    if (made == NULL) return failure(detail, EB_E_MEMORY, 0, "no memory for the capture");
    const int error = pcm_begin(&made->pcm, SOUND_CAPTURE, options, detail);
    if (error != EB_OK) {
        free(made);
        return error;
    }

    guard_hold(guard);
    made->guard = guard;
    made->expected_ns = INT64_MIN;
    *capture = made;
    return EB_OK;
}

int eb_capture_attach(eb_capture *capture, eb_echo *echo) {
    if (capture == NULL || echo == NULL || capture->echo != NULL) return EB_E_ARGUMENT;
    if (capture->pcm.options.rate_hz != EB_ECHO_RATE_HZ) return EB_E_RATE;
    if (capture->pcm.options.channels != 1) return EB_E_CHANNELS;
    echo_hold(echo);
    capture->echo = echo;
    return EB_OK;
}

static void count_lost(eb_capture *capture, eb_block *block) {
    if (!block->restarted || capture->expected_ns == INT64_MIN || block->from_ns <= capture->expected_ns) return;
    const int64_t gap = block->from_ns - capture->expected_ns;
    const int64_t frames = (gap < 3600 * SECOND ? gap : 3600 * SECOND) / MS * capture->pcm.options.rate_hz / 1000;
    block->lost_frames = (uint32_t)frames;
    capture->pcm.counters.lost_frames += (uint64_t)frames;
}

static int withhold(eb_capture *capture) {
    eb_guard_state state;
    eb_guard_view(capture->guard, &state);
    capture->pcm.counters.withheld++;
    capture->restarted = true;
    const bool told = capture->withholding;
    capture->withholding = true;
    if (told) return EB_E_TIMEOUT;
    return state.sound_reason == EB_REASON_SWITCH_OFF ? EB_E_SWITCH_OFF : EB_E_GATE_CLOSED;
}

/* A whole block was read: judged, cleaned, handed out. */
static int finish(eb_capture *capture, eb_block *block) {
    const int64_t now = eb_now_ns();
    eb_guard_state state;
    capture->filled = 0;
    const int64_t from = capture->from_ns;
    if (guard_judge_sound(capture->guard, from, now) != PASSES) return withhold(capture);
    capture->withholding = false;
    eb_guard_view(capture->guard, &state);
    *block = (eb_block){
        .samples = capture->samples, .frames = capture->pcm.period, .from_ns = from, .restarted = capture->restarted,
        .proof = state.witness == EB_WITNESS_NONE ? EB_PROOF_UNPROVABLE : EB_PROOF_PROVEN,
    };
    count_lost(capture, block);
    capture->restarted = false;
    capture->expected_ns = from + EB_PERIOD_MS * MS;
    capture->pcm.counters.frames += block->frames;
    if (capture->echo == NULL) return EB_OK;
    echo_cancel(capture->echo, capture->samples, from, capture->clean);
    block->samples = capture->clean;
    return EB_OK;
}

static int interrupted(eb_capture *capture, int error) {
    capture->filled = 0;
    capture->restarted = true;
    return error == EB_OK ? EB_E_TIMEOUT : error;
}

/* Frames read, 0 when there is not yet a period: who takes a part of one waits a whole one for the rest. A negative errno. */
static long read_some(eb_capture *capture) {
    pcm *pcm = &capture->pcm;
    long available, delay;
    const int wrong = pcm->system->avail_delay(pcm->card, &available, &delay);
    if (wrong < 0) return wrong;
    const size_t missing = pcm->period - capture->filled;
    if (available < (long)missing) return 0;
    if (capture->filled == 0) capture->from_ns = eb_now_ns() - (delay > 0 ? delay : 0) * SECOND / pcm->options.rate_hz;
    return pcm->system->read(pcm->card, capture->samples + capture->filled * pcm->options.channels, missing);
}

static int round_of(eb_capture *capture, int64_t until_ns, eb_block *block) {
    pcm *pcm = &capture->pcm;
    if (!pcm->open) {
        pcm_bring_back(pcm, until_ns);
        return EB_E_TIMEOUT;
    }

    const long got = read_some(capture);
    if (got > 0) {
        pcm->alive_ns = eb_now_ns();
        capture->filled += (size_t)got;
        return capture->filled == pcm->period ? finish(capture, block) : EB_E_TIMEOUT;
    }

    const uint64_t before = pcm->counters.xruns + pcm->counters.suspends;
    int error = got < 0 ? pcm_recover(pcm, (int)got) : EB_OK;
    if (error == EB_OK || error == EB_E_TIMEOUT) error = pcm_watch(pcm);
    if (error == EB_OK) error = pcm_wait(pcm, until_ns);
    const bool again = error != EB_OK || before != pcm->counters.xruns + pcm->counters.suspends;
    return again ? interrupted(capture, error) : EB_E_TIMEOUT;
}

/* What a wait ends with that got nothing. */
static int nothing(const eb_capture *capture) {
    eb_guard_state state;
    if (!capture->pcm.open) return EB_E_GONE;
    if (!capture->withholding) return EB_E_TIMEOUT;
    eb_guard_view(capture->guard, &state);
    return state.sound_reason == EB_REASON_SWITCH_OFF ? EB_E_SWITCH_OFF : EB_E_GATE_CLOSED;
}

int eb_capture_wait(eb_capture *capture, int timeout_ms, eb_block *block) {
    if (capture == NULL || block == NULL || timeout_is_wrong(timeout_ms)) return EB_E_ARGUMENT;
    const int64_t until = eb_now_ns() + timeout_ms * MS;
    do {
        const int error = round_of(capture, until, block);
        if (error != EB_E_TIMEOUT) return error;
    } while (eb_now_ns() < until);

    return nothing(capture);
}

void eb_capture_view(const eb_capture *capture, eb_sound_counters *counters) { *counters = capture->pcm.counters; }

void eb_capture_close(eb_capture *capture) {
    if (capture == NULL) return;
    pcm_end(&capture->pcm);
    eb_guard_close(capture->guard);
    eb_echo_close(capture->echo);
    free(capture);
}
