#include "pcm.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#define MS INT64_C(1000000)
#define TRY_AGAIN (250 * MS)
#define SUSPENDED_PAUSE (10 * MS)

void pcm_sleep(int64_t until_ns) {
    const struct timespec moment = { until_ns / (1000 * MS), until_ns % (1000 * MS) };
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &moment, NULL);
}

static int refused_options(const eb_sound_options *options, eb_detail *detail) {
    if (options->size != sizeof *options) return failure(detail, EB_E_ABI, 0, "eb_sound_options is of another header");
    if (options->rate_hz < 8000 || options->rate_hz > 48000 || options->rate_hz % 100 != 0) {
        return failure(detail, EB_E_ARGUMENT, 0, "rate_hz is %u, not 8000 to 48000 in hundreds", options->rate_hz);
    }

    if (options->channels < 1 || options->channels > 8) {
        return failure(detail, EB_E_ARGUMENT, 0, "channels is %u, not 1 to 8", options->channels);
    }

    if (options->periods < 2 || options->periods > 64) {
        return failure(detail, EB_E_ARGUMENT, 0, "periods is %u, not 2 to 64", options->periods);
    }

    return EB_OK;
}

static int choose_hardware(pcm *pcm, sound_params *params, eb_detail *detail) {
    const sound_system *sound = pcm->system;
    const eb_sound_options *options = &pcm->options;
    int wrong = sound->hw_any(pcm->card, params);
    if (wrong >= 0) wrong = sound->hw_access(pcm->card, params, SOUND_INTERLEAVED);
    if (wrong >= 0) wrong = sound->hw_format(pcm->card, params, SOUND_S16_LE);
    if (wrong < 0) return failure(detail, EB_E_FORMAT, -wrong, "%s has no interleaved signed 16 bit", pcm->device);
    wrong = sound->hw_channels(pcm->card, params, options->channels);
    if (wrong < 0) return failure(detail, EB_E_CHANNELS, -wrong, "%s has not %u channels", pcm->device, options->channels);
    wrong = sound->hw_rate(pcm->card, params, options->rate_hz, 0);
    if (wrong < 0) return failure(detail, EB_E_RATE, -wrong, "%s does not run at %u Hz", pcm->device, options->rate_hz);

    unsigned long period = pcm->period, buffer = pcm->period * options->periods;
    int direction = 0;
    wrong = sound->hw_period(pcm->card, params, &period, &direction);
    if (wrong >= 0) wrong = sound->hw_buffer(pcm->card, params, &buffer);
    if (wrong >= 0) wrong = sound->hw_apply(pcm->card, params);
    if (wrong < 0) return failure(detail, error_of_errno(-wrong), -wrong, "%s has no buffer of %u periods", pcm->device, options->periods);
    if (buffer < 2 * pcm->period) return failure(detail, EB_E_NOT_SUPPORTED, 0, "%s buffers %lu frames only", pcm->device, buffer);
    return EB_OK;
}

static int choose_software(pcm *pcm, sound_params *params, eb_detail *detail) {
    const sound_system *sound = pcm->system;
    int wrong = sound->sw_current(pcm->card, params);
    /* One frame starts a capture. Playback starts with two periods in hand: with one it would run dry at the first delay, for ever. */
    if (wrong >= 0) wrong = sound->sw_start(pcm->card, params, pcm->stream == SOUND_CAPTURE ? 1 : 2 * pcm->period);
    if (wrong >= 0) wrong = sound->sw_avail(pcm->card, params, pcm->period);
    if (wrong >= 0) wrong = sound->sw_apply(pcm->card, params);
    if (wrong >= 0) wrong = sound->prepare(pcm->card);
    if (wrong >= 0 && pcm->stream == SOUND_CAPTURE) wrong = sound->start(pcm->card);
    return wrong < 0 ? failure(detail, error_of_errno(-wrong), -wrong, "%s does not start", pcm->device) : EB_OK;
}

static int choose(pcm *pcm, eb_detail *detail) {
    sound_params *hardware = NULL, *software = NULL;
    int error = EB_E_MEMORY;
    if (pcm->system->hw_malloc(&hardware) >= 0 && pcm->system->sw_malloc(&software) >= 0) {
        error = choose_hardware(pcm, hardware, detail);
        if (error == EB_OK) error = choose_software(pcm, software, detail);
    }

    if (software != NULL) pcm->system->sw_free(software);
    if (hardware != NULL) pcm->system->hw_free(hardware);
    return error;
}

