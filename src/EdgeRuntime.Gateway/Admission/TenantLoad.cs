using EdgeRuntime.Contracts.V1;

namespace EdgeRuntime.Gateway.Admission;

/// <summary>What one tenant has running and has taken in the last minute. The lock of <see cref="Admission"/> protects it.</summary>
internal sealed class TenantLoad
{
    private const double InteractiveShare = 8; // against deferrable work of the same weight, which so never starves
    private readonly double[] _finish = new double[2]; // virtual time at which the tenant's last turn of each priority is paid for

    /// <summary>Turns running or waiting.</summary>
    public int Turns { get; set; }

    /// <summary>Turns of the last minute.</summary>
    public SlidingMinute Requests { get; } = new();

    /// <summary>Tokens of the last minute.</summary>
    public SlidingMinute Tokens { get; } = new();

    /// <summary>Whether it can be forgotten.</summary>
    public bool IsIdle(long second) => Turns == 0 && Requests.IsEmpty(second) && Tokens.IsEmpty(second);

    /// <summary>The virtual time that the tenant's next turn would take up.</summary>
    public (double Start, double Finish) Offer(Priority priority, double now, int weight)
    {
        var start = Math.Max(now, _finish[Flow(priority)]);
        return (start, start + 1 / (Math.Max(1, weight) * (Flow(priority) == 0 ? InteractiveShare : 1)));
    }

    /// <summary>Books what was offered.</summary>
    public void Book(Priority priority, (double Start, double Finish) booking) => _finish[Flow(priority)] = booking.Finish;

    /// <summary>Takes back the last booking.</summary>
    public void Unbook(Priority priority, (double Start, double Finish) booking) =>
        _finish[Flow(priority)] = Math.Min(_finish[Flow(priority)], booking.Start);

    private static int Flow(Priority priority) => priority == Priority.Deferrable ? 1 : 0;
}
