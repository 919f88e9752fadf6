#include "pictures.h"
#include "edge_bridge.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LARGEST (16L << 20)

static int is_picture(const struct dirent *entry) {
    const char *ending = strrchr(entry->d_name, '.');
    return ending != NULL && strcmp(ending, ".jpg") == 0;
}

static int read_one(const char *folder, const char *name, pictures *pictures) {
    char path[512];
    if ((size_t)snprintf(path, sizeof path, "%s/%s", folder, name) >= sizeof path) return ENAMETOOLONG;
    FILE *file = fopen(path, "rb");
    if (file == NULL) return errno;
    const long size = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    const bool fits = size > 0 && size <= LARGEST && fseek(file, 0, SEEK_SET) == 0;
    uint8_t *data = malloc(fits ? (size_t)size : 1);
    const size_t length = data == NULL || !fits ? 0 : fread(data, 1, (size_t)size, file);
    fclose(file);
    eb_mjpeg found;
    if (data == NULL || eb_mjpeg_scan(data, length, &found) != EB_OK) {
        free(data);
        return data == NULL ? ENOMEM : EINVAL;
    }

    pictures->of[pictures->count].data = data;
    pictures->of[pictures->count++].length = length;
    pictures->width = found.width;
    pictures->height = found.height;
    if (length > pictures->longest) pictures->longest = length;
    return 0;
}

int pictures_read(const char *folder, pictures *pictures) {
    struct dirent **entries;
    const int found = scandir(folder, &entries, is_picture, alphasort);
    int wrong = found < 0 ? errno : found == 0 ? ENOENT : 0;
    for (int i = 0; i < found; i++) {
        if (wrong == 0 && i < MOST_PICTURES) wrong = read_one(folder, entries[i]->d_name, pictures);
        free(entries[i]);
    }

    if (found >= 0) free(entries);
    if (wrong != 0) pictures_free(pictures);
    return wrong;
}

void pictures_free(pictures *pictures) {
    for (size_t i = 0; i < pictures->count; i++) free(pictures->of[i].data);
    pictures->count = 0;
}
