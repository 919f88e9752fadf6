using System.Diagnostics;
using System.Globalization;
using Device.Tests.Actions;
using EdgeRuntime.Device.Pairing;
using MQTTnet;
using MQTTnet.Protocol;
using TestKit;

namespace Device.Tests.Companion;

/// <summary>What the phone's side must show, measured: <c>dotnet Device.Tests.dll load broker|cuts|kills [COUNT]</c>.
/// Ends with 1 where a target is missed.</summary>
internal static class PhoneLoad
{
    private const int Phones = 500;
    private const int Publishers = 20;
    private const int PerSecond = 1000;

    public static async Task<int> RunAsync(string what, int count) => what switch
    {
        "broker" => await BrokersAsync(count > 0 ? count : 20),
        "cuts" => await CutsAsync(count > 0 ? count : 1000),
        "kills" => await KillsAsync(count > 0 ? count : 200),
        _ => 2,
    };

    /// <summary>The child process of <c>load broker</c>: the broker in the glasses, with room for all,
    /// and a reader of what comes in.</summary>
    public static async Task<int> ServeAsync()
    {
        await using var bench = await BenchBroker.StartAsync(options => options with { MaxConnections = Phones + Publishers + 10 });
        Console.WriteLine($"{bench.Port} {bench.Glasses}");
        await foreach (var _ in bench.Inlet.ReadAllAsync(default))
        {
        }

        return 0;
    }

    private static async Task<int> BrokersAsync(int seconds)
    {
        using var own = ChildWriter.StartAs("broker");
        var hello = (await own.StandardOutput.ReadLineAsync())!.Split(' ');
        var bond = BenchBroker.One;
        var ours = await LoadAsync(
            "ours", own,
            number => BenchBroker.As(BenchBroker.Options(int.Parse(hello[0], CultureInfo.InvariantCulture)), bond, $"{number}"),
            $"edge/{hello[1]}/bond/{bond.Id}/up", $"edge/{hello[1]}/bond/{bond.Id}/down", seconds);
        own.Kill();
        if (Mosquitto.Missing is { } missing)
        {
            Console.WriteLine(missing);
        }
        else
        {
            using var theirs = await Mosquitto.StartAsync();
            var glasses = (await BenchBroker.ConnectAsync(BenchBroker.Options(theirs.Port).WithClientId("glasses"))).Client;
            await glasses.SubscribeAsync("up"); // as the glasses take every message of ours
            await LoadAsync(
                "Mosquitto", theirs.Process, number => BenchBroker.Options(theirs.Port).WithClientId($"phone-{number}"), "up", "down",
                seconds);
        }

        return ours.Megabytes < 60 && ours.P99 < 20 ? 0 : 1;
    }

    private static async Task<(double Megabytes, double P99)> LoadAsync(
        string name, Process broker, Func<int, MqttClientOptionsBuilder> options, string up, string down, int seconds)
    {
        var before = Memory(broker);
        var clients = new List<IMqttClient>();
        for (var i = 0; i < Phones; i++)
        {
            clients.Add((await BenchBroker.ConnectAsync(options(i))).Client);
            await clients[^1].SubscribeAsync(down);
        }

        var publishers = new List<Task<List<double>>>();
        for (var i = 0; i < Publishers; i++)
        {
            var client = (await BenchBroker.ConnectAsync(options(Phones + i))).Client;
            publishers.Add(PublishAsync(client, up, seconds));
        }

        var times = (await Task.WhenAll(publishers)).SelectMany(all => all).Order().ToArray();
        var megabytes = Memory(broker) - before;
        var p99 = times[(int)(0.99 * times.Length)];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {Phones} idle phones, {times.Length / (double)seconds:0} QoS 1 messages/s for {seconds} s: p50 "
            + $"{times[times.Length / 2]:0.00} ms, p99 {p99:0.00} ms, {megabytes:0.0} MB more"));
        foreach (var client in clients) client.Dispose();
        return (megabytes, p99);
    }

    private static async Task<List<double>> PublishAsync(IMqttClient client, string topic, int seconds)
    {
        var (times, payload) = (new List<double>(), new byte[100]);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds((double)Publishers / PerSecond));
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds && await timer.WaitForNextTickAsync())
        {
            var at = Stopwatch.GetTimestamp();
            await client.PublishBinaryAsync(topic, payload, MqttQualityOfServiceLevel.AtLeastOnce);
            times.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
        }

        return times;
    }

    private static double Memory(Process process)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private static async Task<int> CutsAsync(int cuts)
    {
        using var folder = new TemporaryFolder();
        await using var glasses = BenchCompanion.Start(folder.Path);
        var (memory, random, times, again) = (await glasses.PairAsync(), new Random(20261126), new List<double>(), 0);
        await using var link = new CuttingProxy(glasses.Port);
        var phone = await glasses.ConnectAsync(memory, link.Port);
        for (var i = 0; i < cuts; i++)
        {
            var traffic = LinkCutTests.TrafficAsync(glasses, memory, phone, 5);
            for (var turns = random.Next(0, 200); turns > 0; turns--) await Task.Yield();
            link.Cut();
            await traffic;
            var at = Stopwatch.GetTimestamp();
            await phone.DisposeAsync();
            BenchPhone? next;
            while ((next = await TryConnectAsync(glasses, memory, link.Port)) is null) again++;
            phone = next;
            await phone.FlushAsync();
            await phone.UntilAsync(() => memory.Waiting.Count == 0 && memory.Received == memory.Expected);
            times.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
        }

        await phone.DisposeAsync();
        times.Sort();
        var once = memory.Kept.Select(kept => kept.Number).SequenceEqual(Enumerable.Range(1, memory.Kept.Count).Select(i => (long)i))
            && glasses.State.Current.Phones[memory.Bond.Id].Received == memory.Last && glasses.Notified.Count == memory.Last;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{cuts} cuts: {memory.Kept.Count} messages down and {memory.Last} up, each once and in order: {once}; reconnected and "
            + $"delivered in p50 {times[cuts / 2]:0} ms, longest {times[^1]:0} ms; lost at once and connected again: {again}"));
        return once && times[^1] < 2000 ? 0 : 1;
    }

    // A phone that is back before the broker has seen the end of its old connection may be thrown out with it;
    // every client connects again then.
    private static async Task<BenchPhone?> TryConnectAsync(BenchCompanion glasses, BenchPhone.Memory memory, int port)
    {
        try
        {
            return await glasses.ConnectAsync(memory, port);
        }
        catch (MQTTnet.Exceptions.MqttCommunicationException)
        {
            return null;
        }
    }

    private static async Task<int> KillsAsync(int kills)
    {
        using var folder = new TemporaryFolder();
        var bond = new Bond("1111111111111111", "Phone", [.. Enumerable.Repeat((byte)1, 32)], default, default);
        Assert.Null(BondBook.Open(folder.Path, new PairingOptions(), TimeProvider.System).Value!.Add(bond));
        var (memory, run) = (new BenchPhone.Memory(bond), new KillRun(folder.Path, new Random(9)));
        for (var i = 0; i < kills; i++) await run.OnceAsync(memory);
        await run.SettleAsync(memory);
        Console.WriteLine(
            $"killed {kills} times: {memory.Kept.Count} messages down ({run.Safe} told safe) and {memory.Last} up, none lost, none twice");
        return 0;
    }
}
