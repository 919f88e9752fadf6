/* The canceller of the board, on an echo that is made here: speech-like noise through a room of 60 ms. Times are made too. */
#include "check.h"
#include "echo.h"

#include <math.h>

#define SECONDS 8
#define SAMPLES (SECONDS * EB_ECHO_RATE_HZ)
#define ROOM 960 /* 60 ms */

static eb_echo *echo;
static int16_t played[SAMPLES], heard[SAMPLES], clean[SAMPLES];
static float room[ROOM];

static float noise(void) {
    static uint32_t state = 1;
    state = state * 1664525u + 1013904223u;
    return (float)(int32_t)state / 2147483648.0f;
}

/* Noise in syllables, low frequencies first, as voices are. */
static void make_voice(int16_t *to, float loud) {
    float low = 0;
    for (int i = 0; i < SAMPLES; i++) {
        low += 0.2f * (noise() - low);
        const float syllable = 0.5f - 0.5f * cosf(6.2831853f * (float)(i % 4000) / 4000.0f);
        to[i] = (int16_t)(loud * syllable * low * 4);
    }
}

static void make_room(void) {
    for (int i = 80; i < ROOM; i++) room[i] = 0.3f * noise() * expf(-(float)(i - 80) / 160.0f);
}

/* The echo of what is played, and nothing else. */
static void make_echo(void) {
    for (int i = 0; i < SAMPLES; i++) {
        float sum = 0;
        for (int k = 80; k < ROOM && k <= i; k++) sum += room[k] * played[i - k];
        heard[i] = (int16_t)sum;
    }
}

static double power(const int16_t *samples, int from, int to) {
    double sum = 1;
    for (int i = from; i < to; i++) sum += (double)samples[i] * samples[i];
    return 10 * log10(sum / (to - from));
}

/* Playback in pieces of its own length 40 ms ahead, as a card's buffer is; what the clock says trembles by a millisecond. */
static void run(int64_t offset_ns) {
    const int64_t begin = INT64_C(1000000000000);
    int next = 0;
    for (int i = 0; i + ECHO_BLOCK <= SAMPLES; i += ECHO_BLOCK) {
        const int64_t tremble = (int64_t)(noise() * 1000000);
        while (next < i + 640 + ECHO_BLOCK && next + 100 <= SAMPLES) {
            echo_play(echo, played + next, 100, begin + offset_ns + tremble + next * INT64_C(62500));
            next += 100;
        }

        echo_cancel(echo, heard + i, begin + tremble + i * INT64_C(62500), clean + i);
    }
}

static bool open_it(void) {
    eb_detail detail;
    const int error = eb_echo_open(200, &echo, &detail);
    if (error == EB_E_LIBRARY) skip("no libspeexdsp (apt-get install libspeexdsp1)");
    else CHECK_EQUAL(EB_OK, error);
    return error == EB_OK;
}

static void what_is_played_is_taken_out(void) {
    if (!open_it()) return;
    make_echo();
    run(0);
    const double less = power(heard, SAMPLES / 2, SAMPLES) - power(clean, SAMPLES / 2, SAMPLES);
    printf("echo lower by %.1f dB after %d s\n", less, SECONDS / 2);
    CHECK(less > 15);
    eb_echo_close(echo);
}

static void it_learns_whatever_the_cards_delay_is(void) {
    if (!open_it()) return;
    make_echo();
    run(-30000000); /* said to be heard 30 ms before it was */
    const double less = power(heard, SAMPLES / 2, SAMPLES) - power(clean, SAMPLES / 2, SAMPLES);
    printf("with a delay told 30 ms too short: %.1f dB\n", less);
    CHECK(less > 12);
    eb_echo_close(echo);
}

static void who_speaks_stays_audible(void) {
    static int16_t wearer[SAMPLES], both[SAMPLES];
    if (!open_it()) return;
    make_echo();
    make_voice(wearer, 3000);
    for (int i = 0; i < SAMPLES; i++) both[i] = heard[i] = (int16_t)(heard[i] + (i >= SAMPLES / 2 ? wearer[i] : 0));
    run(0);
    for (int i = 0; i < SAMPLES; i++) {
        both[i] = (int16_t)(both[i] - wearer[i]);
        clean[i] = (int16_t)(clean[i] - wearer[i]);
    }

    /* What is left beside the wearer: less than the echo was. */
    const double less = power(both, SAMPLES / 2, SAMPLES) - power(clean, SAMPLES / 2, SAMPLES);
    printf("while the wearer speaks: %.1f dB\n", less);
    CHECK(less > 3);
    eb_echo_close(echo);
}

static void silence_stays_silence(void) {
    if (!open_it()) return;
    memset(heard, 0, sizeof heard);
    run(0);
    CHECK(power(clean, 0, SAMPLES) < 1);
    eb_echo_close(echo);
}

static void it_fits_only_its_own_rate(void) {
    eb_sound_options options = { .size = sizeof options, .rate_hz = 48000, .channels = 1, .periods = 4, .device = "sim:none" };
    eb_playback *playback;
    if (!open_it()) return;
    CHECK_EQUAL(EB_OK, eb_playback_open(&options, &playback, NULL));
    CHECK_EQUAL(EB_E_RATE, eb_playback_attach(playback, echo));
    eb_playback_close(playback);
    options.rate_hz = 16000;
    CHECK_EQUAL(EB_OK, eb_playback_open(&options, &playback, NULL));
    CHECK_EQUAL(EB_OK, eb_playback_attach(playback, echo));
    CHECK_EQUAL(EB_E_ARGUMENT, eb_playback_attach(playback, echo));
    eb_echo_close(echo); /* the playback holds it */
    eb_playback_close(playback);
}

int main(void) {
    make_voice(played, 8000);
    make_room();
    RUN(what_is_played_is_taken_out);
    RUN(it_learns_whatever_the_cards_delay_is);
    RUN(who_speaks_stays_audible);
    RUN(silence_stays_silence);
    RUN(it_fits_only_its_own_rate);
}
