using EdgeRuntime.Device.Companion.Broker;
using EdgeRuntime.Device.Monitoring;
using EdgeRuntime.Device.Settings.Kinds;
using EdgeRuntime.Device.Web.Serving;
using EdgeRuntime.Inference.Providers;
using Microsoft.Extensions.Logging;
using static EdgeRuntime.Device.Settings.SettingOrigin;

namespace EdgeRuntime.Device.Settings.Table;

/// <summary>Which hardware, models and context, and what is known of where the wearer is.</summary>
internal static class PlaceSettings
{
    private static readonly ChoiceKind Hardware =
        new(("auto", HardwareKind.Auto), ("laptop", HardwareKind.Laptop), ("page", HardwareKind.Page));

    private static readonly ChoiceKind Levels =
        new([.. Enum.GetValues<LogLevel>().Select(level => (level.ToString().ToLowerInvariant(), (object)level))]);

    private static readonly TextKind Word = new("a word of letters, digits, _ or -", IsWord);
    private static readonly TextKind Line = new("a text of one line", _ => true);

    public static IEnumerable<Setting> All =>
    [
        Places("hardware").Define(
            "kind", Hardware, o => o.Hardware, (o, v) => o with { Hardware = v },
            "Which hardware run opens: the page /glasses where pages are served and no microphone is named, else this machine (auto); "
            + "this machine; or always the page, which is then served."),
        Models.Define(
            "threads", new CountKind(1, 64), o => (long)o.Threads, (o, v) => o with { Threads = (int)v },
            "Threads inside one operator of a model; a step of our models is shorter than waking a second core."),
        Models.Define(
            "spinning", ChoiceKind.Switch, o => o.AllowSpinning, (o, v) => o with { AllowSpinning = v },
            "Whether idle threads wait busily, which costs battery."),
        Models.Define(
            "arena", ChoiceKind.Switch, o => o.UseArena, (o, v) => o with { UseArena = v },
            "Whether each model keeps a memory pool of its own that grows: faster on a computer with memory to spare."),
        Models.Define(
            "provider", Word, o => o.Provider, (o, v) => o with { Provider = v },
            "Execution provider of ONNX Runtime that is asked first; the processor takes what it leaves.", TrustedFile),
        Models.Define(
            "provider_options", new MapKind<string>(Line, Line), o => o.ProviderOptions, (o, v) => o with { ProviderOptions = v },
            "Options of the provider, passed through.", TrustedFile),
        Places("models").Define(
            "folder", TextKind.Path, o => o.Models, (o, v) => o with { Models = v },
            "Folder with manifest.json and the models; --models and EDGE_RUNTIME_MODELS win over it.", TrustedFile,
            "the one beside the program"),
        Places("context").Define(
            "file", TextKind.Path, o => o.Context, (o, v) => o with { Context = v },
            "Context file or folder: what can be understood.", TrustedFile, "the glasses' own"),
        Places("context").Define(
            "surroundings", new MapKind<string>(Line, Line), o => o.Surroundings, (o, v) => o with { Surroundings = v },
            "What is known around the wearer, for requires_context and excludes_context of a context."),
        Context.Define(
            "max_nodes", new CountKind(1000, 10_000_000), o => (long)o.MaxNodes, (o, v) => o with { MaxNodes = (int)v },
            "Most nodes of what can be said; 250,000 take about 30 MB."),
        Context.Define(
            "max_arcs", new CountKind(1000, 40_000_000), o => (long)o.MaxArcs, (o, v) => o with { MaxArcs = (int)v },
            "Most arcs of what can be said."),
        Context.Define(
            "max_words", new CountKind(100, 1_000_000), o => (long)o.MaxWords, (o, v) => o with { MaxWords = (int)v },
            "Most different words of what can be said; each has to be pronounced."),
        Context.Define(
            "max_work", new CountKind(10_000, 1_000_000_000, "steps"), o => o.MaxWork, (o, v) => o with { MaxWork = v },
            "Most steps of compiling a context; 10 million take about a second."),
        Places("state").Define(
            "low_disk", new BytesKind("1 MB", "100 GB"), o => o.LowDiskBytes, (o, v) => o with { LowDiskBytes = v },
            "Free room under which doctor calls the disk of the state nearly full."),
        Log.Define(
            "level", Levels, o => o.Level, (o, v) => o with { Level = v },
            "Least severity that leaves a line in the log; EDGE_RUNTIME_LOG wins over it."),
        Log.Define(
            "file", new BytesKind("4 KiB", "64 MiB"), o => (long)o.FileBytes, (o, v) => o with { FileBytes = (int)v },
            "Length of a log file after which a new one is begun."),
        Log.Define(
            "files", new CountKind(1, 20, "files"), o => (long)o.Files, (o, v) => o with { Files = (int)v },
            "Log files that are kept, the one that is written included."),
        Log.Define(
            "otlp", new TextKind("an address such as http://127.0.0.1:4317", LogOptions.IsReceiver), o => o.OtlpEndpoint?.OriginalString,
            (o, v) => o with { OtlpEndpoint = v is null ? null : new Uri(v) },
            "OTLP receiver of the spans of turns; EDGE_RUNTIME_OTLP wins over it.", TrustedFile, "nothing is sent"),
        Log.Define(
            "otlp_over_http", ChoiceKind.Switch, o => o.OtlpOverHttp, (o, v) => o with { OtlpOverHttp = v },
            "Whether spans go as protobuf over HTTP, to the path /v1/traces of the receiver, instead of over gRPC."),
    ];

