using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Turns;

/// <summary>Remembers a question that the glasses asked ("Did you mean …?") and reads the answer to it.</summary>
public sealed class Clarification
{
    private readonly Queue<Interpretation> _candidates = [];

    /// <summary>Asks about the readings of an utterance that was too close to call; anything else ends an open question.</summary>
    public void Ask(Recognition recognition)
    {
        _candidates.Clear();
        if (recognition.Verdict == RecognitionVerdict.Ask)
        {
            Interpretation?[] readings = [recognition.Best, recognition.RunnerUp];
            foreach (var reading in readings.OfType<Interpretation>())
            {
                _candidates.Enqueue(reading);
            }
        }
    }

    /// <summary>What the wearer wants, given an answer: yes takes the reading that was asked about, no goes to the next one,
    /// anything else is a new wish.</summary>
    public Recognition Resolve(Recognition answer)
    {
        if (_candidates.Count == 0 || answer is not { Verdict: RecognitionVerdict.Accepted, Best.Intent: "Yes" or "No" })
        {
            return answer;
        }

        var asked = _candidates.Dequeue();
        if (answer.Best.Intent == "Yes")
        {
            return answer with { Best = asked, RunnerUp = null };
        }

        return _candidates.TryDequeue(out var other)
            ? answer with { Best = other, RunnerUp = null, Verdict = RecognitionVerdict.Ask }
            : answer;
    }
}
