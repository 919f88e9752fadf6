/* The simulated systems. */
#ifndef DEVICES_H
#define DEVICES_H

#include "sound.h"
#include "video.h"

extern const video_system sim_video; /* sim:FOLDER of *.jpg */
extern const sound_system sim_sound; /* sim:FILE.wav: capture reads it, playback writes it; sim:none is silence */

#endif
