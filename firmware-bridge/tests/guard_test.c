#include "check.h"
#include "guard.h"

#include <pthread.h>
#include <stdatomic.h>

#define MS INT64_C(1000000)

static eb_guard *guard;

static void begin(void) { CHECK_EQUAL(EB_OK, eb_guard_open(EB_WITNESS_MCU, &guard)); }

/* An answer, in milliseconds: asked, answered; epoch 0: shut. */
static void answer(int64_t asked, int64_t answered, uint32_t light, uint32_t sound) {
    const proof proof = {
        .asked_ns = asked * MS, .answered_ns = answered * MS, .cover = EB_COVER_SEEN,
        .light = { light != 0, light != 0 ? EB_REASON_OPEN : EB_REASON_LIGHT_BROKEN, light != 0 ? light : 99 },
        .sound = { sound != 0, sound != 0 ? EB_REASON_OPEN : EB_REASON_SWITCH_OFF, sound != 0 ? sound : 99 },
    };
    guard_take(guard, &proof);
}

static verdict exposure(int64_t from, int64_t to) { return guard_judge_exposure(guard, from * MS, to * MS); }

static void without_a_proof_nothing_passes(void) {
    begin();
    CHECK_EQUAL(FAILS, exposure(10, 20));
    CHECK_EQUAL(FAILS, guard_judge_sound(guard, 10 * MS, 20 * MS));
    eb_guard_close(guard);
}

static void an_exposure_passes_between_first_answer_and_last_question(void) {
    begin();
    answer(100, 110, 5, 0);
    CHECK_EQUAL(FAILS, exposure(105, 120)); /* when the light went on is not known better than by 110 */
    CHECK_EQUAL(WAITS, exposure(110, 120));
    answer(120, 135, 5, 0);
    CHECK_EQUAL(PASSES, exposure(110, 120));
    CHECK_EQUAL(WAITS, exposure(110, 121)); /* it may have gone out right after it was looked at */
    answer(140, 150, 5, 0);
    CHECK_EQUAL(PASSES, exposure(111, 139));
    eb_guard_close(guard);
}

static void another_epoch_proves_nothing_about_between(void) {
    begin();
    answer(100, 110, 5, 0);
    answer(120, 130, 5, 0);
    answer(140, 150, 7, 0); /* off and on again */
    CHECK_EQUAL(FAILS, exposure(125, 135));
    CHECK_EQUAL(FAILS, exposure(110, 145));
    CHECK_EQUAL(PASSES, exposure(110, 120)); /* that was so, and stays so */
    CHECK_EQUAL(WAITS, exposure(150, 160));
    eb_guard_close(guard);
}

static void a_light_that_broke_ends_the_span(void) {
    begin();
    answer(100, 110, 5, 0);
    answer(120, 130, 5, 0);
    answer(140, 150, 0, 0);
    CHECK_EQUAL(PASSES, exposure(112, 118));
    CHECK_EQUAL(FAILS, exposure(112, 130));
    eb_guard_state state;
    eb_guard_view(guard, &state);
    CHECK_EQUAL(EB_REASON_LIGHT_BROKEN, state.light_reason);
    CHECK_EQUAL(INT64_MIN, state.light_until_ns);
    eb_guard_close(guard);
}

static void a_reboot_proves_nothing_more_but_takes_nothing_back(void) {
    begin();
    answer(100, 110, 5, 5);
    answer(120, 130, 5, 5);
    guard_forget(guard);
    CHECK_EQUAL(PASSES, exposure(112, 118));
    CHECK_EQUAL(FAILS, exposure(112, 130));
    CHECK_EQUAL(FAILS, guard_judge_sound(guard, 125 * MS, 131 * MS));
    answer(140, 150, 5, 5); /* the same epoch, of another boot */
    CHECK_EQUAL(FAILS, exposure(112, 139));
    eb_guard_close(guard);
}

