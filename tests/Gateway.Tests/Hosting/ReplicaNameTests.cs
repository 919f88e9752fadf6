using EdgeRuntime.Gateway.Store;
using Gateway.Tests.Store;

namespace Gateway.Tests.Hosting;

public sealed class ReplicaNameTests
{
    [PostgresFact]
    public async Task Start_NameOfARunningReplica_IsRefusedUntilThatOneHasEnded()
    {
        var store = ("Store:Url", PostgresServer.NewSchema());
        await using var other = await WholeGateway.StartAsync(store, ("Sessions:Replica", "two"));
        await using (await WholeGateway.StartAsync(store, ("Sessions:Replica", "one")))
        {
            var refused = await Assert.ThrowsAsync<StoreClosedException>(
                async () => await WholeGateway.StartAsync(store, ("Sessions:Replica", "one")));

            Assert.StartsWith("Refusing to start as replica 'one'", refused.Message, StringComparison.Ordinal);
            Assert.Contains("in Gateway:Sessions:Replica (--replica NAME", refused.Message, StringComparison.Ordinal);
        }

        await using var again = await WholeGateway.StartAsync(store, ("Sessions:Replica", "one"));
    }

    [PostgresFact]
    public async Task Start_SameNameInAnotherSchemaOfTheDatabase_IsNotRefused()
    {
        await using var one = await WholeGateway.StartAsync(("Store:Url", PostgresServer.NewSchema()), ("Sessions:Replica", "same"));
        await using var other = await WholeGateway.StartAsync(("Store:Url", PostgresServer.NewSchema()), ("Sessions:Replica", "same"));
    }
}
