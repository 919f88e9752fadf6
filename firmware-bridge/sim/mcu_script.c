#include "mcu_script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const WORDS[] = { /* with a value; those without one give it as "-" */
    "battery", "millivolt", "charge", "board", "skin", "cover", "version", "hinge", "wear", "switch", "button", "touch", "light", "hot",
    "empty", "gate-early", "loss", "noise", "garbage", "silence", "unplug", "reboot", "end",
};

static bool known(const char *word) {
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        if (strcmp(WORDS[i], word) == 0) return true;
    }

    return false;
}

int script_read(const char *path, mcu_script *script) {
    char line[128];
    FILE *file = fopen(path, "r");
    if (file == NULL) return -1;
    memset(script, 0, sizeof *script);
    int number = 0, wrong = 0;
    while (wrong == 0 && fgets(line, sizeof line, file) != NULL) {
        number++;
        line[strcspn(line, "#\n")] = 0;
        if (line[strspn(line, " \t")] == 0) continue;
        if (script->count == MOST_STEPS) wrong = number;
        if (wrong != 0) break;
        script_step *step = &script->steps[script->count];
        long long at = -1;
        strcpy(step->value, "-");
        const bool read = sscanf(line, "%lld %15s %15s", &at, step->word, step->value) >= 2;
        const int64_t before = script->count > 0 ? script->steps[script->count - 1].at_us : 0;
        if (!read || at * 1000 < before || !known(step->word)) wrong = number;
        step->at_us = at * 1000;
        script->count++;
    }

    fclose(file);
    return wrong;
}

static void set_light(mcu_stage *stage, const char *how) {
    if (strcmp(how, "flicker") == 0) stage->model.body.light_dropped = true;
    else stage->light_dead = strcmp(how, "dead") == 0;
}

/* Those that tell an event too. */
static bool play_touch(mcu_model *model, const char *word, int value) {
    mcu_body *body = &model->body;
    if (strcmp(word, "button") == 0) model_event(model, 1, value);
    else if (strcmp(word, "touch") == 0) model_event(model, 2, value);
    else if (strcmp(word, "hinge") == 0) { body->folded = value == 2; model_event(model, 3, value); }
    else if (strcmp(word, "wear") == 0) { body->worn = value == 1; model_event(model, 4, value); }
    else if (strcmp(word, "switch") == 0) { body->switch_on = value == 1; model_event(model, 5, value); }
    else if (strcmp(word, "charge") == 0) { body->charge = value; model_event(model, 6, value); }
    else return false;
    return true;
}

static bool play_body(mcu_body *body, const char *word, int value) {
    if (strcmp(word, "battery") == 0) body->battery = value;
    else if (strcmp(word, "millivolt") == 0) body->millivolt = value;
    else if (strcmp(word, "board") == 0) body->board = value;
    else if (strcmp(word, "skin") == 0) body->skin = value;
    else if (strcmp(word, "cover") == 0) body->cover = value;
    else if (strcmp(word, "version") == 0) body->newest_version = value;
    else if (strcmp(word, "hot") == 0) body->hot = value == 1;
    else if (strcmp(word, "empty") == 0) body->battery_low = value == 1;
    else if (strcmp(word, "gate-early") == 0) body->gate_early = value == 1;
    else return false;
    return true;
}

static void play_line(mcu_stage *stage, const script_step *step, int64_t now_us) {
    const double chance = atof(step->value);
    const int64_t until = now_us + atoll(step->value) * 1000;
    if (strcmp(step->word, "loss") == 0) stage->to_board.loss = stage->to_mcu.loss = chance;
    else if (strcmp(step->word, "noise") == 0) stage->to_board.noise = stage->to_mcu.noise = chance;
    else if (strcmp(step->word, "garbage") == 0) stage->to_board.garbage = (size_t)chance;
    else if (strcmp(step->word, "silence") == 0) stage->silent_until_us = until;
    else if (strcmp(step->word, "unplug") == 0) stage->unplugged_until_us = until;
    else if (strcmp(step->word, "light") == 0) set_light(stage, step->value);
    else if (strcmp(step->word, "reboot") == 0) stage->reboot = atoi(step->value);
    else if (strcmp(step->word, "end") == 0) stage->ended = true;
}

void script_play(mcu_script *script, mcu_stage *stage, int64_t now_us) {
    while (script->next < script->count && script->steps[script->next].at_us <= now_us) {
        const script_step *step = &script->steps[script->next++];
        const int value = atoi(step->value);
        if (play_touch(&stage->model, step->word, value) || play_body(&stage->model.body, step->word, value)) continue;
        play_line(stage, step, now_us);
    }
}
