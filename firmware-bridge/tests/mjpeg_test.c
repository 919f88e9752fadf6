#include "check.h"
#include "edge_bridge.h"

static uint8_t picture[65536];
static size_t length;

static void read_picture(void) {
    FILE *file = fopen("tests/pictures/1.jpg", "rb");
    CHECK(file != NULL);
    length = fread(picture, 1, sizeof picture, file);
    fclose(file);
    CHECK(length > 100 && length < sizeof picture);
}

static void a_whole_picture_is_found(void) {
    eb_mjpeg found;
    CHECK_EQUAL(EB_OK, eb_mjpeg_scan(picture, length, &found));
    CHECK_EQUAL(64, found.width);
    CHECK_EQUAL(48, found.height);
    CHECK_EQUAL(3, found.components);
    CHECK_EQUAL(0, found.begin);
    CHECK_EQUAL(length, found.end);
}

static void what_follows_the_picture_is_left_out(void) {
    uint8_t longer[sizeof picture];
    eb_mjpeg found;
    memset(longer, 0, sizeof longer); /* as cameras pad */
    memcpy(longer, picture, length);
    CHECK_EQUAL(EB_OK, eb_mjpeg_scan(longer, sizeof longer, &found));
    CHECK_EQUAL(length, found.end);
}

/* On memory of just that size, so that the sanitizer sees a look behind it. */
static void a_picture_cut_anywhere_is_torn(void) {
    eb_mjpeg found;
    for (size_t cut = 0; cut < length; cut++) {
        uint8_t *part = malloc(cut + 1);
        CHECK(part != NULL);
        memcpy(part, picture, cut);
        uint8_t *exact = realloc(part, cut > 0 ? cut : 1);
        CHECK_EQUAL(EB_E_TORN, eb_mjpeg_scan(exact, cut, &found));
        free(exact);
    }
}

static void two_halves_are_no_picture(void) {
    uint8_t halves[sizeof picture];
    eb_mjpeg found;
    memcpy(halves, picture, length / 2); /* the second begins anew, as when packets are lost between two frames */
    memcpy(halves + length / 2, picture, length);
    CHECK_EQUAL(EB_E_TORN, eb_mjpeg_scan(halves, length / 2 + length, &found));
}

static size_t frame_header(void) {
    for (size_t i = 0; i + 9 < length; i++) {
        if (picture[i] == 0xff && picture[i + 1] == 0xc0) return i;
    }

    CHECK(!"a picture without a frame header");
    return 0;
}

static void a_monstrous_size_is_read_and_not_believed(void) {
    eb_mjpeg found;
    uint8_t *header = picture + frame_header();
    memset(header + 5, 0xff, 4);
    CHECK_EQUAL(EB_OK, eb_mjpeg_scan(picture, length, &found)); /* 65,535 × 65,535: the camera compares it with what was agreed */
    CHECK_EQUAL(65535, found.width);
    CHECK_EQUAL(65535, found.height);
    memset(header + 5, 0, 4);
    CHECK_EQUAL(EB_E_TORN, eb_mjpeg_scan(picture, length, &found));
    read_picture();
}

static void misuse_is_an_argument(void) {
    eb_mjpeg found;
    CHECK_EQUAL(EB_E_ARGUMENT, eb_mjpeg_scan(NULL, 1, &found));
    CHECK_EQUAL(EB_E_ARGUMENT, eb_mjpeg_scan(picture, 1, NULL));
    CHECK_EQUAL(EB_E_TORN, eb_mjpeg_scan(picture, 0, &found));
}

int main(void) {
    read_picture();
    RUN(a_whole_picture_is_found);
    RUN(what_follows_the_picture_is_left_out);
    RUN(a_picture_cut_anywhere_is_torn);
    RUN(two_halves_are_no_picture);
    RUN(a_monstrous_size_is_read_and_not_believed);
    RUN(misuse_is_an_argument);
}
