/* Exact best path through a CTC sentence graph. */
#include <stdlib.h>

/* logp [T, V]; state n emits symbol[n]; its predecessors are from[first[n] .. first[n + 1]) (itself included);
   entry[n] is nonzero for states that may begin. Writes the score and the number of non-blank frames of the best
   path that ends in each state. */
void viterbi(const float *logp, int T, int V, int N, const int *symbol, const int *first, const int *from,
             const unsigned char *entry, float *score, int *voiced)
{
    float *before = malloc(sizeof(float) * N);
    int *count = malloc(sizeof(int) * N);
    for (int n = 0; n < N; n++) {
        score[n] = entry[n] ? logp[symbol[n]] : -1e30f;
        voiced[n] = symbol[n] != 0;
    }
    for (int t = 1; t < T; t++) {
        const float *p = logp + (long)t * V;
        for (int n = 0; n < N; n++) {
            before[n] = score[n];
            count[n] = voiced[n];
        }
        for (int n = 0; n < N; n++) {
            float best = -1e30f;
            int c = 0;
            for (int e = first[n]; e < first[n + 1]; e++)
                if (before[from[e]] > best) {
                    best = before[from[e]];
                    c = count[from[e]];
                }
            score[n] = best + p[symbol[n]];
            voiced[n] = c + (symbol[n] != 0);
        }
    }
    free(before);
    free(count);
}
