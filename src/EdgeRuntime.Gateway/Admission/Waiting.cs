using EdgeRuntime.Contracts.V1;

namespace EdgeRuntime.Gateway.Admission;

/// <summary>A turn that waits for a place. Ordered by the virtual time at which it is paid for, then by arrival: the first begins next,
/// the last is shed first.</summary>
internal sealed class Waiting(
    TenantLoad tenant, Priority priority, (double Start, double Finish) booking, long sequence, int tokens,
    long arrivedSecond) : IComparable<Waiting>
{
    private readonly long _sequence = sequence;

    public TenantLoad Tenant { get; } = tenant;

    public Priority Priority { get; } = priority;

    /// <summary>Virtual time from which and until which it is paid for.</summary>
    public (double Start, double Finish) Booking { get; } = booking;

    public int Tokens { get; } = tokens;

    public long ArrivedSecond { get; } = arrivedSecond;

    /// <summary>Completes with a place or a failure, outside the lock.</summary>
    public TaskCompletionSource<Outcome<IAdmissionPlace>> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int CompareTo(Waiting? other) => other is null ? 1
        : Booking.Finish.CompareTo(other.Booking.Finish) is var order and not 0 ? order
        : _sequence.CompareTo(other._sequence);
}
