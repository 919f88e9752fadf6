/* The canceller between a playback, which tells what will be heard and when, and a capture, which hears it. */
#ifndef ECHO_H
#define ECHO_H

#include "edge_bridge.h"

#include <stdbool.h>

#define ECHO_BLOCK (EB_ECHO_RATE_HZ * EB_PERIOD_MS / 1000) /* 160 */

void echo_hold(eb_echo *echo); /* eb_echo_close gives it back */

/* By the thread of the playback: `count` samples, the first of which is heard at heard_ns. */
void echo_play(eb_echo *echo, const int16_t *samples, size_t count, int64_t heard_ns);

/* By the thread of the capture: one block [ECHO_BLOCK], heard from from_ns on. */
void echo_cancel(eb_echo *echo, const int16_t *heard, int64_t from_ns, int16_t *clean);

#endif
