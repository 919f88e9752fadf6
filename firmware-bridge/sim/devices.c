/* The hardware's devices, and `sim:` ones: linked in the place of src/devices.c. */
#include "devices.h"
#include "edge_bridge.h"
#include "order.h"

#include <string.h>

static int simulated(const char *device) { return strncmp(device, SIM_PREFIX, strlen(SIM_PREFIX)) == 0; }

const video_system *video_of(const char *device) { return simulated(device) ? &sim_video : &kernel_video; }

int sound_system_of(const char *device, const sound_system **system, const char **missing) {
    if (!simulated(device)) return alsa_load(system, missing);
    *system = &sim_sound;
    return EB_OK;
}