static void late_answers_make_a_span_shorter_only(void) {
    begin();
    answer(100, 400, 5, 0);
    answer(120, 410, 5, 0);
    CHECK_EQUAL(FAILS, exposure(200, 390));
    CHECK_EQUAL(WAITS, exposure(400, 410));
    answer(415, 900, 5, 0);
    CHECK_EQUAL(PASSES, exposure(400, 410));
    CHECK_EQUAL(WAITS, exposure(400, 500));
    eb_guard_close(guard);
}

static void sound_passes_while_its_proof_is_fresh(void) {
    begin();
    answer(100, 110, 0, 3);
    CHECK_EQUAL(FAILS, guard_judge_sound(guard, 105 * MS, 116 * MS));
    CHECK_EQUAL(PASSES, guard_judge_sound(guard, 110 * MS, 121 * MS));
    CHECK_EQUAL(PASSES, guard_judge_sound(guard, 590 * MS, 600 * MS));
    CHECK_EQUAL(FAILS, guard_judge_sound(guard, 591 * MS, 601 * MS)); /* what was asked at 100 is half a second old */
    answer(700, 710, 0, 3);
    CHECK_EQUAL(PASSES, guard_judge_sound(guard, 700 * MS, 711 * MS));
    guard_shut_sound(guard, EB_REASON_SWITCH_OFF);
    CHECK_EQUAL(FAILS, guard_judge_sound(guard, 700 * MS, 711 * MS));
    answer(720, 730, 0, 5);
    CHECK_EQUAL(FAILS, guard_judge_sound(guard, 700 * MS, 731 * MS)); /* from before it was switched on again */
    CHECK_EQUAL(PASSES, guard_judge_sound(guard, 730 * MS, 741 * MS));
    eb_guard_close(guard);
}

static void without_a_witness_all_passes(void) {
    CHECK_EQUAL(EB_OK, eb_guard_open(EB_WITNESS_NONE, &guard));
    CHECK_EQUAL(PASSES, exposure(1, 2));
    CHECK_EQUAL(PASSES, guard_judge_sound(guard, 1, 2));
    eb_guard_close(guard);
}

static void zero_is_no_witness(void) {
    CHECK_EQUAL(EB_E_ARGUMENT, eb_guard_open(0, &guard));
    CHECK_EQUAL(EB_E_ARGUMENT, eb_guard_open(3, &guard));
    CHECK_EQUAL(EB_E_ARGUMENT, eb_guard_open(EB_WITNESS_MCU, NULL));
}

#define LOOKS 3000000

static atomic_bool written;
static atomic_int looks;

/* Each answer has an epoch of its own, so each span begins 7 ms behind where it ends: what is half one and half another is seen. */
static void *look(void *nothing) {
    eb_guard_state state;
    while (!atomic_load(&written)) {
        eb_guard_view(guard, &state);
        CHECK(state.light_from_ns == INT64_MIN || state.light_until_ns == state.light_from_ns - 7 * MS);
        CHECK(state.sound_until_ns == state.light_until_ns);
        atomic_fetch_add(&looks, 1);
    }

    return nothing;
}

static void readers_never_see_half_an_answer(void) {
    pthread_t readers[2];
    begin();
    atomic_store(&written, false);
    for (int i = 0; i < 2; i++) CHECK_EQUAL(0, pthread_create(&readers[i], NULL, look, NULL));
    for (uint32_t epoch = 1; atomic_load(&looks) < LOOKS; epoch++) answer(epoch, epoch + 7, epoch, epoch);
    atomic_store(&written, true);
    for (int i = 0; i < 2; i++) CHECK_EQUAL(0, pthread_join(readers[i], NULL));
    eb_guard_close(guard);
}

int main(void) {
    RUN(without_a_proof_nothing_passes);
    RUN(an_exposure_passes_between_first_answer_and_last_question);
    RUN(another_epoch_proves_nothing_about_between);
    RUN(a_light_that_broke_ends_the_span);
    RUN(a_reboot_proves_nothing_more_but_takes_nothing_back);
    RUN(late_answers_make_a_span_shorter_only);
    RUN(sound_passes_while_its_proof_is_fresh);
    RUN(without_a_witness_all_passes);
    RUN(zero_is_no_witness);
    RUN(readers_never_see_half_an_answer);
}
