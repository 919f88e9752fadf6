using EdgeRuntime.Gateway.Upstreams;
using EdgeRuntime.Gateway.Upstreams.Routing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.Upstreams;

/// <summary>Models with the table behind them, so that a test can look at places.</summary>
internal sealed class TestModels : IDisposable
{
    public TestModels(UpstreamsOptions options, TimeProvider time)
    {
        Table = new RouteTable(Options.Create(options), time);
        Caller = new RouteCaller(Options.Create(options), time, NullLogger<RouteCaller>.Instance);
        Models = new Models(Table, Caller);
    }

    public RouteTable Table { get; }

    public RouteCaller Caller { get; }

    public IModels Models { get; }

    public int PlacesTaken => Table.Servers.Values.Sum(server => server.Running);

    public void Dispose() => Table.Dispose();
}
