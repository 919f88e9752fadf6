#include "check.h"
#include "edge_bridge.h"
#include "guard.h"
#include "heap.h"

static eb_guard *any; /* without a witness */

static eb_camera_options options_of(const char *device) {
    return (eb_camera_options){
        .size = sizeof(eb_camera_options), .pixels = EB_PIXELS_MJPEG, .width = 64, .height = 48, .frames_per_second = 200,
        .longest_exposure_us = 5000, .device = device,
    };
}

static eb_camera *open_it(const char *device) {
    const eb_camera_options options = options_of(device);
    eb_camera *camera;
    eb_detail detail = { 0 };
    const int error = eb_camera_open(&options, any, &camera, &detail);
    if (error != EB_OK) fprintf(stderr, "%s: %s\n", device, detail.text);
    CHECK_EQUAL(EB_OK, error);
    return camera;
}

static eb_frame next(eb_camera *camera) {
    eb_frame frame;
    CHECK_EQUAL(EB_OK, eb_camera_wait(camera, 1000, &frame));
    return frame;
}

static eb_camera_counters counters_of(const eb_camera *camera) {
    eb_camera_counters counters;
    eb_camera_view(camera, &counters);
    return counters;
}

static void a_frame_comes_whole_and_with_its_time(void) {
    eb_camera *camera = open_it("sim:tests/pictures");
    const int64_t before = eb_now_ns();
    const eb_frame frame = next(camera);
    CHECK_EQUAL(64, frame.width);
    CHECK(frame.data[0] == 0xff && frame.data[1] == 0xd8 && frame.data[frame.length - 1] == 0xd9);
    CHECK(frame.exposed_to_ns >= before && frame.exposed_to_ns <= eb_now_ns());
    CHECK_EQUAL(5000000, frame.exposed_to_ns - frame.exposed_from_ns);
    CHECK_EQUAL(EB_PROOF_UNPROVABLE, frame.proof);
    CHECK_EQUAL(EB_UNKNOWN, frame.cover);
    CHECK_EQUAL(0, frame.restarted);
    eb_camera_close(camera);
}

static void the_newest_frame_wins(void) {
    eb_camera *camera = open_it("sim:tests/pictures,clock=0");
    for (int i = 0; i < 10; i++) (void)next(camera);
    const eb_camera_counters counters = counters_of(camera);
    CHECK_EQUAL(10, counters.frames);
    CHECK(counters.superseded > 0);
    eb_camera_close(camera);
}

/* More dropped frames than there are buffers: each went back. */
static void what_is_wrong_is_dropped_counted_and_given_back(void) {
    eb_camera *camera = open_it("sim:tests/pictures,torn=2+10,error=20+10,empty=40+10,huge=60+10,lie=80+10");
    eb_camera_counters counters;
    do {
        (void)next(camera);
        counters = counters_of(camera);
    } while (counters.frames + counters.superseded < 60);
    CHECK_EQUAL(10, counters.torn);
    CHECK_EQUAL(10, counters.damaged);
    CHECK_EQUAL(10, counters.empty);
    CHECK_EQUAL(20, counters.lied);
    CHECK_EQUAL(0, counters.reopened);
    eb_camera_close(camera);
}

static void stops_with(const char *device, int expected) {
    eb_frame frame;
    eb_camera *camera = open_it(device);
    (void)next(camera);
    const int64_t before = eb_now_ns();
    CHECK_EQUAL(expected, eb_camera_wait(camera, 5000, &frame));
    const int64_t took_ms = (eb_now_ns() - before) / 1000000;
    CHECK(took_ms >= 1900 && took_ms < 2600);
    CHECK_EQUAL(1, counters_of(camera).silences);
    CHECK_EQUAL(1, counters_of(camera).reopened);
    eb_camera_close(camera);
}

static void two_seconds_without_a_frame_have_a_name(void) {
    stops_with("sim:tests/pictures,nothing=2+1000000", EB_E_NO_FRAMES);
    stops_with("sim:tests/pictures,torn=2+1000000", EB_E_TORN);
    stops_with("sim:tests/pictures,lie=2+1000000", EB_E_FORMAT_LIED);
    stops_with("sim:tests/pictures,error=2+1000000", EB_E_FRAME_ERROR);
}

static void a_camera_that_is_unplugged_comes_back(void) {
    eb_frame frame;
    eb_camera *camera = open_it("sim:tests/pictures,gone=3+400");
    (void)next(camera);
    int error;
    while ((error = eb_camera_wait(camera, 1000, &frame)) == EB_OK) { }
    CHECK_EQUAL(EB_E_GONE, error);
    CHECK_EQUAL(EB_E_GONE, eb_camera_wait(camera, 50, &frame));
    const int64_t before = eb_now_ns();
    frame = next(camera);
    CHECK_EQUAL(1, frame.restarted);
    CHECK((eb_now_ns() - before) / 1000000 < 1000);
    CHECK_EQUAL(1, counters_of(camera).reopened);
    CHECK_EQUAL(0, next(camera).restarted);
    eb_camera_close(camera);
}

static void yuyv_has_its_stride(void) {
    eb_camera_options options = options_of("sim:tests/pictures,torn=2");
    eb_camera *camera;
    options.pixels = EB_PIXELS_YUYV;
    CHECK_EQUAL(EB_OK, eb_camera_open(&options, any, &camera, NULL));
    const eb_frame frame = next(camera);
    CHECK_EQUAL(128, frame.stride);
    CHECK_EQUAL(128 * 48, frame.length);
    (void)next(camera);
    CHECK_EQUAL(1, counters_of(camera).torn);
    eb_camera_close(camera);
}