    /// <summary>Where the pages are and the broker is.</summary>
    public static IEnumerable<Setting> Addresses =>
    [
        Places("pages").Define(
            "address", new TextKind($"HOST:PORT, such as {WebAddress.Default}", text => WebAddress.Parse(text).Failure is null),
            o => o.Pages, (o, v) => o with { Pages = v },
            "Where run serves the pages /glasses and /companion, as with --http.", TrustedFile),
        Places("phones").Define(
            "broker", new TextKind("HOST:PORT, or mqtt:// or mqtts:// with a host and no password", BrokerAddress.IsUsable),
            o => o.Broker, (o, v) => o with { Broker = v },
            "Where phones find the glasses, as with --mqtt: an address of this machine, or a broker elsewhere.", TrustedFile),
        Places("phones").Define(
            "broker_password_file", TextKind.Path, o => o.BrokerPasswordFile, (o, v) => o with { BrokerPasswordFile = v },
            "Broker elsewhere: file with the password.", TrustedFile),
        Places("phones").Define(
            "broker_authority", TextKind.Path, o => o.BrokerAuthority, (o, v) => o with { BrokerAuthority = v },
            "Broker elsewhere: file with the certificates of the only authorities that may have signed its own.", TrustedFile,
            "those of this machine"),
        Places("phones").Define(
            "broker_for_pages", new TextKind("an address such as wss://broker.example:8884/mqtt", BrokerAddress.IsForPages),
            o => o.BrokerForPages, (o, v) => o with { BrokerForPages = v },
            "Broker elsewhere: where the page /companion reaches it.", TrustedFile),
        Places("phones").Define(
            "broker_timeout", new TimeKind("1 s", "10 min"), o => o.BrokerTimeout, (o, v) => o with { BrokerTimeout = v },
            "Broker elsewhere: longest wait for an answer of it."),
    ];

    private static SettingSection<DeviceProfile> Models { get; } = new("models", s => s.Profile, (s, o) => s with { Profile = o });

    private static SettingSection<LogOptions> Log { get; } = new("log", s => s.Log, (s, o) => s with { Log = o });

    private static SettingSection<Assistant.Contexts.ContextCompilerOptions> Context { get; } =
        new("context", s => s.Context, (s, o) => s with { Context = o });

    /// <summary>Settings of where things are, which stand in the section that they belong to.</summary>
    public static SettingSection<PlaceOptions> Places(string section) => new(section, s => s.Places, (s, o) => s with { Places = o });

    private static bool IsWord(string text) => text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');
}
