/* ITU-T T.81 annex B, as far as markers and lengths go. Each byte is looked at once. */
#include "edge_bridge.h"

#include <stdbool.h>
#include <string.h>

enum { SOI = 0xd8, EOI = 0xd9, SOS = 0xda, TEM = 0x01, RST0 = 0xd0, RST7 = 0xd7 };

typedef struct scan {
    const uint8_t *data;
    size_t length, at;
    bool framed, scanned; /* SOF and SOS were there */
    eb_mjpeg *found;
} scan;

static bool starts_frame(int marker) { return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc; }

static bool stands_alone(int marker) { return marker == TEM || (marker >= RST0 && marker <= RST7); }

/* The marker at `at`, past its fill bytes; -1 when there is none. */
static int next_marker(scan *scan) {
    if (scan->at >= scan->length || scan->data[scan->at] != 0xff) return -1;
    while (scan->at < scan->length && scan->data[scan->at] == 0xff) scan->at++;
    if (scan->at >= scan->length || scan->data[scan->at] == 0) return -1;
    return scan->data[scan->at++];
}

static bool read_frame(scan *scan, size_t segment) {
    const uint8_t *p = scan->data + scan->at;
    if (segment < 8) return false;
    scan->found->height = (uint32_t)(p[3] << 8 | p[4]);
    scan->found->width = (uint32_t)(p[5] << 8 | p[6]);
    scan->found->components = p[7];
    scan->framed = true;
    return scan->found->height > 0 && scan->found->width > 0 && p[7] > 0 && segment >= 8u + 3u * p[7];
}

/* The segment behind a marker. */
static bool skip_segment(scan *scan, int marker) {
    if (scan->length - scan->at < 2) return false;
    const size_t segment = (size_t)(scan->data[scan->at] << 8 | scan->data[scan->at + 1]);
    if (segment < 2 || segment > scan->length - scan->at) return false;
    if (starts_frame(marker) && (scan->framed || !read_frame(scan, segment))) return false;
    scan->at += segment;
    return true;
}

/* Entropy-coded data up to the next marker that is no restart. */
static bool skip_data(scan *scan) {
    while (scan->at < scan->length) {
        const uint8_t *mark = memchr(scan->data + scan->at, 0xff, scan->length - scan->at);
        if (mark == NULL) return false;
        scan->at = (size_t)(mark - scan->data);
        if (scan->at + 1 >= scan->length) return false;
        const uint8_t next = mark[1];
        if (next != 0 && !(next >= RST0 && next <= RST7)) return true; /* a fill byte too: next_marker passes it */
        scan->at += 2;
    }

    return false;
}

int eb_mjpeg_scan(const uint8_t *data, size_t length, eb_mjpeg *found) {
    if (data == NULL || found == NULL) return EB_E_ARGUMENT;
    *found = (eb_mjpeg){ 0 };
    scan scan = { .data = data, .length = length, .found = found };
    if (next_marker(&scan) != SOI || scan.at != 2) return EB_E_TORN;
    for (;;) {
        const int marker = next_marker(&scan);
        if (marker < 0 || marker == SOI) return EB_E_TORN;
        if (marker == EOI) break;
        if (stands_alone(marker)) continue;
        if (!skip_segment(&scan, marker)) return EB_E_TORN;
        if (marker != SOS) continue;
        if (!scan.framed || !skip_data(&scan)) return EB_E_TORN;
        scan.scanned = true;
    }

    found->end = scan.at;
    return scan.scanned ? EB_OK : EB_E_TORN;
}