static void another_size_than_the_camera_has_is_refused(void) {
    eb_camera_options options = options_of("sim:tests/pictures");
    eb_detail detail;
    eb_camera *camera;
    options.width = 640;
    CHECK_EQUAL(EB_E_FORMAT, eb_camera_open(&options, any, &camera, &detail));
    CHECK(strstr(detail.text, "64x48") != NULL);
    options.device = "sim:tests/vectors";
    CHECK_EQUAL(EB_E_NO_DEVICE, eb_camera_open(&options, any, &camera, &detail));
    options.device = "/dev/null";
    CHECK_EQUAL(EB_E_NOT_SUPPORTED, eb_camera_open(&options, any, &camera, &detail));
    options.device = "no/such/device";
    CHECK_EQUAL(EB_E_NO_DEVICE, eb_camera_open(&options, any, &camera, &detail));
    CHECK_EQUAL(2, detail.os_error);
}

static void controls_have_bounds(void) {
    eb_camera *camera = open_it("sim:tests/pictures");
    eb_control_range range;
    CHECK_EQUAL(EB_OK, eb_camera_control_range(camera, EB_CONTROL_BRIGHTNESS, &range));
    CHECK_EQUAL(255, range.most);
    CHECK_EQUAL(EB_OK, eb_camera_set_control(camera, EB_CONTROL_BRIGHTNESS, 200));
    CHECK_EQUAL(EB_E_ARGUMENT, eb_camera_set_control(camera, EB_CONTROL_BRIGHTNESS, 256));
    CHECK_EQUAL(EB_E_NOT_SUPPORTED, eb_camera_set_control(camera, EB_CONTROL_FOCUS, 1));
    CHECK_EQUAL(EB_E_ARGUMENT, eb_camera_set_control(camera, 0, 1));
    eb_camera_close(camera);
}

static void without_a_proof_no_frame_is_handed_out(void) {
    const eb_camera_options options = options_of("sim:tests/pictures");
    eb_guard *guard;
    eb_camera *camera;
    eb_frame frame;
    CHECK_EQUAL(EB_OK, eb_guard_open(EB_WITNESS_MCU, &guard));
    CHECK_EQUAL(EB_OK, eb_camera_open(&options, guard, &camera, NULL));
    CHECK_EQUAL(EB_E_TIMEOUT, eb_camera_wait(camera, 300, &frame));
    CHECK_EQUAL(EB_E_LIGHT_UNPROVEN, eb_camera_wait(camera, 5000, &frame));
    CHECK(counters_of(camera).unproven > 100);
    CHECK_EQUAL(0, counters_of(camera).frames);

    proof proof = { .asked_ns = eb_now_ns(), .answered_ns = eb_now_ns(), .light = { true, EB_REASON_OPEN, 5 }, .cover = EB_COVER_SEEN };
    guard_take(guard, &proof);
    CHECK_EQUAL(EB_E_TIMEOUT, eb_camera_wait(camera, 50, &frame)); /* on, but not yet proven to have stayed so */
    proof.asked_ns = proof.answered_ns = eb_now_ns();
    guard_take(guard, &proof);
    CHECK_EQUAL(EB_OK, eb_camera_wait(camera, 100, &frame));
    CHECK_EQUAL(EB_PROOF_PROVEN, frame.proof);
    CHECK_EQUAL(EB_COVER_SEEN, frame.cover);
    CHECK(frame.exposed_to_ns <= proof.asked_ns);
    eb_guard_close(guard); /* the camera holds it */
    CHECK_EQUAL(EB_E_TIMEOUT, eb_camera_wait(camera, 50, &frame));
    eb_camera_close(camera);
}

static void a_thousand_fast_cycles_wedge_nothing(void) {
    const int64_t before = eb_now_ns();
    for (int i = 0; i < 1000; i++) {
        eb_camera *camera = open_it("sim:tests/pictures,clock=0,fps=1000");
        if (i % 3 == 0) (void)next(camera);
        eb_camera_close(camera);
    }

    printf("1,000 open/close cycles in %d ms\n", (int)((eb_now_ns() - before) / 1000000));
}

static void nothing_is_allocated_after_open(void) {
    eb_camera *camera = open_it("sim:tests/pictures,torn=20+5,clock=0,fps=500");
    if (!heap_watch()) {
        skip("built without ASan");
        eb_camera_close(camera);
        return;
    }

    for (int i = 0; i < 1000; i++) (void)next(camera);
    CHECK_EQUAL(0, heap_seen());
    eb_camera_close(camera);
}

static void the_first_frame_comes_soon(void) {
    const int64_t before = eb_now_ns();
    eb_camera *camera = open_it("sim:tests/pictures,fps=30");
    (void)next(camera);
    const int took_ms = (int)((eb_now_ns() - before) / 1000000);
    printf("open to first frame at 30 fps: %d ms\n", took_ms);
    CHECK(took_ms < 500);
    eb_camera_close(camera);
}

int main(void) {
    CHECK_EQUAL(EB_OK, eb_guard_open(EB_WITNESS_NONE, &any));
    RUN(a_frame_comes_whole_and_with_its_time);
    RUN(the_newest_frame_wins);
    RUN(what_is_wrong_is_dropped_counted_and_given_back);
    RUN(two_seconds_without_a_frame_have_a_name);
    RUN(a_camera_that_is_unplugged_comes_back);
    RUN(yuyv_has_its_stride);
    RUN(another_size_than_the_camera_has_is_refused);
    RUN(controls_have_bounds);
    RUN(without_a_proof_no_frame_is_handed_out);
    RUN(a_thousand_fast_cycles_wedge_nothing);
    RUN(nothing_is_allocated_after_open);
    RUN(the_first_frame_comes_soon);
    eb_guard_close(any);
}
