using EdgeRuntime.Device.Cloud;
using EdgeRuntime.Device.Cloud.Deferring;
using EdgeRuntime.Device.Companion;
using EdgeRuntime.Device.Companion.Broker;
using EdgeRuntime.Device.Pairing;
using EdgeRuntime.Device.Settings.Kinds;
using EdgeRuntime.Device.Web;
using static EdgeRuntime.Device.Settings.SettingOrigin;

namespace EdgeRuntime.Device.Settings.Table;

/// <summary>The cloud, phones and pages.</summary>
internal static class LinkSettings
{
    private static readonly TimeKind Wait = new("10 ms", "10 min");
    private static readonly TimeKind WholeSeconds = new("1 s", "1 h");
    private static readonly CountKind Clients = new(1, 10_000, "connections");

    public static IEnumerable<Setting> All =>
        [.. Gateway, .. Waiting, .. PlaceSettings.Addresses, .. Phones, .. Limits, .. Bonds, .. Pages];

    private static IEnumerable<Setting> Gateway =>
    [
        PlaceSettings.Places("cloud").Define(
            "gateway", new TextKind("off, local, or the https:// address of a gateway", IsCloud), o => o.Cloud,
            (o, v) => o with { Cloud = v }, "Cloud to ask, as with --cloud.", TrustedFile, "the one that was connected"),
        PlaceSettings.Places("cloud").Define(
            "gateway_program", TextKind.Path, o => o.Gateway, (o, v) => o with { Gateway = v },
            "Program edge-gateway for the cloud local; EDGE_GATEWAY wins over it.", TrustedFile, "the one beside the program"),
        Cloud.Define(
            "connect_timeout", Wait, o => o.ConnectTimeout, (o, v) => o with { ConnectTimeout = v },
            "Longest time to open a connection, the TLS handshake included."),
        Cloud.Define(
            "start_timeout", Wait, o => o.StartTimeout, (o, v) => o with { StartTimeout = v },
            "Longest time from a question until the gateway takes it; at least 30 s for the cloud local."),
        Cloud.Define(
            "attempts", new CountKind(2, 10), o => (long)o.Attempts, (o, v) => o with { Attempts = (int)v },
            "Times a question is offered before the cloud counts as out of reach."),
        Cloud.Define(
            "backoff", Wait, o => o.Backoff, (o, v) => o with { Backoff = v },
            "Pause before the second attempt; it doubles, with a random part, for each further one."),
        Cloud.Define(
            "longest_retry_after", Wait, o => o.LongestRetryAfter, (o, v) => o with { LongestRetryAfter = v },
            "Longest wait that a gateway may ask for; a longer one ends the question."),
        Cloud.Define(
            "resume_window", Wait, o => o.ResumeWindow, (o, v) => o with { ResumeWindow = v },
            "Time to get a lost link back in the middle of an answer."),
        Cloud.Define(
            "resume_pause", Wait, o => o.ResumePause, (o, v) => o with { ResumePause = v },
            "Pause between two attempts to get a link back."),
        Cloud.Define(
            "keep_alive_delay", WholeSeconds, o => o.KeepAliveDelay, (o, v) => o with { KeepAliveDelay = v },
            "Silence after which a sign of life is asked for, while a question is open."),
        Cloud.Define(
            "keep_alive_timeout", WholeSeconds, o => o.KeepAliveTimeout, (o, v) => o with { KeepAliveTimeout = v },
            "Time for that sign of life."),
        Cloud.Define(
            "breaker_failures", new CountKind(2, 100), o => (long)o.BreakerFailures, (o, v) => o with { BreakerFailures = (int)v },
            "Failed attempts in three pauses of the breaker after which the cloud counts as down."),
        Cloud.Define(
            "breaker_pause", Wait, o => o.BreakerPause, (o, v) => o with { BreakerPause = v },
            "Time for which a cloud that is down is not tried."),
        Cloud.Define(
            "audio_message", new BytesKind("320 B", "64000 B"), o => (long)o.AudioMessageBytes,
            (o, v) => o with { AudioMessageBytes = (int)v }, "Sound per message, an even number; 10240 B are 320 ms."),
        Cloud.Define(
            "acknowledge_every", new CountKind(1, 1024, "responses"), o => (long)o.AcknowledgeEvery,
            (o, v) => o with { AcknowledgeEvery = (int)v }, "Responses after which the gateway is told that it may forget them."),
        Cloud.Define(
            "cancel_patience", Wait, o => o.CancelPatience, (o, v) => o with { CancelPatience = v },
            "Time to stop the spending of a cancelled question; nobody waits for it."),
        Cloud.Define(
            "session_idle", new TimeKind("1 s", "1 d"), o => o.SessionIdle, (o, v) => o with { SessionIdle = v },
            "Idle time after which the next question begins a conversation of its own."),
    ];

