using System.Diagnostics;
using System.Globalization;
using EdgeRuntime.Device.Pairing;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Benchmarks.Programs;

/// <summary>Phones on the broker of one build, and what the broker's own process takes for their messages.
/// The median time to an acknowledgement would be what a phone feels, but at 1 ms it is the scheduler's doing:
/// between runs of one build it differs by a third.</summary>
internal sealed class BrokerRun : IDisposable
{
    private const int Idle = 500;
    private const int Publishers = 20;
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(4); // code is compiled
    private static readonly TimeSpan Counted = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(1); // evenly, for messages that come together are cheaper
    // one of the child's two
    private static readonly Bond Bond = new("1111111111111111", "One", [.. Enumerable.Repeat((byte)1, 32)], default, default);

    private readonly Process _broker;
    private readonly List<IMqttClient> _phones = [];
    private long _acknowledged;

    private BrokerRun(Process broker) => _broker = broker;

    /// <summary>Processor time of the broker's process a message, in microseconds.</summary>
    /// <param name="build">Whose tests bring the broker.</param>
    public static async Task<double> OfAsync(ProgramBuild build)
    {
        var start = new ProcessStartInfo("dotnet", [build.Tests, "broker"]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0"; // a thread that waits would be counted as one that works
        using var run = new BrokerRun(Process.Start(start)!);
        return await run.MeasureAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var phone in _phones) phone.Dispose();
        _broker.Kill();
        _broker.Dispose();
    }

    private async Task<double> MeasureAsync()
    {
        var hello = await _broker.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The broker did not start.");
        var (port, glasses) = (int.Parse(hello.Split(' ')[0], CultureInfo.InvariantCulture), hello.Split(' ')[1]);
        for (var i = 0; i < Publishers + Idle; i++) await ConnectAsync(port, $"edge/{glasses}/bond/{Bond.Id}/down");
        return Load($"edge/{glasses}/bond/{Bond.Id}/up");
    }

    private async Task ConnectAsync(int port, string topic)
    {
        var phone = new MqttClientFactory().CreateMqttClient();
        _phones.Add(phone);
        var options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port)
            .WithProtocolVersion(MqttProtocolVersion.V500).WithoutPacketFragmentation()
            .WithClientId($"phone-{Bond.Id}-{_phones.Count}").WithCredentials(Bond.Id, Bond.BrokerPassword()).Build();
        await phone.ConnectAsync(options);
        await phone.SubscribeAsync(topic);
    }

    // On a thread of its own: a task's delay ends at the system's tick, with others.
    private double Load(string topic)
    {
        var payload = new byte[100];
        var (began, due, number) = (Stopwatch.GetTimestamp(), TimeSpan.Zero, 0);
        var (messages, processor) = (0L, TimeSpan.Zero);
        while (due < Warming + Counted)
        {
            if (number == Warming / Between) (messages, processor) = (Volatile.Read(ref _acknowledged), Taken());
            _ = PublishAsync(_phones[number++ % Publishers], topic, payload);
            due += Between;
            while (Stopwatch.GetElapsedTime(began) < due) Thread.Sleep(1);
        }

        var acknowledged = Volatile.Read(ref _acknowledged) - messages;
        if (acknowledged < 0.95 * (Counted / Between))
        {
            throw new InvalidOperationException($"The broker took {acknowledged} messages in {Counted}.");
        }

        return (Taken() - processor).TotalMicroseconds / acknowledged;
    }

    private async Task PublishAsync(IMqttClient phone, string topic, byte[] payload)
    {
        await phone.PublishBinaryAsync(topic, payload, MqttQualityOfServiceLevel.AtLeastOnce);
        Interlocked.Increment(ref _acknowledged);
    }

    private TimeSpan Taken()
    {
        _broker.Refresh();
        return _broker.TotalProcessorTime;
    }
}
