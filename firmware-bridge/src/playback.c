#include "echo.h"
#include "pcm.h"

#include <errno.h>
#include <stdlib.h>

#define MS INT64_C(1000000)

struct eb_playback {
    pcm pcm;
    eb_echo *echo; /* NULL: none attached */
};

int eb_playback_open(const eb_sound_options *options, eb_playback **playback, eb_detail *detail) {
    if (options == NULL || playback == NULL) return failure(detail, EB_E_ARGUMENT, 0, "options or playback is missing");
    eb_playback *made = calloc(1, sizeof *made);
    if (made == NULL) return failure(detail, EB_E_MEMORY, 0, "no memory for the playback");
    const int error = pcm_begin(&made->pcm, SOUND_PLAYBACK, options, detail);
    if (error != EB_OK) {
        free(made);
        return error;
    }

    *playback = made;
    return EB_OK;
}

int eb_playback_attach(eb_playback *playback, eb_echo *echo) {
    if (playback == NULL || echo == NULL || playback->echo != NULL) return EB_E_ARGUMENT;
    if (playback->pcm.options.rate_hz != EB_ECHO_RATE_HZ) return EB_E_RATE;
    if (playback->pcm.options.channels != 1) return EB_E_CHANNELS;
    echo_hold(echo);
    playback->echo = echo;
    return EB_OK;
}

/* Frames that lie before the next one, or a negative errno. */
static long delay_of(const pcm *pcm) {
    long available, delay;
    const int wrong = pcm->system->avail_delay(pcm->card, &available, &delay);
    return wrong < 0 ? wrong : delay > 0 ? delay : 0;
}

static void tell_echo(const eb_playback *playback, const int16_t *samples, size_t count, long delay) {
    if (playback->echo == NULL) return;
    const int64_t ahead = (delay > 0 ? delay : 0) * INT64_C(1000000000) / playback->pcm.options.rate_hz;
    echo_play(playback->echo, samples, count, eb_now_ns() + ahead);
}

static int round_of(eb_playback *playback, const int16_t *samples, size_t frames, int64_t until_ns, size_t *taken) {
    pcm *pcm = &playback->pcm;
    if (!pcm->open) {
        pcm_bring_back(pcm, until_ns);
        return EB_E_TIMEOUT;
    }

    const long delay = playback->echo == NULL ? 0 : delay_of(pcm);
    const long put = pcm->system->write(pcm->card, samples, frames);
    if (put > 0) {
        pcm->alive_ns = eb_now_ns();
        pcm->counters.frames += (uint64_t)put;
        *taken = (size_t)put;
        tell_echo(playback, samples, (size_t)put, delay);
        return EB_OK;
    }

    int error = put < 0 ? pcm_recover(pcm, (int)put) : EB_OK;
    if (put < 0 && put != -EAGAIN && error == EB_OK) { /* ran dry, and is ready again; one that always does costs a look a millisecond */
        pcm_sleep(eb_now_ns() + MS);
        return EB_E_TIMEOUT;
    }

    if (error == EB_OK || error == EB_E_TIMEOUT) error = pcm_watch(pcm);
    if (error == EB_OK) error = pcm_wait(pcm, until_ns);
    return error == EB_OK ? EB_E_TIMEOUT : error;
}

int eb_playback_write(eb_playback *playback, const int16_t *samples, size_t frames, int timeout_ms, size_t *taken) {
    if (playback == NULL || samples == NULL || taken == NULL || frames == 0 || timeout_is_wrong(timeout_ms)) return EB_E_ARGUMENT;
    const int64_t began = eb_now_ns(), until = began + timeout_ms * MS;
    pcm *pcm = &playback->pcm;
    *taken = 0;
    if (pcm->open && pcm->system->state(pcm->card) != SOUND_RUNNING) pcm->alive_ns = began; /* what rests is not stuck */
    do {
        const int error = round_of(playback, samples, frames, until, taken);
        if (error != EB_E_TIMEOUT) return error;
    } while (eb_now_ns() < until);

    return pcm->open ? EB_E_TIMEOUT : EB_E_GONE;
}

static int make_ready(pcm *pcm) {
    int wrong = pcm->system->drop(pcm->card);
    if (wrong >= 0) wrong = pcm->system->prepare(pcm->card);
    return wrong < 0 ? pcm_recover(pcm, wrong) : EB_OK;
}

int eb_playback_stop(eb_playback *playback) {
    if (playback == NULL) return EB_E_ARGUMENT;
    return playback->pcm.open ? make_ready(&playback->pcm) : EB_E_GONE;
}

int eb_playback_drain(eb_playback *playback, int timeout_ms) {
    if (playback == NULL || timeout_is_wrong(timeout_ms)) return EB_E_ARGUMENT;
    pcm *pcm = &playback->pcm;
    const int64_t until = eb_now_ns() + timeout_ms * MS;
    if (!pcm->open) return EB_E_GONE;
    if (pcm->system->state(pcm->card) == SOUND_PREPARED && delay_of(pcm) > 0) {
        const int wrong = pcm->system->start(pcm->card);
        if (wrong < 0) return pcm_recover(pcm, wrong);
    }

    for (;;) {
        const long delay = delay_of(pcm);
        if (delay == 0 || delay == -EPIPE) return make_ready(pcm); /* ran dry: all of it was heard */
        if (delay < 0) return pcm_recover(pcm, (int)delay);
        const int64_t now = eb_now_ns();
        if (now >= until) return EB_E_TIMEOUT;
        pcm_sleep(now + EB_PERIOD_MS * MS < until ? now + EB_PERIOD_MS * MS : until);
    }
}

void eb_playback_view(const eb_playback *playback, eb_sound_counters *counters) { *counters = playback->pcm.counters; }

void eb_playback_close(eb_playback *playback) {
    if (playback == NULL) return;
    pcm_end(&playback->pcm);
    eb_echo_close(playback->echo);
    free(playback);
}
