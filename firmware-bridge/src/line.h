/* A serial line, raw, 8N1, used by one process. */
#ifndef LINE_H
#define LINE_H

#include "edge_bridge.h"

#include <stdbool.h>

bool line_has_baud(uint32_t baud);
int line_open(const char *tty, uint32_t baud, int *line, eb_detail *detail);

#endif
