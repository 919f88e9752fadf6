/* edge-bridge: each command tries one part of the bridge by hand. */
#ifndef TOOL_H
#define TOOL_H

#include "edge_bridge.h"

#include <stdbool.h>

int tool_failed(const char *what, int error, const eb_detail *detail); /* says it on stderr; gives the exit code 1 */
bool tool_number(const char *text, long least, long most, long *number);
bool tool_goes_on(void); /* until SIGINT or SIGTERM */

int tool_record(int argc, char **argv); /* DEVICE FILE.wav [SECONDS] */
int tool_play(int argc, char **argv);   /* DEVICE FILE.wav */

#endif