    private static IEnumerable<Setting> Waiting =>
    [
        Later.Define(
            "max_wishes", new CountKind(1, 10_000, "wishes"), o => (long)o.MaxWishes, (o, v) => o with { MaxWishes = (int)v },
            "Wishes that may wait for the cloud."),
        Later.Define(
            "max_bytes", new BytesKind("4 MiB", "10 GiB"), o => o.MaxBytes, (o, v) => o with { MaxBytes = v },
            "Room on the disk that they may take; half a minute of sound takes 1.3 MB."),
        Later.Define(
            "deadline", new TimeKind("1 s", "1 h"), o => o.Deadline, (o, v) => o with { Deadline = v },
            "Time for the whole answer to one of them."),
        Later.Define(
            "poll", new TimeKind("100 ms", "1 h"), o => o.Poll, (o, v) => o with { Poll = v },
            "Pause between two looks at what waits while run goes on."),
        Later.Define(
            "longest_pause", new TimeKind("100 ms", "1 d"), o => o.LongestPause, (o, v) => o with { LongestPause = v },
            "Longest pause while the cloud stays out of reach; it doubles from poll on."),
    ];

    private static IEnumerable<Setting> Phones =>
    [
        Outbox.Define(
            "max_messages", new CountKind(1, 100_000, "messages"), o => (long)o.MaxMessages, (o, v) => o with { MaxMessages = (int)v },
            "Messages that may wait for a phone."),
        Outbox.Define(
            "max_bytes", new BytesKind("64 KiB", "1 GiB"), o => o.MaxBytes, (o, v) => o with { MaxBytes = v },
            "Room on the disk that they may take; pictures are offered only and not counted."),
    ];

    private static IEnumerable<Setting> Limits =>
    [
        Broker.Define(
            "max_connections", Clients, o => (long)o.MaxConnections, (o, v) => o with { MaxConnections = (int)v },
            "Connections at once of paired phones."),
        Broker.Define(
            "max_unpaired", Clients, o => (long)o.MaxUnpaired, (o, v) => o with { MaxUnpaired = (int)v },
            "Connections at once of clients that were let in to pair."),
        Broker.Define(
            "max_unpaired_per_address", Clients, o => (long)o.MaxUnpairedPerAddress, (o, v) => o with { MaxUnpairedPerAddress = (int)v },
            "Of these, from one address."),
        Broker.Define(
            "max_waiting", Clients, o => (long)o.MaxWaiting, (o, v) => o with { MaxWaiting = (int)v },
            "Connections at once that have not shown yet who they are."),
        Broker.Define(
            "max_waiting_per_address", Clients, o => (long)o.MaxWaitingPerAddress, (o, v) => o with { MaxWaitingPerAddress = (int)v },
            "Of these, from one address; a browser that loads a page has six."),
        Broker.Define(
            "unpaired_packet", new BytesKind("1 KiB", "1 MiB"), o => (long)o.UnpairedPacketBytes,
            (o, v) => o with { UnpairedPacketBytes = (int)v }, "Longest packet of a client that has not proved a bond."),
        Broker.Define(
            "packet", new BytesKind("1 KiB", "4 MiB"), o => (long)o.PacketBytes, (o, v) => o with { PacketBytes = (int)v },
            "Longest packet of a paired phone, at least unpaired_packet."),
        Broker.Define(
            "packets_per_second", new CountKind(1, 100_000), o => (long)o.PacketsPerSecond, (o, v) => o with { PacketsPerSecond = (int)v },
            "Packets a second that a client may send on and on; more are read later."),
        Broker.Define(
            "packet_burst", new CountKind(1, 100_000), o => (long)o.PacketBurst, (o, v) => o with { PacketBurst = (int)v },
            "Packets that a client may send at once before that counts, at least packets_per_second."),
        Broker.Define(
            "queued_per_client", new CountKind(1, 10_000, "messages"), o => (long)o.QueuedPerClient,
            (o, v) => o with { QueuedPerClient = (int)v }, "Messages that wait for a slow reader; then the oldest is dropped."),
        Broker.Define(
            "connect_timeout", Wait, o => o.ConnectTimeout, (o, v) => o with { ConnectTimeout = v },
            "Time to say who is there, and for TLS."),
        Broker.Define(
            "write_timeout", Wait, o => o.WriteTimeout, (o, v) => o with { WriteTimeout = v },
            "Time for a client to take what is written to it; then it is disconnected."),
        Broker.Define(
            "parting_time", Wait, o => o.PartingTime, (o, v) => o with { PartingTime = v },
            "Time for a client to read why its connection was ended."),
        Broker.Define(
            "parting_bytes", new BytesKind("1 KiB", "16 MiB"), o => (long)o.PartingBytes, (o, v) => o with { PartingBytes = (int)v },
            "Bytes of a client that are read away meanwhile."),
        Broker.Define(
            "unpaired_time", new TimeKind("1 s", "1 h"), o => o.UnpairedTime, (o, v) => o with { UnpairedTime = v },
            "How long a client may stay that does not prove a bond."),
        Broker.Define(
            "keep_alive", new TimeKind("1 s", "18 h", "1 s"), o => o.KeepAlive, (o, v) => o with { KeepAlive = v },
            "Keep-alive of every client; after one and a half of it a silent one is taken for lost."),
    ];

