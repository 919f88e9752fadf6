using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Store;

/// <summary>A log that remembers the last exception, so that a test that fails can say why.</summary>
internal sealed class LastFailure : ILogger
{
    private volatile Exception? _last;

    public override string ToString() => _last?.ToString() ?? "nothing was logged";

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _last = exception ?? _last;
}
