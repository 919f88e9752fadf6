/* The best path through a graph whose states say what they sound like and what their edges cost. */
#include <stdlib.h>

/* score [frames, width]; state n sounds like output[n]; its predecessors are from[first[n] .. first[n + 1]), at weight of the same index
   (logarithms, itself included); entry[n] is the weight of beginning there. total [states] receives the best score of a path that
   ends in each state, back [frames, states] its predecessors. 0, or -1 without memory. */
int hmm_best(const float *score, int frames, int width, int states, const int *output, const int *first, const int *from,
             const float *weight, const float *entry, float *total, int *back)
{
    float *before = malloc(sizeof(float) * states);
    if (!before) return -1;
    for (int n = 0; n < states; n++) total[n] = entry[n] + score[output[n]];
    for (int t = 1; t < frames; t++) {
        const float *now = score + (long)t * width;
        int *came = back + (long)t * states;
        for (int n = 0; n < states; n++) before[n] = total[n];
        for (int n = 0; n < states; n++) {
            float best = -1e30f;
            int at = n;
            for (int e = first[n]; e < first[n + 1]; e++) {
                float way = before[from[e]] + weight[e];
                if (way > best) {
                    best = way;
                    at = from[e];
                }
            }
            total[n] = best + now[output[n]];
            came[n] = at;
        }
    }
    free(before);
    return 0;
}
