namespace EdgeRuntime.Gateway.Store;

/// <summary>What has reached the disk when the store answers. A kill of the gateway loses nothing that was answered, whichever is chosen;
/// the choice is about a loss of power, or of the PostgreSQL server.</summary>
public enum Durability
{
    /// <summary>Nothing waits for the disk: a loss of power can take the last moments, settlements included.</summary>
    Process,

    /// <summary>Settlements, tenants and keys are on disk when they are answered. Reservations and history are not: a turn does not
    /// outlive the loss of power that takes its reservation.</summary>
    Settlements,

    /// <summary>Everything is on disk when it is answered, reservations too.</summary>
    Everything,
}
