#include "check.h"
#include "codec.h"

static size_t from_hex(const char *text, uint8_t *out) {
    size_t count = 0;
    if (strcmp(text, "-") == 0) return 0;
    for (; text[0] != 0; text += 2) {
        unsigned byte;
        CHECK(sscanf(text, "%2x", &byte) == 1);
        out[count++] = (uint8_t)byte;
    }

    return count;
}

static received take_all(const uint8_t *bytes, size_t length, frame *frame) {
    receiver receiver = { 0 };
    received last = RECEIVED_NOTHING;
    for (size_t i = 0; i < length; i++) last = receiver_take(&receiver, bytes[i], frame);
    return last;
}

static void check_crc(char *data, char *expected) {
    uint8_t bytes[600];
    CHECK_EQUAL(strtoul(expected, NULL, 16), crc32c(bytes, from_hex(data, bytes)));
}

static void check_cobs(char *data, char *expected) {
    uint8_t plain[600], encoded[600], wanted[600], back[600];
    size_t decoded;
    const size_t length = from_hex(data, plain), want = from_hex(expected, wanted);
    CHECK_EQUAL(want, cobs_encode(plain, length, encoded));
    CHECK(memcmp(wanted, encoded, want) == 0);
    CHECK(cobs_decode(encoded, want, back, sizeof back, &decoded));
    CHECK_EQUAL(length, decoded);
    CHECK(memcmp(plain, back, length) == 0);
}

static void check_frame(char *fields[]) {
    frame made = { 0 }, read;
    uint8_t encoded[MOST_ENCODED], wanted[600];
    made.version = (uint8_t)strtoul(fields[1], NULL, 16);
    made.type = (uint8_t)strtoul(fields[2], NULL, 16);
    made.sequence = (uint8_t)strtoul(fields[3], NULL, 16);
    made.length = (uint8_t)from_hex(fields[4], made.payload);
    const size_t want = from_hex(fields[5], wanted);
    CHECK_EQUAL(want, frame_encode(&made, encoded));
    CHECK(memcmp(wanted, encoded, want) == 0);
    CHECK_EQUAL(RECEIVED_FRAME, take_all(encoded, want, &read));
    CHECK(memcmp(&made, &read, sizeof made) == 0);
}

static void vectors_of_the_document_hold(void) {
    char line[1400], *fields[6];
    uint8_t bytes[600];
    frame read;
    int vectors = 0;
    FILE *file = fopen("tests/vectors/protocol.txt", "r");
    CHECK(file != NULL);
    while (fgets(line, sizeof line, file) != NULL) {
        size_t count = 0;
        for (char *word = strtok(line, " \n"); word != NULL && count < 6; word = strtok(NULL, " \n")) fields[count++] = word;
        if (count == 0 || fields[0][0] == '#') continue;
        vectors++;
        if (strcmp(fields[0], "crc") == 0 && count == 3) check_crc(fields[1], fields[2]);
        else if (strcmp(fields[0], "cobs") == 0 && count == 3) check_cobs(fields[1], fields[2]);
        else if (strcmp(fields[0], "frame") == 0 && count == 6) check_frame(fields);
        else if (strcmp(fields[0], "damaged") == 0) CHECK_EQUAL(RECEIVED_DAMAGED, take_all(bytes, from_hex(fields[1], bytes), &read));
        else CHECK(!"a line that is no vector");
    }

    fclose(file);
    CHECK(vectors > 40);
}

static void an_oversized_frame_is_dropped_and_the_next_is_found(void) {
    const frame good = { 2, 3, 1, 0, { 0 } };
    uint8_t encoded[MOST_ENCODED];
    frame read;
    receiver receiver = { 0 };
    for (int i = 0; i < 100000; i++) CHECK_EQUAL(RECEIVED_NOTHING, receiver_take(&receiver, 7, &read));
    CHECK_EQUAL(RECEIVED_OVERSIZED, receiver_take(&receiver, 0, &read));
    const size_t length = frame_encode(&good, encoded);
    for (size_t i = 0; i + 1 < length; i++) CHECK_EQUAL(RECEIVED_NOTHING, receiver_take(&receiver, encoded[i], &read));
    CHECK_EQUAL(RECEIVED_FRAME, receiver_take(&receiver, 0, &read));
}

static void each_changed_bit_of_a_frame_is_noticed(void) {
    const frame good = { 2, 0x91, 1, 21, { 1, 2, 3, 4, 5, 6, 7, 8, 1, 1, 5, 0, 0, 0, 2, 5, 9, 0, 0, 0, 3 } };
    uint8_t encoded[MOST_ENCODED];
    frame read;
    const size_t length = frame_encode(&good, encoded);
    for (size_t bit = 0; bit < (length - 1) * 8; bit++) {
        encoded[bit / 8] ^= (uint8_t)(1 << bit % 8);
        CHECK(take_all(encoded, length, &read) != RECEIVED_FRAME);
        encoded[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
}

int main(void) {
    RUN(vectors_of_the_document_hold);
    RUN(an_oversized_frame_is_dropped_and_the_next_is_found);
    RUN(each_changed_bit_of_a_frame_is_noticed);
}
