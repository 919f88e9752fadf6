/* Runs an exported acoustic model on ONNX Runtime, in chunks or whole, one thread: what the device runs. */
#include <onnxruntime_c_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BANDS = 80, LEFT = 4, BLOCKS = 11, WIDTH = 256, PAST = 8, OUTPUTS = 40 };

static const OrtApi *ort;
static OrtEnv *environment;
static OrtMemoryInfo *memory;

static int failed(OrtStatus *status)
{
    if (!status) return 0;
    fprintf(stderr, "onnxruntime: %s\n", ort->GetErrorMessage(status));
    ort->ReleaseStatus(status);
    return 1;
}

/* Opens a model file; null on failure. */
void *ort_open(const char *path)
{
    OrtSessionOptions *options;
    OrtSession *session = 0;
    if (!ort) {
        ort = OrtGetApiBase()->GetApi(ORT_API_VERSION);
        if (failed(ort->CreateEnv(ORT_LOGGING_LEVEL_ERROR, "check", &environment)) ||
            failed(ort->CreateCpuMemoryInfo(OrtArenaAllocator, OrtMemTypeDefault, &memory)))
            return 0;
    }
    if (failed(ort->CreateSessionOptions(&options)) || failed(ort->SetIntraOpNumThreads(options, 1)) ||
        failed(ort->CreateSession(environment, path, options, &session)))
        return 0;
    return session;
}

/* features [frames, 80], frames a multiple of 4 -> logits [frames / 4, 40], chunk frames per run; a model without caches takes
   everything in one run. 0 or -1. */
int ort_run(void *session, const float *features, int frames, int chunk, float *logits)
{
    static const char *in[] = {"features", "cache_front", "cache_blocks"};
    static const char *out[] = {"logits", "cache_front_out", "cache_blocks_out"};
    static const int64_t front_shape[] = {1, LEFT, BANDS}, blocks_shape[] = {BLOCKS, WIDTH, PAST};
    float *front = calloc(LEFT * BANDS, sizeof(float)), *blocks = calloc(BLOCKS * WIDTH * PAST, sizeof(float));
    size_t count = 0;
    int result = failed(ort->SessionGetInputCount(session, &count)) ? -1 : 0;
    if (count == 1) chunk = frames;
    for (int t = 0; t < frames && !result; t += chunk) {
        int n = frames - t < chunk ? frames - t : chunk;
        int64_t shape[] = {1, n, BANDS};
        OrtValue *x[3] = {0}, *y[3] = {0};
        float *data[3];
        if (failed(ort->CreateTensorWithDataAsOrtValue(memory, (void *)(features + (long)t * BANDS), sizeof(float) * n * BANDS,
                                                       shape, 3, ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, &x[0])) ||
            failed(ort->CreateTensorWithDataAsOrtValue(memory, front, sizeof(float) * LEFT * BANDS, front_shape, 3,
                                                       ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, &x[1])) ||
            failed(ort->CreateTensorWithDataAsOrtValue(memory, blocks, sizeof(float) * BLOCKS * WIDTH * PAST, blocks_shape, 3,
                                                       ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, &x[2])) ||
            failed(ort->Run(session, 0, in, (const OrtValue *const *)x, count, out, count, y))) {
            result = -1;
        } else {
            for (size_t i = 0; i < count; i++) result |= failed(ort->GetTensorMutableData(y[i], (void **)&data[i]));
            memcpy(logits + (long)t / 4 * OUTPUTS, data[0], sizeof(float) * (n / 4) * OUTPUTS);
            if (count == 3) {
                memcpy(front, data[1], sizeof(float) * LEFT * BANDS);
                memcpy(blocks, data[2], sizeof(float) * BLOCKS * WIDTH * PAST);
            }
        }
        for (int i = 0; i < 3; i++) {
            if (x[i]) ort->ReleaseValue(x[i]);
            if (y[i]) ort->ReleaseValue(y[i]);
        }
    }
    free(front);
    free(blocks);
    return result;
}

/* A graph without a state: taken [rows, width] -> given [rows, out_width]. 0 or -1. */
int ort_map(void *session, const char *taken, const float *x, long rows, long width, const char *given, float *out, long out_width)
{
    int64_t shape[] = {rows, width};
    OrtValue *in = 0, *y = 0;
    float *data;
    int result = -1;
    if (!failed(ort->CreateTensorWithDataAsOrtValue(memory, (void *)x, sizeof(float) * rows * width, shape, 2,
                                                    ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, &in)) &&
        !failed(ort->Run(session, 0, &taken, (const OrtValue *const *)&in, 1, &given, 1, &y)) &&
        !failed(ort->GetTensorMutableData(y, (void **)&data))) {
        memcpy(out, data, sizeof(float) * rows * out_width);
        result = 0;
    }
    if (in) ort->ReleaseValue(in);
    if (y) ort->ReleaseValue(y);
    return result;
}