    private static IEnumerable<Setting> Bonds =>
    [
        Pairing.Define(
            "window", new TimeKind("10 s", "10 min"), o => o.Window, (o, v) => o with { Window = v },
            "How long a pairing window stays open.", TrustedFile),
        Pairing.Define(
            "max_bonds", new CountKind(1, 20, "phones"), o => (long)o.MaxBonds, (o, v) => o with { MaxBonds = (int)v },
            "Phones that are kept; one more takes the place of the one used least recently.", TrustedFile),
        Pairing.Define(
            "max_failures", new CountKind(1, 100, "windows"), o => (long)o.MaxFailures, (o, v) => o with { MaxFailures = (int)v },
            "Windows with a wrong confirmation, within failure_period, before no more are opened.", TrustedFile),
        Pairing.Define(
            "failure_period", new TimeKind("1 min", "7 d"), o => o.FailurePeriod, (o, v) => o with { FailurePeriod = v },
            "How long a failed window counts.", TrustedFile),
    ];

    private static IEnumerable<Setting> Pages =>
    [
        Page.Define(
            "frame_deadline", new TimeKind("100 ms", "1 min"), o => o.FrameDeadline, (o, v) => o with { FrameDeadline = v },
            "Longest time for a frame of the page's webcam; below turn.tool_deadline."),
        Page.Define(
            "speech_grace", new TimeKind("100 ms", "1 min"), o => o.SpeechGrace, (o, v) => o with { SpeechGrace = v },
            "Time beyond the length of a sentence until it counts as not heard."),
        Page.Define(
            "characters_per_second", new NumberKind(1, 100), o => o.CharactersPerSecond, (o, v) => o with { CharactersPerSecond = v },
            "The slowest that a browser's voice speaks; the usual ones say about 15."),
    ];

    private static SettingSection<GatewayClientOptions> Cloud { get; } = new("cloud", s => s.Cloud, (s, o) => s with { Cloud = o });

    private static SettingSection<DeferredOptions> Later { get; } = new("later", s => s.Later, (s, o) => s with { Later = o });

    private static SettingSection<OutboxOptions> Outbox { get; } = new("phones", s => s.Outbox, (s, o) => s with { Outbox = o });

    private static SettingSection<BrokerOptions> Broker { get; } = new("broker", s => s.Broker, (s, o) => s with { Broker = o });

    private static SettingSection<PairingOptions> Pairing { get; } = new("pairing", s => s.Pairing, (s, o) => s with { Pairing = o });

    private static SettingSection<GlassesPageOptions> Page { get; } = new("pages", s => s.Page, (s, o) => s with { Page = o });

    private static bool IsCloud(string text) => text is "off" or "local" || CloudAccount.Parse(text, "key", null).Failure is null;
}
