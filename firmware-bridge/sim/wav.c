#include "wav.h"
#include "codec.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define LARGEST (256L << 20)
#define HEADER 44

/* The chunk of a name within a RIFF; NULL when it is not there whole. */
static const uint8_t *chunk_of(const uint8_t *riff, size_t length, const char *name, size_t *size) {
    for (size_t at = 12; length - at >= 8 && at <= length;) {
        *size = get_u32(riff + at + 4);
        if (*size > length - at - 8) *size = length - at - 8; /* a recording that was cut short */
        if (memcmp(riff + at, name, 4) == 0) return riff + at + 8;
        at += 8 + *size + *size % 2;
        if (at > length) return NULL;
    }

    return NULL;
}

static int parse(const uint8_t *riff, size_t length, wav *wav) {
    size_t size, bytes;
    if (length < 12 || memcmp(riff, "RIFF", 4) != 0 || memcmp(riff + 8, "WAVE", 4) != 0) return EINVAL;
    const uint8_t *format = chunk_of(riff, length, "fmt ", &size);
    if (format == NULL || size < 16 || get_u16(format) != 1 || get_u16(format + 14) != 16) return EINVAL;
    const uint8_t *data = chunk_of(riff, length, "data", &bytes);
    wav->channels = get_u16(format + 2);
    wav->rate_hz = get_u32(format + 4);
    if (data == NULL || wav->channels == 0 || wav->rate_hz == 0) return EINVAL;
    wav->frames = bytes / (2 * wav->channels);
    wav->samples = malloc(bytes + 2);
    if (wav->samples == NULL) return ENOMEM;
    for (size_t i = 0; i < wav->frames * wav->channels; i++) wav->samples[i] = get_i16(data + 2 * i);
    return 0;
}

int wav_read(const char *path, wav *wav) {
    *wav = (struct wav){ 0 };
    FILE *file = fopen(path, "rb");
    if (file == NULL) return errno;
    const long size = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    const size_t room = size > 0 && size <= LARGEST && fseek(file, 0, SEEK_SET) == 0 ? (size_t)size : 0;
    uint8_t *riff = malloc(room + 1);
    const size_t length = riff == NULL ? 0 : fread(riff, 1, room, file);
    fclose(file);
    const int wrong = riff == NULL ? ENOMEM : parse(riff, length, wav);
    free(riff);
    return wrong;
}

static int write_header(FILE *file, uint32_t rate_hz, uint32_t channels, uint32_t bytes) {
    uint8_t header[HEADER] = "RIFF----WAVEfmt ----------------------data";
    put_u32(header + 4, bytes + HEADER - 8);
    put_u32(header + 16, 16);
    put_u16(header + 20, 1);
    put_u16(header + 22, (uint16_t)channels);
    put_u32(header + 24, rate_hz);
    put_u32(header + 28, rate_hz * channels * 2);
    put_u16(header + 32, (uint16_t)(channels * 2));
    put_u16(header + 34, 16);
    memcpy(header + 36, "data", 4);
    put_u32(header + 40, bytes);
    return fwrite(header, 1, HEADER, file) == HEADER ? 0 : EIO;
}

FILE *wav_create(const char *path, uint32_t rate_hz, uint32_t channels) {
    FILE *file = fopen(path, "w+b");
    if (file != NULL && write_header(file, rate_hz, channels, 0) != 0) {
        fclose(file);
        return NULL;
    }

    return file;
}

int wav_finish(FILE *file) {
    uint8_t header[HEADER];
    const long length = ftell(file);
    int wrong = length < HEADER || fseek(file, 0, SEEK_SET) != 0 || fread(header, 1, HEADER, file) != HEADER ? EIO : 0;
    if (wrong == 0 && fseek(file, 0, SEEK_SET) != 0) wrong = EIO;
    if (wrong == 0) wrong = write_header(file, get_u32(header + 24), get_u16(header + 22), (uint32_t)length - HEADER);
    return fclose(file) != 0 ? EIO : wrong;
}
