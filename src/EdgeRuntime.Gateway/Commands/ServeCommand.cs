using System.CommandLine;
using EdgeRuntime.Gateway.Hosting;

namespace EdgeRuntime.Gateway.Commands;

/// <summary><c>edge-gateway serve</c>: runs the gateway until it is told to stop.</summary>
public static class ServeCommand
{
    /// <summary>The command, with an option for each of <see cref="ServeSettings"/>.</summary>
    public static Command Create()
    {
        var listen = new Option<string?>("--listen")
        {
            Description = "Address and port, 127.0.0.1:7443 by default; port 0 takes a free one.",
            HelpName = "ADDRESS:PORT",
        };
        var data = new Option<string?>("--data") { Description = "Folder for the store and the certificate.", HelpName = "DIR" };
        var config = new Option<string?>("--config")
        {
            Description = "Settings as JSON; edge-gateway.json in the data folder by default.",
            HelpName = "FILE",
        };
        var store = new Option<string?>("--store")
        {
            Description = "postgres://USER@HOST/DATABASE instead of SQLite in the data folder.",
            HelpName = "URL",
        };
        var replica = new Option<string?>("--replica") { Description = "Name of this gateway among its replicas.", HelpName = "NAME" };
        var plaintext = new Option<bool>("--plaintext") { Description = "HTTP/2 without TLS; on loopback addresses only." };
        var development = new Option<bool>("--development") { Description = "Make a throw-away tenant and key, and answer from a script." };
        var readyJson = new Option<bool>("--ready-json")
        {
            Description =
                "Print one JSON line when calls are accepted: address, port, pin, key. With --development, end when standard input ends.",
        };
        var serve = new Command("serve", "Run the gateway until SIGTERM or Ctrl-C; running turns are finished first.")
        {
            listen, data, config, store, replica, plaintext, development, readyJson,
        };
        serve.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = new ServeSettings
            {
                Listen = parsed.GetValue(listen),
                Data = parsed.GetValue(data),
                Config = parsed.GetValue(config),
                Store = parsed.GetValue(store),
                Replica = parsed.GetValue(replica),
                Plaintext = parsed.GetValue(plaintext),
                Development = parsed.GetValue(development),
                ReadyJson = parsed.GetValue(readyJson),
            };
            var streams = parsed.InvocationConfiguration;
            return await new ServeRun(settings, streams.Output, streams.Error).RunAsync(cancellationToken);
        });
        return serve;
    }
}
