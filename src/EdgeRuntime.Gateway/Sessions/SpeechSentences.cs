using System.Text;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>Cuts streaming words into sentences to be spoken. A mark ends a sentence only before a space,
/// so that 3.5 and e.g.this stay whole.</summary>
internal sealed class SpeechSentences
{
    private const int Longest = 400; // characters; speech engines take their time with more

    private readonly StringBuilder _open = new();

    /// <summary>Takes words; calls back with every sentence that they complete.</summary>
    public void Add(ReadOnlySpan<char> words, Action<string> whole)
    {
        foreach (var c in words)
        {
            if (c == '\n' || (char.IsWhiteSpace(c) && (EndsSentence() || _open.Length >= Longest))) Flush(whole);
            else _open.Append(c);
        }
    }

    /// <summary>Gives what is left.</summary>
    public void Flush(Action<string> whole)
    {
        var sentence = _open.ToString().Trim();
        _open.Clear();
        if (sentence.Length > 0) whole(sentence);
    }

    private bool EndsSentence() => _open.Length > 0 && _open[^1] is ('.' or '!' or '?' or '…' or '。');
}
