using System.CommandLine;

namespace EdgeRuntime.Gateway.Commands;

/// <summary>What can be said behind <c>serve</c>: an option for each of <see cref="ServeSettings"/>.</summary>
internal sealed class ServeArguments
{
    private readonly Option<string?> _listen = new("--listen")
    {
        Description = "Address and port, 127.0.0.1:7443 by default; port 0 takes a free one.",
        HelpName = "ADDRESS:PORT",
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "Folder for the store and the certificate.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _config = new("--config")
    {
        Description = "Settings as JSON; edge-gateway.json in the data folder by default.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _store = new("--store")
    {
        Description = "postgres://USER@HOST/DATABASE instead of SQLite in the data folder.",
        HelpName = "URL",
    };

    private readonly Option<string?> _replica = new("--replica")
    {
        Description = "Name of this gateway among its replicas.",
        HelpName = "NAME",
    };

    private readonly Option<bool> _plaintext = new("--plaintext")
    {
        Description = "HTTP/2 without TLS; on loopback addresses only.",
    };

    private readonly Option<bool> _development = new("--development")
    {
        Description = "Make a throw-away tenant and key, and answer from a script.",
    };

    private readonly Option<bool> _readyJson = new("--ready-json")
    {
        Description =
            "Print one JSON line when calls are accepted: address, port, pin, key. With --development, end when standard input ends.",
    };

    /// <summary>Adds them to the command, in the order of its help.</summary>
    public ServeArguments(Command serve)
    {
        Option[] all = [_listen, _data, _config, _store, _replica, _plaintext, _development, _readyJson];
        foreach (var option in all) serve.Add(option);
    }

    /// <summary>What was given.</summary>
    public ServeSettings Read(ParseResult parsed) => new()
    {
        Listen = parsed.GetValue(_listen),
        Data = parsed.GetValue(_data),
        Config = parsed.GetValue(_config),
        Store = parsed.GetValue(_store),
        Replica = parsed.GetValue(_replica),
        Plaintext = parsed.GetValue(_plaintext),
        Development = parsed.GetValue(_development),
        ReadyJson = parsed.GetValue(_readyJson),
    };
}
