/* The scan of a JPEG: reads what it was given and nothing else, and what it finds lies within. */
#include "edge_bridge.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    eb_mjpeg found, again;
    if (eb_mjpeg_scan(data, size, &found) != EB_OK) return 0;
    if (found.begin > found.end || found.end > size || found.width == 0 || found.height == 0 || found.components == 0) abort();
    if (data[found.end - 2] != 0xff || data[found.end - 1] != 0xd9) abort();
    if (eb_mjpeg_scan(data, found.end, &again) != EB_OK || again.end != found.end) abort(); /* it needs nothing behind its end */
    return 0;
}
