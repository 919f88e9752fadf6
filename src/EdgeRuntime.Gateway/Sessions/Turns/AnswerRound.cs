using System.Text;
using EdgeRuntime.Gateway.Upstreams;

namespace EdgeRuntime.Gateway.Sessions.Turns;

/// <summary>What one question to the model has brought so far.</summary>
internal sealed class AnswerRound
{
    private readonly List<ChatToolCall> _calls = [];

    /// <summary>Words that went out.</summary>
    public StringBuilder Words { get; } = new();

    /// <summary>Tools that the model wants to run, in its order.</summary>
    public IReadOnlyList<ChatToolCall> Calls => _calls;

    /// <summary>The upstream stopped for length.</summary>
    public bool IsCutShort { get; set; }

    /// <summary>The upstream's own filter ended it.</summary>
    public bool IsFiltered { get; set; }

    /// <summary>The model has thought, which is paid for whether an answer came of it or not.</summary>
    public bool HasThought { get; set; }

    /// <summary>The question has left the gateway.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>Nothing came of it: no word, no call, no thought.</summary>
    public bool IsEmpty => Words.Length == 0 && _calls.Count == 0 && !HasThought;

    /// <summary>Tokens that it may bring: those of the settings, or fewer where the money ends before.</summary>
    public int MaxOutputTokens { get; set; }

    /// <summary>The length was what the money allowed.</summary>
    public bool IsCutByMoney { get; set; }

    /// <summary>From now on the question may cost something.</summary>
    public void Leave() => HasLeft = true;

    /// <summary>Adds a call; null, for there is nothing to end.</summary>
    public TurnEnding? Add(ChatToolCall call)
    {
        _calls.Add(call);
        return null;
    }
}
