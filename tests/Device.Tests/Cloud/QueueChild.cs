using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Device;
using EdgeRuntime.Device.Cloud;
using EdgeRuntime.Device.Cloud.Deferring;

namespace Device.Tests.Cloud;

/// <summary>The child processes of <see cref="DeferredKillTests"/>: one keeps wishes, one sends them.</summary>
internal static class QueueChild
{
    private static readonly DateTimeOffset Began = new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero);

    public static DeferredWish Wish(int number) =>
        new($"wish-{number}", Utterance.Typed($"note {number}"), Began.AddSeconds(number), "TakeNote", Asking.TraceId);

    /// <summary>Keeps wishes as fast as it can and prints the number of each that is safe.</summary>
    public static async Task<int> KeepAsync(string folder)
    {
        var queue = new DeferredQueue(folder, new DeferredOptions { MaxWishes = 10_000 });
        for (var number = queue.Count; ; number++)
        {
            if ((await queue.KeepAsync(Wish(number), default)).Failure is { } failure) throw new InvalidOperationException(failure.Message);
            Console.WriteLine(number);
        }
    }

    /// <summary>Sends what waits and prints a line for each answer.</summary>
    public static async Task<int> FlushAsync(string folder, string address)
    {
        using var glasses = GlassesProgram.Open(folder, TimeProvider.System).Value!;
        await using var client = new GatewayClient(CloudAccount.Parse(address, "key", null).Value!, Asking.Patient, TimeProvider.System);
        var sender = new DeferredSender(glasses.Queue, client, glasses.Tools, glasses.State, new DeferredOptions(), TimeProvider.System);
        await foreach (var sent in sender.SendAsync(default)) Console.WriteLine(sent.Failure?.Code ?? sent.Answer);
        return 0;
    }
}
