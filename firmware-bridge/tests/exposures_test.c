/* exposures_test [SCHEDULES]: random fault schedules, 10,000 unless said otherwise. Each mutation of tests/mutations must make it fail. */
#include "check.h"
#include "world.h"

static tally all;

static void no_exposure_without_a_burning_light(void) { CHECK_EQUAL(0, all.unlit); }

static void no_picture_without_a_proven_light(void) { CHECK_EQUAL(0, all.delivered_unlit); }

static void no_sound_with_the_switch_off(void) {
    CHECK_EQUAL(0, all.sound_while_off);
    CHECK_EQUAL(0, all.sound_long_off);
}

/* Nothing at all would be safe too. */
static void the_glasses_see_and_hear_meanwhile(uint64_t schedules) {
    CHECK(all.delivered > 2 * schedules);
    CHECK(all.blocks > 5 * schedules);
    CHECK(all.refused > 2 * schedules);
    CHECK(all.unlit_of_faulty > schedules / 100); /* firmware that opens its gate early was among them */
}

int main(int argc, char **argv) {
    static world world;
    const uint64_t schedules = argc > 1 ? strtoull(argv[1], NULL, 10) : 10000;
    CHECK(schedules > 0);
    for (uint64_t seed = 1; seed <= schedules; seed++) {
        world_live(&world, seed, &all);
        if (seed % 100 != 0) continue; /* what is broken for good need not go on */
        no_exposure_without_a_burning_light();
        no_picture_without_a_proven_light();
        no_sound_with_the_switch_off();
    }

    printf("%" PRIu64 " schedules: %" PRIu64 " exposures (unlit %" PRIu64 ", of faulty firmware %" PRIu64 "), delivered %" PRIu64
           " (unlit %" PRIu64 "), refused %" PRIu64 "; sound open %" PRIu64 " ms (switched off %" PRIu64 "), %" PRIu64 " blocks\n",
        schedules, all.exposures, all.unlit, all.unlit_of_faulty, all.delivered, all.delivered_unlit, all.refused, all.sound,
        all.sound_while_off, all.blocks);
    RUN(no_exposure_without_a_burning_light);
    RUN(no_picture_without_a_proven_light);
    RUN(no_sound_with_the_switch_off);
    the_glasses_see_and_hear_meanwhile(schedules);
    puts("ok the_glasses_see_and_hear_meanwhile");
}
