using EdgeRuntime.Gateway;
using EdgeRuntime.Gateway.Upstreams;

namespace Gateway.Tests.Fakes;

/// <summary>Objects to texts that hold a word.</summary>
internal sealed class FakeModeration(string word) : IModeration
{
    public ValueTask<Outcome<bool>> IsFlaggedAsync(
        string server, string model, string text, TimeSpan timeout, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Outcome<bool>>(text.Contains(word, StringComparison.Ordinal));
}
