using System.Net;
using EdgeRuntime.Gateway.Sessions;
using EdgeRuntime.Gateway.Tenants;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Sessions;

public sealed class RefusedCallsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Lines _lines = new();
    private readonly RefusedCalls _refused;

    public RefusedCallsTests() => _refused = new RefusedCalls(_time, _lines);

    public void Dispose() => _refused.Dispose();

    [Fact]
    public void Add_ThousandsFromAStranger_AreTenLinesAMinuteAndTheirNumber()
    {
        for (var minute = 0; minute < 3; minute++)
        {
            for (var i = 0; i < 5000; i++) _refused.Add(TenantFailures.KeyUnknown, IPAddress.Loopback);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(3 * (RefusedCalls.MostLines + 1), _lines.Count);
        Assert.Equal(3, _lines.Count(line => line == "Refused 4990 more calls within a minute: key-unknown"));
    }

    [Fact]
    public void Add_ATenantsOwnKeyAmongAStrangersGuesses_IsSaid()
    {
        for (var i = 0; i < 100; i++) _refused.Add(TenantFailures.KeyUnknown, IPAddress.Loopback);
        _refused.Add(TenantFailures.KeyExpired with { Known = new Caller("acme", "key-7", null) }, IPAddress.Parse("10.0.0.9"));

        Assert.Equal("Refused the key key-7 of tenant acme from 10.0.0.9: key-expired", _lines[^1]);
    }

    private sealed class Lines : List<string>, ILogger<RefusedCalls>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Add(formatter(state, exception));
    }
}
