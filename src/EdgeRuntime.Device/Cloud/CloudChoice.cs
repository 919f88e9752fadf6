using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Cloud.Local;

namespace EdgeRuntime.Device.Cloud;

/// <summary>Finds the cloud that <c>--cloud</c> means: <c>off</c>, <c>local</c>, an address, or, without the option,
/// the one that was connected.</summary>
public static class CloudChoice
{
    /// <summary>Environment variable with the key for <c>--cloud URL</c>, where another gateway was connected or none.</summary>
    public const string KeyVariable = "EDGE_RUNTIME_CLOUD_KEY";

    /// <summary>Environment variable with the pin for it.</summary>
    public const string PinVariable = "EDGE_RUNTIME_CLOUD_PIN";

    /// <summary>The connection, which has sent nothing yet; null for none. Failures:
    /// those of the account and <c>gateway-missing</c>, <c>cloud-key-missing</c>.</summary>
    /// <param name="choice">Value of the option; null without it.</param>
    /// <param name="environment">Reads a variable; null where it is not set.</param>
    /// <param name="options">How a gateway is talked to; null for what is built in.</param>
    /// <param name="gateway">Program of the gateway for development, where the environment names none; null for the one beside this
    /// one.</param>
    public static Outcome<CloudConnection?> Open(
        string? choice, string stateFolder, Func<string, string?> environment, TimeProvider time, GatewayClientOptions? options = null,
        string? gateway = null)
    {
        switch (choice)
        {
            case "off": return default(CloudConnection);
            case "local": return Local(stateFolder, environment, gateway, time, options);
        }

        if (!new CloudAccountFile(stateFolder).Read().TryGet(out var saved, out var failure)) return failure;
        if (choice is null) return saved is null ? default(CloudConnection) : CloudConnection.To(saved, time, options);
        return At(choice, saved, environment).TryGet(out var account, out failure) ? CloudConnection.To(account, time, options) : failure;
    }

    /// <summary>The same, but what was asked for by name alone has to be there:
    /// a connection that was set up once must not keep the glasses from what they can do alone.</summary>
    /// <param name="choice">Value of the option; null without it.</param>
    /// <param name="environment">Reads a variable; null where it is not set.</param>
    /// <param name="explain">Told why the connection that was set up cannot be used.</param>
    /// <param name="options">How a gateway is talked to; null for what is built in.</param>
    /// <param name="gateway">Program of the gateway for development, where the environment names none.</param>
    public static Outcome<CloudConnection?> OpenWanted(
        string? choice, string stateFolder, Func<string, string?> environment, TimeProvider time, Action<Failure> explain,
        GatewayClientOptions? options = null, string? gateway = null)
    {
        var opened = Open(choice, stateFolder, environment, time, options, gateway);
        if (opened.Failure is not { } failure || choice is not null) return opened;
        explain(failure);
        return default(CloudConnection);
    }

    private static Outcome<CloudConnection?> Local(
        string stateFolder, Func<string, string?> environment, string? gateway, TimeProvider time, GatewayClientOptions? options)
    {
        var named = environment(LocalGatewayFinder.Variable) is { Length: > 0 } given ? given : gateway;
        return LocalGatewayFinder.Find(named, AppContext.BaseDirectory).TryGet(out var program, out var missing)
            ? CloudConnection.Local(program, Path.Combine(stateFolder, "local-gateway"), time, options)
            : missing;
    }

    private static Outcome<CloudAccount> At(string address, CloudAccount? saved, Func<string, string?> environment)
    {
        if (saved is not null && Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri == saved.Address) return saved;
        return environment(KeyVariable) is { Length: > 0 } key
            ? CloudAccount.Parse(address, key, environment(PinVariable))
            : new Failure(
                Stages.Cloud, "cloud-key-missing",
                $"There is no key for {address}.",
                $"Connect it: edge-runtime cloud connect {address} --key-file FILE (or set {KeyVariable})");
    }
}