static int start(pcm *pcm, eb_detail *detail) {
    const int wrong = pcm->system->open(&pcm->card, pcm->device, pcm->stream, SOUND_NONBLOCK);
    if (wrong < 0) {
        const int error = wrong == -ENODEV ? EB_E_NO_DEVICE : error_of_errno(-wrong);
        return failure(detail, error, -wrong, "cannot open %s", pcm->device);
    }

    const int error = choose(pcm, detail);
    if (error != EB_OK) {
        pcm->system->close(pcm->card);
        return error;
    }

    pcm->open = true;
    pcm->alive_ns = eb_now_ns();
    return EB_OK;
}

int pcm_begin(pcm *pcm, int stream, const eb_sound_options *options, eb_detail *detail) {
    int error = refused_options(options, detail);
    if (error != EB_OK) return error;
    pcm->options = *options;
    pcm->stream = stream;
    pcm->period = options->rate_hz * EB_PERIOD_MS / 1000;
    if (name_is_wrong(options->device, pcm->device, sizeof pcm->device)) {
        return failure(detail, EB_E_ARGUMENT, 0, "device is missing or longer than 255 bytes");
    }

    pcm->options.device = pcm->device;
    const char *missing;
    error = sound_system_of(pcm->device, &pcm->system, &missing);
    if (error != EB_OK) return failure(detail, error, 0, "%s is missing", missing);
    return start(pcm, detail);
}

void pcm_end(pcm *pcm) {
    if (!pcm->open) return;
    (void)pcm->system->drop(pcm->card); /* a close alone would wait until everything is heard */
    (void)pcm->system->close(pcm->card);
    pcm->open = false;
}

static int lose(pcm *pcm) {
    pcm_end(pcm);
    pcm->retry_ns = eb_now_ns() + TRY_AGAIN;
    return EB_E_GONE;
}

static int run_again(pcm *pcm) {
    int wrong = pcm->system->prepare(pcm->card);
    if (wrong >= 0 && pcm->stream == SOUND_CAPTURE) wrong = pcm->system->start(pcm->card); /* it does not do so by itself */
    return wrong < 0 ? lose(pcm) : EB_OK;
}

int pcm_recover(pcm *pcm, int wrong) {
    if (wrong == -EAGAIN || wrong == -EINTR) return EB_OK;
    if (wrong == -EPIPE) {
        pcm->counters.xruns++;
        return run_again(pcm);
    }

    if (wrong != -ESTRPIPE) return lose(pcm);
    const int resumed = pcm->system->resume(pcm->card);
    if (resumed == -EAGAIN) return EB_E_TIMEOUT; /* the machine is not yet awake */
    pcm->counters.suspends++;
    return resumed < 0 || pcm->stream == SOUND_CAPTURE ? run_again(pcm) : EB_OK;
}

int pcm_watch(pcm *pcm) {
    if (eb_now_ns() - pcm->alive_ns < EB_NO_SOUND_MS * MS) return EB_OK;
    pcm->counters.silences++;
    pcm_end(pcm);
    if (start(pcm, NULL) == EB_OK) pcm->counters.reopened++;
    else pcm->retry_ns = eb_now_ns() + TRY_AGAIN;
    return EB_E_NO_SOUND;
}

void pcm_bring_back(pcm *pcm, int64_t until_ns) {
    pcm_sleep(pcm->retry_ns < until_ns ? pcm->retry_ns : until_ns);
    if (pcm->retry_ns > until_ns) return;
    pcm->retry_ns = eb_now_ns() + TRY_AGAIN;
    if (start(pcm, NULL) == EB_OK) pcm->counters.reopened++;
}

int pcm_wait(pcm *pcm, int64_t until_ns) {
    const int64_t watchdog = pcm->alive_ns + EB_NO_SOUND_MS * MS, now = eb_now_ns();
    const int64_t wait = (until_ns < watchdog ? until_ns : watchdog) - now;
    if (wait <= 0) return EB_OK;
    const int wrong = pcm->system->wait(pcm->card, (int)((wait + MS - 1) / MS)); /* looks into revents for the plug-ins */
    if (wrong >= 0) return EB_OK;
    const int error = pcm_recover(pcm, wrong);
    if (error != EB_E_TIMEOUT) return error;
    pcm_sleep(now + SUSPENDED_PAUSE < until_ns ? now + SUSPENDED_PAUSE : until_ns);
    pcm->alive_ns = eb_now_ns(); /* asleep is not stuck */
    return EB_OK;
}
